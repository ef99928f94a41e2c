"""When a number of a goal is what is aimed at."""

from app.critic.goals.facts import is_told
from app.critic.goals.people import people
from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import Scene, before
from app.critic.goals.statement import Statement


def is_target(n: Scene, q: Quantity) -> bool:
    if q.kind == "zero":
        return _none(n, q)
    if q.kind == "multiple" or q.kind == "often":
        return not n.achieved
    if is_told(n, q):
        return False
    if q.first in n.led_to or n.labelled(q) or _headed(n, q):
        return True
    return not _put_in(n, q) and (_signed(n, q) or _moved(n, q) or _beside_metric(n, q))


def _put_in(n: Scene, q: Quantity) -> bool:
    """“Label 5,000 more images”, “a blind reading by three editors”: what is done, and who does it."""
    s = n.s
    if q.counted and s.words[q.first - 1] == "by" and people(s, q.last - 1):
        return True
    return (
        n.active
        and not (q.share and s.words[q.last] == "of" and "goal" in s.tags[q.first - 1])
        and (q.counted or s.words[q.last] == "more" or s.any("metric", "than_before") < 0)
        and s.any("metric", first=q.value) < 0
    )


def _signed(n: Scene, q: Quantity) -> bool:
    """Whether a sign stands beside it that it is aimed at: a limit, a must, how much less."""
    s = n.s
    if q.first in n.compared or _relative(s, q) or _timed(n, q) or _told(s, q) or _every_one(s, q) or _bound(s, q):
        return True
    held = "baseline" in s.keys or s.words[q.first - 1] in ("become", "becomes")
    if held and q.kind == "number" and s.has(q.first - 1, "verb", "takes", "goal"):
        return True  # “instead of 12 minutes, a case takes 8”
    return _ahead(s, q)


def _moved(n: Scene, q: Quantity) -> bool:
    """Whether a verb leads to it, or a share of things does something."""
    s = n.s
    if q.kind == "fraction" and _of_many(s, q):
        return True
    if _changed(s, q) or _given(s, q) or (q.first == s.opening and q.unit is not None and s.has(q.last, "change") > 0):
        return True
    return _between(s, q) or (q.share and _acts(s, q))


def _of_many(s: Statement, q: Quantity) -> bool:
    """“Nine out of ten calls are …”, “for 19 of 20 callers, …”."""
    counted = q.last - q.first > 2
    if counted and s.words[q.first - 1] in ("in", "for", "on", "at"):
        return True
    return (counted or s.words[q.first] == "every") and s.any("verb", "intent", "takes", "use") >= 0


def _none(n: Scene, q: Quantity) -> bool:
    """“No missed case”, “approve no flawed vial”, “never”: none of something that could be counted."""
    s, after = n.s, q.last
    if s.words[q.first] == "zero":
        return s.words[after] != "-" and s.words[after] != "shot"
    if s.words[q.first - 1] in ("is", "are") and s.words[q.first - 2] == "there":
        return False  # “there is none”
    if s.words[q.first - 1] == ":" and s.words[q.first - 2].endswith("s"):
        return True  # “Misread meters: none”
    if s.words[q.first] == "not" and s.any("verb", first=after) > 0:
        return True  # “not a single train may …”
    if s.words[q.first] in ("nobody", "none", "nil", "not") or (s.words[q.first] == "no" and q.last > q.first + 1):
        return not any(s.words[k] == "too" for k in range(s.size)) and s.any("intent", "metric", "negative") >= 0
    starts = (
        q.first == s.opening
        or s.has(q.first - 1, "change", "goal", "linking", "intent")
        or s.words[q.first - 1]
        in ("with", "and", ":", "approve", "let", "lets", "tolerate", "accept", "allow", "permit")
    )
    return (
        bool(starts)
        and s.words[after] not in ("more", "later", "less", "fewer", "longer", "other", "matter")
        and (
            s.any("metric", "negative", first=after, last=after + 5) >= 0
            or s.any("intent", "change", "goal", last=q.first) >= 0
            or s.any("intent", "verb", first=after, last=after + (12 if q.first == s.opening else 6)) >= 0
        )
    )


