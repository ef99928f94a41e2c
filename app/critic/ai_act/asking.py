"""Which facts people are asked to confirm: what was found first, then what decides and is still open."""

from collections.abc import Iterator, Mapping

from app.critic.ai_act.facts import Fact, form
from app.critic.ai_act.screening import FactRow, Screening

ROWS = 6
_FOUND = 4  # at most, while something that decides is open
_GATES = "gate"


def ask(facts: Mapping[str, Fact], screening: Screening) -> tuple[FactRow, ...]:
    """Up to six facts, the most decisive first. What a person answered is not asked again."""
    found = list({row.id: row for row in _found(facts, screening)}.values())
    asked = {row.id for row in found}
    open = [FactRow(each.fact, each.question, each.label) for each in screening.open if each.fact not in asked]
    unanswered = [row for row in open if not _by_person(facts.get(row.id))]
    shown = found[: max(_FOUND, ROWS - len(unanswered))]
    return (*shown, *unanswered)[:ROWS]


def _found(facts: Mapping[str, Fact], screening: Screening) -> Iterator[FactRow]:
    """Answers that rules or a model took from the words: those of the labels, then the gates that they closed."""
    for ruling in screening.rulings:
        for fact in ruling.facts:
            yield from _row(facts.get(fact.id), ruling.label)
    for question in form().values():
        gate = facts.get(question.id)
        if question.group == _GATES and gate and gate.value == "no":
            yield from _row(gate, "minimal")


def _row(fact: Fact | None, label: str) -> Iterator[FactRow]:
    if fact and fact.value != "unsure" and not _by_person(fact):
        question = form()[fact.id].question
        yield FactRow(fact.id, question, label, fact.value, fact.quote, fact.box, fact.by, fact.reason)


def _by_person(fact: Fact | None) -> bool:
    return fact is not None and fact.rank == 2
