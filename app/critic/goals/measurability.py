"""MEAS: goals that nobody could check. Per sentence: the seven slots, a verdict, a score, and what is missing."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.canvas.template import Box
from app.critic.criteria import applies
from app.critic.finding import Spot
from app.critic.goals.goalwords import aims, starting
from app.critic.goals.grouping import bare, belongs, groups, slots_of
from app.critic.goals.lacking import missing
from app.critic.goals.numbers import Role
from app.critic.goals.purpose import is_against, is_bounded, is_deed, is_goal, is_liking, is_occasion
from app.critic.goals.quantities import Quantity, signed
from app.critic.goals.slots import Slot, Slots
from app.critic.goals.softness import soft_words, way_out
from app.critic.goals.statement import Statement
from app.critic.reading import Reading, read
from app.critic.tokens import Span

_GOALS = "objectives"
_SHORT = 12  # words of a text whose language they hardly tell
_LONE = 5  # words with which a value may stand by itself
_BOX = "MEAS-02"  # the criterion whose boxes hold goals
_VALUE = "value-proposition"
_ALSO = (_VALUE, "inference")  # how value is measured, and how fast it has to answer
# Words that may tell an amount, to see which sentences are worth a closer look.
_AMOUNTS = frozenset(
    """
    two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred thousand
    half third fifth tenth thirds quarters fifths zero no none nobody fewer less twice thrice halve halves halved
    double doubles triple dozen million billion
    """.split()
)
_POINTS = {"metric": 25, "target": 30, "unit": 10, "baseline": 10, "population": 10, "deadline": 10, "owner": 5}
_HALF, _SOFT, _RELATIVE = 40, 55, 60  # what a score cannot exceed: without metric or target, soft, without a baseline


class Measured(NamedTuple):
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
    occasion: bool = False  # all that it promises takes place: “two workshops are held”
    liking: bool = False  # somebody only has to like it
    bounded: bool = False  # it is only kept low, or high

    def slot(self, name: str) -> Slot | None:
        return next((each for each in self.slots if each.name == name), None)


def measured(box: Box, text: str) -> tuple[Measured, ...]:
    """Each statement of a box that asks for goals; of those that may hold some too, the ones with a metric or a target.

    What holds a number elsewhere is a fact or a rule, and nobody has to reach it.
    """
    every = applies(_BOX, box.id)
    return _measured(text, every, box.id == _VALUE) if every or box.id in _ALSO else ()


@lru_cache(maxsize=32)
def _measured(text: str, every: bool, value: bool) -> tuple[Measured, ...]:
    reading = read(text)
    if not (reading.english or _of_goals(reading)):
        return ()
    some = groups(reading) if every else _some(reading, value=value)
    return tuple(each for group in some if (each := _placed(reading, group, every=every)))


def _of_goals(reading: Reading) -> bool:
    """Whether most words of a short text are of goals: too few others tell its language."""
    bare = reading.bare
    return len(bare) < _SHORT and 2 * sum(bool(starting(word)[0] or starting(word)[1]) for word in bare) > len(bare)


def _some(reading: Reading, *, value: bool) -> Iterator[Sequence[Span]]:
    """The sentences that are worth a look; what tells more of a lone value goes with it: “Half a day. That is …”."""
    taken = None
    for k, span in enumerate(reading.sentences):
        if span == taken or not _worth(reading, span, value=value):
            continue
        after = reading.sentences[k + 1 : k + 2] if len(reading.vocabulary[span]) < _LONE else ()
        group = [span, *(each for each in after if belongs(reading, [span], each))]
        taken = group[-1]
        yield group


def _worth(reading: Reading, span: Span, *, value: bool) -> bool:
    """Where not all is a goal, only a sentence with a number and a word of aims is looked at.

    `value`: in a box that tells what it is worth, a number in words is enough.
    """
    vocabulary = reading.vocabulary[span]
    if value and not vocabulary.isdisjoint(_AMOUNTS):
        return True
    if not _DIGIT.search(reading.text, *span):
        return False
    return value or any(map(aims, vocabulary)) or _COMPARED.search(reading.text, *span) is not None


def _placed(reading: Reading, group: Sequence[Span], *, every: bool) -> Measured | None:
    """What a statement says, at its place in the text; None if it says nothing of a goal and not `every` one counts."""
    span = bare(reading, Span(group[0].start, group[-1].end))
    found = _judged(reading.quote(span))
    if not (every or found.slot("metric") or found.slot("target")):
        return None
    slots = tuple([Slot(name, quote, start + span[0], end + span[0]) for name, quote, start, end in found.slots])
    placed = Measured(span, found.text, found.verdict, found.score, slots, *found[5:])  # a third of what _replace takes
    return placed if reading.unsettled.isdisjoint(group) else placed._replace(goal=False)


_DIGIT = re.compile(r"\d")
_COMPARED = re.compile(r"[<>≤≥]")


# ---- one statement


@lru_cache(maxsize=2048)
def _judged(text: str) -> Measured:
    """A statement by itself. Kept, because each keystroke changes but one of them."""
    slots = slots_of(text)
    s, filled = slots.s, tuple(slots.all())
    names = {slot.name for slot in filled}
    soft, escape, unitless = soft_words(slots), way_out(s), _unitless(slots, names)
    verdict = {"metric", "target"} <= names and not (soft or escape or unitless)
    relative = slots.relative and not slots.quantified
    return Measured(
        sentence=Span(0, len(text)),
        text=text,
        verdict=verdict,
        score=_score(slots, names, void=bool(soft or escape), relative=relative),
        slots=filled,
        numbers=tuple(_shown(slots)),
        soft=soft,
        escape=escape,
        relative=relative,
        goal=is_goal(slots),
        unitless=unitless,
        active=slots.n.active,
        deed=is_deed(slots),
        against=is_against(s),
        occasion=is_occasion(slots),
        liking=is_liking(slots),
        bounded=is_bounded(slots),
    )


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
    value = _THOUSANDS.sub("", s.words[q.value - 1])
    if s.words[last] == "of" and s.words[last - 1] in ("loss", "losses"):
        return True  # “loss of water: … to 11.0”
    if s.ends(last, "share") >= 0 and s.words[last - 1] != "errors":
        return value.isdigit() and int(value) > 1
    if (
        (s.words[q.first - 1] == "within" and value.isdigit())
        or _marked(s, q)
        or (q.unit is None and not q.spelled and s.words[q.first - 1] == "after")
    ):
        return True  # “after 3 at the latest”: what of?
    if "than_before" in s.tags[q.last] and any(s.words[k].endswith("s") for k in range(q.last + 1, q.last + 5)):
        return False  # “600 fewer overdue permits”
    if slots.implied and not q.spelled and q.kind == "number" and not signed(s, q.first):
        return value.isdigit() and int(value) > 1 and not any(s.words[k].endswith("s") for k in range(first, last))
    return s.ends(last, "dimensional") >= 0


def _marked(s: Statement, q: Quantity) -> bool:
    """“A grade of 3”, “they reach a 6”: on which scale?"""
    marks = s.words[q.first - 1] == "of" and s.words[q.first - 2] in ("grade", "mark", "level")
    bare = s.words[q.first - 1] == "a" and s.kinds[q.last] != "word" and s.words[q.first - 2] not in ("", ":")
    return s.kinds[q.first] == "number" and (marks or bare) and s.words[q.last] not in ("out", "on", "or", "-")


_IN_WORDS = {role: role.value for role in Role}  # to ask a role for its value takes ten times as long


def _shown(slots: Slots) -> Iterator[tuple[str, str]]:
    s = slots.s
    for k, kind in enumerate(s.kinds) if "name" in s.kinds else ():
        if kind == "name" and not any(first <= k < last for first, last in slots.n.deadlines):
            yield s.quote(k, k + 1), Role.NAME.value
    for q, role in slots.n.roles:
        yield s.quote(q.first, q.last), _IN_WORDS[role]


# ---- findings


def measure(box: Box, text: str) -> tuple[Spot, ...]:
    """At most one spot a statement that states a goal: the most telling thing that keeps it from being checked."""
    if not applies(_BOX, box.id):
        return ()
    spots, headed, told = [], False, False
    for each in measured(box, text):
        headed = headed and _bulleted(text, each)
        id = missing(box.id, each, told=told)
        if id and not (headed and id == "MEAS-01"):
            spots.append(Spot(id, each.text, *each.sentence, detail=_detail(each, id)))
        headed = headed or each.text.endswith(":")
        told = told or each.slot("metric") is not None
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
    if len(lacking) == len(_UNTOLD):  # some of it often stands in another box, or goes without saying
        yield from (Spot(id, goals[0].text, *goals[0].sentence) for id in lacking)


def _bulleted(text: str, each: Measured) -> bool:
    """Whether a bullet stands before it: what it measures may stand in the line above the list."""
    before = text[max(0, each.sentence.start - 6) : each.sentence.start].rpartition("\n")[2]
    return bool(before.strip())


def _detail(each: Measured, id: str) -> str:
    if id == "MEAS-08":
        return f"“{each.soft or each.escape}”"
    if id not in ("MEAS-01", "MEAS-02"):
        return ""
    told = [f"“{number}” as {role}" for number, role in each.numbers if role != Role.TARGET.value][:3]
    return f" We read {', '.join(told)}." if told else ""
