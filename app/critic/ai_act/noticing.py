"""Which meanings a text's sentences hold, what is said with “not” left out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from itertools import compress, count, pairwise
from operator import and_, or_
from types import MappingProxyType
from typing import NamedTuple

from app.critic.ai_act.signs import GAP, MOST, Term, bases, signs
from app.critic.reading import Reading
from app.critic.tokens import Span

# Begins with all the signs that it is about: a choice of beginnings takes three times as long.
_CLAUSE = re.compile(
    r"[,;:()\[\]…–—.!?\s](?:(?<=[,;:()\[\]…–—])\s*+|(?<=[.!?])\s|(?<=\s)(?:-\s|(?<!nothing\s)(?<!anything\s)(?=but\s)))"
)
_PART = re.compile(r";(?!\s(?:that|this|it|they|these|those|which|both|all)\s)")  # after those, it is about the same
_GOES_ON = frozenset({"or", "nor"})
_ANEW = frozenset(
    "but it its we they which who and our the a an this that he she each every only i you if when".split()
)
_LISTED = frozenset("the a an our this each every any".split())  # begin a clause anew, or go on with a list
_LIST = 6  # words of a clause that may be one more of a list
_NO, _AWAY, _HARMLESS = "denial", "elsewhere", "harmless"
_PAIR = 2
_BITS = 90  # as many as three digits of a number hold: fewer make words share one, more make a slower number
_LONG = 400  # words of a sentence that are read; nobody writes longer ones

Place = tuple[int, int]  # first word of a sentence, word after the last


class Noticed(NamedTuple):
    """A sentence, and the classes that it holds, as bits."""

    box: str
    span: Span
    held: int
    reading: Reading


class _Found(NamedTuple):
    """Classes that stand at some words of a sentence."""

    mask: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A term that is looked for where its rarest word stands."""

    term: Term
    at: int
    bit: int


class _Sense(NamedTuple):
    """What a word may mean alone, and the terms that it may stand in: by the word after it or before it, or by none."""

    bases: tuple[str, ...]
    alone: int
    after: Mapping[str, tuple[_Anchored, ...]]
    before: Mapping[str, tuple[_Anchored, ...]]
    loose: tuple[_Anchored, ...]
    # As bits, so that a sentence is compared word by word in one go, and almost no word is looked at closer:
    own: int  # its bases
    next: int  # the words of `after`
    last: int  # the words of `before`


class _Read(NamedTuple):
    """A sentence, each field of its words' senses as a column."""

    bases: Sequence[tuple[str, ...]]
    alone: Sequence[int]
    after: Sequence[Mapping[str, tuple[_Anchored, ...]]]
    before: Sequence[Mapping[str, tuple[_Anchored, ...]]]
    loose: Sequence[tuple[_Anchored, ...]]
    own: Sequence[int]
    next: Sequence[int]
    last: Sequence[int]


@lru_cache(maxsize=64)
def notice(box: str, reading: Reading) -> tuple[Noticed, ...]:
    """The sentences of a box with what they mean, in order; none of a text in another language."""
    return tuple(
        Noticed(box, span, held_in(reading, span), reading) for span in (reading.sentences if reading.english else ())
    )


def held_in(reading: Reading, span: Span) -> int:
    """The classes of a sentence. Where each stands matters only if something is denied, which few sentences do."""
    words = reading.said[span]
    if not words:
        return 0
    bits, read = signs().bits, _meant(words)
    held = _all(read)
    if held & (bits[_NO] | bits[_HARMLESS]):
        held = 0
        for found in _kept(reading, span, read):
            held |= found.mask
    return _here(reading, span, read) if held & bits[_AWAY] else held


def _here(reading: Reading, span: Span, read: _Read) -> int:
    """What is left of a sentence that also speaks of something else: the parts beside it, up to the semicolons."""
    stops = [stop.start() for stop in _PART.finditer(reading.evened, *span)]
    if not stops:
        return 0
    starts, away = [word.start for word in reading.words_in(span)], signs().bits[_AWAY]
    parts: dict[int, int] = {}
    for each in _kept(reading, span, read):
        part = bisect_left(stops, starts[each.first])
        parts[part] = parts.get(part, 0) | each.mask
    return reduce(or_, [held for held in parts.values() if not held & away], 0)


