"""The words of a text as they are compared, and where they stand."""

import re
import unicodedata
from typing import NamedTuple

# Han and Kana stand without spaces; each counts as a word of its own.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’][^\W_]+)*+")
_ALONE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "'"}
_STRAY = re.compile(r"'(?<![^\W_]')|'(?![^\W_])")
_FEW = 40  # strange characters of a text that are replaced one by one
_LOWER: dict[int, int | str | None] = {capital: capital + 32 for capital in range(65, 91)}
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
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order. What joins or ends them is left out."""
    return words_in(even(text), Span(0, len(text)))


def words_in(evened: str, span: Span) -> tuple[Word, ...]:
    """The words of a piece of a text that was evened."""
    found = [Word(each[0], *each.span()) for each in _WORD.finditer(evened, *span)]
    return tuple(found if evened.isascii() else [Word(_whole(each[0]), each[1], each[2]) for each in found])


def bare_words(evened: str, span: Span) -> list[str]:
    """The same words without their places, in a fraction of the time."""
    found = _WORD.findall(evened, *span)
    return found if evened.isascii() else [each if each.isascii() else fold(each) for each in found]


def spaced(evened: str) -> str | None:
    """A text that was evened, with a space for all that stands in no word: to split it is the fastest way to its words.

    None for the few texts that a split does not do: those with Han or Kana, or with a great many different signs.
    """
    plain = evened.translate(_BLANKS) if evened.isascii() else _blanked(evened)
    return _STRAY.sub(" ", plain) if plain and "'" in plain else plain


def _blanked(evened: str) -> str | None:
    """The same with signs that a table for all of ASCII does not know; a longer table takes twenty times as long."""
    signs = {each for each in set(evened) if not each.isalnum()} - {" ", "'"}
    if len(signs) > 2 * _FEW or _ALONE.search(evened):
        return None
    for each in signs:
        evened = evened.replace(each, " ")
    return evened


def parted(piece: str) -> list[str]:
    """The words of a piece of a text that was spaced."""
    found = piece.split()
    return found if piece.isascii() else [_whole(each) for each in found]


def _whole(word: str) -> str:
    return word if word.isascii() else fold(word)


def even(text: str) -> str:
    """A text folded where that keeps every place as it is. A word that is not yet folded by it is not ASCII."""
    if text.isascii():
        return text.lower()
    strange = [each for each in set(text) if not each.isascii()]
    table = {each: folded for each in strange if len(folded := fold(each)) == 1 and folded != each}
    if len(table) > _FEW:
        text = text.translate(str.maketrans("".join(table), "".join(table.values())))
    else:
        for each, folded in table.items():  # a table for all characters takes twenty times as long
            text = text.replace(each, folded)
    return text.translate(_LOWER) if len(text.lower()) != len(text) else text.lower()


def joined(text: str, span: Span) -> bool:
    """Whether a piece hangs together with what stands next to it, as in “xxx-large” or “yes/maybe”."""
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    return (len(before) == 2 and before[1] in _JOINERS and before[0].isalnum()) or (
        len(after) == 2 and after[0] in _JOINERS and after[1].isalnum()
    )
