"""What answers the guiding questions of the home canvas: `data/questions.yaml`, read once, with every key known.

A list of terms is one bit of a mask. A sentence is the bits of its words, so that a question of thirty cues is
compared with it in thirty machine operations, however long the lists are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from itertools import pairwise, product
from operator import or_
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.critic.datafile import read, strings, wrong
from app.critic.kept import Kept
from app.critic.tokens import words

FILE = Path(__file__).parent / "data" / "questions.yaml"

READ_OFF = ("Number", "Percent", "Money", "Year", "Name", "Quoted", "Length")  # by code: app/critic/sentences.py

Cue = tuple[int, ...]  # a sentence must share a bit with each of these masks


@dataclass(frozen=True, slots=True)
class Cues:
    """What answers one guiding question. See the head of the file."""

    full: tuple[Cue, ...] = ()
    part: tuple[Cue, ...] = ()
    aspects: tuple[Cue, ...] = ()
    head: int = 0
    topic: int = 0


@dataclass(frozen=True)
class Book:
    """All cues by box and question, and which words have which bits."""

    classes: Mapping[str, int]
    questions: Mapping[str, Mapping[int, Cues]]
    words: Mapping[str, int]
    stems: Mapping[str, int]
    phrases: Mapping[tuple[str, str], tuple[tuple[str, int], ...]]  # by two of their words

    def bits_of(self, read: list[str]) -> int:
        """The bits of some words in order, and of the phrases that they are."""
        found = reduce(or_, map(self.seen.__getitem__, read), 0)
        line, looked = "", set[int]()
        for bits, longer in filter(None, map(self.pairs.get, pairwise(read))):
            found |= bits
            if longer and id(longer) not in looked:  # once each, however often a text repeats itself
                looked.add(id(longer))
                line = line or f" {' '.join(read)} "
                for phrase, more in longer:
                    if phrase in line:
                        found |= more
        return found

    @cached_property
    def seen(self) -> Kept[int]:
        """The bits of single words, kept by word."""
        return Kept(self._bits)

    def _bits(self, word: str) -> int:
        """The bits of one word, and of its beginnings."""
        found = self.words.get(word, 0) | self._digits(word)
        for end in range(self._shortest, min(len(word), self._longest) + 1):
            found |= self.stems.get(word[:end], 0)
        return found

    def _digits(self, word: str) -> int:
        if not word[0].isdigit():
            return 0
        year = len(word) == 4 and word[:2] in ("19", "20") and word.isdecimal()
        return self.classes["Year" if year else "Number"]

    @cached_property
    def pairs(self) -> Mapping[tuple[str, str], tuple[int, tuple[tuple[str, int], ...]]]:
        """By two words: the bits that they have, and the longer phrases in which they stand."""
        return {pair: (dict(some).get(" ".join(pair), 0), _longer(some)) for pair, some in self.phrases.items()}

    @cached_property
    def _shortest(self) -> int:
        return min(map(len, self.stems), default=0)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.stems), default=0)


_PAIR = 2  # words
_NONE: Mapping[int, Cues] = MappingProxyType({})


def _longer(some: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    return tuple([(f" {text} ", bit) for text, bit in some if len(text.split()) > _PAIR])


@cache
def book() -> Book:
    """The cues that travel with the package."""
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def cues(box: str) -> Mapping[int, Cues]:
    """The cues of a box's questions by number; none for a box that the home canvas does not have."""
    return book().questions.get(box, _NONE)


def parse(text: str, *, name: str) -> Book:
    """The cues from their YAML text; Invalid if a key is unknown, missing or of the wrong kind."""
    tree = read(text, name=name)
    if not isinstance(tree, dict) or set(tree) != {"classes", "questions"}:
        raise wrong(name, "file", "must hold classes and questions, and nothing else")
    return _Reader(name).book(tree["classes"], tree["questions"])


