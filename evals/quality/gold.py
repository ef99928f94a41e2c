"""The labelled data, read strictly: a quote that does not stand in its text, or an unknown key, stops the run.

Files of a split: canvases/canvases*.yaml, sentences/{vague,traps,measurable,pairs}.jsonl, systems/systems.jsonl.
GUIDE.md says what the labels mean.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.quality.match import Gold, places

DATA = Path(__file__).parent / "data"
SLOTS = ("metric", "target", "unit", "baseline", "deadline", "population", "owner")
STATES = ("full", "part", "none", "not_applicable")

State = Literal["full", "part", "none", "not_applicable"]


class Broken(Exception):
    """Raised when labelled data cannot be trusted; says in which file and case."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = ""


class Label(Strict):
    criterion: str
    quote: str = Field(min_length=1)
    must: bool = True
    note: str = ""


class May(Label):
    box: str
    other_box: str | None = None


class Defect(May):
    before: str = Field(alias="from", min_length=1)
    after: str = Field(alias="to", min_length=1)


class Canvas(Strict):
    """A clean canvas, what is defensible in it, and what makes its defective twin."""

    project: str
    voice: str
    boxes: dict[str, str]
    coverage: dict[str, dict[int, State]] = {}
    may: tuple[May, ...] = ()
    defects: tuple[Defect, ...] = ()

    @cached_property
    def clean(self) -> tuple[Gold, ...]:
        """What may be found in the clean text: nothing that must be."""
        return tuple(self._may(each, self.boxes) for each in self.may)

    def _may(self, may: May, boxes: Mapping[str, str]) -> Gold:
        found = places(boxes.get(may.box, ""), may.quote)
        return Gold(may.criterion, may.box, may.quote, found, must=False, other_box=may.other_box)

    @cached_property
    def replaced(self) -> tuple[tuple[int, int], ...]:
        """By defect, where the words that it replaces stand in the clean text."""
        return tuple(self._replaced(each) for each in self.defects)

    def _replaced(self, defect: Defect) -> tuple[int, int]:
        text = self.boxes.get(defect.box, "")
        if text.count(defect.before) != 1:
            raise ValueError(f"“{defect.before}” stands {text.count(defect.before)} times in {defect.box}, not once")
        start = text.index(defect.before)
        return start, start + len(defect.before)

    @cached_property
    def twin(self) -> Mapping[str, str]:
        """The boxes with all defects applied."""
        boxes = dict(self.boxes)
        for place, defect in sorted(zip(self.replaced, self.defects, strict=True), key=lambda each: -each[0][0]):
            text = boxes[defect.box]
            boxes[defect.box] = text[: place[0]] + defect.after + text[place[1] :]
        return boxes

    @cached_property
    def defective(self) -> tuple[Gold, ...]:
        """By defect, its gold finding in the twin's text."""
        return tuple(self._gold(number) for number in range(len(self.defects)))

    def _gold(self, number: int) -> Gold:
        defect, (start, _) = self.defects[number], self.replaced[number]
        start += sum(self._growth(other) for other in range(len(self.defects)) if self._is_before(other, number))
        end, text = start + len(defect.after), self.twin[defect.box]
        found = tuple(each for each in places(text, defect.quote) if each[0] < end and start < each[1])
        return Gold(defect.criterion, defect.box, defect.quote, found, must=defect.must, other_box=defect.other_box)

    def _is_before(self, other: int, number: int) -> bool:
        same = self.defects[other].box == self.defects[number].box
        return same and self.replaced[other] < self.replaced[number]

    def _growth(self, number: int) -> int:
        return len(self.defects[number].after) - len(self.defects[number].before)

    @cached_property
    def twin_gold(self) -> tuple[Gold, ...]:
        """All labels of the twin: its defects, and what is defensible and still there."""
        kept = (self._may(each, self.twin) for each in self.may)
        return (*self.defective, *(each for each in kept if each.places))

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for gold in (*self.clean, *self.defective):
            if not gold.places:
                raise ValueError(f"{gold.criterion}: “{gold.quote}” does not stand where it should in {gold.box}")
            if gold.other_box is not None and gold.other_box not in self.boxes:
                raise ValueError(f"{gold.criterion}: its other box “{gold.other_box}” is not on the canvas")
        held = sorted((each.box, *place) for each, place in zip(self.defects, self.replaced, strict=True))
        for (box, _, end), (next_box, start, _) in zip(held, held[1:], strict=False):
            if box == next_box and start < end:
                raise ValueError(f"two defects overlap in {box}")
        if lost := sorted(set(self.coverage) - set(self.boxes)):
            raise ValueError(f"coverage of boxes that are not filled: {', '.join(lost)}")
        return self


