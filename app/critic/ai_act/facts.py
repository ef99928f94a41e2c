"""The fact form: what has to be known about a system before the AI Act can be read for it.

Questions that a person can answer with yes, no or unsure. Rules and models propose answers with the words that they
come from; what a person says wins.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from app.canvas.model import Fact as Fact
from app.critic.datafile import read, wrong

FILE = Path(__file__).parents[1] / "data" / "ai_act_facts.yaml"

Value = Literal["yes", "no", "unsure"]

_NEEDED = {"id", "group", "careful", "question"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form."""

    id: str
    group: str
    question: str
    careful: Value  # the answer that keeps the stricter reading
    behind: str = ""  # whose `no` answers this one
    hint: str = ""
    implied_by: str = ""  # a yes to which is a yes to this one


@cache
def form() -> Mapping[str, Question]:
    """Every question by id, in the order in which the Act is read."""
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def parse(text: str, *, name: str) -> Mapping[str, Question]:
    """The form from its YAML text; Invalid if a row is wrong or stands behind nothing."""
    rows = read(text, name=name)
    if not isinstance(rows, list):
        raise wrong(name, "file", "must be a list of questions")
    found: dict[str, Question] = {}
    for number, row in enumerate(rows, 1):
        each = _question(row, f"{name}: row {number}")
        if each.id in found:
            raise wrong(name, each.id, "stands twice")
        found[each.id] = each
    if lost := sorted({id for each in found.values() for id in (each.behind, each.implied_by)} - {"", *found}):
        raise wrong(name, ", ".join(lost), "is no question of the form")
    return MappingProxyType(found)


def _question(row: object, where: str) -> Question:
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise wrong(where, "row", "must be keys and texts")
    if odd := sorted((_NEEDED - set(row)) | (set(row) - set(Question.__dataclass_fields__))):
        raise wrong(where, ", ".join(odd), "is unknown or missing")
    if row["careful"] not in ("yes", "no"):
        raise wrong(where, "careful", "must be yes or no")
    keys: dict[str, Any] = {key: " ".join(value.split()) for key, value in row.items()}
    return Question(**keys)


def answered(facts: Iterable[Fact]) -> Mapping[str, Fact]:
    """Facts of several hands as one answer a question. At the same rank, the later one that answers wins.

    A person's “unsure” is an answer; that of rules or a model is none.
    """
    best: dict[str, Fact] = {}
    for fact in facts:
        if fact.value != "unsure" or fact.rank == 2 or fact.id not in best:
            held = best.get(fact.id)
            if held is None or held.rank <= fact.rank or _silent(held):
                best[fact.id] = fact
    return MappingProxyType(best)


def _silent(fact: Fact) -> bool:
    return fact.value == "unsure" and fact.rank < 2


def settled(facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """An answer for every question of the form: what stands behind a closed gate is answered with the gate's words.

    An answer of its own stays, unless it is a proposal and a person closed the gate. A yes behind an unanswered gate
    opens it.
    """
    own, full = _implied(facts), dict[str, Fact]()
    for id in form():
        _settle(id, own, full)
    return MappingProxyType({id: full[id] for id in form()})


def _implied(facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    own = {id: facts.get(id, Fact(id)) for id in form()}
    for question in form().values():
        source = own.get(question.implied_by)
        if source and source.value == "yes" and _silent(own[question.id]):
            own[question.id] = replace(source, id=question.id)
    for id in [id for id, fact in own.items() if fact.value == "yes" and form()[id].careful == "yes"]:
        for gate in above(id):
            if _silent(own[gate]):
                own[gate] = replace(own[id], id=gate)
    return own


def _settle(id: str, own: Mapping[str, Fact], full: dict[str, Fact]) -> Fact:
    if id not in full:
        behind, mine = form()[id].behind, own[id]
        gate = _settle(behind, own, full) if behind else None
        shut = gate is not None and gate.value == "no" and (_silent(mine) or gate.rank == 2 > mine.rank)
        full[id] = replace(gate, id=id) if gate and shut else mine
    return full[id]


def above(id: str) -> Iterator[str]:
    """The gates that a question stands behind, the nearest first."""
    while id := form()[id].behind:
        yield id
