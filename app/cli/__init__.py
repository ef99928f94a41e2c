"""The commands. Each parses its words, and imports what it needs when it runs: with the product that takes about
a second, and neither --help nor a typo should wait for it.
"""

import asyncio
import gc
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.cli.checking import checks
from app.cli.running import CODES, NO_MODEL, carry_out, log_file, open_screen, read_settings
from app.errors import Invalid, Unavailable

if TYPE_CHECKING:
    from app.channels.terminal.playing import Room
    from app.channels.terminal.screen import Screen
    from app.config import Settings

GRACE = 5  # seconds that open requests and streams get when the service stops
COLLECT = (2_000, 50, 20)  # objects, and younger collections, before the next collection of garbage: short and rare
ANSWERS = (
    "Play a file of answers, or “sample”. Blank lines part them, # begins a comment, / a command. "
    "Without CANVAS the first is the product's name, the second who is here, the third the story."
)
PACE = "How much is asked: one question a box, two, or all."
OPEN = (
    "Mind: this service listens beyond this computer, and nobody signs in. Whoever reaches it can change every canvas."
)
NAMES = "It answers only under names that FACILITATOR_ALLOWED_HOSTS lists."


app = typer.Typer(
    name="facilitator",
    help=f"Interviews a team through a canvas, box by box, and keeps every answer.\n\n{CODES}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
models = typer.Typer(help="The language models that talk, draft and look at drafts.", no_args_is_help=True)
app.add_typer(models, name="models")
app.add_typer(checks)

Canvas = Annotated[
    str | None,
    typer.Argument(
        metavar="[CANVAS]",
        help="Its id, the beginning of it, or the product's name. Without it: the canvas that changed last.",
        show_default=False,
    ),
]
Database = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Where canvases are kept, a file too. Else as FACILITATOR_DATABASE says."),
]
As = Annotated[str | None, typer.Option("--as", metavar="NAME", help="Your name, if not the one in the settings.")]


@app.command(epilog=CODES)
def interview(
    canvas: Canvas = None,
    template: Annotated[
        str | None, typer.Option(metavar="FILE", help="What a new canvas asks, as YAML, or one of ours.")
    ] = None,
    database: Database = None,
    answers: Annotated[str | None, typer.Option(metavar="FILE", help=ANSWERS)] = None,
    pace: Annotated[Literal["quick", "guided", "thorough"] | None, typer.Option(help=PACE)] = None,
    name: As = None,
    new: Annotated[bool, typer.Option("--new", help="Begin a new canvas.")] = False,
    export: Annotated[Path | None, typer.Option(metavar="FILE", help="In the end, write it as .md or .json.")] = None,
) -> None:
    """Be interviewed, box by box. Everything is kept: leave and come back as you like."""
    if canvas and (new or template):
        raise typer.BadParameter("go on with a canvas, or begin one with --new or --template; not both")
    from app.channels.terminal import errands
    from app.channels.terminal.opening import Wish
    from app.interview.state import Pace

    async def sit(room: "Room") -> None:
        wish = Wish(room.actor.name, canvas, new or bool(template), name, template, Pace(pace) if pace else None)
        await errands.interview(room, wish, export=export)

    carry_out(sit, database=database, sits=True, answers=answers)


@app.command(epilog=CODES)
def demo(database: Database = None, name: As = None) -> None:
    """Load the sample canvas, three iterations of it, and open it."""
    from app.channels.terminal import errands

    carry_out(errands.demo, database=database, person=name, sits=True)


@app.command(epilog=CODES)
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.", show_default="8000")] = None,
    database: Database = None,
) -> None:
    """Start the service for programs and pages."""
    gc.disable()  # while modules are read: nearly all of what they make stays
    import uvicorn

    with _without_old_models():
        from app.main import create_app
    from app.channels.terminal.plain import Plain
    from app.channels.terminal.trouble import in_words
    from app.config import LOOPBACK

    screen = Plain()
    with in_words(screen, file=log_file()):
        settings = read_settings(host=host, port=port, database=database)
        asyncio.run(_opens(settings))
        with _listening(settings.host, settings.port) as listening:
            if settings.host not in LOOPBACK:
                screen.note(OPEN if settings.allowed_hosts else f"{OPEN} {NAMES}")
            shown = f"[{settings.host}]" if ":" in settings.host else settings.host
            screen.note(f"Listening at http://{shown}:{listening.getsockname()[1]}. Ctrl-C ends it.")
            service = create_app(settings, warmed=gc.freeze)
            # Nobody speaks WebSocket with us, and uvicorn would import a library for it.
            config = uvicorn.Config(service, ws="none", timeout_graceful_shutdown=GRACE, log_level="warning")
            _settle_memory()
            with suppress(KeyboardInterrupt):  # it is how one ends it
                uvicorn.Server(config).run(sockets=[listening])


@app.command("import", epilog=CODES)
def read(
    file: Annotated[Path, typer.Argument(help="A canvas as .md or .json.")],
    database: Database = None,
    name: As = None,
) -> None:
    """Make a canvas of a file."""
    from app.channels.terminal import errands

    carry_out(lambda room: errands.read(room, file), database=database, person=name)


