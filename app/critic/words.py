"""The words that the rules look for: `data/words.yaml`, read once, with every key known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.critic.datafile import read, strings, wrong
from app.critic.tokens import Word, words

FILE = Path(__file__).parent / "data" / "words.yaml"

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase."""

    text: str
    words: Phrase


Terms = Mapping[str, tuple[Term, ...]]  # by first word, longest first


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One field a key of the file."""

    open_questions: Terms
    today: Terms
    means: Terms
    goals: frozenset[str]
    intents: frozenset[str]
    names: frozenset[str]
    comparators: frozenset[str]
    resources: frozenset[str]
    periods: frozenset[str]
    deadlines: frozenset[str]
    months: frozenset[str]
    units: frozenset[str]
    spelled: frozenset[str]
    counted: frozenset[str]
    amounts: frozenset[str]
    stop_words: frozenset[str]
    generic: frozenset[str]
    languages: Mapping[str, frozenset[str]]


_TERMS = {"open_questions", "today", "means"}


@cache
def lexicon() -> Lexicon:
    """The word lists that travel with the package."""
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def parse(text: str, *, name: str) -> Lexicon:
    """A lexicon from its YAML text; Invalid if a key is unknown, missing or of the wrong kind."""
    tree = read(text, name=name)
    if not isinstance(tree, dict):
        raise wrong(name, "file", "must be keys and values")
    if odd := sorted(set(tree) ^ set(Lexicon.__dataclass_fields__)):
        raise wrong(name, ", ".join(odd), "is unknown or missing")
    return Lexicon(**{key: _section(value, name, key) for key, value in tree.items()})


def _section(value: object, name: str, key: str) -> Any:
    if key == "languages":
        if not isinstance(value, dict):
            raise wrong(name, key, "must be lists by language")
        return MappingProxyType({each: _words(some, name, each) for each, some in value.items()})
    return _terms(value, name, key) if key in _TERMS else _words(value, name, key)


def _words(value: object, name: str, key: str) -> frozenset[str]:
    return frozenset(word for each in strings(value, name=name, key=key) for word in _phrase(each))


def _phrase(text: str) -> Phrase:
    return tuple(each.text for each in words(text))


def _terms(value: object, name: str, key: str) -> Terms:
    table: dict[str, tuple[Term, ...]] = {}
    for text in strings(value, name=name, key=key):
        term = Term(text, _phrase(text))
        some = (*table.get(term.words[0], ()), term)
        table[term.words[0]] = tuple(sorted(some, key=lambda each: -len(each.words)))
    return MappingProxyType(table)


def hits(text: str, among: Sequence[Word], terms: Terms) -> Iterator[tuple[Term, int, int]]:
    """Where terms stand, as (term, first word, word after the last). The longest wins; none overlap."""
    index = 0
    while index < len(among):
        here = terms.get(among[index].text, ())
        term = next((each for each in here if _stands(text, among, each, index)), None)
        if term:
            yield term, index, index + len(term.words)
        index += len(term.words) if term else 1


def _stands(text: str, among: Sequence[Word], term: Term, index: int) -> bool:
    if index + len(term.words) > len(among):
        return False
    return all(
        among[place].text == word and text[among[place - 1].end : among[place].start].isspace()
        for place, word in enumerate(term.words[1:], index + 1)
    )
