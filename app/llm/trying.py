"""Asks a provider until it answers, or until it makes no sense any more: the retries of the connection."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from app.llm.meter import Meter
from app.llm.port import Trouble
from app.llm.provider import End, Provider, ProviderFailed, Question
from app.llm.showing import OFTEN, Clock, Coming, Looks

LONGEST = 200_000  # characters of an answer
STALL = 20.0  # seconds
LATE = STALL / 10  # seconds that a silence may last longer, because to set the alarm anew for each piece is dear


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds. `stall` bounds the silence within an answer; the one before it may be thinking."""

    seconds: float
    stall: float = STALL
    tries: int = 5
    base: float = 0.5
    most: float = 8.0
    every: float = OFTEN
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Clock = time.monotonic
    jitter: Callable[[float, float], float] = random.uniform


Look = Callable[[str], bool] | None


async def once(
    provider: Provider, question: Question, look: Look, *, meter: Meter, patience: Patience, looks: Looks
) -> tuple[str, End]:
    """The text of one answer and how it ended. Raises ProviderFailed."""
    coming, end = Coming(look, clock=patience.clock, looks=looks), End()
    meter.asks(question)
    loop, silence, due = asyncio.get_running_loop(), asyncio.timeout(None), 0.0
    try:
        with looks.one_more():
            async with silence, aclosing(provider.answer(question)) as pieces:
                async for piece in pieces:
                    end = piece if isinstance(piece, End) else end
                    text = piece.text if isinstance(piece, End) else piece
                    meter.came(text)
                    _add(text, coming)
                    if coming.length and loop.time() >= due:  # see LATE
                        due = loop.time() + min(LATE, patience.stall / 10)
                        silence.reschedule(due + looks.pause + patience.stall)
                    if text and coming.seen and provider.gathers and piece is not end:
                        # What comes meanwhile is read in one go.
                        await asyncio.sleep(looks.pause)
    except TimeoutError as error:
        if not silence.expired():
            raise
        raise ProviderFailed(Trouble.SLOW, "the answer stood still", again=True) from error
    except asyncio.CancelledError:
        meter.hung_up()
        raise
    finally:
        meter.ended(end.tokens, coming.length)
    if end.refusal or end.finish == "content_filter":
        raise ProviderFailed(Trouble.DECLINED, "the model declined")
    coming.end()
    return coming.text, end


def _add(piece: str, coming: Coming) -> None:
    if piece:
        coming.add(piece)
    if coming.length > LONGEST:
        raise ProviderFailed(Trouble.TOO_LONG, "the answer did not end")


async def patiently(
    ask: Callable[[], Awaitable[tuple[str, End]]], *, patience: Patience, until: float
) -> tuple[str, End]:
    """Ask again while that may help and `until`, by the clock, is not passed."""

    def wait(state: RetryCallState) -> float:
        failed = state.outcome.exception() if state.outcome else None
        if isinstance(failed, ProviderFailed) and failed.wait is not None:
            return failed.wait
        return patience.jitter(0, min(patience.most, patience.base * 2.0 ** (state.attempt_number - 1)))

    def stop(state: RetryCallState) -> bool:
        return state.attempt_number >= patience.tries or patience.clock() + state.upcoming_sleep >= until

    retrying = AsyncRetrying(
        sleep=patience.sleep, stop=stop, wait=wait, retry=retry_if_exception(_may_help), reraise=True
    )
    return await retrying(ask)


def _may_help(error: BaseException) -> bool:
    return isinstance(error, ProviderFailed) and error.again
