from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from app.canvas import template as template_module
from app.canvas.template import Box, Template
from app.critic.criteria import criteria, criterion
from app.critic.finding import Engine, Finding, Severity, Spot
from app.critic.rules import RULES, describe, judge
from app.errors import NotFound


def test_every_family_of_criteria_has_a_rule():
    # AIA is judged for a screening, not for a text alone: app/critic/ai_act
    assert {*RULES, "CON", "AIA"} == {row.family for row in criteria().values() if not row.by_model}


def test_spots_come_in_the_order_of_the_text(objectives: Box):
    text = "The owner is TBD. We will maybe improve it if possible."
    assert [(spot.criterion, spot.quote) for spot in judge(objectives, text)] == [
        ("VAG-10", "TBD"),
        ("MEAS-01", "We will maybe improve it if possible."),
        ("VAG-03", "maybe"),
        ("VAG-04", "if possible"),
    ]


def test_an_empty_box_is_nothing_but_empty(objectives: Box):
    assert judge(objectives, " \n") == (Spot("GAP-00"),)


def test_a_criterion_that_names_boxes_is_silent_elsewhere(inference: Box, monkeypatch: pytest.MonkeyPatch):
    row = replace(criterion("VAG-10"), boxes=("objectives",))
    monkeypatch.setattr("app.critic.criteria.criteria", lambda: {**criteria(), "VAG-10": row})
    assert [spot.criterion for spot in judge(inference, "Maybe TBD.")] == ["VAG-03"]


@pytest.mark.parametrize("id", [id for id, row in criteria().items() if row.family in RULES and not row.by_model])
def test_good_examples_pass_and_bad_ones_fail(template: Template, id: str):
    row = criterion(id)
    box = template.box({"GAP-91": "background", "VAG-09": "decision"}.get(id, "objectives"))
    assert id not in [spot.criterion for spot in judge(box, row.good or "Something.")]
    assert id in [spot.criterion for spot in judge(box, row.bad)]


CLASHING = {
    "CON-01": ("objectives", "inference"),
    "CON-02": ("objectives", "metrics-and-evaluation"),
    "CON-03": ("data-collection", "lifetime"),
    "CON-05": ("explainability", "modelling"),
    "CON-06": ("data-verification-and-governance", "inference"),
    "CON-07": ("model-governance", "decision"),
    "CON-08": ("objectives", "inference"),
    "CON-09": ("background", "lifetime"),
    "CON-10": ("model-governance", "lifetime"),
    "CON-11": ("inference", "modelling"),
    "CON-12": ("data-collection", "modelling"),
    "CON-13": ("background", "fairness"),
}


@pytest.mark.parametrize("id", CLASHING)
def test_good_pairs_of_boxes_pass_and_bad_ones_clash(template: Template, id: str):
    row, (one, other) = criterion(id), CLASHING[id]

    def found(example: str) -> list[str]:
        there, here = example.split(" / ")
        return [
            spot.criterion for spot in judge(template.box(other), here, {one: there}) if spot.criterion[:3] == "CON"
        ]

    assert found(row.good) == []
    assert found(row.bad) == [id]


def test_without_other_boxes_nothing_clashes(template: Template):
    _, here = criterion("CON-06").bad.split(" / ")
    assert judge(template.box("inference"), here) == ()


def test_a_clash_is_described_with_both_quotes(template: Template):
    there, here = criterion("CON-06").bad.split(" / ")
    (spot,) = judge(template.box("inference"), here, {"security": there})
    found = describe(spot, box="inference", id="f", engine=Engine.RULES)
    assert found.message == (
        "“send each recording to a cloud API” does not fit where things run, says another box. "
        "There it says “never leave the hospital”."
    )
    assert (found.other_box, found.other_quote) == ("security", "never leave the hospital")


def test_what_is_vague_in_the_sample_case(template: Template):
    path = Path(template_module.__file__).parent / "samples" / "vials.yaml"
    sample = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = [
        (spot.criterion, spot.quote)
        for iteration in sample["iterations"]
        for box, text in iteration["answers"].items()
        for spot in judge(template.box(box), text)
    ]
    goal = "It should have a low false rejection rate, so that little product is thrown away."
    first_answers = [
        ("MEAS-02", goal),
        ("VAG-02", "enough"),
        ("VAG-04", "where necessary"),
        ("VAG-01", "fast enough"),
        ("VAG-08", "from time to time"),
        ("VAG-08", "regularly"),
    ]
    assert found == [*first_answers, ("MEAS-02", goal), ("VAG-06", "lower")]


def test_the_examples_of_the_template_pass(template: Template):
    texts = {id: "\n".join(each.example for each in box.questions) for id, box in template.boxes.items()}
    found = {(id, spot.quote) for id, text in texts.items() for spot in judge(template.box(id), text)}
    assert not found


def test_a_described_spot_is_an_open_finding_in_the_words_of_its_criterion():
    row = criterion("VAG-03")
    spot = Spot("VAG-03", "maybe", 3, 8)
    assert describe(spot, box="decision", id="f1", engine=Engine.MODEL) == Finding(
        id="f1",
        criterion="VAG-03",
        severity=Severity.SHOULD,
        box="decision",
        message="“maybe” leaves it open whether this holds.",
        question=row.question,
        quote="maybe",
        start=3,
        end=8,
        suggestion=row.suggestion,
        sources=(row.source,),
        engine=Engine.MODEL,
    )


def test_a_criterion_without_a_source_has_none():
    assert describe(Spot("GAP-00"), box="b", id="f", engine=Engine.RULES).sources == ()


def test_a_detail_ends_the_message():
    finding = describe(Spot("MEAS-02", "a", 0, 1, " Because."), box="b", id="f", engine=Engine.RULES)
    assert finding.message == "“a” has no number to reach yet. Because."


def test_a_message_repeats_a_long_quote_in_part_and_braces_as_they_are():
    quote = "{detail} and\n more " + "word " * 40
    finding = describe(Spot("GAP-91", quote, 0, len(quote)), box="b", id="f", engine=Engine.RULES)
    assert finding.quote == quote
    assert "“{detail} and more word" in finding.message
    assert finding.message.endswith("…”.")
    assert len(finding.message) < 150


def test_a_spot_of_no_known_criterion_is_refused():
    with pytest.raises(NotFound):
        describe(Spot("VAG-77"), box="b", id="f", engine=Engine.RULES)


def test_a_model_may_word_the_question_itself():
    spot = Spot("GAP-94", "half as much", 0, 12, question="How much is it today?")
    found = describe(spot, box="objectives", id="f", engine=Engine.MODEL)
    assert (found.message, found.question) == ("About “half as much”", "How much is it today?")
    assert found.unanswered == "How much is it today?"
    silent = describe(replace(spot, question=""), box="objectives", id="f", engine=Engine.MODEL)
    assert silent.question == criterion("GAP-94").question  # there is always something to ask


def test_of_any_other_finding_the_message_says_what_is_open():
    spot = Spot("VAG-01", "fast", 0, 4, detail="")
    found = describe(spot, box="objectives", id="f", engine=Engine.MODEL)
    assert found.unanswered == found.message == "“fast” can mean different things to different people."


def test_a_clash_within_a_box_names_both_sides():
    spot = Spot("CON-91", "four weeks", 0, 10, detail="eight weeks", other_quote="eight weeks")
    found = describe(spot, box="objectives", id="f", engine=Engine.MODEL)
    assert found.message == "“four weeks” and “eight weeks” cannot both hold."
    assert (found.question, found.other_quote, found.other_box) == ("Which one holds?", "eight weeks", None)
