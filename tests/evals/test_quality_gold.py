"""No label is taken on trust: what does not stand in its text stops the run."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.quality.gold import Broken, Canvas, Split, load
from tests.evals.quality_cases import CANVAS, canvas

pytestmark = pytest.mark.no_cover  # it runs the rules over whole sets


def test_a_twin_has_all_defects_and_its_labels_stand_where_they_were_put() -> None:
    assert CANVAS.twin["objectives"] == "Recall of 90 % as soon as it can be. Waste falls."
    for label in CANVAS.defective:
        ((start, end),) = label.places
        assert CANVAS.twin[label.box][start:end] == label.quote


def test_a_quote_that_stood_before_is_not_the_defects() -> None:
    """“fast” stands in the clean text too; only the words that were put in are meant."""
    boxes = {"inference": "Not fast food. Answers come within 2 s."}
    defect = {"criterion": "VAG-01", "box": "inference", "from": "within 2 s", "to": "fast", "quote": "fast"}
    one = Canvas.model_validate(canvas(boxes=boxes, coverage={}, may=[], defects=[defect]))
    assert one.defective[0].places == ((28, 32),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"may": [{"criterion": "VAG-02", "box": "inference", "quote": "not there"}]},
        {"coverage": {"security": {1: "full"}}},
        {"coverage": {"objectives": {1: "complete"}}},
        {"defects": [{"criterion": "VAG-01", "box": "inference", "from": "2", "to": "x", "quote": "y"}]},
        {"defects": [{"criterion": "VAG-01", "box": "objectives", "from": "0", "to": "x", "quote": "x"}]},
        {"defects": [{"criterion": "CON-01", "box": "inference", "from": "2 s", "to": "x", "quote": "x",
                      "other_box": "decision"}]},
        {"defects": [{"criterion": "VAG-01", "box": "inference", "from": "within 2 s", "to": "x", "quote": "x"},
                     {"criterion": "VAG-01", "box": "inference", "from": "2 s, all", "to": "y", "quote": "y"}]},
    ],
    ids=["unknown key", "no such words", "no such box", "no such state", "quote not put in", "from stands twice",
         "no such other box", "defects overlap"],
)  # fmt: skip
def test_a_canvas_that_cannot_be_trusted_stops_the_run(wrong: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "dev" / "canvases").mkdir(parents=True)
    (tmp_path / "dev" / "canvases" / "canvases.yaml").write_text(yaml.safe_dump([canvas(**wrong)]))
    with pytest.raises(Broken, match="t-c01"):
        load("dev", data=tmp_path)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("sentences/vague", {"id": "a", "box": "x", "text": "b", "gold": [{"criterion": "VAG-01", "quote": "c"}]}),
        ("sentences/measurable", {"id": "a", "box": "x", "text": "b", "verdict": True, "slots": {"unit": "c"}}),
        ("sentences/measurable", {"id": "a", "box": "x", "text": "b", "verdict": True, "slots": {"colour": "b"}}),
        ("sentences/pairs", {"id": "a", "criterion": "CON-01", "boxes": {"x": "b", "y": "c"}, "clean": {"x": "d"},
                             "gold": {"box": "x", "quote": "b", "other_box": "y", "other_quote": "z"}}),
        ("sentences/pairs", {"id": "a", "criterion": "CON-01", "boxes": {"x": "b", "y": "c"}, "clean": {"z": "d"},
                             "gold": {"box": "x", "quote": "b", "other_box": "y", "other_quote": "c"}}),
        ("systems/systems", {"id": "a", "boxes": {"x": "b"}, "labels": [], "kind": "plain"}),
        ("sentences/traps", {"id": "", "box": "x", "text": "b"}),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_trusted_stops_the_run(name: str, row: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "dev" / f"{name}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(row))
    with pytest.raises(Broken):
        load("dev", data=tmp_path)


def test_an_id_that_stands_twice_stops_the_run(tmp_path: Path) -> None:
    path = tmp_path / "dev" / "sentences" / "traps.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text(2 * (json.dumps({"id": "a", "box": "x", "text": "b"}) + "\n"))
    with pytest.raises(Broken, match="stands twice"):
        load("dev", data=tmp_path)
    with pytest.raises(Broken, match="no split"):
        load("test", data=tmp_path)


@pytest.mark.parametrize("name", ["dev", "test"])
def test_the_shipped_labels_can_be_trusted(name: str) -> None:
    split = load(name)
    sizes = (split.canvases, split.vague, split.traps, split.measurable, split.pairs, split.systems)
    assert all(len(cases) >= least for cases, least in zip(sizes, (12, 100, 36, 100, 30, 100), strict=True))


def test_no_text_of_the_test_split_stands_in_the_development_split() -> None:
    dev, test = _texts(load("dev")), _texts(load("test"))
    assert len(dev) > 600
    assert dev & test == set()


def _texts(split: Split) -> set[str]:
    lines = {each.text for each in (*split.vague, *split.traps, *split.measurable)}
    boxes = [each.boxes for each in (*split.canvases, *split.pairs, *split.systems)]
    return lines | {text for each in boxes for text in each.values() if len(text.split()) > 3}
