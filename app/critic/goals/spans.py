"""How long until something is due: “six months”, “two quarters of launch”, and what happens at a known time."""

from app.critic.goals.dates import YEAR, date_end
from app.critic.goals.occasions import counted_from
from app.critic.goals.statement import Statement

COMPARING = frozenset("compared vs versus than against as instead relative".split())
SPANS = frozenset({"period", "short_time"})
_TAILS = frozenset("of after from following since into in before past".split())
_USE = frozenset("use usage operation operations service production live running operating going".split())
_NO_EVENT = COMPARING | frozenset("and or we it than to that at before after from".split())
_BEFORE_SPAN = frozenset("the first about roughly another its next at most coming a an".split())
_NAMED = 4  # words that may describe an event


def span_end(s: Statement, i: int, *, long: bool) -> int:
    """The end of “six months”, “two quarters of launch”, “three months in”; 0 if it is none.

    `long`: months and longer are enough; else only what is counted from an event.
    """
    if SPANS.isdisjoint(s.keys):
        return 0
    k = i
    while s.words[k] in _BEFORE_SPAN:
        k += 1
    number = s.kinds[k] == "number" or "number" in s.tags[k] or s.words[k] in ("half", "few", "couple")
    single = k > i and s.words[k - 1] in ("a", "an", "first", "next")
    k += number
    k += s.words[k - 1] == "half" and s.words[k] in ("a", "an")
    k += s.words[k] in ("more", "full", "calendar", "working", "of", "-")
    size = s.tags[k].get("period", 0) or s.tags[k].get("short_time", 0)
    if not size or not (number or single):
        return 0
    unit, k = s.words[k], k + size
    if (s.words[k] in _TAILS or s.words[k] == "post") and (end := _tail_end(s, i, k)):
        return end
    if s.words[k] == "on" and s.words[k + 1] in ("", ",", ".") and number:
        return k + 1
    lasting = unit.startswith(("month", "quarter", "year", "season", "semester", "term", "school", "fiscal", "sprint"))
    first = any(s.words[j] == "first" for j in range(i, k))
    weeks = (unit.startswith(("week", "fortnight")) or first) and _elsewhere(s, i, k)
    return k if long and (lasting or weeks) and s.words[k] != "of" else 0


def _tail_end(s: Statement, first: int, k: int) -> int:
    """Where “after launch”, “of use”, “from now” ends behind a length of time; 0 if none stands there."""
    if end := event_end(s, k + 1):
        return end
    if s.words[k] in ("in", "into") and s.words[k + 1] in ("", ",", "."):
        return k + 1
    if s.words[k] in ("of", "into") and s.words[k + 1] in _USE:
        return k + 2
    if s.words[k] == "from" and s.words[k + 1] in ("now", "today"):
        return k + 2
    return counted_from(s, first, k) if _elsewhere(s, first, k) else 0


def _elsewhere(s: Statement, first: int, last: int) -> bool:
    """Whether another number stands outside of a range: then this one may only be a time."""
    return any(s.kinds[k] == "number" or s.has(k, "zero", "multiple") for k in range(s.size) if not first <= k < last)


def event_end(s: Statement, i: int) -> int:
    """Where something ends that happens at a known time: “the October 2026 release”; 0 if nothing does."""
    if s.words[i] == "the" and s.words[i + 1] == "time":
        return s.clause_end(i)
    if "event" not in s.keys:
        return 0
    k, left, end = i, _NAMED + 2, 0
    while k < s.size and left and (s.kinds[k] in ("word", "number", "name", "date") or s.words[k] in ("-", "'")):
        if (size := s.tags[k].get("event", 0)) and not (
            s.words[k] == "fall" and s.kinds[k - 1] == "word" and not s.has(k - 1, "date_fill")
        ):
            end = k = k + size
            continue
        dated = s.has(k, "date_fill") or (s.kinds[k] == "number" and (YEAR.fullmatch(s.words[k]) or k > i))
        if (
            s.words[k] != "of"
            and not dated
            and (s.kinds[k] == "number" or s.has(k, "verb", "comparator", "population_prep", "goal"))
        ):
            break
        if s.words[k] in _NO_EVENT:
            break
        left -= 1
        k += 1
    dated = date_end(s, end) if end else 0
    return max(end, dated)
