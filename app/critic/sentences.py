"""The sentences of an answer as the cues see them: each the bits of its words, and of what it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

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
    known, text = book(), reading.quote(span)
    read = bare_words(reading.evened, span)
    lead = _LEAD.match(text)
    head = bare_words(reading.evened, _moved(lead.span(1), span.start)) if lead else []
    # “It has speed: yes” tells something; “Speed: yes” is led by a word.
    led = len(head) == 1 or (1 < len(head) <= _SHORT and head[0] not in lexicon().stop_words)
    return Sentence(span, _bits(known, read) | _marks(known, text, len(read)), _bits(known, head) if led else 0)


def _moved(place: tuple[int, int], by: int) -> Span:
    return Span(place[0] + by, place[1] + by)


def _bits(known: Book, read: list[str]) -> int:
    found = 0
    for word in frozenset(read):
        found |= known.bits(word)
    pairs = known.phrases.keys() & frozenset(pairwise(read))
    if pairs:
        line = f" {' '.join(read)} "
        for phrase, bit in (each for pair in pairs for each in known.phrases[pair]):
            if f" {phrase} " in line:
                found |= bit
    return found


def _marks(known: Book, text: str, count: int) -> int:
    return sum(known.classes[each] for each in _held(text, count))


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
