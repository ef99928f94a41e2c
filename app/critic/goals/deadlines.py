"""By when: the words of a goal that name a time."""

import re

from app.critic.goals.statement import Range, Statement, Token

_PART_OF_YEAR = re.compile(
    r"(?:q[1-4]|h[12]|fy|kw|cw)(?:[-/.]?\d{2,4})?|fy\d{2,4}(?:-\d\d)?|(?:mid|end|early|late)\d{4}"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"[0-3]?\d")
_BARE = frozenset("this next q1 q2 q3 q4 h1 h2 end mid".split())
_TAILS = frozenset("of after from following since into in before past".split())
_PAST = frozenset("since than vs versus of as was were from to against was".split())
_TURNS = frozenset("launch go release end start beginning close rollout introduction handover opening".split())
_USE = frozenset("use usage operation operations service production live running operating going".split())
_WAS = frozenset("was were had lost used spent".split())
_COMPARING = frozenset("compared vs versus than against as instead relative".split())
_SOFT_FILL = frozenset({"the", "of", "in", "our"})
_NAMED = 4  # words that may describe an event
_OPENERS = frozenset(
    """
    within in after inside during over for at throughout from a an the half few another its between when once before
    until till by with
    """.split()
)
_COUNTING = frozenset("half few couple a an the first about roughly another its next".split())
_STARTS = frozenset({"boundary", "by", "label_deadline", "number", "month", "holiday", "next"})
_TIMES = frozenset({"event", "holiday", "month", "period", "short_time", "label_deadline", "boundary"})
_DAYS = frozenset({"st", "nd", "rd", "th", ".", "of", "more", "full", "calendar", "working", "-"})
_UNTIL = frozenset({"until", "till", "before"})
_EVENTFUL = frozenset("when once before until till after by".split())
_INSIDE = frozenset("within in after inside during over for at throughout from with".split())


def deadlines(s: Statement) -> list[Range]:
    """Where the statement says by when, from left to right."""
    found: list[Range] = []
    if not _timed(s):
        return found
    end = 0
    for index, token in enumerate(s.tokens):
        if index < end or not _may_start(s, index, token):
            continue
        if here := _deadline(s, index):
            found.append(here)
            end = here[1]
    return found


def _may_start(s: Statement, k: int, token: Token) -> bool:
    """Whether a time may start here, by what is known of this word and the next."""
    if token.kind == "word":
        return token.text in _OPENERS or not _STARTS.isdisjoint(s.tags[k])
    if token.kind == "number":
        after = s.word(k + 1)
        return len(token.text) == 4 or after in _DAYS or (k + 1 < s.size and not _TIMES.isdisjoint(s.tags[k + 1]))
    return token.kind != "sign"


def _timed(s: Statement) -> bool:
    """Whether anything in it could be a time."""
    if not _TIMES.isdisjoint(s.index) or not _UNTIL.isdisjoint(s.words):
        return True
    return any(
        token.kind in ("date", "name") or (token.kind == "number" and len(token.text) == 4) for token in s.tokens
    )


def _deadline(s: Statement, i: int) -> Range | None:
    word, here = s.words[i], s.tags[i]
    if word in _EVENTFUL and (found := _until_it(s, i)):
        return found
    label = here.get("label_deadline", 0)
    if label and s.word(i + label) in (":", "is", "=") and i + label + 1 < s.size:
        return i + label + 1, s.clause_end(i + label + 1)
    by = here.get("by", 0)
    if by:
        span = _span_end(s, i + by, long=True) if by > 1 else 0
        end = max(date_end(s, i + by), _event_end(s, i + by), span)
        if end and not _of_a_reading(s, i):
            return i, end
    if word in ("by", "until", "till", "before") and s.kind(i + 1) == "name":
        return i, i + 2  # “by M3”
    if word in ("until", "till") and s.capital(i + 1) and s.kind(i + 1) == "word":
        return i, i + 2  # a feast or a fair that we do not know
    if word in _INSIDE and (found := _within(s, i)):
        return found
    return _between(s, i) if word == "between" else _bare(s, i)


