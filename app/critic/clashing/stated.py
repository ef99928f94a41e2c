"""Facts that somebody else read in a box, such as a model: only known kinds, with words that stand there."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from app.critic.clashing.claim import Claim
from app.critic.clashing.cues import bared, odd, sayings
from app.critic.clashing.quantities import When, dates, seconds
from app.critic.reading import Reading, read
from app.critic.stems import stems
from app.critic.tokens import Span

OWNER, MILESTONE = "owner", "milestone"
_LONGEST = 100  # characters of a name


@cache
def kinds() -> Mapping[str, tuple[str, ...]]:
    """What can be said, and its values. Those of an owner are names."""
    found: dict[str, dict[str, None]] = {}
    for each in sayings().rows:
        found.setdefault(each.kind, {})[each.value] = None
    return MappingProxyType({**{kind: tuple(values) for kind, values in found.items()}, OWNER: ()})


def stated(box: str, text: str, span: Span, kind: str, value: str, *, amount: str = "", task: str = "") -> Claim | None:
    """The fact that the words at `span` say, in the form in which the rules compare it; None if it is of no use.

    `amount` and `task` are words of its sentence: how long or on which day, and what somebody owns or nobody looks at.
    """
    reading = read(text)
    sentence = reading.sentence_at(span.start)
    words, said = reading.evened[sentence.start : sentence.end], reading.vocabulary[sentence]
    when = _when(reading, span) if kind == MILESTONE else None
    if not _known(kind, value, reading.quote(span)) or (kind == MILESTONE and when is None):
        return None
    return Claim(
        kind,
        value,
        box,
        reading.quote(span),
        *span,
        said,
        sentence,
        bared(said, odd(said)),
        beside=reading.every_word,
        amount=seconds(low) if (low := _evened(amount)) and low in words else None,
        when=when,
        task=stems(task) if _evened(task) in words else frozenset(),
        by="model",
    )


def _known(kind: str, value: str, quote: str) -> bool:
    if kind == OWNER:
        return 0 < len(value) <= _LONGEST and _evened(value) in _evened(quote)
    return value in kinds().get(kind, ())


def _when(reading: Reading, span: Span) -> When | None:
    return next((when for when, _ in dates(reading.evened, span)), None)


def _evened(words: str) -> str:
    return read(words.strip()).evened if words.strip() else ""
