"""When a number of a goal is no target: a name, a date, a statistic, what goes in, for whom."""

from app.critic.goals.dates import date_end
from app.critic.goals.givens import is_given
from app.critic.goals.groups import LASTING
from app.critic.goals.quantities import Quantity, ranked, signed
from app.critic.goals.scene import Scene
from app.critic.goals.statement import Statement
from app.critic.goals.triggers import sets_off


def is_name(n: Scene, q: Quantity) -> bool:
    s = n.s
    if q.kind != "number" or q.spelled:
        return False
    odd = s.glued(q.value) and s.kinds[q.value] == "word" and q.unit is None and not ranked(s, q)
    scaled = s.words[q.value] == "b" and s.glued(q.value)
    plain = q.unit is None or q.counted
    return odd or scaled or (plain and _called(s, q))


def _called(s: Statement, q: Quantity) -> bool:
    """Whether the word before it makes it a name: “Article 10”, “Line 3”, “Python 3.11”."""
    k = q.first - 1
    if k < 0 or s.words[k] in "#§" or s.kinds[k] not in ("word", "name"):
        return k >= 0 and s.words[k] in "#§"
    if s.has(k, "name") and not s.has(k, "comparator", "metric"):
        return True
    if not s.capital(k) or k <= s.opening or not _KNOWN.isdisjoint(s.tags[k]):
        return False
    return s.ends(q.first, "metric", "comparator") < 0


_KNOWN = frozenset(
    """
    metric head month stop label_metric label_target verb unit comparator
    soft_number change goal currency activity linking deadline date_fill achieved baseline
    """.split()
)


def is_rank(n: Scene, q: Quantity) -> bool:
    return ranked(n.s, q) and q.first not in n.dated


def is_item(n: Scene, q: Quantity) -> bool:
    s = n.s
    if q.unit is not None or s.words[q.value] not in (".", ")") or q.value >= s.size - 1:
        return False
    return q.first == next((k for k in range(s.size) if s.kinds[k] != "sign"), 0)


def is_set(n: Scene, q: Quantity) -> bool:
    """Whether the team, or somebody else, has set it before: it is no result."""
    return sets_off(n, q) or is_given(n, q) or _prepared(n, q)


def is_design(n: Scene, q: Quantity) -> bool:
    s = n.s
    if q.first in n.led_to:
        return False
    often = s.words[q.first - 1] in ("every", "each")
    often = often and q.first not in n.compared and s.ends(q.first - 1, "comparator") < 0
    if (often and q.unit and not q.share) or "design_cue" in s.tags[q.last]:
        return True
    if s.words[q.last] == "of" and _led_by_design(s, q.last + 1):
        return True
    if s.words[q.first - 1] == "per":
        return True
    if q.kind == "often":
        if s.any("use", last=q.first) >= 0 or q.first in n.compared:
            return False
        told = s.any("group", "role", "pronoun", last=q.first) >= 0 or s.any("use", first=q.last) >= 0
        return not told or (s.any("activity", "owns", last=q.first) >= 0 and s.any("intent", last=q.first) < 0)
    cue = -1
    if "design_cue" in s.keys:
        cue = s.any("design_cue", first=max(n.clause(q), q.first - 6), last=q.first)
        cue = -1 if cue > 0 and _inside_metric(s, cue) else cue
    if (
        cue >= 0
        and not (q.unit and s.words[q.unit[0]] == "°")  # of the air, not of a model
        and s.any("metric", first=cue + 1, last=q.first) < 0
        and not (
            s.has(cue, "metric") and s.any("change", "goal", first=cue, last=q.first) >= 0
        )  # “dropout falls to 12 %”
        and not (q.first in n.compared and s.any("metric") >= 0)
    ):
        return True
    if q.counted and q.unit and s.has(q.unit[1] - 1, "design") and s.any("metric", first=q.value, last=q.last) < 0:
        return q.first not in n.compared or n.active or _set_by_hand(s)
    return q.compound and bool(s.has(q.last, "design")) and s.any("metric", "negative") < 0


def _inside_metric(s: Statement, cue: int) -> bool:
    """“Resolution” of “first-contact resolution”."""
    return any(k < cue < k + s.tags[k]["metric"] for k in s.at("metric"))


def _set_by_hand(s: Statement) -> bool:
    """“Patience 8”, “depth: 6”: beside such a value, “at most 60 epochs” is another."""
    return any(s.kinds[end + (s.words[end] in (":", "=", "of"))] == "number" for _, end in s.each("design_cue"))


def _prepared(n: Scene, q: Quantity) -> bool:
    """“Training takes nine hours”: what it takes to build a model."""
    s = n.s
    if s.words[s.opening] not in PREPARING or q.first in n.compared or "intent" in s.keys:
        return False
    return s.has(q.first - 1, "takes", "verb") > 0 or s.words[s.opening + 1] == ":"


PREPARING = frozenset("training retraining labelling labeling annotation sampling".split())


def _led_by_design(s: Statement, k: int) -> bool:
    """“Half of the budget”, but not “half of the beta users”."""
    return any("design_cue" in s.tags[j] and s.words[j] not in _GREEK for j in (k, k + 1))


_GREEK = frozenset("alpha beta gamma lambda".split())


