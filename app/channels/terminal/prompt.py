"""The line where a person types: Enter sends, Alt+Enter starts a new line, arrows bring earlier replies back."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import Completer, WordCompleter
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import has_focus
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output
from prompt_toolkit.styles import Style

from app.channels.terminal.replies import Interrupted
from app.channels.terminal.words import clean

STYLE = Style.from_dict({"bottom-toolbar": "noreverse fg:ansibrightblack"})
KEYS = "Enter sends, Alt+Enter new line, /help"


class Typed:
    """A person at the keyboard."""

    person = True
    strict = False

    def __init__(
        self, history: History, commands: Sequence[str], *, input: Input | None = None, output: Output | None = None
    ) -> None:
        words = WordCompleter([f"/{each}" for each in commands], sentence=True)
        self._replies = _session(history, words, input=input, output=output)
        self._questions = _session(InMemoryHistory(), None, input=input, output=output)

    async def read(self, prompt: str, *, below: str = "", kept: bool = True) -> str:
        session, start = (self._replies, "\n") if kept else (self._questions, "")
        try:
            text = await session.prompt_async(start + clean(prompt), bottom_toolbar=lambda: _toolbar(below))
        except KeyboardInterrupt:
            raise Interrupted from None
        return text.strip()


def _session(
    history: History, completer: Completer | None, *, input: Input | None, output: Output | None
) -> PromptSession[str]:
    return PromptSession(
        history=history,
        completer=completer,
        complete_while_typing=False,
        key_bindings=_keys(),
        multiline=True,
        prompt_continuation="  ",
        style=STYLE,
        reserve_space_for_menu=4,
        input=input,
        output=output,
    )


def _toolbar(below: str) -> str | None:
    if not below:
        return None
    room = get_app().output.get_size().columns - len(KEYS) - 3
    return f"{clean(below)[:room]}   {KEYS}" if room > 10 else KEYS


def _keys() -> KeyBindings:
    keys = KeyBindings()
    typing = has_focus(DEFAULT_BUFFER)

    @keys.add("enter", filter=typing)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter", filter=typing)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("c-c", filter=typing)
    def _(event: KeyPressEvent) -> None:
        """The first one takes back what is typed (an arrow brings it again), one on an empty line leaves."""
        buffer = event.current_buffer
        if buffer.text.strip():
            buffer.append_to_history()
            buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt)

    return keys


def history(folder: Path, database: str) -> History:
    """What was typed for this database, for this person's eyes only; in memory if the folder cannot be written."""
    name = hashlib.sha256(database.encode()).hexdigest()[:12]
    path = folder / f"history-{name}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)
