"""When a number of a goal is no target: a name, a date, a statistic, what goes in, for whom."""

from app.critic.goals.dates import date_end
from app.critic.goals.quantities import Quantity, ranked, signed
from app.critic.goals.scene import Scene, before
from app.critic.goals.statement import Statement


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
        people = s.any("group", "role", "pronoun", last=q.first) >= 0 or s.any("use", first=q.last) >= 0
        return not people or (s.any("activity", "owns", last=q.first) >= 0 and s.any("intent", last=q.first) < 0)
    cue = -1
    if "design_cue" in s.keys:
        cue = s.any("design_cue", first=max(n.clause(q), q.first - 6), last=q.first)
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
        return q.first not in n.compared or n.active
    return q.compound and bool(s.has(q.last, "design")) and s.any("metric", "negative") < 0


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
    if (s.words[q.first - 1] == "at" and _clock(s, q)) or (len(s.words[q.first]) == 4 and _years(s, q)):
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


_CENTURIES = ("15", "16", "17", "18", "19", "20")


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
    lasting = "period" in s.tags[q.unit[0]] and s.words[q.first - 1] in ("for", "over", "last", "past", "next", "first")
    return bool(lasting) and q.first not in n.compared


def is_group(n: Scene, q: Quantity) -> bool:
    s = n.s
    if (
        _aged(n, q)
        or ("comparator" in s.keys and _described(n, q))
        or (n.condition and n.condition[0] < q.first < n.condition[1] and not q.share)
    ):
        return True
    if q.compound:
        return not s.has(q.value + 1, "unit", "period", "short_time") or bool(s.has(q.last, "group", "design"))
    if q.share or q.kind not in ("number",) or q.first in n.compared:
        return False
    k = q.first
    while "determiner" in s.tags[k - 1] and k > 0:
        k -= 1
    prep = (
        s.words[k - 1]
        in ("across", "among", "amongst", "in", "on", "for", "over", "at", "with", "from", "between", "of", "within")
        and k > 0
    )
    return bool(prep and q.counted and _grouped(s, q)) or (s.words[k - 1] in ("at", "for", "@") and _rate_unit(s, q))


def _aged(n: Scene, q: Quantity) -> bool:
    """“People over 65”: who is meant, if another number is aimed at."""
    s, k = n.s, q.first - 1
    if s.words[k] == "aged":
        return True
    if s.words[k] not in ("over", "under", "above", "below", "than", "least"):
        return False
    k -= s.words[k] in ("than", "least")
    if s.words[k] in _HOW_LONG:
        return False
    k -= 1 + (s.words[k] in ("aged", "older", "younger", "at", "more", "fewer", "less"))
    described = s.kinds[k + 1] == "word" and (
        s.words[k] in ("those", "anyone", "all", "and", "or", "aged", "taken", "weighing", "worth", "age")
        or s.has(k, "group")
        or s.words[k].endswith("ds")
    )
    grouped = s.any("group", first=max(0, k - 3), last=k + 1) >= 0 or s.words[k] in ("those", "anyone")
    if not (described and grouped):
        return False
    numbers = [j for j, kind in enumerate(s.kinds) if kind == "number" and not q.first <= j < q.last]
    return any(not any(a <= j < b for a, b in n.deadlines) for j in numbers)


_HOW_LONG = frozenset("within inside in longer later faster shorter slower earlier sooner".split())


def _described(n: Scene, q: Quantity) -> bool:
    """“On invoices above 50,000 EUR”: which are meant, if another number is aimed at, or no metric is measured so."""
    s, k = n.s, before(n.s, q) - 1
    if q.share or k + 1 == q.first or not s.has(k + 1, "comparator") or s.words[k + 1] in _HOW_LONG:
        return False
    if not s.words[k].endswith("s") or s.words[k].endswith(("ss", "us")):
        return False
    if s.kinds[k] != "word" or not _NO_THING.isdisjoint(s.tags[k]):
        return False
    led = any(s.words[j] in _OF_WHICH for j in range(max(0, k - 3), k))
    return led and (_aims_elsewhere(n, q) or _no_unit_of_metric(s, q))


_NO_THING = frozenset({"metric", "head", "verb", "stop", "period", "short_time", "unit"})
_OF_WHICH = frozenset("on for of among with from in at".split())
_PURE = frozenset("recall precision sensitivity specificity f1 auc auroc kappa accuracy iou dice ndcg".split())


def _aims_elsewhere(n: Scene, q: Quantity) -> bool:
    """Whether another number stands in the statement that is no time."""
    s = n.s
    others = [each for each in n.quantities if each.first != q.first and each.kind in ("number", "fraction", "zero")]
    return any(not any(a <= o.first < b for a, b in n.deadlines) and not _year(s, o) for o in others)


def _year(s: Statement, q: Quantity) -> bool:
    word = s.words[q.value - 1]
    return q.unit is None and len(word) == 4 and word.startswith(_CENTURIES)


def _no_unit_of_metric(s: Statement, q: Quantity) -> bool:
    """“Sensitivity … under 10 mm”: a share is not measured so."""
    return q.unit is not None and not q.counted and not _PURE.isdisjoint(s.vocabulary)


def _grouped(s: Statement, q: Quantity) -> bool:
    if (
        s.any("metric", first=q.value, last=q.last) >= 0
        or s.any("period", "short_time", first=q.value, last=q.last) >= 0
    ):
        return False
    return s.any("group", "design", first=q.value, last=q.last) >= 0 or s.words[q.first - 1] != "of"


def _rate_unit(s: Statement, q: Quantity) -> bool:
    """“At 50 requests per second”: under which load, if something else is aimed at."""
    text = {s.words[k] for k in range(q.value, q.last)}
    other = any(s.kinds[k] == "number" for k in range(s.size) if not q.first <= k < q.last)
    return other and not text.isdisjoint(
        {"request", "requests", "req", "qps", "rps", "users", "queries", "viewers", "calls"}
    )
