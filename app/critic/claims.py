"""What a box says as facts that can be compared: how fast, how often, on whose data, decided by whom."""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.critic.claim import Claim
from app.critic.cues import Saying, sayings
from app.critic.figures import figures
from app.critic.owners import owners
from app.critic.quantities import dates, seconds
from app.critic.reading import Reading, read
from app.critic.stems import stems, stems_of
from app.critic.tokens import Span

__all__ = ["Claim", "claims"]

_LONGEST = 1500  # characters; more is no sentence that somebody wrote
_GOALS = "objectives"
_TIMED = {"answers", "label delay", "retraining", "retention"}


@lru_cache(maxsize=64)
def claims(box: str, text: str) -> tuple[Claim, ...]:
    """The facts of a box's text, in its order; `box` is its id. Nothing is read from questions, open points, quotes and code."""
    reading = read(text)
    if not reading.english:
        return ()
    return tuple(claim for span in reading.sentences for claim in _of(box, reading, span))


def _of(box: str, reading: Reading, span: Span) -> Iterator[Claim]:
    if span.end - span.start > _LONGEST:
        return
    found = [*_said(box, reading, span), *_owned(box, reading, span), *_counted(box, reading, span)]
    if box == _GOALS and any(word[0].isdigit() for word in reading.vocabulary[span]):
        found.append(_claim(box, reading, span, span, "goal", "with a number"))
    if found and span not in reading.unsettled:
        yield from (each for each in found if not reading.protected(Span(each.start, each.end)))


def _claim(box: str, reading: Reading, sentence: Span, span: Span, kind: str, value: str, **more: object) -> Claim:
    words = reading.vocabulary[sentence]
    return Claim(kind, value, box, reading.quote(span), *span, stems_of(words), sentence, words, **more)  # type: ignore[arg-type]


def _said(box: str, reading: Reading, sentence: Span) -> Iterator[Claim]:
    for saying, span in sayings().said(reading.evened, sentence, reading.vocabulary[sentence]):
        if (not saying.boxes or box in saying.boxes) and not _turned(reading, sentence, span):
            yield from _typed(box, reading, sentence, span, saying)


def _typed(box: str, reading: Reading, sentence: Span, span: Span, saying: Saying) -> Iterator[Claim]:
    kind, value = saying.kind, saying.value
    if kind == "milestone":
        for when, place in dates(reading.evened, sentence):
            yield _claim(box, reading, sentence, place, kind, value, when=when)
        return
    task = _left(reading, sentence, span) if value == "leaves this out" else frozenset[str]()
    amount = seconds(reading.evened[span.start : span.end], longest=kind == "retraining") if kind in _TIMED else None
    yield _claim(box, reading, sentence, span, kind, value, amount=amount, task=task)


def _left(reading: Reading, sentence: Span, span: Span) -> frozenset[str]:
    """What the words before it speak of, up to a mark: “Exam results are not looked at”."""
    before = re.split(r"[,;:(]", reading.evened[sentence.start : span.start])[-1]
    return stems(before)


def _turned(reading: Reading, sentence: Span, span: Span) -> bool:
    """Whether one of the three words before it turns it around."""
    before = reading.evened[sentence.start : span.start].replace(",", " ; ").split()[-3:]
    return not sayings().words("turns").isdisjoint(before[before.index(";") :] if ";" in before else before)


def _owned(box: str, reading: Reading, sentence: Span) -> Iterator[Claim]:
    for owner in owners(reading, sentence):
        kind = "owner" if owner.owns else "does all"
        yield _claim(box, reading, sentence, owner.span, kind, owner.name, sole=owner.sole, task=owner.task)


def _counted(box: str, reading: Reading, sentence: Span) -> Iterator[Claim]:
    for figure in figures(reading, sentence):
        of = frozenset(figure.of)
        yield _claim(
            box, reading, sentence, figure.span, "number", figure.role, amount=figure.value, unit=figure.unit, task=of
        )
