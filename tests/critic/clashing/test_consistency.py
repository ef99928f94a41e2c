import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.canvas.template import Template
from app.critic.clashing.consistency import clashes, spots, touched


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()]


PAIRS, NEAR = lines("pairs.jsonl"), lines("near.jsonl")
HARD = {"own-22"}  # “the service” and “the first version” go live: whether they are the same, words do not tell


def found(template: Template, boxes: Mapping[str, str]) -> list[tuple[str, str, str]]:
    texts = tuple((id, boxes[id]) for id in template.order if id in boxes)
    return [(clash.criterion, clash.one.box, clash.two.box) for clash in clashes(texts)]


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair["id"] not in HARD], ids=lambda pair: pair["id"])
def test_two_boxes_clash_and_their_clean_twin_does_not(template: Template, pair: dict[str, dict[str, str]]):
    first, second = (id for id in template.order if id in pair["boxes"])
    assert (pair["criterion"], first, second) in found(template, pair["boxes"])
    assert found(template, {**pair["boxes"], **pair["clean"]}) == []


@pytest.mark.parametrize("pair", NEAR, ids=lambda pair: f"{pair['near']} {pair['why']}")
def test_what_only_looks_like_a_clash_is_none(template: Template, pair: dict[str, Any]):
    assert found(template, pair["boxes"]) == []


FIT = {
    "a box without facts": (
        {"objectives": "We like tulips."},
        {"inference": "Scores are computed every night."},
    ),
    "a deputy": (
        {"model-governance": "Malin alone releases a version."},
        {"lifetime": "In the absence of Malin, it is Yusuf who releases a version."},
    ),
    "the file goes, the films stay": (
        {"security": "Films never leave the plant."},
        {"inference": "Invoices are uploaded to the cloud."},
    ),
    "a wish before a batch that also answers at once": (
        {"objectives": "The pump stops within 5 seconds."},
        {"inference": "Each reading is scored on arrival. A batch job scores all of them anew at midnight."},
    ),
    "two indexes": (
        {"inference": "The search index is rebuilt each night."},
        {"lifetime": "The model is rebuilt each spring."},
    ),
    "one is a part": (
        {"background": "The hall has 9,000 marked pallets."},
        {"metrics-and-evaluation": "The 300 marked pallets of the test were chosen by lot."},
    ),
    "logs and films": (
        {"data-verification-and-governance": "Drone films are deleted after 30 days."},
        {"security": "Log entries are kept for 12 months."},
    ),
    "the duties of two": (
        {"model-governance": "Ines owns retraining."},
        {"lifetime": "Bartosz owns the retraining budget of the plant."},
    ),
    "no drift is told by a new version": (
        {"lifetime": "Trained once. Drift: share of wrong alarms, weekly."},
        {"feedback": "A new version is shown to the board each spring."},
    ),
    "a table is served fast": (
        {"objectives": "The list is shown within 200 ms."},
        {"inference": "The ranking is computed every night and served from a table."},
    ),
    "two paths": (
        {"objectives": "A fraud is stopped within 200 ms."},
        {"inference": "Each payment is scored within 90 ms. All customers are scored once a week."},
    ),
    "a path for the event": (
        {"decision": "The guard is told the moment the gate opens."},
        {"inference": "Each picture is scored within 90 ms. A batch job scores all gates anew."},
    ),
    "a batch that is often enough": (
        {"objectives": "The warning comes within 30 minutes of the reading."},
        {"inference": "Scores are computed every two minutes."},
    ),
    "labels that are there in time": (
        {"data-collection": "The label arrives after 3 days."},
        {"lifetime": "The model is retrained every week."},
    ),
    "a sample is seen": (
        {"model-governance": "A clerk reviews each refund above 500 euros."},
        {"decision": "Refunds are paid automatically."},
    ),
    "another thing is automatic": (
        {"model-governance": "A chemist signs each recipe."},
        {"decision": "Bottles with a crack are rejected automatically."},
    ),
    "the same figure, and one of a part": (
        {"objectives": "The mean error of the pressure forecast is at most 3 bar."},
        {
            "metrics-and-evaluation": "Mean error of the forecast: at most 3 bar. "
            "For old pumps an error of the pressure forecast of at most 5 bar."
        },
    ),
    "a wish and a limit": (
        {"objectives": "The pressure forecast must miss by at most 3 bar."},
        {"metrics-and-evaluation": "The pressure forecast should miss by at most 1 bar."},
    ),
    "a person and a role": (
        {"model-governance": "Ines owns the drift report."},
        {"lifetime": "The plant manager owns the drift report."},
    ),
    "two tasks": (
        {"model-governance": "Ines owns the drift report."},
        {"lifetime": "Bartosz owns the roll-back plan."},
    ),
    "two cadences in one box": (
        {"model-governance": "The model is retrained every month."},
        {"lifetime": "The small model is retrained every week. The large model is retrained every year."},
    ),
    "the previous stay": (
        {"data-collection": "The guest's rating is entered three days after the stay."},
        {"modelling": "Inputs: price and the guest's rating of previous stays."},
    ),
    "a metric in passing": (
        {"objectives": "Reach a recall of 0.9."},
        {"metrics-and-evaluation": "Accuracy is reported too."},
    ),
    "a question": (
        {"security": "No image may leave the clinic."},
        {"inference": "Shall we send the images to the cloud?"},
    ),
    "a quotation": (
        {"security": "No image may leave the clinic."},
        {"inference": "Somebody proposed “we send the images to the cloud”."},
    ),
    "a part goes first": (
        {"objectives": "The drift tool goes live on 1 May 2027."},
        {"lifetime": "The pilot of the drift tool goes live on 1 March 2027."},
    ),
    "by then": (
        {"objectives": "The drift tool goes live in May 2027."},
        {"lifetime": "The drift tool goes live on 4 May 2027."},
    ),
    "small is not meant": (
        {"decision": "The score decides which tenants get a flat."},
        {"fairness": "The system is not low risk."},
    ),
}


