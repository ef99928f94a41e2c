"""What MEAS finds: at most one lack a statement."""

from itertools import product
from pathlib import Path

import pytest

from app.canvas.template import Box, Template
from app.critic.finding import Spot
from app.critic.goals.measurability import measure, measured

STATEMENTS = Path(__file__).with_name("statements.txt").read_text(encoding="utf-8").splitlines()
MANY = 20  # lines in a test


def ids(box: Box, text: str) -> list[str]:
    return [spot.criterion for spot in measure(box, text)]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("The model should be fast and reliable.", "MEAS-01"),
        ("At least 90 % by December.", "MEAS-01"),
        ("Our goal is to be the best.", "MEAS-01"),
        ("Improve customer satisfaction.", "MEAS-02"),
        ("We aim for high recall; it will improve.", "MEAS-02"),
        ("Fewer accidents at level crossings.", "MEAS-02"),
        ("By 31 December 2027, lower the number of falls per 1,000 patient days.", "MEAS-02"),
        ("Response time under 3.", "MEAS-03"),
        ("Cut returns by 20 %.", "MEAS-04"),
        ("Up to 30 % fewer inspections.", "MEAS-08"),
        ("Reach 95 % coverage, resources permitting.", "MEAS-08"),
        ("Build a dashboard for the nurses.", "MEAS-10"),
        ("We want to train two models.", "MEAS-10"),
        ("We will deploy it to 12 stores.", "MEAS-10"),
    ],
)
def test_the_most_telling_lack_of_a_goal(objectives: Box, text: str, id: str):
    assert ids(objectives, text) == [id]


@pytest.mark.parametrize(
    "text",
    [
        "Reach a recall of 0.9.",
        "If objectives conflict, patient safety wins over cost.",
        "The first goal stands in the safety plan. Owner: Ingrid.",
        "Currently 23 % of the meals are thrown away.",
        "We use a window of 14 days.",
        "It must outperform the human inspectors.",
        "Existing model: fewer errors than it makes today.",
        "What should be reached? We don't know the target yet.",
        "Goals 1 and 4 serve patient safety, goal 2 serves cost.",
        "Fast.",
        "Recall, by age:\n- at least 90 % for the old\n- at least 95 % for the young",
        "Ezt senki nem tudja.",
        "",
    ],
)
def test_what_is_no_goal_or_lacks_nothing_is_left_alone(objectives: Box, text: str):
    assert ids(objectives, text) == []


def test_metrics_need_no_target_but_a_stated_one_counts(template: Template, inference: Box):
    box = template.box("metrics-and-evaluation")
    assert ids(box, "The main metric is recall. It should be good.") == []
    assert ids(box, "Roughly 0.9 recall. Latency below 5.") == ["MEAS-08", "MEAS-03"]
    assert ids(inference, "Improve customer satisfaction.") == []
    assert (
        measured(inference, "It will start on 3 May 2027. It has 12 GPUs. Latency of 30 ms.")[0].text
        == "Latency of 30 ms."
    )


def test_what_it_is_worth_may_be_told_in_words(template: Template):
    box = template.box("value-proposition")
    assert [each.verdict for each in measured(box, "Growers spray six times a season instead of nine.")] == [True]
    assert measured(box, "Growers like it. It is new.") == ()


def test_a_count_with_its_own_words_stands_by_itself(objectives: Box):
    text = "False stops of the shuttle fall. No more than 2 calls a week are lost."
    assert [each.verdict for each in measured(objectives, text)] == [False, True]


def test_the_quote_is_the_statement_without_its_bullet(objectives: Box):
    text = "The line is old.\n\n- Improve it for GPT-4 users.  \n"
    quote = "Improve it for GPT-4 users."
    start = text.index(quote)
    spot = Spot("MEAS-01", quote, start, start + len(quote), " We read “GPT-4” as part of a name.")
    assert measure(objectives, text) == (spot,)
    (soft,) = measure(objectives, "Roughly 0.9 recall.")
    assert soft.detail == "“Roughly”"


@pytest.mark.parametrize("size", [100, 1000])
def test_whatever_stands_there_is_read(objectives: Box, size: int):
    pieces = (
        "5",
        "%",
        "from",
        "to",
        "by the",
        "one",
        "of",
        "at least",
        "no",
        "€",
        "-",
        "(",
        "max.",
        "every",
        "a",
        "per",
        "°",
    )
    for left, right in product(pieces, repeat=2):
        text = f"{left} {right} " * (size // 100)
        assert all(text[each.sentence.start : each.sentence.end] == each.text for each in measured(objectives, text))


@pytest.mark.parametrize("start", range(0, len(STATEMENTS), MANY))
def test_each_statement_lacks_what_its_line_says(template: Template, start: int):
    lines = [line.split("|", 2) for line in STATEMENTS[start : start + MANY]]
    told = [(id, text, ids(template.box(box), text)) for id, box, text in lines]
    assert [(text, found) for id, text, found in told if found != ([] if id == "-" else [id])] == []
