"""A second way to say a fact: classes of words that meet in one clause, in any order. `data/meetings.yaml` holds them.

Most sentences are done with at a glance: a bit for each class that one of their words may belong to. Only where all
classes of a row may be there are the words read in their order, clause by clause.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from itertools import product
from operator import or_
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from app.critic.clashing.cues import NUMERAL, often, sayings
from app.critic.datafile import flag, read, strings, wrong
from app.critic.reading import Reading
from app.critic.tokens import Span, Word

FILE = Path(__file__).parents[1] / "data" / "meetings.yaml"

_KEYS = {"kind", "value", "meets", "unless", "turned", "wide", "boxes"}
_MOST = 4  # classes of a row
_FORMS = "~"  # at the end of a word: and its other forms
_STOPS, _DASHES = frozenset(",;:()[]"), frozenset("–—…")
_ANEW = frozenset("but while whereas although though".split())
_LETTERS = ":"  # all digits come before this mark, all letters after it
_EVERY = -1  # all classes
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Which classes must meet in a clause, or in a sentence if it is `wide`, to say a fact.

    A sentence with a class of `unless` says something else, and so does a clause with one of `turned`.
    """

    kind: str
    value: str
    meets: tuple[int, ...]
    unless: int
    turned: int
    wide: bool
    boxes: tuple[str, ...]  # empty: every box


class Met(NamedTuple):
    """A fact that a sentence says, the words that say it, and the clause that they stand in."""

    kind: str
    value: str
    span: Span
    clause: Span


@dataclass(frozen=True)
class Meetings:
    """The file: rows, and the classes of each word as bits."""

    rows: tuple[Meeting, ...]
    alone: Mapping[str, int]
    phrases: Mapping[str, tuple[tuple[Phrase, int, int], ...]]  # by the rarest word: all, its place, the class

    @cached_property
    def _loose(self) -> Mapping[str, int]:
        """The classes that a word may belong to, alone or with the words beside it."""
        found = dict(self.alone)
        for word, some in self.phrases.items():
            found[word] = reduce(or_, (bit for _, _, bit in some), found.get(word, 0))
        return found

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._loose)

    @cached_property
    def _tables(self) -> dict[str, tuple[tuple[int, int, int, int, Meeting], ...]]:
        return {}

    def _table(self, box: str) -> tuple[tuple[int, int, int, int, Meeting], ...]:
        if box not in self._tables:
            here = [row for row in self.rows if box in row.boxes or not row.boxes]
            self._tables[box] = tuple((*_padded(row.meets), row) for row in here)
        return self._tables[box]

    def met(self, box: str, reading: Reading, span: Span, words: frozenset[str]) -> list[Met]:
        """What a sentence of a box says, by the words that meet in it. `words` are all of it."""
        held = reduce(or_, map(self._loose.__getitem__, words & self._known), 0)
        worth = [row for a, b, c, d, row in self._table(box) if held & a and held & b and held & c and held & d]
        if worth:
            held = self._held(words)
            worth = [row for row in worth if _meets(row, held)]
        return self._said(worth, reading, span) if worth else []

    def _held(self, words: frozenset[str]) -> int:
        """The classes that some words may belong to, in whatever order: of a phrase, all words are there."""
        held = 0
        for word in words & self._known:
            held |= self.alone.get(word, 0)
            for phrase, _, bit in self.phrases.get(word, ()):
                if not bit & held and words.issuperset(phrase):
                    held |= bit
        return held

    def _said(self, worth: Sequence[Meeting], reading: Reading, span: Span) -> list[Met]:
        """The same, now with the words in their order: few sentences have a row left that fits the whole of them."""
        masks = self._masks(reading.said[span])
        whole = reduce(or_, masks)
        rows = [row for row in worth if not whole & row.unless and _meets(row, whole)]
        if not rows:
            return []
        among = reading.words_in(span)
        clauses, found = _clauses(reading, among), dict[tuple[str, str], Met]()
        for row in rows:
            for first, end in ((0, len(among)),) if row.wide else clauses:
                place = _place(row, masks, first, end) if (row.kind, row.value) not in found else None
                if place:
                    clause = _from(among, first, end - 1)
                    found[row.kind, row.value] = Met(row.kind, row.value, _from(among, *place), clause)
        return list(found.values())

    def _masks(self, said: Sequence[str]) -> list[int]:
        """The classes of each word of a sentence."""
        read = [NUMERAL if word < _LETTERS else word[:-2] if word[-2:] == "'s" else word for word in said]
        masks = [self.alone.get(word, 0) for word in read]
        for at, word in enumerate(read):
            if word in self.phrases:
                for phrase, place, bit in self.phrases[word]:
                    start = at - place
                    if start >= 0 and tuple(read[start : start + len(phrase)]) == phrase:
                        masks[start : start + len(phrase)] = [each | bit for each in masks[start : start + len(phrase)]]
        return masks


def _padded(meets: tuple[int, ...]) -> tuple[int, int, int, int]:
    one, two, three, four = (*meets, *[_EVERY] * (_MOST - len(meets)))
    return one, two, three, four


