"""What stands around the numbers of a goal: its times, its owner, whether it tells of today."""

from app.critic.goals.deadlines import deadlines
from app.critic.goals.owners import owner
from app.critic.goals.quantities import Quantity, quantities
from app.critic.goals.statement import Range, Statement
from app.critic.goals.tense import has_come, wanted


class Scene:
    """A statement with its quantities, by their first tokens: which are compared, which stand in a time."""

    def __init__(self, s: Statement) -> None:
        self.s = s
        self.quantities = quantities(s)
        self.owner = owner(s)
        self.active = _active(s)
        self.led_to = _led_to(s, self.quantities)
        self.compared = frozenset([q.first for q in self.quantities if _is_compared(s, q)])
        self.achieved = ("achieved" in s.keys or has_come(s)) and self._achieved()
        self.deadlines = self._deadlines()
        self.condition = self._condition() if s.words[s.opening] in _CONDITIONS else None
        self.dated = frozenset([q.first for q in self.quantities if self._stands_in_time(q)] if self.deadlines else ())

    def _deadlines(self) -> list[Range]:
        some = deadlines(self.s)
        if some and self.owner:
            first, last = self.owner
            some = [each for each in some if not (first <= each[0] and each[1] <= last)]
        return [each for each in some if self.s.words[each[0]] not in _TOLD_OF] if self.achieved else some

    def _stands_in_time(self, q: Quantity) -> bool:
        return any(first <= q.first < last for first, last in self.deadlines)

    def _condition(self) -> Range | None:
        """The opening words that say where it holds: “For patients over 80, …”."""
        s, first = self.s, self.s.opening
        if _is_year_at(s, first + 1):
            return None
        end = s.words.index(",", first + 1) if "," in s.words[first + 1 : first + 14] else -1
        if (
            end < 0
            or "comparator" in s.tags[first]
            or s.any("permit", "escape", "metric", first=first, last=end) >= 0
            or any(a <= first < b for a, b in self.deadlines)
        ):
            return None
        for k in range(end, s.size):
            if s.kinds[k] in ("number", "name") or not _MOVED.isdisjoint(s.tags[k]):
                return first, end
        return None

    def _achieved(self) -> bool:
        """Whether the statement tells what is or was, and nothing of what should be."""
        s = self.s
        if self._held_against_then():
            return True
        if wanted(s) or _opens_with_change(s) or not _AIMING.isdisjoint(s.tags[s.opening]):
            return False
        if has_come(s):
            return not any(s.words[k] in _PAUSES and s.has(k + 1, "change", "goal") for k in range(s.size))
        if self.led_to or any("than_before" in s.tags[q.last] for q in self.quantities):
            return False
        lone = sum(q.kind in ("number", "fraction") and not _is_year(s, q) for q in self.quantities) < 2
        return any(_tells(s, k, lone=lone) for k in s.at("achieved"))

    def _held_against_then(self) -> bool:
        """“It costs us 340 € at present, 12 € more than in 2025”: both are so already."""
        s, some = self.s, [q for q in self.quantities if q.kind == "number" and not _is_year(self.s, q)]
        if len(some) < 2 or not _NO_FACT.isdisjoint(s.keys):
            return False
        now, more = some[:2]
        told = s.words[more.last] in _MORE and s.words[more.last + 1] == "than" and s.words[more.last + 2] in _WHENCE
        apart = s.words[more.first - 1] in (",", ";", "(") and s.has(now.first - 1, "comparator") == 0
        return told and apart and any(now.first - _REACH <= k < more.first for k in s.at("achieved"))

    def labelled(self, q: Quantity) -> bool:
        """Whether a label says that it is the target: “Goal: 78”."""
        s, k = self.s, q.first
        if "label_target" not in s.keys:
            return False
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


_CONDITIONS = frozenset("for in with when at on among across under during if per while of".split())
_TOLD_OF = frozenset("in on during at over for as after".split())  # “in 2025”, “over the last two years”
_MOVED = frozenset({"number", "change", "goal", "metric"})
_AIMING = frozenset({"zero", "no", "multiple", "than_before", "label_target", "label_metric"})


def _is_year(s: Statement, q: Quantity) -> bool:
    """Whether a quantity is a year; asked before it is known which times are deadlines."""
    return q.unit is None and _is_year_at(s, q.value - 1)


def _is_year_at(s: Statement, k: int) -> bool:
    return len(s.words[k]) == 4 and s.words[k].startswith(("19", "20"))


