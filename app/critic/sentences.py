"""The sentences of an answer as the cues see them: each the bits of its words, and of what it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_

from app.critic.cues import Book, book
from app.critic.reading import Reading
from app.critic.tokens import Span, bare_words
from app.critic.words import lexicon

_NAME = re.compile(r"(?<=[a-z,;:)] )[A-Z][a-z]")  # a capital in mid-sentence; an acronym names nobody
_LEAD = re.compile(r"[-*•\s\d.)]{0,8}+([^\n:.?!]{2,50}+):[*_]*+\s++\S")
_MONEY = re.compile(r"[€$£¥]")
_SHORT = 5  # words that can lead a line
_LONG = 9  # words of a sentence that says something


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that can answer something. `lead` are the bits of what stands before its colon."""

    span: Span
    bits: int
    lead: int


def sentence(reading: Reading, span: Span) -> Sentence:
    """A sentence of a reading, with its bits."""
    known, read = book(), reading.said[span]
    said = known.bits_of(reading.vocabulary[span]) | _phrased(known, read)
    return Sentence(span, said | _marks(known, reading.quote(span), len(read)), _led(known, reading, span))


def _led(known: Book, reading: Reading, span: Span) -> int:
    """The bits of what leads a line. “It has speed: yes” tells something; “Speed: yes” is led by a word."""
    lead = _LEAD.match(reading.text, span.start, span.end)
    if not lead:
        return 0
    head = bare_words(reading.evened, Span(*lead.span(1)))
    led = len(head) == 1 or (1 < len(head) <= _SHORT and head[0] not in lexicon().stop_words)
    return known.bits_of(frozenset(head)) | _phrased(known, head) if led else 0


def _phrased(known: Book, read: list[str]) -> int:
    found = 0
    longer: list[tuple[str, int]] = []
    for pair in known.pairs.keys() & set(pairwise(read)):
        bits, some = known.pairs[pair]
        found |= bits
        longer += some
    if longer:
        line = f" {' '.join(read)} "
        for phrase, bits in longer:
            if f" {phrase} " in line:
                found |= bits
    return found


def _marks(known: Book, text: str, count: int) -> int:
    return reduce(or_, (known.classes[each] for each in _held(text, count)), 0)


def _held(text: str, count: int) -> Iterator[str]:
    if "%" in text:
        yield "Percent"
    if _MONEY.search(text):
        yield "Money"
    if _NAME.search(text):
        yield "Name"
    if any(mark in text for mark in '"“«„'):
        yield "Quoted"
    if count >= _LONG:
        yield "Length"
