"""By when: the words of a goal that name a time."""

from itertools import compress

from app.critic.goals.dates import DATED, DATING, YEAR, date_end, part_of_year
from app.critic.goals.goalwords import starting
from app.critic.goals.occasions import as_soon_as, counted_from, dated_phrase, going_on
from app.critic.goals.statement import Range, Statement, kind_of
from app.critic.kept import Kept

_BARE = frozenset("this next q1 q2 q3 q4 h1 h2 end mid".split())
_TAILS = frozenset("of after from following since into in before past".split())
_PAST = frozenset("since than vs versus of as was were from to against was".split())
_TURNS = frozenset("launch go release end start beginning close rollout introduction handover opening".split())
_USE = frozenset("use usage operation operations service production live running operating going".split())
_WAS = frozenset("was were had lost used spent".split())
_COMPARING = frozenset("compared vs versus than against as instead relative".split())
_NO_EVENT = _COMPARING | frozenset("and or we it than to that at before after from".split())
_BEFORE_DATE = frozenset(",(:–—-;")
_BEFORE_SPAN = frozenset("the first about roughly another its next at most coming a an".split())
_NAMED = 4  # words that may describe an event
_OPENERS = frozenset(
    """
    within in after inside during over for at throughout from a an the half few another its between when once before
    until till by with
    """.split()
)
_COUNTING = frozenset("half few couple a an the first about roughly another its next".split())
_LINKS = _OPENERS - _COUNTING  # without those that only open a span
_SPANS = frozenset({"period", "short_time"})
_STARTS = frozenset({"boundary", "by", "label_deadline", "number", "month", "holiday", "next"})
_TIMES = frozenset({"event", "holiday", "month", "period", "short_time", "label_deadline", "boundary"})
_DAYS = frozenset({"st", "nd", "rd", "th", ".", "of", "more", "full", "calendar", "working", "-"})
_LED_TO = DATED | {"determiner", "next"}
_NO_START = frozenset({"the", "of", "in", "our"})
_KINDS_OF_YEAR = frozenset("fiscal financial school academic calendar".split())
_UNTIL = frozenset({"until", "till", "before"})
_SURE = _UNTIL | {"soon", "next"}
_EVENTFUL = frozenset("when once before until till after by".split())
_QUIET = _LINKS - _EVENTFUL  # say nothing unless a time stands right behind them
_INSIDE = frozenset("within in after inside during over for at throughout from with".split())


def deadlines(s: Statement) -> list[Range]:
    """Where the statement says by when, from left to right."""
    found: list[Range] = []
    if not _timed(s):
        return found
    end, openers = 0, _LINKS if _SPANS.isdisjoint(s.keys) else _OPENERS
    for index in compress(range(s.size), map(_may_start, s.words)):
        if index < end:
            continue
        kind, word = s.kinds[index], s.words[index]
        if kind == "number":
            worth = _may_count(s, index)
        else:
            led = word in openers and not (word in _QUIET and _undated(s, index + 1))
            led = led or word in _KINDS_OF_YEAR or (word == "as" and s.words[index + 1] == "soon")
            worth = kind != "word" or led or not _STARTS.isdisjoint(s.tags[index])
        if worth and (time := _deadline(s, index)):
            found.append(time)
            end = time[1]
    return found


def _opens(token: str) -> bool:
    """Whether a time may start with a token, whatever stands behind it."""
    kind, (alone, longer) = kind_of(token), starting(token)
    if kind == "word":
        return (
            token in _OPENERS
            or token in _KINDS_OF_YEAR
            or token == "as"
            or not (_STARTS.isdisjoint(alone) and _STARTS.isdisjoint([each[0] for each in longer]))
        )
    return kind != "sign"


_may_start = Kept(_opens).__getitem__


def _may_count(s: Statement, k: int) -> bool:
    """Whether a time may start with this number, by what is known of the next word."""
    return len(s.words[k]) == 4 or s.words[k + 1] in _DAYS or not _TIMES.isdisjoint(s.tags[k + 1])


def _timed(s: Statement) -> bool:
    """Whether anything in it could be a time."""
    if not _TIMES.isdisjoint(s.keys) or not _SURE.isdisjoint(s.vocabulary):
        return True
    if "date" in s.kinds or "name" in s.kinds:
        return True
    for k in s.of_kind("number"):
        if len(s.words[k]) == 4 and s.words[k][0].isdigit():
            return True
    return False


