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

REVIEW_CODES = (
    "Exit codes: 0 nothing at or above --fail-on; 1 it did not work, and stderr says why and what to do; "
    "2 wrong usage; 3 findings at or above --fail-on; 130 Ctrl-C."
)

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


@checks.command(epilog=REVIEW_CODES)
def review(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Canvases as .md or .json; or - for input.")],
    json: Annotated[bool, typer.Option("--json", help="All of it as JSON; for several files, a list.")] = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="The findings as SARIF, for code hosts.")] = False,
    engine: Engine = "rules",
    fail_on: Annotated[
        Literal["must", "should", "note", "never"], typer.Option(help="From which findings on the exit code is 3.")
    ] = "never",
    template: Template = None,
) -> None:
    """Review a canvas in a file, also one written by hand: what is vague, cannot be measured or clashes; the AI Act."""
    if json and sarif:
        raise typer.BadParameter("choose --json or --sarif")
    from app.channels.terminal.reviews import review_files
    from app.channels.terminal.trouble import in_words
    from app.critic.finding import Severity
    from app.usecases.reviewing import Reviewing

    screen, code = open_screen(), 0
    with in_words(screen, file=log_file()), piped():

        async def work() -> int:
            async with _checking(template, engine) as checking:
                return await review_files(
                    screen,
                    Reviewing(checking.template, checking.critic),
                    files,
                    engine=engine,
                    form="json" if json else "sarif" if sarif else "text",
                    fail_on=None if fail_on == "never" else Severity[fail_on.upper()],
                )

        code = asyncio.run(work())
    raise SystemExit(code)


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
