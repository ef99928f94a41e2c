"""What a clause must say, word by word, so that it addresses something: who does what, near each other, not denied."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from app.critic.reading import read
from app.critic.tokens import Span, words
from app.critic.words import lexicon

NUMBER, YEAR = "#", "##"
AS_IT_IS = "~ "  # a cue that is met even where a “not” stands before its words

_NEAR = 12  # words between those of a cue, at most
_LONGEST = 400  # words of a clause that are read; nobody writes longer ones
_BEFORE = 3  # a denial within so many words denies
_BREAK = re.compile(r";\s|\s[–—]\s|,\s(?:but|while|whereas)\s")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s", "e")
_KEPT = ("ss", "us", "is", "as", "eed")  # no endings to cut: “bias”, “need”
_LEFT = 3


@dataclass(frozen=True, slots=True)
class Part:
    """Words of which a clause must hold one; each is one word or some that follow one another."""

    words: frozenset[str]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]  # by the first word
    firsts: frozenset[str]  # what a clause must hold one of, so that it is worth a closer look

    def within(self, said: "Heard") -> list[int]:
        """Where in a clause they stand."""
        found: list[int] = []
        for form in self.firsts & said.known:
            if form in self.words:
                found += said.places[form]
            for each in self.phrases.get(form, ()):
                found += [place for place in said.places[form] if said.follows(each, place)]
        return found


@dataclass(frozen=True, slots=True)
class Cue:
    """Parts that must all meet in a clause, and others none of which may stand in it."""

    parts: tuple[Part, ...]
    sieve: tuple[frozenset[str], ...]  # what a sentence must hold of each part, the rarest first
    excluded: tuple[Part, ...] = ()
    as_it_is: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What denies the words after it, what turns a denial round (“no release without …”), and what only wishes."""

    denials: frozenset[str]
    rescues: frozenset[str]
    doubts: Part


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of a clause, and where the forms stand in which they are compared."""

    words: list[str]
    places: Mapping[str, list[int]]
    known: frozenset[str]

    def follows(self, phrase: Sequence[str], place: int) -> bool:
        return all(at in self.places.get(each, ()) for at, each in enumerate(phrase, place))


def part(terms: Iterable[str]) -> Part:
    """Terms as words and phrases; a hyphen joins the words of a phrase."""
    split = [tuple(chain.from_iterable(map(_bases, term.split("-")))) for term in terms]
    single = frozenset(each[0] for each in split if len(each) == 1)
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
    for each in split:
        if len(each) > 1:
            phrases[each[0]] = (*phrases.get(each[0], ()), each)
    return Part(single, phrases, single.union(phrases))


def _bases(piece: str) -> tuple[str, ...]:
    return (piece,) if piece in (NUMBER, YEAR) else tuple(base(each.text) for each in words(piece))


def base(word: str) -> str:
    """A word without the endings of its forms: less than a stem cuts, so that a director is no directive."""
    word = word.removesuffix("'s")
    ending = "" if word.endswith(_KEPT) else next((each for each in _ENDINGS if _fits(word, each)), "")
    left = word.removesuffix(ending) + ("y" if ending in ("ied", "ies") else "")
    return left[:-1] if len(left) > _LEFT and left[-1] == left[-2] and left[-1] not in "sl" else left


def _fits(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= _LEFT


@lru_cache(maxsize=16_384)
def forms(word: str) -> tuple[str, ...]:
    """What a word counts as: its base, and a year or another number if it is one."""
    if not word[0].isdigit():
        return (base(word), NUMBER) if word in lexicon().spelled else (base(word),)
    return (base(word), YEAR if _YEAR.fullmatch(word) else NUMBER)


def clauses(text: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence: what stands behind a semicolon, a dash or a “but” is said of something else."""
    start = sentence.start
    for stop in _BREAK.finditer(text, *sentence):
        yield Span(start, stop.start() + text[stop.start()].count(";"))
        start = stop.end()
    yield Span(start, sentence.end)


@lru_cache(maxsize=1024)
def heard(text: str, clause: Span) -> Heard:
    said = read(text).bare_in(clause)[:_LONGEST]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(said):
        for each in forms(word):
            places.setdefault(each, []).append(place)
    return Heard(said, places, frozenset(places))


def meets(cue: Cue, said: Heard, marks: Marks) -> bool:
    """Whether a clause says what a cue asks for."""
    found: list[list[int]] = []
    for some in cue.parts:
        found.append(some.within(said))
        if not found[-1]:
            return False
    if any(some.within(said) for some in (*cue.excluded, marks.doubts)):
        return False
    taken = (_together(place, found[1:]) for place in found[0])
    return any(some and (cue.as_it_is or not _denied(some, said, marks)) for some in taken)


def _together(place: int, others: Iterable[Sequence[int]]) -> list[int]:
    """The places of one word of each part, near the first; none if one of them has no word near it."""
    taken = [place]
    for some in others:
        free = [each for each in some if each not in taken and abs(each - place) <= _NEAR]
        if not free:
            return []
        taken.append(min(free, key=lambda each: abs(each - place)))
    return taken


def _denied(taken: Iterable[int], said: Heard, marks: Marks) -> bool:
    near = {said.words[each] for place in taken for each in range(max(0, place - _BEFORE), place)}
    denying = {each for each in near if each in marks.denials or each.endswith("n't")}
    return bool(denying) and not (marks.rescues & set(said.words)) - denying
