"""CON: what two boxes say cannot both be true. Decided on the typed facts of both, never on the words alone."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from app.canvas.template import Box
from app.critic.clashing.claims import Claim, claims
from app.critic.clashing.cues import sayings
from app.critic.clashing.evaluation import left_out, other_metric
from app.critic.clashing.owners import differ, same_sort
from app.critic.clashing.same import restated, same_limit, same_milestone, same_retention, same_total, takes_longer
from app.critic.criteria import applies
from app.critic.finding import Spot

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
        if facts := together(claims(id, text), tuple(each for each in more if each.box == id)):
            said.append(_Said(facts))
    pairs = [pair for place, mine in enumerate(said) for other in said[:place] for pair in _pairs(other, mine)]
    told: set[tuple[str, str, int]] = set()
    found = []
    for clash in sorted(pairs, key=_tellingly):
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


def _tellingly(clash: Clash) -> int:
    """The boxes in which such a fact is at home come first: of several clashes of one fact, that one is told."""
    return -sum(each.box in _HOME for each in (clash.one, clash.two))


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


@dataclass(frozen=True)
class _Said:
    """The facts of a box, and by what they are."""

    facts: Facts

    @cached_property
    def by_value(self) -> Mapping[tuple[str, str], Facts]:
        found: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
        for each in self.facts:
            found[each.kind, each.value].append(each)
        return {what: tuple(some) for what, some in found.items()}

    @cached_property
    def by_kind(self) -> Mapping[str, Facts]:
        kinds = {each.kind for each in self.facts}
        return {kind: tuple(each for each in self.facts if each.kind == kind) for kind in kinds}


def _pairs(ones: _Said, others: _Said) -> Iterator[Clash]:
    """At most one clash a criterion, with the fact of the first box first."""
    seen: set[str] = set()
    for rule in _RULES:
        if rule.criterion not in seen and (pair := _clash(rule, ones, others)):
            seen.add(rule.criterion)
            yield Clash(rule.criterion, *pair)
    for id, find in _FOUND:
        if id not in seen and (pair := find(ones, others)):
            seen.add(id)
            yield Clash(id, *pair)


def _clash(rule: _Rule, ones: _Said, others: _Said) -> tuple[Claim, Claim] | None:
    mine, theirs = ones.by_value, others.by_value
    there, back = rule.one in mine and rule.other in theirs, rule.other in mine and rule.one in theirs
    if rule.mixed and there and back or not (there or back):
        return None
    if rule.mixed and any(rule.one in each and rule.other in each for each in (mine, theirs)):
        return None
    if there:
        pairs = product(mine[rule.one], theirs[rule.other])
        return next(((one, two) for one, two in pairs if rule.both(one, two, ones.facts, others.facts)), None)
    pairs = product(theirs[rule.one], mine[rule.other])
    return next(((two, one) for one, two in pairs if rule.both(one, two, others.facts, ones.facts)), None)


# ---- when two facts clash


def _says(facts: Facts, kind: str, value: str) -> bool:
    return any((each.kind, each.value) == (kind, value) for each in facts)


def _too_slow(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    """A batch can be served fast from a table, as long as it is not what happens right now that is asked for."""
    if _says(others, "answers", "at once") or _says(others, "answers", "during the event"):
        return False
    served = one.value == "at once" and not other.words.isdisjoint(sayings().words("served"))
    return not served and (other.amount or _DAY) >= _SLOWER * (one.amount or 1)


_DAY, _SLOWER = 86_400.0, 4
_OTHER = 1.5  # times as long is another cadence, and not another way to say the same


def _labels_too_late(late: Claim, train: Claim, ones: Facts, others: Facts) -> bool:
    newest = train.amount or _DAY
    return late.amount is not None and late.amount > _OTHER * newest


def _trained_too_often(late: Claim, train: Claim, ones: Facts, others: Facts) -> bool:
    """Weekly training on labels that take months: unless it says which data is old enough."""
    ripe = sayings().words("matured") | sayings().words("ripe")
    if late.amount is None or train.amount is None or not ripe.isdisjoint(train.words):
        return False
    return late.amount >= _SLOWER * train.amount


def _other_cadence(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    low, high = sorted(each.amount or 0 for each in (one, other))
    single = all([each.value for each in some].count(one.value) == 1 for some in (ones, others))
    return single and high >= _OTHER * low


def _same_thing(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    """Both decide on the same thing, or the person on anything that the system puts out."""
    anything = not sayings().words("anything").isdisjoint(one.words)
    return anything or bool((one.about & other.about) - sayings().words("dull"))


def _not_by_hand(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    return not _says(others, "explanation", one.value)


def _same_record(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    """What was not recorded is what the model learns from."""
    return bool((one.about & other.task) - sayings().words("dull"))


def _same_input(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    """Two words of the thing that is known too late stand among the inputs, and not as the last time's."""
    former = sayings().words("former")
    shared = one.about & other.about
    return former.isdisjoint(one.words) and len(shared) >= 2 and not shared <= sayings().words("dull")


