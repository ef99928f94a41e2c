"""A text cut into pieces that can be marked: by its sentences, and by the findings that quote words of it."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from app.canvas.model import Sentence, Source, SourceKind
from app.channels.web.words import brief, day
from app.usecases.views import FindingView, SaidView

QUOTED = 160  # characters of the words behind a sentence
WORST = ("must", "should", "note")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that the same findings quote, by fingerprint; `severity` is that of the worst, empty without any."""

    text: str
    findings: tuple[str, ...] = ()
    severity: str = ""


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence in pieces. `number` counts from 1; `origins` say where it comes from."""

    number: int
    lead: str
    pieces: tuple[Piece, ...]
    assumption: bool
    origins: tuple[str, ...] = field(default=())


def marked(
    sentences: Iterable[Sentence], findings: Sequence[FindingView] = (), said: Mapping[str, SaidView] | None = None
) -> tuple[MarkedSentence, ...]:
    """The sentences with the findings at their words. Places count code points of the sentences joined."""
    done, at = [], 0
    here, later = list[FindingView](), deque(sorted(findings, key=lambda each: each.start))
    for number, each in enumerate(sentences, 1):
        at += len(each.lead)
        here = [one for one in here if one.end > at]
        while later and later[0].start < at + len(each.text):
            here.append(later.popleft())
        pieces = tuple(_pieces(each.text, at, here))
        at += len(each.text)
        origins = tuple(_origin(source, said or {}) for source in each.sources)
        done.append(MarkedSentence(number, each.lead, pieces, each.assumption, origins))
    return tuple(done)


class Found(Protocol):
    """What is found at some words: a finding that is kept, or one of a text that nobody sent yet."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def pieces(text: str, findings: Sequence[Found]) -> tuple[Piece, ...]:
    """A text that is in no sentences yet, such as one that is being written."""
    return tuple(_pieces(text, 0, findings))


def turns_of(sentences: Iterable[Sentence]) -> set[str]:
    """The turns that sentences point to."""
    kinds = (SourceKind.TURN, SourceKind.EDIT)
    return {source.ref for each in sentences for source in each.sources if source.kind in kinds}


def _pieces(text: str, at: int, findings: Sequence[Found]) -> Iterable[Piece]:
    inside = [each for each in findings if each.end > each.start and each.start < at + len(text) and each.end > at]
    begins, ends = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for number, each in enumerate(inside):
        begins[max(each.start - at, 0)].append(number)
        ends[min(each.end - at, len(text))].append(number)
    numbers = set[int]()  # there may be thousands: each is looked at where it begins and where it ends
    for start, end in pairwise(sorted({0, len(text), *begins, *ends})):
        numbers = (numbers | {*begins[start]}) - {*ends[start]}
        here = [inside[number] for number in sorted(numbers)]
        worst = min((WORST.index(each.severity) for each in here), default=None)
        yield Piece(text[start:end], tuple(each.fingerprint for each in here), "" if worst is None else WORST[worst])


def _origin(source: Source, said: Mapping[str, SaidView]) -> str:
    """Where a sentence comes from, in words."""
    match source.kind:
        case SourceKind.ANSWER:
            return f"From an accepted answer ({source.ref.replace('#', ', number ')})"
        case SourceKind.IMPORT:
            return f"From the file {source.ref}"
        case SourceKind.TURN | SourceKind.EDIT:
            verb = "Written by" if source.kind is SourceKind.EDIT else "Said by"
            words = said.get(source.ref)
            if words is None:
                return f"{verb} somebody in an earlier round"
            quote = source.quote or words.text
            return f"{verb} {words.speaker}, {day(words.at)}" + (f": “{brief(quote, QUOTED)}”" if quote else "")
