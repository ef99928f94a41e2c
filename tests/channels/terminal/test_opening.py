from collections import deque
from pathlib import Path

import pytest

from app.channels.terminal import errands
from app.channels.terminal.choosing import choose
from app.channels.terminal.opening import Wish, opened
from app.channels.terminal.session import Session
from app.errors import Invalid, NotFound
from app.interview.state import Pace
from app.usecases.parts import Actor
from app.usecases.wishes import NewCanvas
from tests.channels.terminal.room import ANNA, Line, Scene
from tests.usecases.scene import SHORT


async def sits(at: Scene, wish: Wish, *lines: Line, strict: bool = False) -> Session:
    at.room.reader.__init__(deque(lines), strict=strict)  # type: ignore[misc]
    return await opened(at.room, wish)


async def canvases(at: Scene) -> dict[str, str]:
    lines, _ = await at.product.canvases.page(after=None, limit=10)
    return {each.id: each.product_name for each in lines}


async def test_one_goes_on_with_the_last_canvas(table: Scene) -> None:
    session = await sits(table, Wish("Anna"), "")
    assert session.seen.canvas.id == table.canvas
    assert session.seen.me == "Anna"
    said = table.told()
    assert "Last time: “Vials”, 0 of 2 boxes accepted." in said
    assert session.room.again == "facilitator interview 01a1 one-0000"


async def test_or_begins_another(table: Scene) -> None:
    session = await sits(table, Wish("root"), "new", "Bottles", "Bo,  Anna Li ,")
    header = session.seen.canvas.header
    assert (header.product_name, header.designed_by) == ("Bottles", "Bo, Anna Li")
    assert session.seen.me == "Bo"


async def test_or_names_one(table: Scene) -> None:
    other = await table.product.canvases.create(NewCanvas("Bottles", template_text=SHORT), ANNA)
    session = await sits(table, Wish("Anna"), "bott")
    assert session.seen.canvas.id == other.id


async def test_a_new_one_without_names_is_ones_own(table: Scene) -> None:
    session = await sits(table, Wish("root", new=True, pace=Pace.QUICK), "Bottles", "")
    assert session.seen.me == "root"
    assert session.seen.canvas.header.designed_by == "root"


async def test_a_name_from_the_command_line(table: Scene) -> None:
    session = await sits(table, Wish("root", new=True, name="Cleo"), "Bottles", "Bo")
    assert session.seen.me == "Cleo"
    session = await sits(table, Wish("root", canvas="vials", name="Cleo"))
    assert session.seen.me == "Cleo"


@pytest.mark.parametrize(
    ("person", "lines", "strict", "who"),
    [
        ("anna", (), False, "Anna"),  # the settings name somebody who is on the canvas
        ("root", ("",), False, "Anna"),
        ("root", ("Mette, Bo",), False, "Mette"),
        ("root", (), True, "Anna"),
    ],
)
async def test_who_goes_on(table: Scene, person: str, lines: tuple[str, ...], strict: bool, who: str) -> None:
    session = await sits(table, Wish(person, canvas="Vials"), *lines, strict=strict)
    assert session.seen.me == who


async def test_a_canvas_that_nobody_signed_is_gone_on_with_as_oneself(table: Scene) -> None:
    await table.product.canvases.create(NewCanvas("Bottles", template_text=SHORT), ANNA)
    session = await sits(table, Wish("root", canvas="Bottles"))
    assert session.seen.me == "root"


async def test_a_template_of_ones_own(table: Scene, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(SHORT)
    session = await sits(table, Wish("Anna", new=True, template=str(path)), "Mine", "")
    assert [each.id for each in session.seen.canvas.boxes] == ["why", "how"]
    session = await sits(table, Wish("Anna", new=True, template="mlops-canvas-1.1"), "Theirs", "")
    assert len(session.seen.canvas.boxes) == 15
    with pytest.raises(Invalid, match="could not be read"):
        await sits(table, Wish("Anna", new=True, template="none.yaml"), "Mine", "")


@pytest.mark.parametrize("name", ["one-000001", "ONE-000001", "one-0", "Vials", " vials ", "via"])
async def test_a_canvas_is_found(table: Scene, name: str) -> None:
    chosen = await choose(table.product, name)
    assert chosen.canvas.id == table.canvas
    assert not chosen.guessed


async def test_a_canvas_that_is_not_named_is_the_last_one(table: Scene) -> None:
    table.parts.now.forward(seconds=5)  # type: ignore[attr-defined]
    other = await table.product.canvases.create(NewCanvas("Vials", template_text=SHORT), ANNA)
    chosen = await choose(table.product, None)
    assert chosen.canvas.id == other.id
    assert chosen.guessed
    with pytest.raises(NotFound, match="could be 2 canvases") as error:
        await choose(table.product, "vials")
    assert "one-000001, one-" in error.value.advice or "one-000001" in error.value.advice
    with pytest.raises(NotFound, match="no canvas “moon”"):
        await choose(table.product, "moon")


async def test_without_any_canvas(table: Scene) -> None:
    await table.product.canvases.delete(table.canvas)
    with pytest.raises(NotFound, match="no canvas yet"):
        await choose(table.product, None)
    session = await sits(table, Wish("Anna"), "Bottles", "")
    assert await canvases(table) == {session.seen.canvas.id: "Bottles"}


async def test_many_canvases_are_all_looked_at(table: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.channels.terminal.choosing.PAGE", 1)
    for name in ("Bottles", "Jars"):
        await table.product.canvases.create(NewCanvas(name, template_text=SHORT), ANNA)
    assert (await choose(table.product, "vials")).canvas.id == table.canvas


async def test_answers_that_end_too_soon(table: Scene) -> None:
    table.room.reader.__init__(deque(["Bottles"]))  # type: ignore[misc]
    with pytest.raises(Invalid, match="ended before"):
        await errands.interview(table.room, Wish("Anna", new=True))


async def test_actor_names_the_channel(table: Scene) -> None:
    session = await sits(table, Wish("Anna", canvas="vials"))
    assert session.room.actor == Actor("Anna", "terminal")
