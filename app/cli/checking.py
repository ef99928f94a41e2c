"""The commands that check what nobody stored: lines of boxes for programs, a file for people and for CI."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Literal

import typer

from app.cli.running import log_file, open_screen, piped, read_settings
from app.errors import Invalid

if TYPE_CHECKING:
    from app.usecases.checking import Checking

CHECK_CODES = "Exit codes: 0 every line was checked; 1 a line, or all of it, could not be; 2 wrong usage; 130 Ctrl-C."

checks = typer.Typer()

Engine = Annotated[
    Literal["rules", "model", "both"],
    typer.Option(help="Who looks: the rules, the language model that is set, or both."),
]
Template = Annotated[
    str | None, typer.Option("--template", metavar="FILE", help="What the canvas asks, as YAML, or one of ours.")
]


@checks.command(epilog=CHECK_CODES)
def check(
    file: Annotated[
        Path | None, typer.Argument(help="Lines of JSON; without it, or as -, standard input.", show_default=False)
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="A line in, a line out. The only form so far.")] = True,
    engine: Engine = "rules",
    template: Template = None,
) -> None:
    """Check boxes, one object a line: {"id": …, "boxes": {box: text}}. For each, one line says all that is found."""
    from app.channels.terminal.lines import check_lines
    from app.channels.terminal.trouble import FAILED, in_words

    good = False
    with in_words(open_screen(), file=log_file()), piped():

        async def work() -> bool:
            with _opened(file) as source:
                async with _checking(template, engine) as checking:
                    return await check_lines(source, sys.stdout.buffer, checking, engine)

        good = asyncio.run(work())
    if not good:
        raise SystemExit(FAILED)


@contextmanager
def _opened(file: Path | None) -> Iterator[IO[bytes]]:
    """A file, or standard input."""
    if file is None or str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        source = file.open("rb")
    except OSError as error:
        why = (error.strerror or "").casefold()
        raise Invalid(f"{file} could not be read: {why}.", advice="Give a file of JSON, one object a line.") from error
    with source:
        yield source


@asynccontextmanager
async def _checking(template: str | None, engine: Literal["rules", "model", "both"]) -> AsyncIterator["Checking"]:
    """What checks. The rules need neither settings nor the product."""
    from app.canvas.template import DEFAULT, load
    from app.usecases.checking import Checking

    asked = load(template or DEFAULT)
    if engine == "rules":
        yield Checking(asked)
        return
    from app.main import looking

    async with looking(read_settings()) as critic:
        checking = Checking(asked, critic)
        checking.critic_for(engine)
        yield checking
