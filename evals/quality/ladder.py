"""From the plainest thing that could work upwards: what the rules and a model add, part by part."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

from evals.quality.answers import Answers, file_of
from evals.quality.engine import Checked, Engine, Statement, read
from evals.quality.gold import Broken, Canvas, Goal, Pair, Sentence, Split, System
from evals.quality.match import Found
from evals.quality.origin import prompts
from evals.quality.report import PARTS, Report, report

RECORDINGS = Path(__file__).parent / "recordings"

# INCOSE, Guide to Writing Requirements v4, rule R7: words of vague quantity and quality.
R7 = (
    "some any allowable several many almost nearly about approximate ancillary relevant routine common generic "
    "significant flexible expandable typical sufficient adequate appropriate efficient effective proficient "
    "reasonable customary"
).split() + ["a lot of", "a few", "almost always", "very nearly", "close to"]
_R7 = re.compile(rf"\b(?:{'|'.join(sorted(R7, key=len, reverse=True))})\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s)[^.!?\n]*)*[.!?]?")
_GOALS = ("objectives", "metrics-and-evaluation")


C = TypeVar("C", bound=Canvas | Sentence | Goal | Pair | System)


class AlwaysFlag:
    """Flags everything: what recall costs nothing. Calls each goal measurable, each question answered."""

    name = "always-flag"
    parts = ("canvases", "vague", "traps", "measurable", "pairs", "coverage", "systems")

    def check(self, id: str, boxes: Mapping[str, str]) -> Checked:
        return Checked(
            findings=(*_every_sentence(boxes), *_every_pair(boxes), *(Found("GAP-91", box) for box in boxes)),
            statements=tuple(Statement(box, text, verdict=True, slots={}) for box, text in boxes.items()),
            coverage={box: dict.fromkeys(range(1, 6), "full") for box in boxes},
            labels=frozenset({"high_risk_annex_iii"}),
        )


def _every_sentence(boxes: Mapping[str, str]) -> Iterator[Found]:
    for box, text in boxes.items():
        for match in _SENTENCE.finditer(text):
            yield Found("VAG-01", box, match.group(), *match.span())
            if box in _GOALS:
                yield Found("MEAS-02", box, match.group(), *match.span())


def _every_pair(boxes: Mapping[str, str]) -> Iterator[Found]:
    return (Found("CON-08", one, other_box=other) for one, other in combinations(boxes, 2))


class WordList:
    """Flags the words of INCOSE R7 wherever they stand; a goal with a digit is measurable."""

    name = "INCOSE R7 words, any digit"
    parts = ("vague", "traps", "measurable")

    def check(self, id: str, boxes: Mapping[str, str]) -> Checked:
        return Checked(
            findings=tuple(
                Found("VAG-02", box, match.group(), *match.span())
                for box, text in boxes.items()
                for match in _R7.finditer(text)
            ),
            statements=tuple(
                Statement(box, text, verdict=any(map(str.isdigit, text)), slots={}) for box, text in boxes.items()
            ),
        )


class Recorded:
    """What an engine said when it was recorded, in the lines that `facilitator check --jsonl` writes.

    The first line says who was recorded: `{"recorded": {"model": …, "date": …, "prompts": {…}}}`.
    """

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        head, *lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        self.head: Mapping[str, Any] = head["recorded"]
        self._lines: Mapping[str, Mapping[str, Any]] = {line["id"]: line for line in lines}

    @property
    def told(self) -> str:
        """Who answered, when, and whether the prompts have changed since."""
        asked, now = self.head.get("prompts", {}), prompts()
        old = [name for name, hash in asked.items() if now.get(name) != hash]
        age = f"with an older prompt: {', '.join(old)}" if old else "with the prompts as they are"
        texts = f"{len(self._lines)} texts recorded from {self.head['model']}"
        return f"{self.name}: {texts} on {self.head['date']}, {age}."

    def narrowed(self, split: Split) -> Split:
        """The cases of a split that were recorded whole."""
        return replace(
            split,
            canvases=self._whole(split.canvases, ("/clean", "/twin")),
            vague=self._whole(split.vague),
            traps=self._whole(split.traps),
            measurable=self._whole(split.measurable),
            pairs=self._whole(split.pairs, ("/clash", "/clean")),
            systems=self._whole(split.systems),
        )

    def _whole(self, cases: tuple[C, ...], ends: tuple[str, ...] = ("",)) -> tuple[C, ...]:
        return tuple(each for each in cases if all(f"{each.id}{end}" in self._lines for end in ends))

    def check(self, id: str, boxes: Mapping[str, str]) -> Checked:
        line = self._lines.get(id)
        if line is None or "error" in line:
            raise Broken(f"{self.name}: the case {id} is not recorded.")
        return read(line)


def recorded(name: str, split: str, folder: Path = RECORDINGS) -> tuple[Recorded | None, Answers | None]:
    """What was recorded of `model` or `both` for a split: looks at texts, and facts of systems."""
    path, facts = folder / f"{name}-{split}.jsonl", file_of(split, folder)
    return Recorded(name, path) if path.exists() else None, Answers(name, facts) if facts.exists() else None


def told(split: str, folder: Path = RECORDINGS) -> list[str]:
    """A line about each recording of a split."""
    return [found.told for name in ("model", "both") for found in recorded(name, split, folder) if found]


def by_recording(name: str, split: Split, parts: tuple[str, ...] = PARTS, folder: Path = RECORDINGS) -> Report | None:
    """What a recorded engine scores on the cases that were recorded; None if none were."""
    lines, facts = recorded(name, split.name, folder)
    judged = report(lines.narrowed(split), lines, parts) if lines else None
    asked = tuple(part for part in parts if facts and part in facts.parts)
    known = report(split, facts, asked) if facts and (asked or not judged) else None
    if judged and known and not judged.systems:
        return replace(judged, systems=known.systems)
    return judged or known


def _same_cases(split: Split, rules: Engine, folder: Path) -> list[tuple[str, Report | None]]:
    """The rules on the texts that a model looked at, so that the rows can be compared."""
    lines, _ = recorded("both", split.name, folder)
    return [("rules, on the texts that follow", report(lines.narrowed(split), rules))] if lines else []


def cases(split: Split) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text that is scored, by its id: what has to be checked to record an engine."""
    for canvas in split.canvases:
        yield f"{canvas.id}/clean", canvas.boxes
        yield f"{canvas.id}/twin", canvas.twin
    for line in (*split.vague, *split.traps):
        yield line.id, {line.box: line.text}
    for goal in split.measurable:
        yield goal.id, {goal.box: goal.text}
    for pair in split.pairs:
        yield f"{pair.id}/clash", pair.boxes
        yield f"{pair.id}/clean", pair.cleaned
    yield from ((system.id, system.boxes) for system in split.systems)


def ladder(split: Split, rules: Engine, *, recordings: Path = RECORDINGS) -> list[tuple[str, Report | None]]:
    """Each rung with its report; None where it is not recorded."""
    plain = [(each.name, report(split, each, each.parts)) for each in (AlwaysFlag(), WordList())]
    judged = [(name, by_recording(name, split, folder=recordings)) for name in ("model", "both")]
    return [*plain, ("rules", report(split, rules)), *_same_cases(split, rules, recordings), *judged]
