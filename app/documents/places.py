"""Where the text of a box stands in the Markdown file that it was read from: lines and columns, from 1."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.canvas.template import Template
from app.documents.answer_text import CRLF
from app.documents.headings import Names
from app.documents.outline import outline


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file. Columns count code points; `end_column` is the one behind the last."""

    line: int
    column: int
    end_line: int
    end_column: int


class _Line(str):
    """A line that knows its number through all the lists that the reader makes of it."""

    __slots__ = ("number",)
    number: int


class Places:
    """For one file. What people wrote is escaped there, so a column is found by the words that stand in the line."""

    def __init__(self, text: str, template: Template) -> None:
        self._lines: dict[str, list[_Line]] = {}
        for part in outline(list(_numbered(text)), Names(template), ours=False).parts:
            if isinstance(part.place, str):
                self._add(part.place, [each for each in part.lines if isinstance(each, _Line)])

    def _add(self, box: str, lines: list[_Line]) -> None:
        own = _trimmed(lines)
        before = self._lines.setdefault(box, [])
        if own and before:  # a box that stands twice is joined with a blank line
            before.append(lines[0])
        before += own

    def find(self, box: str, text: str, start: int, end: int) -> Place | None:
        """Where text[start:end] of a box stands; its first line if the words cannot be told apart; None if nowhere."""
        lines = self._lines.get(box)
        if not lines:
            return None
        first, last = text.count("\n", 0, start), text.count("\n", 0, end)
        if text.count("\n") + 1 != len(lines):
            return _whole(lines[0])
        words = text[start:end].split("\n")
        begin, finish = lines[first], lines[last]
        column = _column(begin, words[0].rstrip("\r"), text[:start].rpartition("\n")[2])
        behind = _column(finish, words[-1], "" if last > first else text[:start].rpartition("\n")[2])
        if column is None or behind is None:
            return Place(begin.number, 1, finish.number, len(finish) + 1)
        return Place(begin.number, column, finish.number, behind + len(words[-1]))


def _numbered(text: str) -> Iterator[_Line]:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, words in enumerate(plain.split("\n"), 1):
        line = _Line(words)
        line.number = number
        yield line


def _trimmed(lines: Sequence[_Line]) -> list[_Line]:
    filled = [n for n, line in enumerate(lines) if line.strip(" \t") and line.rstrip(" \t") != CRLF]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def _column(line: str, words: str, before: str) -> int | None:
    """Where words stand in a line: at the same time as in the text, counted from its beginning."""
    at = line.find(words)
    for _ in range(before.count(words) if words else 0):
        at = line.find(words, at + 1) if at >= 0 else at
    return at + 1 if at >= 0 else None


def _whole(line: _Line) -> Place:
    return Place(line.number, 1, line.number, len(line) + 1)
