"""What a model answers about a system: words for each answer, gates first, and what silence says."""

from typing import Any

import pytest

from app.canvas.model import Fact
from app.critic.ai_act.facts import form
from app.facilitator import forms
from app.facilitator.screening import INSTEAD, OPEN, facts_of, questions

TEXTS = {"inference": "Each rider gets a grade.", "decision": "A bad grade costs the bonus. A clerk looks at it."}
DOES = {"quote": "each rider  gets a grade", "box": "inference"}


def yes(id: str, quote: str = "A bad grade", box: str = "decision") -> dict[str, str]:
    return {"id": id, "value": "yes", "quote": quote, "box": box}


def said(*facts: dict[str, str], does: Any = DOES) -> dict[str, Fact]:
    found = facts_of(forms.Facts.model_validate({"does": does, "facts": facts}), TEXTS)
    assert all(TEXTS[each.box][each.start : each.end] == each.quote for each in found if each.value != "unsure")
    assert {each.by for each in found} <= {"model"}
    assert [each.id for each in found] == [id for id in form() if id in {each.id for each in found}]
    return {each.id: each for each in found}


def test_a_no_without_words_of_its_own_has_those_for_what_the_system_does() -> None:
    found = said({"id": "endangers", "value": "no"})
    assert found == {
        "endangers": Fact("endangers", "no", "Each rider gets a grade", "inference", 0, 23, "model", reason=INSTEAD)
    }
    own = said({"id": "endangers", "value": "no", "quote": "a clerk looks at it", "box": "decision"})
    assert (own["endangers"].quote, own["endangers"].reason) == ("A clerk looks at it", "")


@pytest.mark.parametrize("does", [None, {}, {"quote": "Each rider gets a grade.", "box": "decision"}])
def test_without_words_for_what_the_system_does_silence_says_nothing(does: Any) -> None:
    assert list(said(yes("evaluates-people"), {"id": "endangers", "value": "no"}, does=does)) == ["evaluates-people"]


def test_behind_an_open_gate_what_is_not_named_is_a_no() -> None:
    found = said(yes("evaluates-people"), yes("annex-iii-4b"))
    assert found["annex-iii-4b"].value == "yes"
    closed = {id for id, fact in found.items() if fact.value == "no"}
    assert {"art-5-1c", "art-5-1d", "annex-iii-4a", "annex-iii-8b"} <= closed
    assert all(form()[id].behind == "evaluates-people" and form()[id].careful == "yes" for id in closed)


def test_what_is_behind_an_unanswered_or_doubtful_gate_stays_open() -> None:
    doubt = Fact("evaluates-people", by="model", reason=OPEN)
    assert said({"id": "evaluates-people", "value": "unsure"}) == {"evaluates-people": doubt}
    assert said({"id": "uses-biometrics", "value": "unsure"}, yes("evaluates-people")).keys() >= {"art-5-1c"}
    open = said(yes("evaluates-people"), {"id": "annex-iii-4b", "value": "unsure"})
    assert (open["annex-iii-4b"].value, open["annex-iii-4a"].value) == ("unsure", "no")
    kept = said(yes("evaluates-people"), yes("annex-iii-4b"), {"id": "evaluates-people", "value": "unsure"})
    assert "art-5-1c" not in kept


def test_a_yes_behind_a_gate_opens_it() -> None:
    assert said(yes("annex-iii-4b"))["art-5-1c"].value == "no"


def test_who_assesses_a_product_follows_from_no_silence() -> None:
    product = said(yes("endangers"), yes("regulated-product"), yes("annex-i-21"))
    assert {"third-party-assessment", "is-the-product", "safety-function"}.isdisjoint(product)
    assert product["annex-i-2"].value == product["annex-iii-2"].value == "no"
    assert said(yes("endangers"))["regulated-product"].value == "no"


def test_the_first_answer_counts_and_unknown_questions_do_not() -> None:
    found = said(yes("learned"), {"id": "learned", "value": "no"}, yes("nothing"))
    assert {id: fact.value for id, fact in found.items()} == {"learned": "yes"}


def test_a_model_reads_every_question_once_gates_first() -> None:
    lines = questions().splitlines()
    asked = [line.split(":")[0].split(" ")[0] for line in lines if line and not line.startswith("#")]
    assert sorted(asked) == sorted(form())
    assert asked[:2] == ["evaluates-people", "uses-biometrics"]
    assert "annex-iii-1c (behind uses-biometrics): Does it read" in questions()