@app.command(epilog=CODES)
def export(
    canvas: Canvas = None,
    format: Annotated[Literal["md", "json"] | None, typer.Option(help="Else the file's ending tells.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file; without it, the screen.")] = None,
    database: Database = None,
) -> None:
    """Write a canvas as Markdown, or as JSON with its whole history."""
    from app.channels.terminal import errands

    json = format == "json" if format else bool(output and output.suffix.casefold() == ".json")
    carry_out(lambda room: errands.export(room, canvas, json=json, output=output), database=database)


@app.command("list", epilog=CODES)
def list_all(database: Database = None) -> None:
    """Show all canvases."""
    from app.channels.terminal import errands

    carry_out(errands.list_all, database=database)


@app.command(epilog=CODES)
def show(
    canvas: Canvas = None,
    box: Annotated[str | None, typer.Option(help="One box, with sources, findings and history.")] = None,
    database: Database = None,
) -> None:
    """Show a canvas as a table, or one box of it."""
    from app.channels.terminal import errands

    carry_out(lambda room: errands.show(room, canvas, box=box), database=database)


@app.command(epilog=CODES)
def history(
    canvas: Annotated[str, typer.Argument(metavar="[CANVAS]", help="As for the other commands.")],
    box: Annotated[
        str | None, typer.Argument(metavar="BOX", help="A box's number or name.", show_default=False)
    ] = None,
    database: Database = None,
) -> None:
    """Show how a box came to read as it does, across iterations."""
    from app.channels.terminal import errands

    wanted, which = (canvas, box) if box is not None else (None, canvas)
    carry_out(lambda room: errands.tell_history(room, wanted, which), database=database)


@app.command(epilog=CODES)
def diff(
    canvas: Canvas = None,
    before: Annotated[int | None, typer.Option("--from", help="An iteration. Else the one before --to.")] = None,
    after: Annotated[int | None, typer.Option("--to", help="An iteration. Else the last one.")] = None,
    database: Database = None,
) -> None:
    """Show what changed between two iterations, word by word."""
    from app.channels.terminal import errands

    carry_out(lambda room: errands.diff(room, canvas, before=before, after=after), database=database)


@app.command("new-iteration", epilog=CODES)
def new_iteration(
    canvas: Canvas = None,
    note: Annotated[str, typer.Option(help="What this round is about.")] = "",
    designed_by: Annotated[str | None, typer.Option(help="Who works on it, if not the same people.")] = None,
    database: Database = None,
    name: As = None,
) -> None:
    """Freeze the last iteration and begin the next. Answers carry over."""
    from app.channels.terminal import errands

    async def begin(room: "Room") -> None:
        await errands.new_iteration(room, canvas, note=note, designed_by=designed_by)

    carry_out(begin, database=database, person=name)


@models.command("check", epilog=CODES)
def check_models() -> None:
    """Ask each model that is set: does it answer, stream and keep to a schema? This costs a few tokens."""
    from app.channels.terminal.trouble import in_words

    screen = open_screen()
    with in_words(screen, file=log_file()):
        asyncio.run(_check_models(read_settings(), screen))


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a sign that the terminal cannot show ends no command
    app()


# ---- shared by the commands


async def _check_models(settings: "Settings", screen: "Screen") -> None:
    """Say a line for each model. Raises Unavailable if one of them does not answer."""
    from app.llm.checking import check
    from app.llm.opening import open_model

    model = (settings.model, settings.model_url, settings.model_key, settings.model_prices)
    critic = (settings.critic, settings.critic_url, settings.critic_key, settings.critic_prices)
    if not settings.model:
        raise Invalid("No language model is set.", advice=NO_MODEL)
    silent = []
    for spec, url, key, prices in (model, critic):
        if not spec:
            continue
        opened = open_model(spec, url=url, key=key.get_secret_value(), prices=prices, seconds=settings.model_seconds)
        try:
            checked = await check(opened)
        finally:
            await opened.close()
        screen.line(checked.line)
        silent += [checked] if checked.why else []
    if silent:
        raise Unavailable(silent[0].why, advice=silent[0].advice)


@contextmanager
def _without_old_models() -> Iterator[None]:
    """FastAPI imports pydantic's first version to see whether a parameter is one of its models: 70 ms. None is."""
    sys.modules["pydantic.v1"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["pydantic.v1"]


def _settle_memory() -> None:
    """What is there by now stays. To look through it for garbage, once or again and again, only takes time."""
    gc.freeze()
    gc.set_threshold(*COLLECT)
    gc.enable()


async def _opens(settings: "Settings") -> None:
    """Open the database once, so that what is wrong with it is said in words and not in a server's log."""
    from app.main import build

    async with build(settings):
        pass


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise Unavailable(
            f"The service cannot listen at {host}, port {port}: {(error.strerror or str(error)).casefold()}.",
            advice="Choose another one with --port or --host.",
        ) from error
