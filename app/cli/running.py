"""What the commands share: the product, the screen, the settings. Each is imported when a command runs."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Invalid

if TYPE_CHECKING:
    from app.channels.terminal.playing import Room
    from app.channels.terminal.screen import Screen
    from app.config import Settings

APP = "canvas-facilitator"
NO_MODEL = "Set FACILITATOR_MODEL, such as openai/… or ollama/…, and its key in FACILITATOR_MODEL_KEY."
CODES = "Exit codes: 0 done; 1 it did not work, and stderr says why and what to do; 2 wrong usage; 130 Ctrl-C."


def carry_out(
    errand: Callable[["Room"], Awaitable[None]],
    *,
    database: str | None,
    person: str | None = None,
    sits: bool = False,
    answers: str | None = None,
) -> None:
    """Do something with the product. `sits`: somebody, or something in their place, will be asked."""
    from platformdirs import user_data_path

    from app.channels.terminal.playing import Room
    from app.channels.terminal.replies import Lines
    from app.channels.terminal.seat import reader
    from app.channels.terminal.trouble import in_words
    from app.main import build
    from app.usecases.parts import Actor

    screen = open_screen()
    with in_words(screen, file=log_file()):
        settings = read_settings(database=database, person=person)
        folder = user_data_path(APP)
        asked = reader(screen, answers=answers, folder=folder, database=settings.database) if sits else Lines(screen)
        editor = os.environ.get("EDITOR") or os.environ.get("VISUAL")
        again = f"facilitator interview{f' --database {database}' if database else ''}"

        async def work() -> None:
            async with build(settings) as product:
                await errand(Room(product, screen, asked, Actor(settings.person, "terminal"), editor, again))

        asyncio.run(work())


@contextmanager
def piped() -> Iterator[None]:
    """Ends quietly when whoever reads our output has read enough, such as `head`."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains at its end


def open_screen() -> "Screen":
    from app.channels.terminal.screen import Screen, console

    return Screen(console(), console(stderr=True))


def log_file() -> Path:
    from platformdirs import user_log_path

    return user_log_path(APP) / "facilitator.log"


def read_settings(**given: str | int | None) -> "Settings":
    from pydantic import ValidationError

    from app.config import Settings

    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else "settings"
        raise Invalid(
            f"The setting “{key}” cannot be used: {first['msg']}.",
            advice=f"Mend the option --{key}, or FACILITATOR_{key.upper()} in the environment.",
        ) from error
