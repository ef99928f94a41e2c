"""When a number of a goal is what it starts from: the value of today, or of what it is compared with."""

from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import Scene
from app.critic.goals.statement import Statement

_OPENS_BASELINE = frozenset(
    "vs versus instead rather compared in over coming prior now down up relative against from then".split()
)

_HELD_AGAINST = frozenset("against over vs versus compared relative".split())  # “kappa versus the coder: 0.8”
_PARTED = frozenset("of than from by and above below over under on as".split())
_FIGURES = frozenset("figure level value average mean total result score rate count number median mark".split())
_OF_WHOM = frozenset("for across among".split())
_BASES = frozenset("base basis reference ref".split())
_BECOMES = frozenset({"become", "becomes", "into"})
_ENDS = frozenset({"", ".", ",", ";", ")"})


def is_baseline(n: Scene, q: Quantity) -> bool:
    s, before = n.s, n.s.words[q.first - 1]
    led = before == "from" or (before == "the" and s.words[q.first - 2] == "from")
    if led and "no" not in s.tags[q.first]:
        return not q.counted or s.any("change", "multiple", "metric", "label_target") >= 0 or s.words[q.last] == "to"
    if before == "the" and s.words[q.first - 2] == "than":
        return True  # “fewer than the 1,240 of March”
    if _replaced(n, q) or _left_behind(n, q) or _of_a_year(s, q) or _slipped_in(n, q) or _bygone(n, q):
        return True
    if n.achieved or q.kind not in ("number", "fraction"):
        return False
    told = "baseline" in s.keys
    if told and (cue := _cue(n, q)) >= 0:
        held = s.words[cue] in _HELD_AGAINST and (q.first in n.compared or ":" in s.words[cue : q.first])
        return not held
    if "(" in s.vocabulary and _in_bracket(n, q):
        return True
    if told and _said_of_today(s, q):
        return q.first not in n.compared
    return "label_baseline" in s.keys and s.ends(q.first - (before in (":", "=")), "label_baseline") >= 0


def _replaced(n: Scene, q: Quantity) -> bool:
    """“25 minutes, not 40”, “the vendor's 87 %”, “310 kWh → 280 kWh”."""
    s, before = n.s, n.s.words[q.first - 1]
    if before == "not":
        return s.words[q.first - 2] in (",", "and", "(") and n.targets_elsewhere(q)
    if before.endswith(("'s", "s'")) and q.kind == "number" and not n.achieved:
        return True
    if before in ("the", "our") and any(o.kind == "multiple" and o.last == q.first - 1 for o in n.quantities):
        return True  # “halve the 640 unread referrals”
    pointed = s.words[q.last] in ("=", "-", "–") and s.words[q.last + 1] == ">"
    after = q.last + 1 + pointed + s.has(q.last + 1 + pointed, "currency")
    return (pointed or s.words[q.last] in ("→", "⇒")) and s.kinds[after] == "number"


def _of_a_year(s: Statement, q: Quantity) -> bool:
    """“The 2025 figure of 1.2 M€”, “the reference being the 96 stops of 2026”."""
    k = q.first
    if s.words[k - 1] == "of" and s.words[k - 2] in _FIGURES:
        return _year(s.words[k - 3]) or s.ends(k - 2, "baseline") >= 0
    if s.words[k - 1] != "the" or s.words[q.last] not in ("of", "in", "from"):
        return False
    old = _year(s.words[q.last + 1]) or s.words[q.last + 1] == "last"
    return old and not s.has(k - 2, "population_prep")


def _bygone(n: Scene, q: Quantity) -> bool:
    """“12 % is too much: 7 % by 2028”, “which took nine before”, “cut the 12 minutes that callers wait to 5”."""
    s = n.s
    if "too" in s.vocabulary and any(s.words[k] == "too" for k in range(q.last, min(q.last + 6, s.size))):
        return n.targets_elsewhere(q) and q.first not in n.compared
    if s.words[q.last] == "before" and s.words[q.last + 1] in _ENDS:
        return q.first not in n.compared
    if s.words[q.first - 1] == "the" and "change" in s.tags[q.first - 2] and s.words[q.last] in ("that", "which"):
        return any(s.words[o.first - 1] == "to" for o in n.quantities if o.first > q.last)
    return False


