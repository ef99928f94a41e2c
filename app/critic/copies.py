"""Sentences that are the canvas's own words: the form, not the answer."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from app.canvas.template import Box
from app.critic.reading import Reading
from app.critic.tokens import Span

_LEAST = 4  # a shorter piece of the canvas's text may be anybody's words
_MOST = 0.7  # how much of a sentence must be the canvas's text to be a copy of it


def copied(box: Box, reading: Reading) -> frozenset[Span]:
    """The sentences that are the box's prompt or one of its questions, or hardly more than that."""
    own = {piece: words for piece, words in _own(box).items() if words <= reading.every_word}
    if not own:
        return frozenset()
    return frozenset([span for span, read in reading.said.items() if _is_copy(read, own)])


def _is_copy(read: list[str], own: Mapping[tuple[str, ...], frozenset[str]]) -> bool:
    line = ""
    for piece, words in own.items():
        if len(piece) >= len(read) * _MOST and words.issubset(read):
            line = line or f" {' '.join(read)} "
            if f" {' '.join(piece)} " in line:
                return True
    return False


@lru_cache(maxsize=5000)  # of canvases, not of what people write
def _own(box: Box) -> Mapping[tuple[str, ...], frozenset[str]]:
    """The sentences that the canvas itself puts into a box, each with its words without order."""
    texts = chain([box.prompt], *((each.text, each.plain) for each in box.questions))
    readings = [Reading(text) for text in texts]
    pieces = {tuple(read) for reading in readings for read in reading.said.values()}
    return {piece: frozenset(piece) for piece in pieces if len(piece) >= _LEAST}
