"""What somebody at a canvas has in front of them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.channels.web.room import SPEAKERS, Room, room_of, state, tally
from app.config import Settings
from app.interview.moves import Accept, GoTo, Say
from app.interview.state import Status
from app.main import build
from app.usecases.parts import Actor
from app.usecases.product import Product
from app.usecases.wishes import NewCanvas
from tests.channels.web.test_marked import finding

ANNA, BO = Actor("Anna", "web"), Actor("Bo", "web")
FIRST, SECOND, LAST = "background", "value-proposition", "fairness"


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    async with build(Settings(database=f"sqlite:///{tmp_path / 'r.db'}")) as product:
        yield product


@pytest.fixture
async def room(product: Product) -> Room:
    """Anna at the first box, where something was said; Bo at the second."""
    canvas = await product.canvases.create(NewCanvas(product_name="Vials"), ANNA)
    assert canvas.interview
    for actor in (ANNA, BO):
        await product.canvases.join(canvas.id, actor)
    await product.turns.move(canvas.interview, GoTo(FIRST), ANNA)
    await product.turns.move(canvas.interview, GoTo(SECOND), BO)
    await product.turns.move(canvas.interview, Say("1: Vials are looked at by eye, quickly.", FIRST), ANNA)
    return await room_of(product, canvas.id, ANNA)


async def test_a_room_knows_its_place_and_who_is_elsewhere(room: Room) -> None:
    assert room.box is not None
    assert (room.box.id, room.me) == (FIRST, "Anna")
    assert room.others(SECOND) == ["Bo"]
    assert room.others(FIRST) == []
    assert [name for name, _ in room.columns()] == list(dict.fromkeys(each.column for each in room.canvas.boxes))
    assert sum(len(boxes) for _, boxes in room.columns()) == len(room.canvas.boxes)


async def test_places_have_names_and_neighbours(room: Room) -> None:
    assert [room.name(each) for each in ("start", "close", None, SECOND, "gone")] == [
        "The start",
        "The close",
        "The canvas",
        "Value Proposition",
        "gone",
    ]
    assert (room.neighbour(-1), room.neighbour(1)) == ("start", SECOND)
    last = replace(room, place=replace(room.place, place=LAST, number=len(room.canvas.boxes)))
    assert last.neighbour(1) == "close"
    assert replace(room, place=replace(room.place, place="start", number=0)).neighbour(-1) == "start"
    closed = replace(room, place=replace(room.place, place="close", number=len(room.canvas.boxes) + 1))
    assert (closed.neighbour(1), closed.neighbour(-1)) == ("close", room.canvas.boxes[-1].id)


async def test_sentences_are_those_of_the_draft_with_the_words_behind_them(room: Room) -> None:
    (one,) = room.sentences()

    assert "".join(each.text for each in one.pieces) == "Vials are looked at by eye, quickly."
    assert one.origins[0].startswith("Said by Anna, ")


async def test_an_accepted_text_takes_the_place_of_its_draft(product: Product, room: Room) -> None:
    assert room.box is not None
    assert room.box.draft is not None
    await product.turns.move(room.canvas.interview or "", Accept(FIRST, room.box.draft.number), ANNA)
    await product.turns.move(room.canvas.interview or "", GoTo(FIRST), ANNA)
    then = await room_of(product, room.canvas.id, ANNA)

    assert room.text(FIRST) == ""
    assert then.text(FIRST) == "Vials are looked at by eye, quickly."
    assert [each.origins for each in then.sentences()] == [each.origins for each in room.sentences()]


async def test_who_is_new_stands_at_the_start_where_nothing_is_written(product: Product, room: Room) -> None:
    new = await room_of(product, room.canvas.id, Actor("Mette", "web"))

    assert (new.place.place, new.place.number, new.box) == ("start", 0, None)
    assert new.sentences() == ()
    assert all(each.person != "Mette" for each in new.canvas.places)  # a look changes nothing


async def test_who_may_speak_is_listed_once_and_not_without_end(room: Room) -> None:
    assert room.speakers(["Bo", "Mette", "Anna"]) == ["Anna", "Bo", "Mette"]
    assert len(room.speakers(f"Person {n}" for n in range(500))) == SPEAKERS
    assert room.speakers(f"Person {n}" for n in range(500))[:2] == ["Anna", "Bo"]


async def test_text_on_its_way_is_empty_where_none_flows(room: Room) -> None:
    assert replace(room, flowing={"flow-draft": "On"}).flow("flow-draft") == "On"
    assert room.flow("flow-lead") == ""


async def test_findings_are_counted_from_the_worst(room: Room) -> None:
    assert room.box is not None
    found = tuple(finding(0, 1, each) for each in ("note", "must", "note"))

    assert tally(replace(room.box, findings=found)) == [("must", 1), ("note", 2)]
    assert tally(replace(room.box, findings=())) == []


async def test_the_state_of_a_box_is_one_word(room: Room) -> None:
    box = room.box
    assert box is not None

    assert state(replace(box, stale=(SECOND,))) == "stale"
    assert state(replace(box, status=Status.UNTOUCHED, text="x")) == "accepted"
    assert state(replace(box, status=Status.UNTOUCHED, text="")) == "untouched"
