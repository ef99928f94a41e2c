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
        return self.s.word(k) in ("in", "on", "during", "at", "over", "for", "as", "after")

    @lazy
    def condition(self) -> Range | None:
        """The opening words that say where it holds: “For patients over 80, …”."""
        s, first = self.s, opening(self.s)
        if s.word(first) not in (
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
        end = next((k for k in range(first + 1, min(first + 14, s.size)) if s.word(k) == ","), -1)
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
                s.kind(k) in ("number", "name") or s.has(k, "number", "change", "goal", "metric")
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
        if s.has(opening(s), "zero", "no", "multiple", "than_before", "label_target", "label_metric"):
            return False
        if any(s.has(q.last, "than_before") for q in self.quantities):
            return False
        return any(self._tells(k) for k, _ in s.index.get("achieved", ()))

    @lazy
    def _plain(self) -> int:
        """How many quantities may be a value, not a date or part of a name."""
        return sum(q.kind == "number" and not self.in_deadline_of(q) for q in self.quantities)

    def in_deadline_of(self, q: Quantity) -> bool:
        """Whether a quantity is a year or stands in a time; asked before it is known which times are deadlines."""
        word = self.s.word(q.value - 1)
        return q.unit is None and len(word) == 4 and word.startswith(("19", "20"))

    def _tells(self, k: int) -> bool:
        """Whether a word of today is said of the whole, not of a second number: “40 a minute, now 33”."""
        s = self.s
        start = k
        while start > 0 and s.word(start - 1) not in (",", ";", "(", "–", "—"):
            start -= 1
        if s.word(k - 1) == "from":
            return False  # “a year from now”
        lone = self._plain < 2
        if not lone and s.has(k, "of_today"):
            return False  # of one of two values
        return (lone or not any(s.kind(j) == "number" for j in range(start))) and s.word(start - 1) != "("

    @lazy
    def active(self) -> bool:
        """Whether the statement tells what a team does, and names nothing that would come of it."""
        s, first = self.s, opening(self.s)
        if s.word(first) in ("we", "i", "they"):
            first += 1 + (s.word(first + 1) in ("will", "shall", "must", "should", "want", "to", "plan"))
            first += s.word(first) == "to"
        named = s.has(first, "activity") and not s.has(first + 1, "head", "metric", "linking", "verb")
        return bool(named) and not s.has(first, "metric") and not s.word(first).endswith("ed")

    def in_deadline(self, q: Quantity) -> bool:
        return any(first <= q.first < last for first, last in self.deadlines)

    def compared(self, q: Quantity) -> bool:
        s = self.s
        ends = (q.last,) if q.unit and q.unit[0] == q.value else (q.value, q.last)  # “12 min” is no minimum
        after = any(s.has(k, "comparator_after") for k in ends) or "+" in (s.word(q.value), s.word(q.last))
        return before(s, q) < q.first or after

    def labelled(self, q: Quantity) -> bool:
        """Whether a label says that it is the target: “Goal: 78”."""
        s, k = self.s, q.first
        while k > 0 and s.word(k - 1) in (":", "=", "is", "of", "be", "at"):
            k -= 1
        return k < q.first and s.ends(k, "label_target") >= 0

    def targets_elsewhere(self, q: Quantity) -> bool:
        """Whether another number stands in the statement that could be the one to reach."""
        return any(other.first != q.first and other.kind == "number" for other in self.quantities)

    def clause(self, q: Quantity) -> int:
        """Where the clause of a quantity starts."""
        return self._clause_starts[q.first]

    @lazy
    def _clause_starts(self) -> list[int]:
        """For each token, where its clause starts."""
        words, starts, start = self.s.words, [0], 0
        for k, word in enumerate(words):
            if word in _PAUSES and not (k and words[k - 1] in _CUT):
                start = k + 1
            starts.append(start)
        return starts


_PAUSES = frozenset(",;(.)–—")
_SIGNS = frozenset("± + - − < > = ≤ ≥ <= >= ~ ≈ ↓ ↑ ▼ ▲ ↘ ↗".split())
_CUT = ("max", "min", "approx", "ca")


def opening(s: Statement) -> int:
    """The first word of a statement, after its bullet and its label."""
    return s.opening


def before(s: Statement, q: Quantity) -> int:
    """Where the words or signs start that compare it and stand before it; its own start if there are none."""
    known = s.compared_from
    if q.first not in known:
        known[q.first] = _before(s, q)
    return known[q.first]


def _before(s: Statement, q: Quantity) -> int:
    k = q.first
    while k > 0 and (s.word(k - 1) in _SIGNS or (s.word(k - 1) in ("–", "—") and s.glued(k) and not s.glued(k - 1))):
        k -= 1
    while k > 0 and s.has(k - 1, "soft_number"):
        k -= 1
    if s.word(k - 1) == "." and s.word(k - 2) in _CUT and k > 1:
        k -= 1
        k = s.ends(k, "comparator", "soft_number", reach=3)
        return k
    start = s.ends(k, "comparator", "soft_number", reach=5)
    return start if start >= 0 else k


def _opens_with_change(s: Statement) -> bool:
    return bool(s.has(opening(s), "change", "goal")) and not s.word(opening(s)).endswith("ed")
