"""VAG: words that leave open what is meant. Lists find them, and the company they keep clears them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.canvas.template import Box
from app.critic.finding import Spot
from app.critic.hits import Hit
from app.critic.marks import marks
from app.critic.reading import Reading, read, touches
from app.critic.suppressing import holding, why
from app.critic.tokens import Span
from app.critic.wording import Cue, wording
from app.critic.words import lexicon

_PAUSE = re.compile(r"[,.;:!?()\]…–—\n]")
_LINK = re.compile(r"[ \u00a0]|\s*(?:,|,?\s+(?:and|or|but|as well as)|&)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cleared:
    """Words that looked vague and were not flagged: which look cleared them, and why."""

    criterion: str
    quote: str
    start: int
    end: int
    by: str  # protected, collocation, quantified, meant, told or box
    because: str


def vague(box: Box, text: str) -> tuple[Spot, ...]:
    """Placeholders in any language; what leaves things open in a text that may be English."""
    return _judged(box, text)[0]


def cleared(box: Box, text: str) -> tuple[Cleared, ...]:
    """What was not flagged, and why, in the order of the text."""
    return _judged(box, text)[1]


@lru_cache(maxsize=32)
def _judged(box: Box, text: str) -> tuple[tuple[Spot, ...], tuple[Cleared, ...]]:
    reading = read(text)
    fine, spots = list[Cleared](), list(marks(reading))
    holes = sorted(Span(spot.start, spot.end) for spot in spots)
    for hit in _hits(box, reading):
        span = hit.span
        if touches(holes, span):
            continue
        if reason := why(hit):
            fine.append(Cleared(hit.cue.criterion, reading.quote(span), *span, *reason))
        else:
            spots.append(Spot(hit.cue.criterion, reading.quote(span), *span))
    return _merged(reading, sorted(spots, key=_start)), tuple(fine)


def _start(spot: Spot) -> int:
    return spot.start


def _merged(reading: Reading, spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """“Fast and reliable” is one thing to say, not two."""
    merged: list[Spot] = []
    for spot in spots:
        last = merged[-1] if merged else None
        if last and last.criterion == spot.criterion and _LINK.fullmatch(reading.text, last.end, spot.start):
            span = Span(last.start, spot.end)
            merged[-1] = Spot(spot.criterion, reading.quote(span), *span)
        else:
            merged.append(spot)
    return tuple(merged)


# ---- cues and the conditions under which they fire


def _hits(box: Box, reading: Reading) -> Iterator[Hit]:
    """The cues of a text, longest first within a sentence; none overlap."""
    for sentence, places in _candidates(reading).items():
        taken: set[int] = set()
        for hit in sorted(_in_sentence(box, reading, sentence, places), key=_longest):
            indices = set(range(hit.first, hit.last))
            if taken.isdisjoint(indices):
                taken |= indices
                yield hit


def _candidates(reading: Reading) -> Mapping[Span, Mapping[int, list[Cue]]]:
    """The cues that may stand in a sentence, by the index of their key word there.

    Most sentences have none, and are not read further.
    """
    known, read = wording().cues, reading.bare
    beside = [*read, ""]  # the word before the first one is none, either
    found: dict[Span, dict[int, list[Cue]]] = {}
    for index in [index for index, word in enumerate(read) if word in known]:
        cues, free, after, before = known[read[index]]
        if free or beside[index + 1] in after or beside[index - 1] in before:
            for cue, side, some in cues:
                if (not side or beside[index + side] in some) and cue.pattern.fits(read, index):
                    sentence, first = reading.around(index)
                    if cue.near.isdisjoint(reading.vocabulary[sentence]):
                        found.setdefault(sentence, {}).setdefault(index - first, []).append(cue)
    return found


def _longest(hit: Hit) -> tuple[int, bool]:
    """The order in which hits are taken; of two that are as long, the one without an open place."""
    return hit.first - hit.last, hit.cue.pattern.wild


def _in_sentence(box: Box, reading: Reading, sentence: Span, places: Mapping[int, list[Cue]]) -> Iterator[Hit]:
    among = reading.words_in(sentence)
    for index, cues in places.items():
        for cue in cues:
            first = cue.pattern.first(reading.text, among, index)
            if first is None or not (reading.english or cue.criterion == "VAG-10"):
                continue
            hit = Hit(cue, reading, box, sentence, among, first, first + len(cue.pattern.slots))
            if all(meets(hit) for meets in _CONDITIONS):
                yield hit
                break


def _right_case(hit: Hit) -> bool:
    return not hit.cue.cased or hit.reading.quote(hit.span).isupper()


def _right_company(hit: Hit) -> bool:
    cue = hit.cue
    before = not cue.after or hit.before in cue.after
    after = not cue.before or hit.next in cue.before
    return before and after and hit.before not in cue.not_after and (hit.next or " ") not in cue.not_before


def _closes(hit: Hit) -> bool:
    if not hit.cue.closes or hit.last == len(hit.words):
        return True
    return bool(_PAUSE.search(hit.gap(hit.last))) or hit.words[hit.last].text in lexicon().stop_words


def _no_exception(hit: Hit) -> bool:
    """Whether no longer phrase of its own entry holds it."""
    return not hit.cue.unless or not holding(hit, hit.cue.unless)


def _judges(hit: Hit) -> bool:
    """Whether a word that is often harmless says how good something is: “is fast”, “good quality”, “very fast”."""
    lists = wording().lists
    if not hit.cue.judged or hit.next in lists["heads"]:
        return True
    if hit.next and hit.next not in lexicon().stop_words:
        return False
    index = _said_of(hit)
    verb, subject = (hit.words[each].text if each >= 0 else "" for each in (index, index - 1))
    if hit.cue.judged == "size":
        return verb in lists["wanted"] or (verb in lists["copulas"] and subject in lists["heads"])
    strong = hit.before in lists["stronger"] and not hit.next
    return strong or verb in lists["copulas"] or (index < hit.first - 1 and subject in lists["copulas"])


def _said_of(hit: Hit) -> int:
    """The index of the word before it and before what makes it stronger or joins it to another: “is both very fast”."""
    passed = wording().lists["stronger"] | {"and", "also", "both"}
    index = hit.first - 1
    while index >= 0 and hit.words[index].text in passed:
        index -= 1
    return index


_CONDITIONS: tuple[Callable[[Hit], bool], ...] = (
    _right_case,
    _right_company,
    _closes,
    _no_exception,
    _judges,
)
