"""Who is asked, and what came: the object that `facilitator check --jsonl` writes, read for scoring."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Protocol

from app.canvas.template import DEFAULT, Template, load as load_template
from app.usecases.checking import Checking
from evals.quality.match import Found

ON = dt.date(2026, 11, 20)  # the day for which the systems are labelled


@dataclass(frozen=True, slots=True)
class Statement:
    """What an engine says of one goal: whether it can be measured, and the words in its slots."""

    box: str
    text: str
    verdict: bool
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words from which an engine took a fact."""

    box: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that an engine says of some boxes."""

    findings: tuple[Found, ...] = ()
    statements: tuple[Statement, ...] = ()
    coverage: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()
    quotes: tuple[Quote, ...] = ()


class Engine(Protocol):
    name: str

    def check(self, id: str, boxes: Mapping[str, str]) -> Checked:
        """What it says of some boxes; `id` names the case for engines that were recorded."""
        ...


@cache
def template() -> Template:
    return load_template(DEFAULT)


class Rules:
    """The rules, through the use case behind `facilitator check`."""

    name = "rules"

    def __init__(self) -> None:
        self._checking = Checking(template(), today=lambda: ON)

    def check(self, id: str, boxes: Mapping[str, str]) -> Checked:
        return read(asdict(self._checking.by_rules(boxes).view(id)))

    def look(self, boxes: Mapping[str, str]) -> None:
        """Everything that the rules do, and nothing that only scoring needs."""
        self._checking.by_rules(boxes)


def rules() -> Rules:
    return Rules()


def read(line: Mapping[str, Any]) -> Checked:
    """The object of one checked line. Findings that were dismissed or waived are not held against the text."""
    return Checked(
        findings=tuple(_found(each) for each in line["findings"] if each.get("status", "open") == "open"),
        statements=tuple(_statement(each) for each in line["measurable"]),
        coverage={box: {int(n): state for n, state in some.items()} for box, some in line["coverage"].items()},
        labels=frozenset(line["labels"]),
        quotes=tuple(Quote(each["box"], each["quote"], each["start"], each["end"]) for each in _quoted(line)),
    )


def _found(each: Mapping[str, Any]) -> Found:
    return Found(
        criterion=each["criterion"],
        box=each["box"],
        quote=each["quote"],
        start=each["start"],
        end=each["end"],
        other_box=each["other_box"],
        other_quote=each["other_quote"],
    )


def _statement(each: Mapping[str, Any]) -> Statement:
    return Statement(each["box"], each["sentence"], each["verdict"] == "measurable", each["slots"])


def _quoted(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in line["facts"] if each["quote"]]
