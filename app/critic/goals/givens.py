"""When a number of a goal is given, not aimed at: in a definition, a scale, a horizon, a sample, a law."""

from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import Scene
from app.critic.goals.statement import Statement

_IF = frozenset("if when once whenever".split())
_BEING = frozenset("is are".split())
_SUPPOSING = frozenset({"if", "should"})
_BEYOND = frozenset("above below over under beyond".split())
_POINTING = frozenset("this that it which what".split())
_OUTSIDE = frozenset(
    """
    law regulation contract statute directive ordinance api vendor supplier licence license treaty charter norm decree
    """.split()
)
_SCALES = frozenset("scale score scores grades marks ratings rating values points range".split())
_RUNS = frozenset("run runs range ranges go goes span spans reach reaches".split())
_FORECASTS = frozenset("forecast forecasts predict predicts horizon prediction predictions looks reaches".split())
_AHEAD = frozenset({"ahead", "out"})
_DRAWN = frozenset(
    "checked drawn sampled reviewed audited inspected labelled labeled annotated selected read tested used kept".split()
)
_TALLIED = frozenset("counted reported logged tracked listed recorded shown displayed plotted published".split())
_BY_HAND = (["by", "hand"], ["at", "random"], ["by", "a"], ["by", "two"], ["for", "a"], ["a", "second"])
_NEAR = 8  # tokens between a share and what is done with it

CUES = (
    frozenset({"definition"}) | _IF | _SUPPOSING | _BEYOND | _OUTSIDE | _SCALES | _AHEAD | _DRAWN | _TALLIED
)  # of which one has to stand there


def is_given(n: Scene, q: Quantity) -> bool:
    """Whether the statement only says what is meant, or how things are set up."""
    s = n.s
    wanted = "intent" in s.keys and s.words[s.opening] != "should"
    if wanted or "label_target" in s.keys:
        return _defined(s)
    return (
        _defined(s)
        or _called_so(s, q)
        or _ruled(n, q)
        or _from_outside(s)
        or _scale(s, q)
        or _ahead(n, q)
        or _sampled(n, q)
    )


def _defined(s: Statement) -> bool:
    """“Late means more than 5 minutes”, “a ticket counts as late after 48 hours”, “… are left out”."""
    return any(
        s.words[k - 1] not in _POINTING
        and s.any("acceptance", "label_target", "label_metric", last=k) < 0
        and not s.has(end, "acceptance")
        for k, end in s.each("definition")
    )


def _called_so(s: Statement, q: Quantity) -> bool:
    """“A case is urgent if it waits longer than 3 days”; but not “the trial is a success if …”."""
    for k in range(s.opening + 1, min(q.first, s.opening + _NEAR)):
        if s.words[k] in _BEING:
            plain = s.kinds[k + 1] == "word" and s.words[k + 2] in _IF and k + 2 < q.first
            free = s.has(k + 1, "acceptance", "label_target") == 0 and not s.words[k + 1].endswith(("ed", "en"))
            return plain and free and s.words[s.opening] in ("a", "an", "every", "each")
    return False


def _ruled(n: Scene, q: Quantity) -> bool:
    """“If nobody answers within 10 minutes, the manager is called”, “above 35 °C the fans run”."""
    s = n.s
    others = any(o.first != q.first and o.kind in ("number", "fraction") for o in n.quantities)
    if others or "acceptance" in s.keys or n.deadlines:
        return False
    if s.words[s.opening] in _SUPPOSING:
        return "," in s.words[q.last : q.last + _NEAR]
    led = s.words[s.opening] in _BEYOND and q.first == s.opening + 1
    return led and s.has(q.last, "determiner", "pronoun") > 0


def _from_outside(s: Statement) -> bool:
    """“The law asks for an answer within 30 days”, “the API allows 60 calls per minute”."""
    k = s.opening + bool(s.has(s.opening, "determiner"))
    return s.words[k] in _OUTSIDE and s.kinds[k + 1] == "word" and "achieved" not in s.keys


def _scale(s: Statement, q: Quantity) -> bool:
    """“Scores run from 1 to 5”."""
    k = next((j for j in range(s.opening, min(q.first, s.opening + 5)) if s.words[j] in _RUNS), -1)
    return k > 0 and s.words[k + 1] == "from" and s.words[k - 1] in _SCALES and s.words[k + 2] in ("0", "1")


def _ahead(n: Scene, q: Quantity) -> bool:
    """“The forecast reaches 14 days ahead.”"""
    s = n.s
    return s.words[q.last] in _AHEAD and q.first not in n.compared and not _FORECASTS.isdisjoint(s.words[: q.first])


def _sampled(n: Scene, q: Quantity) -> bool:
    """“10 % of the cases are drawn at random”, “every tenth case is checked by hand”; “… are counted every day”."""
    s, k = n.s, next((j for j in range(q.last, min(q.last + _NEAR, n.s.size)) if n.s.words[j] in _BEING), -1)
    if k < 0 or n.deadlines:
        return False
    if k == q.last and s.words[k + 1] in _TALLIED:
        return True
    alone = sum(each.kind in ("number", "fraction") for each in n.quantities) == 1
    drawn = s.words[k + 1] in _DRAWN and s.words[k + 2 : k + 4] in _BY_HAND
    return q.share and alone and drawn and q.first not in n.compared