@pytest.mark.parametrize("name", FIT)
def test_what_differs_may_still_fit(template: Template, name: str):
    one, other = FIT[name]
    assert found(template, {**one, **other}) == []


CLASH = {
    "CON-08 limits": (
        {"objectives": "The mean error of the pressure forecast is at most 3 bar."},
        {"metrics-and-evaluation": "We accept a mean error of the pressure forecast of 5 bar or less."},
    ),
    "CON-08 it takes longer": (
        {"objectives": "The answer to a caller comes within 2 minutes."},
        {"inference": "The answer to a caller takes 9 minutes."},
    ),
    "CON-08 days": (
        {"objectives": "The drift tool goes live on 1 May 2027."},
        {"lifetime": "The drift tool goes live on 1 September 2027."},
    ),
    "CON-08 all before the first": (
        {"objectives": "All 85 shops work with it from 1 May 2027."},
        {"inference": "The first shop starts on 1 September 2027."},
    ),
    "CON-10 all of what another one owns": (
        {"feedback": "Marketing reads and answers all complaints."},
        {"model-governance": "Complaints go to the legal department alone."},
    ),
}


@pytest.mark.parametrize("name", CLASH)
def test_what_cannot_both_hold(template: Template, name: str):
    one, other = CLASH[name]
    assert [id for id, *_ in found(template, {**one, **other})] == [name.split()[0]]


STAYS, GOES = "No image may leave the clinic.", "We send each image to the cloud."


def test_a_clash_stands_in_the_later_box_only(template: Template):
    canvas = {"inference": GOES, "security": STAYS}
    assert spots(template.box("inference"), GOES, canvas) == ()
    (spot,) = spots(template.box("security"), STAYS, canvas)
    assert (spot.other_box, spot.other_quote) == ("inference", "send each image to the cloud")
    assert STAYS[spot.start : spot.end] == spot.quote


def test_a_box_that_is_not_among_the_others_comes_last(template: Template):
    (spot,) = spots(template.box("inference"), GOES, {"security": STAYS})
    assert (spot.quote, spot.other_box) == ("send each image to the cloud", "security")


def test_the_text_that_is_looked_at_counts_not_the_accepted_one(template: Template):
    canvas = {"inference": GOES, "security": STAYS}
    assert spots(template.box("security"), "Images may go anywhere.", canvas) == ()


def test_a_fact_that_clashes_with_two_boxes_is_told_once(template: Template):
    canvas = {"background": "We send each image to the cloud.", "inference": GOES, "security": STAYS}
    assert found(template, canvas) == [("CON-06", "inference", "security")]  # where it runs tells more


def test_a_long_quote_is_shortened_in_the_message(template: Template):
    task = "the weekly report on errors of the crack detector in hall two and hall three near the yard of the old mill"
    (spot,) = spots(template.box("lifetime"), f"Bo owns {task}.", {"feedback": f"Ana owns {task}."})
    assert spot.other_quote == f"Ana owns {task}"
    assert spot.detail.endswith("…”.")
    assert len(spot.detail) < 115


def test_boxes_are_touched_whose_contradictions_change():
    before = {"inference": GOES, "security": "Images may go anywhere."}
    assert touched(before, before) == frozenset()
    assert touched(before, {**before, "security": STAYS}) == {"security"}
