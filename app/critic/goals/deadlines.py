"""By when: the words of a goal that name a time."""

from itertools import compress

from app.critic.goals.dates import DATED, DATING, date_end, part_of_year
from app.critic.goals.goalwords import starting
from app.critic.goals.occasions import (
    ROUNDS,
    after_first,
    as_soon_as,
    dated_phrase,
    for_that_day,
    going_on,
    whenever,
)
from app.critic.goals.spans import COMPARING, SPANS, event_end, span_end
from app.critic.goals.statement import Range, Statement, kind_of
from app.critic.kept import Kept

_BARE = frozenset("this next q1 q2 q3 q4 h1 h2 end mid".split())
_PAST = frozenset("since than vs versus of as was were from to against was".split())
_TURNS = frozenset("launch go release end start beginning close rollout introduction handover opening".split())
_WAS = frozenset("was were had lost used spent".split())
_BEFORE_DATE = frozenset(",(:–—-;")
_OPENERS = frozenset(
    """
    within in after inside during over for at throughout from a an the half few another its between when once before
    until till by with
    """.split()
)
_COUNTING = frozenset("half few couple a an the first about roughly another its next".split())
_LINKS = _OPENERS - _COUNTING  # without those that only open a span
_STARTS = frozenset({"boundary", "by", "label_deadline", "number", "month", "holiday", "next"})
_TIMES = frozenset({"event", "holiday", "month", "period", "short_time", "label_deadline", "boundary"})
_DAYS = frozenset({"st", "nd", "rd", "th", ".", "of", "more", "full", "calendar", "working", "-"})
_LED_TO = DATED | {"determiner", "next"}
_NO_START = frozenset({"the", "of", "in", "our"})
_KINDS_OF_YEAR = frozenset("fiscal financial school academic calendar".split())
_UNTIL = frozenset({"until", "till", "before"})
_SURE = _UNTIL | {"soon", "next", "ahead", "prior"}
_EVENTFUL = frozenset("when once before until till after by".split())
_QUIET = _LINKS - _EVENTFUL  # say nothing unless a time stands right behind them
_INSIDE = frozenset("within in after inside during over for at throughout from with".split())


def deadlines(s: Statement) -> list[Range]:
    """Where the statement says by when, from left to right."""
    found: list[Range] = []
    if not _timed(s) or _of_resources(s):
        return found
    end, openers = 0, _LINKS if SPANS.isdisjoint(s.keys) else _OPENERS
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


def _of_resources(s: Statement) -> bool:
    """“A budget of 210,000 EUR and two annotators until March”: how long they are paid is no deadline."""
    if s.vocabulary.isdisjoint(_RESOURCES) or s.vocabulary.isdisjoint(("until", "till")):
        return False
    near = s.words[s.opening : s.opening + 3]
    return any(word in _RESOURCES for word in near) and s.any("change", "goal", "metric") < 0


_RESOURCES = frozenset("budget team headcount staff staffing funding funds grant crew".split())


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
    if "date" in s.kinds or "name" in s.kinds or ("after" in s.vocabulary and not ROUNDS.isdisjoint(s.vocabulary)):
        return True
    for k in s.standing("by"):
        if s.words[k + 1] in ("the", "our") or s.capital(k + 1):
            return True  # by whatever happens then
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
        span = span_end(s, i + by, long=True) if by > 1 else 0
        end = max(date_end(s, i + by), event_end(s, i + by), span, _dated(s, i, i + by)) or whenever(s, i, i + by)
        if end and not _of_a_reading(s, i) and s.words[i + by] not in ("each", "every", "any"):
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
    done = done and s.words[i - 1] not in _WISHED
    return 0 if done or s.words[i] == "on" else dated_phrase(s, k)


_WISHED = frozenset("wanted needed required expected planned desired targeted intended aimed asked promised".split())


def _undated(s: Statement, k: int) -> bool:
    """Whether nothing of a time stands here, as behind most words that could lead to one."""
    if s.kinds[k] not in ("word", "sign") or s.words[k] in DATING or s.words[k] in _TURNS:
        return False
    return SPANS.isdisjoint(s.keys) and _LED_TO.isdisjoint(s.tags[k])


