"""The quantities of a goal: “11 minutes”, “€1.3 m”, “half of”, “twice a week”, “no missed”."""

import re
from typing import NamedTuple

from app.critic.goals.phrases import decade
from app.critic.goals.statement import Statement

_SIGNED = frozenset("<>≤≥=≈~±+") | {"<=", ">="}
_LETTER_SIZES = frozenset({"k", "m", "mm", "bn", "mn"})
_RANK = re.compile(r"st|nd|rd|th")
_STARTS = frozenset({"currency", "number", "fraction", "magnitude", "multiple", "zero", "no"})
_WORDED = frozenset({"×", "x", "once", "twice", "thrice", "every", "a", "an"})
_WHOLE = frozenset({"of", "out"})
_RATED = frozenset({"per", "a"})
_ADJECTIVES = 2  # words between a number and what is counted


class Quantity(NamedTuple):
    """How much of something. Token numbers; each `last` is the one after."""

    first: int
    last: int  # with its unit
    value: int  # where the bare value ends
    unit: tuple[int, int] | None = None
    kind: str = "number"  # or fraction, zero, multiple, often
    share: bool = False
    counted: bool = False  # the unit is a thing that is counted: “3 complaints”
    compound: bool = False  # it describes the next word: “a 12-month plan”
    spelled: bool = False


def quantities(s: Statement) -> list[Quantity]:
    """All quantities of a statement, from left to right; none overlap."""
    found: list[Quantity] = []
    end, places = 0, set(s.of_kind("number"))
    for key in _STARTS & s.keys:
        places.update(s.at(key))
    for word in _WORDED & s.vocabulary:
        places.update(s.standing(word))
    for k in sorted(places):
        if k >= end and (each := _quantity(s, k)):
            found.append(each)
            end = each.last
    return found


def _quantity(s: Statement, i: int) -> Quantity | None:
    here = s.tags[i]
    if "currency" in here and s.kinds[i + 1] == "number":
        return _amount(s, i, i + 1, money=True)
    if s.kinds[i] == "number":
        return _amount(s, i, i, money=False)
    if s.words[i] in ("×", "x") and s.kinds[i + 1] == "number":
        return Quantity(i, i + 2, i + 2, unit=(i, i + 1), kind="multiple")
    if s.words[i] == "quarter" and i == s.opening and s.has(i + 1, "determiner"):
        return Quantity(i, i + 1, i + 1, kind="multiple", spelled=True)  # “quarter the backlog”
    if "number" in here or "fraction" in here or "magnitude" in here:
        return _spelled(s, i)
    return _worded(s, i)


# ---- in digits


def _amount(s: Statement, first: int, i: int, *, money: bool) -> Quantity:
    if _year(s.words[i]) and "number" in s.tags[i + 1]:
        return Quantity(first, i + 1, i + 1)  # “by Easter 2028 two thirds of …”
    end = _scaled(s, _ranged(s, i + 1, money=money))
    if money:
        unit: tuple[int, int] | None = (first, first + 1)
        return Quantity(first, rated_end(s, end), end, unit=unit)
    if (whole := _whole(s, end)) and not _beyond(s.words[i], s.words[whole - 1]):
        if unit := _points(s, whole):
            return Quantity(first, unit[1], whole, unit=unit)
        return Quantity(first, whole, whole, kind="fraction", share=True)
    if s.words[end] == "-" and s.glued(end) and s.glued(end + 1) and s.kinds[end + 1] in ("word", "name"):
        return Quantity(first, end + 2, end, unit=(end + 1, end + 2), compound=True)
    return _with_unit(s, first, end)


