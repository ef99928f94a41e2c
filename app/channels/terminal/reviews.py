"""Reviews of files: read, told in the form that was asked for, and counted for the exit code."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from app.channels.terminal.report import tell
from app.channels.terminal.screen import Screen
from app.critic.finding import Severity
from app.errors import FacilitatorError, Invalid
from app.usecases.checked import pretty
from app.usecases.checking import Engine, Progress
from app.usecases.reviewed import review_view
from app.usecases.reviewing import LARGEST, Reviewed, Reviewing, as_sarif

Form = Literal["text", "json", "sarif"]
FAILED, FOUND = 1, 3  # exit codes
STDIN = Path("-")


async def review_files(
    screen: Screen,
    reviewing: Reviewing,
    files: Sequence[Path],
    *,
    engine: Engine,
    form: Form,
    fail_on: Severity | None,
) -> int:
    """The exit code. A file that cannot be read is told, and the others are reviewed all the same."""
    if files.count(STDIN) > 1:
        raise Invalid("Standard input can be read only once.", advice="Give “-” once.")
    done: list[Reviewed] = []
    failed: dict[str, FacilitatorError] = {}
    for file in files:
        try:
            done.append(await _read(screen, reviewing, file, engine))
        except FacilitatorError as error:
            screen.error(error)
            failed[_name(file)] = error
    if form == "sarif":
        screen.pour(as_sarif(done, failed))
    elif done:
        _show(screen, done, form, many=len(files) > 1)
    if failed:
        return FAILED
    worst = max((each.worst or 0 for each in done), default=0)
    return FOUND if fail_on is not None and worst >= fail_on else 0


async def _read(screen: Screen, reviewing: Reviewing, file: Path, engine: Engine) -> Reviewed:
    """A review; while a model looks, whoever watches sees how far it has come."""
    with screen.waiting(f"Looking at {_name(file)}: ") as waiting:
        if engine != "rules":
            waiting.start()

        def watch(progress: Progress) -> None:
            waiting.show(f"{progress.done} of {progress.of} boxes")

        return await reviewing.read(_bytes(file), name=_name(file), engine=engine, watch=watch)


def _name(file: Path) -> str:
    return "standard input" if file == STDIN else file.as_posix()


def _show(screen: Screen, done: Sequence[Reviewed], form: Form, *, many: bool) -> None:
    views = [review_view(each) for each in done]
    if form == "json":
        screen.pour(pretty([*map(asdict, views)] if many else asdict(views[0])))
        return
    for number, view in enumerate(views):
        if number:
            screen.line("")
        tell(screen, view)


def _bytes(file: Path) -> bytes:
    try:
        if file == STDIN:
            return sys.stdin.buffer.read(LARGEST + 1)  # one too many is told as too long
        if file.stat().st_size > LARGEST:
            raise Invalid(f"{file} is too large for a canvas.", advice=f"A file may have {LARGEST:,} bytes.")
        return file.read_bytes()
    except OSError as error:
        why = (error.strerror or "").casefold()
        raise Invalid(f"{file} could not be read: {why}.", advice="Give a canvas as .md or .json.") from error
