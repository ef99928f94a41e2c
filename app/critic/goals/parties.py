"""Somebody who is named in a goal: by an office, by a name, or by both."""

from app.critic.goals.statement import Statement

_JOINS = frozenset({"of", "from", "at", "in", "and", "&", "-", "for", "/", "'", "’", ","})
_NO_NAME = (
    "month metric head unit holiday group stop verb label_metric label_target event determiner comparator change "
    "goal activity quality currency design date_fill period"
).split()
LONGEST = 12  # words of a name with its office


def party_end(s: Statement, i: int) -> int:
    """Where somebody ends who is named here, by an office or a name; 0 if nobody is."""
    k = i
    while s.has(k, "determiner"):
        k += 1
    end = 0
    for j in range(k, min(k + LONGEST, s.size)):
        if s.words[j] == "." and (s.has(j - 1, "title") or initial(s, j - 1)):
            continue
        if s.words[j] in _JOINS and (end or s.words[j] in "-/'"):
            if s.words[j] == "," and not apposed(s, j):
                break
            continue
        if s.kinds[j] not in ("word", "name") or (s.has(j, "verb", "stop") and not s.has(j, "role") and j > k):
            break
        if s.has(j, "role", "title") or initial(s, j) or name(s, j) or (end and s.capital(j)):
            end = j + 1
    return _closed(s, end) if end else 0


def apposed(s: Statement, j: int) -> bool:
    """Whether a comma stands between an office and a name, either way round."""
    after = j + 1 + bool(s.has(j + 1, "determiner"))
    if s.has(after, "title") or initial(s, after) or (s.has(j - 1, "role") > 0 and name(s, after)):
        return True
    return name(s, j - 1) and s.words[j - 2] not in _PLACED and _office(s, after)


_PLACED = frozenset("in at from near of for on".split())


def _office(s: Statement, j: int) -> bool:
    """Whether an office stands alone between pauses: “Ines, quality lead.”"""
    for k in range(j, j + 5):
        if s.kinds[k] != "word":
            return k > j and s.has(k - 1, "role") > 0
    return False


def _closed(s: Statement, end: int) -> int:
    """With the bracket behind it: “Anna (product owner)”."""
    if s.words[end] == "." and initial(s, end - 1):
        end += 1
    if s.words[end] != "(":
        return end
    return next((j + 1 for j in range(end, min(end + 10, s.size)) if s.words[j] == ")"), end)


def initial(s: Statement, j: int) -> bool:
    """Whether it is “K.” of “K. Lindqvist”."""
    return len(s.words[j]) == 1 and s.kinds[j] == "word" and s.capital(j) and s.words[j + 1] == "."


def name(s: Statement, j: int) -> bool:
    """Whether a word may be somebody's name: a capital, and no other meaning that we know."""
    return s.kinds[j] == "word" and s.capital(j) and not s.has(j, *_NO_NAME) and s.words[j] not in _OFTEN


_OFTEN = frozenset("hourly daily nightly weekly monthly quarterly yearly annual annually".split())
