"""A small language for cues: how people say a thing, as words in order. `data/claims.yaml` is written in it.

A cue is a row of words. `a|b_c` is either, the second of two words, `word?` may be missing, `<list>` is any entry of
a list of the file, `..`, `...` and `....` are up to three, ten and twenty words that turn nothing around, and `#` is
a number.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from app.critic.datafile import read, strings, wrong
from app.critic.tokens import Span
from app.critic.words import lexicon

FILE = Path(__file__).parents[1] / "data" / "claims.yaml"

_GAPS = {"..": 3, "...": 10, "....": 20}
_BETWEEN = r"[^\w\n;]{1,3}+"
_MAY_GLUE = r"(?:[^\w\n;]{1,3}+|(?<=\d))"
_TURNS = r"(?!(?:not|no|never|without|nor|neither|nobody|none|cannot|isn't|aren't|don't|doesn't|won't)(?!\w))"
_STEP = rf"{_TURNS}[\w'’]++{_BETWEEN}"
_NUMBER = r"\d++(?:[.,:]\d++)*+"
_OWN = r"(?:['’]s?)?(?:(?!\w)|(?<=\d))"  # “customer's” is the customer
_COMMON = 3  # letters of a word that stands in every other sentence
_KEYS = {"kind", "value", "cues", "clear", "boxes"}


_Table = Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to say something. A sentence is worth a look if it holds one of `anchors`, and one of each of `also`."""

    text: str
    pattern: re.Pattern[str]
    anchors: frozenset[str]
    also: tuple[frozenset[str], ...]

    def find(self, evened: str, span: Span, vocabulary: frozenset[str]) -> Span | None:
        """Where a sentence says it. The words decide first: a pattern costs a hundred times as much."""
        for some in self.also:  # any() over a generator takes three times as long
            if some.isdisjoint(vocabulary):
                return None
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
        """The rows that are judged in a box, by the words that point to them."""
        if box not in self._tables:
            table: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
            for row, saying in enumerate(self.rows):
                for place, cue in enumerate(saying.cues if box in saying.boxes or not saying.boxes else ()):
                    for anchor in cue.anchors:
                        table[anchor].append((row, place))
            self._tables[box] = dict(table), frozenset(table)
        return self._tables[box]

    def said(self, box: str, evened: str, span: Span, words: frozenset[str]) -> Iterator[tuple[Saying, Span]]:
        """What a sentence of a box says, each saying once, with the words that say it. `words` are all of it."""
        (table, anchors), done = self._table(box), -1
        if not (pointing := words & anchors):
            return
        for row, place in sorted({place for word in pointing for place in table[word]}):
            if row == done:
                continue
            saying = self.rows[row]
            if not saying.clear.isdisjoint(words):
                done = row
            elif found := saying.cues[place].find(evened, span, words):
                done = row
                yield saying, found

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(some) for name, some in self.lists.items()}

    def words(self, name: str) -> frozenset[str]:
        """The entries of a list."""
        return self._words[name]


def bared(words: frozenset[str]) -> frozenset[str]:
    """The words, with those that stand before an apostrophe or are glued to a number: “Ana's”, “300ms”."""
    some = {word.removesuffix("'s") for word in words if word.endswith("'s")}
    return words | some | {word.lstrip("0123456789") for word in words if word[0].isdigit()}


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
    first, *also = sorted(needed, key=_telling, reverse=True)
    return Cue(text, re.compile(whole), _firsts(first), tuple(_firsts(each) for each in also if "#" not in each))


def _firsts(some: tuple[str, ...]) -> frozenset[str]:
    return frozenset(each.split()[0] for each in some)


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


def _telling(words: tuple[str, ...]) -> tuple[int, float]:
    """How seldom such words stand in a text: short words and those of every canvas stand everywhere."""
    firsts = [each.split()[0] for each in words]
    common = lexicon().stop_words | lexicon().generic
    sizes = [len(each) for each in firsts]
    return -sum(len(each) <= _COMMON or each in common for each in firsts), sum(sizes) / len(sizes)


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
