"""What changed between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
Compare = Callable[[list[str], list[str]], Iterable["Piece"]]


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    text: str


# The matcher may look at each word once per stretch it finds, and at each pair of equal words: both are
# squares at worst. These bounds keep a diff below a second; past them, sentences are compared first, and
# each changed stretch gets its share of the work, or is shown as replaced.
STEPS = 10_000_000
PAIRS = 300_000

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_SENTENCE = re.compile(r"[^\n.!?]*(?:[.!?]+\s*|\n|\Z)")


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Pieces in reading order. Same and removed join to `before`, same and added to `after`, exactly."""
    pieces = _between(_WORD.findall(before), _WORD.findall(after), _by_words)
    return tuple(_merged(pieces))


def _between(old: list[str], new: list[str], compare: Compare) -> Iterator[Piece]:
    """The common beginning and end at no cost; what lies between, by `compare`."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    yield Piece("same", "".join(old[:head]))
    yield from compare(old[head : len(old) - tail], new[head : len(new) - tail])
    yield Piece("same", "".join(old[len(old) - tail :]))


def _by_words(old: list[str], new: list[str]) -> Iterable[Piece]:
    if _affordable(old, new, 1):
        return _matched(old, new, _replaced)
    return _by_sentences("".join(old), "".join(new), words=len(old) + len(new))


def _by_sentences(old: str, new: str, *, words: int) -> Iterable[Piece]:
    def changed(old: list[str], new: list[str]) -> Iterable[Piece]:
        these, those = _WORD.findall("".join(old)), _WORD.findall("".join(new))
        share = (len(these) + len(those)) / words
        if _affordable(these, those, share):
            return _between(these, those, _matched_words)
        return _replaced(old, new)

    parts = _SENTENCE.findall(old), _SENTENCE.findall(new)
    return _matched(*parts, changed) if _affordable(*parts, 1) else changed(*parts)


def _matched_words(old: list[str], new: list[str]) -> Iterable[Piece]:
    return _matched(old, new, _replaced)


def _matched(old: list[str], new: list[str], changed: Compare) -> Iterator[Piece]:
    for tag, i, j, k, m in SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes():
        yield from (Piece("same", "".join(old[i:j])),) if tag == "equal" else changed(old[i:j], new[k:m])


def _replaced(old: list[str], new: list[str]) -> Iterable[Piece]:
    return Piece("removed", "".join(old)), Piece("added", "".join(new))


def _affordable(old: list[str], new: list[str], share: float) -> bool:
    if len(old) * len(new) > STEPS * share:
        return False
    there = Counter(new)
    pairs = sum(times * there[word] for word, times in Counter(old).items() if not word.isspace())
    return pairs <= PAIRS * share


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Between two stretches that stayed, at most one removed piece, then one added."""
    merged: list[Piece] = []
    waiting: dict[Kind, list[str]] = {"same": [], "removed": [], "added": []}

    def flush(*kinds: Kind) -> None:
        for kind in kinds:
            if waiting[kind]:
                merged.append(Piece(kind, "".join(waiting[kind])))
                waiting[kind] = []

    for piece in pieces:
        if piece.text:
            flush(*(("removed", "added") if piece.kind == "same" else ("same",)))
            waiting[piece.kind].append(piece.text)
    flush("same", "removed", "added")
    return merged
