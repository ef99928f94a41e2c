"""What people see of a screening: plain values, which need none of the rules."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LabelView:
    """A label of the AI Act with its ground. `effective`: it holds already on the day of this screening."""

    id: str
    name: str
    article: str
    point: str
    reason: str
    quotes: tuple[str, ...]
    applies_from: dt.date | None
    effective: bool
    status: str
    source: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """A question about the system with its answer. `by` is rules, model, or a name; `confirmed`: a person said so."""

    id: str
    question: str
    value: Literal["yes", "no", "unsure"]
    quote: str
    box: str
    by: str
    confirmed: bool
    at: dt.datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class DutyView:
    """Something that has to be done. `ours` is null while it is not known in which role we are."""

    article: str
    text: str
    who: tuple[str, ...]
    applies_from: dt.date
    effective: bool
    ours: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class ConsiderationView:
    """Something that a box should address. `state` is addressed, missing, not_applicable, or unread: a language that
    the rules do not know.
    """

    id: str
    box: str
    article: str
    text: str
    state: str
    required: bool
    quote: str
    source: str


@dataclass(frozen=True)
class ScreeningView:
    """What the AI Act makes of a canvas, as of a date: a screening aid, not legal advice.

    `open` are the facts that decide and that nobody answered. `changes` says what newer rules make different from
    what was last told on this canvas.
    """

    canvas: str
    pack: str
    as_of: dt.date
    on: dt.date
    checked: str
    labels: tuple[LabelView, ...]
    facts: tuple[FactView, ...]
    open: tuple[FactView, ...]
    duties: tuple[DutyView, ...]
    considerations: tuple[ConsiderationView, ...]
    changes: tuple[str, ...]
    warnings: tuple[str, ...]
    disclaimer: str
