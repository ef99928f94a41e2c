"""Where a piece of a text went when the text was edited.

Sentences that were left alone come first: whatever happens around them, they are the same sentences. Then the
words between them are compared. What neither finds again has only a place: between its old neighbours.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from app.critic.reading import Reading
from app.critic.tokens import Span

_PIECE = re.compile(r"\w+")
# A diff is quadratic at worst. Above this many changed words or sentences a text is searched instead.
_MANY_WORDS = 2000
_MANY_SENTENCES = 400


class Block(NamedTuple):
    """A piece that stands in both texts: `size` code points from `before` on, and from `after` on."""

    before: int
    after: int
    size: int


@dataclass(frozen=True)
class Edit:
    """The way from one text to the next. `blocks` stayed, in order; `moved` sentences start elsewhere now."""

    before: Reading
    after: str
    blocks: tuple[Block, ...]
    moved: Mapping[Span, int]

    def carry(self, span: Span) -> Span:
        """Where a piece of the text before is now: its words, or the place where others stand for them.

        An empty span is a place between words; what was inserted at it belongs to it.
        """
        if self.before.text == self.after:
            return span
        place = self._shifted(span) or self._place(span)
        return self._found(self.before.quote(span), place) or place

    def _shifted(self, span: Span) -> Span | None:
        """Its new place if its whole sentence was moved."""
        sentence = self.before.sentence_at(span.start) if self.moved else span
        if sentence not in self.moved or not sentence.start <= span.start <= span.end <= sentence.end:
            return None
        shift = self.moved[sentence] - sentence.start
        return Span(span.start + shift, span.end + shift)

    def _place(self, span: Span) -> Span:
        """From the last block that starts before its first character to the first that ends after its last."""
        empty = span.start >= span.end  # then its neighbours count, one character to each side
        left = bisect_right(self.blocks, span.start - empty, key=_before) - 1
        right = bisect_left(self._ends, span.end + empty)
        start, end = 0, len(self.after)
        if left >= 0:
            block = self.blocks[left]
            start = block.after + min(span.start - block.before, block.size)
        if right < len(self.blocks):
            block = self.blocks[right]
            end = block.after + max(span.end - block.before, 0)
        return Span(start, end)

    def _found(self, quote: str, place: Span) -> Span | None:
        """The words themselves in a wider place, if they stand there once."""
        start = self.after.find(quote, *place) if quote else -1
        if start < 0 or self.after.find(quote, start + 1, place.end) >= 0:
            return None
        return Span(start, start + len(quote))

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(block.before + block.size for block in self.blocks)


def edit(before: str, after: str) -> Edit:
    """The edit that leads from one text to another. Fast for any length."""
    old, new = Reading(before), Reading(after)
    stayed = tuple(_stayed(_texts(old), _texts(new), _MANY_SENTENCES))
    moved = _moved(old, new, stayed)
    come = set(moved.values())
    blocks: list[Block] = []
    left = right = 0
    for one, other in (*stayed, (len(old.sentences), len(new.sentences))):
        was = [span for span in old.sentences[left:one] if span not in moved]
        now = [span for span in new.sentences[right:other] if span.start not in come]
        blocks += _words(before, was, after, now)
        for span in old.sentences[one : one + 1]:  # none after the last
            blocks.append(Block(span.start, new.sentences[other].start, span.end - span.start))
        left, right = one + 1, other + 1
    return Edit(old, after, tuple(blocks), moved)


def _texts(reading: Reading) -> list[str]:
    return [reading.quote(span) for span in reading.sentences]


def _stayed(one: Sequence[str], other: Sequence[str], many: int) -> Iterator[tuple[int, int]]:
    """Pairs of indices of what is the same in both, in order. Beyond `many` changes only both ends count."""
    head, tail = _shared_ends(one, other)
    left, right = len(one) - tail, len(other) - tail
    yield from ((index, index) for index in range(head))
    if max(left, right) - head <= many:
        # Its “autojunk” stays on: without it, a long text of few different words takes seconds.
        for match in SequenceMatcher(a=one[head:left], b=other[head:right]).get_matching_blocks():
            yield from ((head + match.a + step, head + match.b + step) for step in range(match.size))
    yield from ((left + step, right + step) for step in range(tail))


def _shared_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many items two sequences share at the start, and how many of the rest at the end."""
    most = min(len(one), len(other))
    head = next((index for index in range(most) if one[index] != other[index]), most)
    most -= head
    tail = next((index for index in range(most) if one[-1 - index] != other[-1 - index]), most)
    return head, tail


def _moved(old: Reading, new: Reading, stayed: Sequence[tuple[int, int]]) -> dict[Span, int]:
    """Sentences that stand elsewhere now, with their new start. Equal ones are taken in order."""
    left, right = {one for one, _ in stayed}, {other for _, other in stayed}
    free: defaultdict[str, deque[Span]] = defaultdict(deque)
    for index, span in enumerate(new.sentences):
        if index not in right:
            free[new.quote(span)].append(span)
    moved = {}
    for index, span in enumerate(old.sentences):
        if index not in left and (some := free.get(old.quote(span))):
            moved[span] = some.popleft().start
    return moved


def _words(before: str, was: Sequence[Span], after: str, now: Sequence[Span]) -> Iterator[Block]:
    """The words that changed sentences share."""
    old, new = list(_pieces(before, was)), list(_pieces(after, now))
    for one, other in _stayed([text for text, _ in old], [text for text, _ in new], _MANY_WORDS):
        text, start = old[one]
        yield Block(start, new[other][1], len(text))


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, int]]:
    for span in spans:
        for each in _PIECE.finditer(text, *span):
            yield each.group(), each.start()


def _before(block: Block) -> int:
    return block.before
