"""Where a date stands in a goal: “Q3 2027”, “end of May”, “12.05.2027”."""

import re

from app.critic.goals.statement import Statement

_PART_OF_YEAR = re.compile(
    r"(?:q[1-4]|h[12]|fy|kw|cw)(?:[-/.]?\d{2,4})?|fy\d{2,4}(?:-\d\d)?|(?:mid|end|early|late)\d{4}"
)
YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"[0-3]?\d")
_SOFT_FILL = frozenset({"the", "of", "in", "our"})
DATED = frozenset({"month", "holiday", "period", "date_fill"})
DATING = frozenset("fy q st nd rd th".split())


def date_end(s: Statement, i: int) -> int:
    """Where a date ends that starts here; 0 if none does."""
    if s.kinds[i] == "word" and DATED.isdisjoint(s.tags[i]) and s.words[i] not in DATING:
        return 0
    end, filled, index = 0, False, i
    while index < s.size:
        size, core = _date_part(s, index, end == index and end > 0, filled)
        if not size:
            break
        filled = filled or (not core and s.words[index] not in _SOFT_FILL)
        index += size
        end = index if core else end
    return end


def _date_part(s: Statement, k: int, dated: bool, filled: bool) -> tuple[int, bool]:
    """How many tokens of a date stand here, and whether they alone would make one."""
    word, kind = s.words[k], s.kinds[k]
    if (kind == "date" and ":" not in word) or (kind == "name" and _PART_OF_YEAR.fullmatch(word)):
        return 1, True
    if kind == "number":
        return _date_number(s, k, dated)
    here = s.tags[k]
    if not here:
        return _date_sign(s, k, dated, filled)
    if "month" in here and (s.capital(k) or s.kinds[k - 1] == "number" or len(word) > 5):
        return 1, True
    if size := here.get("holiday", 0):
        return size, True
    if size := here.get("period", 0):
        if s.has(k + size, "number") or (s.kinds[k + size] == "number" and not _measure(s, k + size)):
            return size + 1, True
        return (size, True) if filled or dated else (0, False)
    return (1, False) if "date_fill" in here else _date_sign(s, k, dated, filled)


def _measure(s: Statement, k: int) -> bool:
    """Whether a number is a value of its own: “next year 1.2 %”, not “week 14”."""
    return not s.words[k].isdigit() or s.words[k + 1] in ("%", "‰") or s.has(k + 1, "unit") > 0


def _date_sign(s: Statement, k: int, dated: bool, filled: bool) -> tuple[int, bool]:
    """What in a date has no meaning by itself: “fy”, a comma, the “th” of a day."""
    word = s.words[k]
    if word in ("fy", "q"):
        return 1, False
    if word in (",", "-", "/", "–") and (dated or filled) and s.kinds[k + 1] == "number":
        return 1, False
    if word in ("st", "nd", "rd", "th") and s.glued(k):
        return 1, dated
    return 0, False


def _date_number(s: Statement, k: int, dated: bool) -> tuple[int, bool]:
    text = s.words[k]
    if YEAR.fullmatch(text) and s.words[k + 1] not in ("%", "-") and not s.has(k + 1, "unit"):
        return 1, True
    if not _DAY.fullmatch(text):
        return 0, False
    after = k + 1 + (s.words[k + 1] in ("st", "nd", "rd", "th", "."))
    after += s.words[after] == "of"
    if s.has(after, "month"):
        return 1, False
    return (1, True) if dated and s.has(k - 1, "month") else (0, False)


def part_of_year(word: str, kind: str) -> bool:
    return word in ("fy", "kw", "cw") or (kind == "name" and _PART_OF_YEAR.fullmatch(word) is not None)
