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

DISPUTED = "The rules read this as yes, and the model as no."

_NEEDED = {"id", "group", "careful", "question"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form."""

    id: str
    group: str
    question: str
    careful: Value  # the answer that keeps the stricter reading
    behind: str = ""  # whose `no` answers this one
    brief: str = ""  # the question as a statement, for a list of what is not so
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


def standing(facts: Iterable[Fact], texts: Mapping[str, str]) -> tuple[Fact, ...]:
    """The same answers with their words where they stand now; words that are gone are quoted no more."""
    return tuple(_standing(each, texts.get(each.box, "")) for each in facts)


def _standing(fact: Fact, text: str) -> Fact:
    if not fact.quote or text[fact.start : fact.end] == fact.quote:
        return fact
    start = text.find(fact.quote)
    if start < 0:
        return replace(fact, quote="", box="", start=0, end=0)
    return replace(fact, start=start, end=start + len(fact.quote))


@cache
def _unanswered() -> Mapping[str, Fact]:
    """Every question, not answered."""
    return {id: Fact(id) for id in form()}


def answered(facts: Iterable[Fact]) -> Mapping[str, Fact]:
    """Facts of several hands as one answer a question. At the same rank, the later one that answers wins. What another
    version asked, and this one does not, is left aside.

    A person's “unsure” is an answer; that of rules or a model is none, but where a model doubts what the rules take
    for harmless, it is open. A model's no does not take back a forbidden practice that the rules saw: a person has
    to look.
    """
    given = tuple(fact for fact in facts if fact.id in form())
    rules, model, people = (_latest(fact for fact in given if fact.rank == rank) for rank in range(3))
    best = {**rules, **{id: fact for id, fact in model.items() if not _silent(fact) or id not in rules}}
    for id in [id for id, fact in rules.items() if fact.value == "yes"]:
        denied = _denied(id, model)
        if denied and id not in people:
            best |= _disputed(rules[id], model) if form()[id].group == "prohibited" else {id: replace(denied, id=id)}
    for id, doubt in model.items():
        if _silent(doubt) and form()[id].careful == "yes":
            best |= {each: replace(doubt, id=each) for each in (id, *above(id)) if _let_off(best.get(each))}
    return MappingProxyType({**best, **people})


def _let_off(fact: Fact | None) -> bool:
    return fact is not None and fact.rank == 0 and fact.value == "no"


def _latest(facts: Iterable[Fact]) -> dict[str, Fact]:
    best: dict[str, Fact] = {}
    for fact in facts:
        if fact.id not in best or not _silent(fact):
            best[fact.id] = fact
    return best


def _denied(id: str, model: Mapping[str, Fact]) -> Fact | None:
    """The model's no to a question, or else to the nearest gate of it that it answered."""
    nearest = next((model[each] for each in (id, *above(id)) if each in model and not _silent(model[each])), None)
    return nearest if nearest and nearest.value == "no" else None


def _disputed(fact: Fact, model: Mapping[str, Fact]) -> dict[str, Fact]:
    """The practice and the gates that the model closed before it, all open."""
    closed = (gate for gate in above(fact.id) if gate in model and model[gate].value == "no")
    open = {gate: Fact(gate, reason=DISPUTED) for gate in closed}
    return {fact.id: replace(fact, value="unsure", reason=DISPUTED), **open}


def _silent(fact: Fact) -> bool:
    return fact.value == "unsure" and fact.rank < 2


def settled(facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """An answer for every question of the form: what stands behind a closed gate is answered with the gate's words.

    An answer of its own stays, unless it is a proposal and a person closed the gate. A yes behind an unanswered gate
    opens it.
    """
    full = _implied(facts)
    for id, behind in _gated():
        gate, mine = full[behind], full[id]
        if gate.value == "no" and (_silent(mine) or gate.rank == 2 > mine.rank):
            full[id] = replace(gate, id=id)
    return MappingProxyType(full)


@cache
def _gated() -> tuple[tuple[str, str], ...]:
    """Each question behind a gate with that gate, which was settled before it."""
    behind = [(len(list(above(id))), id, question.behind) for id, question in form().items() if question.behind]
    return tuple((id, gate) for _, id, gate in sorted(behind))


def _implied(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    own = {id: facts.get(id, none) for id, none in _unanswered().items()}
    for id, implied_by in _implications():
        source = own[implied_by]
        if source.value == "yes" and _silent(own[id]):
            own[id] = replace(source, id=id)
    for id in [id for id, fact in own.items() if fact.value == "yes" and form()[id].careful == "yes"]:
        for gate in above(id):
            if _silent(own[gate]):
                own[gate] = replace(own[id], id=gate)
    return own


@cache
def _implications() -> tuple[tuple[str, str], ...]:
    return tuple((each.id, each.implied_by) for each in form().values() if each.implied_by)


def above(id: str) -> Iterator[str]:
    """The gates that a question stands behind, the nearest first."""
    while id := form()[id].behind:
        yield id
