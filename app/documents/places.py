"""Where the text of a box stands in the file that it was read from: lines and columns, from 1."""

import json
import re
from bisect import bisect
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
    """For one Markdown file. People's words are escaped there: a column is found by what stands in a line."""

    def __init__(self, text: str, template: Template) -> None:
        self._lines: dict[str, list[_Line]] = {}
        self._heads: dict[str, _Line] = {}
        every = list(_numbered(text))
        self._first = every[0]
        for part in outline(every, Names(template), ours=False).parts:
            if isinstance(part.place, str):
                lines = [each for each in part.lines if isinstance(each, _Line)]
                if isinstance(part.head, _Line):
                    self._heads.setdefault(part.place, part.head)
                self._add(part.place, lines)

    def head(self, box: str) -> Place:
        """The heading of a box, or the first line of a file that has none for it."""
        return _whole(self._heads.get(box, self._first))

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


class JsonPlaces:
    """For one JSON file: a sentence stands in one line there, the newest answer of a box last."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(each.end() for each in re.finditer("\n", text))]
        self._sentences: dict[str, list[tuple[int, str]]] = {}  # where the string begins, and the string as it stands
        box = ""
        for each in _STRING.finditer(text):
            if each[1] == "box":
                box = each[2]
            else:
                self._sentences.setdefault(box, []).append((each.start(2), each[2]))

    def head(self, box: str) -> Place:
        """Where the words of a box begin, or the first sign of a file that has none."""
        at = self._sentences[box][0][0] if box in self._sentences else 0
        return self._place(at, at)

    def find(self, box: str, text: str, start: int, end: int) -> Place | None:
        """Where text[start:end] of a box stands: in the last sentence that holds these words; None if nowhere."""
        for at, sentence in reversed(self._sentences.get(box, [])):
            for words in _escaped(text[start:end]):
                if (found := sentence.find(words)) >= 0:
                    return self._place(at + found, at + found + len(words))
        return None

    def _place(self, start: int, end: int) -> Place:
        line = bisect(self._starts, start)
        before = self._starts[line - 1]
        return Place(line, start - before + 1, line, end - before + 1)


_STRING = re.compile(r'"(box|text)"\s*+:\s*+"((?:[^"\\]|\\.)*+)"')


def _escaped(words: str) -> tuple[str, str]:
    """Words as they stand in a JSON file, with letters as they are or as numbers."""
    return json.dumps(words, ensure_ascii=False)[1:-1], json.dumps(words)[1:-1]


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
