"""A small language for cues: how people say a thing, as words in order. `data/claims.yaml` is written in it.

A cue is a row of words. `a|b_c` is either, the second of two words, `word?` may be missing, `<list>` is any entry of a list of the file,
`..`, `...` and `....` are up to three, ten and twenty words that turn nothing around, and `#` is a
number.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from app.critic.datafile import read, strings, wrong
from app.critic.tokens import Span

FILE = Path(__file__).parent / "data" / "claims.yaml"

_GAPS = {"..": 3, "...": 10, "....": 20}
_BETWEEN = r"[^\w\n;]{1,3}+"
_TURNS = r"(?!(?:not|no|never|without|nor|neither|nobody|none|cannot|isn't|aren't|don't|doesn't|won't)(?!\w))"
_STEP = rf"{_TURNS}[\w'’]++{_BETWEEN}"
_NUMBER = r"\d++(?:[.,:]\d++)*+"
_OWN = r"(?:['’]s?)?(?![\w])"  # “customer's” is the customer
_COMMON = 3  # letters of a word that stands in every other sentence
_KEYS = {"kind", "value", "cues", "clear", "boxes"}


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to say something; `anchors` are words of which a sentence must hold one to be worth a look."""

    text: str
    pattern: re.Pattern[str]
    anchors: frozenset[str]


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

    def __post_init__(self) -> None:
        table: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row, saying in enumerate(self.rows):
            for place, cue in enumerate(saying.cues):
                for anchor in cue.anchors:
                    table[anchor].append((row, place))
        object.__setattr__(self, "_table", dict(table))
        object.__setattr__(self, "_words", {name: frozenset(some) for name, some in self.lists.items()})

    def said(self, evened: str, span: Span, vocabulary: frozenset[str]) -> Iterator[tuple[Saying, Span]]:
        """What a sentence may say, each saying once, with the words that say it."""
        table: dict[str, list[tuple[int, int]]] = self.__dict__["_table"]
        places = sorted({place for word in _plain(vocabulary) & table.keys() for place in table[word]})
        done = -1
        for row, place in places:
            if row == done:
                continue
            saying = self.rows[row]
            if saying.clear.isdisjoint(vocabulary) and (
                match := saying.cues[place].pattern.search(evened, span.start, span.end)
            ):
                done = row
                yield saying, Span(*match.span())

    def words(self, name: str) -> frozenset[str]:
        """The entries of a list."""
        some: dict[str, frozenset[str]] = self.__dict__["_words"]
        return some[name]


def _plain(vocabulary: frozenset[str]) -> frozenset[str]:
    return vocabulary | {word.removesuffix("'s") for word in vocabulary if "'" in word}


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
    needed = [_either(each, lists) for each in tokens if each not in _GAPS and each != "#" and not each.endswith("?")]
    if unknown or not needed or tokens[-1] in _GAPS or tokens[-1].endswith("?"):
        raise wrong(where, text, "names a list that is not there, or ends open")
    pattern = "".join(_token(each, lists) + _BETWEEN * _joins(each) for each in tokens[:-1])
    whole = r"(?<![\w'’])" + pattern + _token(tokens[-1], lists)
    return Cue(text, re.compile(whole), frozenset(each.split()[0] for each in max(needed, key=_telling)))


def _joins(token: str) -> bool:
    return token not in _GAPS and not token.endswith("?")


def _either(token: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words that a token may be."""
    bare = token.removesuffix("?")
    if bare.startswith("<"):
        return tuple(word for each in lists[bare.strip("<>")] for word in _either(each, lists))
    return tuple(each.replace("_", " ") for each in bare.split("|")) if " " not in bare else (bare,)


def _telling(words: tuple[str, ...]) -> tuple[int, float]:
    """How seldom such words stand in a text: short words stand everywhere."""
    sizes = [len(each.split()[0]) for each in words]
    return -sum(size <= _COMMON for size in sizes), sum(sizes) / len(sizes)


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
