"""Where everything is shown: one door, behind which nothing that a terminal obeys comes from people's text."""

import sys
from typing import Self

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment
from rich.text import Text

from app.channels.terminal.words import clean
from app.errors import FacilitatorError

READABLE = 96  # columns; longer lines of prose are hard to follow


class _Clean:
    """A renderable whose text has been neutralised after its layout, whoever made it."""

    def __init__(self, inner: RenderableType, *, width: int | None) -> None:
        self.inner = inner
        self.width = width

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, self.width or options.max_width)
        lines = console.render_lines(self.inner, options.update(width=width, max_width=width), pad=False)
        for line in lines:
            yield from _trimmed([each if each.control else Segment(clean(each.text), each.style) for each in line])
            yield Segment.line()


def _trimmed(line: list[Segment]) -> list[Segment]:
    """A line without the blanks that only fill it up: they would end up in what people copy."""
    while line and not line[-1].control and not line[-1].text.strip():
        line.pop()
    if line and not line[-1].control:
        line[-1] = Segment(line[-1].text.rstrip(), line[-1].style)
    return line


class Screen:
    """Two consoles: what is said, and what went wrong."""

    def __init__(self, out: Console, err: Console) -> None:
        self.out = out
        self.err = err

    @property
    def wide(self) -> bool:
        """Whether six columns fit beside each other."""
        return self.out.width >= 110

    def put(self, *parts: RenderableType, wide: bool = False) -> None:
        for part in parts:
            self.out.print(_Clean(part, width=None if wide else READABLE))

    def line(self, text: str) -> None:
        """One line, however wide the terminal is."""
        self.out.print(clean(text), soft_wrap=True)

    def pour(self, data: bytes) -> None:
        """A file's content as it is; on a terminal, without what it would obey."""
        if self.out.is_terminal:
            self.out.file.write(clean(data.decode(errors="replace")))
        else:
            self.out.file.flush()
            sys.stdout.buffer.write(data)

    def note(self, text: str) -> None:
        """A line beside the matter: on the other stream, so that what is piped on stays clean."""
        self.err.print(_Clean(Text(text), width=READABLE))

    def error(self, error: FacilitatorError) -> None:
        """What went wrong, then what to do."""
        said = Text("Sorry: ", style="red")
        said.append(error.message, style="default")
        self.err.print(_Clean(said, width=READABLE))
        self.err.print(_Clean(Text(error.advice), width=READABLE))

    def waiting(self, text: str) -> "Waiting":
        """A line that shows that work goes on, and goes away with it. Only where somebody watches."""
        return Waiting(self.out, text)


class Waiting:
    """Nothing is shown before `start`: most work is over by then, and a line that flickers only startles."""

    def __init__(self, console: Console, text: str) -> None:
        self._text = text
        self._room = max(console.width - len(text) - 5, 0)
        self._status = console.status(Text(text)) if console.is_terminal else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._status is not None:
            self._status.stop()

    def start(self) -> None:
        if self._status is not None:
            self._status.start()

    def show(self, text: str) -> None:
        """The end of a text that is on its way."""
        if self._status is not None:
            line = " ".join(clean(text).split())
            self._status.update(Text(f"{self._text} {line[max(len(line) - self._room, 0) :]}"))


def title(text: str) -> RenderableType:
    """A heading: a line that begins with its words."""
    return Rule(Text(text, style="bold"), align="left", style="dim")


def body(text: Text | str) -> RenderableType:
    """People's own words, set in a little."""
    return Padding(Text(text) if isinstance(text, str) else text, (0, 0, 0, 2))


def hint(text: str) -> Text:
    """How to go on."""
    return Text(text, style="dim")


def joined(*parts: tuple[str, str] | str) -> Text:
    """One line of several styles; plain strings have none."""
    line = Text()
    for part in parts:
        text, style = (part, "") if isinstance(part, str) else part
        line.append(text, style or None)
    return line


def console(*, stderr: bool = False) -> Console:
    """A console that takes no markup from anybody and guesses no colours into words."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=False)
