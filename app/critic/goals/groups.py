"""When a number of a goal tells for whom or for what it holds: “people over 65”, “across all 12 wards”."""

from app.critic.goals.people import people
from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import Scene, before
from app.critic.goals.statement import Statement

_CENTURIES = ("15", "16", "17", "18", "19", "20")

LASTING = frozenset("period window run horizon average mean forecast history".split())


def is_group(n: Scene, q: Quantity) -> bool:
    s = n.s
    if (
        _aged(n, q)
        or ("comparator" in s.keys and _described(n, q))
        or (n.condition and n.condition[0] < q.first < n.condition[1] and not q.share)
    ):
        return True
    if q.compound:
        timed = s.has(q.value + 1, "unit", "period", "short_time") > 0 and s.words[q.last] not in LASTING
        return not timed or bool(s.has(q.last, "group", "design", "event"))
    if (q.kind == "fraction" and _one_of_them(s, q)) or _operating(n, q) or _those(n, q):
        return True
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
    if q.share:
        return False
    if s.words[k] not in ("over", "under", "above", "below", "than", "least"):
        return False
    k -= s.words[k] in ("than", "least")
    if s.words[k] in _HOW_LONG:
        return False
    k -= 1 + (s.words[k] in ("aged", "older", "younger", "at", "more", "fewer", "less"))
    if s.has(k + 1, "change", "verb", "goal"):
        return False  # “teachers gain at least 2 hours”
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
    if s.words[k] in _HAVING and q.counted and s.any("metric", last=k) >= 0:
        return _NO_THING.isdisjoint(s.tags[k - 1])  # “recall for patients with more than five drugs”
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


_HAVING = frozenset("with having".split())


def _operating(n: Scene, q: Quantity) -> bool:
    """“At 90 % specificity the recall …”, “at a fixed false-positive rate of 1 %, …”."""
    s, k = n.s, q.first - 1
    if s.words[k] == "at" and (s.words[q.last] == "," or _at_a_pure(s, q)) and s.any("metric", last=k) >= 0:
        return s.words[q.last] != "," or s.kinds[q.last + 1] == "number"
    if s.words[s.opening] != "at" or q.first in n.compared or q.first > s.opening + _FEW:
        return False
    if any(s.kinds[j] not in ("word", "sign") or s.words[j] in (",", ";") for j in range(s.opening, k + 1)):
        return False
    at = s.any("metric", "head", first=s.opening, last=min(q.last + 3, s.size))
    return at >= 0 and (at < q.first or s.words[q.last - 1] == "%") and _aims_elsewhere(n, q)


def _at_a_pure(s: Statement, q: Quantity) -> bool:
    """“Precision at 90 % recall”: under which condition it is read."""
    return s.words[q.last] in _PURE


def _those(n: Scene, q: Quantity) -> bool:
    """“As good as the two expert graders”, “each of 14 alloys”, “on the 600 double-read scans was 0.71”."""
    s, k = n.s, q.first - 1
    if s.words[k] == "of":
        return q.counted and s.words[k - 1] in ("each", "every", "all", "any")
    if s.words[k] != "the":
        return False
    if s.words[k - 1] in ("as", "than", "by"):
        return q.counted and people(s, q.last - 1)
    plain = q.unit is None and s.words[q.last] not in ("", ",", ".", ";", "to", "of", "in")
    return plain and s.words[k - 1] in ("on", "across", "for", "in") and _aims_elsewhere(n, q)


_FEW = 7  # tokens from “at” to its number


def _one_of_them(s: Statement, q: Quantity) -> bool:
    """“An underwriter, one of 22 in two offices, reads …”."""
    if q.first == s.opening and s.words[q.first : q.first + 3] == ["one", "of", "the"]:
        return True  # “One of the two labs is in Porto”
    return s.words[q.first] == "one" and s.words[q.first - 1] == "," and "," in s.words[q.last : q.last + 6]


def _grouped(s: Statement, q: Quantity) -> bool:
    someone = people(s, q.last - 1) or s.has(q.last - 1, "group")
    if (s.any("metric", first=q.value, last=q.last) >= 0 and not someone) or s.any(
        "period", "short_time", first=q.value, last=q.last
    ) >= 0:
        return False
    return s.any("group", "design", first=q.value, last=q.last) >= 0 or s.words[q.first - 1] != "of"


def _rate_unit(s: Statement, q: Quantity) -> bool:
    """“At 50 requests per second”: under which load, if something else is aimed at."""
    text = {s.words[k] for k in range(q.value, q.last)}
    other = any(s.kinds[k] == "number" for k in range(s.size) if not q.first <= k < q.last)
    loaded = s.words[q.value].endswith("s") and not _AT_ONCE.isdisjoint(text) and "%" not in text
    return other and (loaded or not text.isdisjoint(_LOADS))


_LOADS = frozenset("request requests req qps rps users queries viewers calls".split())
_AT_ONCE = frozenset({"second", "sec", "minute", "hour"})  # “at 800 bids per second”
