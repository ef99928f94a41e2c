import re
from collections import Counter
from dataclasses import replace

import pytest

from app.critic.ai_act.facts import DISPUTED, FILE, Fact, Value, above, answered, form, parse, settled
from app.errors import Invalid

ROW = "- {id: a, group: g, careful: 'yes', question: A?}\n"


def test_the_form_is_read_once_and_holds_what_the_act_asks():
    assert form() is form()
    groups = Counter(question.group for question in form().values())
    assert (groups["annex-iii"], groups["act"], groups["gate"], groups["filter"]) == (25, 20, 5, 6)
    practices = [id for id in form() if id.startswith("art-5-")]
    assert len(practices) == 10


@pytest.mark.parametrize("id", form())
def test_a_question_is_short_plain_and_answered_by_yes_or_no(id: str):
    question = form()[id]
    assert question.question.endswith("?")
    assert not re.search(r"[!—]", question.question + question.hint)
    assert len(question.question.split()) <= 40
    assert re.match(r"[A-Z][a-z]+", question.question)


def test_gates_end():
    assert list(above("deep-fake")) == ["generates-media", "generates-content", "talks-or-generates"]
    assert all(id not in above(id) for id in form())


def values(*some: Fact) -> dict[str, Value]:
    return {id: fact.value for id, fact in settled(answered(some)).items()}


def test_a_closed_gate_answers_what_stands_behind_it_with_its_words():
    full = settled({"talks-or-generates": Fact("talks-or-generates", "no", "sorts apples", "background", 3, 15)})
    assert full["deep-fake"] == Fact("deep-fake", "no", "sorts apples", "background", 3, 15)
    assert full["annex-iii-4a"] == Fact("annex-iii-4a")
    assert list(full) == list(form())


def test_a_gate_is_closed_over_a_proposal_by_a_better_hand_only():
    yes = Fact("annex-iii-4a", "yes")
    assert values(yes, Fact("evaluates-people", "no"))["annex-iii-4a"] == "yes"
    assert values(yes, Fact("evaluates-people", "no", by="model"))["annex-iii-4a"] == "no"
    assert values(replace(yes, by="model"), Fact("evaluates-people", "no", by="model"))["annex-iii-4a"] == "yes"
    assert values(yes, Fact("evaluates-people", "no", by="p1"))["annex-iii-4a"] == "no"
    assert (
        values(Fact("annex-iii-4a", "yes", by="p2"), Fact("evaluates-people", "no", by="p1"))["annex-iii-4a"] == "yes"
    )


def test_a_model_takes_no_forbidden_practice_back():
    seen = Fact("art-5-1f", "yes", "how gloomy they sound", "decision", 4, 25)
    shut = Fact("uses-biometrics", "no", "reads letters", "inference", by="model")
    asked = answered([seen, shut])
    assert asked["art-5-1f"] == replace(seen, value="unsure", reason=DISPUTED)
    assert asked["uses-biometrics"] == Fact("uses-biometrics", reason=DISPUTED)
    assert values(seen, shut)["annex-iii-1c"] == "unsure"
    assert values(seen, Fact("art-5-1f", "no", by="model"))["art-5-1f"] == "unsure"
    assert values(seen, shut, Fact("art-5-1f", "yes", by="p1"))["art-5-1f"] == "yes"
    assert values(seen, Fact("art-5-1f", by="model"))["art-5-1f"] == "yes"  # it said nothing
    assert values(seen, Fact("art-5-1f"))["art-5-1f"] == "yes"
    assert values(Fact("art-5-1f", "no"), Fact("art-5-1f", "yes", by="model"))["art-5-1f"] == "yes"


def test_what_a_model_doubts_is_not_let_off_by_the_rules():
    rules = [Fact("endangers", "no", "reports what is unusual"), Fact("annex-iii-2", "no", "reports what is unusual")]
    doubt = Fact("annex-iii-2", by="model", reason="Open.")
    known = answered([*rules, doubt])
    assert known["annex-iii-2"] == doubt
    assert known["endangers"] == replace(doubt, id="endangers")
    assert values(*rules, doubt, Fact("endangers", "no", by="model"))["annex-iii-2"] == "no"
    assert values(*rules, doubt, Fact("annex-iii-2", "no", by="p1"))["annex-iii-2"] == "no"
    assert values(Fact("annex-iii-2", "yes"), doubt)["annex-iii-2"] == "yes"
    assert (
        values(Fact("obvious-ai", "no"), Fact("obvious-ai", by="model"))["obvious-ai"] == "no"
    )  # that is the strict one


def test_a_yes_opens_its_gates_and_implies_its_listed_use():
    known = values(Fact("art-5-1f", "yes"))
    assert (known["uses-biometrics"], known["annex-iii-1c"]) == ("yes", "yes")
    assert values(Fact("art-5-1f", "yes"), Fact("annex-iii-1c", "no"))["annex-iii-1c"] == "no"
    assert values(Fact("emotion-medical-safety", "yes"))["uses-biometrics"] == "unsure"


@pytest.mark.parametrize(
    ("some", "winner"),
    [
        ([("yes", "p1"), ("no", "model"), ("no", "rules")], ("yes", "p1")),
        ([("no", "rules"), ("yes", "model")], ("yes", "model")),
        ([("no", "model"), ("yes", "rules")], ("no", "model")),
        ([("no", "p1"), ("yes", "p2")], ("yes", "p2")),
        ([("unsure", "model"), ("yes", "rules")], ("yes", "rules")),
        ([("yes", "rules"), ("unsure", "model")], ("yes", "rules")),
        ([("yes", "rules"), ("unsure", "p1")], ("unsure", "p1")),
        ([("unsure", "p1"), ("yes", "model")], ("unsure", "p1")),
        ([("unsure", "rules"), ("unsure", "model")], ("unsure", "rules")),
    ],
)
def test_a_person_wins_over_a_model_and_a_model_over_rules(some: list[tuple[Value, str]], winner: tuple[str, str]):
    best = answered(Fact("eu", value, by=by) for value, by in some)["eu"]
    assert (best.value, best.by) == winner


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: b", "f: file: must be a list of questions"),
        ("- text", "f: row 1: row: must be keys and texts"),
        ("- {id: [a]}", "f: row 1: row: must be keys and texts"),
        (ROW.replace("group: g, ", ""), "f: row 1: group: is unknown or missing"),
        (ROW.replace("group", "colour: red, group"), "f: row 1: colour: is unknown or missing"),
        (ROW.replace("'yes'", "maybe"), "f: row 1: careful: must be yes or no"),
        (ROW + ROW, "f: a: stands twice"),
        (ROW.replace("group", "behind: z, group"), "f: z: is no question of the form"),
    ],
)
def test_a_wrong_row_is_refused(text: str, complaint: str):
    with pytest.raises(Invalid, match=re.escape(complaint)):
        parse(text, name="f")


def test_yes_and_no_stay_words():
    assert {question.careful for question in parse(FILE.read_text(encoding="utf-8"), name="f").values()} == {
        "yes",
        "no",
    }


def test_what_another_version_or_a_file_asked_is_left_aside():
    gone = [Fact("gone", "yes", "x", "b"), Fact("gone", by="model"), Fact("gone", "no", by="p1")]
    assert answered(gone) == {}
    assert values(*gone, Fact("annex-iii-4a", "yes"))["annex-iii-4a"] == "yes"