def _whole(s: Statement, i: int) -> int:
    """The end of “of 5”, “out of every 100”, “of the 20”, “answers out of 10”: of how many; 0 if it is none."""
    k = i
    if s.kinds[i] == "word" and not _WHOLE.isdisjoint(s.words[i : i + _ADJECTIVES + 2]):
        k = _noun_before_whole(s, i) or i
    if s.words[k] not in ("of", "in", "out"):
        return 0
    inside, out = s.words[k] == "in", s.words[k] == "out"
    k += 1 + out
    led = (
        s.words[k] in ("every", "each")
        or (inside and s.words[k] == "a" and s.has(k + 1, "magnitude") > 0)
        or (not inside and s.has(k, "determiner") == 1)
    )
    k += led
    k += led and s.words[k] in ("next", "last", "first", "other")
    if s.kinds[k] == "number":
        known = not out and (s.has(k + 1, "unit", "period", "short_time", "month") or s.words[k + 1] == "%")
        known = known and not _plural(s, k + 2)  # “97 of 100 night calls”
        known = known and not s.words[k + 1].startswith(_GRADES)  # “4.3 of 5 stars”
        known = known or _year(s.words[k]) or (k > i + 2 and not out and _plural(s, k + 1))  # “3 boxes of 20 pens”
        good = (led or len(s.words[k]) < 4 or not inside) and not known
    else:
        known = not out and s.has(k + 1, "unit", "period", "short_time")
        good = bool(s.has(k, "number", "magnitude")) and not known
    return _scaled(s, k + 1) if good else 0


_GRADES = ("star", "point")


def _points(s: Statement, i: int) -> tuple[int, int] | None:
    """“Stars” of “4.3 of 5 stars”: a mark, not a share of things."""
    return (i, i + 1) if s.kinds[i] == "word" and s.words[i].startswith(_GRADES) else None


def _beyond(part: str, whole: str) -> bool:
    """Whether it cannot be a part of it: “64 in three cities”, “40 of 12 wards”."""
    known = dict(zip(_FEW, range(2, 13), strict=True))
    most = known.get(whole, int(whole) if whole.isdigit() else 0)
    return part.isdigit() and 0 < most < int(part)


_FEW = "two three four five six seven eight nine ten eleven twelve".split()


def _noun_before_whole(s: Statement, i: int) -> int:
    """The end of the counted thing in “9 answers out of 10”, “97 late trains of 100”; 0 if none stands there."""
    for k in range(i, i + _ADJECTIVES + 1):
        if s.kinds[k] != "word" or "stop" in s.tags[k]:
            return 0
        if s.words[k + 1] in ("out", "of") and _plural(s, k):
            return 0 if s.has(k, "unit", "period", "short_time") else k + 1
    return 0


def _ranged(s: Statement, end: int, *, money: bool) -> int:
    """The end of “90-95”, “5 to 8”, “between 5 and 8”."""
    start = end - 1 - money
    joins = ("-", "–", "—", "/") if s.words[start - 1] == "from" else ("-", "–", "—", "to", "/")
    if s.words[start - 1] == "between":
        joins = ("and", "to", "-", "–")
    beyond = end + 1 + s.tags[end + 1].get("currency", 0)
    if _year(s.words[end - 1]) and not _year(s.words[beyond]):
        return end  # “from 3.8 % in 2026 to 2.5 %”
    if s.words[end] in joins and s.kinds[beyond] == "number":
        return beyond + 1
    return end


def _year(word: str) -> bool:
    return len(word) == 4 and word.startswith(("19", "20")) and word.isdigit()


def _scaled(s: Statement, end: int) -> int:
    if s.words[end] in _LETTER_SIZES and s.words[end] not in ("m", "mm") and (s.words[end] != "k" or s.glued(end)):
        return end + 1
    if s.words[end] in ("m", "mm") and (s.has(end - 2, "currency") or s.has(end + 1, "currency")):
        return end + 1
    while size := s.tags[end].get("magnitude", 0):
        end += size
        end += s.words[end] == "." and bool(s.has(end + 1, "currency", "unit"))
    return end


