"""What a statement is there for: a goal, something to be done, what must be liked, or only what goes first."""

from app.critic.goals.numbers import Role
from app.critic.goals.slots import Slots
from app.critic.goals.statement import Range, Statement

_WANTING = frozenset("will want plan must should aim".split())
_WISHING = frozenset({"want", "wants"})
_UNTIL = frozenset({"by", "until"})
_US = frozenset({"we", "i"})
_COUNTED = frozenset({"a", "an", "another", "several", "some", "few"})
_HELD = frozenset("held given organised organized planned hosted arranged scheduled published prepared".split())
_OF_A_NOUN = frozenset("for in from to by".split())
_BEING = frozenset("is are be".split())
_BECOMES = _BEING | frozenset("get gets become becomes".split())
_FEELS = frozenset("be become feel get grow".split())
_SHORT = 5  # letters of “over”, “under”, “other”
_MUCH = frozenset("much far clearly well even considerably significantly noticeably".split())
_MORE = frozenset("fewer less more lower higher better greater worse rarer".split())
_ONCE = frozenset("when once if".split())
_SUPPOSING = frozenset("if should unless suppose supposing".split())
_MET = frozenset("met set hit worth not kept put".split())
_STEADY = frozenset(
    "keep keeps stay stays remain remains hold holds go goes come comes take takes get gets move moves free".split()
)
_ADJECTIVES = 3  # words that may describe an occasion


def is_goal(slots: Slots) -> bool:
    """Whether a statement says what shall be so: a number to reach, a verb that moves something, or a must."""
    s = slots.s
    if slots.n.achieved or s.size < 2:
        return False
    first = s.opening
    if "priority" in s.keys and s.words[first] in _SUPPOSING:
        return False
    if slots.n.targets or is_deed(slots):
        return True
    if "priority" in s.keys or s.words[first] in _SUPPOSING or _denied(s):
        return False
    opens = (first, *(k + 1 for k in range(s.size) if s.words[k] in (",", ":")))
    return any(_urges(s, k) for k in opens) or _demands(s) or _moves(slots) or _due(slots)


def _urges(s: Statement, k: int) -> bool:
    """“Reduce …”, “fewer …”: a clause that opens with what shall change, but not “limit on … gives way”."""
    base = s.has(k, "change", "goal") and not _inflected(s.words[k]) and _transitive(s, k + 1)
    more = s.has(k, "than_before") and s.kinds[k + 1] == "word" and s.any("verb", first=k) < 0
    return bool(base or more)


def _transitive(s: Statement, k: int) -> bool:
    """Whether what follows a verb may be its object: not “support for … comes later”, “keep in mind”."""
    named = s.words[k] in _OF_A_NOUN and s.any("verb", first=k + 1) >= 0
    return (
        s.kinds[k] != "sign" and not named and s.words[k : k + 2] != ["in", "mind"] and s.words[k] not in ("on", "of")
    )


def _inflected(verb: str) -> bool:
    """Whether a verb stands in a form that orders nothing."""
    return verb.endswith(("ed", "ing", "s")) and verb != "bring"


def _demands(s: Statement) -> bool:
    """“It must …”, “the aim is …”, “it will improve”; what others want is told, not aimed at."""
    strong = any(_own(s, k) for k, _ in s.each("must")) and _telling(s)
    told = any(_leads(s, end) and _own(s, k) for k, end in s.each("intent"))
    soon = "will" in s.vocabulary and s.any("change", "quality", "metric") >= 0
    return strong or told or soon


def _telling(s: Statement) -> bool:
    """Whether it says in which way it shall be: more, less, better; “must approve” is a rule of conduct."""
    moved = any(s.words[k] not in _STEADY for k in s.at("change"))
    return moved or s.any("quality", "than_before", "metric") >= 0 or any(_feels(s, k) for k in range(s.size))


def _feels(s: Statement, k: int) -> bool:
    """“Should be happier with the planning”, “must become calmer”."""
    after = s.words[k + 1]
    more = len(after) > _SHORT and after.endswith("er") and s.kinds[k + 2] != "number"
    return s.words[k] in _FEELS and more and not s.has(k + 1, "stop", "role", "people")


def _denied(s: Statement) -> bool:
    """“Not a goal: …”, “no aim of ours”."""
    return any("not" in s.words[k - 2 : k] or s.words[k - 1] in ("no", "not") for k in s.at("intent") if k > 1) or (
        s.words[0] in ("no", "not") and s.any("intent", last=4) >= 0
    )


def _leads(s: Statement, end: int) -> bool:
    """Whether what is aimed at follows: “the aim is …”, “we plan to …”, but not “the plan to 2030”."""
    met = s.words[end + 1].endswith("ed") or s.words[end + 1] in _MET  # “if the goal is missed, …”
    return (s.words[end] in ("is", "are", ":") and not met) or (
        s.words[end] == "to" and s.kinds[end + 1] == "word" and (_telling(s) or s.any("goal", first=end) >= 0)
    )