def _deadline(s: Statement, i: int) -> Range | None:
    word, here = s.words[i], s.tags[i]
    if word in _EVENTFUL and (found := _until_it(s, i)):
        return found
    label = here.get("label_deadline", 0)
    if label and s.words[i + label] in (":", "is", "=") and i + label + 1 < s.size:
        return i + label + 1, s.clause_end(i + label + 1)
    by = here.get("by", 0)
    if by:
        span = _span_end(s, i + by, long=True) if by > 1 else 0
        end = max(date_end(s, i + by), _event_end(s, i + by), span, _dated(s, i, i + by))
        if end and not _of_a_reading(s, i):
            return i, end
    if word in ("by", "until", "till", "before") and s.kinds[i + 1] == "name":
        return i, i + 2  # “by M3”
    if word in ("until", "till") and s.has(i + 1, "determiner") and s.kinds[i + 2] == "word":
        return i, min(s.clause_end(i + 2), i + 5)  # whatever ends then
    if word in ("until", "till") and s.capital(i + 1) and s.kinds[i + 1] == "word":
        return i, i + 2  # a feast or a fair that we do not know
    if word in _INSIDE and (found := _within(s, i)):
        return found
    if word in _LINKS:
        return _between(s, i) if word == "between" else None
    return _soon(s, i) if word == "as" else _bare(s, i)


def _soon(s: Statement, i: int) -> Range | None:
    return (i, end) if (end := as_soon_as(s, i)) else None


def _dated(s: Statement, i: int, k: int) -> int:
    """“By the timetable change of December 2028”, but not “checked by the audit of 2025”."""
    done = s.words[i] == "by" and s.words[i - 1].endswith("ed") and not s.has(i - 1, "change")
    return 0 if done or s.words[i] == "on" else dated_phrase(s, k)


def _undated(s: Statement, k: int) -> bool:
    """Whether nothing of a time stands here, as behind most words that could lead to one."""
    if s.kinds[k] not in ("word", "sign") or s.words[k] in DATING or s.words[k] in _TURNS:
        return False
    return _SPANS.isdisjoint(s.keys) and _LED_TO.isdisjoint(s.tags[k])


def _until_it(s: Statement, i: int) -> Range | None:
    """“Once the trial ends”, “before we go live”, “until the first frost”."""
    if "boundary" not in s.keys and "first" not in s.vocabulary:
        return None
    for k in range(i + 1, min(i + 7, s.size)):
        if size := s.tags[k].get("boundary", 0):
            return i, k + size
        if s.kinds[k] not in ("word", "name", "number") or s.has(k, "comparator"):
            return None
        if s.words[k] == "first" and s.words[i] in ("before", "until") and s.kinds[k + 1] == "word":
            return i, k + 2
    return None


def _of_a_reading(s: Statement, i: int) -> bool:
    """“On” before a time that names data, and “when” before what happens often, say no deadline."""
    if s.words[i] not in ("on", "when", "once"):
        return False
    if s.words[i] == "once":
        return True
    day = (
        s.kinds[i + 1] == "date"
        or (s.kinds[i + 1] == "number" and len(s.words[i + 1]) <= 2)
        or (s.has(i + 1, "month") and s.kinds[i + 2] == "number")
    )
    return not day


