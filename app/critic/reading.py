"""A text as the rules read it: sentences, what is quoted or code, which language, and what is left open.

Every pattern here is linear in the text: possessive, or bounded by what it excludes. A person's text may be
a hundred thousand characters without a space.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from app.critic.tokens import Span, Word, bare_words, even, words_in
from app.critic.words import hits, lexicon

_BREAK = re.compile(r"\n\s*+|(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s++[^\sa-z.!?…])")
_SHORT = ("e.g.", "i.e.", "approx.", "vs.", "etc.", " no.", " art.", " fig.")  # a full stop that ends no sentence

_CODE = re.compile(r"```[\s\S]*?```|`[^`\n]++`|\b(?:https?://|www\.)\S++")
_QUOTED = re.compile(
    r"“[^“”\n]*+”|„[^„“”\n]*+[“”]|«[^«»\n]*+»|‘[^‘’\n]*+’(?!\w)|(?<!\w)\"[^\"\n]*+\"(?!\w)|(?<!\w)'[^'\n]*+'(?!\w)"
)
_MARKED = re.compile(r"(?<!\w)[^\W\dA-ZÀ-Þ]\w{0,30}?[à-öø-ÿāăąćčďđēęěğīıłńňőœřśşšťůűźżž]")
_LATIN_END = "\u024f"  # the last letter of Latin Extended-B
_TELLING = 5  # words of which more than one should be frequent in the text's language
_ENOUGH = 20_000  # characters that tell a text's language


@lru_cache(maxsize=32)
def read(text: str) -> "Reading":
    """A reading that the rules share: each of them looks at the same boxes right after the other."""
    return Reading(text)


@dataclass(frozen=True)
class Reading:
    """A text, read once for all rules of a family. What is costly is found when it is first asked for."""

    text: str
    _words: dict[Span, tuple[Word, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def evened(self) -> str:
        """The text in small letters, each at its place."""
        return even(self.text)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Where the sentences stand, without the white space around them. A line break ends one."""
        spans, start = [], 0
        for stop in _BREAK.finditer(self.text):
            if not self.text[max(start, stop.end() - 8) : stop.end()].lower().endswith(_SHORT):
                spans.append(self._trimmed(start, stop.end()))
                start = stop.end()
        spans.append(self._trimmed(start, len(self.text)))
        return tuple(span for span in spans if span.start < span.end)

    def _trimmed(self, start: int, end: int) -> Span:
        piece = self.text[start:end]
        return Span(end - len(piece.lstrip()), start + len(piece.rstrip()))

    @cached_property
    def english(self) -> bool:
        """Whether English lists may judge it: no other language has more of its frequent words in it.

        A text too short to tell counts as English, unless a word in small letters has a mark that English has not.
        """
        end = min(len(self.text), _ENOUGH)
        read = bare_words(self.evened, Span(0, end))
        counts, known = Counter(read), _languages()
        seen = Counter[str]()
        for word in counts.keys() & known.keys():
            for language in known[word]:
                seen[language] += counts[word]
        own = seen.pop("en", 0)
        strange = sum(count for word, count in counts.items() if word[0] > _LATIN_END)
        marked = 0 if own or self.text.isascii() else len(_MARKED.findall(self.text, 0, end))
        few = marked + seen.total() == 1 and len(read) > _TELLING  # “sun et cetera” is not yet Danish
        return (few or own >= max(marked, *seen.values(), 0)) and 2 * strange <= len(read)

    @cached_property
    def vocabulary(self) -> Mapping[Span, frozenset[str]]:
        """The words of each sentence, without order."""
        return {span: frozenset(bare_words(self.evened, span)) for span in self.sentences}

    @cached_property
    def unsettled(self) -> frozenset[Span]:
        """The sentences that ask something, or say openly that the answer is not known."""
        return frozenset(span for span in self.sentences if self._asks(span) or self._admits(span))

    def _asks(self, span: Span) -> bool:
        return self.quote(span).rstrip("\"'”’)]").endswith("?")

    def _admits(self, span: Span) -> bool:
        known = lexicon().open_questions
        if known.keys().isdisjoint(self.vocabulary[span]):
            return False
        return any(hits(self.text, self.words_in(span), known))

    @cached_property
    def _code(self) -> tuple[Span, ...]:
        return tuple(Span(*each.span()) for each in _CODE.finditer(self.text))

    @cached_property
    def _quoted(self) -> tuple[Span, ...]:
        return tuple(Span(*each.span()) for each in _QUOTED.finditer(self.text))

    def in_code(self, span: Span) -> bool:
        """Whether a piece stands in code or in an address."""
        return touches(self._code, span)

    def protected(self, span: Span) -> bool:
        """Whether a piece stands in code, in an address or in quotation marks."""
        return self.in_code(span) or touches(self._quoted, span)

    def sentence_at(self, place: int) -> Span:
        """The sentence that holds a place that is not white space."""
        return self.sentences[bisect_right(self.sentences, place, key=_start) - 1]

    def words_in(self, span: Span) -> tuple[Word, ...]:
        if span not in self._words:
            self._words[span] = words_in(self.evened, span)
        return self._words[span]

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    """The languages in which a word is frequent."""
    known = lexicon().languages
    every = frozenset[str]().union(*known.values())
    return {word: tuple(each for each, some in known.items() if word in some) for word in every}


def _start(span: Span | Word) -> int:
    return span.start


def touches(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of these ordered spans, which do not overlap, shares a character with another span."""
    index = bisect_left(spans, span.end, key=_start)
    return index > 0 and spans[index - 1].end > span.start