def _slipped_in(n: Scene, q: Quantity) -> bool:
    """“Error rate, 2.6 % in 2025, goes below 1 %”."""
    s = n.s
    if s.words[q.first - 1] != "," or s.words[q.last] != "in" or s.words[q.last + 2] not in (",", ")"):
        return False
    if not _year(s.words[q.last + 1]):
        return False
    return any(o.kind == "multiple" or (o.first > q.last and o.first in n.compared) for o in n.quantities)


def _cue(n: Scene, q: Quantity) -> int:
    """A word of today before it in its clause, with no other number and no aim between; -1 if there is none."""
    s = n.s
    cue = s.any("baseline", first=max(n.clause(q), q.first - 9), last=q.first)
    if cue < 0 or _aims(s, cue, q) or any(first <= cue < last for first, last in n.deadlines):
        return -1
    between = any(s.kinds[k] == "number" and not _year(s.words[k]) for k in range(cue + 1, q.first))
    return -1 if between and s.words[q.first - 1] not in ("and", "or", "-") else cue


def _in_bracket(n: Scene, q: Quantity) -> bool:
    """“… than before (11)”, “(2026: 84 %)”."""
    s, bracket = n.s, _bracket(n.s, q)
    if bracket < 0:
        return False
    if (s.kinds[bracket + 1] == "number" and s.words[bracket + 2] == ":") or s.words[bracket + 1] in _BASES:
        return True
    if bracket == q.first - 1 and s.words[q.last] in ("in", "for") and _year(s.words[q.last + 1]):
        return s.words[q.last + 2] == ")"  # “(9 min in 2026)”
    led = s.any("baseline", "reference", "label_baseline", last=bracket) >= 0
    led = led or s.any("than_before", first=max(0, bracket - 5), last=bracket) >= 0
    return led and q.first not in n.compared and not n.labelled(q)


def _left_behind(n: Scene, q: Quantity) -> bool:
    """“Cut the 12 minutes to 8”, “12 minutes become 8”, “it is 12 minutes, should be 8”."""
    s = n.s
    if s.kinds[q.last + 1] == "number" and s.words[q.last] == "to":
        return s.any("change", first=max(0, q.first - 8), last=q.first) >= 0
    for k in () if _BECOMES.isdisjoint(s.vocabulary) else range(q.last, min(q.last + 9, s.size)):
        if s.words[k] in _BECOMES:
            return s.kinds[k + 1] == "number"
        if s.kinds[k] != "word":
            break
    wished = s.any("intent", first=q.last) if "intent" in s.keys else -1
    if wished < 0:
        return False
    told = s.has(q.first - 1, "linking", "takes", "verb", "design_cue") and s.words[q.first - 1] not in (
        "to",
        ":",
        "=",
        "at",
    )
    if not told or q.first in n.compared or s.any("intent", first=n.clause(q), last=q.first) >= 0:
        return False
    return any(s.kinds[k] == "number" for k in range(wished, s.size))


def _aims(s: Statement, cue: int, q: Quantity) -> bool:
    """Whether between a word of today and the number something is aimed at: “than today, reach 90 %”."""
    if s.any("intent", first=cue + 1, last=q.first) >= 0 and s.words[cue] not in ("down", "up"):
        return True
    compared = s.any("comparator", first=cue + 1, last=q.first) >= 0
    return compared and not s.has(cue, "label_baseline")


def _said_of_today(s: Statement, q: Quantity) -> bool:
    """“40 minutes at present”, “40 as now”, “40 minutes on average today”."""
    for k in range(q.last, q.last + 4):
        if "baseline" in s.tags[k]:
            ended = k > q.last or s.words[k + 1] in _ENDS  # “it is 78 g now;”
            return s.words[k] not in _OPENS_BASELINE or (s.words[k] == "now" and ended)
        if s.kinds[k] != "word" or s.words[k] in _PARTED:
            return False
    return False


def _year(word: str) -> bool:
    return len(word) == 4 and word.startswith(("19", "20")) and word.isdigit()


def _bracket(s: Statement, q: Quantity) -> int:
    """Where the bracket opens in which a quantity stands; -1 if it stands in none."""
    for k in range(q.first - 1, max(-1, q.first - 12), -1):
        if s.words[k] == ")":
            return -1
        if s.words[k] == "(":
            return k
    return -1


def is_achieved(n: Scene, q: Quantity) -> bool:
    if not n.achieved or q.kind not in ("number", "fraction"):
        return False
    if q.compound or (q.counted and n.s.words[q.first - 1] in _OF_WHOM):
        return False  # “two-sided”, “for 340 essays …”
    return not q.counted or n.s.any("metric", "negative", "head") >= 0
