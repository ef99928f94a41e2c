"""Many people on one canvas: every accepted edit is in the history, every loser saw both texts."""

import asyncio

import pytest

from app.errors import AnswerConflict
from app.interview.moves import Accept, Say
from app.store.database import Database
from app.usecases.parts import Actor
from tests.usecases.scene import ANNA, BO, Scene, scene

WRITERS = 50


async def put(at: Scene, actor: Actor, text: str, *, seen: int) -> AnswerConflict | None:
    """Accept a text as somebody who saw answer `seen`; the conflict if somebody was first."""
    try:
        await at.product.turns.move(at.interview, Accept("why", text=text, answer=seen), actor)
    except AnswerConflict as conflict:
        return conflict
    return None


async def test_of_fifty_writers_each_is_in_the_history_or_saw_both_texts(database: Database) -> None:
    at = await scene(database)
    people = [Actor(f"Writer {number}", "test") for number in range(WRITERS)]
    texts = {each.name: f"{each.name} says why." for each in people}
    outcomes = await asyncio.gather(*(put(at, each, texts[each.name], seen=0) for each in people))

    answers, _ = await at.product.histories.answers(at.canvas, "why", after=0, limit=200)
    winners = [each.name for each, outcome in zip(people, outcomes, strict=True) if outcome is None]
    assert winners
    assert [each.text for each in answers] == [texts[name] for name in winners]
    for person, conflict in zip(people, outcomes, strict=True):
        if conflict is not None:
            assert conflict.yours == texts[person.name]
            assert conflict.theirs in texts.values()
            assert conflict.theirs != conflict.yours


@pytest.mark.slow
async def test_losers_who_try_again_all_get_in(database: Database) -> None:
    at = await scene(database)
    people = [Actor(f"Writer {number}", "test") for number in range(WRITERS)]

    async def until_in(person: Actor) -> None:
        seen = 0
        while conflict := await put(at, person, f"{person.name} says why.", seen=seen):
            seen = conflict.number

    await asyncio.gather(*(until_in(each) for each in people))
    answers, _ = await at.product.histories.answers(at.canvas, "why", after=0, limit=200)
    assert sorted(each.text for each in answers) == sorted(f"{each.name} says why." for each in people)
    assert [each.number for each in answers] == list(range(1, WRITERS + 1))


async def test_two_people_and_fifty_replies_at_once_lose_no_words(database: Database) -> None:
    at = await scene(database)
    replies = [(ANNA if n % 2 else BO, "why" if n % 3 else "how", f"Reply number {n} says so.") for n in range(WRITERS)]
    await asyncio.gather(*(at.product.turns.move(at.interview, Say(text, box=box), who) for who, box, text in replies))

    view = await at.product.canvases.get(at.canvas)
    drafts = {box.id: box.draft.text if box.draft else "" for box in view.boxes}
    assert all(drafts[box].count(text) == 1 for _, box, text in replies)
    events = await at.product.histories.events(at.interview, after=0, limit=1000)
    assert [each.number for each in events] == list(range(1, len(events) + 1))
    assert not any(box.running for box in view.boxes)
