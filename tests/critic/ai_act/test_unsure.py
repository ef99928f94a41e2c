"""What is unsure keeps the stricter branch open, whatever else is known."""

from hypothesis import given, strategies as st

from app.critic.ai_act.facts import Fact, Value, form, settled
from app.critic.ai_act.screening import OUTSIDE
from tests.critic.ai_act.cases import closed, screen

STRICT = [id for id, question in form().items() if question.group in ("prohibited", "annex-iii")]
ANSWERS = st.dictionaries(st.sampled_from(list(form())), st.sampled_from(["yes", "no", "unsure"]), max_size=40)


def known(answers: dict[str, Value]) -> dict[str, Fact]:
    return {id: Fact(id, value) for id, value in answers.items()}


@given(ANSWERS)
def test_the_labels_are_never_empty_and_those_that_end_it_stand_alone(answers: dict[str, Value]):
    labels = screen(known(answers)).labels
    assert labels
    for alone in (*OUTSIDE, "prohibited", "minimal"):
        assert alone not in labels or labels == {alone}
    assert not {"annex_iii_exempt_6_3", "high_risk_annex_iii"} <= labels


@given(ANSWERS)
def test_nothing_is_minimal_while_a_prohibition_or_a_listed_use_is_open(answers: dict[str, Value]):
    # everything is closed first, so that minimal is within reach
    some = known({**{id: fact.value for id, fact in closed().items()}, **answers})
    full = settled(some)
    found = screen(some)
    if "minimal" in found.labels:
        ignored = {"misuse-foreseeable"} if full["generator-safeguards"].value == "yes" else set()
        ignored |= {"misuse-foreseeable"} if full["provider"].value == "no" else set()
        assert all(full[id].value != "unsure" for id in STRICT if id not in ignored)


@given(ANSWERS, st.sampled_from(list(form())))
def test_unsure_is_never_milder_than_the_mild_answer(answers: dict[str, Value], id: str):
    base = {**{each: fact.value for each, fact in closed().items()}, **answers}
    mild: Value = "no" if form()[id].careful == "yes" else "yes"
    if "minimal" in screen(known({**base, id: "unsure"})).labels:
        assert screen(known({**base, id: mild})).labels <= {"minimal", *OUTSIDE}


@given(ANSWERS)
def test_the_same_facts_give_the_same_screening(answers: dict[str, Value]):
    assert screen(known(answers)) == screen(known(dict(reversed(answers.items()))))


@given(ANSWERS)
def test_unsure_is_in_the_set_exactly_while_a_question_could_add_a_label(answers: dict[str, Value]):
    found = screen(known(answers))
    assert ("unsure" in found.labels) == any(each.branching for each in found.open)
