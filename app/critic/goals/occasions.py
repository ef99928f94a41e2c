"""Times told by what happens then: “the timetable change of December 2028”, “twelve weeks after training day”."""

from app.critic.goals.dates import date_end
from app.critic.goals.people import people
from app.critic.goals.statement import Statement

_LONGEST = 7
_DATES = frozenset({"month", "holiday", "period"})
_NO_PART = frozenset(
    "in on at for with to from by than and or as which that who when versus vs against compared".split()
)
_BLOCKS = frozenset({"verb", "comparator", "metric", "head", "linking", "goal"})
_JOINED = frozenset("'’-")
_TITLES = frozenset({"st", "dr", "mt"})
_ON = frozenset("on onward onwards forward".split())
_ENDED = frozenset({"", ".", ",", ";", ")", ":"})
_AFTER = frozenset({"after", "following", "from", "since", "of"})
_LASTING = ("week", "month", "quarter", "year", "season", "semester", "term", "fortnight", "sprint")


def dated_phrase(s: Statement, i: int) -> int:
    """Where a few words end that are dated at their end: “St. Barbara's Day 2027”; 0 if none start here."""
    if s.has(i + 1, "fraction") and s.words[i] in ("a", "one"):
        return 0  # “by a quarter versus 2025”
    end = 0
    for k in range(i, i + _LONGEST):
        if k >= end and k > i and (s.kinds[k] == "number" or not _DATES.isdisjoint(s.tags[k])):
            end = max(end, date_end(s, k))
        if k >= end and not _in_name(s, k):
            break
    return end


def going_on(s: Statement, i: int) -> int:
    """Where “the next dry-dock on” ends; 0 if it is none."""
    for k in range(i + 1, i + _LONGEST):
        if s.words[k] in _ON:
            return k + 1 if s.words[k + 1] in _ENDED else 0
        if not _in_name(s, k):
            return 0
    return 0


def counted_from(s: Statement, start: int, k: int) -> int:
    """Where “twelve weeks after training day” ends, of which `k` is behind the weeks; 0 if it is none."""
    if s.words[k] not in _AFTER - {"of"} or not s.words[k - 1].startswith(_LASTING):
        return 0
    if s.has(start - 1, "metric", "head") or s.has(start - 2, "metric", "head"):
        return 0
    end = s.clause_end(k)
    return end if k + 1 < end <= k + 5 and all(_in_name(s, j) for j in range(k + 1, end)) else 0


def as_soon_as(s: Statement, i: int) -> int:
    """Where “as soon as the second camera hangs” ends; 0 if it is none, as “as soon as possible”."""
    if s.words[i + 1 : i + 3] != ["soon", "as"] or not s.has(i + 3, "determiner", "event", "pronoun"):
        return 0
    return min(s.clause_end(i + 3), i + 10)


def whenever(s: Statement, i: int, k: int) -> int:
    """Where “by the summit”, “ahead of the monsoon”, “before the geese leave” ends behind a value; 0 if it is none."""
    if s.words[i] not in ("by", "before", "ahead", "prior") or not _behind_value(s, i):
        return 0
    if s.words[i] == "by" and (people(s, k) or people(s, k + 1) or s.has(k + 1, "role", "than", "fraction")):
        return 0
    named = s.capital(k) and s.kinds[k] == "word" and s.has(k, "role", "unit", "metric", "number", "group") == 0
    led = s.words[k] in ("the", "our") and s.kinds[k + 1] == "word" and s.has(k + 1, "number", "unit", "metric") == 0
    if not (named or led):
        return 0
    end = s.clause_end(k + 1)
    if s.words[end] == "." and s.words[end - 1] in _TITLES:
        end = s.clause_end(end + 1)
    return end if end <= k + _LONGEST and all(s.kinds[j] != "number" for j in range(k, end)) else 0


def _behind_value(s: Statement, i: int) -> bool:
    """Whether a value stands right before it, or it opens the statement."""
    unit = s.has(i - 1, "unit", "short_time", "period", "comparator_after") or s.words[i - 1] in ("%", ",", ")")
    return i == s.opening or s.kinds[i - 1] == "number" or bool(unit)


def for_that_day(s: Statement, i: int) -> int:
    """Where “for the go-live”, “for Mother's Day 2028” ends; 0 if it is none."""
    k = i + 1 + (s.words[i + 1] in ("the", "our"))
    if (
        (size := s.has(k, "event"))
        and s.words[k] in _POINTS
        and (s.words[k + size] in _ENDED or s.has(k + size, "pronoun", "stop"))
    ):
        return k + size
    if not s.capital(k) or s.kinds[k] != "word" or s.has(k, "month"):
        return 0
    end = next((j for j in range(k + 1, k + 5) if s.kinds[j] == "number"), 0)
    dated = end and len(s.words[end]) == 4 and s.words[end].startswith("20") and s.words[end + 1] in _ENDED
    return end + 1 if dated and any(s.words[j] in _FEASTS for j in range(k, end)) else 0


_POINTS = frozenset("go launch golive release rollout opening start handover kickoff cutover switchover".split())
_FEASTS = frozenset(
    "day days eve sunday monday friday week weekend festival fair games cup marathon summit expo".split()
)


def after_first(s: Statement, i: int) -> int:
    """Where “after the first heating period” ends, at the head of a statement or behind a value; 0 if it is none."""
    if s.words[i + 1] not in ("the", "our", "a", "one") or not _behind_value(s, i):
        return 0
    end = s.clause_end(i + 1)
    last = s.has(end - 1, "event", "period", "holiday") or s.words[end - 1] in ROUNDS
    return end if last and i + 2 < end <= i + 6 and all(s.kinds[k] == "word" for k in range(i + 1, end)) else 0


ROUNDS = frozenset("period round cycle campaign wave stage window".split())


def _in_name(s: Statement, k: int) -> bool:
    word = s.words[k]
    if s.kinds[k] == "sign":
        return word in _JOINED or (word == "." and s.words[k - 1] in _TITLES)
    if s.kinds[k] not in ("word", "name") or word in _NO_PART:
        return False
    return _BLOCKS.isdisjoint(s.tags[k]) or word in ("of", "change", "end") or "event" in s.tags[k]