def _headed(n: Scene, q: Quantity) -> bool:
    """Whether it stands right behind what it is told of: “Stock cover: 21 days”, “Takings at 700 NOK”."""
    s, first, k = n.s, n.s.opening, before(n.s, q)
    sign = s.words[k - 1] in (":", "=", "→", "–", "—", "|") or (
        s.words[k - 1] in ("at", "of", "is") and q.unit is not None
    )
    head = k - 1 if sign else k
    clear = _NO_HEAD[s.words[head] in (":", "=", "→", "|") :]
    if not first < head <= first + _LONGEST_HEAD or s.any(*clear, first=first, last=head) >= 0:
        return False
    for j in range(first, head):
        if s.kinds[j] not in _NAMING and s.words[j] not in _IN_HEAD:
            return False
    led = s.has(first, "activity", "deed", "owns", "pronoun", "population_prep") and not s.has(first, "metric", "zero")
    led = led and not s.words[first].endswith("ings")
    if led or (q.counted and not sign):
        return False
    if s.words[k - 1] in (":", "=", "→", "|"):
        return True
    plain = s.any("verb", "owns", first=first) < 0 and (q.share or (q.unit is not None and not q.counted))
    return plain and not s.has(head - 1, "stop", "population_prep", "name")


_LONGEST_HEAD = 10
_NAMING = ("word", "name", "number")
_USING = frozenset("costs shoots uses contains has have holds pay pays".split())
_IN_HEAD = frozenset("- ' ’ / & ( ) # %".split())
_NO_HEAD = """
verb intent achieved baseline design_cue design statistic_cue label_other label_deadline label_baseline label_owner
""".split()


def _relative(s: Statement, q: Quantity) -> bool:
    """“30 % fewer”, “15 % or so fewer”, “5 alarms fewer”."""
    k = q.last + s.tags[q.last].get("soft_after", 0)
    moved = s.words[q.first - 1] in ("up", "down", "plus", "minus") and s.words[q.first - 2] not in (
        "make",
        "makes",
        "is",
    )
    beside = s.words[k] in ("under", "over", "below", "above") and s.any("rival", "baseline", first=k, last=k + 6) < 0
    return ("than_before" in s.tags[k] and not beside) or (moved and q.unit is not None and s.words[q.last] != "from")


def _timed(n: Scene, q: Quantity) -> bool:
    """“Customers get their refund in three working days”: how long something takes that happens."""
    s = n.s
    if q.unit is None or q.counted or s.words[q.first - 1] != "in":
        return False
    return (
        s.has(q.unit[0], "period", "short_time") > 0
        and s.any("verb", "takes", "head", "metric", "use", "activity", "owns", last=q.first) >= 0
    )


def _ahead(s: Statement, q: Quantity) -> bool:
    """“Is to be spotted 48 hours before symptoms show”."""
    timed = q.unit is not None and s.has(q.unit[0], "period", "short_time") > 0 and not q.counted
    early = s.words[q.last] in _EARLY or s.words[q.last : q.last + 2] == ["in", "advance"]
    return timed and early and s.any("intent", "must", last=q.first) >= 0


_EARLY = frozenset("before ahead early beforehand".split())


def _every_one(s: Statement, q: Quantity) -> bool:
    """“All 40 cases pass.”"""
    k = q.first - 1 - (s.words[q.first - 1] == "the")
    return s.words[k] == "all" and k == s.opening and q.counted and s.has(q.last, "verb", "goal", "takes") > 0


def _bound(s: Statement, q: Quantity) -> bool:
    """“Must clear 0.65”, “has to cover 9 to 12 days”, but not “must contain 3 pages”."""
    k = q.first - 1
    k -= s.words[k].endswith("ly")
    if s.kinds[k] != "word" or s.words[k] in _HOLDING or "activity" in s.tags[k] or "stop" in s.tags[k]:
        return False
    must = s.words[k - 1] in _MUST or (s.words[k - 1] == "to" and s.words[k - 2] in _HAS)
    return must and s.any("pronoun", "role", first=s.opening, last=s.opening + 1) < 0


_THAT = frozenset("that this it that's it's".split())
_MUST = frozenset({"must", "shall", "should"})
_HAS = frozenset("has have needs need is are ought expected supposed due meant required bound".split())
_HOLDING = frozenset(
    "have contain include use run hold store keep train hire buy support list offer provide pay show consist fit be "
    "read last span load write fill make take".split()
)


