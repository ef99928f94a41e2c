"""What stands around the numbers of a goal: its times, its owner, whether it tells of today."""

from dataclasses import dataclass
from functools import cached_property

from app.critic.goals.deadlines import deadlines
from app.critic.goals.owners import owner
from app.critic.goals.quantities import Quantity, quantities
from app.critic.goals.statement import Range, Statement


@dataclass(frozen=True)
class Scene:
    """A statement, with what is found of it when it is first asked for."""

    s: Statement

    @cached_property
    def deadlines(self) -> list[Range]:
        return [each for each in deadlines(self.s) if not self._held_by_owner(each)]

    @cached_property
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
        ) or s.has(first, "comparator"):
            return None
        end = next((k for k in range(first + 1, min(first + 14, s.size)) if s.word(k) == ","), -1)
        if end < 0 or s.any("metric", first=first, last=end) >= 0 or any(a <= first < b for a, b in self.deadlines):
            return None
        return (
            (first, end)
            if any(
                s.kind(k) in ("number", "name") or s.has(k, "number", "change", "goal", "metric")
                for k in range(end, s.size)
            )
            else None
        )

    @cached_property
    def owner(self) -> Range | None:
        return owner(self.s)

    def _held_by_owner(self, some: Range) -> bool:
        return self.owner is not None and self.owner[0] <= some[0] and some[1] <= self.owner[1]

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(quantities(self.s))

    @cached_property
    def achieved(self) -> bool:
        """Whether the statement tells what is or was, and nothing of what should be."""
        s = self.s
        if s.any("intent", "comparator", "comparator_after", "soft_number") >= 0 or _opens_with_change(s):
            return False
        if s.has(opening(s), "zero", "no", "multiple", "than_before", "label_target", "label_metric"):
            return False
        if any(s.has(q.last, "than_before") for q in self.quantities):
            return False
        return any(self._tells(k) for k in range(s.size) if s.has(k, "achieved"))

    def _tells(self, k: int) -> bool:
        """Whether a word of today is said of the whole, not of a second number: “40 a minute, now 33”."""
        s = self.s
        start = k
        while start > 0 and s.word(start - 1) not in (",", ";", "(", "–", "—"):
            start -= 1
        return not any(s.kind(j) == "number" for j in range(start)) and s.word(start - 1) != "("

    @cached_property
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
        after = any(s.has(k, "comparator_after") for k in (q.value, q.last)) or s.word(q.value) == "+"
        return before(s, q) < q.first or after

    def clause(self, q: Quantity) -> int:
        """Where the clause of a quantity starts."""
        k = q.first
        while k > 0 and (self.s.word(k - 1) not in (",", ";", "(", ".", ")", "–", "—") or self.s.word(k - 2) in _CUT):
            k -= 1
        return k


_CUT = ("max", "min", "approx", "ca")


def opening(s: Statement) -> int:
    """The first word of a statement, after its bullet and its label."""
    k = 0
    while k < s.size and s.kind(k) == "sign" and not s.has(k, "currency") and s.word(k) not in "<>≤≥=":
        k += 1
    size = s.has(k, "label_metric", "label_target", "label_other")
    return k + size + 1 if size and s.word(k + size) == ":" else k


def before(s: Statement, q: Quantity) -> int:
    """Where the words or signs start that compare it and stand before it; its own start if there are none."""
    k = q.first
    while s.word(k - 1) in ("±", "+", "-", "<", ">", "=", "≤", "≥", "<=", ">=", "~", "≈") and k > 0:
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
