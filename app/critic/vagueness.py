"""VAG: words that leave open what is meant. Lists find them, and the company they keep clears them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.canvas.template import Box
from app.critic.finding import Spot
from app.critic.reading import Reading, read
from app.critic.tokens import Span, Word, joined
from app.critic.words import Phrase, Term, Terms, hits, lexicon

# An ellipsis holds a place only where it is all that a line or a label has; within a sentence it is a pause.
_MARKS = re.compile(
    r"\?(?<![\w?!]\?)\?{2,}+"  # the look-behind after the first letter: most places fail on that alone
    r"|[xX](?<![^\W_][xX])(?:[xX]{2,}+(?![^\W_])|[xX](?=[ \u00a0]?%))"
    r"|(?:^|[:=])[^\S\n]*+(?:[-*•][^\S\n]*+)?(?P<dots>\.{3,}+|…)(?=[^\S\n]*+$)",
    re.MULTILINE,
)
_PAUSE = re.compile(r"[,.;:!?()\]…–—\n]")


@dataclass(frozen=True, slots=True)
class _Hit:
    term: Term
    reading: Reading
    first: int  # index of its first word
    last: int  # index of the word after it

    @property
    def span(self) -> Span:
        return Span(self.reading.words[self.first].start, self.reading.words[self.last - 1].end)

    @property
    def sentence(self) -> Span:
        return self.reading.sentence_at(self.span.start)

    @property
    def before(self) -> str:
        """The word before it in the same sentence."""
        word = self.reading.words[self.first - 1] if self.first else None
        return word.text if word and word.start >= self.sentence.start else ""

    @property
    def next(self) -> Word | None:
        """The word after it in the same sentence."""
        word = self.reading.words[self.last] if self.last < len(self.reading.words) else None
        return word if word and word.start < self.sentence.end else None


def vague(box: Box, text: str) -> tuple[Spot, ...]:
    """Placeholders in any language; hedges and escape clauses in a text that may be English."""
    reading, known = read(text), lexicon()
    spots = [*_marks(reading), *_found("VAG-10", reading, known.placeholders, _CLEARED)]
    if reading.english:
        spots += _found("VAG-03", reading, known.hedges, _CLEARED_IN_PROSE)
        spots += _found("VAG-04", reading, known.escapes, _CLEARED_IN_PROSE)
    return tuple(spots)


def _marks(reading: Reading) -> Iterator[Spot]:
    for mark in _MARKS.finditer(reading.text):
        span = Span(*mark.span("dots" if mark["dots"] else 0))
        if not reading.protected(span) and not joined(reading.text, span):
            yield Spot("VAG-10", reading.quote(span), *span)


def _found(id: str, reading: Reading, terms: Terms, cleared: tuple["_Clears", ...]) -> Iterator[Spot]:
    for term, first, last in hits(reading.text, reading.words, terms):
        hit = _Hit(term, reading, first, last)
        if not any(clears(hit) for clears in cleared):
            yield Spot(id, reading.quote(hit.span), *hit.span)


# ---- what clears a word


def _protected(hit: _Hit) -> bool:
    return hit.reading.protected(hit.span) or joined(hit.reading.text, hit.span)


def _other_case(hit: _Hit) -> bool:
    return hit.term.cased and hit.reading.quote(hit.span) != hit.term.text


def _other_company(hit: _Hit) -> bool:
    """The word before it makes it something else, or is missing where one is needed."""
    return hit.before in hit.term.not_after or bool(hit.term.after and hit.before not in hit.term.after)


def _collocation(hit: _Hit) -> bool:
    return any(_within(hit, phrase) for phrase in hit.term.unless)


def _within(hit: _Hit, phrase: Phrase) -> bool:
    """Whether the words around it make up the longer phrase."""
    read, size = hit.reading.words, len(phrase)
    starts = range(max(0, hit.last - size), hit.first + 1)
    return any(tuple(word.text for word in read[start : start + size]) == phrase for start in starts)


def _near(hit: _Hit) -> bool:
    return not hit.term.near.isdisjoint(hit.reading.vocabulary[hit.sentence])


def _in_mid_clause(hit: _Hit) -> bool:
    if not hit.term.closes or hit.next is None:
        return False
    gap = hit.reading.text[hit.span.end : hit.next.start]
    return not _PAUSE.search(gap) and hit.next.text not in lexicon().stop_words


def _turned_around(hit: _Hit) -> bool:
    return hit.before in lexicon().negations


def _meant_as_a_word(hit: _Hit) -> bool:
    """The word is spoken of, not used: “vials marked maybe”, “maybe means a score above 0.4”."""
    after = hit.next.text if hit.next else ""
    return hit.before in lexicon().mentions or after in lexicon().definitions


def _honest(hit: _Hit) -> bool:
    """The sentence asks, or says that something is not known yet. That is what open questions are for."""
    return hit.sentence in hit.reading.unsettled


_Clears = Callable[[_Hit], bool]
_CLEARED: tuple[_Clears, ...] = (_protected, _other_case, _other_company, _collocation, _near)
_CLEARED_IN_PROSE: tuple[_Clears, ...] = (
    *_CLEARED,
    _in_mid_clause,
    _turned_around,
    _meant_as_a_word,
    _honest,
)
