"""Boxes by the names that a caller gives them."""

from dataclasses import asdict

import pytest

from app.canvas.template import load
from app.errors import Invalid, NotFound
from app.usecases.checking import Checking
from app.usecases.naming import by_id
from tests.usecases.test_checking import Eyes, checking

MLOPS = load("mlops-canvas-1.1")
TEXTS = {
    "objectives": "Recall of at least 0.9 by May 2027. It should probably be fast.",
    "decision": "The captain decides each time whether the forecast is announced.",
    "inference": "Forecasts are announced automatically to the app without anybody looking.",
}
NAMES = {"objectives": "OBJECTIVES", "decision": "decision", "inference": "Inference "}


def test_ids_stay_what_they_are() -> None:
    texts, given = by_id(MLOPS, TEXTS)
    assert texts is TEXTS
    assert given == {}


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Value Proposition", "value-proposition"),
        ("value_proposition", "value-proposition"),
        ("Metrics & Evaluation", "metrics-and-evaluation"),
        ("data verification and governance", "data-verification-and-governance"),
        ("Moon", "Moon"),
    ],
)
def test_a_name_is_read_however_it_is_written(name: str, id: str) -> None:
    assert by_id(MLOPS, {name: "x"}) == ({id: "x"}, {} if name == id else {id: name})


def test_one_box_under_two_names_is_refused() -> None:
    with pytest.raises(Invalid, match="“Security” and “security” are one box"):
        by_id(MLOPS, {"Security": "x", "security": "y"})


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid, match="too long for the name of a box"):
        by_id(MLOPS, {"Objectives" + "\u200b" * 200: "x"})


def test_an_unknown_name_is_said_as_it_was_sent() -> None:
    with pytest.raises(NotFound, match="has no box “Moon”"):
        Checking(MLOPS).by_rules({"Moon": "x"})


async def test_what_comes_back_is_the_same_under_the_callers_names() -> None:
    mine = {NAMES[id]: text for id, text in TEXTS.items()}
    for engine in ("rules", "both"):
        by_ids = asdict((await checking(Eyes()).look(TEXTS, engine)).view("a"))
        by_names = asdict((await checking(Eyes()).look(mine, engine)).view("a"))
        assert by_names == renamed(by_ids)
        (clash,) = [each for each in by_names["findings"] if each["family"] == "CON"]
        assert (clash["box"], clash["other_box"]) == ("decision", "Inference ")


def renamed(view: dict[str, object]) -> dict[str, object]:
    """Every box of a view by our own names."""

    def walk(tree: object, key: str = "") -> object:
        if isinstance(tree, dict):
            named = {NAMES.get(each, each): value for each, value in tree.items()} if key == "coverage" else tree
            return {each: walk(value, each) for each, value in named.items()}
        if isinstance(tree, list | tuple):
            return type(tree)(walk(each) for each in tree)
        return NAMES.get(tree, tree) if key in ("box", "other_box") and isinstance(tree, str) else tree

    found = walk(view)
    assert isinstance(found, dict)
    return found
