"""MEAS: goals that nobody could check. Per sentence: the seven slots, a verdict, a score, and what is missing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.canvas.template import Box
from app.critic.criteria import applies
from app.critic.finding import Spot
from app.critic.numbers import Numbers, Role, before, opening
from app.critic.quantities import signed
from app.critic.reading import Reading, read
from app.critic.slots import Slot, Slots
from app.critic.statement import Statement
from app.critic.tokens import Span

_BOX = "MEAS-02"  # the criterion whose boxes hold goals
_POINTS = {"metric": 25, "target": 30, "unit": 10, "baseline": 10, "population": 10, "deadline": 10, "owner": 5}
_HALF, _SOFT, _RELATIVE = 40, 55, 60  # what a score cannot exceed: without metric or target, soft, without a baseline


@dataclass(frozen=True, slots=True)
class Measured:
    """What a statement says of a goal, and whether anybody could check it."""

    sentence: Span
    text: str
    verdict: bool
    score: int
    slots: tuple[Slot, ...]
    numbers: tuple[tuple[str, str], ...]  # as shown, and its role in words
    soft: str = ""  # words that take it half back
    escape: str = ""  # words that let it be left out
    relative: bool = False  # it only says how much more or less, and of how much is not said
    goal: bool = False  # it states something that shall be so
    unitless: bool = False  # its number means nothing without the unit that is missing
    active: bool = False  # it says what the team does
    against: bool = False  # it compares with something that is named: “beat the inspectors”

    def slot(self, name: str) -> Slot | None:
        return next((each for each in self.slots if each.name == name), None)


def measured(box: Box, text: str) -> tuple[Measured, ...]:
    """What is measurable in a box: each statement where goals are asked for, elsewhere those that hold a metric or target."""
    return _measured(text, applies(_BOX, box.id))


@lru_cache(maxsize=32)
def _measured(text: str, every: bool) -> tuple[Measured, ...]:
    reading = read(text)
    if not reading.english:
        return ()
    spans = reading.sentences if every else (span for span in reading.sentences if _worth(reading, span))
    single = (Numbers(_statement(reading, _bare(reading, span))) for span in spans)
    groups = _joined(reading, single) if every else single
    found = (_judged(reading, numbers) for numbers in groups)
    return tuple(each for each in found if every or each.slot("metric") or each.slot("target"))


def _worth(reading: Reading, span: Span) -> bool:
    """Elsewhere, only a sentence with a number is looked at: the others hold no target."""
    return any(map(str.isdigit, reading.quote(span)))


# ---- which sentences belong together


def _joined(reading: Reading, single: Iterator[Numbers]) -> Iterator[Numbers]:
    """The statements in groups: “Metric: recall. Target: 0.9.” is one."""
    group: list[Numbers] = []
    for each in single:
        if group and not _belongs(reading, group, each):
            yield _merged(reading, group)
            group = []
        group.append(each)
    if group:
        yield _merged(reading, group)


def _merged(reading: Reading, group: list[Numbers]) -> Numbers:
    if len(group) == 1:
        return group[0]
    return Numbers(_statement(reading, Span(group[0].s.span.start, group[-1].s.span.end)))


_CUT = re.compile(r"(?:\b[A-Z]|\b(?:Dr|Mr|Ms|Mrs|Prof|St|[Rr]esp|ca|approx|max|min|incl|No))\.$")  # ends no sentence
_LABELS = ("label_metric", "label_target", "label_baseline", "label_deadline", "label_owner", "label_other")


def _belongs(reading: Reading, group: list[Numbers], more: Numbers) -> bool:
    last, span = group[-1], more.s.span
    end = last.s.span.end
    if _CUT.search(reading.text, max(0, end - 8), end):
        return True
    label, same_line = _label(more.s), "\n" not in reading.text[end : span.start]
    if label == "label_metric":
        return False
    if label:
        return same_line or bool(_label(group[0].s))
    return same_line and len(group) < 3 and _goes_on(more, last)


def _goes_on(more: Numbers, last: Numbers) -> bool:
    """Whether a sentence only adds to the one before it: “It must be below 0.09.”"""
    s, first = more.s, opening(more.s)
    refers = s.has(first, "pronoun", "label_target", "label_baseline", "label_owner", "label_deadline")
    if not (refers or s.word(first) in ("must", "at", "below", "above")) or last.s.any("metric", "head") < 0:
        return False
    slots = Slots(more)
    return slots.named is None and (not last.targets or bool(slots.baseline or more.deadlines or more.owner))


def _label(s: Statement) -> str:
    """Which part of a goal a sentence names at its head: “Target: …”."""
    first = next((k for k in range(s.size) if s.kind(k) != "sign"), 0)
    for key in _LABELS:
        size = s.has(first, key)
        if size and s.word(first + size) == ":":
            return key
    return ""


def _statement(reading: Reading, span: Span) -> Statement:
    return Statement(reading.text, reading.evened, span)


# ---- one statement


def _judged(reading: Reading, numbers: Numbers) -> Measured:
    slots, s = Slots(numbers), numbers.s
    span = s.span
    names = {slot.name for slot in slots.all}
    soft, escape, unitless = _soft(slots), _way_out(s), _unitless(slots, names)
    verdict = {"metric", "target"} <= names and not (soft or escape or unitless)
    relative = slots.relative and not slots.quantified
    return Measured(
        sentence=span,
        text=reading.quote(span),
        verdict=verdict,
        score=_score(slots, names, void=bool(soft or escape), relative=relative),
        slots=slots.all,
        numbers=tuple(_shown(slots)),
        soft=soft,
        escape=escape,
        relative=relative,
        goal=not any(each.start <= span.end and span.start < each.end for each in reading.unsettled) and _goal(slots),
        unitless=unitless,
        active=slots.n.active,
        against=_against(s),
    )


def _bare(reading: Reading, span: Span) -> Span:
    """A sentence without its bullet."""
    text = reading.quote(span)
    rest = text.lstrip("-*•–—·▪◦ \t\u00a0")
    return Span(span.end - len(rest), span.end) if rest else span


def _score(slots: Slots, names: set[str], *, void: bool, relative: bool) -> int:
    points = sum(_POINTS[name] for name in names)
    if "unit" not in names and {"metric", "target"} <= names and not _unitless(slots, names):
        points += _POINTS["unit"]
    if not {"metric", "target"} <= names:
        points = min(points, _HALF)
    if void:
        points = min(points, _SOFT)
    return min(points, _RELATIVE) if relative else points


def _found(s: Statement, key: str) -> str:
    k = s.any(key)
    return s.quote(k, k + s.has(k, key)) if k >= 0 else ""


def _soft(slots: Slots) -> str:
    """The words that say that nobody is held to the target."""
    s, q = slots.s, slots.aimed
    if q is not None:
        start = before(s, q)
        k = s.any("soft_number", first=start, last=q.first)
        k = k if k >= 0 else s.ends(start, "soft_number", reach=4)
        if k >= 0 or s.word(q.first - 1) in ("~", "≈"):
            k = k if k >= 0 else q.first - 1
            return s.quote(k, max(k + s.has(k, "soft_number"), k + 1))
        for k in (q.value, q.last, q.last + 1):
            if size := s.has(k, "soft_after"):
                return s.quote(k, k + size)
    return _found(s, "soft") or _wish(s)


def _wish(s: Statement) -> str:
    """“Would” of a wish, not of a clause that says what would happen else."""
    for k, token in enumerate(s.tokens):
        if token.text in ("would", "we'd", "i'd") and s.word(k - 1) not in ("that", "which", "who", "what", "otherwise", "this"):
            return s.quote(k, k + 1)
    return ""


_CONDITIONS = frozenset("if where when wherever whenever as provided should assuming unless".split())
_PERMITS = frozenset("permit permits allow allows allowed permitted permitting allowing affordable feasible practical practicable possible impossible infeasible reasonable realistic expensive costly otherwise hard difficult enough available lucky cooperate cooperates ready well cooperation".split())


def _way_out(s: Statement) -> str:
    """Words that let the goal be left out: “if the network permits”, “as low as we can”."""
    for k, token in enumerate(s.tokens):
        if token.text not in _CONDITIONS:
            continue
        for end in range(k + 1, min(k + 8, s.size)):
            if s.word(end) in _PERMITS and s.word(end + 1) not in ("to", "error", "value", "range", "limit"):
                return s.quote(k, end + 1)
            if s.word(end) == "can" and s.word(end - 1) in ("we", "they", "it"):
                return s.quote(k, end + 1)
            if s.kind(end) not in ("word",):
                break
    return _found(s, "escape")


def _unitless(slots: Slots, names: set[str]) -> bool:
    """Whether its number needs a unit to mean anything, as a time or a cost does."""
    q, s = slots.aimed, slots.s
    if q is None or "unit" in names or q.kind != "number" or "metric" not in names or slots.metric is None:
        return False
    first, last = slots.metric
    value = s.word(q.value - 1).replace(",", "")
    if s.ends(last, "share") >= 0 and s.word(last - 1) != "errors":
        return value.isdigit() and int(value) > 1
    if slots.implied and not q.spelled and q.kind == "number" and not signed(s, q.first):
        return value.isdigit() and int(value) > 1 and not any(s.word(k).endswith("s") for k in range(first, last))
    return s.ends(last, "dimensional") >= 0


def _shown(slots: Slots) -> Iterator[tuple[str, str]]:
    s = slots.s
    for k in range(s.size):
        if s.kind(k) == "name" and not any(first <= k < last for first, last in slots.n.deadlines):
            yield s.quote(k, k + 1), Role.NAME.value
    for q, role in slots.n.roles:
        yield s.quote(q.first, q.last), role.value


def _goal(slots: Slots) -> bool:
    """Whether a statement says what shall be so: a verb that moves something, or a must."""
    s, first = slots.s, opening(slots.s)
    if slots.n.achieved or s.size < 2:
        return False
    if slots.n.targets or any(_urges(s, k) for k in range(s.size) if k == first or s.word(k - 1) == ","):
        return True
    strong = any(token.text in _MUSTS for token in s.tokens)
    told = any(s.word(end) in ("is", "are", ":", "to") for _, end in s.index.get("intent", ()))
    soon = any(token.text == "will" for token in s.tokens) and s.any("change", "quality", "metric") >= 0
    return strong or told or soon


def _against(s: Statement) -> bool:
    """Whether it is compared with something that is named."""
    than = s.any("than_before") >= 0
    opens = (k for k, token in enumerate(s.tokens) if token.text in _BEATS or (than and token.text == "than"))
    return any(s.kind(k + 1) == "word" for k in opens)


_BEATS = frozenset("beat beats outperform outperforms surpass surpasses match matches exceed exceeds".split())
_MUSTS = frozenset("must shall should want wants".split())


def _urges(s: Statement, k: int) -> bool:
    """“Reduce …”, “fewer …”: a clause that opens with what shall change."""
    base = s.has(k, "change", "goal") and not s.word(k).endswith(("ed", "s", "ing"))
    return bool(base) or bool(s.has(k, "than_before") and s.any("linking", first=k) < 0)


# ---- findings


def measure(box: Box, text: str) -> tuple[Spot, ...]:
    """At most one spot a statement that states a goal: the most telling thing that keeps it from being checked."""
    if not applies(_BOX, box.id):
        return ()
    found = ((each, _missing(box, each)) for each in measured(box, text))
    return tuple(Spot(id, each.text, *each.sentence, detail=_detail(each, id)) for each, id in found if id)


def _missing(box: Box, each: Measured) -> str:
    if not each.goal:
        return ""
    metric, target = each.slot("metric"), each.slot("target")
    if target and metric:
        if each.soft or each.escape:
            return "MEAS-08"
        if each.unitless:
            return "MEAS-03"
        return "MEAS-04" if each.relative and not each.slot("baseline") else ""
    if box.id != "objectives":
        return ""
    if each.active:
        return "MEAS-10"
    if each.against:
        return ""
    return "MEAS-02" if metric else "MEAS-01"


def _detail(each: Measured, id: str) -> str:
    if id == "MEAS-08":
        return f"“{each.soft or each.escape}”"
    if id not in ("MEAS-01", "MEAS-02"):
        return ""
    told = [f"“{number}” as {role}" for number, role in each.numbers if role != Role.TARGET.value][:3]
    return f" We read {', '.join(told)}." if told else ""
