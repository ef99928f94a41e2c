"""A person's own editor on a text."""

import asyncio
import shlex
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from app.channels.terminal.interrupts import interrupts
from app.errors import Invalid, NotNow, Unavailable

USUAL = ("vi", "nano")
SET = "Set EDITOR to the command of your editor, or write the new text right after /edit."


async def edited(text: str, *, command: str | None, person: bool) -> str:
    """The text as it was saved. Without a `command`, a usual editor is taken if a person sits there."""
    words = _words(command) or (_usual() if person else [])
    if not words:
        raise NotNow("There is no editor to open.", advice=SET)
    with TemporaryDirectory(prefix="facilitator-") as folder:
        path = Path(folder) / "text.md"
        path.write_text(f"{text}\n" if text else "", encoding="utf-8", errors="replace")
        await _run([*words, str(path)])
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Invalid("What the editor saved could not be read; nothing changed.", advice=SET) from error


def _words(command: str | None) -> list[str]:
    try:
        return shlex.split(command or "")
    except ValueError as error:
        raise Invalid(f"The editor's command “{command}” could not be understood: {error}.", advice=SET) from error


def _usual() -> list[str]:
    return [found for each in USUAL if (found := shutil.which(each))][:1]


async def _run(command: list[str]) -> None:
    with interrupts(lambda: None):  # Ctrl-C belongs to the editor
        try:
            process = await asyncio.create_subprocess_exec(*command)
        except OSError as error:
            raise Unavailable(f"The editor “{command[0]}” could not be started.", advice=SET) from error
        if await process.wait():
            raise NotNow("The editor gave up; nothing changed.", advice="Try again, or write the text after /edit.")
