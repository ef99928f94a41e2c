"""What a statement of a goal lacks, if it states one: which finding it is, if any."""

import re
from typing import Protocol

from app.critic.goals.slots import Slot
from app.critic.tokens import Span

_GOALS = "objectives"

# What a line that begins so is measured against is no goal itself: “Against: the brewers' own guess, 9.6 hours off”.
_RIVAL = re.compile(
    r"(?:as (?:a )?|the )?(?:against|baseline|benchmark|comparator|compared with|comparison|for comparison|reference"
    r"|rival|yardstick|we compare|(?:it|this|the model) is compared)\b",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\b(?:targets?|goals?|aims?|must|shall|should|will)\b", re.IGNORECASE)
# Which goal gives way where two of them clash.
_RANKED = re.compile(
    r"\b(?:conflicts?|clash(?:es)?|collides?|disagrees?|contradicts?|prevails?|takes? precedence|gives? way|yields? to"
    r"|comes? first|goes first|outranks?|different directions)\b",
    re.IGNORECASE,
)
# Whose goal it is that this one serves: “the first figure is part of the hospital's safety programme”.
_SERVED = re.compile(
    r"\b(?:link(?:s|ed)? to|part of|serves?|contributes? to|in line with|supports?|derived from|feeds|belongs? to"
    r"|stems from|comes from)\b[^.;]{0,60}\b(?:agenda|contract|goals?|law|objectives?|plan|policy|programme|program"
    r"|roadmap|strategy|targets?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:in |by |beyond |until )?(?:19|20)\d\d")
# The unit may stand in the name of what is measured: “mean days from start to location: at most 12”.
_UNITS = re.compile(
    r"(?<!\d[ -])\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|euros?|eur|usd|gbp|dollars?|pounds?|kg|km"
    r"|kwh|tonnes?|litres?|metres?|points?|degrees?|percent|per cent|number|count)\b|[%€$£°]",
    re.IGNORECASE,
)
_MOVED = "raised|lowered|reduced|improved|increased|shortened|brought (?:down|up)"
_MOVES = "rise|fall|drop|sink|grow|shrink|(?:go|come) (?:down|up)"
# A direction, and nobody says how far: “their F1 has to come up”.
_DIRECTED = re.compile(
    rf"\b(?:(?:come|comes|go|goes) (?:further )?(?:down|up)(?!\s+(?:with|to|against|for|on|in))"
    rf"|(?:is|are|has|have|needs?) to (?:be (?:{_MOVED})|{_MOVES}))\b",
    re.IGNORECASE,
)
_GATHERED = (
    "conferences?|courses?|demos?|evenings?|fairs?|lessons?|meetings?|open days?|presentations?|seminars?|sessions?"
    "|trainings?|webinars?|workshops?"
)
_SHOWINGS = re.compile(_GATHERED, re.IGNORECASE)
# What the team does for those who look on: “we hold two evenings for the neighbours”.
_SHOWN = re.compile(
    rf"(?:(?:[^,.;:]{{0,60}}\b)?we )?(?:brief|demonstrate|give|hold|host|invite|organi[sz]e|present|show|teach|train)\b"
    rf"(?! by)[^.;:]{{0,120}}\b(?:{_GATHERED})\b",
    re.IGNORECASE,
)


class Stated(Protocol):
    """What is asked of a statement here."""

    @property
    def sentence(self) -> Span: ...
    @property
    def text(self) -> str: ...
    @property
    def soft(self) -> str: ...
    @property
    def escape(self) -> str: ...
    @property
    def relative(self) -> bool: ...
    @property
    def goal(self) -> bool: ...
    @property
    def unitless(self) -> bool: ...
    @property
    def active(self) -> bool: ...
    @property
    def deed(self) -> bool: ...
    @property
    def against(self) -> bool: ...
    @property
    def occasion(self) -> bool: ...
    @property
    def liking(self) -> bool: ...
    @property
    def bounded(self) -> bool: ...
    def slot(self, name: str) -> Slot | None: ...


def missing(box: str, each: Stated, *, told: bool) -> str:
    """The criterion of what it lacks; `told`: one before it named a metric, so that this one need not."""
    if each.occasion or _shown(each):
        return "MEAS-10"
    if each.liking or each.bounded:
        return "MEAS-02" if each.slot("metric") or each.bounded else "MEAS-01"
    if _beside(each):
        return ""
    return (_of_goal(box, each, told=told) if each.goal else "") or _unsaid(each)


def _beside(each: Stated) -> bool:
    """Whether it stands beside a goal: what it is compared with, what gives way to it, and what it serves."""
    rival = _RIVAL.match(each.text) and not _TARGET.search(each.text)
    return bool(rival or _RANKED.search(each.text) or _SERVED.search(each.text))


def _of_goal(box: str, each: Stated, *, told: bool) -> str:
    metric, target = each.slot("metric"), each.slot("target")
    if target and metric:
        if each.soft or each.escape:
            return "MEAS-08"
        if each.unitless:
            return "" if _united(each, metric, target) else "MEAS-03"
        return "MEAS-04" if each.relative and not each.slot("baseline") else ""
    if box != _GOALS or (told and target and _speaks(each)):
        return ""
    if each.active:
        return "MEAS-10" if each.deed else ""
    if each.against:
        return ""
    return "MEAS-02" if metric else "MEAS-01"


def _united(each: Stated, metric: Slot, target: Slot) -> bool:
    """Whether its number needs no unit after all: a year, or one whose unit the metric names."""
    before = each.text[metric.start - each.sentence[0] : target.start - each.sentence[0]]
    return _YEAR.fullmatch(target.quote) is not None or _UNITS.search(before) is not None


def _unsaid(each: Stated) -> str:
    """A direction, and no number that says how far."""
    return "MEAS-02" if not each.slot("target") and _DIRECTED.search(each.text) else ""


def _shown(each: Stated) -> bool:
    """Whether something is shown to people, as if that were the goal: all that it counts is how often."""
    if not _SHOWN.match(each.text):
        return False
    unit = each.slot("unit")
    return not each.slot("target") or (unit is not None and _SHOWINGS.fullmatch(unit.quote) is not None)


def _speaks(each: Stated) -> bool:
    """Whether the unit of a target tells what is meant, once a goal was named: “at night 2 hours”, but not “55 %”."""
    unit = each.slot("unit")
    return unit is not None and "%" not in unit.quote and "cent" not in unit.quote
