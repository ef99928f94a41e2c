"""CON: what two boxes say cannot both be true. Decided on the typed facts of both, never on the words alone."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, product

from app.canvas.template import Box
from app.critic.clashing.answering import too_slow
from app.critic.clashing.claims import Claim, claims
from app.critic.clashing.cues import sayings
from app.critic.clashing.evaluation import CHECKS, GOALS, other_goal
from app.critic.clashing.explaining import reasons_missing, steps_hidden
from app.critic.clashing.learning import labels_too_late, no_labels, same_record, same_world, trained_too_often
from app.critic.clashing.owners import differ, same_sort
from app.critic.clashing.same import (
    people,
    restated,
    same_limit,
    same_milestone,
    same_retention,
    same_total,
    sort_of,
    takes_longer,
)
from app.critic.criteria import applies
from app.critic.finding import Spot
from app.critic.stems import stem

Facts = tuple[Claim, ...]
Both = Callable[[Claim, Claim, Facts, Facts], bool]


@dataclass(frozen=True, slots=True)
class _Rule:
    """Two facts that may not stand in two boxes. `both` looks at the two, and at all facts of their boxes.

    A box that says `one` and `other` itself, or `mixed`, tells of two cases: it clashes with no other box.
    """

    criterion: str
    one: tuple[str, str]
    other: tuple[str, str]
    both: Both = lambda one, other, ones, others: True
    mixed: bool = True


def spots(box: Box, text: str, others: Mapping[str, str]) -> tuple[Spot, ...]:
    """Where a box contradicts one of the `others`, texts by box id in the order of the canvas.

    A clash stands in the later of its two boxes, so that it is one finding. A box that is not among the `others`
    itself comes after all of them.
    """
    texts = tuple({**others, box.id: text}.items())
    found = (_spot(each) for each in clashes(texts) if each.two.box == box.id)
    return tuple(spot for spot in found if applies(spot.criterion, box.id))


def touched(before: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str]:
    """The boxes whose contradictions are others now; both are the texts of a canvas by box id, in its order."""
    told = [{(each.criterion, each.one.box, each.one.quote, each.two.box, each.two.quote) for each in clashes(texts)}
            for texts in (tuple(before.items()), tuple(after.items()))]  # fmt: skip
    return frozenset(two for _, _, _, two, _ in told[0] ^ told[1])


@dataclass(frozen=True, slots=True)
class Clash:
    """Two facts that cannot both be true: `one` of the earlier box, `two` of the later."""

    criterion: str
    one: Claim
    two: Claim


@lru_cache(maxsize=8)
def clashes(texts: tuple[tuple[str, str], ...], more: Facts = ()) -> tuple[Clash, ...]:
    """Every contradiction of a canvas, texts by box id in its order. Each fact is told once a criterion.

    `more` are facts that a model read in these texts; what the rules read at the same place stands for both.
    """
    said = []
    for id, text in texts:
        if facts := together(claims(id, text), tuple([each for each in more if each.box == id])):
            said.append(_Said(facts))
    told: set[tuple[str, str, int]] = set()
    found = []
    for clash in sorted(_pairs(said), key=_tellingly):
        ends = {(clash.criterion, each.box, each.start) for each in (clash.one, clash.two)}
        if told.isdisjoint(ends):
            told |= ends
            found.append(clash)
    return tuple(found)


def together(ours: Facts, more: Facts) -> Facts:
    """The facts of two hands. What both read at a place is one."""
    return (*ours, *(each for each in more if not any(_same(each, one) for one in ours)))


def _same(one: Claim, other: Claim) -> bool:
    alike = (one.kind, one.value, one.box) == (other.kind, other.value, other.box)
    return alike and one.start < other.end and other.start < one.end


def read_by_model(texts: Mapping[str, str], more: Facts) -> Mapping[str, tuple[Spot, ...]]:
    """The contradictions, by their later box, on which the rules alone would not have come."""
    found: defaultdict[str, list[Spot]] = defaultdict(list)
    for each in clashes(tuple(texts.items()), more):
        if "model" in (each.one.by, each.two.by) and applies(each.criterion, each.two.box):
            found[each.two.box].append(_spot(each))
    return {box: tuple(some) for box, some in found.items()}


_SHOWN = 90  # characters of the other box's words that a message repeats
_HOME = ("data-collection", "modelling", "inference", "decision", "objectives", "lifetime", "metrics-and-evaluation")


def _tellingly(clash: Clash) -> tuple[int, int]:
    """The boxes in which such a fact is at home come first, then what a phrase says, and not only words that meet.

    Of several clashes of one fact, the first is told.
    """
    both = clash.one, clash.two
    return -sum(each.box in _HOME for each in both), sum(each.by == "meeting" for each in both)


def _spot(clash: Clash) -> Spot:
    one, two = clash.one, clash.two
    return Spot(
        clash.criterion,
        two.quote,
        two.start,
        two.end,
        detail=f"There it says “{_short(one.quote)}”.",
        other_box=one.box,
        other_quote=one.quote,
    )


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()}…"


class _Said:
    """The facts of a box, and by what they are."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.by_value: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
        for each in facts:
            self.by_value[each.kind, each.value].append(each)


