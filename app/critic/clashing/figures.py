"""Numbers that a box states about something: totals, limits and what a thing takes. Made to be compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from app.critic.clashing.cues import sayings
from app.critic.clashing.quantities import TIMES, Amount, amounts
from app.critic.reading import Reading
from app.critic.stems import stem
from app.critic.tokens import Span, Word
from app.critic.words import lexicon

_NEAR = 40  # characters before or after a number that tell its role
_NOUNS = 3  # words of a thing that is counted


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and its role: “in all”, “at most”, “at least” or “takes”, of a thing in stems."""

    role: str
    value: float
    unit: str
    of: tuple[str, ...]
    span: Span


def counting(reading: Reading) -> frozenset[Span]:
    """The sentences of a text in which a word next to a number, or next but one after it, can tell its role. Few do."""
    before, taking, after = _next_to()
    read = [*reading.bare, "end", "end"]
    found = set()
    for place, word in enumerate(read):
        if word < _LETTERS:
            last, unit, more = read[place - 1], read[place + 1], read[place + 2]
            times = last in taking and (unit in TIMES or more in TIMES or word[-1] in _SHORT)
            whole = last in _THE and read[place - 2] == "of"
            if times or whole or last in before or unit in after or more in after:
                found.add(reading.around(place)[0])
    if not _SIGNS.isdisjoint(reading.evened):
        found.update(span for span in reading.sentences if not _SIGNS.isdisjoint(reading.quote(span)))
    return frozenset([span for span in found if sayings().words("hazy").isdisjoint(reading.vocabulary[span])])


def figures(reading: Reading, span: Span) -> Iterator[Figure]:
    """The numbers of a sentence whose role is plain."""
    for amount in amounts(reading.evened, span):
        if figure := _total(reading, span, amount) or _limit(reading, span, amount):
            yield figure


def _total(reading: Reading, span: Span, amount: Amount) -> Figure | None:
    """“the 12,400 annotated slides”, “all 85 stores”: how many there are, not how many of them."""
    *before, last = ("", *reading.evened[max(span.start, amount.span.start - _NEAR) : amount.span.start].split())
    first = before[-1] if before else ""
    whole = last in sayings().words("whole") or (last in _THE and first == "of")
    if not whole or first in _PARTS or first in sayings().words("selections") or amount.unit == "%" or amount.sign:
        return None
    end = amount.span.end if not amount.unit else amount.span.end - len(_tail(reading, amount))
    thing = _thing(reading, Span(end, span.end))
    if not thing:
        return None
    of = tuple(stem(word.text) for word in thing)
    return Figure("in all", amount.value, "", of, Span(amount.span.start, thing[-1].end))


_THE = ("the", "our", "these")  # whole only in “of the 900 slides”: “the 900 slides” may be any part
_PARTS = ("each", "every", "first", "next", "last")


def _tail(reading: Reading, amount: Amount) -> str:
    text = reading.evened[amount.span.start : amount.span.end]
    return text.lstrip("0123456789.,<>=≤≥ ")


def _thing(reading: Reading, span: Span) -> tuple[Word, ...]:
    """The words that name what is counted: up to the first stop word or mark."""
    found: list[Word] = []
    place = span.start
    for word in reading.words_in(Span(span.start, min(span.end, span.start + 2 * _NEAR)))[: _NOUNS + 1]:
        if reading.text[place : word.start].strip() or word.text in lexicon().stop_words or word.text[0].isdigit():
            break
        found.append(word)
        place = word.end
    return tuple(found[:_NOUNS])


def _limit(reading: Reading, span: Span, amount: Amount) -> Figure | None:
    left = reading.evened[max(span.start, amount.span.start - _NEAR) : amount.span.start].rstrip()
    right = reading.evened[amount.span.end : min(span.end, amount.span.end + _NEAR)].lstrip()
    role = _role(left, right, amount.sign)
    if not role or (role == _TAKES and amount.unit != "s") or "no" in left.split()[-_BARE:]:
        return None
    return Figure(role, amount.value, amount.unit, (), amount.span)


_BARE = 6  # words before a limit that may tell what does not happen in it: “no reply within 20 hours”
_MOST, _LEAST, _TAKES = "at most", "at least", "takes"


def _role(left: str, right: str, sign: str) -> str:
    left, right = f" {left}", f"{right} "
    if (
        sign
        and sign[0] in ("<", "≤")
        or left.endswith(_before("most before"))
        or right.startswith(_after("most after"))
    ):
        return _MOST
    if (
        sign
        and sign[0] in (">", "≥")
        or left.endswith(_before("least before"))
        or right.startswith(_after("least after"))
    ):
        return _LEAST
    return _TAKES if left.endswith(_before("takes before")) else ""


_SIGNS = frozenset("<>≤≥")


_LETTERS = ":"  # all digits come before this mark, all letters after it
_SHORT = "sh"  # “5ms”, “5s”, “5h”


@cache
def _next_to() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words that tell the role of a number: right before it, right before a time, right after it or its unit."""
    lists = sayings().lists
    before = [each for name in ("most before", "least before", "whole") for each in lists[name]]
    after = [each for name in ("most after", "least after") for each in lists[name]]
    return _ends(before, -1), _ends(lists["takes before"], -1), _ends(after, 0)


def _ends(some: Sequence[str], which: int) -> frozenset[str]:
    return frozenset(each.split()[which] for each in some)


@cache
def _before(name: str) -> tuple[str, ...]:
    return tuple(f" {each}" for each in sayings().lists[name])


@cache
def _after(name: str) -> tuple[str, ...]:
    return tuple(f"{each}{mark}" for each in sayings().lists[name] for mark in " ,.;:)")
