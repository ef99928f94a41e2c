"""The seven slots of a goal: metric, target, unit, baseline, deadline, population, owner; each by its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.critic.goals.numbers import Numbers, Role
from app.critic.goals.population import population
from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import before, opening
from app.critic.goals.statement import Range, Statement

NAMES = ("metric", "target", "unit", "baseline", "deadline", "population", "owner")


@dataclass(frozen=True, slots=True)
class Slot:
    """Words that fill a slot: `quote` is text[start:end] of the box."""

    name: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Slots:
    """What a statement says of a goal, as ranges of its tokens."""

    n: Numbers

    @property
    def s(self) -> Statement:
        return self.n.s

    @cached_property
    def all(self) -> tuple[Slot, ...]:
        return tuple(slot for name, found in self._ranges() if found for slot in (self._slot(name, found),))

    def _ranges(self) -> Iterator[tuple[str, Range | None]]:
        yield "metric", self.metric
        yield "target", self.target
        yield "unit", self.unit
        yield "baseline", self.baseline
        yield "deadline", self.n.deadlines[0] if self.n.deadlines else None
        yield "population", self.population
        yield "owner", self.n.owner

    def _slot(self, name: str, found: Range) -> Slot:
        span = self.s.place(*found)
        return Slot(name, self.s.quote(*found), *span)

    # ---- target and unit

    @cached_property
    def aimed(self) -> Quantity | None:
        """The first quantity that is a target."""
        return self.n.targets[0] if self.n.targets else None

    @cached_property
    def target(self) -> Range | None:
        if self.aimed:
            q = self.aimed
            end = q.value + (self.s.word(q.value) == "+")
            after = next((k for k in (end, q.last) if self.s.has(k, "comparator_after", "than_before")), -1)
            end = after + self.s.has(after, "comparator_after", "than_before") if after >= 0 else end
            return before(self.s, q), max(end, q.value)
        return self._reference

    @cached_property
    def _reference(self) -> Range | None:
        """“At least as good as today's process”, where a metric stands beside it."""
        k = self.s.any("reference")
        if k < 0 or self.n.achieved or self.named is None:
            return None
        size = self.s.has(k, "reference")
        strong = self.s.word(k) not in _WEAK or any(role is Role.BASELINE for _, role in self.n.roles)
        return (k, k + size) if strong else None

    @cached_property
    def unit(self) -> Range | None:
        first = self.aimed
        if first and first.unit:
            return first.unit
        if first and first.kind == "number":
            return self._unit_before(first) or self._unit_of_metric
        for role in (Role.TARGET, Role.ACHIEVED, Role.BASELINE):
            for q, plays in self.n.roles:
                if plays is role and q.unit and q.kind not in ("multiple", "often"):
                    return q.unit
        return self._unit_of_metric if first else None

    def _unit_before(self, q: Quantity) -> Range | None:
        """The unit of “from 47 days to 35”."""
        for other, role in self.n.roles:
            if (
                role is Role.BASELINE
                and other.unit
                and other.last + 1 >= before(self.s, q) - 1
                and other.last <= q.first
            ):
                return other.unit
        return None

    @cached_property
    def _unit_of_metric(self) -> Range | None:
        """“Per hour” of “pallets loaded per hour”."""
        s = self.s
        for k in range(s.size - 1):
            if s.tokens[k].text not in ("per", "a", "an", "/"):
                continue
            size = s.has(k + 1, "period", "short_time")
            if s.word(k) in ("per", "a", "an", "/") and size and s.ends(k, "comparator") < 0 and not self._timed(k):
                return k, k + 1 + size
        k = s.any("label_other")
        labelled = k >= 0 and s.word(k) == "unit" and s.word(k + 1) == ":"
        return (k + 2, k + 3) if labelled and k + 2 < s.size else None

    def _timed(self, k: int) -> bool:
        aimed = [(q.first, q.last) for q in self.n.targets]
        return any(first <= k < last for first, last in (*self.n.deadlines, *aimed))

    # ---- baseline

    @cached_property
    def baseline(self) -> Range | None:
        for q, role in self.n.roles:
            if role in (Role.BASELINE, Role.ACHIEVED):
                return self._led(q)
        return self._compared_with

    def _led(self, q: Quantity) -> Range:
        start = max(self.n.clause(q), q.first - 7)
        cue = self.s.any("baseline", first=start, last=q.first)
        return (cue if cue >= 0 else q.first), q.last

    @cached_property
    def _compared_with(self) -> Range | None:
        """What it is compared with, without its value: “relative to the 2026 average”."""
        s = self.s
        if not (self.aimed or self.target) or self.n.achieved:
            return None
        for k, token in enumerate(s.tokens):
            if token.text == "as" and s.word(k + 1) in ("in", "last", "today", "now", "at", "before") and k > 0:
                return k, self._clause_end(k + 2)
            size = s.has(k, "than")
            if not size:
                continue
            strong = s.word(k) in ("vs", "versus", "compared", "relative", "against")
            after = k + size + bool(s.has(k + size, "determiner"))
            loose = s.word(k) in ("than", "against", "over", "from", "below", "above", "of", "on")
            if (strong and after < s.size) or (loose and s.any("baseline", first=after, last=after + 2) >= 0):
                return k, self._clause_end(after)
        return None

    def _clause_end(self, k: int) -> int:
        end = k
        while (
            end < self.s.size
            and end < k + 6
            and self.s.kind(end) != "sign"
            and not (end > k and self.s.has(end, "population_prep", "by"))
        ):
            end += 1
        return max(end, k)

    @cached_property
    def quantified(self) -> bool:
        return any(role is Role.BASELINE for _, role in self.n.roles)

    @cached_property
    def relative(self) -> bool:
        """Whether the target only says how much more or less: “by 15 %”, “10x faster”, “double”."""
        q, s = self.aimed, self.s
        if q is None:
            return self._reference is not None
        change = bool(s.has(q.last, "than_before")) or (
            s.ends(q.first, "than_before", "change") >= 0 and s.word(q.first - 1) == "by"
        )
        by = (s.word(q.first - 1) == "by" or s.word(before(s, q) - 1) == "by") and s.any("change") >= 0
        by = by or (s.word(q.first - 1) == "by" and s.word(q.first - 2) in ("up", "down"))
        return q.kind == "multiple" or (q.share and (by or change))

    # ---- metric

    @cached_property
    def named(self) -> Range | None:
        """The words of a metric that the lists know."""
        s = self.s
        taken = [each for each in (self.n.owner, *self.n.deadlines) if each]
        best: tuple[int, Range] | None = None
        for k in sorted({k for key in ("metric", "head") for k, _ in s.index.get(key, ())}):
            if any(first <= k < last for first, last in taken):
                continue
            found = self._metric_at(k)
            if found and (best is None or found[0] > best[0]):
                best = found
        return best[1] if best else None

    def _metric_at(self, k: int) -> tuple[int, Range] | None:
        s = self.s
        size = s.has(k, "metric")
        if size and not self._other_sense(k, size):
            return 2, (k, k + size + s.has(k + size, "head"))
        size = s.has(k, "head")
        if size and not (self.n.condition and k < self.n.condition[1]) and not self._weak_head(k):
            return 1, (k, k + size)
        return None

    def _other_sense(self, k: int, size: int) -> bool:
        """A word of the list that is something else here: a verb, or part of what is built."""
        s = self.s
        if s.has(k + size, "role") or s.has(k + size, "thing"):
            return True
        if size > 1:
            return False
        if s.has(k, "acronym"):
            return not s.quote(k, k + 1).isupper()
        if not s.has(k, "verb_noun"):
            return False
        acts = k == opening(s) or s.word(k - 1) in ("to", "will", "must", "should", "can", "not", "we")
        told = any(q.first == k + 1 for q, _ in self.n.roles)
        return told or (acts and (not self.n.targets or bool(s.has(k + 1, "determiner", "metric", "head"))))

    def _weak_head(self, k: int) -> bool:
        """A head noun stands for a metric only where a goal is told of it."""
        s = self.s
        described = (
            k > 0 and s.kind(k - 1) == "word" and not s.has(k - 1, "stop", "verb", "determiner", "number", "all")
        )
        if s.has(k, "common_head") and not described and s.word(k + 1) != "of":
            return True
        if any(q.first <= k < q.last for q, _ in self.n.roles):
            return True
        return not (self.n.targets or s.any("change", "quality", "than_before") >= 0) or self.n.active

    @cached_property
    def metric(self) -> Range | None:
        if self.named:
            return self.named
        return self._implied if self.aimed else self._fewer

    @cached_property
    def _fewer(self) -> Range | None:
        """“Fewer accidents”, “less paperwork”."""
        k = opening(self.s)
        counted = self.s.word(k) in ("fewer", "less") and self.s.kind(k + 1) == "word"
        return (k + 1, k + 2) if counted else None

    @cached_property
    def _implied(self) -> Range | None:
        """Whatever the target is told of: “finishes within 90 minutes”, “70 % of nurses open it”."""
        s, q = self.s, self.aimed
        assert q is not None
        taken = [
            (before(s, q), max(q.last, self.target[1] if self.target else 0)),
            *self.n.deadlines,
            *((self.n.owner,) if self.n.owner else ()),
        ]
        group = population(self.n, None, self.target)
        taken += [group] if group and s.has(group[0] - 1, "population_prep") else []
        taken += [self.n.condition] if self.n.condition else []
        free = [k for k in range(s.size) if self._content(k) and not any(a <= k < b for a, b in taken)]
        if not free:
            return (q.unit if q.counted else None) or (self._after(q))
        left = [k for k in free if k < q.first]
        some = left or free
        last = some[0] + 1
        while last in some or (last < s.size and last + 1 in some and s.kind(last) != "sign"):
            last += 1
        return some[0], min(last, some[0] + 10)

    def _after(self, q: Quantity) -> Range | None:
        k = q.last
        return (k, k + 1) if self.s.has(k, "than_before") and q.share and self.s.has(k, "comparative") else None

    def _content(self, k: int) -> bool:
        s = self.s
        if s.kind(k) != "word":
            return False
        dull = (
            "stop",
            "determiner",
            "pronoun",
            "linking",
            "intent",
            "comparator",
            "by",
            "label_target",
            "label_metric",
            "number",
            "period",
            "currency",
            "population_prep",
            "change",
        )
        return not s.has(k, *dull) and not s.has(k, "empty")

    @property
    def implied(self) -> bool:
        return self.named is None

    # ---- population

    @cached_property
    def population(self) -> Range | None:
        return population(self.n, self.metric, self.target)


_WEAK = frozenset("match matches matching better fewer lower higher more less".split())
