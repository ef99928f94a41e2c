import pytest

from app.canvas.template import Box, Template
from app.critic.suppressing import SUPPRESSORS
from app.critic.vagueness import cleared, vague
from app.critic.wording import wording


def reasons(box: Box, text: str) -> list[tuple[str, str, str]]:
    assert vague(box, text) == ()
    some = cleared(box, text)
    assert all(text[each.start : each.end] == each.quote for each in some)
    return [(each.quote, each.by, each.because) for each in some]


def test_the_six_looks_and_their_order():
    assert [name for name, _ in SUPPRESSORS] == ["protected", "collocation", "quantified", "meant", "told", "box"]


@pytest.mark.parametrize(
    ("text", "quote", "by", "because"),
    [
        ("Call `robust` now.", "robust", "protected", "it stands in code or in an address"),
        ("We use cluster-robust errors.", "robust", "protected", "it is part of a compound"),
        ("The feed of Solid is read.", "Solid", "protected", "it is part of a name"),
        ("Flexible and Fixed are our tariffs.", "Flexible", "protected", "it is part of a name"),
        ("Smart is old, Modern Times is new.", "Modern", "protected", "it is part of a name"),
        ("We report robust standard errors.", "robust", "collocation", "“robust standard errors” is a term"),
        ("Robust: at most 2 % of the answers change.", "Robust", "quantified", "“2 % of” says how much"),
        ("The answer is fast, in less than two seconds.", "fast", "quantified", "“two seconds” says how much"),
        ("In 9 of the 10 regions it is quicker.", "quicker", "quantified", "“10 regions” says how much"),
        ("Mette reacts promptly, within 2 h.", "promptly", "quantified", "“2 h” says when"),
        ("Mette reacts promptly, by 16:00.", "promptly", "quantified", "“16:00” says when"),
        ("Mette reacts promptly, within 90min.", "promptly", "quantified", "“90min” says when"),
        ("Readings come in regularly, every Friday.", "regularly", "quantified", "“every Friday” says when"),
        ("Readings come in regularly (daily).", "regularly", "quantified", "“daily” says when"),
        ("Short term, by 2027-05-01, it runs.", "Short term", "quantified", "“2027-05” says when"),
        ("Soon, on 3 May, it runs.", "Soon", "quantified", "“3 May” says when"),
        ("They wrote “very robust” on it.", "very robust", "meant", "it is quoted"),
        ("Robust here means a loss under the limit.", "Robust", "meant", "“here means” tells what it means"),
        ("It is not robust.", "robust", "meant", "“not” turns it around"),
        ("We do not claim that it is robust.", "robust", "meant", "“not claim” claims nothing"),
        ("Answers rated robust go on.", "robust", "meant", "the word itself is meant"),
        ("A leak could follow from an appropriate looking mail.", "appropriate", "meant", "a risk is told"),
        ("Is it robust?", "robust", "meant", "the sentence says openly what is not known"),
    ],
)
def test_why_a_word_is_fine(inference: Box, text: str, quote: str, by: str, because: str):
    assert reasons(inference, text) == [(quote, by, because)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2026 it is robust.",  # a year
        "Model v3 is robust.",  # a version
        "GPT-4 is robust.",
        "As page 5 says, it is robust; 3 % fail.",  # another clause
        "It is robust on 3 May.",
        "It is robust and Jonas reads 40 of them.",
        "Jonas reads 40 of them and it is robust.",
        "It has a robust body and two arms.",
        "ROBUST PREDICTIONS",  # a heading, not a name
        "Robust GPU code.",
        "Nothing is lost, it is robust.",
        "This means that we get robust answers.",
    ],
)
def test_what_clears_nothing(inference: Box, text: str):
    assert [spot.quote.lower() for spot in vague(inference, text)] == ["robust"]


def test_a_meaning_given_in_another_sentence_of_the_box_counts(inference: Box):
    told = "Promptly means before the shift ends."
    assert reasons(inference, f"{told} The nurse reacts promptly.")[-1][2] == "the box says what “promptly” means"
    assert [spot.quote for spot in vague(inference, "The nurse reacts promptly.")] == ["promptly"]


def test_a_number_clears_no_hedge_and_no_way_out(inference: Box):
    spots = vague(inference, "Maybe 90 % arrive in 150 ms on a best-effort basis.")
    assert [spot.criterion for spot in spots] == ["VAG-03", "VAG-04"]


def test_a_placeholder_is_cleared_by_code_and_quotes_only(inference: Box):
    assert [spot.quote for spot in vague(inference, "Not TBD? TBD means a score above 0.4.")] == ["TBD", "TBD"]


def test_a_box_that_tells_a_story_is_not_judged_like_a_goal(template: Template):
    text = "Several clinics fill the forms by hand."
    assert reasons(template.box("background"), text) == [("Several", "box", "Background may tell a story")]
    assert [spot.quote for spot in vague(template.box("data-collection"), text)] == ["Several"]


def test_boxes_that_tolerate_exist(template: Template):
    for boxes in wording().tolerates.values():
        assert boxes <= set(template.boxes)
