"""Which meanings a text's sentences hold, what is said with “not” left out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.critic.ai_act.signs import GAP, MOST, Term, bases, signs
from app.critic.reading import Reading
from app.critic.tokens import Span, bare_words, words_in

_CLAUSE = re.compile(r"[,;:()\[\]…–—]\s*+|\s-\s|(?<!nothing)(?<!anything)\s(?=but\s)|[.!?]\s")
_GOES_ON = frozenset({"or", "nor"})
_ANEW = frozenset("but it its we they which who and our the a an this that he she each every only i you if when".split())
_NO, _AWAY = "denial", "elsewhere"

Place = tuple[int, int, int]  # clause, first word, word after the last
Bases = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Noticed:
    """A sentence, and where its meanings stand. `denied` are the ones that it says do not hold."""

    box: str
    span: Span
    clauses: tuple[Span, ...]
    held: Mapping[str, Place]
    denied: frozenset[str]


def notice(box: str, reading: Reading) -> Iterator[Noticed]:
    """The sentences of a box with what they mean, in order."""
    for span in reading.sentences:
        yield _sentence(box, reading, span)


def _sentence(box: str, reading: Reading, span: Span) -> Noticed:
    clauses = tuple(_clauses(reading.evened, span))
    read = [bare_words(reading.evened, clause) for clause in clauses]
    held: dict[str, Place] = {}
    denied: set[str] = set()
    still = 0  # clauses that an earlier “not” still takes back
    for number, said in enumerate(read):
        found = [*_found([bases(each) for each in said])]
        start = -1 if still else _denial(found, len(said))
        still = still - 1 if still else _carried(read, number) if start < len(said) else 0
        for key, first, last in found:
            if first > start:
                denied.add(key)
            else:
                held.setdefault(key, (number, first, last))
    return Noticed(box, span, clauses, {} if _AWAY in held else held, frozenset(denied))


def _carried(read: Sequence[Sequence[str]], number: int) -> int:
    """How many clauses after one with “not” it takes back as well: “no name, no face or voice”, up to the “or”."""
    reach = 0
    for ahead, said in enumerate(read[number + 1 : number + 1 + MOST], 1):
        if not said or said[0] in _ANEW:
            break
        if not _GOES_ON.isdisjoint(said):
            reach = ahead
    return reach


def _denial(found: Sequence[tuple[str, int, int]], last: int) -> int:
    """The last word of what takes back what follows it in its clause; `last` if nothing does.

    A “not” inside a longer term belongs to that term: “without clothes”.
    """
    longer = [(first, end) for key, first, end in found if key != _NO and end - first > 1]
    cues = [(first, end) for key, first, end in found if key == _NO]
    return min((end - 1 for first, end in cues if not any(a <= first < b for a, b in longer)), default=last)


def _clauses(evened: str, span: Span) -> Iterator[Span]:
    start = span.start
    for stop in _CLAUSE.finditer(evened, *span):
        if stop.start() > start:
            yield Span(start, stop.start())
        start = stop.end()
    if start < span.end:
        yield Span(start, span.end)


def _found(read: Bases) -> Iterator[tuple[str, int, int]]:
    starts = signs().starts
    for index, some in enumerate(read):
        for base in some:
            for term, key in starts.get(base, ()):
                end = _end(read, index, term) if len(term) > 1 else index + 1
                if end:
                    yield key, index, end


def _end(read: Bases, index: int, term: Term) -> int:
    """The place after a term that begins at a word; 0 if it does not stand there."""
    place, slack = index + 1, 0
    for word in term[1:]:
        if word == GAP:
            slack = MOST
            continue
        stop = min(len(read), place + slack + 1)
        place = next((each + 1 for each in range(place, stop) if word in read[each]), 0)
        if not place:
            return 0
        slack = 0
    return place


def stretch(reading: Reading, noticed: Noticed, places: Sequence[Place]) -> Span:
    """The shortest run of clauses of a sentence that holds these places, without loose punctuation."""
    first, last = min(place[0] for place in places), max(place[0] for place in places)
    if first == 0 and last == len(noticed.clauses) - 1:
        return noticed.span
    start, end = noticed.clauses[first].start, noticed.clauses[last].end
    read = words_in(reading.evened, Span(start, end))
    return Span(read[0].start, read[-1].end)


@lru_cache(maxsize=64)
def noticed(box: str, reading: Reading) -> tuple[Noticed, ...]:
    """The same as a tuple; looked at again while other boxes are written."""
    return tuple(notice(box, reading)) if reading.english else ()
