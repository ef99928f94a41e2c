"""Sentences that are the canvas's own words: the form, not the answer."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from app.canvas.template import Box
from app.critic.reading import Reading
from app.critic.tokens import Span, Word

_LEAST = 4  # a shorter piece of the canvas's text may be anybody's words
_MOST = 0.7  # how much of a sentence must be the canvas's text to be a copy of it


def copied(box: Box, reading: Reading) -> frozenset[Span]:
    """The sentences that are the box's prompt or one of its questions, or hardly more than that."""
    own = _own(box)
    some = (span for span, read in reading.vocabulary.items() if any(each <= read for each in own.values()))
    return frozenset(span for span in some if _is_copy(reading.words_in(span), own))


def _is_copy(read: tuple[Word, ...], own: Mapping[tuple[str, ...], frozenset[str]]) -> bool:
    some = _plain(read)
    if some in own:
        return True
    longest = max(map(len, own), default=0)
    if len(some) * _MOST > longest:  # also keeps the search below short
        return False
    line = f" {' '.join(some)} "
    return any(len(each) >= len(some) * _MOST and f" {' '.join(each)} " in line for each in own)


@lru_cache(maxsize=64)
def _own(box: Box) -> Mapping[tuple[str, ...], frozenset[str]]:
    """The sentences that the canvas itself puts into a box, each with its words without order."""
    texts = chain([box.prompt], *((each.text, each.plain) for each in box.questions))
    readings = [Reading(text) for text in texts]
    pieces = {_plain(reading.words_in(span)) for reading in readings for span in reading.sentences}
    return {piece: frozenset(piece) for piece in pieces if len(piece) >= _LEAST}


def _plain(read: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(word.text for word in read)