def _meant(words: Sequence[str]) -> _Read:
    return _Read(*zip(*map(_sense, words[:_LONG]), strict=True))


def _all(read: _Read) -> int:
    """The classes at the words of a sentence, those of single words first: most longer terms add nothing to them."""
    held = reduce(or_, read.alone)
    for index, each in _longer(read):
        if not each.bit & held and _place(read, index, each):
            held |= each.bit
    return held


def _longer(read: _Read) -> Iterator[tuple[int, _Anchored]]:
    """The terms that may stand at a word, as far as the words beside it tell."""
    for index in compress(count(), map(and_, read.next, read.own[1:])):
        for base in read.bases[index + 1]:
            for each in read.after[index].get(base, ()):
                yield index, each
    for index in compress(count(1), map(and_, read.last[1:], read.own)):
        for base in read.bases[index - 1]:
            for each in read.before[index].get(base, ()):
                yield index, each
    for index in compress(count(), read.loose):
        for each in read.loose[index]:
            yield index, each


@lru_cache(maxsize=1024)
def places(reading: Reading, span: Span) -> Mapping[int, Place]:
    """Where each class first stands in a sentence, by its bit."""
    first: dict[int, Place] = {}
    for mask, start, end in sorted(_kept(reading, span, _meant(reading.said[span])), key=lambda found: found[1:]):
        for bit in _bits(mask):
            first.setdefault(bit, (start, end))
    return MappingProxyType(first)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield mask & -mask
        mask &= mask - 1


def stretch(reading: Reading, span: Span, some: Sequence[Place]) -> Span:
    """The shortest run of clauses of a sentence that holds these places, without loose punctuation."""
    among, starts = reading.words_in(span), _clause_starts(reading, span)
    first = bisect_right(starts, among[min(place[0] for place in some)].start) - 1
    last = bisect_right(starts, among[max(place[1] for place in some) - 1].start) - 1
    if first == 0 and last == len(starts) - 1:
        return span
    end = starts[last + 1] if last + 1 < len(starts) else span.end
    inside = [word for word in among if starts[first] <= word.start < end]
    return Span(inside[0].start, inside[-1].end)


# -- finding terms ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65_536)
def _sense(word: str) -> _Sense:
    known, table = bases(word), signs().anchored
    alone = 0
    after: dict[str, tuple[_Anchored, ...]] = {}
    before: dict[str, tuple[_Anchored, ...]] = {}
    loose: list[_Anchored] = []
    for each in [_Anchored(*some) for base in known for some in table.get(base, ())]:
        side, beside = _beside(each.term, each.at)
        if len(each.term) == 1:
            alone |= each.bit
        elif side:
            terms = after if side > 0 else before
            terms[beside] = (*terms.get(beside, ()), each)
        else:
            loose.append(each)
    return _Sense(known, alone, after, before, tuple(loose), _bits_of(known), _bits_of(after), _bits_of(before))


def _beside(term: Term, at: int) -> tuple[int, str]:
    """On which side of its anchor a term goes on without a gap, and with which word."""
    if at + 1 < len(term) and term[at + 1] != GAP:
        return 1, term[at + 1]
    return (-1, term[at - 1]) if at and term[at - 1] != GAP else (0, "")


@cache
def _partners() -> Mapping[str, int]:
    """A bit for each word beside an anchor. Some share one, which costs a look in vain: short numbers are fastest."""
    some = {_beside(term, at)[1] for terms in signs().anchored.values() for term, at, _ in terms}
    return {word: 1 << place % _BITS for place, word in enumerate(sorted(some - {""}))}


def _bits_of(some: Iterable[str]) -> int:
    return reduce(or_, (_partners().get(each, 0) for each in some), 0)


def _found(read: _Read) -> list[_Found]:
    found = [_Found(mask, index, index + 1) for index, mask in enumerate(read.alone) if mask]
    for index, each in _longer(read):
        place = _place(read, index, each)
        if place:
            found.append(_Found(each.bit, *place))
    return found