def _until_it(s: Statement, i: int) -> Range | None:
    """“Once the trial ends”, “before we go live”, “until the first frost”."""
    if "boundary" not in s.keys and "first" not in s.vocabulary:
        return None
    if s.words[i] == "by" and (s.has(i + 1, "fraction") or s.has(i + 2, "fraction") or s.words[i + 2] == "%"):
        return None  # “by two thirds until the contract ends”
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
    """“Within six months”, “in Q3”, “from May on”, “after the first round”."""
    word = s.words[i]
    if end := _span_led(s, i) or _at_turn(s, i):
        return i, end
    if word == "with":
        return None
    if word in ("for", "after") and (end := for_that_day(s, i) if word == "for" else after_first(s, i)):
        return i, end
    course = word == "in" and s.words[i + 1 : i + 4] == ["the", "course", "of"]
    end = date_end(s, i + 4 if course else i + 1)
    if word == "from":
        return _from(s, i, end)
    if not end or (word in ("over", "for", "throughout", "during") and s.words[i + 1] == "last"):
        return None
    if s.words[end] == "of" and not event_end(s, end + 1):
        return None
    describes = s.kinds[end] == "word" and not s.has(end, "stop", "verb", "by", "population_prep")
    return None if describes or _gone(s, i, end) else (i, end)


def _span_led(s: Statement, i: int) -> int:
    word = s.words[i]
    if word not in ("within", "in", "after", "inside", "during", "over"):
        return 0
    ahead = word in ("over", "during") and s.has(i + 1, "determiner") and s.has(i + 2, "next")
    long = bool(ahead) and s.words[i + 2] != "last"
    return span_end(s, i + 1, long=long or word in ("within", "in", "after", "inside"))


def _at_turn(s: Statement, i: int) -> int:
    """“At the start of the season”, “from the next release”, “from day one of the term”."""
    word, after = s.words[i], i + 1 + ("determiner" in s.tags[i + 1])
    turn = "next" in s.tags[after] and s.words[after] not in ("first", "last", "second", "third", "fourth", "current")
    turn = turn or (word == "from" and s.words[after] == "first")
    if turn or (word == "at" and s.words[after] in _TURNS):
        return event_end(s, i + 1)
    one = word == "from" and s.words[i + 1] == "day" and s.words[i + 2] in ("one", "1")
    return (event_end(s, i + 4) if s.words[i + 3] == "of" else i + 3) if one else 0


def _from(s: Statement, i: int, end: int) -> Range | None:
    """“From May on”, “from the next dry-dock on”."""
    if not end:
        later = going_on(s, i + 1) if s.has(i + 1, "determiner", "next") else 0
        return (i, later) if later else None
    onward = s.words[end] in ("on", "onward", "onwards", "forward")
    last = i == s.opening or (
        s.words[end] in ("", ".", ",", ";", ")")
        and s.any("change", last=i) < 0
        and not s.words[i - 1].endswith("ed")
        and not _made_then(s, i)
    )
    return (i, end + onward) if (onward or last) and s.words[i + 1] != "last" else None


def _gone(s: Statement, i: int, end: int) -> bool:
    """Whether a time tells of what was: “than in 2026”, “was 4 % in 2026”, “(11 in 2026)”."""
    if s.words[i - 1] in ("as", "than", "was", "were") or s.words[i + 1] == "last":
        return True
    if s.words[i - 2] == "(" and s.kinds[i - 1] == "number":
        return True
    if any(s.words[j] in _WAS for j in range(max(0, i - 4), i)):
        return True
    done = s.words[i] == "after" and s.words[i - 1].endswith(("ed", "en", "ilt", "orn"))
    if done and s.kinds[i + 1] == "number":
        return True
    if s.words[i + 1] == "the" and s.kinds[i + 2] == "number" and s.kinds[end] == "word":
        return True
    return any(_compares(s, j) for j in range(max(0, i - 5), i)) or _told_aside(s, i, end)


def _made_then(s: Statement, i: int) -> bool:
    """“Scans from 2019”."""
    return s.words[i - 1].endswith("s") and not s.has(i - 1, "metric", "head", "unit", "verb")


def _told_aside(s: Statement, i: int, end: int) -> bool:
    """“Error rate, 2.6 % in 2025, goes below 1 %”."""
    aside = s.words[end] == "," and any(s.words[j] == "," for j in range(max(0, i - 4), i))
    return aside and s.words[i] == "in" and s.has(end + 1, "verb", "change") > 0


def _compares(s: Statement, j: int) -> bool:
    """“Than in 2026”, but not “no more than 5 % in 2028”."""
    return s.words[j] in COMPARING and (s.words[j] != "than" or s.ends(j + 1, "comparator") < 0)


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
    end = span_end(s, i, long=False) if counted else 0
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
    end = 0 if any(_compares(s, j) for j in range(max(0, i - 3), i)) else date_end(s, i)
    return (i, end) if end else None
