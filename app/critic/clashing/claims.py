"""What a box says as facts that can be compared: how fast, how often, on whose data, decided by whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from app.critic.clashing.claim import Claim
from app.critic.clashing.cues import Saying, bared, sayings
from app.critic.clashing.figures import figures
from app.critic.clashing.owners import owners
from app.critic.clashing.quantities import dates, seconds
from app.critic.reading import Reading, read
from app.critic.stems import stems, stems_of
from app.critic.tokens import Span

__all__ = ["Claim", "claims"]

_LONGEST = 1500  # characters; more is no sentence that somebody wrote
_LEFT = ("leaves this out", "one thing was not recorded")  # what it is stands before the cue
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
    glued = bool(_GLUED.search(reading.evened))
    return tuple(claim for span in reading.sentences for claim in _of(box, reading, span, glued))


_GLUED = re.compile(r"(?<![\w])\d++[a-z]|\w['’]s(?!\w)")


def _of(box: str, reading: Reading, span: Span, glued: bool) -> Iterator[Claim]:
    if span.end - span.start > _LONGEST:
        return
    words = reading.vocabulary[span]
    sentence = _Sentence(box, reading, span, bared(words) if glued else words)
    found = [*_said(sentence), *_owned(sentence), *_counted(sentence)]
    if box == _GOALS and any(word[0].isdigit() for word in words):
        found.append(sentence.claim(span, "goal", "with a number"))
    if found and span not in reading.unsettled:
        yield from (each for each in found if not reading.protected(Span(each.start, each.end)))


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a box, with its words as cues are looked for in it."""

    box: str
    reading: Reading
    span: Span
    words: frozenset[str]

    @cached_property
    def about(self) -> frozenset[str]:
        return stems_of(self.reading.vocabulary[self.span])

    def claim(self, span: Span, kind: str, value: str, **more: Any) -> Claim:
        quote = self.reading.quote(span)
        return Claim(kind, value, self.box, quote, *span, self.about, self.span, self.words, **more)


def _said(sentence: _Sentence) -> Iterator[Claim]:
    evened = sentence.reading.evened
    for saying, span in sayings().said(sentence.box, evened, sentence.span, sentence.words):
        if not _turned(evened, sentence.span, span):
            yield from _typed(sentence, span, saying)


def _typed(sentence: _Sentence, span: Span, saying: Saying) -> Iterator[Claim]:
    kind, value, evened = saying.kind, saying.value, sentence.reading.evened
    if kind == "milestone":
        for when, place in dates(evened, sentence.span):
            yield sentence.claim(place, kind, value, when=when)
        return
    task = _left(evened, sentence.span, span) if value in _LEFT else frozenset[str]()
    amount = seconds(evened[span.start : span.end], longest=kind == "retraining") if kind in _TIMED else None
    yield sentence.claim(span, kind, value, amount=amount, task=task)


def _left(evened: str, sentence: Span, span: Span) -> frozenset[str]:
    """What the words before it speak of, up to a mark: “Exam results are not looked at”."""
    return stems(re.split(r"[,;:(]", evened[sentence.start : span.start])[-1])


_BACK = 40  # characters in which the three words before it stand


def _turned(evened: str, sentence: Span, span: Span) -> bool:
    """Whether one of the three words before it turns it around."""
    before = evened[max(sentence.start, span.start - _BACK) : span.start].rpartition(",")[2].split()[-3:]
    return not sayings().words("turns").isdisjoint(before)


def _owned(sentence: _Sentence) -> Iterator[Claim]:
    for owner in owners(sentence.reading, sentence.span):
        kind = "owner" if owner.owns else "does all"
        yield sentence.claim(owner.span, kind, owner.name, sole=owner.sole, task=owner.task)


def _counted(sentence: _Sentence) -> Iterator[Claim]:
    for figure in figures(sentence.reading, sentence.span):
        of = frozenset(figure.of)
        yield sentence.claim(figure.span, "number", figure.role, amount=figure.value, unit=figure.unit, task=of)
