"""Which lines of Markdown are code or a comment, so that a # in them is no heading.

Looser than CommonMark about indentation, so that a fence in a list counts, and kinder about a fence or a
comment that never ends: that one is taken for text, where CommonMark would hide the rest of the file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# What may stand before a block: quote marks and list markers. No backslash, so escapes stand behind it.
PREFIX = r"[ \t]*(?:>[ \t]*|(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*"

_OPENING = re.compile(rf"{PREFIX}(?P<fence>`{{3,}}(?=[^`]*$)|~{{3,}})")
_CLOSING = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*$")
_COMMENT = re.compile(r" {0,3}<!--(?!.*-->)")
_FENCE = re.compile(rf"{PREFIX}(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class Regions:
    """`opaque[n]` tells whether line n is code or comment; `loose` are the openings that never end."""

    opaque: tuple[bool, ...]
    loose: tuple[int, ...]


def regions(lines: Sequence[str], *, comments: bool = True) -> Regions:
    ends = _Ends(lines)
    opaque, loose, n = [False] * len(lines), [], 0
    while n < len(lines):
        kind, size = _opened(lines[n], comments)
        if kind and ends.longest(n + 1, kind) >= size:
            end = next(m for m in range(n + 1, len(lines)) if _closes(lines[m], kind) >= size)
            opaque[n : end + 1] = [True] * (end + 1 - n)
            n = end
        elif kind:
            loose.append(n)
        n += 1
    return Regions(tuple(opaque), tuple(loose))


def fence(line: str) -> bool:
    """Whether a line could open or close code."""
    return bool(_FENCE.match(line))


class _Ends:
    """For each line, how long a fence may still be to find its end below: no line is searched twice."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._after: dict[str, list[int]] = {kind: [0] * (len(lines) + 1) for kind in ("`", "~", "-")}
        for n in range(len(lines) - 1, -1, -1):
            for kind, sizes in self._after.items():
                sizes[n] = max(sizes[n + 1], _closes(lines[n], kind))

    def longest(self, n: int, kind: str) -> int:
        return self._after[kind][n]


def _opened(line: str, comments: bool) -> tuple[str, int]:
    """What a line opens: the sign of a fence and its length, "-" for a comment, or nothing."""
    if ("```" in line or "~~~" in line) and (match := _OPENING.match(line)):
        return match["fence"][0], len(match["fence"])
    return ("-", 1) if comments and "<!--" in line and _COMMENT.match(line) else ("", 0)


def _closes(line: str, kind: str) -> int:
    """The length of the fence of that kind that a line may close; 0 if it closes none."""
    if kind == "-":
        return int("-->" in line)
    match = _CLOSING.match(line) if kind * 3 in line else None
    return len(match["fence"]) if match and match["fence"][0] == kind else 0
