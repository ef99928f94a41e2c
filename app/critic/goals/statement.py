"""A goal as it is analysed: its words, numbers and signs in a row, and what the lists know of each."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, compress, count

from app.critic.goals.goalwords import Tags, metric_name, tag
from app.critic.kept import Kept
from app.critic.tokens import Span

# Bounded, so that no text without a space costs more than its length.
_DATE = (
    r"\d{4}-\d\d(?:-\d\d)?(?!\w)|(?:19|20)\d\d/\d\d(?![\w/])"
    r"|(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|[12]\d|3[01])[./]\d\d(?:\d\d)?(?![\w/])|[01]?\d/\d{4}(?!\w)|\d\d?:\d\d(?!\w)"
)
_NAME = (
    r"24/7|(?!(?:mid|pre|post|sub|early|late|non|end|eur|usd|gbp|chf|dkk|sek|nok|kr)[-\d])"
    r"[^\W\d_]{1,24}(?:[-@_/.][^\W\d_]{1,24}){0,3}[-@_#]?\d[\w]{0,30}(?:[-@.][\w]{1,30}){0,6}"
    r"|[^\W\d_]{1,30}_[\w]{1,60}"
)
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d))+(?:[.,]\d++)?|\d++(?:[.,]\d++)*+|(?<![\w.])\.\d++|[½¼¾⅓⅔]"
_WORD = r"[^\W\d_]++(?:['’][^\W\d_]++)*+"
_SIGN = r"[<>]=?|>=|us\$|[^\s\w]"
_KINDS = re.compile(f"(?P<date>{_DATE})|(?P<name>{_NAME})|(?P<number>{_NUMBER})|(?P<word>{_WORD})|(?P<sign>{_SIGN})")
# First what most tokens are: a word that nothing joins to what comes next. A blank is told at once that it is none.
_SPLIT = re.compile(f"((?=\\S)(?:[a-z]++(?![\\w'’@/.#-])|{_DATE}|{_NAME}|{_NUMBER}|{_WORD}|{_SIGN}))")
_SPLIT_WORDS = re.compile(f"((?=\\S)(?:{_WORD}|{_SIGN}))")
_DIGIT = re.compile(r"[\d_½¼¾⅓⅔]")
PAUSES = frozenset(",;:.()–—")
_NOTHING: Tags = {}
_LONGEST = 800  # characters of a statement that are read; who writes more says more than one thing
_BEYOND = 32  # places behind the last token that are empty, so that nobody who looks around asks whether it is the end


Range = tuple[int, int]  # of tokens; the second is the one after


def _kind(token: str) -> str:
    """What a token is: date, name, number, word or sign."""
    if token.isalpha():
        return "word"
    found = _KINDS.fullmatch(token)
    return (found.lastgroup or "") if found else "sign"


kind_of = Kept(_kind).__getitem__

_MINUTES = frozenset("minutes min mins minute seconds sec".split())
_HYPHENS = frozenset("-/")
_NOWHERE: list[int] = []
_BLANKS = [""] * _BEYOND
_UNTAGGED = [_NOTHING] * _BEYOND


def _places_of(value: str, row: list[str]) -> Iterator[int]:
    k = -1
    for _ in range(row.count(value)):
        k = row.index(value, k + 1)
        yield k


class Statement:
    """One sentence, or a few that belong together, of a text that was evened: its tokens, side by side.

    `words`, `kinds` and `tags` (what starts at each token, with how many it takes) go on behind the end with nothing,
    and so before the first, since Python counts from the end there.
    """

    def __init__(self, text: str, evened: str) -> None:
        self.text, self.evened = text, evened[:_LONGEST]
        pieces = (_SPLIT if _DIGIT.search(self.evened) else _SPLIT_WORDS).split(self.evened)
        stops = list(accumulate(map(len, pieces)))
        words = pieces[1::2]
        self.starts, self.stops, self.size = stops[0:-1:2], stops[1::2], len(words)
        self.vocabulary = frozenset(words)  # to ask whether a closer look is worth it
        self.words = [*words, *_BLANKS]
        self.kinds = [*map(kind_of, words), *_BLANKS]
        tags = tag(words) if self.vocabulary.isdisjoint(_HYPHENS) else self._joined(words)
        self.tags = [*tags, *_UNTAGGED]
        if "name" in self.kinds:
            self._name_metrics()
        if "date" in self.kinds:
            self._measure_times()
        self._index = self._places()
        self.keys = frozenset(self._index)  # of all phrases: what is none of them need not be looked for
        self.opening = self._opening()
        self.compared_from: dict[int, int] = {}  # where the words start that compare a quantity, by its own start

    def _name_metrics(self) -> None:
        for k, kind in enumerate(self.kinds):
            if kind == "name" and metric_name(self.words[k]):
                self.tags[k] = {"metric": 1, **self.tags[k]}

    def _measure_times(self) -> None:
        """“6:30 minutes” is a length, “06:30” a time of the day."""
        for k, kind in enumerate(self.kinds):
            if kind == "date" and self.words[k + 1] in _MINUTES and ":" in self.words[k]:
                self.kinds[k] = "number"
                if self.words[k - 1] == "to" and self.kinds[k - 2] == "date":
                    self.kinds[k - 2] = "number"

    def _joined(self, words: list[str]) -> list[Tags]:
        """Without the hyphens between them, so that “false-alarm” is “false alarm”."""
        places = [k for k, word in enumerate(words) if word not in _HYPHENS or not self._hyphen(k)]
        if len(places) == len(words):
            return tag(words)
        found: list[Tags] = [_NOTHING] * self.size
        for number, here in enumerate(tag([words[k] for k in places])):
            place = places[number]
            if max(here.values(), default=1) > 1:
                here = {key: places[number + size - 1] - place + 1 for key, size in here.items()}
            found[place] = here
        return found

    def _hyphen(self, k: int) -> bool:
        """Whether a sign joins two words."""
        return self.kinds[k - 1] == self.kinds[k + 1] == "word" and self.glued(k) and self.glued(k + 1)

    def at(self, key: str) -> list[int]:
        """Where phrases of a key start, from left to right."""
        return self._index.get(key, _NOWHERE)

    def _places(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for start in compress(count(), self.tags):
            for key in self.tags[start]:
                found[key].append(start)
        return found

    def standing(self, word: str) -> Iterator[int]:
        """Where a word stands, from left to right."""
        return _places_of(word, self.words)

    def of_kind(self, kind: str) -> Iterator[int]:
        """Where the tokens of a kind stand, from left to right."""
        return _places_of(kind, self.kinds)

    def each(self, key: str) -> list[Range]:
        """The phrases of a key, from left to right."""
        return [(k, k + self.tags[k][key]) for k in self.at(key)] if key in self.keys else []

    def has(self, index: int, *keys: str) -> int:
        """How many tokens the longest phrase of these keys takes that starts here; 0 if none does."""
        here = self.tags[index]
        longest = 0
        if here:
            for key in keys:
                if key in here and here[key] > longest:
                    longest = here[key]
        return longest

    def ends(self, index: int, *keys: str, reach: int = 4) -> int:
        """Where a phrase of these keys starts that ends right before a token; -1 if none does."""
        found = -1
        for key in keys:
            if key in self.keys:
                for k in self._index[key]:
                    if index - reach <= k < index and k + self.tags[k][key] == index and (found < 0 or k < found):
                        found = k
        return found

    def any(self, *keys: str, first: int = 0, last: int | None = None) -> int:
        """The first token from which a phrase of these keys starts and ends in a range; -1 if there is none."""
        stop, found = self.size if last is None else last, -1
        for key in keys:
            if key in self.keys:
                for k in self._index[key]:
                    if k >= first and k + self.tags[k][key] <= stop:
                        if found < 0 or k < found:
                            found = k
                        break
        return found

    def _opening(self) -> int:
        """The first word, after a bullet and a label."""
        k = 0
        while (
            k < self.size and self.kinds[k] == "sign" and not self.has(k, "currency") and self.words[k] not in "<>≤≥="
        ):
            k += 1
        size = self.has(k, "label_metric", "label_target", "label_other") if ":" in self.vocabulary else 0
        return k + size + 1 if size and self.words[k + size] == ":" else k

    def capital(self, index: int) -> bool:
        """Whether a word starts with a capital."""
        return 0 <= index < self.size and self.text[self.starts[index]].isupper()

    def clause_end(self, index: int) -> int:
        """Where the clause ends in which a token stands."""
        for k in range(index, self.size):
            if self.words[k] in PAUSES and not (self.words[k] == "." and self.kinds[k + 1] == "number"):
                return k
        return self.size

    def glued(self, index: int) -> bool:
        """Whether a token sticks to the one before it."""
        return 0 < index < self.size and self.stops[index - 1] == self.starts[index]

    def place(self, first: int, last: int) -> Span:
        """Where the tokens of a range stand; `last` is the one after them."""
        return Span(self.starts[first], self.stops[last - 1])

    def quote(self, first: int, last: int) -> str:
        span = self.place(first, last)
        return self.text[span.start : span.end]
