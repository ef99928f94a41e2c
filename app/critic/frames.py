"""By when and by whom: the words of a goal that name a time or an owner."""

import re

from app.critic.statement import Statement

Range = tuple[int, int]

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
_PAUSES = frozenset(",;:.()–—")


# ---- by when


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


_OPENERS = frozenset("within in after inside during over for at throughout from a an the half few another its".split())
_COUNTING = frozenset("half few couple a an the first about roughly another its next".split())
_STARTS = frozenset({"by", "label_deadline", "number", "month", "holiday", "next", "date_fill"})
_TIMES = frozenset({"event", "holiday", "month", "period", "short_time", "label_deadline"})


def _deadline(s: Statement, i: int) -> Range | None:
    label = s.has(i, "label_deadline")
    if label and s.word(i + label) == ":" and i + label + 1 < s.size:
        return i + label + 1, _clause_end(s, i + label + 1)
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
        return _clause_end(s, i)
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


def _clause_end(s: Statement, i: int) -> int:
    for k in range(i, s.size):
        if s.word(k) in _PAUSES and not (s.word(k) == "." and s.kind(k + 1) == "number"):
            return k
    return s.size


# ---- by whom


_OWNED = ("label_owner", "done_by", "owns", "owner_adjective")


def owner(s: Statement) -> Range | None:
    """Where the statement names who answers for it."""
    for k in sorted({a for key in _OWNED for a, _ in s.index.get(key, ())}):
        found = _labelled(s, k) or _done_by(s, k) or _answers(s, k) or _answers(s, k - 1)
        if found:
            return found
    return _in_brackets(s)


def _labelled(s: Statement, k: int) -> Range | None:
    size = s.has(k, "label_owner")
    if not size:
        return None
    after = k + size + (s.word(k + size) == "." and s.word(k + size + 1) == ":")
    if s.word(after) in (":", "=", "–"):
        return (after + 1, _clause_end(s, after + 1)) if after + 1 < s.size else None
    if s.word(after - 1) == "by" or s.word(after) in ("is", "are"):
        start = after + (s.word(after) in ("is", "are"))
        return (start, _person_end(s, start)) if _person_end(s, start) and s.word(k) in _OWNERS else None
    bracketed = s.word(k - 1) in ("(", ",", ";", "–", "—", "-")
    return (after, _person_end(s, after)) if bracketed and _person_end(s, after) else None


_OWNERS = frozenset(
    "owner owned responsible accountable responsibility measured reported checked signed lead dri contact goal metric person".split()
)


def _done_by(s: Statement, k: int) -> Range | None:
    """“Checked every month by the QA team.”"""
    size = s.has(k, "done_by")
    if not size:
        return None
    for by in range(k + size, min(k + size + 6, s.size)):
        if s.word(by) == "by" and (end := _person_end(s, by + 1)):
            return by + 1, end
        if s.word(by) in _PAUSES:
            return None
    return None


def _person_end(s: Statement, i: int) -> int:
    """Where somebody ends who is named here; 0 if nobody is."""
    k = i
    while s.has(k, "determiner"):
        k += 1
    end = 0
    for j in range(k, min(k + 6, s.size)):
        if s.word(j) in ("of", "from", "at", "in", "and", "&", "-", "for") and end:
            continue
        if s.kind(j) not in ("word", "name") or (s.has(j, "verb", "stop") and not s.has(j, "role")):
            break
        if s.has(j, "role", "title") or _name(s, j):
            end = j + 1
    if end and s.word(end) == "(":
        close = next((j for j in range(end, min(end + 7, s.size)) if s.word(j) == ")"), 0)
        end = close + 1 if close else end
    return end


def _name(s: Statement, j: int) -> bool:
    """Whether a word may be somebody's name: a capital, and no other meaning that we know."""
    known = (
        "month",
        "metric",
        "head",
        "unit",
        "holiday",
        "group",
        "stop",
        "verb",
        "label_metric",
        "label_target",
        "event",
        "determiner",
        "comparator",
        "change",
        "goal",
        "activity",
        "quality",
        "currency",
        "design",
        "date_fill",
        "period",
    )
    return s.kind(j) == "word" and s.capital(j) and not s.has(j, *known)


def _answers(s: Statement, k: int) -> Range | None:
    """“Anna (product owner) signs off”, “the fraud lead is accountable”."""
    size = s.has(k, "owns")
    third = bool(size) and (s.word(k).endswith("s") or s.word(k - 1) in ("will", "must", "to", "shall"))
    third = (
        third
        or s.has(k, "owns") > 0
        and s.word(k) in ("commit", "promise", "own", "pledge", "sign", "guarantee", "answer")
    )
    held = s.word(k) in ("is", "are") and s.has(k + 1, "owner_adjective")
    if not (third or held) or k == 0:
        return None
    end = k - (s.word(k - 1) in ("will", "must", "also", "then", "to", "shall", "monthly", "weekly", "personally"))
    start = _subject(s, end)
    if start >= end or s.word(start) in ("every", "each", "all", "any", "no"):
        return None
    full = _person_end(s, start) == end or held or (s.has(start, "title") and end - start < 6)
    if not full and not (_name(s, start) and s.word(start + 1) in ("from", "of", "in", "at")):
        return None
    lone = start == 0 and end == 1 and not (s.has(0, "role", "title") or held)
    if (
        s.kind(k + 1) == "number"
        or s.has(k + 1, "comparator", "number", "fraction")
        or s.word(k + 1) in ("a", "an")
        and s.has(k, "takes")
    ):
        return None
    return (
        None
        if lone
        and s.word(k)
        in (
            "checks",
            "decides",
            "reads",
            "keeps",
            "counts",
            "takes",
            "leads",
            "runs",
            "delivers",
            "handles",
            "stands",
            "brings",
        )
        else (start, end)
    )


def _subject(s: Statement, end: int) -> int:
    """Where the words start that end before a verb."""
    start, depth = end, 0
    while start > 0 and end - start < 10:
        word = s.word(start - 1)
        depth += (word == ")") - (word == "(")
        if not depth and (
            word in _PAUSES - {"(", ")"} or word in ("and", "when", "which", "that", "if", "until", "once", "where")
        ):
            if not (word == "." and s.has(start - 2, "title")):
                break
        start -= 1
    return start


def _in_brackets(s: Statement) -> Range | None:
    """“… (Anna).”, “… – QA team”: at the end, where people put a name."""
    end = s.size
    if not any(token.text in "(–—" for token in s.tokens):
        return None
    while end and s.word(end - 1) in (".", ")"):
        end -= 1
    for start in range(max(1, end - 5), end):
        opens = s.word(start - 1) == "(" or (s.word(start - 1) in ("–", "—") and s.capital(start))
        if opens and (s.capital(start) or s.has(start, "determiner", "role")) and _person_end(s, start) == end:
            return start, end
    return None
