"""What each number of a goal is: part of a name, a date, what is so today, a target. The first role that fits counts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.critic.frames import Range, date_end, deadlines, owner
from app.critic.quantities import Quantity, quantities, ranked, signed
from app.critic.statement import Statement


class Role(StrEnum):
    """In words that people read: “2024: a date, not a target”."""

    NAME = "part of a name"
    RANK = "a rank"
    ITEM = "the number of an item"
    DESIGN = "something that goes in"
    STATISTIC = "a statistic"
    DATE = "a date"
    TIME = "a length of time"
    BASELINE = "what it is compared with"
    ACHIEVED = "what is so today"
    POPULATION = "for whom or what"
    TARGET = "a target"
    OTHER = "a number without a goal"


@dataclass(frozen=True)
class Numbers:
    """The quantities of a statement with their roles."""

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
    def roles(self) -> tuple[tuple[Quantity, Role], ...]:
        found: list[tuple[Quantity, Role]] = []
        for q in self.quantities:
            role = next((role for role, plays in _ROLES if plays(self, q)), Role.OTHER)
            found.append((q, role))
        return tuple(self._shared(found))

    @staticmethod
    def _shared(found: Sequence[tuple[Quantity, Role]]) -> Iterator[tuple[Quantity, Role]]:
        """A worded zero or part that is no target says nothing."""
        for q, role in found:
            if q.kind in ("number", "fraction") or role in (Role.TARGET, Role.BASELINE, Role.ACHIEVED):
                yield q, role

    @cached_property
    def targets(self) -> tuple[Quantity, ...]:
        return tuple(q for q, role in self.roles if role is Role.TARGET)

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
        return bool(named) and not s.has(first, "metric")

    def in_deadline(self, q: Quantity) -> bool:
        return any(first <= q.first < last for first, last in self.deadlines)

    # ---- what stands around a quantity

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


def opening(s: Statement) -> int:
    """The first word of a statement, after its bullet and its label."""
    k = 0
    while k < s.size and s.kind(k) == "sign" and not s.has(k, "currency") and s.word(k) not in "<>≤≥=":
        k += 1
    size = s.has(k, "label_metric", "label_target", "label_other")
    return k + size + 1 if size and s.word(k + size) == ":" else k


_CUT = ("max", "min", "approx", "ca")


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
    start = s.ends(k, "comparator", reach=5)
    return start if start >= 0 else k


def _opens_with_change(s: Statement) -> bool:
    return bool(s.has(opening(s), "change", "goal")) and not s.word(opening(s)).endswith("ed")


# ---- the roles, in their order


def _name(n: Numbers, q: Quantity) -> bool:
    s = n.s
    if q.kind != "number" or q.spelled:
        return False
    odd = s.glued(q.value) and s.kind(q.value) == "word" and q.unit is None and not ranked(s, q)
    scaled = s.word(q.value) == "b" and s.glued(q.value)
    plain = q.unit is None or q.counted
    return odd or scaled or (plain and _called(s, q))


def _called(s: Statement, q: Quantity) -> bool:
    """Whether the word before it makes it a name: “Article 10”, “Line 3”, “Python 3.11”."""
    k = q.first - 1
    if k < 0 or s.word(k) in "#§" or s.kind(k) not in ("word", "name"):
        return k >= 0 and s.word(k) in "#§"
    if s.has(k, "name") and not s.has(k, "comparator", "metric"):
        return True
    known = s.has(
        k,
        "metric",
        "head",
        "month",
        "stop",
        "label_metric",
        "label_target",
        "verb",
        "unit",
        "comparator",
        "soft_number",
        "change",
        "goal",
        "currency",
        "activity",
        "linking",
        "deadline",
        "date_fill",
        "achieved",
        "baseline",
    )
    return s.capital(k) and k > opening(s) and not known and s.ends(q.first, "metric", "comparator") < 0


def _rank(n: Numbers, q: Quantity) -> bool:
    return ranked(n.s, q) and not n.in_deadline(q)


def _item(n: Numbers, q: Quantity) -> bool:
    first = next((k for k in range(n.s.size) if n.s.kind(k) != "sign"), 0)
    return q.first == first and q.unit is None and n.s.word(q.value) in (".", ")") and q.value < n.s.size - 1


def _design(n: Numbers, q: Quantity) -> bool:
    s = n.s
    if (s.word(q.first - 1) in ("every", "each") and q.unit and not q.share) or s.has(q.last, "design_cue"):
        return True
    if s.word(q.last) == "of" and any(s.has(k, "design_cue") for k in (q.last + 1, q.last + 2)):
        return True
    if s.word(q.first - 1) == "per":
        return True
    if q.kind == "often":
        if s.any("use", last=q.first) >= 0:
            return False
        people = s.any("group", "role", "pronoun", last=q.first) >= 0
        return not people or (s.any("activity", "owns", last=q.first) >= 0 and s.any("intent", last=q.first) < 0)
    cue = s.any("design_cue", first=max(n.clause(q), q.first - 6), last=q.first)
    if cue >= 0 and s.any("metric", first=cue + 1, last=q.first) < 0 and not (n.compared(q) and s.any("metric") >= 0):
        return True
    if q.counted and q.unit and s.has(q.unit[1] - 1, "design") and s.any("metric", first=q.value, last=q.last) < 0:
        return not n.compared(q) or n.active
    return q.compound and bool(s.has(q.last, "design"))


def _statistic(n: Numbers, q: Quantity) -> bool:
    s = n.s
    letter = s.word(q.first - 1) in ("<", "=", ">", "≤", "≥") and s.has(q.first - 2, "statistic_letter")
    cue = s.has(q.last, "statistic_cue") or s.ends(q.first, "statistic_cue") >= 0
    return bool(letter) or bool(cue and not s.has(q.last, "metric") and not n.compared(q))


def _date(n: Numbers, q: Quantity) -> bool:
    s = n.s
    if (
        n.in_deadline(q)
        or s.word(q.value) in ("am", "pm", "o'clock")
        or (s.word(q.value) in ("a", "p") and s.word(q.value + 1) == ".")
    ):
        return True
    if q.kind != "number" or q.share:
        return False
    if q.unit is None or q.counted:
        start = next((k for k in range(max(0, q.first - 3), q.first + 1) if date_end(s, k) >= q.value), -1)
        return start >= 0 and not (signed(s, q.first) or s.ends(q.first, "comparator") >= 0)
    return False


def _length(n: Numbers, q: Quantity) -> bool:
    """“For 9 months”: how long something lasts that is no goal."""
    s = n.s
    if (
        q.unit
        and s.word(q.first - 1) == "within"
        and s.has(q.last, "change", "verb")
        and s.has(q.first - 2, "metric", "head")
    ):
        return True  # “readmission within 30 days drops …”
    lasting = (
        q.unit
        and s.has(q.unit[0], "period")
        and s.word(q.first - 1) in ("for", "over", "last", "past", "next", "first")
    )
    return bool(lasting) and not n.compared(q)


def _baseline(n: Numbers, q: Quantity) -> bool:
    s = n.s
    if s.word(q.first - 1) == "from" and not s.has(q.first, "no"):
        return True
    if n.achieved:
        return False
    if q.kind not in ("number", "fraction"):
        return False
    start = n.clause(q)
    cue = s.any("baseline", first=max(start, q.first - 9), last=q.first)
    between = [k for k in range(cue + 1, q.first) if s.kind(k) == "number"] if cue >= 0 else []
    if between and s.word(q.first - 1) not in ("and", "or", "-"):
        cue = -1
    if cue >= 0 and not _aims(s, cue, q):
        return not (s.word(cue) in ("against", "over") and n.compared(q))
    bracket = _bracket(s, q)
    if bracket >= 0:
        if s.kind(bracket + 1) == "number" and s.word(bracket + 2) == ":":
            return True  # “(2026: 84 %)”
        led = (
            s.any("baseline", "reference", "label_baseline", last=bracket) >= 0
            or s.any("than_before", first=max(0, bracket - 5), last=bracket) >= 0
        )
        if led and not n.compared(q) and not _labelled(s, q):
            return True
    if s.has(q.last, "baseline") and s.word(q.last) not in (
        "vs",
        "versus",
        "instead",
        "compared",
        "down",
        "up",
        "relative",
        "against",
        "from",
        "then",
    ):
        return not n.compared(q)
    return s.ends(q.first, "label_baseline") >= 0


def _aims(s: Statement, cue: int, q: Quantity) -> bool:
    """Whether between a word of today and the number something is aimed at: “than today, reach 90 %”."""
    if s.any("intent", first=cue + 1, last=q.first) >= 0 and s.word(cue) not in ("down", "up"):
        return True
    compared = s.any("comparator", first=cue + 1, last=q.first) >= 0
    return compared and not s.has(cue, "label_baseline")


def _bracket(s: Statement, q: Quantity) -> int:
    """Where the bracket opens in which a quantity stands; -1 if it stands in none."""
    for k in range(q.first - 1, max(-1, q.first - 12), -1):
        if s.word(k) == ")":
            return -1
        if s.word(k) == "(":
            return k
    return -1


def _achieved(n: Numbers, q: Quantity) -> bool:
    return n.achieved and q.kind in ("number", "fraction")


def _population(n: Numbers, q: Quantity) -> bool:
    s = n.s
    if _aged(n, q) or (n.condition and n.condition[0] < q.first < n.condition[1] and not q.share):
        return True
    if q.compound:
        return not s.has(q.value + 1, "unit", "period", "short_time") or bool(s.has(q.last, "group", "design"))
    if q.share or q.kind not in ("number",) or n.compared(q):
        return False
    k = q.first
    while s.has(k - 1, "determiner") and k > 0:
        k -= 1
    if q.kind == "fraction":
        return False
    prep = (
        s.word(k - 1)
        in ("across", "among", "amongst", "in", "on", "for", "over", "at", "with", "from", "between", "of", "within")
        and k > 0
    )
    return bool(prep and q.counted and _grouped(s, q)) or (s.word(k - 1) in ("at", "for") and _rate_unit(s, q))


def _aged(n: Numbers, q: Quantity) -> bool:
    """“People over 65”: who is meant, if another number is aimed at."""
    s, k = n.s, q.first - 1
    if s.word(k) not in ("over", "under", "above", "below", "than", "least"):
        return False
    k -= s.word(k) in ("than", "least")
    k -= 1 + (s.word(k) in ("aged", "older", "younger", "at", "more", "fewer", "less"))
    described = (
        s.word(k) in ("and", "or", "aged", "taken", "weighing", "worth", "age")
        or s.has(k, "group")
        or s.word(k).endswith("ds")
    )
    others = any(s.kind(j) == "number" for j in range(s.size) if not q.first <= j < q.last)
    grouped = s.any("group", first=max(0, k - 3), last=k + 1) >= 0
    return bool(described and grouped and others)


def _grouped(s: Statement, q: Quantity) -> bool:
    if s.any("metric", first=q.value, last=q.last) >= 0:
        return False
    return s.any("group", "design", first=q.value, last=q.last) >= 0 or s.word(q.first - 1) != "of"


def _rate_unit(s: Statement, q: Quantity) -> bool:
    """“At 50 requests per second”: under which load, if something else is aimed at."""
    text = {s.word(k) for k in range(q.value, q.last)}
    other = any(s.kind(k) == "number" for k in range(s.size) if not q.first <= k < q.last)
    return other and not text.isdisjoint(
        {"request", "requests", "req", "qps", "rps", "users", "queries", "viewers", "calls"}
    )


def _target(n: Numbers, q: Quantity) -> bool:
    s = n.s
    if q.kind == "zero":
        return _none(n, q)
    if q.kind == "multiple" or q.kind == "often":
        return not n.achieved
    if n.active and s.any("metric", "than_before") < 0:
        return False
    if q.compound and not s.has(q.value + 1, "unit", "period", "short_time"):
        return False
    if n.compared(q) or s.has(q.last, "than_before") or _labelled(s, q):
        return True
    if (
        q.kind == "fraction"
        and (q.last - q.first > 2 or s.word(q.first) == "every")
        and s.any("verb", "intent", "takes", "use") >= 0
    ):
        return True  # “nine out of ten calls are …”
    if s.ends(q.first, "soft_number") >= 0 and (q.unit or s.any("metric", "head") >= 0):
        return True
    if _changed(s, q):
        return True
    if q.share and _acts(s, q):
        return True
    return _beside_metric(n, q)


def _none(n: Numbers, q: Quantity) -> bool:
    """“No missed case”, “approve no flawed vial”, “never”: none of something that could be counted."""
    s, after = n.s, q.last
    if s.word(q.first) == "never":
        return False
    if s.word(q.first) == "zero":
        return s.word(after) != "-" and s.word(after) != "shot"
    if s.word(q.first) in ("nobody", "none", "nil", "not") or (s.word(q.first) == "no" and q.last > q.first + 1):
        return not any(s.word(k) == "too" for k in range(s.size)) and s.any("intent", "metric", "negative") >= 0
    starts = (
        q.first == opening(s)
        or s.has(q.first - 1, "change", "goal", "linking", "intent")
        or s.word(q.first - 1) in ("with", "and", ":", "approve", "let", "lets")
    )
    return (
        bool(starts)
        and s.word(after) not in ("more", "later", "less", "fewer", "longer", "other", "matter")
        and (
            s.any("metric", "negative", first=after, last=after + 5) >= 0
            or s.any("intent", "change", "goal", last=q.first) >= 0
            or s.any("intent", "verb", first=after, last=after + 6) >= 0
        )
    )


def _labelled(s: Statement, q: Quantity) -> bool:
    k = q.first
    while k > 0 and s.word(k - 1) in (":", "=", "is", "of", "be", "at"):
        k -= 1
    return k < q.first and s.ends(k, "label_target") >= 0


def _changed(s: Statement, q: Quantity) -> bool:
    """“Raise … to 98 %”, “fall 30 %”, “save 1.2 million kWh”, “reach 95 %”."""
    first = opening(s)
    verb = next((k for k in range(max(first, q.first - 14), q.first) if s.has(k, "change", "goal")), -1)
    if s.word(q.first - 1) in ("to", "by", "at", "with") and verb >= 0:
        return True
    near = s.any("change", "goal", first=max(first, q.first - 3), last=q.first)
    return near >= 0 and (near == first or q.unit is not None)


def _acts(s: Statement, q: Quantity) -> bool:
    """“70 % of nurses open it”."""
    return s.word(q.last) == "of" and (
        s.any("verb", "intent", "takes", "use", first=q.last + 1) >= 0 or s.any("goal", "takes", last=q.first) >= 0
    )


def _beside_metric(n: Numbers, q: Quantity) -> bool:
    s = n.s
    start = n.clause(q)
    verb = next(
        (
            k
            for k in range(start, q.first)
            if s.word(k) in ("costs", "shoots", "uses", "contains", "has", "have", "holds")
        ),
        -1,
    )
    if verb >= 0:
        return False
    measured = (
        s.any("metric", "head", first=start, last=q.first) >= 0
        or s.any("metric", first=q.value, last=min(s.size, q.last + 4)) >= 0
    )
    if not measured and s.word(start - 1) in (",", ")") and s.has(q.first - 1, "linking"):
        measured = s.any("metric", "head", last=q.first) >= 0
    joined = (
        s.has(q.last, "metric")
        or s.has(q.first - 1, "linking", "metric", "head")
        or s.word(q.first - 1) in ("a", "an", ",")
        or q.first == opening(s)
    )
    return measured and (bool(joined) or q.unit is not None or s.any("intent", first=start, last=q.first) >= 0)


_ROLES: tuple[tuple[Role, Callable[[Numbers, Quantity], bool]], ...] = (
    (Role.RANK, _rank),
    (Role.ITEM, _item),
    (Role.DATE, _date),
    (Role.NAME, _name),
    (Role.DESIGN, _design),
    (Role.STATISTIC, _statistic),
    (Role.TIME, _length),
    (Role.BASELINE, _baseline),
    (Role.ACHIEVED, _achieved),
    (Role.POPULATION, _population),
    (Role.TARGET, _target),
)
