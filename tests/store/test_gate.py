"""Who goes in next, where many want to write."""

import asyncio
from collections.abc import Iterable

import pytest

from app.errors import Unavailable
from app.store.gate import PASS, Gate


async def order(gate: Gate, who: Iterable[tuple[str, bool]]) -> list[str]:
    """In which order those go in who come while somebody is inside; patient or not, as it says behind their name."""
    went: list[str] = []

    async def goes(name: str, patient: bool) -> None:
        async with gate.entered(patient=patient):
            went.append(name)
            await asyncio.sleep(0)

    async with gate.entered():
        tasks = [asyncio.create_task(goes(name, patient)) for name, patient in who]
        await asyncio.sleep(0.01)
        assert went == []
    async with asyncio.timeout(5):
        await asyncio.gather(*tasks)
    return went


async def test_who_comes_first_goes_first() -> None:
    gate = Gate(count=1, timeout=5)
    assert await order(gate, [(name, False) for name in "abc"]) == list("abc")
    assert await order(gate, [(name, True) for name in "abc"]) == list("abc")


async def test_who_is_patient_lets_others_pass_but_not_for_ever() -> None:
    hurried = [f"h{number}" for number in range(2 * PASS + 1)]
    went = await order(Gate(count=1, timeout=5), [("p0", True), ("p1", True), *((each, False) for each in hurried)])
    assert went == [*hurried[:PASS], "p0", *hurried[PASS : 2 * PASS], "p1", hurried[-1]]


@pytest.mark.parametrize("patient", [False, True])
async def test_a_turn_that_does_not_come_in_time_takes_no_place(patient: bool) -> None:
    gate = Gate(count=1, timeout=0.05)
    async with gate.entered():
        with pytest.raises(Unavailable, match="Too many others"):
            async with gate.entered(patient=patient):
                pass
    assert await order(gate, [("a", False)]) == ["a"]


async def test_who_gives_up_in_the_moment_in_which_their_turn_comes_hands_it_on() -> None:
    gate = Gate(count=1, timeout=5)

    async def goes() -> None:
        async with gate.entered():
            pass

    async with gate.entered():
        first, second = asyncio.create_task(goes()), asyncio.create_task(goes())
        await asyncio.sleep(0.01)
    first.cancel()  # it holds the place by now, and does not know yet
    async with asyncio.timeout(5):
        await second
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await order(gate, [("a", False)]) == ["a"]


async def test_a_closed_gate_waits_for_those_inside_and_lets_nobody_in() -> None:
    gate = Gate(count=2, timeout=5)
    async with gate.entered():
        closing = asyncio.create_task(gate.close())
        await asyncio.sleep(0.01)
        assert not closing.done()
        with pytest.raises(Unavailable, match="closed"):
            async with gate.entered():
                pass
    async with asyncio.timeout(5):
        await closing
