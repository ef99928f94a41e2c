"""By when: the words of a goal that name a time."""

import re

from app.critic.goals.statement import Range, Statement

_PART_OF_YEAR = re.compile(
    r"(?:q[1-4]|h[12]|fy|kw|cw)(?:[-/.]?\d{2,4})?|fy\d{2,4}(?:-\d\d)?|(?:mid|end|early|late)\d{4}"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"[0-3]?\d")
_BARE = frozenset("this next q1 q2 q3 q4 h1 h2 end mid".split())
_TAILS = frozenset("of after from following since into in before past".split())
_PAST = frozenset("since than vs versus of as was were from to against was".split())
_COMPARING = frozenset("compared vs versus than against as instead relative".split())
_SOFT_FILL = frozenset({"the", "of", "in", "our"})
_NAMED = 4  # words that may describe an event
_OPENERS = frozenset("within in after inside during over for at throughout from a an the half few another its".split())
_COUNTING = frozenset("half few couple a an the first about roughly another its next".split())
_STARTS = frozenset({"by", "label_deadline", "number", "month", "holiday", "next", "date_fill"})
_TIMES = frozenset({"event", "holiday", "month", "period", "short_time", "label_deadline"})


def deadlines(s: Statement) -> list[Range]:
    """Where the statement says by when, from left to right."""
    found: list[Range] = []
    if not _timed(s):
        return found
    end = 0
    for index, token in enumerate(s.tokens):
        if index < end or (token.kind == "word" and token.text not in _OPENERS and _STARTS.isdisjoint(s.tags[index])):
            continue
        if here := _deadline(s, index):
            found.append(here)
            end = here[1]
    return found


def _timed(s: Statement) -> bool:
    """Whether anything in it could be a time."""
    return not _TIMES.isdisjoint(s.index) or any(token.kind in ("number", "date", "name") for token in s.tokens)


def _deadline(s: Statement, i: int) -> Range | None:
    label = s.has(i, "label_deadline")
    if label and s.word(i + label) == ":" and i + label + 1 < s.size:
        return i + label + 1, s.clause_end(i + label + 1)
    by = s.has(i, "by")
    if by:
        span = _span_end(s, i + by, long=True) if by > 1 else 0
        end = max(date_end(s, i + by), _event_end(s, i + by), span)
        if end and not _of_a_reading(s, i):
            return i, end
    return _within(s, i) or _bare(s, i)


def _of_a_reading(s: Statement, i: int) -> bool:
    """“On” before a time that names data, and “when” before what happens often, say no deadline."""
    if s.word(i) not in ("on", "when", "once"):
        return False
    if s.word(i) == "once":
        return True
    day = (
        s.kind(i + 1) == "date"
        or (s.kind(i + 1) == "number" and len(s.word(i + 1)) <= 2)
        or (s.has(i + 1, "month") and s.kind(i + 2) == "number")
    )
    return not day


def _within(s: Statement, i: int) -> Range | None:
    word = s.word(i)
    if word in ("within", "in", "after", "inside", "during", "over", "for", "at", "throughout", "from"):
        if word in ("within", "in", "after", "inside", "during", "over"):
            end = _span_end(s, i + 1, long=word in ("within", "in", "after", "inside"))
            if end:
                return i, end
        if word == "after" or (word == "at" and s.word(i + 1) in ("launch", "go", "release")):
            end = _event_end(s, i + 1)
            if end and word == "at":
                return i, end
        end = date_end(s, i + 1)
        if word == "from":
            onward = s.word(end) in ("on", "onward", "onwards", "forward")
            return (i, end + 1) if end and onward else None
        if end and not (word in ("over", "for", "throughout", "during") and s.word(i + 1) == "last"):
            past = s.word(i - 1) in ("as", "than", "was", "were") or s.word(i + 1) == "last"
            past = past or (s.word(i + 1) == "the" and s.kind(i + 2) == "number" and s.kind(end) == "word")
            past = past or any(s.word(j) in _COMPARING for j in range(max(0, i - 5), i))
            if s.word(end) == "of" and not _event_end(s, end + 1):
                return None
            describes = s.kind(end) == "word" and not s.has(end, "stop", "verb", "by", "population_prep")
            return None if past or describes else (i, end)
    return None


def _bare(s: Statement, i: int) -> Range | None:
    """“This year”, “Q3 2027”, “end of May”, “three months after launch”."""
    counted = s.kind(i) == "number" or s.has(i, "number") or s.word(i) in _COUNTING
    end = _span_end(s, i, long=False) if counted else 0
    if end and s.word(i - 1) not in ("for", "every") and s.ends(i, "comparator") < 0:
        return i, end
    first = s.tokens[i]
    starts = (
        first.text in _BARE or first.kind == "date" or s.has(i, "next") > 1 or bool(_PART_OF_YEAR.fullmatch(first.text))
    )
    after = i > 0 and s.word(i - 1) in (",", "(", ":", "–", "—", "-", ";")
    dated = s.has(i, "month") and s.capital(i) and after
    day = first.kind == "number" and after and bool(s.has(i + 1, "month"))
    if not (starts or dated or day) or s.word(i - 1) in _PAST or first.text == "last":
        return None
    end = date_end(s, i)
    return (i, end) if end else None