def _other_owner(one: Claim, other: Claim) -> bool:
    if not (differ(one.value, other.value) and same_sort(one.value, other.value)):
        return False
    shared = (one.task & other.task) - sayings().words("dull")
    return one.task == other.task or len(shared) >= 2 or (bool(shared) and min(len(one.task), len(other.task)) == 1)


_AT_ONCE, _EVENT, _BATCH = ("answers", "at once"), ("answers", "during the event"), ("answers", "in batches")
_LATE, _FRESH = ("label delay", "after a while"), ("retraining", "on the data of the last period")
_AGAIN, _STATIC = ("retraining", "again and again"), ("lifetime", "stays as it is")
_NO_PERSON, _NAMELESS = ("personal data", "none"), ("personal data", "anonymous")
_PERSON, _TRAITS = ("personal data", "points to a person"), ("personal data", "traits of people")
_LEARNS = ("supervision", "learns from labels")

_RULES = (
    _Rule("CON-01", _EVENT, _BATCH, _too_slow),
    _Rule("CON-01", _AT_ONCE, _BATCH, _too_slow),
    _Rule("CON-03", _LATE, _FRESH, _labels_too_late),
    _Rule("CON-03", _LATE, _AGAIN, _trained_too_often),
    _Rule("CON-04", _NO_PERSON, _PERSON),
    _Rule("CON-04", _NO_PERSON, _TRAITS),
    _Rule("CON-04", _NAMELESS, _PERSON),
    _Rule("CON-05", ("explanation", "each step can be followed"), ("model", "nobody can follow it"), _not_by_hand),
    _Rule("CON-06", ("place", "stays inside"), ("place", "goes outside")),
    _Rule("CON-07", ("decision", "a person decides each time"), ("decision", "made without a person"), _same_thing),
    _Rule("CON-08", _AGAIN, _AGAIN, _other_cadence, mixed=False),
    _Rule("CON-09", _STATIC, ("world", "changes")),
    _Rule("CON-09", _STATIC, _AGAIN),
    _Rule("CON-11", ("inputs", "known only afterwards"), ("moment of answering", "before the outcome")),
    _Rule("CON-11", ("inputs", "what goes in"), ("availability", "only afterwards"), _same_input),
    _Rule("CON-12", _LEARNS, ("labels", "there are none")),
    _Rule("CON-12", _LEARNS, ("labels", "one thing was not recorded"), _same_record),
    _Rule("CON-13", ("risk", "said to be small"), ("at stake", "people's rights, safety or living")),
)

_Find = Callable[[_Said, _Said], tuple[Claim, Claim] | None]


def _first(kinds: tuple[str, ...], both: Both) -> _Find:
    """The first two facts of these kinds, whatever their values, that clash."""

    def find(ones: _Said, others: _Said) -> tuple[Claim, Claim] | None:
        if not any(kind in ones.by_kind for kind in kinds):
            return None
        some, rest = ([each for kind in kinds for each in said.by_kind.get(kind, ())] for said in (ones, others))
        return next((pair for pair in product(some, rest) if both(*pair, ones.facts, others.facts)), None)

    return find


def _measured(find: Callable[[Facts, Facts], tuple[Claim, Claim] | None]) -> _Find:
    return lambda ones, others: find(ones.facts, others.facts)


def _sole_owner(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    """Two owners, or somebody who does all of what only another one may."""
    strong = one.kind == other.kind == "owner" or one.sole or other.sole
    return strong and _other_owner(one, other)


def _two_ways(one: Claim, other: Claim, ones: Facts, others: Facts) -> bool:
    if one.kind != other.kind or one.unit != other.unit:  # spares nearly all pairs the five questions
        return False
    alike = any(same(one, other) for same in (same_total, same_limit, takes_longer, same_milestone, same_retention))
    return alike and not restated(one, others) and not restated(other, ones)


_FOUND: tuple[tuple[str, _Find], ...] = (
    ("CON-02", _measured(other_metric)),
    ("CON-02", _measured(left_out)),
    ("CON-08", _first(("number", "milestone", "retention"), _two_ways)),
    ("CON-10", _first(("owner", "does all"), _sole_owner)),
)
