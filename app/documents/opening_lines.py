"""What a file written by hand says of itself below its title: “Designed by: Anna”, “- **Date:** 2026-11-01”."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from app.documents import words
from app.documents.escaping import from_line
from app.documents.headings import key

_LINE = re.compile(
    r" {0,3}(?:[-*+]\s+)?(?P<around>[*_]{0,2})(?P<label>[^\W\d_][\w ]{0,30}?)(?P<before>[*_]{0,2})\s?"
    r":(?P<after>[*_]{0,2})\s+(?P<value>\S.*)"
)
_DRESSED = re.compile(r"([*_]{1,2})(.*)\1")
_NO_PROSE = re.compile(r"\s*(?:```|~~~|<)")  # what follows may be code or comments


def _is_day(value: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(value))
    except ValueError:
        return False


# Only what can be kept whole: a note may be prose, and a canvas may be anything.
_TAKEN: Mapping[str, Callable[[str], bool]] = {
    words.DESIGNED_BY: bool,
    words.DATE: _is_day,
    words.ITERATION: lambda value: value.isascii() and value.isdigit() and len(value) < 7 and int(value) > 0,
}
_LABELS = {key(label): label for label in _TAKEN}


def read(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The values by label, and the lines that are left. A paragraph counts only if each of its lines has a label."""
    found: dict[str, str] = {}
    left: list[str] = []
    prose = True
    for blank, paragraph in groupby(lines, key=lambda line: not line.strip()):
        block = list(paragraph)
        prose = prose and not any(map(_NO_PROSE.match, block))
        told = [_told(line) for line in block]
        for line, each in zip(block, told, strict=True):
            if not blank and prose and all(told) and each and _fits(found, *each):
                found[_LABELS[key(each[0])]] = each[1]
            else:
                left.append(line)
    return found, left


def _fits(found: Mapping[str, str], said: str, value: str) -> bool:
    label = _LABELS.get(key(said), "")
    return bool(label) and label not in found and _TAKEN[label](value)


def _told(line: str) -> tuple[str, str] | None:
    """The label of a line and its value, without the stars around either."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    around, value = match["around"], match["value"].rstrip()
    if around and around not in (match["before"], match["after"]):
        if not value.endswith(around):
            return None
        value = value[: -len(around)]
    elif dressed := _DRESSED.fullmatch(value):
        value = dressed[2]
    return match["label"], from_line(value.strip())