def _until_it(s: Statement, i: int) -> Range | None:
    """“Once the trial ends”, “before we go live”, “until the first frost”."""
    for k in range(i + 1, min(i + 7, s.size)):
        if size := s.has(k, "boundary"):
            return i, k + size
        if s.kind(k) not in ("word", "name", "number") or s.has(k, "comparator"):
            return None
        if s.word(k) == "first" and s.word(i) in ("before", "until") and s.kind(k + 1) == "word":
            return i, k + 2
    return None


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
    if word in ("within", "in", "after", "inside", "during", "over"):
        ahead = (
            word in ("over", "during")
            and s.has(i + 1, "determiner")
            and s.has(i + 2, "next")
            and s.word(i + 2) != "last"
        )
        end = _span_end(s, i + 1, long=ahead or word in ("within", "in", "after", "inside"))
        if end:
            return i, end
    after = i + 1 + bool(s.has(i + 1, "determiner"))
    turn = s.has(after, "next") and s.word(after) not in ("first", "last", "second", "third", "fourth", "current")
    turn = turn or (word == "from" and s.word(after) == "first")
    if turn or (word == "at" and s.word(after) in _TURNS):
        end = _event_end(s, i + 1)
        if end:
            return i, end
    if word == "with":
        return None
    end = date_end(s, i + 1)
    if word == "from":
        onward = s.word(end) in ("on", "onward", "onwards", "forward")
        last = (
            s.word(end) in ("", ".", ",", ";", ")") and s.any("change", last=i) < 0 and not s.word(i - 1).endswith("ed")
        )
        return (i, end + onward) if end and (onward or last) and s.word(i + 1) != "last" else None
    if end and not (word in ("over", "for", "throughout", "during") and s.word(i + 1) == "last"):
        past = s.word(i - 1) in ("as", "than", "was", "were") or s.word(i + 1) == "last"
        past = past or (s.word(i - 2) == "(" and s.kind(i - 1) == "number")
        past = past or any(s.word(j) in _WAS for j in range(max(0, i - 4), i))
        past = past or (
            word == "after" and s.word(i - 1).endswith(("ed", "en", "ilt", "orn")) and s.kind(i + 1) == "number"
        )
        past = past or (s.word(i + 1) == "the" and s.kind(i + 2) == "number" and s.kind(end) == "word")
        past = past or any(s.word(j) in _COMPARING for j in range(max(0, i - 5), i))
        if s.word(end) == "of" and not _event_end(s, end + 1):
            return None
        describes = s.kind(end) == "word" and not s.has(end, "stop", "verb", "by", "population_prep")
        return None if past or describes else (i, end)
    return None


def _between(s: Statement, i: int) -> Range | None:
    """“Between January and June 2027”."""
    middle = next((k for k in range(i + 2, min(i + 6, s.size)) if s.word(k) == "and"), -1)
    end = date_end(s, middle + 1) if middle > 0 and date_end(s, i + 1) == middle else 0
    return (i, end) if end else None


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
    if (token.kind == "date" and ":" not in token.text) or (
        token.kind == "name" and _PART_OF_YEAR.fullmatch(token.text)
    ):
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
    k += s.word(k - 1) == "half" and s.word(k) in ("a", "an")
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
        if s.word(k) == "of" and s.word(k + 1) in _USE:
            return k + 2
        if s.word(k) == "from" and s.word(k + 1) in ("now", "today"):
            return k + 2
    if s.word(k) == "on" and s.word(k + 1) in ("", ",", ".") and number:
        return k + 1
    lasting = unit.startswith(("month", "quarter", "year", "season", "semester", "term", "school", "fiscal", "sprint"))
    first = any(s.word(j) == "first" for j in range(i, k))
    weeks = (unit.startswith(("week", "fortnight")) or first) and _elsewhere(s, i, k)
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
        if (size := s.has(k, "event")) and not (
            s.word(k) == "fall" and s.kind(k - 1) == "word" and not s.has(k - 1, "date_fill")
        ):
            end = k = k + size
            continue
        dated = s.has(k, "date_fill") or (s.kind(k) == "number" and (_YEAR.fullmatch(s.word(k)) or k > i))
        if (
            s.word(k) != "of"
            and not dated
            and (s.kind(k) == "number" or s.has(k, "verb", "comparator", "population_prep", "goal"))
        ):
            break
        if s.word(k) in ("and", "or", "we", "it", "than", "to", "that", "at", "before", "after", "from") + tuple(
            _COMPARING
        ):
            break
        left -= 1
        k += 1
    dated = date_end(s, end) if end else 0
    return max(end, dated)
