"""Long work on large texts: others are answered meanwhile."""

import asyncio
import random
import time
from collections.abc import Awaitable
from contextlib import suppress

import pytest

from app.interview.moves import Accept
from app.store.database import Database
from tests.usecases.scene import ANNA, scene

WORDS = "camera vial operator shift line plant".split()


async def stood_still(work: Awaitable[object]) -> float:
    """For which share of the work nothing else went on, at the longest."""
    longest = 0.0

    async def beat() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before)

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0.02)
    begun = time.perf_counter()
    await work
    took = time.perf_counter() - begun
    await asyncio.sleep(0.02)
    beating.cancel()
    with suppress(asyncio.CancelledError):
        await beating
    return longest / took


def shuffled(seed: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=600))


@pytest.mark.no_cover
async def test_differences_are_found_beside_those_who_talk(database: Database) -> None:
    at = await scene(database)
    for number in range(3):
        await at.product.turns.move(at.interview, Accept("why", text=shuffled(number), answer=number), ANNA)
    histories = at.product.histories
    assert await stood_still(histories.answers(at.canvas, "why", after=0, limit=10)) < 0.5
    assert await stood_still(histories.diff_answers(at.canvas, "why", before=1, after=2)) < 0.5
    await at.product.canvases.start_iteration(at.canvas, ANNA)
    interview = (await at.product.canvases.get(at.canvas)).interview or ""
    await at.product.turns.move(interview, Accept("why", text=shuffled(4), answer=3), ANNA)
    assert await stood_still(histories.diff(at.canvas, before=1, after=2)) < 0.5