def _tells(s: Statement, k: int, *, lone: bool) -> bool:
    """Whether a word of today is said of the whole, not of a second number: “40 a minute, now 33”."""
    if _later(s, k) or _of_another(s, k):
        return False
    start = k
    while start > 0 and s.words[start - 1] not in (",", ";", "(", "–", "—"):
        start -= 1
    if s.words[k - 1] == "from" or (s.words[k - 1] in ("that", "who", "which") and k > 1 and not _claims(s, k - 2)):
        return False  # “a year from now”, “titles that had no loan”
    if not lone and "of_today" in s.tags[k]:
        return False  # of one of two values
    alone = lone or not any(s.kinds[j] == "number" or "number" in s.tags[j] for j in range(start))
    return alone and s.words[start - 1] != "("


def _later(s: Statement, k: int) -> bool:
    """Whether it is told of what comes first: “once the tool has been live for eight weeks”."""
    for j in range(k - 1, max(-1, k - _CLAUSE), -1):
        if s.kinds[j] not in ("word", "name"):
            return False
        if s.words[j] in _FIRST and j > s.opening:
            return True
    return False


def _of_another(s: Statement, k: int) -> bool:
    """Whether it belongs to what the goal is held against: “instead of the 9 % of last year”."""
    near = range(max(1, k - _CLAUSE), k)
    return any(s.words[j] in ("instead", "rather") and s.words[j + 1] in ("of", "than") for j in near)


def _active(s: Statement) -> bool:
    """Whether the statement tells what a team does, and names nothing that would come of it."""
    if "activity" not in s.keys:
        return False
    first = s.opening
    if s.words[first] in ("we", "i", "they"):
        first += 1 + (s.words[first + 1] in ("will", "shall", "must", "should", "want", "to", "plan"))
        first += s.words[first] == "to"
    named = "activity" in s.tags[first] and s.tags[first].get("group", 0) < 2 and _TOLD.isdisjoint(s.tags[first + 1])
    return named and "metric" not in s.tags[first] and not s.words[first].endswith("ed")


_TOLD = frozenset({"head", "metric", "linking", "verb"})
_CLAUSE = 8  # tokens between “once” and “has been”
_FIRST = frozenset("once after when until".split())


def _is_compared(s: Statement, q: Quantity) -> bool:
    if "comparator_after" in s.tags[q.last] or "+" in (s.words[q.value], s.words[q.last]):
        return True
    if q.unit and "comparator_after" in s.keys and _at_the_latest(s, q):
        return True
    if (
        s.words[q.last] == ","
        and s.words[q.last + 1] in ("not", "no")
        and s.words[q.last + 2] in _MORE
        and s.words[q.last + 3] != "than"
    ):
        return True  # “one stop per 500 km, not more”
    joined = q.unit and q.unit[0] == q.value  # “12 min” is no minimum
    return (not joined and "comparator_after" in s.tags[q.value]) or before(s, q) < q.first


def _at_the_latest(s: Statement, q: Quantity) -> bool:
    """“20 minutes after the alarm at the latest”."""
    assert q.unit is not None
    lasting = s.has(q.unit[0], "period", "short_time") > 0
    end = s.clause_end(q.last)
    return lasting and (
        any("comparator_after" in s.tags[k] for k in range(q.last, min(end, q.last + 6)))
        or (s.words[end] == "," and s.has(end + 1, "comparator_after") > 0)
    )


def _led_to(s: Statement, some: list[Quantity]) -> frozenset[int]:
    """Where the values start to which something goes that is told in the present: “falls from 9.4 % to 7 %”."""
    if not ("from" in s.vocabulary and "to" in s.vocabulary):
        return _NOWHERE
    starts = [q.first for q in some if "from" in (s.words[q.first - 1], s.words[q.first - 2])]
    return frozenset(
        q.first
        for q in some
        if s.words[q.first - 1] == "to" and any(a < q.first <= a + _REACH and not _past(s, a) for a in starts)
    )


_MORE = frozenset(
    "more less earlier faster slower quicker larger smaller later longer fewer lower higher sooner".split()
)
_NOWHERE: frozenset[int] = frozenset()
_REACH = 12  # tokens from “from” to “to”
_PAUSES = frozenset(",;(.)–—")
_COMPARING = frozenset({"comparator", "soft_number"})
_NO_FACT = frozenset({"intent", "label_target", "comparator_after"})
_WHENCE = frozenset("in a last before one two three four five ten at then".split())
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
    while k > 0 and "soft_number" in s.tags[k - 1]:
        k -= 1
    if s.words[k - 1] == "." and s.words[k - 2] in _CUT and k > 1:
        k -= 1
        k = s.ends(k, "comparator", "soft_number", reach=3)
        return k
    if _COMPARING.isdisjoint(s.keys):
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