class _Reader:
    """Gives each list of terms its bit; every complaint names the file and the key."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.classes: dict[str, int] = {each: 1 << place for place, each in enumerate(READ_OFF)}
        self.next = len(READ_OFF)
        self.known: dict[tuple[str, ...], int] = {}
        self.words: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        self.phrases: dict[tuple[str, str], dict[str, int]] = {}

    def book(self, classes: object, questions: object) -> Book:
        for key, terms in self.mapping(classes, "classes").items():
            if not key[:1].isupper() or key in self.classes:
                raise wrong(self.name, key, "must begin with a capital, and stand once")
            self.classes[key] = self.mask(terms, key)
        found = {
            box: MappingProxyType(
                {self.number(each, box): self.question(tree, f"{box}.{each}") for each, tree in self.items(some, box)}
            )
            for box, some in self.mapping(questions, "questions").items()
        }
        return Book(
            MappingProxyType(self.classes),
            MappingProxyType(found),
            self.words,
            self.stems,
            {first: tuple(some.items()) for first, some in self.phrases.items()},
        )

    def mapping(self, tree: object, where: str) -> Mapping[str, Any]:
        if not isinstance(tree, dict):
            raise wrong(self.name, where, "must be keys and values")
        return tree

    def items(self, tree: object, where: str) -> list[tuple[str, Any]]:
        return list(self.mapping(tree, where).items())

    def number(self, key: str, box: str) -> int:
        if not key.isdecimal():
            raise wrong(self.name, f"{box}.{key}", "must be the number of a question")
        return int(key)

    def question(self, tree: object, where: str) -> Cues:
        keys = self.mapping(tree, where)
        if odd := sorted(set(keys) - set(Cues.__dataclass_fields__)):
            raise wrong(self.name, f"{where}.{odd[0]}", "is unknown")
        some: dict[str, Any] = {
            **{each: self.cues(keys[each], f"{where}.{each}") for each in _CUES if each in keys},
            **{each: self.mask(keys[each], f"{where}.{each}") for each in _MASKS if each in keys},
        }
        return Cues(**some)

    def cues(self, tree: object, where: str) -> tuple[Cue, ...]:
        listed = strings(tree, name=self.name, key=where)
        return tuple(tuple(self.mask(each, where) for each in cue.split(" + ")) for cue in listed)

    def mask(self, tree: object, where: str) -> int:
        """The bit of the terms of a list, and those of the classes in it."""
        if not isinstance(tree, str):
            raise wrong(self.name, where, "must be terms with commas between them")
        found, terms = 0, []
        for each in tree.split(", "):
            if not each[:1].isupper():
                terms.append(each)
            elif each in self.classes:
                found |= self.classes[each]
            else:
                raise wrong(self.name, where, f"“{each}” is no class that stands above it")
        return found | (self.bit(tuple(terms)) if terms else 0)

    def bit(self, terms: tuple[str, ...]) -> int:
        if terms not in self.known:
            self.known[terms] = 1 << self.next
            self.next += 1
            for each in terms:
                self.enter(each, self.known[terms])
        return self.known[terms]

    def enter(self, term: str, bit: int) -> None:
        if "|" in term:
            for each in product(*(word.split("|") for word in term.split())):
                self.enter(" ".join(each), bit)
            return
        read, star = _read(term.removesuffix("*")), term.endswith("*")
        if not read or (star and len(read) > 1):
            raise wrong(self.name, term, "must hold a word; only a single word may end in a star")
        if len(read) == 1:
            _add(self.stems if star else self.words, read[0], bit)
        else:
            telling = max(pairwise(read), key=_letters)  # of “in the morning”, the last two: the first stand everywhere
            _add(self.phrases.setdefault(telling, {}), " ".join(read), bit)


def _letters(pair: tuple[str, str]) -> int:
    return len(pair[0]) + len(pair[1])


def _read(term: str) -> list[str]:
    plain = term.replace("-", " ")
    if term.isascii() and plain.replace(" ", "").isalpha():  # most are: that spares reading them
        return plain.split()
    return [each.text for each in words(term)]


def _add(table: dict[str, int], key: str, bit: int) -> None:
    table[key] = table.get(key, 0) | bit


_CUES = ("full", "part", "aspects")
_MASKS = ("head", "topic")
