"""CON-08: when two numbers or two dates speak of the same thing, and cannot both hold."""

from functools import cache

from app.critic.clashing.claim import Claim
from app.critic.clashing.cues import sayings
from app.critic.clashing.quantities import When
from app.critic.stems import stem

_TOTAL, _MOST, _LEAST, _TAKES = "in all", "at most", "at least", "takes"
_ROUND = 0.01  # how much of a number may be rounding
_THING = 2  # words that name a thing well enough
_SHARED = 2  # stems that two sentences about the same thing share
_HALF = 0.5  # of the shorter sentence


def sort_of(claim: Claim) -> tuple[object, ...]:
    """What two facts share if they can be compared: the thing that is counted, or the limit and its unit."""
    if claim.kind != "number":
        return (claim.kind if claim.kind in ("milestone", "retention") else "owner",)
    if claim.value == _TOTAL:
        return _TOTAL, claim.task
    return (_MOST if claim.value == _TAKES else claim.value), claim.unit


def restated(claim: Claim, facts: tuple[Claim, ...]) -> bool:
    """Whether the other box says the same number or day too: then its other ones are about something else."""
    return any((each.kind, each.unit, each.amount, each.when) == _figure(claim) for each in facts)


def _figure(claim: Claim) -> tuple[str, str, float | None, When | None]:
    return claim.kind, claim.unit, claim.amount, claim.when


def same_total(one: Claim, other: Claim) -> bool:
    """How many there are of a thing with the same two words or more."""
    if not one.value == other.value == _TOTAL or one.task != other.task or not _apart(one, other):
        return False
    return len(one.task) >= _THING


def same_limit(one: Claim, other: Claim) -> bool:
    """Two limits of the same kind, in the same unit, on the same quantity."""
    if (
        one.value not in (_MOST, _LEAST)
        or one.value != other.value
        or one.unit != other.unit
        or not one.unit
        or not _apart(one, other)
    ):
        return False
    return _alike(one, other) and not _two_groups(one, other)


def _two_groups(one: Claim, other: Claim) -> bool:
    """“For ripe pears” and “for unripe pears”: each names what the other does not."""
    mine, theirs = _topic(one), _topic(other)
    return "for" in one.words & other.words and bool(mine - theirs) and bool(theirs - mine)


def takes_longer(one: Claim, other: Claim) -> bool:
    """A limit of time, and a thing of that kind that takes longer."""
    if not one.unit == other.unit == "s" or {one.value, other.value} != {_MOST, _TAKES}:
        return False
    limit, takes = (one, other) if one.value == _MOST else (other, one)
    reply = sayings().words("reply") & one.words & other.words
    return (takes.amount or 0) > (limit.amount or 0) and (bool(reply) or _alike(one, other))


def same_milestone(one: Claim, other: Claim) -> bool:
    """The start of use on two days that cannot be the same; or the first after it was said to be all."""
    if one.when is None or other.when is None:
        return False
    early, late = (one, other) if one.when.last < other.when.first else (other, one)
    if not (early.when and late.when and early.when.last < late.when.first) or not _topic(one) & _topic(other):
        return False
    whole, first = sayings().words("everything"), sayings().words("begins")
    if not whole.isdisjoint(early.words) and not first.isdisjoint(late.words):
        return True
    part = sayings().words("part")
    return part.isdisjoint(one.words | other.words) and (_alike(one, other) or _of_all(one, other))


_GO_LIVE, _SHORT = frozenset({"go", "live"}), 4


def _of_all(one: Claim, other: Claim) -> bool:
    """“Go-live is 1 May 2027” says nothing of a part: it is that of the whole."""
    return one.words & other.words >= _GO_LIVE and min(len(_topic(one)), len(_topic(other))) <= _SHORT


def same_retention(one: Claim, other: Claim) -> bool:
    """How long the same thing is kept."""
    if one.kind != "retention" or other.kind != "retention" or None in (one.amount, other.amount):
        return False
    shared = {each for each in one.task & other.task if each[0].isalpha()} - sayings().words("kept")
    return _apart(one, other) and bool(shared)


@cache
def people() -> frozenset[str]:
    """The stems of people: that two sentences speak of the same ones is not enough."""
    some = sayings().words("person") | sayings().words("judge")
    return frozenset(stem(word) for word in some if stem(word) not in _DEEDS)


_DEEDS = {"call", "send", "buy", "sell"}  # a caller has the stem of a call


def _apart(one: Claim, other: Claim) -> bool:
    a, b = one.amount or 0.0, other.amount or 0.0
    return abs(a - b) > _ROUND * max(abs(a), abs(b))


def _topic(claim: Claim) -> frozenset[str]:
    return frozenset(each for each in claim.about - sayings().words("dull") if not each[0].isdigit())


def _alike(one: Claim, other: Claim) -> bool:
    mine, theirs = _topic(one), _topic(other)
    shared = mine & theirs
    return len(shared) >= _SHARED and len(shared) >= _HALF * min(len(mine), len(theirs))