def _with_unit(s: Statement, first: int, end: int, *, spelled: bool = False) -> Quantity:
    if s.words[end] in ("%", "‰"):
        return Quantity(first, _pointed(s, end + 1), end, unit=(end, _pointed(s, end + 1)), share=True, spelled=spelled)
    if s.words[end] in ("x", "×") and s.kinds[end + 1] == "number":
        return Quantity(first, end + 2, end + 2, compound=True)  # “224 x 224”
    if s.words[end] in ("x", "×") and not (s.words[end + 1] == "-" and s.glued(end + 1)):
        return Quantity(first, end + 1, end, unit=(end, end + 1), kind="multiple", spelled=spelled)
    if s.words[end] in ("°", "µ", "μ"):
        last = min(end + 2, s.size)
        return Quantity(first, last, end, unit=(end, last), spelled=spelled)
    size = s.has(end, "unit", "period", "short_time", "currency") or ("/" in s.words[end] and s.kinds[end] == "name")
    per = s.words[end + 1] == "per" and s.kinds[end] == "word" and not s.has(end, "stop", "metric")
    size = 0 if decade(s, first, end) else size or int(per)
    if size:
        last = rated_end(s, end + size)
        share = s.words[end] in ("percent", "per", "pct", "ppm", "ppb") or s.words[end].startswith("percentage")
        return Quantity(first, last, end, unit=(end, last), share=share, spelled=spelled)
    rated = rated_end(s, end)
    if rated > end:
        return Quantity(first, rated, end, unit=(end, rated), spelled=spelled)
    noun = _noun_end(s, end, single=s.words[end - 1] in ("1", "one"))
    if noun:
        last = rated_end(s, noun)
        return Quantity(first, last, end, unit=(end, last), counted=True, spelled=spelled)
    return Quantity(first, end, end, spelled=spelled)


def _pointed(s: Statement, end: int) -> int:
    return end + 1 if s.words[end] in ("point", "points") else end


def rated_end(s: Statement, end: int) -> int:
    """The end of “per operator shift”, “a year”, “/month”, “per 1,000 matches”."""
    if s.words[end] == "/" and s.kinds[end + 1] == "word":
        return end + 2
    if s.words[end] not in ("a", "an", "per", "each", "every", "p"):
        return end
    known = s.has(end + 1, "period", "short_time", "unit")
    if known:
        after = end + 1 + known
        both = s.words[end] == "per" and s.words[after] == "and" and s.has(after + 1, "period", "short_time")
        return after + 1 + both if both else after  # “per square metre and year”
    if s.words[end] != "per":
        return end
    after = end + 1
    if s.kinds[after] == "number" or s.has(after, "number", "magnitude"):
        after = _scaled(s, after + 1)
    return _noun_end(s, after) or after + (s.kinds[after] == "word")


def _noun_end(s: Statement, i: int, *, single: bool = False) -> int:
    """Where a counted thing ends that starts here, with a few words that describe it; 0 if none does."""
    for end in range(i, i + _ADJECTIVES + 1):
        if s.kinds[end] != "word" or (s.tags[end] and s.has(end, "stop", "determiner", "comparator_after") == 1):
            return 0
        if single and s.kinds[end + 1] == "word" and s.words[end + 1] in ("per", "a", "each", "every") and end > i - 1:
            return end + 1
        if _plural(s, end):
            follows = s.kinds[end + 1] == "word" and _plural(s, end + 1) and not s.has(end + 1, "verb", "stop")
            return end + 1 + follows
        if ("verb" in s.tags[end] or "than_before" in s.tags[end]) and "negative" not in s.tags[end]:
            return 0
    return 0


def _plural(s: Statement, i: int) -> bool:
    word = s.words[i]
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s"))
        and "stop" not in s.tags[i]
        or (
            word in ("people", "staff", "women", "men", "children", "cattle", "feet", "waste", "paper", "sheep", "fish")
        )
    )


# ---- in words


def _spelled(s: Statement, i: int) -> Quantity | None:
    if s.words[i] == "half" and s.has(i, "multiple") > 1:
        return _worded(s, i)
    end = i + 1
    while s.has(end, "number", "magnitude") or (s.words[end] in ("-", "and") and s.has(end + 1, "number")):
        end += 1
    parts = s.has(end, "fraction")
    if s.words[end] == "quarters" and s.words[end + 1] != "of":
        parts = 0
    if s.has(i, "fraction") or (parts and s.words[end] not in ("second", "seconds")):
        return _fraction(s, i, end if s.has(i, "fraction") else end + parts)
    if s.has(i, "number") and (whole := _whole(s, end)):
        return Quantity(i, whole, whole, kind="fraction", share=True, spelled=True)
    if s.words[end] in ("-", "to", "or") and s.has(end + 1, "number"):
        end += 2
    if s.words[end] == "-" and s.glued(end + 1) and s.kinds[end + 1] == "word":
        return Quantity(i, end + 2, end, unit=(end + 1, end + 2), compound=True, spelled=True)
    found = _with_unit(s, i, end, spelled=True)
    if s.words[i] == "one" and s.words[end] in ("of", "that", "who", "which"):
        return None
    lone = s.words[i] == "one" and end == i + 1 and not (found.unit and s.has(end, "unit", "period", "short_time"))
    rated = s.has(end, "than_before") or (
        found.unit is not None and not _RATED.isdisjoint(s.words[found.unit[0] : found.unit[1]])
    )
    led = s.words[i - 1] == "to" and "from" in s.vocabulary and s.kinds[i + 1] != "word"
    if lone and not rated and not led and s.ends(i, "comparator") < 0:
        return None
    return found


