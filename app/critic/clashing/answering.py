"""CON-01: an answer that is needed at once, and comes out of a batch."""

from collections.abc import Sequence

from app.critic.clashing.claim import Claim, says
from app.critic.clashing.cues import sayings
from app.critic.clashing.same import people
from app.critic.stems import stems_of

_DAY, _SLOWER = 86_400.0, 4
_ARTICLE = 4  # characters that may stand before the first word: “The ”


def too_slow(one: Claim, other: Claim, ones: Sequence[Claim], others: Sequence[Claim]) -> bool:
    """The same answer is needed at once and made in a batch, and no other way to it is told.

    A nightly job beside an answer at once is the commonest design there is: it fills a table, or serves another end.
    """
    if says(others, "answers", "at once", "during the event", "when asked"):
        return False
    if not other.beside.isdisjoint(sayings().words("beside a batch")):
        return False
    slow = (other.amount or _DAY) >= _SLOWER * (one.amount or 1)
    return slow and _needs_the_present(one, other) and _same_answer(one, other)


def _needs_the_present(one: Claim, other: Claim) -> bool:
    """Whether it depends on what has only just come in, so that nothing made before could answer."""
    words = sayings().words
    if not other.words.isdisjoint(words("put off")):
        return True
    if not one.words.isdisjoint(words("present")):
        return one.value != "at once" or other.words.isdisjoint(words("served"))
    return _same_arrival(one, other) and one.words.isdisjoint(words("viewing"))


def _same_arrival(one: Claim, other: Claim) -> bool:
    """Both name the same thing that comes in, one or many: “a message”, “messages”."""
    some = sayings().words("comes in")
    mine, theirs = ({word.removesuffix("s") for word in each.words & some} for each in (one, other))
    return not mine.isdisjoint(theirs)


def _same_answer(one: Claim, other: Claim) -> bool:
    """They share a thing; or the batch makes “the scores” as such, of nothing in particular."""
    words = sayings().words
    named = one.about & other.about
    if named - words("dull") - people() or named & stems_of(words("output")) or _same_arrival(one, other):
        return True
    if not other.words.isdisjoint(words("put off")):
        return True
    first = stems_of(frozenset(other.quote.casefold().split()[:1]))
    general = other.start - other.sentence.start <= _ARTICLE and first <= stems_of(words("output"))
    return general and other.words.isdisjoint(words("of what"))
