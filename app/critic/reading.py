"""A text as the rules read it: sentences, what is quoted or code, which language, and what is left open.

Every pattern here is linear in the text: possessive, or bounded by what it excludes. A person's text may be
a hundred thousand characters without a space.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import accumulate, chain

from app.critic.tokens import Span, Word, bare_words, even, parted, spaced, words_in
from app.critic.words import Term, hits, lexicon

# Begins with the signs that it is about: one that begins with a look or a choice takes two to three times as long.
_BREAK = re.compile(
    r"[\n.!?…](?:(?<=\n)\s*+|(?<!\n)(?<![.!?…][.!?…])[.!?…]*+[\"'”’)\]]*+(?=(?P<space>\s++)[^\sa-z.!?…]))"
)
_BULLET, _FORM = "-–—*•", 3  # and how long a bullet is, at most
_SHORT = ("e.g.", "i.e.", "approx.", "vs.", "etc.", " no.", " art.", " fig.")  # a full stop that ends no sentence

# Each alternative begins with a sign of its own and looks behind only then.
_CODE = re.compile(r"```[\s\S]*?```|`[^`\n]++`|h(?<!\wh)ttps?://\S++|w(?<!\ww)ww\.\S++")
_QUOTED = re.compile(
    r"“[^“”\n]*+”|„[^„“”\n]*+[“”]|«[^«»\n]*+»|‘[^‘’\n]*+’(?!\w)|\"(?<!\w\")[^\"\n]*+\"(?!\w)|'(?<!\w')[^'\n]*+'(?!\w)"
)
_CODE_SIGNS, _QUOTES = ("`", "http", "www."), ("“", "„", "«", "‘", '"', "'")  # a text without them has none
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
        """Where the sentences stand, without the white space around them. A line break ends one.

        A line with nothing but the bullet of an empty form is none.
        """
        text, evened, last = self.text, self.evened, 0
        spans: list[tuple[int, int]] = []
        start = len(text) - len(text.lstrip())
        for stop in _BREAK.finditer(text):
            end, after = stop.span()
            if text[end] == "\n":
                spans.append((start, start + len(text[start:end].rstrip())))
                start = last = after
            elif not evened[max(last, after - 8) : after].endswith(_SHORT):
                spans.append((start, after))
                start, last = stop.end("space"), after
        spans.append((start, len(text.rstrip())))
        return tuple(
            [Span(start, end) for start, end in spans if end - start > _FORM or text[start:end].strip(_BULLET)]
        )

    @cached_property
    def said(self) -> Mapping[Span, list[str]]:
        """The words of each sentence, in order, without their places."""
        plain = self._spaced
        if plain is None:
            return {span: bare_words(self.evened, span) for span in self.sentences}
        if plain.isascii():
            return {span: plain[span[0] : span[1]].split() for span in self.sentences}
        return {span: parted(plain[span[0] : span[1]]) for span in self.sentences}

    @cached_property
    def _spaced(self) -> str | None:
        return spaced(self.evened)

    @cached_property
    def vocabulary(self) -> Mapping[Span, frozenset[str]]:
        """The words of each sentence, without order."""
        return dict(zip(self.said, map(frozenset, self.said.values()), strict=True))

    @cached_property
    def bare(self) -> list[str]:
        """The words of the whole text in order, without their places."""
        return list(chain.from_iterable(self.said.values()))

    @cached_property
    def every_word(self) -> frozenset[str]:
        """The words of the whole text, without order: what none of them can start need not be looked for."""
        return frozenset(self.bare)

    @cached_property
    def english(self) -> bool:
        """Whether English lists may judge it: no other language has more of its frequent words in it.

        A text too short to tell counts as English, unless a word in small letters has a mark that English has not.
        """
        end = min(len(self.text), _ENOUGH)
        read = self.bare if len(self.text) == end else bare_words(self.evened, Span(0, end))
        english, others, known = _languages()
        ascii = self.evened.isascii()
        strange = 0 if ascii else sum([word[0] > _LATIN_END for word in read])
        if read is self.bare and self._plainly_english:
            return 2 * strange <= len(read)
        own = sum(map(english.__contains__, read))
        seen = Counter(language for word in read if word in others for language in known[word])
        marked = 0 if own or ascii else len(_MARKED.findall(self.text, 0, end))
        few = marked + seen.total() == 1 and len(read) > _TELLING  # “sun et cetera” is not yet Danish
        return (few or own >= max(marked, *seen.values(), 0)) and 2 * strange <= len(read)

    @property
    def _plainly_english(self) -> bool:
        """Whether its different words tell already: spares most texts the counts by language."""
        english, others, _ = _languages()
        own, strange = self.every_word & english, self.every_word & others
        return len(own - others) > sum(map(self.bare.count, strange - english))

    @cached_property
    def _firsts(self) -> list[int]:
        """The index of the first word of each sentence. Each word stands in one."""
        return list(accumulate(map(len, self.said.values()), initial=0))[:-1]

    def around(self, index: int) -> tuple[Span, int]:
        """The sentence that holds a word, by its index in the text, and the index of the sentence's first word."""
        place = bisect_right(self._firsts, index) - 1
        return self.sentences[place], self._firsts[place]

    def holding(self, some: AbstractSet[str]) -> tuple[Span, ...]:
        """The sentences that hold one of these words. Next to nothing if the text holds none: ask this first."""
        here = self.every_word & some
        if not here:
            return ()
        # No index from word to sentences: to build one costs more than it spares in a box of twenty sentences.
        return tuple([span for span, read in self.vocabulary.items() if not here.isdisjoint(read)])

    @cached_property
    def unsettled(self) -> frozenset[Span]:
        """The sentences that ask something, or say openly that the answer is not known."""
        asked = [span for span in self.sentences if self._asks(span)] if "?" in self.text else []
        return frozenset([*asked, *self._admitted()])

    def _asks(self, span: Span) -> bool:
        return self.quote(span).rstrip("\"'”’)]").endswith("?")

    def _admitted(self) -> Iterator[Span]:
        some = [(words, term) for words, term in _open_questions() if words <= self.every_word]
        if some:
            for span, read in self.vocabulary.items():
                for words, term in some:
                    if words <= read and any(hits(self.text, self.words_in(span), {term.words[0]: (term,)})):
                        yield span
                        break

    @cached_property
    def _code(self) -> tuple[Span, ...]:
        if not any(map(self.text.__contains__, _CODE_SIGNS)):
            return ()
        return tuple(Span(*each.span()) for each in _CODE.finditer(self.text))

    @cached_property
    def _quoted(self) -> tuple[Span, ...]:
        if not any(map(self.text.__contains__, _QUOTES)):
            return ()
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
        """The words of a sentence, or of any other piece, with their places."""
        if span not in self._words:
            self._words[span] = words_in(self.evened, span)
        return self._words[span]

    def bare_in(self, span: Span) -> list[str]:
        """The same words without their places, in a fraction of the time."""
        piece = "'" if self._spaced is None else self._spaced[span.start : span.end]
        return bare_words(self.evened, span) if "'" in piece else parted(piece)  # a piece may cut “don't”

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]


@cache
def _languages() -> tuple[frozenset[str], frozenset[str], Mapping[str, tuple[str, ...]]]:
    """The frequent words of English, those of other languages, and the other languages in which a word is frequent."""
    others = {each: some for each, some in lexicon().languages.items() if each != "en"}
    every = frozenset[str]().union(*others.values())
    known = {word: tuple(each for each, some in others.items() if word in some) for word in every}
    return lexicon().languages["en"], every, known


@cache
def _open_questions() -> tuple[tuple[frozenset[str], Term], ...]:
    """What says that something is not known, each with its words without order."""
    return tuple((frozenset(each.words), each) for some in lexicon().open_questions.values() for each in some)


def _start(span: Span | Word) -> int:
    return span.start


def touches(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of these ordered spans, which do not overlap, shares a character with another span."""
    index = bisect_left(spans, span.end, key=_start)
    return index > 0 and spans[index - 1].end > span.start
