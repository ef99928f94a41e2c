"""Files that hold more than a canvas has boxes for: what belongs nowhere is listened to like an opening story."""

from app.interview.moves import Use
from app.store.database import Database
from tests.facilitator.models import failure
from tests.usecases.desk import At, at_desk
from tests.usecases.scene import ANNA, finished

FILE = """# Vials

## Background

Vials break.

## Weather

One grey camera sees each vial. It rains.
"""
HEARD = {"passages": [{"box": "data-collection", "words": "One grey camera sees each vial."}]}


async def imported(at: At, text: str = FILE) -> str:
    """The canvas that came of a file, once its texts were listened to."""
    read = await at.product.imports.read(text.encode(), name="canvas.md", actor=ANNA)
    await finished(at.product.turns)
    at.canvas, at.interview = read.canvas.id, read.canvas.interview or ""
    assert [each.split("\n") for each in read.unplaced] == ([["Weather", "One grey camera sees each vial. It rains."]])
    return read.canvas.id


async def test_texts_without_a_box_are_offered_where_they_fit(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["story"] = HEARD
    view = await at.product.canvases.get(await imported(at))
    assert {each.id: [p.text for p in each.passages] for each in view.boxes if each.passages} == {
        "data-collection": ["One grey camera sees each vial."]
    }
    assert [each.id for each in view.boxes if each.text] == ["background"]  # nothing is accepted by itself
    assert "Weather\nOne grey camera sees each vial." in at.model.user
    words = [each.event for each in await at.product.histories.events(at.interview, after=0)]
    assert [each.text for each in words if each.type == "words"] == [
        "Weather\nOne grey camera sees each vial. It rains."
    ]


async def test_what_is_offered_can_be_taken_as_words(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["story"] = HEARD
    await imported(at)
    at.model.answers["listen"] = {"changes": [{"text": "One grey camera sees each vial.", "sources": ["T1"]}]}
    await at.move(Use("data-collection"))
    boxes = {each.id: each for each in (await at.product.canvases.get(at.canvas)).boxes}
    draft = boxes["data-collection"].draft
    assert draft is not None
    assert [(each.text, each.assumption) for each in draft.sentences] == [("One grey camera sees each vial.", False)]
    assert boxes["data-collection"].passages == ()


async def test_a_file_comes_in_although_the_model_fails(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["story"] = failure()
    view = await at.product.canvases.get(await imported(at))
    assert view.boxes[0].text == "Vials break."
    assert [each[:3] for each in await at.works()] == [("fake/talker", "story", "failed"), ("builtin", "", "done")]


async def test_where_everything_has_its_box_nobody_listens(database: Database) -> None:
    at = await at_desk(database)
    read = await at.product.imports.read(FILE.split("## Weather")[0].encode(), name="canvas.md", actor=ANNA)
    await finished(at.product.turns)
    assert read.unplaced == ()
    assert at.model.prompts == []


async def test_a_text_that_is_too_long_for_a_reply_is_listened_to_as_far_as_it_goes(database: Database) -> None:
    at = await at_desk(database, reply=40)
    at.model.answers["story"] = HEARD
    await imported(at)
    assert "Weather\nOne grey camera sees each vial. " in at.model.user
    assert "It rains" not in at.model.user