def _pairs(said: Sequence[_Said]) -> list[Clash]:
    """At most one clash of two boxes a criterion, with the fact of the first box first; in the order of the boxes.

    A rule looks only at the boxes that hold its facts: few of a canvas.
    """
    found: dict[tuple[int, int, str], Clash] = {}
    for rule in _RULES:
        for first, second in _places(rule, said):
            key = second, first, rule.criterion
            if key not in found and (pair := _clash(rule, said[first], said[second])):
                found[key] = Clash(rule.criterion, *pair)
    for criterion, (first, one), (second, two) in _alike(said):
        key = second, first, criterion
        if key not in found and _CLASHES[criterion](one, two, said[first].facts, said[second].facts):
            found[key] = Clash(criterion, one, two)
    by_box = {each.facts[0].box: place for place, each in enumerate(said)}
    goals, checks = (by_box.get(box) for box in (GOALS, CHECKS))
    if goals is not None and checks is not None and (pair := other_goal(said[goals].facts, said[checks].facts)):
        found[checks, goals, "CON-02"] = Clash("CON-02", *pair)
    return [found[key] for key in sorted(found, key=lambda each: each[:2])]


def _places(rule: _Rule, said: Sequence[_Said]) -> Iterator[tuple[int, int]]:
    """Which boxes hold the two facts of a rule, and, unless it is `mixed`, not both of them."""
    ones = {place for place, each in enumerate(said) if rule.one in each.by_value}
    others = {place for place, each in enumerate(said) if ones and rule.other in each.by_value}
    if rule.mixed:
        ones, others = ones - others, others - ones
    return (
        (min(pair), max(pair)) for pair in {frozenset(each) for each in product(ones, others) if each[0] != each[1]}
    )


def _clash(rule: _Rule, first: _Said, second: _Said) -> tuple[Claim, Claim] | None:
    if rule.one in first.by_value and rule.other in second.by_value:
        return next(_both(rule, first, second), None)
    return next(((one, two) for two, one in _both(rule, second, first)), None)


def _both(rule: _Rule, ones: _Said, others: _Said) -> Iterator[tuple[Claim, Claim]]:
    for one, other in product(ones.by_value[rule.one], others.by_value[rule.other]):
        if rule.both(one, other, ones.facts, others.facts):
            yield one, other


# ---- when two facts clash


_OTHER = 1.5  # times as long is another cadence, and not another way to say the same


