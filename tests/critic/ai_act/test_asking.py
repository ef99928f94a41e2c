from app.critic.ai_act.asking import ask
from app.critic.ai_act.facts import Fact
from tests.critic.ai_act.cases import GATES, closed, facts, screen


def asked(known: dict[str, Fact]) -> list[str]:
    return [row.id for row in ask(known, screen(known))]


def test_who_knows_nothing_is_asked_the_gates():
    assert set(asked({})) == {*GATES, "offers-general-model"}


def test_what_gave_a_label_comes_first_with_its_words_then_what_is_open():
    known = facts("annex-iii-4a")
    first, *rest = ask(known, screen(known))
    assert (first.id, first.value, first.quote, first.box) == (
        "annex-iii-4a", "yes", "words on annex-iii-4a", "background",
    )  # fmt: skip
    assert first.label == "high_risk_annex_iii"
    assert len(rest) == 5
    assert {row.value for row in rest} == {"unsure"}


def test_many_found_facts_leave_room_for_what_is_open():
    known = facts("annex-iii-3a", "annex-iii-3b", "annex-iii-4a", "annex-iii-4b", "annex-iii-5a", "annex-iii-5b")
    assert [row.value for row in ask(known, screen(known))] == ["yes"] * 4 + ["unsure"] * 2


def test_gates_that_rules_closed_are_confirmed():
    assert set(asked(closed())) == set(GATES)


def test_what_a_person_said_is_not_asked_again():
    known = {**closed(), **facts("annex-iii-4a", by="p1"), "obvious-ai": Fact("obvious-ai", "unsure", by="p1")}
    assert "annex-iii-4a" not in asked(known)
    doubt = {"evaluates-people": Fact("evaluates-people", "unsure", by="p1")}
    assert "evaluates-people" not in asked(doubt)


def test_a_fact_is_asked_once():
    known = facts("annex-iii-1c", "deployer")
    rows = asked(known)
    assert len(rows) == len(set(rows)) == 6
