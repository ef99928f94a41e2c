import pytest

from app.critic.clashing.claims import claims


def said(text: str, box: str = "inference") -> list[tuple[str, str, str]]:
    return [(each.kind, each.value, each.quote) for each in claims(box, text)]


@pytest.mark.parametrize(
    ("box", "text", "fact"),
    [
        ("inference", "The answer is there within 300ms.", ("answers", "at once", "within 300ms")),
        ("inference", "The nightly job scores all.", ("answers", "in batches", "nightly job scores")),
        ("security", "Films never leave the plant.", ("place", "stays inside", "never leave the plant")),
        ("lifetime", "It is trained once.", ("lifetime", "stays as it is", "trained once")),
        ("model-governance", "Ana owns retraining.", ("owner", "Ana", "Ana owns retraining")),
        ("objectives", "It goes live on 1 May 2027.", ("milestone", "start of use", "1 May 2027")),
        ("objectives", "The error is < 4 bar.", ("number", "at most", "< 4 bar")),
        ("background", "The museum has 340 motion sensors.", ("number", "in all", "340 motion sensors")),
    ],
)
def test_a_box_states_facts_in_plain_words(box: str, text: str, fact: tuple[str, str, str]):
    assert fact in said(text, box)


def test_a_fact_stands_where_its_quote_is():
    text = "We like it. Films never leave the plant."
    (fact,) = claims("security", text)
    assert text[fact.start : fact.end] == fact.quote
    assert fact.box == "security"


@pytest.mark.parametrize(
    "text",
    [
        "Do films never leave the plant?",
        "The norm says “films never leave the plant”.",
        "`films never leave the plant`",
        "Die Filme verlassen das Werk nicht, und wir sind mit der Cloud nicht verbunden: never leave the plant.",
        "We do not know yet whether films never leave the plant.",
        "word " * 400 + "never leave the plant",
    ],
)
def test_nothing_is_read_from_what_nobody_states(text: str):
    assert claims("security", text) == ()


def test_a_word_before_it_turns_a_fact_around():
    assert said("The model is not trained once.", "lifetime") == []
    assert ("lifetime", "stays as it is", "trained once") in said("It is not small, it is trained once.", "lifetime")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("The model is retrained every week.", 7 * 86_400.0),
        ("The model is retrained in the first quarter of each year.", 365 * 86_400.0),
        ("The model is retrained twice a year.", 365 * 43_200.0),
        ("The model is retrained nightly.", 86_400.0),
    ],
)
def test_a_cadence_is_measured_in_seconds(text: str, amount: float):
    assert [each.amount for each in claims("lifetime", text) if each.kind == "retraining"][-1] == amount


def test_a_goal_with_a_number_is_a_fact_of_the_objectives_only():
    text = "Lose at most 5 % of the vials."
    assert ("goal", "with a number", text) in said(text, "objectives")
    assert ("goal", "with a number", text) not in said(text, "decision")


@pytest.mark.parametrize(
    "text", ["It owns the model.", "Bo is responsible for it.", "All 5 of them.", "Only 3 of all 4."]
)
def test_what_names_nobody_and_nothing_is_no_fact(text: str):
    assert said(text, "lifetime") == []
