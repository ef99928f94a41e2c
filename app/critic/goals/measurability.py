"""MEAS: goals that nobody could check. Per sentence: the seven slots, a verdict, a score, and what is missing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.canvas.template import Box
from app.critic.criteria import applies
from app.critic.finding import Spot
from app.critic.goals.numbers import Numbers, Role
from app.critic.goals.quantities import signed
from app.critic.goals.scene import opening
from app.critic.goals.slots import Slot, Slots
from app.critic.goals.softness import soft_words, way_out
from app.critic.goals.statement import Statement
from app.critic.reading import Reading, read
from app.critic.tokens import Span, even

_GOALS = "objectives"
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
    deed: bool = False  # ... as if that were the goal
    against: bool = False  # it compares with something that is named: “beat the inspectors”

    def slot(self, name: str) -> Slot | None:
        return next((each for each in self.slots if each.name == name), None)


def measured(box: Box, text: str) -> tuple[Measured, ...]:
    """Each statement of a box that asks for goals; of other boxes, those that hold a metric or a target."""
    return _measured(text, applies(_BOX, box.id))


@lru_cache(maxsize=32)
def _measured(text: str, every: bool) -> tuple[Measured, ...]:
    reading = read(text)
    if not reading.english:
        return ()
    groups = _groups(reading) if every else ((span,) for span in reading.sentences if _worth(reading, span))
    return tuple(each for group in groups if (each := _placed(reading, group, every=every)))


def _worth(reading: Reading, span: Span) -> bool:
    """Elsewhere, only a sentence with a number is looked at: the others hold no target."""
    return any(map(str.isdigit, reading.quote(span)))


def _placed(reading: Reading, group: Sequence[Span], *, every: bool) -> Measured | None:
    """What a statement says, at its place in the text; None if it says nothing of a goal and not `every` one counts."""
    span = _bare(reading, Span(group[0].start, group[-1].end))
    found = _judged(reading.quote(span))
    if not (every or found.slot("metric") or found.slot("target")):
        return None
    slots = [Slot(each.name, each.quote, each.start + span.start, each.end + span.start) for each in found.slots]
    settled = reading.unsettled.isdisjoint(group)
    return replace(found, sentence=span, slots=tuple(slots), goal=found.goal and settled)


# ---- which sentences belong together


def _groups(reading: Reading) -> Iterator[list[Span]]:
    """The sentences in groups: “Metric: recall. Target: 0.9.” is one statement."""
    group: list[Span] = []
    for span in reading.sentences:
        if group and not _belongs(reading, group, span):
            yield group
            group = []
        group.append(span)
    if group:
        yield group


_CUT = re.compile(r"(?:\b[A-Z]|\b(?:Dr|Mr|Ms|Mrs|Prof|St|[Rr]esp|ca|approx|max|min|incl|No))\.$")  # ends no sentence
_LABELS = ("label_metric", "label_target", "label_baseline", "label_deadline", "label_owner", "label_other")


def _belongs(reading: Reading, group: Sequence[Span], span: Span) -> bool:
    end = group[-1].end
    if _CUT.search(reading.text, max(0, end - 8), end):
        return True
    same_line = "\n" not in reading.text[end : span.start]
    more = _numbers(reading.quote(_bare(reading, span)))
    label = _label(more.s)
    if label:
        led = same_line or bool(_label(_numbers(reading.quote(_bare(reading, group[0]))).s))
        return led and (label != "label_metric" or not any(_measures(reading, each) for each in group))
    return same_line and len(group) < 3 and _goes_on(more, _numbers(reading.quote(_bare(reading, group[-1]))))


def _measures(reading: Reading, span: Span) -> bool:
    """Whether a sentence names a metric: the next “Metric: …” then starts a new statement."""
    numbers = _numbers(reading.quote(_bare(reading, span)))
    return _label(numbers.s) == "label_metric" or Slots(numbers).named is not None


def _goes_on(more: Numbers, last: Numbers) -> bool:
    """Whether a sentence only adds to the one before it: “It must be below 0.09.”"""
    s, first = more.s, opening(more.s)
    refers = s.has(first, "pronoun", "label_target", "label_baseline", "label_owner", "label_deadline")
    bare = s.kind(first) == "number" and s.word(first + 1) not in (".", ")") or s.has(first, "comparator", "currency")
    if not (refers or bare or s.word(first) == "must") or last.s.any("metric", "head") < 0:
        return False
    slots = Slots(more)
    return slots.named is None and (not last.targets or bool(slots.baseline or more.deadlines or more.owner))


def _label(s: Statement) -> str:
    """Which part of a goal a sentence names at its head: “Target: …”."""
    first = next((k for k in range(s.size) if s.kind(k) != "sign"), 0)
    first += s.word(first) in ("the", "our")
    for key in _LABELS:
        size = s.has(first, key)
        if size and (s.word(first + size) in (":", "=") or _is_label(s, first + size, key)):
            return key
    return ""


def _is_label(s: Statement, k: int, key: str) -> bool:
    """“The target is 0.9”, “metric is recall”."""
    if s.word(k) != "is" or key not in ("label_metric", "label_target"):
        return False
    return key == "label_metric" or any(s.kind(j) == "number" for j in range(k + 1, k + 4))


@lru_cache(maxsize=512)
def _numbers(sentence: str) -> Numbers:
    return Numbers(Statement(sentence, even(sentence)))


# ---- one statement


@lru_cache(maxsize=2048)
def _judged(text: str) -> Measured:
    """A statement by itself. Kept, because each keystroke changes but one of them."""
    numbers = _numbers(text)
    slots, s = Slots(numbers), numbers.s
    names = {slot.name for slot in slots.all}
    soft, escape, unitless = soft_words(slots), way_out(s), _unitless(slots, names)
    verdict = {"metric", "target"} <= names and not (soft or escape or unitless)
    relative = slots.relative and not slots.quantified
    return Measured(
        sentence=Span(0, len(text)),
        text=text,
        verdict=verdict,
        score=_score(slots, names, void=bool(soft or escape), relative=relative),
        slots=slots.all,
        numbers=tuple(_shown(slots)),
        soft=soft,
        escape=escape,
        relative=relative,
        goal=_goal(slots),
        unitless=unitless,
        active=slots.n.active,
        deed=_deed(slots),
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


_THOUSANDS = re.compile(r",(?=\d{3})")


def _unitless(slots: Slots, names: set[str]) -> bool:
    """Whether its number needs a unit to mean anything, as a time or a cost does."""
    q, s = slots.aimed, slots.s
    if q is None or q.counted or "unit" in names or q.kind != "number" or "metric" not in names or slots.metric is None:
        return False
    first, last = slots.metric
    value = _THOUSANDS.sub("", s.word(q.value - 1))
    if s.ends(last, "share") >= 0 and s.word(last - 1) != "errors":
        return value.isdigit() and int(value) > 1
    if slots.implied and not q.spelled and q.kind == "number" and not signed(s, q.first):
        return value.isdigit() and int(value) > 1 and not any(s.word(k).endswith("s") for k in range(first, last))
    return s.ends(last, "dimensional") >= 0


def _shown(slots: Slots) -> Iterator[tuple[str, str]]:
    s = slots.s
    for k, token in enumerate(s.tokens):
        if token.kind == "name" and not any(first <= k < last for first, last in slots.n.deadlines):
            yield s.quote(k, k + 1), Role.NAME.value
    for q, role in slots.n.roles:
        yield s.quote(q.first, q.last), role.value


def _goal(slots: Slots) -> bool:
    """Whether a statement says what shall be so: a verb that moves something, or a must."""
    s, first = slots.s, opening(slots.s)
    if slots.n.achieved or s.size < 2:
        return False
    if _deed(slots):
        return True
    if slots.n.targets or any(_urges(s, k) for k in (first, *(k + 1 for k, word in enumerate(s.words) if word == ","))):
        return True
    strong = s.any("must") >= 0
    told = any(s.word(end) in ("is", "are", ":", "to") for _, end in s.index.get("intent", ()))
    soon = any(token.text == "will" for token in s.tokens) and s.any("change", "quality", "metric") >= 0
    return strong or told or soon


def _deed(slots: Slots) -> bool:
    """Whether it orders something to be done: “build a dashboard”, “we want to build one”."""
    s, first = slots.s, opening(slots.s)
    if s.word(first) == "we":
        wanted = s.word(first + 1) in ("will", "want", "plan", "must", "should", "aim")
        first += 2 + (s.word(first + 2) == "to") if wanted else 0
    return bool(s.has(first, "deed")) and not s.word(first).endswith(("ed", "ing", "s"))


def _against(s: Statement) -> bool:
    """Whether it is compared with something that is named."""
    than = s.any("than_before") >= 0
    opens = [k for k, _ in s.index.get("beats", ())]
    if than:
        opens += [k for k, word in enumerate(s.words) if word == "than"]
    return any(s.kind(k + 1) == "word" for k in opens)


def _urges(s: Statement, k: int) -> bool:
    """“Reduce …”, “fewer …”: a clause that opens with what shall change."""
    base = s.has(k, "change", "goal") and not s.word(k).endswith(("ed", "s", "ing"))
    more = s.has(k, "than_before") and s.kind(k + 1) == "word" and s.any("verb", first=k) < 0
    return bool(base or more)


# ---- findings


def measure(box: Box, text: str) -> tuple[Spot, ...]:
    """At most one spot a statement that states a goal: the most telling thing that keeps it from being checked."""
    if not applies(_BOX, box.id):
        return ()
    spots, headed = [], False
    for each in measured(box, text):
        headed = headed and _bulleted(text, each)
        id = _missing(box, each)
        if id and not (headed and id == "MEAS-01"):
            spots.append(Spot(id, each.text, *each.sentence, detail=_detail(each, id)))
        headed = headed or each.text.endswith(":")
    return (*spots, *_untold(box, text))


_SEVERAL = 2  # one goal alone is a beginning; of several, one would have said it
_UNTOLD = {"population": "MEAS-05", "deadline": "MEAS-06", "owner": "MEAS-07"}


def _untold(box: Box, text: str) -> Iterator[Spot]:
    """What no sentence of a box says that holds a goal with its number: for whom, by when, who answers for it."""
    every = measured(box, text)
    goals = [each for each in every if each.goal and each.verdict]
    if box.id != _GOALS or len(goals) < _SEVERAL:
        return
    said = {slot.name for each in every for slot in each.slots}
    lacking = [id for name, id in _UNTOLD.items() if name not in said]
    if len(lacking) > 1:  # one alone often stands in another box, or goes without saying
        yield from (Spot(id, goals[0].text, *goals[0].sentence) for id in lacking)


def _bulleted(text: str, each: Measured) -> bool:
    """Whether a bullet stands before it: what it measures may stand in the line above the list."""
    before = text[max(0, each.sentence.start - 6) : each.sentence.start].rpartition("\n")[2]
    return bool(before.strip())


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
    if box.id != _GOALS:
        return ""
    if each.active:
        return "MEAS-10" if each.deed else ""
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