def _meets(row: Meeting, held: int) -> bool:
    return all(held & each for each in row.meets)


def _place(row: Meeting, masks: Sequence[int], first: int, end: int) -> tuple[int, int] | None:
    """The first and the last word of a clause that say it."""
    held = reduce(or_, masks[first:end], 0)
    if held & row.turned or not _meets(row, held):
        return None
    telling = reduce(or_, row.meets)
    places = [place for place in range(first, end) if masks[place] & telling]
    return places[0], places[-1]


def _from(among: Sequence[Word], first: int, last: int) -> Span:
    return Span(among[first].start, among[last].end)


def _clauses(reading: Reading, among: Sequence[Word]) -> list[tuple[int, int]]:
    """Where each clause begins and ends, in words."""
    starts = [0]
    for place in range(1, len(among)):
        between = reading.evened[among[place - 1].end : among[place].start]
        if among[place].text in _ANEW or _parts(between):
            starts.append(place)
    return list(zip(starts, [*starts[1:], len(among)], strict=True))


def _parts(between: str) -> bool:
    """Whether what stands between two words ends a clause: a mark with a space, but not that of “02:00” or “1,000”."""
    if len(between) == 1:
        return between in _DASHES
    return between == " - " or not _STOPS.isdisjoint(between) or not _DASHES.isdisjoint(between)


# ---- the file


@cache
def meetings() -> Meetings:
    """What travels with the package."""
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def parse(text: str, *, name: str) -> Meetings:
    """The meetings of a YAML text; Invalid if a key or a class is unknown, or a value of the wrong kind."""
    tree = read(text, name=name)
    if not isinstance(tree, dict) or set(tree) != {"classes", "rows"}:
        raise wrong(name, "file", "must hold classes and rows")
    classes, rows = tree["classes"], tree["rows"]
    if not isinstance(classes, dict) or not isinstance(rows, list):
        raise wrong(name, "file", "must hold classes by name, and a list of rows")
    if odd := [key for key, value in classes.items() if not isinstance(value, str) or not value.split()]:
        raise wrong(name, odd[0], "must be words")
    bits = {key: 1 << number for number, key in enumerate(classes)}
    alone: defaultdict[str, int] = defaultdict(int)
    phrases: defaultdict[str, list[tuple[Phrase, int, int]]] = defaultdict(list)
    for key, value in classes.items():
        for phrase in (phrase for entry in value.split() for phrase in _phrases(entry)):
            if len(phrase) == 1:
                alone[phrase[0]] |= bits[key]
            else:
                at = min(range(len(phrase)), key=lambda place: (often(phrase[place]), -len(phrase[place])))
                phrases[phrase[at]].append((phrase, at, bits[key]))
    return Meetings(
        tuple(_row(row, bits, f"{name}: row {number}") for number, row in enumerate(rows, 1)),
        MappingProxyType(dict(alone)),
        MappingProxyType({word: tuple(some) for word, some in phrases.items()}),
    )


def _row(row: object, bits: Mapping[str, int], where: str) -> Meeting:
    if not isinstance(row, dict) or not {"kind", "value", "meets"} <= set(row) <= _KEYS:
        raise wrong(where, "row", "has an unknown key, or lacks kind, value or meets")
    some = {key: strings(row.get(key, []), name=where, key=key) for key in ("meets", "unless", "turned", "boxes")}
    if not 0 < len(some["meets"]) <= _MOST:
        raise wrong(where, "meets", f"must be one to {_MOST} classes")
    return Meeting(
        kind=str(row["kind"]),
        value=str(row["value"]),
        meets=tuple(_mask(each.split("|"), bits, where) for each in some["meets"]),
        unless=_mask(some["unless"], bits, where),
        turned=_mask(some["turned"], bits, where),
        wide=flag(row.get("wide", "false"), name=where, key="wide"),
        boxes=some["boxes"],
    )


def _mask(keys: Iterable[str], bits: Mapping[str, int], where: str) -> int:
    mask = 0
    for key in keys:
        if key not in bits:
            raise wrong(where, key, "is no class")
        mask |= bits[key]
    return mask


def _phrases(entry: str) -> Iterator[Phrase]:
    """An entry as words in a row, one with ~ at its end in all its forms; or the entries of a list of claims.yaml."""
    if entry.startswith("<"):
        yield from (tuple(each.split()) for each in sayings().lists[entry.strip("<>")])
    else:
        yield from product(*map(_either, entry.replace("-", "_").split("_")))


def _either(word: str) -> set[str]:
    return _forms(word.removesuffix(_FORMS)) if word.endswith(_FORMS) else {word.removesuffix("'s")}


def _forms(word: str) -> set[str]:
    """A verb with its endings, or a noun and its plural. Forms that nobody says do no harm."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return {word, f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"}
    root = word.removesuffix("e")
    ending = "es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"
    return {word, word + ending, f"{root}ed", f"{root}ing", f"{root}{root[-1]}ed", f"{root}{root[-1]}ing"}