def _within(s: Statement, i: int) -> Range | None:
    word = s.words[i]
    if word in ("within", "in", "after", "inside", "during", "over"):
        ahead = (
            word in ("over", "during")
            and s.has(i + 1, "determiner")
            and s.has(i + 2, "next")
            and s.words[i + 2] != "last"
        )
        end = _span_end(s, i + 1, long=ahead or word in ("within", "in", "after", "inside"))
        if end:
            return i, end
    after = i + 1 + ("determiner" in s.tags[i + 1])
    turn = "next" in s.tags[after] and s.words[after] not in ("first", "last", "second", "third", "fourth", "current")
    turn = turn or (word == "from" and s.words[after] == "first")
    if turn or (word == "at" and s.words[after] in _TURNS):
        end = _event_end(s, i + 1)
        if end:
            return i, end
    if word == "with":
        return None
    end = date_end(s, i + 1)
    if word == "from" and not end and s.has(i + 1, "determiner", "next") and (later := going_on(s, i + 1)):
        return i, later
    if word == "from":
        onward = s.words[end] in ("on", "onward", "onwards", "forward")
        last = i == s.opening or (
            s.words[end] in ("", ".", ",", ";", ")")
            and s.any("change", last=i) < 0
            and not s.words[i - 1].endswith("ed")
        )
        return (i, end + onward) if end and (onward or last) and s.words[i + 1] != "last" else None
    if end and not (word in ("over", "for", "throughout", "during") and s.words[i + 1] == "last"):
        past = s.words[i - 1] in ("as", "than", "was", "were") or s.words[i + 1] == "last"
        past = past or (s.words[i - 2] == "(" and s.kinds[i - 1] == "number")
        past = past or any(s.words[j] in _WAS for j in range(max(0, i - 4), i))
        past = past or (
            word == "after" and s.words[i - 1].endswith(("ed", "en", "ilt", "orn")) and s.kinds[i + 1] == "number"
        )
        past = past or (s.words[i + 1] == "the" and s.kinds[i + 2] == "number" and s.kinds[end] == "word")
        past = past or any(_compares(s, j) for j in range(max(0, i - 5), i))
        if s.words[end] == "of" and not _event_end(s, end + 1):
            return None
        describes = s.kinds[end] == "word" and not s.has(end, "stop", "verb", "by", "population_prep")
        return None if past or describes else (i, end)
    return None


def _compares(s: Statement, j: int) -> bool:
    """“Than in 2026”, but not “no more than 5 % in 2028”."""
    return s.words[j] in _COMPARING and (s.words[j] != "than" or s.ends(j + 1, "comparator") < 0)


def _between(s: Statement, i: int) -> Range | None:
    """“Between January and June 2027”."""
    middle = next((k for k in range(i + 2, min(i + 6, s.size)) if s.words[k] == "and"), -1)
    end = date_end(s, middle + 1) if middle > 0 and date_end(s, i + 1) == middle else 0
    return (i, end) if end else None


def _bare(s: Statement, i: int) -> Range | None:
    """“This year”, “Q3 2027”, “end of May”, “three months after launch”."""
    word, kind = s.words[i], s.kinds[i]
    here, previous = s.tags[i], s.words[i - 1] if i else ""
    counted = kind == "number" or "number" in here or word in _COUNTING
    end = _span_end(s, i, long=False) if counted else 0
    if end and previous not in ("for", "every") and s.ends(i, "comparator") < 0:
        return i, end
    starts = word in _BARE or kind == "date" or here.get("next", 0) > 1 or part_of_year(word, kind)
    after = previous in _BEFORE_DATE
    dated = after and "month" in here and s.capital(i)
    day = after and kind == "number" and "month" in s.tags[i + 1]
    part = after and (
        word in _KINDS_OF_YEAR or ("date_fill" in here and word not in _NO_START)
    )  # “, financial year 2028”
    if not (starts or dated or day or part) or previous in _PAST or word == "last":
        return None
    end = date_end(s, i)
    return (i, end) if end else None


def _span_end(s: Statement, i: int, *, long: bool) -> int:
    """The end of “six months”, “two quarters of launch”, “three months in”; 0 if it is none.

    `long`: months and longer are enough; else only what is counted from an event.
    """
    if _SPANS.isdisjoint(s.keys):
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
    if end := _event_end(s, k + 1):
        return end
    if s.words[k] in ("in", "into") and s.words[k + 1] in ("", ",", "."):
        return k + 1
    if s.words[k] == "of" and s.words[k + 1] in _USE:
        return k + 2
    if s.words[k] == "from" and s.words[k + 1] in ("now", "today"):
        return k + 2
    return counted_from(s, first, k) if _elsewhere(s, first, k) else 0


def _elsewhere(s: Statement, first: int, last: int) -> bool:
    """Whether another number stands outside of a range: then this one may only be a time."""
    return any(s.kinds[k] == "number" or s.has(k, "zero", "multiple") for k in range(s.size) if not first <= k < last)


def _event_end(s: Statement, i: int) -> int:
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
