"""A small language for cues: how people say a thing, as words in order. `data/claims.yaml` is written in it.

A cue is a row of words. `a|b_c` is either, the second of two words, `word?` may be missing, `<list>` is any entry of
a list of the file, `..`, `...` and `....` are up to three, ten and twenty words that turn nothing around, and `#` is
a number.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from app.critic.datafile import read, strings, wrong
from app.critic.tokens import Span, words
from app.critic.words import lexicon

FILE = Path(__file__).parents[1] / "data" / "claims.yaml"

_GAPS = {"..": 3, "...": 10, "....": 20}
_BETWEEN = r"[^\w\n;]{1,3}+"
_MAY_GLUE = r"(?:[^\w\n;]{1,3}+|(?<=\d))"
_TURNS = r"(?!(?:not|no|never|without|nor|neither|nobody|none|cannot|isn't|aren't|don't|doesn't|won't)(?!\w))"
_STEP = rf"{_TURNS}[\w'’]++{_BETWEEN}"
_NUMBER = r"\d++(?:[.,:]\d++)*+"
_OWN = r"(?:['’]s?)?(?:(?!\w)|(?<=\d))"  # “customer's” is the customer
_SHORT = 3  # letters of a word that many sentences hold
_Place = tuple[int, int]  # of a cue: its row, and which it is there
_Needs = tuple[frozenset[str], tuple[frozenset[str], ...], frozenset[str]]  # its second set, the rest, what clears it
_Table = Mapping[str, Sequence[tuple[frozenset[str], tuple[frozenset[str], ...], frozenset[str], Sequence[_Place]]]]
_KEYS = {"kind", "value", "cues", "clear", "boxes"}
NUMERAL = "#"  # stands among the words of a sentence that holds a number


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to say something. A sentence is worth a look if it holds a word of each of `needed`, rarest first."""

    text: str
    pattern: re.Pattern[str]
    needed: tuple[frozenset[str], ...]

    def find(self, evened: str, span: Span) -> Span | None:
        """Where a sentence says it."""
        match = self.pattern.search(evened, span.start, span.end)
        return Span(*match.span()) if match else None


@dataclass(frozen=True, slots=True)
class Saying:
    """What some cues say: a kind of fact and its value. A sentence with a word of `clear` says something else."""

    kind: str
    value: str
    cues: tuple[Cue, ...]
    clear: frozenset[str] = frozenset()
    boxes: tuple[str, ...] = ()  # empty: every box


@dataclass(frozen=True)
class Sayings:
    """The file: what can be said, by the words that point to it, and the lists that others read too."""

    rows: tuple[Saying, ...]
    lists: Mapping[str, tuple[str, ...]]

    @cached_property
    def _tables(self) -> dict[str, tuple[_Table, frozenset[str]]]:
        return {}

    def _table(self, box: str) -> tuple[_Table, frozenset[str]]:
        """The cues that are judged in a box, by the words that point to them."""
        if box not in self._tables:
            table: defaultdict[str, defaultdict[_Needs, list[_Place]]] = defaultdict(lambda: defaultdict(list))
            for row, saying in enumerate(self.rows):
                for place, cue in enumerate(saying.cues if box in saying.boxes or not saying.boxes else ()):
                    first, rest = cue.needed[0], cue.needed[1:] or cue.needed
                    for word in first:
                        table[word][rest[0], rest[1:], saying.clear].append((row, place))
            rows = {word: tuple((*needs, places) for needs, places in some.items()) for word, some in table.items()}
            self._tables[box] = rows, frozenset(rows)
        return self._tables[box]

    def said(self, box: str, evened: str, span: Span, words: frozenset[str]) -> list[tuple[Saying, Span]]:
        """What a sentence of a box says, each saying once, with the words that say it. `words` are all of it."""
        table, pointers = self._table(box)
        absent = words.isdisjoint
        worth: list[_Place] = []
        for word in words & pointers:
            for second, rest, clear, places in table[word]:
                if not absent(second) and absent(clear) and not any(map(absent, rest)):
                    worth += places
        return self._found(worth, evened, span) if worth else []

    def _found(self, worth: Sequence[_Place], evened: str, span: Span) -> list[tuple[Saying, Span]]:
        """The patterns come last: one costs as much as a hundred looks at words."""
        found: list[tuple[Saying, Span]] = []
        done = -1
        for row, place in sorted(set(worth)):
            if row != done and (where := self.rows[row].cues[place].find(evened, span)):
                done = row
                found.append((self.rows[row], where))
        return found

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(some) for name, some in self.lists.items()}

    def words(self, name: str) -> frozenset[str]:
        """The entries of a list."""
        return self._words[name]


def odd(words: AbstractSet[str]) -> Mapping[str, Sequence[str]]:
    """Those words of a text that cues meet in another form too: “Ana's”, “300ms”, and each number."""
    numbers = {word: (word.lstrip(_DIGITS), NUMERAL) for word in words if word < _LETTERS}
    owners = {word: (word[:-2],) for word in words if word[-2:] == "'s"}
    return {**numbers, **owners}