def date_end(s: Statement, i: int) -> int:
    """Where a date ends that starts here; 0 if none does."""
    end, filled, index = 0, False, i
    while index < s.size:
        size, core = _date_part(s, index, end == index and end > 0, filled)
        if not size:
            break
        filled = filled or (not core and s.word(index) not in _SOFT_FILL)
        index += size
        end = index if core else end
    return end


def _date_part(s: Statement, k: int, dated: bool, filled: bool) -> tuple[int, bool]:
    """How many tokens of a date stand here, and whether they alone would make one."""
    token = s.tokens[k]
    if token.kind == "date" or (token.kind == "name" and _PART_OF_YEAR.fullmatch(token.text)):
        return 1, True
    if token.kind == "number":
        return _date_number(s, k, dated)
    if s.has(k, "month") and (s.capital(k) or s.kind(k - 1) == "number" or len(token.text) > 5):
        return 1, True
    if size := s.has(k, "holiday"):
        return size, True
    if size := s.has(k, "period"):
        if s.kind(k + size) in ("number", "word") and (s.kind(k + size) == "number" or s.has(k + size, "number")):
            return size + 1, True
        return (size, True) if filled or dated else (0, False)
    if s.has(k, "date_fill") or token.text in ("fy", "q"):
        return 1, False
    if token.text in (",", "-", "/", "–") and (dated or filled) and s.kind(k + 1) == "number":
        return 1, False
    if token.text in ("st", "nd", "rd", "th") and s.glued(k):
        return 1, dated
    return 0, False


def _date_number(s: Statement, k: int, dated: bool) -> tuple[int, bool]:
    text = s.word(k)
    if _YEAR.fullmatch(text) and s.word(k + 1) not in ("%", "-") and not s.has(k + 1, "unit"):
        return 1, True
    if not _DAY.fullmatch(text):
        return 0, False
    after = k + 1 + (s.word(k + 1) in ("st", "nd", "rd", "th", "."))
    after += s.word(after) == "of"
    if s.has(after, "month"):
        return 1, False
    return (1, True) if dated and s.has(k - 1, "month") else (0, False)


def _span_end(s: Statement, i: int, *, long: bool) -> int:
    """The end of “six months”, “two quarters of launch”, “three months in”; 0 if it is none.

    `long`: months and longer are enough; else only what is counted from an event.
    """
    k = i
    while s.word(k) in (
        "the",
        "first",
        "about",
        "roughly",
        "another",
        "its",
        "next",
        "at",
        "most",
        "coming",
        "a",
        "an",
    ):
        k += 1
    number = s.kind(k) == "number" or bool(s.has(k, "number")) or s.word(k) in ("half", "few", "couple")
    single = k > i and s.word(k - 1) in ("a", "an", "first", "next")
    k += number
    k += s.word(k) in ("more", "full", "calendar", "working", "of", "-")
    size = s.has(k, "period") or s.has(k, "short_time")
    if not size or not (number or single):
        return 0
    unit, k = s.word(k), k + size
    if s.word(k) in _TAILS or s.word(k) in ("post",):
        end = _event_end(s, k + 1)
        if end:
            return end
        if s.word(k) in ("in", "into") and s.word(k + 1) in ("", ",", "."):
            return k + 1
    lasting = unit.startswith(("month", "quarter", "year", "season", "semester", "term", "school", "fiscal", "sprint"))
    weeks = unit.startswith("week") and _elsewhere(s, i, k)
    return k if long and (lasting or weeks) and s.word(k) != "of" else 0


def _elsewhere(s: Statement, first: int, last: int) -> bool:
    """Whether another number stands outside of a range: then this one may only be a time."""
    return any(s.kind(k) == "number" or s.has(k, "zero", "multiple") for k in range(s.size) if not first <= k < last)


def _event_end(s: Statement, i: int) -> int:
    """Where something ends that happens at a known time: “the October 2026 release”; 0 if nothing does."""
    k, left, end = i, _NAMED + 2, 0
    if s.word(i) == "the" and s.word(i + 1) == "time":
        return s.clause_end(i)
    while k < s.size and left and (s.kind(k) in ("word", "number", "name", "date") or s.word(k) in ("-", "'")):
        if size := s.has(k, "event"):
            end = k = k + size
            continue
        dated = s.has(k, "date_fill") or (s.kind(k) == "number" and (_YEAR.fullmatch(s.word(k)) or k > i))
        if (
            s.word(k) != "of"
            and not dated
            and (s.kind(k) == "number" or s.has(k, "verb", "comparator", "population_prep", "goal"))
        ):
            break
        if s.word(k) in ("and", "or", "we", "it", "than", "to", "that", "at", "before", "after", "from"):
            break
        left -= 1
        k += 1
    dated = date_end(s, end) if end else 0
    return max(end, dated)