def _own(s: Statement, k: int) -> bool:
    return s.words[k] not in _WISHING or s.words[k - 1] in _US


def _moves(slots: Slots) -> bool:
    """“Waste falls from today's 11 % by May”: it moves, and nobody says where to."""
    s = slots.s
    dated = any(s.words[first] in _UNTIL for first, _ in slots.n.deadlines)
    if not (slots.metric or (dated and _only_dates(slots))) or not (
        dated or any(role is Role.BASELINE for _, role in slots.n.roles)
    ):
        return False
    return any(_goes(s, k) for k in s.at("direction")) or any(_gets(s, k) for k in range(s.size))


def _only_dates(slots: Slots) -> bool:
    return all(role is Role.DATE for _, role in slots.n.roles)


def _goes(s: Statement, k: int) -> bool:
    """“Waste falls”, “complaints fall”, “we come down”; not “to fall”, “a drop”."""
    return k > s.opening and (s.words[k].endswith("s") or s.words[k - 1].endswith("s") or s.words[k - 1] in _US)


def _gets(s: Statement, k: int) -> bool:
    """“Waits get shorter”, “it is much lower than today”, “recall is improved”."""
    if s.words[k] not in _BECOMES:
        return False
    after = k + 1 + (s.words[k + 1] in _MUCH)
    moved = s.words[after].endswith("ed") and "change" in s.tags[after]
    less = s.words[after] in _MORE or "comparative" in s.tags[after]
    return moved or (less and (s.words[k] not in _BEING or "than" in s.vocabulary))


def _due(slots: Slots) -> bool:
    """“By the end of 2028 it is part of daily work”: due at a time, with no number and no event."""
    s = slots.s
    some = [each for each in slots.n.deadlines if s.words[each[0]] in _UNTIL]
    if not some or any(role is not Role.DATE for _, role in slots.n.roles) or slots.n.owner:
        return False
    first, last = some[0]
    return s.any("event", last=first) < 0 and s.any("event", first=last) < 0 and s.any("linking", "verb") >= 0


def is_deed(slots: Slots) -> bool:
    """Whether it orders something to be done: “build a dashboard”, “we want to build one”."""
    s, first = slots.s, slots.s.opening
    if s.words[first] == "we":
        wanted = s.words[first + 1] in _WANTING
        first += 2 + (s.words[first + 2] == "to") if wanted else 0
    return "deed" in s.tags[first] and not _inflected(s.words[first])


def is_occasion(slots: Slots) -> bool:
    """Whether all that it promises takes place: “two workshops are held”, “publish a conference paper”."""
    s = slots.s
    if slots.n.targets and slots.named:
        return False
    return any(_staged(s, each) for each in s.each("occasion"))


def _staged(s: Statement, some: Range) -> bool:
    k, end = some
    first = next((j for j in range(k - 1, max(-1, k - 2 - _ADJECTIVES), -1) if _counts(s, j)), -1)
    if first < 0 or any(s.kinds[j] != "word" for j in range(first + 1, k)):
        return False
    held = s.words[end : end + 2] == ["take", "place"] or s.words[end : end + 2] == ["takes", "place"]
    after = range(end, min(end + 8, s.size))
    held = held or any(s.words[j] in _HELD and s.words[j - 1] in ("is", "are", "be") for j in after)
    held = held or any(s.words[j] in ("take", "takes") and s.words[j + 1] == "place" for j in after)
    return held or s.has(first - 1, "stages") > 0


def _counts(s: Statement, k: int) -> bool:
    return s.words[k] in _COUNTED or s.kinds[k] == "number" or "number" in s.tags[k]


def is_liking(slots: Slots) -> bool:
    """Whether somebody only has to like it: “it has passed once the users are happy”."""
    s = slots.s
    if "acceptance" not in s.keys or "liking" not in s.keys or slots.target:
        return False
    if any(role is not Role.DATE for _, role in slots.n.roles):
        return False
    return any(s.words[k] in _ONCE and s.any("liking", first=k) > 0 for k in range(s.size))


def is_bounded(slots: Slots) -> bool:
    """Whether a metric shall only be low or high, and nobody says how low: “false alarms are kept low”."""
    s = slots.s
    if "bounded" not in s.keys or s.any("metric", "negative") < 0:
        return False
    return all(role is Role.DATE or s.words[q.first - 1] == "per" for q, role in slots.n.roles)


def is_against(s: Statement) -> bool:
    """Whether it is compared with something that is named."""
    opens = s.at("beats")
    if "than_before" in s.keys:
        opens = opens + [k for k in range(s.size) if s.words[k] == "than"]
    return any(s.kinds[k + 1] == "word" for k in opens)
