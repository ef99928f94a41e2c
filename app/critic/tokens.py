"""The words of a text as they are compared, and where they stand."""

import re
import unicodedata
from typing import NamedTuple

# Han and Kana stand without spaces; each counts as a word of its own.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’][^\W_]+)*+")
_JOINERS = frozenset("-_/\\@=.&+~")


class Span(NamedTuple):
    """A piece of a text, in code points."""

    start: int
    end: int


class Word(NamedTuple):
    """A word as it is compared (`text`), and where it stands."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """A text as it is compared: NFKC, so that no ligature hides a word, and without case."""
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order. What joins or ends them is left out."""
    return tuple(Word(fold(each.group()), each.start(), each.end()) for each in _WORD.finditer(text))


def joined(text: str, span: Span) -> bool:
    """Whether a piece hangs together with what stands next to it, as in “xxx-large” or “yes/maybe”."""
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    return (len(before) == 2 and before[1] in _JOINERS and before[0].isalnum()) or (
        len(after) == 2 and after[0] in _JOINERS and after[1].isalnum()
    )
