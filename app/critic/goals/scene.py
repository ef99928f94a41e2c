"""What stands around the numbers of a goal: its times, its owner, whether it tells of today."""

from dataclasses import dataclass

from app.critic.goals.deadlines import deadlines
from app.critic.goals.lazy import lazy
from app.critic.goals.owners import owner
from app.critic.goals.quantities import Quantity, quantities
from app.critic.goals.statement import Range, Statement


@dataclass(frozen=True)
class Scene:
    """A statement, with what is found of it when it is first asked for."""

    s: Statement

    @lazy
    def deadlines(self) -> list[Range]:
        some = [each for each in deadlines(self.s) if not self._held_by_owner(each)]
        return [each for each in some if not self._told_of(each[0])] if some and self.achieved else some

    def _told_of(self, k: int) -> bool:
        """Whether a time is one of which is told: “in 2025”, “on 14 October”, “over the last two years”."""
        return self.s.words[k] in ("in", "on", "during", "at", "over", "for", "as", "after")

    @lazy
    def condition(self) -> Range | None:
        """The opening words that say where it holds: “For patients over 80, …”."""
        s, first = self.s, self.s.opening
        if s.words[first] not in (
            "for",
            "in",
            "with",
            "when",
            "at",
            "on",
            "among",
            "across",
            "under",
            "during",
            "if",
            "per",
            "while",
            "of",
        ) or s.has(first, "comparator"):
            return None
        end = next((k for k in range(first + 1, min(first + 14, s.size)) if s.words[k] == ","), -1)
        if (
            end < 0
            or s.any("permit", "escape", first=first, last=end) >= 0
            or s.any("metric", first=first, last=end) >= 0
            or any(a <= first < b for a, b in self.deadlines)
        ):
            return None
        return (
            (first, end)
            if any(
                s.kinds[k] in ("number", "name") or s.has(k, "number", "change", "goal", "metric")
                for k in range(end, s.size)
            )
            else None
        )

    @lazy
    def owner(self) -> Range | None:
        return owner(self.s)

    def _held_by_owner(self, some: Range) -> bool:
        return self.owner is not None and self.owner[0] <= some[0] and some[1] <= self.owner[1]

    @lazy
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(quantities(self.s))

    @lazy
    def achieved(self) -> bool:
        """Whether the statement tells what is or was, and nothing of what should be."""
        s = self.s
        if s.any("intent", "comparator", "comparator_after", "soft_number") >= 0 or _opens_with_change(s):
            return False
        if s.has(s.opening, "zero", "no", "multiple", "than_before", "label_target", "label_metric"):
            return False
        if self.led_to or any(s.has(q.last, "than_before") for q in self.quantities):
            return False
        return any(self._tells(k) for k, _ in s.each("achieved"))

    @lazy
    def _plain(self) -> int:
        """How many quantities may be a value, not a date or part of a name."""
        return sum(q.kind in ("number", "fraction") and not self.in_deadline_of(q) for q in self.quantities)

    def in_deadline_of(self, q: Quantity) -> bool:
        """Whether a quantity is a year or stands in a time; asked before it is known which times are deadlines."""
        word = self.s.words[q.value - 1]
        return q.unit is None and len(word) == 4 and word.startswith(("19", "20"))

    def _tells(self, k: int) -> bool:
        """Whether a word of today is said of the whole, not of a second number: “40 a minute, now 33”."""
        s = self.s
        start = k
        while start > 0 and s.words[start - 1] not in (",", ";", "(", "–", "—"):
            start -= 1
        if s.words[k - 1] == "from" or (s.words[k - 1] in ("that", "who", "which") and k > 1 and not _claims(s, k - 2)):
            return False  # “a year from now”, “titles that had no loan”
        lone = self._plain < 2
        if not lone and s.has(k, "of_today"):
            return False  # of one of two values
        return (lone or not any(s.kinds[j] == "number" or "number" in s.tags[j] for j in range(start))) and s.words[
            start - 1
        ] != "("

    @lazy
    def active(self) -> bool:
        """Whether the statement tells what a team does, and names nothing that would come of it."""
        s, first = self.s, self.s.opening
        if s.words[first] in ("we", "i", "they"):
            first += 1 + (s.words[first + 1] in ("will", "shall", "must", "should", "want", "to", "plan"))
            first += s.words[first] == "to"
        named = s.has(first, "activity") and not s.has(first + 1, "head", "metric", "linking", "verb")
        return bool(named) and not s.has(first, "metric") and not s.words[first].endswith("ed")

    def in_deadline(self, q: Quantity) -> bool:
        return any(first <= q.first < last for first, last in self.deadlines)

    def compared(self, q: Quantity) -> bool:
        s = self.s
        if "comparator_after" in s.tags[q.last] or "+" in (s.words[q.value], s.words[q.last]):
            return True
        joined = q.unit and q.unit[0] == q.value  # “12 min” is no minimum
        return (not joined and "comparator_after" in s.tags[q.value]) or before(s, q) < q.first

    @lazy
    def led_to(self) -> frozenset[int]:
        """Where the values start to which something goes that is told in the present: “falls from 9.4 % to 7 %”."""
        s, some = self.s, self.quantities
        if not ("from" in s.vocabulary and "to" in s.vocabulary):
            return frozenset()
        starts = [q.first for q in some if s.words[q.first - 1] == "from" or s.words[q.first - 2] == "from"]
        return frozenset(
            q.first
            for q in some
            if s.words[q.first - 1] == "to" and any(a < q.first <= a + _REACH and not _past(s, a) for a in starts)
        )

    def labelled(self, q: Quantity) -> bool:
        """Whether a label says that it is the target: “Goal: 78”."""
        s, k = self.s, q.first
        while k > 0 and s.words[k - 1] in (":", "=", "is", "of", "be", "at"):
            k -= 1
        return k < q.first and s.ends(k, "label_target") >= 0

    def targets_elsewhere(self, q: Quantity) -> bool:
        """Whether another number stands in the statement that could be the one to reach."""
        return any(other.first != q.first and other.kind == "number" for other in self.quantities)

    def clause(self, q: Quantity) -> int:
        """Where the clause of a quantity starts."""
        words, start = self.s.words, q.first
        while start and (words[start - 1] not in _PAUSES or words[start - 2] in _CUT):
            start -= 1
        return start


