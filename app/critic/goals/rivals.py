"""What a goal is compared with, where no value of it stands there: “than the junior auditors”, “on 2026”."""

from app.critic.goals.numbers import Numbers
from app.critic.goals.people import people
from app.critic.goals.statement import Range, Statement

_STRONG = frozenset({"vs", "versus", "compared", "relative", "against"})
_LOOSE = frozenset({"than", "against", "over", "from", "below", "above", "of", "on"})
_BESIDE = frozenset({"over", "below", "above", "from", "under"})
_BEFORE = frozenset({"in", "last", "today", "now", "at", "before"})
_LONGEST = 6


def rival(n: Numbers, *, relative: bool) -> Range | None:
    """The words that name it, from left to right the first; `relative`: the target only says how much it changes."""
    s = n.s
    marks = {*s.at("than"), *s.at("beats"), *s.at("year_on_year")}
    if "what" in s.vocabulary:
        marks |= {k for k, word in enumerate(s.words) if word == "what" and s.words[k - 1] == "of"}
    if "as" in s.vocabulary:
        marks |= {k for k, word in enumerate(s.words) if word == "as"}
    for k in sorted(marks):
        if s.words[k] == "than" and s.words[k + 1] in ("that", "this") and s.kinds[k + 2] != "word":
            continue  # “and none lower than that”
        if (s.words[k - 1] == "or" and s.kinds[k - 2] == "number") or any(
            first <= k < last for first, last in n.deadlines
        ):
            continue
        if s.words[k] == "what":
            if not {"was", "were"}.isdisjoint(s.words[k + 2 : k + 4]):
                return k, _end(s, k)
            continue
        if found := _than(n, k) or _beaten(n, k) or _as(n, k) or _against(n, k) or _beside(n, k):
            return found
        if relative and (found := _year_of_old(n, k)):
            return found
    return None


def named(s: Statement, k: int) -> bool:
    """Whether something is named here, not a number: “30 % fewer than the junior auditors”."""
    if s.words[k] in ("a", "an") and s.has(k + 1, "period", "short_time", "unit", "fraction", "magnitude"):
        return False
    k += bool(s.has(k, "determiner"))
    counted = s.has(k, "number", "fraction", "zero", "soft_number", "currency", "magnitude", "multiple")
    return s.kinds[k] in ("word", "name") and not (counted or s.words[k] in ("half", "once", "twice"))


def _than(n: Numbers, k: int) -> Range | None:
    return (k, _end(n.s, k + 1)) if n.s.words[k] == "than" and named(n.s, k + 1) else None


def _beaten(n: Numbers, k: int) -> Range | None:
    """“Beat the inspectors by 5 %”, “year on year”."""
    s, here = n.s, n.s.tags[k]
    if size := here.get("year_on_year", 0):
        return k, k + size
    if "beats" not in here:
        return None
    after = k + here["beats"]
    plain = s.kinds[after] == "word" and (not s.has(after, "stop") or s.has(after, "determiner"))
    return (after, _end(s, after)) if plain and named(s, after) else None


def _as(n: Numbers, k: int) -> Range | None:
    """“As fast as the current tool”, “half as many as in 2026”."""
    s = n.s
    if s.words[k] != "as" or k == 0:
        return None
    equal = (
        s.has(k + 1, "determiner") and "as" in (s.words[k - 2], s.words[k - 3]) and s.words[k + 1] not in ("a", "an")
    )
    return (k, _end(s, k + 2)) if equal or s.words[k + 1] in _BEFORE else None


def _against(n: Numbers, k: int) -> Range | None:
    """“Compared with the clinics that take no part”, “below today's level”."""
    s, size = n.s, n.s.tags[k].get("than", 0)
    if not size:
        return None
    after = k + size + ("determiner" in s.tags[k + size])
    if s.words[k - 2] == "(" and s.words[after + 1] == ")":
        return None  # “(women vs men)”: between whom
    strong = s.words[k] in _STRONG and after < s.size
    loose = s.words[k] in _LOOSE and s.any("baseline", first=after, last=after + 2) >= 0
    return (k, _end(s, after)) if strong or loose else None


def _beside(n: Numbers, k: int) -> Range | None:
    """“One point above the control group”: a change, and what it is measured from."""
    s, size = n.s, n.s.tags[k].get("than", 0)
    if not size or s.words[k] not in _BESIDE or not any({k, k - 1} & {q.last, q.value} for q in n.targets):
        return None
    after = k + size + bool(s.has(k + size, "determiner"))
    end = min(_end(s, after) + 1, s.size)
    told = s.any("rival", first=after, last=end) >= 0 or s.words[after] in ("that", "those", "what")
    return (k, _end(s, after)) if told or any(people(s, j) for j in range(after, end)) else None


def _year_of_old(n: Numbers, k: int) -> Range | None:
    """“30 % on 2026”: the year from which a change is measured."""
    s, size = n.s, n.s.has(k, "than")
    year = k + size + (s.words[k + size] == "the")
    word = s.words[year]
    old = len(word) == 4 and word.isdigit() and word.startswith(("19", "20"))
    beside = any(k in (q.last, q.value) for q in n.targets)
    return (k, max(_end(s, year), year + 1)) if size and old and beside else None


def _end(s: Statement, k: int) -> int:
    """Where a name ends that starts here: before a sign, or a preposition."""
    for end in range(k, min(k + _LONGEST, s.size)):
        if s.kinds[end] == "sign" or (end > k and s.has(end, "population_prep", "by")):
            return end
    return max(k, min(k + _LONGEST, s.size))
