"""The seven slots of a goal: metric, target, unit, baseline, deadline, population, owner; each by its words."""

from collections.abc import Iterator
from typing import NamedTuple

from app.critic.goals.numbers import Numbers, Role
from app.critic.goals.people import people
from app.critic.goals.population import population
from app.critic.goals.quantities import Quantity, rated_end
from app.critic.goals.references import reference
from app.critic.goals.rivals import rival
from app.critic.goals.scene import before
from app.critic.goals.statement import Range

NAMES = ("metric", "target", "unit", "baseline", "deadline", "population", "owner")


class Slot(NamedTuple):
    """Words that fill a slot: `quote` is text[start:end] of the box."""

    name: str
    quote: str
    start: int
    end: int


class Slots:
    """What a statement says of a goal, as ranges of its tokens."""

    def __init__(self, n: Numbers) -> None:
        self.n, self.s = n, n.s
        self.aimed = self._aimed()
        self.named = self._named()
        # `loose`: it is only held against something, and no limit is set
        self.reference, self.loose = (None, False) if self.aimed else reference(n, self.named)
        self.target = self._target(self.aimed) if self.aimed else self.reference
        self.unit = self._unit() if n.roles else None
        self.relative = self._relative(self.aimed) if self.aimed else self.reference is not None
        self.quantified = Role.BASELINE in n.played
        self.baseline = self._baseline()
        self.metric = self.named or self._unnamed()
        self.population = self._population()

    def all(self) -> Iterator[Slot]:
        deadline = self.n.deadlines[0] if self.n.deadlines else None
        found = (self.metric, self.target, self.unit, self.baseline, deadline, self.population, self.n.owner)
        s = self.s
        for name, some in zip(NAMES, found, strict=True):
            if some:
                start, end = s.starts[some[0]], s.stops[some[1] - 1]
                yield Slot(name, s.text[start:end], start, end)

    # ---- target and unit

    def _aimed(self) -> Quantity | None:
        """The first quantity that is a target; after “nobody waits longer than …”, the one that follows."""
        some = self.n.targets
        if len(some) > 1 and some[0].kind == "zero" and some[1].first in self.n.compared:
            return some[1]
        return some[0] if some else None

    def _target(self, q: Quantity) -> Range:
        end = q.value + (self.s.words[q.value] == "+")
        for k in (q.last,) if q.unit and q.unit[0] == q.value else (end, q.last):
            if size := self.s.has(k, "comparator_after", "than_before"):
                end = k + size
                break
        return before(self.s, q), max(end, q.value)

    def _unit(self) -> Range | None:
        first = self.aimed
        if first and first.unit:
            return self._rate(first) if first.counted and not self._named_apart(first) else first.unit
        if first and first.kind == "number":
            return self._unit_before(first) or self._unit_of_metric()
        for role in (Role.TARGET, Role.ACHIEVED, Role.BASELINE):
            for q, plays in self.n.roles:
                if plays is role and q.unit and q.kind not in ("multiple", "often"):
                    return self._rate(q) if q.counted and not self._named_apart(q) else q.unit
        return self._unit_of_metric() if first else None

    def _named_apart(self, q: Quantity) -> bool:
        """Whether something else than the counted thing is the metric: “a backlog of 300 cases”."""
        return self.named is not None and not (q.first <= self.named[0] < q.last)

    def _rate(self, q: Quantity) -> Range | None:
        """“A week” of “eight complaints a week”: what is counted is the metric."""
        assert q.unit is not None
        per = next((k for k in range(*q.unit) if self.s.words[k] in ("per", "a", "an", "each", "every", "/")), -1)
        if per > q.unit[0]:
            return per, q.unit[1]
        behind = q.last + self.s.has(q.last, "than_before")
        return (behind, end) if (end := rated_end(self.s, behind)) > behind else None

    def _unit_before(self, q: Quantity) -> Range | None:
        """The unit of “from 47 days to 35”, which stands beside the other value."""
        for other, role in self.n.roles:
            if role is Role.BASELINE and other.unit:
                return self._rate(other) if other.counted and not self._named_apart(other) else other.unit
        return None

    def _unit_of_metric(self) -> Range | None:
        """“Per hour” of “pallets loaded per hour”."""
        s = self.s
        for k in () if _PER.isdisjoint(s.vocabulary) else range(s.size - 1):
            if s.words[k] not in _PER:
                continue
            size = s.has(k + 1, "period", "short_time")
            if s.words[k] == "per" and (s.kinds[k + 1] == "number" or "magnitude" in s.tags[k + 1]):
                return k, min(k + 3 + s.has(k + 2, "magnitude"), s.size)
            if size and s.ends(k, "comparator") < 0 and not self._timed(k):
                return k, k + 1 + size
        k = s.any("label_other")
        labelled = k >= 0 and s.words[k] == "unit" and s.words[k + 1] == ":"
        return (k + 2, k + 3) if labelled and k + 2 < s.size else None

    def _timed(self, k: int) -> bool:
        aimed = [(q.first, q.last) for q, role in self.n.roles if role is not Role.BASELINE]
        return any(first <= k < last for first, last in (*self.n.deadlines, *aimed))

    # ---- baseline

    def _baseline(self) -> Range | None:
        if not self.n.played.isdisjoint(_GIVEN):
            return self._led(next(q for q, role in self.n.roles if role in _GIVEN))
        if not (self.aimed or self.target or self.loose) or self.n.achieved:
            return None
        return rival(self.n, relative=self.relative)

    def _led(self, q: Quantity) -> Range:
        start = max(self.n.clause(q), q.first - 7)
        cue = self.s.any("baseline", first=start, last=q.first)
        return (cue if cue >= 0 else q.first), q.last

    def _relative(self, q: Quantity) -> bool:
        """Whether the target only says how much more or less: “by 15 %”, “10x faster”, “double”."""
        if not q.share:
            return q.kind == "multiple"
        s, by = self.s, self.s.words[q.first - 1] == "by"
        if "than_before" in s.tags[q.last] or (by and s.ends(q.first, "than_before", "change") >= 0):
            return True
        moved = "change" in s.keys and (by or s.words[before(s, q) - 1] == "by")
        return moved or (by and s.words[q.first - 2] in ("up", "down")) or s.words[q.first - 1] in ("up", "down")

    # ---- metric

    def _named(self) -> Range | None:
        """The words of a metric that the lists know."""
        s = self.s
        taken = [self.n.owner, *self.n.deadlines] if self.n.owner else self.n.deadlines
        weak: Range | None = None
        for k in sorted({*s.at("metric"), *s.at("head")}):
            if taken and any(first <= k < last for first, last in taken):
                continue
            if found := self._metric_at(k):
                return found
            weak = weak or self._head_at(k)
        return weak

    def _metric_at(self, k: int) -> Range | None:
        s = self.s
        size = s.tags[k].get("metric", 0)
        if size and not self._other_sense(k, size):
            return k, k + size + s.has(k + size, "head")
        return None

    def _head_at(self, k: int) -> Range | None:
        size = self.s.tags[k].get("head", 0)
        if size and not (self.n.condition and k < self.n.condition[1]) and not self._weak_head(k):
            return k, k + size
        return None

    def _other_sense(self, k: int, size: int) -> bool:
        """A word of the list that is something else here: a verb, or part of what is built."""
        s = self.s
        if not _BUILT.isdisjoint(s.tags[k + size]):
            return True
        if size > 1:
            return False
        if "acronym" in s.tags[k]:
            return not s.quote(k, k + 1).isupper()
        if "verb_noun" not in s.tags[k]:
            return False
        acts = k == s.opening or s.words[k - 1] in ("to", "will", "must", "should", "can", "not", "we")
        moves = k > s.opening and s.words[k + 1] in _TO and s.kinds[k + 2] == "number"  # “time to settle falls to 6”
        told = moves or any(q.first == k + 1 for q, _ in self.n.roles)
        return told or (acts and (not self.n.targets or bool(s.has(k + 1, "determiner", "metric", "head"))))

    def _weak_head(self, k: int) -> bool:
        """A head noun stands for a metric only where a goal is told of it."""
        s = self.s
        described = (
            k > 0 and s.kinds[k - 1] == "word" and not s.has(k - 1, "stop", "verb", "determiner", "number", "all")
        )
        if s.has(k, "common_head") and not described and s.words[k + 1] != "of":
            return True
        if any(q.first <= k < q.last for q, _ in self.n.roles) or s.words[k - 1] == "per" or self._whole(k):
            return True
        told = self.n.targets or not self.n.played.isdisjoint(_GIVEN) or not _MOVED.isdisjoint(s.keys)
        return not told or self.n.active

    def _whole(self, k: int) -> bool:
        """Whether it only says of what the share is: “12 % of engine hours”."""
        return any(q.share and self.s.words[q.last] == "of" and q.last < k < q.last + 4 for q in self.n.targets)

    def _unnamed(self) -> Range | None:
        some = self.aimed or next((q for q, role in self.n.roles if role in _GIVEN), None)
        return self._implied(some) if some else self._fewer()

    def _fewer(self) -> Range | None:
        """“Fewer accidents”, “growers lose less fruit”."""
        s = self.s
        if _LESS.isdisjoint(s.vocabulary):
            return None
        k = s.opening
        k = next((j + 1 for j in range(k, min(k + 5, s.size)) if s.words[j] == ":"), k)
        k = next((j for j in range(k, s.size) if s.words[j] in _LESS), k)
        counted = s.words[k] in _LESS and s.kinds[k + 1] == "word" and "stop" not in s.tags[k + 1]
        return (k + 1, k + 2) if counted else None

    def _implied(self, q: Quantity) -> Range | None:
        """Whatever a quantity is told of: “finishes within 90 minutes”, “70 % of nurses open it”."""
        s = self.s
        taken = [(before(s, q), max(q.last, self.target[1] if self.target else 0)), *self.n.deadlines]
        group = population(self.n, None, self.target)
        led = group if group and "population_prep" in s.tags[group[0] - 1] else None
        taken += [each for each in (self._owned(), led, self.n.condition) if each]
        taken += self._said_apart()
        inside = {k for first, last in taken for k in range(first, last)}
        free = [k for k in range(s.size) if k not in inside and self._content(k)]
        free = [k for k in free if not (group and group[0] <= k < group[1])] or free
        if not free and led and s.has(q.last, "than_before"):
            return led  # “€ 2 m less in written-off stock”
        if not free and led and s.words[led[0] - 1] == "between":
            return led  # “from 9 to 6 minutes between alarm and first truck”
        if not free and group and (deed := self._deed_of(group)):
            return deed
        if not free:
            return (q.unit if q.counted else None) or self._after(q) or self._moved()
        left = [k for k in free if k < q.first]
        if not left and q.counted:
            return q.unit
        if not left and (self._bare(q) or (q is self.aimed and q.kind == "number" and self._parted(q.last, free[0]))):
            return None  # “under 3 minutes, night shift”: of what?
        some = left or free
        last = some[0] + 1
        while last in some or (last < s.size and last + 1 in some and s.kinds[last] != "sign"):
            last += 1
        return some[0], min(last, some[0] + 10)

    def _parted(self, last: int, k: int) -> bool:
        """Whether a comma stands between a target and what follows."""
        end = self.s.clause_end(last)
        return end < k and self.s.words[end] == ","

    def _deed_of(self, group: Range) -> Range | None:
        """What a group does: “60 % of the visitors scan the code”."""
        first, last = group
        doer = next((k for k in range(first, last - 1) if people(self.s, k)), -1)
        doer = (
            doer if doer >= 0 else next((k - 1 for k in range(first + 1, last) if self.s.words[k].endswith("ed")), -1)
        )
        return (doer + 1, last) if doer >= 0 else None

    def _bare(self, q: Quantity) -> bool:
        """“0.8 for every age band, monthly checks”: of what? But “0.1 is the distance that we allow”."""
        s = self.s
        plain = q.unit is None and not q.spelled and q.kind == "number" and s.words[q.value - 1].startswith(_UNDER_ONE)
        return plain and _BEING.isdisjoint(s.words[q.last : q.last + 6])

    def _said_apart(self) -> list[Range]:
        """What stands behind a label that is not of the metric: “Who: Samira, goods-in.”"""
        s = self.s
        if ":" not in s.vocabulary:
            return []
        some = [each for key in _APART for each in s.each(key) if s.words[each[1]] == ":"]
        return [(k, next((j for j in range(end, s.size) if s.words[j] in _STOPS), s.size)) for k, end in some]

    def _owned(self) -> Range | None:
        """The owner with the verb behind: “Tomek owns it”."""
        if not self.n.owner:
            return None
        first, last = self.n.owner
        return first, last + (self.s.has(last, "owns") > 0)

    def _moved(self) -> Range | None:
        """“Save €50k a year”: nothing else is said of it."""
        for k, end in self.s.each("change"):
            if _NO_DEED.isdisjoint(self.s.tags[k]) and self.s.words[k] not in _PLAIN and self.s.words[end] not in _IT:
                return k, end
        return None

    def _after(self, q: Quantity) -> Range | None:
        k = q.last
        return (k, k + 1) if self.s.has(k, "than_before") and q.share and self.s.has(k, "comparative") else None

    def _content(self, k: int) -> bool:
        s = self.s
        if s.kinds[k] != "word":
            return False
        return _DULL.isdisjoint(s.tags[k])

    @property
    def implied(self) -> bool:
        return self.named is None

    # ---- population

    def _population(self) -> Range | None:
        found = population(self.n, self.named, self.target, self.baseline)
        if found and found == self.metric and "population_prep" in self.s.tags[found[0] - 1]:
            return None
        if found and not _EXCUSES.isdisjoint(self.s.keys):
            out = self.s.any("escape", "proviso", first=max(0, found[0] - 2), last=found[1] + 1) >= 0
            return None if out else found
        return found


_GIVEN = frozenset({Role.ACHIEVED, Role.BASELINE})
_EXCUSES = frozenset({"escape", "proviso"})
_PER = frozenset({"per", "a", "an", "/"})
_BUILT = frozenset({"role", "thing"})
_MOVED = frozenset({"change", "quality", "than_before"})
_PLAIN = frozenset("go goes stay stays take takes fall falls rise drop".split())
_DULL = frozenset(
    """
    stop determiner pronoun linking intent comparator by label_target label_metric number period currency
    population_prep change achieved baseline soft soft_number empty
    """.split()
)
_LESS = frozenset({"fewer", "less"})
_IT = frozenset("it them this that these those".split())
_TO = frozenset("to by below under".split())
_NO_DEED = frozenset({"empty", "than_before"})
_UNDER_ONE = ("0", ".", "1.")
_APART = ("label_owner", "label_deadline", "label_other")
_STOPS = frozenset(".;|")
_BEING = frozenset("is are must shall should".split())