_REACH = 12  # tokens from “from” to “to”
_PAUSES = frozenset(",;(.)–—")
_SIGNS = frozenset("± + - − < > = ≤ ≥ <= >= ~ ≈ ↓ ↑ ▼ ▲ ↘ ↗".split())
_CUT = ("max", "min", "approx", "ca")


def before(s: Statement, q: Quantity) -> int:
    """Where the words or signs start that compare it and stand before it; its own start if there are none."""
    known = s.compared_from
    if q.first not in known:
        known[q.first] = _before(s, q)
    return known[q.first]


def _before(s: Statement, q: Quantity) -> int:
    k = q.first
    while k > 0 and (s.words[k - 1] in _SIGNS or (s.words[k - 1] in ("–", "—") and s.glued(k) and not s.glued(k - 1))):
        k -= 1
    while k > 0 and s.has(k - 1, "soft_number"):
        k -= 1
    if s.words[k - 1] == "." and s.words[k - 2] in _CUT and k > 1:
        k -= 1
        k = s.ends(k, "comparator", "soft_number", reach=3)
        return k
    start = s.ends(k, "comparator", "soft_number", reach=5)
    return start if start >= 0 else k


def _claims(s: Statement, k: int) -> bool:
    """Whether a verb stands before “that”: “we found that …”."""
    return bool(s.has(k, "verb", "achieved", "owns", "activity")) or s.words[k].endswith("ed")


def _past(s: Statement, k: int) -> bool:
    """Whether what goes from here went: “fell from 9 to 7”, “was cut from 9 to 7”."""
    near = range(max(0, k - 4), k)
    return any(s.words[j].endswith("ed") or s.words[j] in _WENT for j in near)


_WENT = frozenset("went fell rose grew sank shrank came was were has have had been".split())


def _opens_with_change(s: Statement) -> bool:
    return bool(s.has(s.opening, "change", "goal")) and not s.words[s.opening].endswith("ed")