class Sentence(Strict):
    """One text in one box, with all VAG findings that it holds."""

    box: str
    text: str
    gold: tuple[Label, ...] = ()
    note: str = ""

    @cached_property
    def golds(self) -> tuple[Gold, ...]:
        return tuple(
            Gold(each.criterion, self.box, each.quote, places(self.text, each.quote), must=each.must)
            for each in self.gold
        )

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for each in self.golds:
            if not each.places:
                raise ValueError(f"“{each.quote}” does not stand in the text")
        return self


class Goal(Strict):
    """One statement of a goal, whether it can be measured, and the words that fill its slots."""

    box: str
    text: str
    verdict: bool
    slots: dict[str, str]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for name, words in self.slots.items():
            if name not in SLOTS:
                raise ValueError(f"“{name}” is no slot")
            if not places(self.text, words):
                raise ValueError(f"{name}: “{words}” does not stand in the text")
        return self


class Clash(Strict):
    box: str
    quote: str
    other_box: str
    other_quote: str


class Pair(Strict):
    """Boxes that contradict each other, and the same with one box changed so that they do not."""

    criterion: str
    boxes: dict[str, str]
    gold: Clash
    clean: dict[str, str]

    @cached_property
    def golds(self) -> tuple[Gold, ...]:
        found = places(self.boxes.get(self.gold.box, ""), self.gold.quote)
        return (Gold(self.criterion, self.gold.box, self.gold.quote, found, other_box=self.gold.other_box),)

    @property
    def cleaned(self) -> Mapping[str, str]:
        return self.boxes | self.clean

    @model_validator(mode="after")
    def _sound(self) -> Self:
        sides = ((self.gold.box, self.gold.quote), (self.gold.other_box, self.gold.other_quote))
        for box, quote in sides:
            if not places(self.boxes.get(box, ""), quote):
                raise ValueError(f"“{quote}” does not stand in {box}")
        if not self.clean or not self.clean.keys() <= self.boxes.keys():
            raise ValueError("`clean` must replace a box that is there")
        return self


class System(Strict):
    """A description of a system and the labels that the AI Act gives it."""

    boxes: dict[str, str]
    labels: frozenset[str] = Field(min_length=1)
    hook: str = ""
    why: str = ""
    kind: Literal["plain", "named", "trap", "insufficient"]


@dataclass(frozen=True)
class Split:
    """One of the two splits. A file that is not there is an empty part."""

    name: str
    folder: Path
    canvases: tuple[Canvas, ...]
    vague: tuple[Sentence, ...]
    traps: tuple[Sentence, ...]
    measurable: tuple[Goal, ...]
    pairs: tuple[Pair, ...]
    systems: tuple[System, ...]


def load(name: str, *, data: Path = DATA) -> Split:
    """A split by its name; Broken if a label cannot be trusted."""
    folder = data / name
    if not folder.is_dir():
        raise Broken(f"There is no split “{name}” in {data}.")
    sentences = folder / "sentences"
    return Split(
        name=name,
        folder=folder,
        canvases=_unique(tuple(_canvases(folder))),
        vague=_unique(tuple(_lines(sentences / "vague.jsonl", Sentence))),
        traps=_unique(tuple(_lines(sentences / "traps.jsonl", Sentence))),
        measurable=_unique(tuple(_lines(sentences / "measurable.jsonl", Goal))),
        pairs=_unique(tuple(_lines(sentences / "pairs.jsonl", Pair))),
        systems=_unique(tuple(_lines(folder / "systems" / "systems.jsonl", System))),
    )


_Row = TypeVar("_Row", bound=Strict)


def _canvases(folder: Path) -> Iterator[Canvas]:
    for path in sorted((folder / "canvases").glob("canvases*.yaml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        yield from (_row(row, Canvas, f"{path.name}: {row.get('id')}") for row in rows)


def _lines(path: Path, kind: type[_Row]) -> Iterator[_Row]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(json.loads(line), kind, f"{path.name}: line {number}")


def _row(row: object, kind: type[_Row], where: str) -> _Row:
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, each['loc']))} {each['msg']}".strip() for each in error.errors())
        raise Broken(f"{where}: {told}") from error


def _unique(rows: tuple[_Row, ...]) -> tuple[_Row, ...]:
    seen: set[str] = set()
    for each in rows:
        if not each.id or each.id in seen:
            raise Broken(f"The id “{each.id}” is missing or stands twice.")
        seen.add(each.id)
    return rows