def is_statistic(n: Scene, q: Quantity) -> bool:
    s = n.s
    letter = s.words[q.first - 1] in ("<", "=", ">", "≤", "≥") and s.has(q.first - 2, "statistic_letter")
    k = q.first - (s.words[q.first - 1] in ("of", ":", "=", "from", "is"))
    cue = s.has(q.last, "statistic_cue") or s.ends(k, "statistic_cue") >= 0
    return bool(letter) or bool(cue and not s.has(q.last, "metric") and q.first not in n.compared)


def is_date(n: Scene, q: Quantity) -> bool:
    s = n.s
    if (
        q.first in n.dated
        or s.words[q.value] in ("am", "pm", "o'clock")
        or (s.words[q.value] in ("a", "p") and s.words[q.value + 1] == "." and s.words[q.value + 2] == "m")
    ):
        return True
    if q.kind != "number" or q.share or (q.unit and not q.counted):
        return False
    if (s.words[q.first - 1] == "at" and _clock(s, q)) or _open(s, q) or (len(s.words[q.first]) == 4 and _years(s, q)):
        return True
    if not _may_be_dated(s, q.first):
        return False
    for k in range(max(0, q.first - 3), q.first + 1):
        if date_end(s, k) >= q.value:
            return not (signed(s, q.first) or s.ends(q.first, "comparator") >= 0)
    return False


def _clock(s: Statement, q: Quantity) -> bool:
    """“Every Friday at 10”, “each morning at 7”."""
    return (
        q.unit is None
        and len(s.words[q.first]) < 3
        and (s.has(q.first - 2, "holiday") > 0 or s.words[q.first - 2] in _DAILY)
    )


def _open(s: Statement, q: Quantity) -> bool:
    """“Runs six days a week from 6 to 22”."""
    k = q.first - 2 * (s.words[q.first - 1] == "to")
    pair = s.words[k - 1] == "from" and s.words[k + 1] == "to" and len(s.words[k]) < 3 and len(s.words[k + 2]) == 2
    return pair and q.unit is None and not _OPEN.isdisjoint(s.words[max(0, k - 7) : k])


_OPEN = frozenset("open opens run runs staffed operates works manned duty".split())
_DAILY = frozenset("daily morning evening noon day afternoon mondays fridays weekdays".split())


def _years(s: Statement, q: Quantity) -> bool:
    """“From 1780 to 1820”, “between 1890 and 1914”, where nothing is said to move."""
    k = q.first
    if q.unit is not None or not s.words[k].startswith(_CENTURIES):
        return False
    if s.words[k - 1] in ("to", "and", "until", "-", "–"):
        k -= 2
    last = s.words[k + 2] if s.words[k + 1] in ("to", "and", "until", "-", "–") else ""
    pair = len(last) == 4 and s.words[k] < last and last.startswith(_CENTURIES) and s.kinds[k] == "number"
    return (
        pair and s.words[k - 1] in ("from", "between") and s.any("change", "direction", first=max(0, k - 6), last=k) < 0
    )


def _may_be_dated(s: Statement, k: int) -> bool:
    """Whether a date may go on with this: a year, the day of a month, the number of a week."""
    if "month" in s.keys or s.kinds[k] != "number" or len(s.words[k]) == 4:
        return True
    return "period" in s.keys and any("period" in s.tags[j] for j in range(k - 3, k))


def is_length(n: Scene, q: Quantity) -> bool:
    """“For 9 months”: how long something lasts that is no goal."""
    s = n.s
    if not q.unit:
        return False
    if s.words[q.first - 1] == "within" and s.has(q.last, "change", "verb") and s.has(q.first - 2, "metric", "head"):
        return True  # “readmission within 30 days drops …”
    long = s.words[q.unit[0]].startswith(("month", "year")) and s.has(q.first - 1, "takes", "verb") > 0
    if long and q.first not in n.compared and s.any("metric", "change", "baseline", "intent") < 0:
        return True  # “phase 2 takes 6 months”
    if _spent(n, q):
        return True
    lasting = "period" in s.tags[q.unit[0]] and s.words[q.first - 1] in ("for", "over", "last", "past", "next", "first")
    return bool(lasting) and q.first not in n.compared


def _spent(n: Scene, q: Quantity) -> bool:
    """“Meet for 15 minutes every morning”, “a 45-minute break”, “the previous 48 hours of readings”."""
    s = n.s
    if q.first in n.compared or not s.has(q.unit[0] if q.unit else q.last, "period", "short_time"):
        return False
    if s.words[q.first - 1] in _BYGONE and s.words[q.first - 2] in _SUCH:
        return True
    if q.compound and not (s.has(q.last, "event") or s.words[q.last] in LASTING):
        return s.any("metric", "head", first=q.last, last=q.last + 3) < 0 and s.any("intent", "metric", "goal") < 0
    moved = s.any("change", "takes", "label_target", first=n.clause(q), last=q.first) >= 0
    return _daily(s) and not moved and _AIMED.isdisjoint(s.keys)


def _daily(s: Statement) -> bool:
    """“Every morning”, “each Friday”: what is done again and again."""
    return any(
        s.words[k] in ("every", "each") and (s.has(k + 1, "holiday") or s.words[k + 1] in _DAILY) for k in s.at("rate")
    ) or not _DAILY.isdisjoint(s.vocabulary & _WEEKLY)


_BYGONE = frozenset("previous past last preceding prior latest next coming following".split())
_SUCH = frozenset("the our its their".split())
_AIMED = frozenset({"intent", "baseline", "than_before"})
_WEEKLY = frozenset("daily mondays fridays weekdays".split())


_CENTURIES = ("15", "16", "17", "18", "19", "20")
