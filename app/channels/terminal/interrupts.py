"""Ctrl-C as something to act on, instead of the end of the program."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupts(pressed: Callable[[], None]) -> Iterator[None]:
    """Call `pressed` in the loop for each Ctrl-C in this block. Programs that we start get the default again."""
    loop = asyncio.get_running_loop()

    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(pressed)

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
