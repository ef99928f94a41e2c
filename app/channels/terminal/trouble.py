"""What goes wrong, in words on stderr and as an exit code. Nobody is shown a traceback."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from app.errors import FacilitatorError, Unavailable

log = logging.getLogger(__name__)

FAILED, INTERRUPTED = 1, 130


class Interrupted(Exception):
    """Ctrl-C while nothing was typed."""


class Says(Protocol):
    def note(self, text: str) -> None: ...

    def error(self, error: FacilitatorError) -> None: ...


@contextmanager
def in_words(screen: Says, *, file: Path) -> Iterator[None]:
    """Leave with a code when this block fails; the details of what nobody expected go to the log file."""
    _log_to(file)
    try:
        yield
    except FacilitatorError as error:
        screen.error(error)
        raise SystemExit(FAILED) from error
    except Interrupted as error:  # it was said already how to come back
        raise SystemExit(INTERRUPTED) from error
    except KeyboardInterrupt as error:
        screen.note("\nInterrupted. What was sent before is kept.")
        raise SystemExit(INTERRUPTED) from error
    except Exception as error:
        log.exception("an error that nobody expected")
        told = f"Something went wrong that should not have: {type(error).__name__}."
        screen.error(Unavailable(told, advice=f"What was sent before is kept. Please report it; the details: {file}"))
        raise SystemExit(FAILED) from error


class _Quiet(logging.FileHandler):
    """A log that cannot be written is no reason to say so in the middle of a conversation."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


def _log_to(file: Path) -> None:
    """Warnings go to a file: between the lines of a conversation they would only startle."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
    handler = _Quiet(file, delay=True, encoding="utf-8")
    logging.basicConfig(handlers=[handler], level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