def _place(read: _Read, index: int, anchored: _Anchored) -> Place | None:
    """Where a term stands that has its anchor at a word; none if the rest of it is not there."""
    if len(anchored.term) == _PAIR:  # the words beside were compared already
        return index - anchored.at, index - anchored.at + _PAIR
    before = _walk(read.bases, index, anchored.term[: anchored.at][::-1], -1)
    after = None if before is None else _walk(read.bases, index, anchored.term[anchored.at + 1 :], 1)
    return None if before is None or after is None else (before, after + 1)


def _walk(among: Sequence[tuple[str, ...]], place: int, term: Term, step: int) -> int | None:
    slack = 0
    for word in term:
        if word == GAP:
            slack = MOST
            continue
        for _ in range(slack + 1):
            place += step
            if not 0 <= place < len(among):
                return None
            if word in among[place]:
                break
        else:
            return None
        slack = 0
    return place


# -- what is denied ---------------------------------------------------------------------------------------------------


def _kept(reading: Reading, span: Span, read: _Read) -> list[_Found]:
    """The classes of a sentence that no “not” takes back."""
    found = _meaning_it(_found(read))
    cues = sorted(_cues(found))
    if not cues:
        return found
    clause = _clauses(reading, span)
    stops = _stops(cues, clause, reading.said[span][:_LONG])
    return [each for each in found if each.first <= stops.get(clause[each.first], _LONG)]


def _meaning_it(found: list[_Found]) -> list[_Found]:
    """What stands there, without words that mean something else in a longer term: “school holidays” are no school."""
    harmless = [each for each in found if each.mask == signs().bits[_HARMLESS]]
    if not harmless:
        return found
    inside = {index for term in harmless for index in range(term.first, term.end)}
    return [each for each in found if each.end - each.first > 1 or each.first not in inside]


def _cues(found: Sequence[_Found]) -> Iterator[tuple[int, int]]:
    """Where “not” and the like stand. One inside a longer term belongs to that term: “without clothes”."""
    no = signs().bits[_NO]
    cues = [each for each in found if each.mask & no]
    if cues:
        terms = [each for each in found if each.end - each.first > 1 and each.mask != no]
        for cue in cues:
            if not any(term.first <= cue.first < term.end for term in terms):
                yield cue.first, cue.end


def _stops(cues: Sequence[tuple[int, int]], clause: Sequence[int], read: Sequence[str]) -> Mapping[int, int]:
    """Clauses in which something is denied, with the last word that still holds."""
    stops: dict[int, int] = {}
    for first, end in cues:
        if clause[first] not in stops:
            stops[clause[first]] = end - 1
            stops.update(dict.fromkeys(_carried(clause, read, clause[first]), -1))
    return stops


def _carried(clause: Sequence[int], read: Sequence[str], number: int) -> range:
    """The next clauses that a “not” takes back with its own: “no name, no face or voice”, up to the “or”."""
    reach = number
    for ahead in range(number + 1, number + 1 + MOST):
        first, end = bisect_right(clause, ahead - 1), bisect_right(clause, ahead)
        if first >= min(end, len(read)):
            break
        goes_on = not _GOES_ON.isdisjoint(read[first:end])
        if read[first] in _ANEW and not (goes_on and read[first] in _LISTED and end - first <= _LIST):
            break
        reach = ahead if goes_on else reach
    return range(number + 1, reach + 1)


def _clauses(reading: Reading, span: Span) -> list[int]:
    """The number of the clause that each word of a sentence stands in. A clause without a word has no number."""
    starts, words = _clause_starts(reading, span), [word.start for word in reading.words_in(span)]
    firsts = [bisect_left(words, start) for start in starts]
    numbers: list[int] = []
    for number, (first, end) in enumerate(pairwise(sorted({*firsts, len(words)}))):
        numbers += [number] * (end - first)
    return numbers


def _clause_starts(reading: Reading, span: Span) -> list[int]:
    return [span.start, *(stop.end() for stop in _CLAUSE.finditer(reading.evened, *span))]
