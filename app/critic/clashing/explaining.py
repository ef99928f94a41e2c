"""CON-05: reasons that are asked for, and a model that cannot give them."""

from collections.abc import Sequence

from app.critic.clashing.claim import Claim, says
from app.critic.clashing.cues import sayings


def steps_hidden(one: Claim, other: Claim, ones: Sequence[Claim], others: Sequence[Claim]) -> bool:
    """The steps of the answer itself are to be followed, and the only model in use is one that nobody can follow."""
    words = sayings().words
    if not other.beside.isdisjoint(words("readable")) or not _plainly(one, other, others):
        return False
    return _of_the_answer(one) or bool((one.about & other.about) - words("dull"))


def reasons_missing(one: Claim, other: Claim, ones: Sequence[Claim], others: Sequence[Claim]) -> bool:
    """Reasons are to be shown, and the model gives none, nor does anything beside it."""
    return _plainly(one, other, others) and _of_the_answer(one)


def _of_the_answer(one: Claim) -> bool:
    """What is to be explained is the answer: the score, why it came, or “the result”, of nothing else."""
    words = sayings().words
    bare = "of" not in one.words and not one.words.isdisjoint(words("outcome"))
    return bare or "why" in one.words or not one.words.isdisjoint(words("reckoning"))


def _plainly(one: Claim, other: Claim, others: Sequence[Claim]) -> bool:
    """One case only, and no other tool or person that explains."""
    words = sayings().words
    apart = words("one of several")
    if says(others, "explanation", one.value) or not (one.words | other.words).isdisjoint(apart):
        return False
    return (one.beside | other.beside).isdisjoint(words("explained otherwise"))