def _told(s: Statement, q: Quantity) -> bool:
    """“Two hours is all that it may take”: the quantity is what the sentence is about."""
    if q.first == s.opening and _named_so(s, q):
        return True
    if s.words[s.opening] == "between" and q.first == s.opening + 1:
        return q.value > q.first + 1 and s.any("verb", "takes", "use", "goal", first=q.last) >= 0
    if q.first != s.opening or q.unit is None:
        return False
    if any(s.words[k] in ("is", "are") and s.words[k + 1] in ("what", "all") for k in range(q.last, s.size)):
        return True  # “eleven minutes: that, at the median, is what we allow”
    if s.words[q.last] == "." and s.words[q.last + 1] in _THAT:
        return True  # “Half a day. That's the time …”
    if s.words[q.last] == "from" and "to" in s.words[q.last : q.last + 5] and s.any("verb", first=q.last) < 0:
        return True  # “two hours from sample to result”
    if s.words[q.last] in ("have", "has", "need", "needs") and s.words[q.last + 1] == "to":
        return True  # “3,600 parcels an hour have to go through”
    if s.words[q.last] not in ("is", "are", "must", "should", "shall"):
        return False
    return not q.counted or any(s.has(k, "label_target", "enough", "intent") for k in range(q.last + 1, q.last + 4))


def _named_so(s: Statement, q: Quantity) -> bool:
    """“Three blacked-out names a week is the ceiling”, “two errors a day are our limit”."""
    for k in range(q.last, s.size):
        if s.words[k] in ("is", "are"):
            return s.has(k + 1, "determiner") > 0 and s.has(k + 2, "label_target", "enough") > 0
        if s.words[k] in _ENDS_CLAUSE:
            return False
    return False


_ENDS_CLAUSE = frozenset(",;:.(")


def _changed(s: Statement, q: Quantity) -> bool:
    """“Raise … to 98 %”, “fall 30 %”, “save 1.2 million kWh”, “reach 95 %”."""
    first = s.opening
    if s.words[q.first - 1] in ("to", "by", "at", "with"):
        if any(q.first - 14 <= k < q.first and k >= first for key in ("change", "goal") for k in s.at(key)):
            return True
    near = s.any("change", "goal", first=max(first, q.first - 3), last=q.first)
    if near < 0:
        return False
    plain = q.counted and s.any("intent") < 0 and not s.has(near, "change")  # “our clerks handle 200 letters a day”
    marked = s.words[q.first - 1] == "a"  # “reach a 6”
    return near == first or marked or (q.unit is not None and not plain)


def _given(s: Statement, q: Quantity) -> bool:
    """“Save each tram driver 25 minutes”: what somebody gets."""
    first = s.any("change", "goal", first=s.opening, last=q.first)
    led = first == s.opening or s.any("must", "intent", first=s.opening, last=max(first, 0) + 1) >= 0
    some = range(first + 1, q.first)
    got = q.unit is not None and first >= 0 and led and 0 < len(some) < 6
    return got and people(s, q.first - 1) and all(s.kinds[k] == "word" for k in some)


def _between(s: Statement, q: Quantity) -> bool:
    """“Ratio of approval rates, women to men, between 0.9 and 1.1”."""
    ranged = s.words[q.first - 1] == "between" and s.words[q.first - 2] in (",", ":") and q.value > q.first + 1
    return ranged and q.unit is None and s.any("metric", "head", last=q.first) >= 0


def _acts(s: Statement, q: Quantity) -> bool:
    """“70 % of nurses open it”."""
    if s.kinds[q.last] == "word" and (q.first == s.opening or s.words[q.first - 1] == ","):
        return True  # “95 % of parcels sorted right”, “by May, 95 % on-time starts”
    if s.words[q.last] == "of" and s.words[q.first - 1] == "in" and q.first > s.opening + 2:
        return True  # “met in 82 % of cases”
    if s.words[q.last] == "of" and s.any("verb", "goal", "takes", "use", first=s.opening, last=q.first) >= 0:
        return True  # “the bot solves 40 % of chats”
    whole = s.words[q.last] == "of" or (q.kind == "fraction" and s.kinds[q.last] == "word")
    return whole and (
        s.any("verb", "intent", "takes", "use", first=q.last + 1) >= 0 or s.any("goal", "takes", last=q.first) >= 0
    )


def _beside_metric(n: Scene, q: Quantity) -> bool:
    s = n.s
    start = n.clause(q)
    if not _USING.isdisjoint(s.words[start : q.first]):
        return False
    measured = (
        s.any("metric", "head", first=start, last=q.first) >= 0
        or s.any("metric", first=q.value, last=min(s.size, q.last + 4)) >= 0
    )
    if not measured and s.words[start - 1] in (",", ")") and s.has(q.first - 1, "linking"):
        measured = s.any("metric", "head", last=q.first) >= 0
    joined = (
        s.has(q.last, "metric")
        or s.has(q.first - 1, "linking", "metric", "head")
        or s.words[q.first - 1] in ("a", "an", ",")
        or q.first == s.opening
    )
    return measured and (bool(joined) or q.unit is not None or s.any("intent", first=start, last=q.first) >= 0)
