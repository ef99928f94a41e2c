"""When a number of a goal is what is aimed at, and when it is what the goal starts from."""

from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import Scene, opening
from app.critic.goals.statement import Statement


def is_baseline(n: Scene, q: Quantity) -> bool:
    s = n.s
    if s.word(q.first - 1) == "from" and not s.has(q.first, "no"):
        return True
    if n.achieved:
        return False
    if q.kind not in ("number", "fraction"):
        return False
    start = n.clause(q)
    cue = s.any("baseline", first=max(start, q.first - 9), last=q.first)
    between = [k for k in range(cue + 1, q.first) if s.kind(k) == "number"] if cue >= 0 else []
    if between and s.word(q.first - 1) not in ("and", "or", "-"):
        cue = -1
    if cue >= 0 and not _aims(s, cue, q):
        return not (s.word(cue) in ("against", "over") and n.compared(q))
    bracket = _bracket(s, q)
    if bracket >= 0:
        if s.kind(bracket + 1) == "number" and s.word(bracket + 2) == ":":
            return True  # “(2026: 84 %)”
        led = (
            s.any("baseline", "reference", "label_baseline", last=bracket) >= 0
            or s.any("than_before", first=max(0, bracket - 5), last=bracket) >= 0
        )
        if led and not n.compared(q) and not _labelled(s, q):
            return True
    if s.has(q.last, "baseline") and s.word(q.last) not in (
        "vs",
        "versus",
        "instead",
        "compared",
        "down",
        "up",
        "relative",
        "against",
        "from",
        "then",
    ):
        return not n.compared(q)
    return s.ends(q.first, "label_baseline") >= 0


def _aims(s: Statement, cue: int, q: Quantity) -> bool:
    """Whether between a word of today and the number something is aimed at: “than today, reach 90 %”."""
    if s.any("intent", first=cue + 1, last=q.first) >= 0 and s.word(cue) not in ("down", "up"):
        return True
    compared = s.any("comparator", first=cue + 1, last=q.first) >= 0
    return compared and not s.has(cue, "label_baseline")


def _bracket(s: Statement, q: Quantity) -> int:
    """Where the bracket opens in which a quantity stands; -1 if it stands in none."""
    for k in range(q.first - 1, max(-1, q.first - 12), -1):
        if s.word(k) == ")":
            return -1
        if s.word(k) == "(":
            return k
    return -1


def is_achieved(n: Scene, q: Quantity) -> bool:
    return n.achieved and q.kind in ("number", "fraction")


def is_target(n: Scene, q: Quantity) -> bool:
    s = n.s
    if q.kind == "zero":
        return _none(n, q)
    if q.kind == "multiple" or q.kind == "often":
        return not n.achieved
    if n.active and s.any("metric", "than_before") < 0:
        return False
    if n.compared(q) or s.has(q.last, "than_before") or _labelled(s, q):
        return True
    if (
        q.kind == "fraction"
        and (q.last - q.first > 2 or s.word(q.first) == "every")
        and s.any("verb", "intent", "takes", "use") >= 0
    ):
        return True  # “nine out of ten calls are …”
    if _changed(s, q):
        return True
    if q.share and _acts(s, q):
        return True
    return _beside_metric(n, q)


def _none(n: Scene, q: Quantity) -> bool:
    """“No missed case”, “approve no flawed vial”, “never”: none of something that could be counted."""
    s, after = n.s, q.last
    if s.word(q.first) == "zero":
        return s.word(after) != "-" and s.word(after) != "shot"
    if s.word(q.first) in ("nobody", "none", "nil", "not") or (s.word(q.first) == "no" and q.last > q.first + 1):
        return not any(s.word(k) == "too" for k in range(s.size)) and s.any("intent", "metric", "negative") >= 0
    starts = (
        q.first == opening(s)
        or s.has(q.first - 1, "change", "goal", "linking", "intent")
        or s.word(q.first - 1) in ("with", "and", ":", "approve", "let", "lets")
    )
    return (
        bool(starts)
        and s.word(after) not in ("more", "later", "less", "fewer", "longer", "other", "matter")
        and (
            s.any("metric", "negative", first=after, last=after + 5) >= 0
            or s.any("intent", "change", "goal", last=q.first) >= 0
            or s.any("intent", "verb", first=after, last=after + 6) >= 0
        )
    )


def _labelled(s: Statement, q: Quantity) -> bool:
    k = q.first
    while k > 0 and s.word(k - 1) in (":", "=", "is", "of", "be", "at"):
        k -= 1
    return k < q.first and s.ends(k, "label_target") >= 0


def _changed(s: Statement, q: Quantity) -> bool:
    """“Raise … to 98 %”, “fall 30 %”, “save 1.2 million kWh”, “reach 95 %”."""
    first = opening(s)
    verb = next((k for k in range(max(first, q.first - 14), q.first) if s.has(k, "change", "goal")), -1)
    if s.word(q.first - 1) in ("to", "by", "at", "with") and verb >= 0:
        return True
    near = s.any("change", "goal", first=max(first, q.first - 3), last=q.first)
    return near >= 0 and (near == first or q.unit is not None)


def _acts(s: Statement, q: Quantity) -> bool:
    """“70 % of nurses open it”."""
    return s.word(q.last) == "of" and (
        s.any("verb", "intent", "takes", "use", first=q.last + 1) >= 0 or s.any("goal", "takes", last=q.first) >= 0
    )


def _beside_metric(n: Scene, q: Quantity) -> bool:
    s = n.s
    start = n.clause(q)
    verb = next(
        (
            k
            for k in range(start, q.first)
            if s.word(k) in ("costs", "shoots", "uses", "contains", "has", "have", "holds")
        ),
        -1,
    )
    if verb >= 0:
        return False
    measured = (
        s.any("metric", "head", first=start, last=q.first) >= 0
        or s.any("metric", first=q.value, last=min(s.size, q.last + 4)) >= 0
    )
    if not measured and s.word(start - 1) in (",", ")") and s.has(q.first - 1, "linking"):
        measured = s.any("metric", "head", last=q.first) >= 0
    joined = (
        s.has(q.last, "metric")
        or s.has(q.first - 1, "linking", "metric", "head")
        or s.word(q.first - 1) in ("a", "an", ",")
        or q.first == opening(s)
    )
    return measured and (bool(joined) or q.unit is not None or s.any("intent", first=start, last=q.first) >= 0)
