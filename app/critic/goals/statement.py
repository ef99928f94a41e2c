"""A goal as it is analysed: its words, numbers and signs in a row, and what the lists know of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.critic.goals.goalwords import Tags, metric_name, tag
from app.critic.goals.lazy import lazy
from app.critic.tokens import Span

# Bounded, so that no text without a space costs more than its length.
_TOKEN = re.compile(
    r"(?P<date>\d{4}-\d\d(?:-\d\d)?(?!\w)|(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|[12]\d|3[01])[./]\d\d(?:\d\d)?(?![\w/])|[01]?\d/\d{4}(?!\w)|\d\d?:\d\d(?!\w))"
    r"|(?P<name>24/7|(?!(?:mid|pre|post|sub|early|late|non|end|eur|usd|gbp|chf|dkk|sek|nok|kr)[-\d])"
    r"[^\W\d_]{1,24}(?:[-@_/.][^\W\d_]{1,24}){0,3}[-@_#]?\d[\w]{0,30}(?:[-@.][\w]{1,30}){0,6}"
    r"|[^\W\d_]{1,30}_[\w]{1,60})"
    r"|(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d))+(?:[.,]\d++)?|\d++(?:[.,]\d++)*+|(?<![\w.])\.\d++|[½¼¾⅓⅔])"
    r"|(?P<word>[^\W\d_]++(?:['’][^\W\d_]++)*+)"
    r"|(?P<sign>[<>]=?|>=|us\$|[^\s\w])"
)
_WORDS = re.compile(r"(?P<word>[^\W\d_]++(?:['’][^\W\d_]++)*+)|(?P<sign>[<>]=?|>=|us\$|[^\s\w])")
_DIGIT = re.compile(r"[\d_½¼¾⅓⅔]")
PAUSES = frozenset(",;:.()–—")
_NOTHING: Tags = {}
_LONGEST = 800  # characters of a statement that are read; who writes more says more than one thing


Range = tuple[int, int]  # of tokens; the second is the one after


class Token(NamedTuple):
    text: str
    start: int
    end: int
    kind: str  # date, name, number, word or sign


@dataclass(frozen=True)
class Statement:
    """One sentence, or a few that belong together, of a text that was evened."""

    text: str
    evened: str

    @lazy
    def tokens(self) -> tuple[Token, ...]:
        pattern = _TOKEN if _DIGIT.search(self.evened) else _WORDS
        found = pattern.finditer(self.evened, 0, _LONGEST)
        return tuple(Token(each.group(), each.start(), each.end(), each.lastgroup or "") for each in found)

    @lazy
    def _row(self) -> tuple[list[str], list[int]]:
        """The words without the hyphens between them, so that “false-alarm” is “false alarm”."""
        row, places = [], []
        for index, token in enumerate(self.tokens):
            if not self._hyphen(index):
                row.append(token.text)
                places.append(index)
        return row, places

    def _hyphen(self, index: int) -> bool:
        """Whether a sign joins two words."""
        if self.tokens[index].text not in ("-", "/") or not 0 < index < len(self.tokens) - 1:
            return False
        left, token, right = self.tokens[index - 1 : index + 2]
        return left.kind == right.kind == "word" and left.end == token.start and token.end == right.start

    @lazy
    def tags(self) -> list[Tags]:
        """What starts at each token, with how many tokens it takes."""
        row, places = self._row
        found: list[Tags] = [_NOTHING] * len(self.tokens)
        for number, (place, here) in enumerate(zip(places, tag(row), strict=True)):
            if any(size > 1 for size in here.values()):
                here = {key: places[number + size - 1] - place + 1 for key, size in here.items()}
            token = self.tokens[place]
            found[place] = {"metric": 1, **here} if token.kind == "name" and metric_name(token.text) else here
        return found

    @lazy
    def index(self) -> Mapping[str, list[tuple[int, int]]]:
        """Where the phrases of each key stand, from left to right."""
        found: dict[str, list[tuple[int, int]]] = {}
        for start, here in enumerate(self.tags):
            for key, size in here.items():
                found.setdefault(key, []).append((start, start + size))
        return found

    @lazy
    def size(self) -> int:
        return len(self.tokens)

    def has(self, index: int, *keys: str) -> int:
        """How many tokens the longest phrase of these keys takes that starts here; 0 if none does."""
        tags = self.tags
        if not 0 <= index < len(tags):
            return 0
        here = tags[index]
        if not here:
            return 0
        longest = 0
        for key in keys:
            size = here.get(key, 0)
            if size > longest:
                longest = size
        return longest

    def ends(self, index: int, *keys: str, reach: int = 4) -> int:
        """Where a phrase of these keys starts that ends right before a token; -1 if none does."""
        starts = [a for key in keys for a, b in self.index.get(key, ()) if b == index and a >= index - reach]
        return min(starts, default=-1)

    def any(self, *keys: str, first: int = 0, last: int | None = None) -> int:
        """The first token from which a phrase of these keys starts and ends in a range; -1 if there is none."""
        stop, found = self.size if last is None else last, -1
        for key in keys:
            for a, b in self.index.get(key, ()):
                if a >= first and b <= stop:
                    found = a if found < 0 else min(a, found)
                    break
        return found

    @lazy
    def opening(self) -> int:
        """The first word, after a bullet and a label."""
        k = 0
        while k < self.size and self.kind(k) == "sign" and not self.has(k, "currency") and self.word(k) not in "<>≤≥=":
            k += 1
        size = self.has(k, "label_metric", "label_target", "label_other")
        return k + size + 1 if size and self.word(k + size) == ":" else k

    @lazy
    def vocabulary(self) -> frozenset[str]:
        """The words and signs without order: to ask whether a closer look is worth it."""
        return frozenset(self.words)

    @lazy
    def compared_from(self) -> dict[int, int]:
        """Where the words start that compare a quantity, by where it starts: filled as it is asked for."""
        return {}

    def word(self, index: int) -> str:
        return self.words[index] if 0 <= index < len(self.words) else ""

    @lazy
    def words(self) -> list[str]:
        return [token.text for token in self.tokens]

    def kind(self, index: int) -> str:
        return self.tokens[index].kind if 0 <= index < self.size else ""

    def capital(self, index: int) -> bool:
        """Whether a word starts with a capital."""
        return 0 <= index < len(self.tokens) and self.text[self.tokens[index].start].isupper()

    def clause_end(self, index: int) -> int:
        """Where the clause ends in which a token stands."""
        for k in range(index, self.size):
            if self.word(k) in PAUSES and not (self.word(k) == "." and self.kind(k + 1) == "number"):
                return k
        return self.size

    def glued(self, index: int) -> bool:
        """Whether a token sticks to the one before it."""
        return 0 < index < len(self.tokens) and self.tokens[index - 1].end == self.tokens[index].start

    def place(self, first: int, last: int) -> Span:
        """Where the tokens of a range stand; `last` is the one after them."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def quote(self, first: int, last: int) -> str:
        span = self.place(first, last)
        return self.text[span.start : span.end]
