"""Facts that a model read: checked, completed from their sentence, and compared with those of the rules."""

from typing import Any

import pytest

from app.canvas.template import Template
from app.critic.clashing.claim import Claim
from app.critic.clashing.consistency import clashes, read_by_model
from app.critic.clashing.stated import kinds, stated
from app.critic.stems import stems
from app.critic.tokens import Span

OWNED = "Rosa answers for the alarm limits. It is renewed Every two weeks, from May 2027 on."


def read(text: str, quote: str, kind: str, value: str, box: str = "lifetime", **more: Any) -> Claim | None:
    start = text.index(quote)
    return stated(box, text, Span(start, start + len(quote)), kind, value, **more)


@pytest.mark.parametrize(
    ("kind", "value", "quote", "good"),
    [
        ("retraining", "again and again", "renewed Every two weeks", True),
        ("retraining", "never", "renewed", False),
        ("weather", "again and again", "renewed", False),
        ("owner", "Rosa", "Rosa answers", True),
        ("owner", "rosa", "Rosa answers", True),
        ("owner", "Ben", "Rosa answers", False),
        ("owner", "", "Rosa answers", False),
        ("milestone", "start of use", "from May 2027 on", True),
        ("milestone", "start of use", "renewed", False),
    ],
)
def test_only_known_kinds_and_values_count(kind: str, value: str, quote: str, good: bool):
    claim = read(OWNED, quote, kind, value)
    assert (claim is not None) is good
    if claim:
        assert (claim.quote, OWNED[claim.start : claim.end], claim.by) == (quote, quote, "model")


@pytest.mark.parametrize(
    ("amount", "seconds"),
    [("every two weeks", 14 * 86_400.0), ("Every two weeks", 14 * 86_400.0), ("every day", None), ("", None)],
)
def test_an_amount_is_words_of_its_sentence(amount: str, seconds: float | None):
    claim = read(OWNED, "renewed", "retraining", "again and again", amount=amount)
    assert claim is not None
    assert claim.amount == seconds


def test_a_task_is_words_of_its_sentence_and_a_milestone_has_its_day():
    owner = read(OWNED, "Rosa answers", "owner", "Rosa", task="the alarm limits")
    assert owner is not None
    assert owner.task == stems("the alarm limits") != frozenset()
    other = read(OWNED, "Rosa answers", "owner", "Rosa", task="renewed")
    assert other is not None
    assert other.task == frozenset()
    start = read(OWNED, "from May 2027 on", "milestone", "start of use")
    assert start is not None
    assert start.when is not None
    assert (start.when[0].year, start.when[0].month) == (2027, 5)


def test_kinds_are_those_that_rules_compare():
    assert kinds()["answers"] == ("at once", "during the event", "when asked", "in batches")
    assert kinds()["owner"] == ()


NIGHT, BELL = "Payments are rated by the night shift.", "A payment is stopped before the bell."
TEXTS = {"inference": NIGHT, "decision": BELL}


def facts() -> tuple[Claim, ...]:
    some = (
        read(NIGHT, "night shift", "answers", "in batches", box="inference"),
        read(BELL, "before the bell", "answers", "at once", box="decision"),
    )
    return tuple(each for each in some if each)


def test_code_decides_what_clashes(template: Template):
    assert clashes(tuple(TEXTS.items())) == ()
    ((box, (spot,)),) = read_by_model(TEXTS, facts()).items()
    assert (box, spot.criterion, spot.other_box) == ("decision", "CON-01", "inference")
    assert (spot.quote, spot.other_quote) == ("before the bell", "night shift")
    assert read_by_model(TEXTS, facts()[:1]) == {}


def test_a_models_fact_clashes_with_one_of_the_rules_and_the_same_fact_is_one(template: Template):
    nightly = "The scores of payments are computed in a nightly batch job."
    texts = {"inference": nightly, "decision": BELL}
    again = read(nightly, "nightly batch job", "answers", "in batches", box="inference")
    assert again is not None
    ((_, (spot,)),) = read_by_model(texts, (again, facts()[1])).items()
    assert spot.other_quote != ""
    rules = {"inference": nightly, "decision": "A payment is stopped within 200 ms."}
    assert read_by_model(rules, (again,)) == {}
    assert len(clashes(tuple(rules.items()))) == 1
