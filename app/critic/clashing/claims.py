"""What a box says as facts that can be compared: how fast, how often, on whose data, decided by whom."""

import re
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import Any, NamedTuple

from app.critic.clashing.claim import Claim
from app.critic.clashing.cues import NUMERAL, Saying, bared, odd, sayings
from app.critic.clashing.figures import counting, figures
from app.critic.clashing.meetings import meetings
from app.critic.clashing.owners import OWNING, owners
from app.critic.clashing.quantities import dates, seconds
from app.critic.reading import Reading, read
from app.critic.stems import stems
from app.critic.tokens import Span

__all__ = ["Claim", "claims"]

_LONGEST = 1500  # characters; more is no sentence that somebody wrote
_LEFT = ("leaves this out", "one thing was not recorded")  # what it is stands before the cue
_KEPT = "retention"  # what is kept stands before the cue, or within it
_GOALS = "objectives"
_TIMED = {"answers", "label delay", "retraining", "retention"}


@lru_cache(maxsize=64)
def claims(box: str, text: str) -> tuple[Claim, ...]:
    """The facts of a box's text, in its order; `box` is its id.

    Nothing is read from questions, open points, quotes and code.
    """
    reading = read(text)
    if not reading.english:
        return ()
    strange = odd(reading.every_word)
    counted = counting(reading) if strange else frozenset[Span]()
    found: list[Claim] = []
    for span, words in reading.vocabulary.items():
        if span.end - span.start <= _LONGEST:
            found += _of(_Sentence(box, reading, span, bared(words, strange)), span in counted)
    return tuple(found)


class _Sentence(NamedTuple):
    """A sentence of a box, with its words as cues are looked for in it."""

    box: str
    reading: Reading
    span: Span
    words: frozenset[str]

    def claim(self, span: Span, kind: str, value: str, **more: Any) -> Claim:
        quote, said = self.reading.quote(span), self.reading.vocabulary[self.span]
        beside = self.reading.every_word
        return Claim(kind, value, self.box, quote, *span, said, self.span, self.words, beside=beside, **more)


def _of(sentence: _Sentence, counts: bool) -> list[Claim]:
    box, reading, span, words = sentence
    found: list[Claim] = []
    for saying, place in sayings().said(box, reading.evened, span, words):
        if not _turned(reading.evened, span, place):
            found += _typed(sentence, place, saying)
    found += _met(sentence, {(each.kind, each.value) for each in found})
    if not words.isdisjoint(OWNING):
        found += _owned(sentence)
    if counts:
        found += _counted(sentence)
    if box == _GOALS and NUMERAL in words:
        found.append(sentence.claim(span, "goal", "with a number"))
    if not found or span in reading.unsettled:
        return []
    return [each for each in found if not reading.protected(Span(each.start, each.end))]


def _typed(sentence: _Sentence, span: Span, saying: Saying) -> Iterator[Claim]:
    kind, value, evened = saying.kind, saying.value, sentence.reading.evened
    if kind == "milestone":
        for when, place in dates(evened, sentence.span) if NUMERAL in sentence.words else ():
            yield sentence.claim(place, kind, value, when=when)
        return
    task = _left(evened, sentence.span, span) if value in _LEFT or kind == _KEPT else frozenset[str]()
    if kind == _KEPT:
        task |= stems(evened[span.start : span.end])
    amount = seconds(evened[span.start : span.end], longest=kind == "retraining") if kind in _TIMED else None
    yield sentence.claim(span, kind, value, amount=amount, task=task)


def _met(sentence: _Sentence, told: Set[tuple[str, str]]) -> Iterator[Claim]:
    """What no phrase said, and the words that meet in it say."""
    box, reading, span, words = sentence
    for kind, value, place, clause in meetings().met(box, reading, span, words):
        if (kind, value) not in told:
            of = reading.evened[clause.start : clause.end]
            amount = seconds(of) if kind in _TIMED else None
            task = stems(of) if value in _LEFT else frozenset[str]()
            yield sentence.claim(place, kind, value, amount=amount, task=task, by="meeting")


def _left(evened: str, sentence: Span, span: Span) -> frozenset[str]:
    """What the words before it speak of, up to a mark: “Exam results are not looked at”."""
    return stems(re.split(r"[,;:(]", evened[sentence.start : span.start])[-1])


_BACK = 40  # characters in which the three words before it stand


def _turned(evened: str, sentence: Span, span: Span) -> bool:
    """Whether one of the three words before it turns it around."""
    before = evened[max(sentence.start, span.start - _BACK) : span.start].rpartition(",")[2].split()[-3:]
    return not sayings().words("turns").isdisjoint(before)


def _owned(sentence: _Sentence) -> Iterator[Claim]:
    for owner in owners(sentence.reading, sentence.span, sentence.words):
        kind = "owner" if owner.owns else "does all"
        yield sentence.claim(owner.span, kind, owner.name, sole=owner.sole, task=owner.task)


def _counted(sentence: _Sentence) -> Iterator[Claim]:
    for figure in figures(sentence.reading, sentence.span):
        of = frozenset(figure.of)
        yield sentence.claim(figure.span, "number", figure.role, amount=figure.value, unit=figure.unit, task=of)
