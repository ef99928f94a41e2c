"""Who a box says owns what. Names need their capitals, so this reads the text itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.critic.cues import sayings
from app.critic.reading import Reading
from app.critic.stems import stems
from app.critic.tokens import Span

_PERSON = r"[A-Z][\w-]{1,30}+(?: [A-Z][\w-]{1,30}+)?"
_ROLE = r"(?:[Tt]he )?(?:[\w-]{2,30}+ ){0,2}?(?:team|department|office|desk|lead|manager|board|unit|head|officer|director)"
_NAME = rf"(?P<name>{_PERSON}|[Tt]he [\w-]{{2,30}}+(?: of)?(?: [\w-]{{2,30}}+){{0,4}}?|{_ROLE})"
_TASK = r"(?P<task>[^.;:\n]{3,120}?)"
_STOP = r"(?=\s*+(?:[.;:,\n]|$| and (?:nobody|no one)| while | but ))"
_FORMS = tuple(
    (re.compile(pattern), sole)
    for pattern, sole in (
        (rf"\b(?:[Oo]nly|[Ss]olely) {_NAME} (?:may|can|must|is allowed to|decides|approves|orders) {_TASK}{_STOP}", True),
        (rf"{_NAME} decides? alone (?:on|about|when|whether|how|over) {_TASK}{_STOP}", True),
        (rf"{_NAME},? and no other [\w ]{{2,30}}?,? (?:decides?|approves?|orders?|owns?|may|can) {_TASK}{_STOP}", True),
        (rf"{_NAME} alone (?:may|can|must|decides|approves|orders|owns|handles|answers) {_TASK}{_STOP}", True),
        (rf"{_NAME} and (?:nobody|no one) else (?:may|can|decides|approves|orders|owns) {_TASK}{_STOP}", True),
        (rf"{_TASK} (?:is|are) {_NAME}[’']s? (?:decision|call|job|task|business|duty)(?: and nobody else[’']s| alone)", True),
        (rf"{_TASK} (?:go|goes|lies|lie|rests|rest|stays|is|are) (?:to|with|up to) {_NAME} (?:alone|only)\b", True),
        (rf"{_TASK} (?:is|are) {_NAME}[’']s? (?:decision|call|job|task|duty|responsibility)\b", False),
        (rf"{_NAME} (?:owns|is the owner of|is responsible for|is accountable for|is in charge of|answers for) {_TASK}{_STOP}", False),
        (rf"[Oo]wner of {_TASK}(?: is|:) {_NAME}(?!\w)", False),
        (rf"{_TASK} (?:is|are) (?:owned by|the responsibility of|the job of|the duty of) {_NAME}(?!\w)", False),
        (rf"(?:^|[.;\n] ?){_TASK} owner(?: is|:) {_NAME}(?!\w)", False),
    )
)
_ALL = re.compile(rf"{_NAME} (?:reads|answers|handles|checks|decides|approves|does|reviews|settles|signs)(?: and \w+)? (?:all|each|every) {_TASK}{_STOP}")
_LEAST = 3  # letters of a name


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
    if reading.vocabulary[span].isdisjoint(sayings().words("owning")):
        return
    sentence = reading.quote(span)
    for pattern, sole in _FORMS:
        if match := pattern.search(sentence):
            if owner := _owner(match, span, sole=sole, owns=True):
                yield owner
            return
    if (match := _ALL.search(sentence)) and (owner := _owner(match, span, sole=False, owns=False)):
        yield owner


def _owner(match: re.Match[str], span: Span, *, sole: bool, owns: bool) -> Owner | None:
    name, task = _plain(match["name"]), stems(match["task"])
    if len(name) < _LEAST or not task or name in sayings().words("nobody"):
        return None
    return Owner(name, task, Span(span.start + match.start(), span.start + match.end()), sole, owns)


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