def _fraction(s: Statement, i: int, end: int) -> Quantity | None:
    """“Half of all complaints”, “a fifth”, “two thirds”, but not “the third”."""
    if s.has(i, "fraction"):
        end = i + 1
        article = end + (s.words[end] == "of")
        if s.words[article] in ("a", "an") and (size := s.has(article + 1, "period", "short_time")):
            first = i - (s.words[i - 1] == "a")
            last = rated_end(s, article + 1 + size)
            return Quantity(first, last, i + 1, unit=(article + 1, last), spelled=True)  # “a quarter of an hour”
        if s.words[i] == "half":
            good = s.words[i - 1] not in ("first", "second", "other", "-") and s.words[i + 1] not in (
                "-",
                "day",
                "year",
            )
        else:
            timed = s.words[i] == "quarter" and s.words[i - 2] in (
                "in",
                "within",
                "per",
                "for",
                "once",
                "every",
                "over",
                "after",
                "times",
            )
            timed = timed or s.words[i + 1] in _ANOTHER  # “a third one decides”
            good = s.words[i - 1] in ("a", "one") and not timed and not s.has(i + 1, "period", "unit", "role", "group")
        if not good:
            return None
        first = i - 1 if s.words[i - 1] in ("a", "one") and s.words[i] != "half" else i
        return Quantity(first, end, end, kind="fraction", share=True, spelled=True)
    return Quantity(i, end, end, kind="fraction", share=True, spelled=True)


_ANOTHER = frozenset("one person party reader opinion expert time attempt option round".split())


def _worded(s: Statement, i: int) -> Quantity | None:
    here = s.tags[i]
    if (size := here.get("multiple", 0)) and s.words[i + size] not in ("a", "an"):
        return Quantity(i, i + size, i + size, kind="multiple", spelled=True)
    if (
        s.words[i] == "every"
        and (s.words[i + 1] in ("second", "other") or s.has(i + 1, "fraction"))
        and s.kinds[i + 2] == "word"
    ):
        timed = s.has(i + 2, "period", "short_time", "stop", "verb", "holiday")
        return None if timed else Quantity(i, i + 2, i + 2, kind="fraction", share=True, spelled=True)
    if s.words[i] in ("once", "twice", "thrice"):
        end = rated_end(s, i + 1)
        return Quantity(i, end, i + 1, unit=(i + 1, end), kind="often", spelled=True) if end > i + 1 else None
    if here.get("comparator", 0) > 1:
        return None
    size = max(here.get("zero", 0), here.get("no", 0))
    if size and not (s.words[i + size] == "-" and s.words[i] == "no"):  # “no-shows”
        return Quantity(i, i + size, i + size, kind="zero", spelled=True)
    article = s.words[i] in ("a", "an") and s.has(i + 1, "short_time", "period", "unit")
    if article and s.ends(i, "comparator") >= 0:
        end = rated_end(s, i + 1 + article)
        return Quantity(i, end, i + 1, unit=(i + 1, end), spelled=True)
    return None


def signed(s: Statement, i: int) -> bool:
    """Whether the sign right before a token compares."""
    return i > 0 and s.words[i - 1] in _SIGNED


def ranked(s: Statement, q: Quantity) -> bool:
    """Whether it is “2nd”."""
    return bool(_RANK.fullmatch(s.words[q.value])) and s.glued(q.value)
