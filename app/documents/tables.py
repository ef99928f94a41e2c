"""Tables of GitHub's Markdown: any text in a cell, and tables that people wrote or changed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.documents.escaping import from_line, in_line
from app.documents.headings import key

_SEPARATOR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Its lines as they stand, without the rule below the first."""

    lines: tuple[str, ...]

    @property
    def head(self) -> Row:
        return cells(self.lines[0])

    def records(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Each row that holds a word: its line, and its cells by the `key` of their column.

        A pipe too many does no harm: cells beyond the head belong to the last column.
        """
        columns = [key(name) for name in self.head]
        for line in self.lines[1:]:
            row = cells(line)
            if any(row):
                last = len(columns) - 1
                yield line, dict(zip(columns, (*row[:last], " | ".join(row[last:])), strict=False))


def write(head: Row, rows: Iterable[Row]) -> list[str]:
    return [_line(head), _line(("---",) * len(head)), *(_line(tuple(map(in_line, row))) for row in rows)]


def read(lines: Sequence[str]) -> tuple[list[Table], list[str]]:
    """The tables among the lines, and the lines that are none of a table."""
    found: list[list[str]] = []
    rest: list[str] = []
    inside = False
    for line in lines:
        before, inside = inside, bool(_SEPARATOR.search(line))
        if not inside:
            rest.append(line)
        elif before:
            found[-1].append(line)
        else:
            found.append([line])
    return [_table(rows) for rows in found], rest


def cells(line: str) -> Row:
    parts = _SEPARATOR.split(line.strip(" \t"))
    first, last = int(not parts[0]), len(parts) - int(len(parts) > 1 and not parts[-1])
    return tuple(from_line(part.strip(" \t")) for part in parts[first:last])


def _table(lines: Sequence[str]) -> Table:
    ruled = len(lines) > 1 and all(_RULE.fullmatch(cell) for cell in cells(lines[1]))
    return Table((lines[0], *lines[1 + ruled :]))


def _line(row: Row) -> str:
    return f"| {' | '.join(row)} |"
