"""Canvases to files and back, through the use cases and a real database."""

import pytest

from app.errors import DocumentInvalid
from app.interview.moves import Accept, Say, Waive
from app.store.database import Database
from tests.usecases.scene import ANNA, BO, scene


async def test_the_sample_has_three_rounds_and_every_box_filled(database: Database) -> None:
    at = await scene(database)
    view = await at.product.imports.sample(ANNA)
    assert (view.iteration, view.accepted, len(view.boxes)) == (3, 15, 15)
    assert len(await at.product.histories.diff(view.id, before=1, after=3)) >= 8


@pytest.mark.parametrize("kind", ["markdown", "json"])
async def test_what_goes_out_comes_back(database: Database, kind: str) -> None:
    at = await scene(database)
    sample = await at.product.imports.sample(ANNA)

    async def out(canvas: str) -> bytes:
        if kind == "json":
            return await at.product.exports.json(canvas)
        return (await at.product.exports.markdown(canvas)).encode()

    first = await out(sample.id)
    back = await at.product.imports.read(first, name=f"canvas.{kind}", actor=BO)
    assert back.warnings == ()
    assert back.unplaced == ()
    assert await out(back.canvas.id) == first


async def test_waivers_survive_a_markdown_round_trip_and_findings_are_judged_anew(database: Database) -> None:
    at = await scene(database)
    sample = await at.product.imports.sample(ANNA)
    interview = sample.interview or ""
    said = "TBD\n\nAs far as possible, we check."
    number = sample.boxes[0].answer
    await at.product.turns.move(interview, Accept("background", text=said, answer=number), ANNA)
    found = await at.product.canvases.findings(sample.id)
    await at.product.turns.move(interview, Waive(found[0].id, "Agreed with QA"), BO)
    text = await at.product.exports.markdown(sample.id)
    assert "Agreed with QA" in text
    back = await at.product.imports.read(text.encode(), name="canvas.md", actor=ANNA)
    again = await at.product.canvases.findings(back.canvas.id)
    before = {(each.criterion, each.quote): ("open", "") for each in found}
    before[found[0].criterion, found[0].quote] = ("waived", "Agreed with QA")
    assert len(before) >= 2
    assert {(each.criterion, each.quote): (each.status, each.reason) for each in again} == before


async def test_sources_name_who_said_it(database: Database) -> None:
    at = await scene(database)
    await at.product.turns.move(at.interview, Say("1: Because vials break.", box="why", speaker="Mette"), ANNA)
    await at.product.turns.move(at.interview, Accept("why", 1), ANNA)
    data = await at.product.exports.json(at.canvas)
    assert b'"Mette"' in data
    back = await at.product.imports.read(data, name="canvas.json", actor=BO)
    assert back.canvas.boxes[0].sentences[0].sources[0].ref == "Mette"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"{", b'{"format": "other"}'])
async def test_a_file_that_is_no_canvas_is_refused_and_leaves_nothing(database: Database, data: bytes) -> None:
    at = await scene(database)
    with pytest.raises(DocumentInvalid):
        await at.product.imports.read(data, name="canvas.md", actor=ANNA)
    assert len((await at.product.canvases.page(after=None, limit=10))[0]) == 1
