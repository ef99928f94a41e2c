"""Times told by what happens then: “the timetable change of December 2028”, “twelve weeks after training day”."""

from app.critic.goals.dates import date_end
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


def _in_name(s: Statement, k: int) -> bool:
    word = s.words[k]
    if s.kinds[k] == "sign":
        return word in _JOINED or (word == "." and s.words[k - 1] in _TITLES)
    if s.kinds[k] not in ("word", "name") or word in _NO_PART:
        return False
    return _BLOCKS.isdisjoint(s.tags[k]) or word in ("of", "change") or "event" in s.tags[k]