def bared(words: frozenset[str], strange: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The words of a sentence as cues meet them: with what stands before an apostrophe or after a number."""
    here = [word for word in words if word in strange]
    return words.union(*[strange[word] for word in here]) if here else words


_DIGITS, _LETTERS = "0123456789", ":"  # all digits come before this mark, all letters after it


@cache
def sayings() -> Sayings:
    """What travels with the package."""
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def parse(text: str, *, name: str) -> Sayings:
    """The cues of a YAML text; Invalid if a key is unknown, missing or of the wrong kind."""
    tree = read(text, name=name)
    if not isinstance(tree, dict) or set(tree) != {"lists", "claims"}:
        raise wrong(name, "file", "must hold lists and claims")
    if not isinstance(tree["lists"], dict) or not isinstance(tree["claims"], list):
        raise wrong(name, "file", "must hold lists by name, and a list of claims")
    lists = {key: strings(value, name=name, key=key) for key, value in tree["lists"].items()}
    rows = tuple(_row(row, lists, f"{name}: row {number}") for number, row in enumerate(tree["claims"], 1))
    return Sayings(rows, MappingProxyType(lists))


def _row(row: object, lists: Mapping[str, tuple[str, ...]], where: str) -> Saying:
    if not isinstance(row, dict) or not {"kind", "value", "cues"} <= set(row) <= _KEYS:
        raise wrong(where, "row", "has an unknown key, or lacks kind, value or cues")
    clear = (word for each in strings(row.get("clear", []), name=where, key="clear") for word in _either(each, lists))
    return Saying(
        kind=str(row["kind"]),
        value=str(row["value"]),
        cues=tuple(cue(text, lists, where) for text in strings(row["cues"], name=where, key="cues")),
        clear=frozenset(clear),
        boxes=strings(row.get("boxes", []), name=where, key="boxes"),
    )


def cue(text: str, lists: Mapping[str, tuple[str, ...]], where: str) -> Cue:
    """A cue as a pattern; Invalid if it names no list, or holds no word that could point to it."""
    tokens = text.split()
    unknown = [each for each in tokens if each.startswith("<") and each.strip("<>?") not in lists]
    if unknown:
        raise wrong(where, text, "names a list that is not there")
    needed = [_either(each, lists) for each in tokens if each not in _GAPS and each != "#" and not each.endswith("?")]
    if not needed or tokens[-1] in _GAPS or tokens[-1].endswith("?"):
        raise wrong(where, text, "holds no word that must stand there, or ends open")
    pattern = "".join(_token(each, lists) + _gap(each, lists) for each in tokens[:-1])
    whole = r"(?<![\w'’])" + pattern + _token(tokens[-1], lists)
    sets = sorted({frozenset(map(_rarest, each)) for each in needed}, key=_telling)
    return Cue(text, re.compile(whole), tuple(sets))


def _rarest(entry: str) -> str:
    """The word of an entry that tells most: “every night” stands only where “night” does."""
    read = [each.text for each in words(entry)] if entry != NUMERAL else [NUMERAL]
    return min(read, key=lambda word: (often(word), -len(word)))


def _gap(token: str, lists: Mapping[str, tuple[str, ...]]) -> str:
    """What follows a token: “300 ms” may be “300ms”."""
    if token in _GAPS or token.endswith("?"):
        return ""
    return _MAY_GLUE if "#" in _either(token, lists) else _BETWEEN


def _either(token: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words that a token may be."""
    bare = token.removesuffix("?")
    if bare.startswith("<"):
        return tuple(word for each in lists[bare.strip("<>")] for word in _either(each, lists))
    return tuple(each.replace("_", " ") for each in bare.split("|")) if " " not in bare else (bare,)


def _telling(some: frozenset[str]) -> tuple[int, list[str]]:
    return sum(map(often, some)), sorted(some)


def often(word: str) -> int:
    """In how many of some hundred sentences a word may stand: a guess, good enough to look for the rare ones first."""
    if word in lexicon().languages["en"] or word == NUMERAL:
        return 60
    if word in lexicon().stop_words or word in lexicon().generic:
        return 30
    return 3 if len(word) <= _SHORT else 1


def _token(token: str, lists: Mapping[str, tuple[str, ...]]) -> str:
    if token in _GAPS:
        return rf"(?:{_STEP}){{0,{_GAPS[token]}}}?"
    if token == "#":
        return _NUMBER
    some = sorted(_either(token, lists), key=len, reverse=True)
    words = rf"(?:{'|'.join(_phrase(each) for each in some)}){_OWN}"
    return f"(?:{words}{_BETWEEN})?" if token.endswith("?") else words


def _phrase(entry: str) -> str:
    return _BETWEEN.join(_NUMBER if each == "#" else re.escape(each) for each in entry.split())
