"""Faults found with a real database. Each test fails until its fault is mended."""

import pytest

from app.errors import TooLong
from app.interview.moves import Accept, Redraft, Retry, Say
from app.store.database import Database
from tests.facilitator.models import add, failure, swap
from tests.usecases.desk import FORM, WORDS, at_desk, notices
from tests.usecases.scene import ANNA


async def test_a_redraft_keeps_the_sentences_that_it_does_not_reword(database: Database) -> None:
    """context.label hides every sentence that rests on heard turns only; once one is reworded, all are dropped."""
    at = await at_desk(database)
    at.model.answers["listen"] = {"changes": [add("Vials break often.", "T1"), add("9 % leak.", "T1")]}
    await at.move(Say("1: Because vials break. 9 % leak.", box="why"))
    at.model.answers["listen"] = {"kind": "command", "changes": [swap("S1", "Vials break.", "S1")]}
    await at.move(Redraft("why", "shorter"))
    assert await at.draft() == "Vials break. 9 % leak."


async def test_a_retry_that_fails_again_says_nothing_twice(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = failure()
    await at.move(Say("We break vials. Many.", box="why"))
    before = await at.draft()
    await at.move(Retry("why"))
    assert await at.draft() == before


async def test_words_that_came_from_another_box_stay_a_source_when_they_are_reworded(database: Database) -> None:
    """Worker._job brings only the words of passages that are still on offer."""
    at = await at_desk(database)
    at.model.answers["listen"] = FORM | {"elsewhere": [{"box": "how", "words": "by 2 cameras"}]}
    await at.move(Say("1: Because vials break. Seen by 2 cameras.", box="why"))
    at.model.answers["listen"] = {"changes": [add("We see it by 2 cameras.", "P1")]}
    await at.move(Say("As said.", box="how"))
    at.model.answers["listen"] = {"changes": [swap("S1", "It is seen by 2 cameras.", "S1")]}
    await at.move(Say("Well, then.", box="how"))
    draft = (await at.box(1)).draft
    assert draft is not None
    assert [(each.text, each.assumption) for each in draft.sentences] == [("It is seen by 2 cameras.", False)]


async def test_words_of_an_earlier_round_stay_a_source_when_they_are_reworded(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = {"changes": [add("2 cameras see it.", "T1")]}
    await at.move(Say("There are 2 cameras.", box="why"))
    await at.move(Accept("why", 1))
    view = await at.product.canvases.start_iteration(at.canvas, ANNA)
    at.interview = view.interview or ""
    at.model.answers["listen"] = {"changes": [swap("S1", "It is seen by 2 cameras.", "S1", "T1")]}
    await at.move(Say("It is seen, I said.", box="why"))
    draft = (await at.box()).draft
    assert draft is not None
    assert [(each.text, each.assumption) for each in draft.sentences] == [("It is seen by 2 cameras.", False)]


async def test_a_file_that_is_refused_leaves_no_canvas(database: Database) -> None:
    at = await at_desk(database, canvas=300)
    text = f"# Vials\n\n## Background\n\n{'Vials break. ' * 20}\n\n## Weather\n\n{'It rains. ' * 10}\n"
    with pytest.raises(TooLong, match="This file holds 3"):
        await at.product.imports.read(text.encode(), name="canvas.md", actor=ANNA)
    assert len((await at.product.canvases.page(after=None, limit=10))[0]) == 1


async def test_a_redraft_without_the_model_promises_no_other_try(database: Database) -> None:
    at = await at_desk(database)
    await at.move(Say(WORDS, box="why"))
    at.model.answers["listen"] = failure()
    events = await at.move(Redraft("why", "shorter"))
    assert not (await at.box()).can_retry
    assert not any("Try again to have them worked in" in text for _, text in notices(events))