def _other_cadence(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    low, high = sorted(each.amount or 0 for each in (one, other))
    single = all([each.value for each in some].count(one.value) == 1 for some in (ones, others))
    return single and high >= _OTHER * low


def _same_thing(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    """Both decide on the same thing, or one of them on all there is: it names nothing, or anything.

    That both speak of the same people is not enough: “all positives are read”, “negatives are filed”.
    """
    dull = sayings().words("dull") | people()
    mine, theirs = _begun(one.about - dull), _begun(other.about - dull)
    whole = not (mine and theirs) or not sayings().words("anything").isdisjoint(one.words)
    return whole or not mine.isdisjoint(theirs)


_ROOT = 6  # letters: “suspend” and “suspension” are about the same


def _begun(some: frozenset[str]) -> frozenset[str]:
    return frozenset(each[:_ROOT] for each in some)


def _own_record(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    """The data on people are those of the system: not a contract's, a test's, a login's; nor on animals and things."""
    return sayings().words("no record of ours").isdisjoint(other.words)


def _same_data(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    """The thing that stays is the thing that goes, or one of both is all there is."""
    shared = one.about & other.about
    whole = sayings().words("all of it")
    return bool(shared - _whereabouts()) or not whole.isdisjoint(one.words | other.words)


@cache
def _whereabouts() -> frozenset[str]:
    """The stems of places, of ways there and of times: two sentences may share them about two things."""
    return frozenset(
        stem(word) for name in ("inside", "outer", "sends", "wait", "cycle") for word in sayings().words(name)
    )


def _same_input(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    """Two words of the thing that is known too late stand among the inputs, and not as the last time's."""
    former = sayings().words("former")
    shared = one.about & other.about
    return former.isdisjoint(one.words) and len(shared) >= 2 and not shared <= sayings().words("dull")


def _other_owner(one: Claim, other: Claim) -> bool:
    if not (differ(one.value, other.value) and same_sort(one.value, other.value)):
        return False
    if not sayings().words("stands in").isdisjoint(one.words | other.words):
        return False
    shared = (one.task & other.task) - sayings().words("dull")
    if one.sole or other.sole:
        return one.task == other.task or len(shared) >= 2 or (bool(shared) and 1 in (len(one.task), len(other.task)))
    return one.task == other.task or len(shared) >= max(2, _MOST * max(len(one.task), len(other.task)))


_MOST = 0.6  # of what somebody owns, to be the same


_AT_ONCE, _EVENT, _BATCH = ("answers", "at once"), ("answers", "during the event"), ("answers", "in batches")
_LATE, _FRESH = ("label delay", "after a while"), ("retraining", "on the data of the last period")
_AGAIN, _STATIC = ("retraining", "again and again"), ("lifetime", "stays as it is")
_NO_PERSON, _NAMELESS = ("personal data", "none"), ("personal data", "anonymous")
_PERSON, _TRAITS = ("personal data", "points to a person"), ("personal data", "traits of people")
_LEARNS = ("supervision", "learns from labels")

_RULES = (
    _Rule("CON-01", _EVENT, _BATCH, too_slow),
    _Rule("CON-01", _AT_ONCE, _BATCH, too_slow),
    _Rule("CON-03", _LATE, _FRESH, labels_too_late),
    _Rule("CON-03", _LATE, _AGAIN, trained_too_often),
    _Rule("CON-04", _NO_PERSON, _PERSON, _own_record),
    _Rule("CON-04", _NO_PERSON, _TRAITS, _own_record),
    _Rule("CON-04", _NAMELESS, _PERSON, _own_record),
    _Rule("CON-05", ("explanation", "each step can be followed"), ("model", "nobody can follow it"), steps_hidden),
    _Rule("CON-05", ("explanation", "reasons are shown"), ("model", "gives no reason"), reasons_missing),
    _Rule("CON-06", ("place", "stays inside"), ("place", "goes outside"), _same_data),
    _Rule("CON-07", ("decision", "a person decides each time"), ("decision", "made without a person"), _same_thing),
    _Rule("CON-08", _AGAIN, _AGAIN, _other_cadence, mixed=False),
    _Rule("CON-09", _STATIC, ("world", "changes"), same_world),
    _Rule("CON-09", _STATIC, _AGAIN),
    _Rule("CON-11", ("inputs", "known only afterwards"), ("moment of answering", "before the outcome")),
    _Rule("CON-11", ("inputs", "what goes in"), ("availability", "only afterwards"), _same_input),
    _Rule("CON-12", _LEARNS, ("labels", "there are none"), no_labels),
    _Rule("CON-12", _LEARNS, ("labels", "one thing was not recorded"), same_record),
    _Rule("CON-13", ("risk", "said to be small"), ("at stake", "people's rights, safety or living")),
)


def _sole_owner(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    """Two owners, or somebody who does all of what only another one may."""
    strong = one.kind == other.kind == "owner" or one.sole or other.sole
    return strong and _other_owner(one, other)


def _two_ways(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    alike = any(same(one, other) for same in (same_total, same_limit, takes_longer, same_milestone, same_retention))
    return alike and not restated(one, others) and not restated(other, ones)


_CLASHES: Mapping[str, Both] = {"CON-08": _two_ways, "CON-10": _sole_owner}


def _alike(said: Sequence[_Said]) -> Iterator[tuple[str, tuple[int, Claim], tuple[int, Claim]]]:
    """Facts of two boxes that may be about the same thing, with the criterion that compares them."""
    found: defaultdict[tuple[object, ...], list[tuple[int, Claim]]] = defaultdict(list)
    for place, each in enumerate(said):
        for claim in each.facts:
            if claim.kind in _COMPARED:
                found[_COMPARED[claim.kind], *sort_of(claim)].append((place, claim))
    for (criterion, *_), some in found.items():
        for one, two in combinations(some, 2):
            if one[0] != two[0]:
                yield str(criterion), one, two


_COMPARED = {
    **dict.fromkeys(("number", "milestone", "retention"), "CON-08"),
    **dict.fromkeys(("owner", "does all"), "CON-10"),
}
