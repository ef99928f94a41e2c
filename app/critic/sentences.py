"""The sentences of an answer as the cues see them: each the bits of its words, and of what it holds."""

import re
from typing import NamedTuple

from app.critic.cues import Book, book
from app.critic.reading import Reading
from app.critic.tokens import Span, fold
from app.critic.words import lexicon

_NAME = re.compile(r"[A-Z](?<=[a-z,;:)] [A-Z])[a-z]")  # a capital in mid-sentence; an acronym names nobody
_LEAD = re.compile(r"[-*•\s\d.)]{0,8}+([^\n:.?!]{2,50}+):[*_]*+\s++\S")
_MARKS = (("Percent", "%"), ("Money", "€$£¥"), ("Quoted", '"“«„'))
_NEAR = 64  # characters of a line in which a colon leads it
_SHORT = 5  # words that can lead a line
_LONG = 9  # words of a sentence that says something


class Sentence(NamedTuple):
    """A sentence that can answer something. `lead` are the bits of what stands before its colon."""

    span: Span
    text: str
    bits: int
    lead: int
    label: str  # what stands before its colon, if anything stands after it


def sentences(reading: Reading, silent: frozenset[Span]) -> list[Sentence]:
    """The sentences of a reading with their bits: without the silent ones, headings, and those without a word."""
    known, text = book(), reading.text
    name, long = known.classes["Name"], known.classes["Length"]
    marks = [(mark, known.classes[kind]) for kind, some in _MARKS for mark in some if mark in text]
    found = []
    for span, read in reading.said.items():
        start, end = span
        if not read or span in silent or text[end - 1] == ":":
            continue
        said, bits = text[start:end], known.bits_of(read)
        if _NAME.search(said):
            bits |= name
        if len(read) >= _LONG:
            bits |= long
        for mark, bit in marks:
            if mark in said:
                bits |= bit
        if ":" in said[:_NEAR]:
            found.append(Sentence(span, said, bits, _led(known, reading, span), _label(said)))
        else:
            found.append(Sentence(span, said, bits, 0, ""))
    return found


def _led(known: Book, reading: Reading, span: Span) -> int:
    """The bits of what leads a line. “It has speed: yes” tells something; “Speed: yes” is led by a word."""
    lead = _LEAD.match(reading.text, span.start, span.end)
    if not lead or lead.group(1).count(" ") >= _SHORT:
        return 0
    head = reading.bare_in(Span(*lead.span(1)))
    led = len(head) == 1 or (1 < len(head) <= _SHORT and head[0] not in lexicon().stop_words)
    return known.bits_of(head) if led else 0


def _label(said: str) -> str:
    head, _, rest = said.lstrip("-*• ").partition(":")
    return fold(head.strip("* ")) if rest.strip("* ") else ""
