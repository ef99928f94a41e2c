"""Who a box says owns what. Names need their capitals, so this reads the text itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
_DUTIES = "decision call job task business duty responsibility"
_DUTY = rf"(?:{_DUTIES.replace(' ', '|')})"
_EACH = "reads answers handles checks decides approves does reviews settles signs"
_DOES = rf"(?:{_EACH.replace(' ', '|')})"
_MAY = "may can must decide decides approve approves order orders own owns handles answers"


def _form(pattern: str, *needed: str, sole: bool = False, owns: bool = True, of: str = "") -> "_Form":
    return _Form(re.compile(pattern), tuple(frozenset(each.split()) for each in needed), sole, owns, of)


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to name an owner, in a sentence that holds a word of each of `needed`. `of` is what it owns, if known."""

    pattern: re.Pattern[str]
    needed: tuple[frozenset[str], ...]
    sole: bool
    owns: bool
    of: str


# Who lets a version go: what canvases say most often of a person alone.
_WHO = r"(?P<name>(?:(?:Dr|Mr|Ms|Mrs|Prof)\.? )?[A-Z][\w-]{1,30}+(?: [A-Z][\w-]{1,30}+)?)"
_HEAD = r"(?:, [^,;.\n]{2,60},)?"  # “, head of the archive,”
_VERSION = r"(?:[\w-]{1,20}+ ){0,3}(?:versions?|releases?|models?|updates?)(?!\w)"
_LETS = rf"(?:releases(?! the)|(?:releases|signs off|signs|approves|clears) {_VERSION})"
_HAS = "version versions release releases released model models update updates"
_RELEASING = (
    _form(rf"{_WHO}{_HEAD} alone{_HEAD} {_LETS}", "alone", _HAS, sole=True, of="releas"),
    _form(
        rf"{_WHO}{_HEAD} {_LETS}[^.\n]{{0,60}}[,;] (?:and )?(?:nobody|no one|no other)(?!\w)",
        "nobody no",
        _HAS,
        sole=True,
        of="releas",
    ),
    _form(
        r"(?:[Rr]eleases? |[Vv]ersions? |[Mm]odels? |put to use )[\w ]{0,30}?"
        rf"by {_WHO}{_HEAD},? and (?:only )?by (?:her|him)(?!\w)",
        "her him",
        _HAS,
        sole=True,
        of="releas",
    ),
    _form(rf"[Ii]t(?: i|['’])s {_WHO} who (?:{_LETS}|gives the go for {_VERSION})", "who", _HAS, of="releas"),
    _form(rf"{_WHO}, who (?:then )?{_LETS}", "who", _HAS, of="releas"),
    _form(
        rf"(?:once|after|until|when) {_WHO} (?:has )?(?:released|signed|approved) (?:it|them|{_VERSION})",
        "once after until when",
        "released signed approved",
        of="releas",
    ),
    _form(
        rf"{_WHO} puts (?:the|each|a|every) (?:[\w-]{{1,20}} ){{1,3}}(?:to use|live|into (?:use|service|production))",
        "puts",
        of="releas",
    ),
)
# Who alone does a thing, in the many other ways in which people say it.
_ACTS = (
    r"(?:may|can|must|decides?|approves?|orders?|owns?|signs?|releases?|checks?|sets?|reads?|answers?|handles?|closes?"
    r"|deletes?|changes?|retires?|labels?|scores?|picks?|chooses?)"
)
_DOING = (
    "may can must decide decides approve approves order orders own owns sign signs release releases check checks set "
    "sets read reads answer answers handle handles close closes delete deletes change changes retire retires label "
    "labels score scores pick picks choose chooses"
)
_TITLE = r"(?:, [^,;.\n]{2,40},)?"
_OWNS = "owner custodian keeper steward"
_RESTS = r"(?:is|are|lies?|rests?|remains?|stays?) (?:solely |only |entirely )?"
_ALONE = (
    _form(
        rf"[Nn](?:obody|o one) (?:but|except|other than) {_NAME} {_ACTS} {_TASK}{_STOP}",
        "but except other",
        "nobody no",
        _DOING,
        sole=True,
    ),
    _form(rf"{_NAME},? and (?:nobody|no one) else,? {_ACTS} {_TASK}{_STOP}", "else", _DOING, sole=True),
    _form(
        rf"{_NAME}{_TITLE} has the (?:final|last|only) (?:say|word|vote) (?:on|over|about|in) {_TASK}{_STOP}",
        "say word vote",
        "final last only",
        "has",
        sole=True,
    ),
    _form(
        rf"{_LED} {_RESTS}(?:in the hands of|up to|down to|left to|reserved for) {_NAME}(?: alone| only)?(?!\w)",
        "hands up down left reserved",
        "of to for",
        "is are lie lies rest rests remain remains stay stays",
        sole=True,
    ),
    _form(
        rf"{_LED}(?: is|:) (?:the )?(?:sole|only|exclusive) (?:task|job|duty|responsibility) of {_NAME}(?!\w)",
        "task job duty responsibility",
        "sole only exclusive",
        "of",
        sole=True,
    ),
    _form(
        rf"{_LED}: the (?:decision|last word|say|responsibility) (?:lies|rests|is) with {_NAME}(?!\w)",
        "decision word say responsibility",
        "with",
        sole=True,
    ),
    _form(
        rf"[Tt]he {_TASK} has (?:only )?one (?:owner|custodian|keeper|steward)[:,] {_NAME}(?!\w)",
        _OWNS,
        "one",
        sole=True,
    ),
    _form(rf"(?:[Cc]ustodian|[Kk]eeper|[Ss]teward|[Oo]wner) of {_TASK} is {_NAME}(?: alone| only)?(?!\w)", _OWNS, "of"),
    _form(rf"[Aa]nswerable for {_TASK} is {_NAME}(?!\w)", "answerable", "for"),
    _form(
        rf"{_NAME}{_TITLE} {_ACTS} {_TASK} in (?:its|his|her|their) (?:sole|own) discretion",
        "discretion",
        _DOING,
        sole=True,
    ),
    _form(
        rf"{_NAME} {_ACTS} {_TASK}, as the only (?:person|one|team|body)",
        "only",
        "person one team body",
        _DOING,
        sole=True,
    ),
)
_FORMS = (
    *_RELEASING,
    _form(
        rf"\b(?:[Oo]nly|[Ss]olely) {_NAME} (?:may|can|must|is allowed to|decides|approves|orders) {_TASK}{_STOP}",
        "only solely",
        "may can must allowed decides approves orders",
        sole=True,
    ),
    _form(
        rf"{_NAME} decides? alone (?:on|about|when|whether|how|over) {_TASK}{_STOP}",
        "alone",
        "decide decides",
        sole=True,
    ),
    _form(
        rf"{_NAME},? and no other [\w ]{{2,30}}?,? (?:decides?|approves?|orders?|owns?|may|can) {_TASK}{_STOP}",
        "other",
        "no",
        _MAY,
        sole=True,
    ),
    _form(
        rf"{_NAME} alone (?:may|can|must|decides|approves|orders|owns|handles|answers) {_TASK}{_STOP}",
        "alone",
        _MAY,
        sole=True,
    ),
    _form(
        rf"{_NAME} and (?:nobody|no one) else (?:may|can|decides|approves|orders|owns) {_TASK}{_STOP}",
        "else",
        _MAY,
        sole=True,
    ),
    _form(
        rf"{_LED} (?:is|are) {_NAME}[’']s? {_DUTY}(?: and nobody else[’']s| alone)",
        "alone else else's",
        _DUTIES,
        sole=True,
    ),
    _form(
        rf"{_LED} (?:go|goes|lies|lie|rests|rest|stays|is|are) (?:to|with|up to) {_NAME} (?:alone|only)\b",
        "alone only",
        "to with",
        sole=True,
    ),
    *_ALONE,
    _form(rf"{_LED} (?:is|are) {_NAME}[’']s? {_DUTY}\b", _DUTIES, "is are"),
    _form(
        rf"{_NAME} {_IS} {_TASK}{_STOP}",
        "owns owner responsible accountable charge answers",
        "owns for of",
    ),
    _form(rf"[Oo]wner of {_TASK}(?: is|:) {_NAME}(?!\w)", "owner", "of"),
    _form(
        rf"{_LED} (?:is|are) (?:owned by|the responsibility of|the job of|the duty of) {_NAME}(?!\w)",
        "owned responsibility job duty",
        "by of",
    ),
    _form(rf"{_LED} owner(?: is|:) {_NAME}(?!\w)", "owner"),
    _form(
        rf"{_NAME} {_DOES}(?: and \w+)? (?:all|each|every) {_TASK}{_STOP}",
        _EACH,
        "all each every",
        owns=False,
    ),
)
_FIRST: Mapping[str, tuple[int, ...]] = {
    word: tuple(number for number, form in enumerate(_FORMS) if word in form.needed[0])
    for word in frozenset[str]().union(*(form.needed[0] for form in _FORMS))
}
OWNING = frozenset(_FIRST)
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


def owners(reading: Reading, span: Span, words: frozenset[str]) -> Iterator[Owner]:
    """Who owns what, as a sentence of these words says; at most one. It holds one of `OWNING`."""
    for number in sorted({number for word in words & OWNING for number in _FIRST[word]}):
        form = _FORMS[number]
        if any(map(words.isdisjoint, form.needed[1:])):
            continue
        if match := form.pattern.search(reading.quote(span)):
            if owner := _owner(match, span, form):
                yield owner
            return


def _owner(match: re.Match[str], span: Span, form: _Form) -> Owner | None:
    name, task = _plain(match["name"]), frozenset((form.of,)) if form.of else _task(match["task"])
    if len(name) < _LEAST or not task or name.casefold() in sayings().words("nobody"):
        return None
    return Owner(name, task, Span(span.start + match.start(), span.start + match.end()), form.sole, form.owns)


def _task(words: str) -> frozenset[str]:
    last = words.rsplit(maxsplit=1)[-1].lower()
    return stems(words) or frozenset((last,) if last in _WHOLE else ())


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
