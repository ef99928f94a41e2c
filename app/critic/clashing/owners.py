"""Who a box says owns what. Names need their capitals, so this reads the text itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.critic.clashing.cues import sayings
from app.critic.reading import Reading
from app.critic.stems import stems
from app.critic.tokens import Span

_PERSON = r"[A-Z][\w-]{1,30}+(?: [A-Z][\w-]{1,30}+)?"
_ROLE = (
    r"(?:[Tt]he )?(?:[\w-]{2,30}+ ){0,2}?(?:team|department|office|desk|lead|manager|board|unit|head|officer|director)"
)
_NAME = rf"(?P<name>{_PERSON}|[Tt]he [\w-]{{2,30}}+(?: of)?(?: [\w-]{{2,30}}+){{0,4}}?|{_ROLE})"
_TASK = r"(?P<task>[^.;:\n]{3,120}?)"
_LED = rf"(?:^|[.;:,\n] ?|[-*•] ){_TASK}"  # from the start of a clause: looking from each place would take long
_STOP = r"(?=\s*+(?:[.;:,\n]|$| and (?:nobody|no one)| while | but ))"
_IS = r"(?:owns|answers for|is (?:the owner of|(?:responsible|accountable) for|in charge of))"
_DUTY = r"(?:decision|call|job|task|business|duty|responsibility)"
_DOES = r"(?:reads|answers|handles|checks|decides|approves|does|reviews|settles|signs)"


def _form(pattern: str, needed: str, *, sole: bool = False, owns: bool = True) -> "_Form":
    return _Form(re.compile(pattern), frozenset(needed.split()), sole, owns)


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to name an owner, in a sentence that holds one of the `needed` words."""

    pattern: re.Pattern[str]
    needed: frozenset[str]
    sole: bool
    owns: bool


_FORMS = (
    _form(
        rf"\b(?:[Oo]nly|[Ss]olely) {_NAME} (?:may|can|must|is allowed to|decides|approves|orders) {_TASK}{_STOP}",
        "only solely",
        sole=True,
    ),
    _form(rf"{_NAME} decides? alone (?:on|about|when|whether|how|over) {_TASK}{_STOP}", "alone", sole=True),
    _form(
        rf"{_NAME},? and no other [\w ]{{2,30}}?,? (?:decides?|approves?|orders?|owns?|may|can) {_TASK}{_STOP}",
        "other",
        sole=True,
    ),
    _form(
        rf"{_NAME} alone (?:may|can|must|decides|approves|orders|owns|handles|answers) {_TASK}{_STOP}",
        "alone",
        sole=True,
    ),
    _form(
        rf"{_NAME} and (?:nobody|no one) else (?:may|can|decides|approves|orders|owns) {_TASK}{_STOP}",
        "else",
        sole=True,
    ),
    _form(rf"{_LED} (?:is|are) {_NAME}[’']s? {_DUTY}(?: and nobody else[’']s| alone)", "alone else else's", sole=True),
    _form(
        rf"{_LED} (?:go|goes|lies|lie|rests|rest|stays|is|are) (?:to|with|up to) {_NAME} (?:alone|only)\b",
        "alone only",
        sole=True,
    ),
    _form(rf"{_LED} (?:is|are) {_NAME}[’']s? {_DUTY}\b", "decision call job task business duty responsibility"),
    _form(
        rf"{_NAME} {_IS} {_TASK}{_STOP}",
        "owns owner responsible accountable charge answers",
    ),
    _form(rf"[Oo]wner of {_TASK}(?: is|:) {_NAME}(?!\w)", "owner"),
    _form(
        rf"{_LED} (?:is|are) (?:owned by|the responsibility of|the job of|the duty of) {_NAME}(?!\w)",
        "owned responsibility job duty",
    ),
    _form(rf"{_LED} owner(?: is|:) {_NAME}(?!\w)", "owner"),
    _form(
        rf"{_NAME} {_DOES}(?: and \w+)? (?:all|each|every) {_TASK}{_STOP}",
        "all each every",
        owns=False,
    ),
)
_WHOLE = ("model", "system", "tool", "project")
_LEAST = 2  # letters of a name


@dataclass(frozen=True, slots=True)
class Owner:
    """A person or team as compared, what it owns, and where that stands. `says`: “all” is weaker than owning."""

    name: str
    task: frozenset[str]
    span: Span
    sole: bool
    owns: bool


def owners(reading: Reading, span: Span) -> Iterator[Owner]:
    """Who owns what, as a sentence says; at most one."""
    words = reading.vocabulary[span]
    if words.isdisjoint(_needed()):
        return
    sentence = reading.quote(span)
    for form in _FORMS:
        if not words.isdisjoint(form.needed) and (match := form.pattern.search(sentence)):
            if owner := _owner(match, span, form):
                yield owner
            return


@cache
def _needed() -> frozenset[str]:
    return frozenset[str]().union(*(form.needed for form in _FORMS))


def _owner(match: re.Match[str], span: Span, form: _Form) -> Owner | None:
    name, whole = _plain(match["name"]), match["task"].rsplit(maxsplit=1)[-1].lower()
    task = stems(match["task"]) or frozenset((whole,) if whole in _WHOLE else ())
    if len(name) < _LEAST or not task or name.casefold() in sayings().words("nobody"):
        return None
    return Owner(name, task, Span(span.start + match.start(), span.start + match.end()), form.sole, form.owns)


def _plain(name: str) -> str:
    bare = re.sub(r"[’']s?$", "", name).removeprefix("The ").removeprefix("the ")
    return re.sub(r" (?:team|department|office|desk|unit)$", "", bare)


def same_sort(one: str, other: str) -> bool:
    """Both are people, or both are teams and roles: a person and a role may be the same one."""
    return _role(one) == _role(other)


def _role(name: str) -> bool:
    return name[0].islower() or not sayings().words("role").isdisjoint(name.casefold().split())


def differ(one: str, other: str) -> bool:
    """Whether two names cannot be the same one: they share no word."""
    return set(one.casefold().split()).isdisjoint(other.casefold().split())
