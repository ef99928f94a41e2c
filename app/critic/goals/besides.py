"""For whom a goal holds, where it stands between pauses: “rural feeders only”, “| dialect calls |”, “women vs men”."""

from app.critic.goals.numbers import Numbers
from app.critic.goals.people import people
from app.critic.goals.statement import Range, Statement

_PAUSES = frozenset(",;|/()[]–—·•:.")
_VERSUS = frozenset({"vs", "versus", "against", "and"})
_LONGEST = 6  # words between two pauses
_NONE = frozenset(
    """
    verb metric head unit comparator pronoun month period short_time baseline label_owner label_target label_metric
    label_deadline label_other label_scope no zero soft soft_number escape achieved intent change goal activity owns
    done_by statistic_cue design_cue than_before boundary by rate quality permit holiday title stop holds
    """.split()
)
_INSIDE = frozenset({"population_prep"})


def beside(n: Numbers, taken: frozenset[int]) -> Range | None:
    """A group that stands alone between two pauses, or two that are held against each other."""
    s = n.s
    if found := _of_so_many(s):
        return found
    if not (n.targets or "metric" in s.keys):
        return None
    return _held_against(s) or _alone(s, taken) or _by_people(s, taken)


def _of_so_many(s: Statement) -> Range | None:
    """“Out of 100 skippers, …”."""
    for k in s.standing("of"):
        if s.words[k - 1] != "out":
            continue
        k += s.words[k + 1] == "every"
        if s.kinds[k + 1] == "number" and s.words[k + 2].endswith("s"):
            return k + 2, k + 3
    return None


def _by_people(s: Statement, taken: frozenset[int]) -> Range | None:
    """“30 more loans by teenagers”."""
    for k in s.standing("by"):
        done = s.words[k - 1].endswith("ed") or k + 1 in taken or s.kinds[k - 1] != "word"
        end = k + 2 if people(s, k + 1) else k + 3
        if not done and people(s, end - 1) and s.words[end - 1].endswith("s") and s.kinds[k + 1] == "word":
            return k + 1, end
    return None


def _held_against(s: Statement) -> Range | None:
    """“Women vs men”, “boys and girls”."""
    for k in () if _VERSUS.isdisjoint(s.vocabulary) else range(1, s.size - 1):
        if s.words[k] in _VERSUS and people(s, k - 1) and people(s, k + 1) and s.kinds[k + 2] != "word":
            return k - 1, k + 2
    return None


def _alone(s: Statement, taken: frozenset[int]) -> Range | None:
    """What stands between two pauses behind the metric and is neither taken nor a clause."""
    start = 0
    for k in range(s.size + 1):
        if k < s.size and (s.words[k] not in _PAUSES or (s.words[k] == "/" and s.glued(k))):
            continue
        if (
            start > s.opening
            and 0 < k - start <= _LONGEST
            and taken.isdisjoint(range(start, k))
            and _group(s, start, k)
        ):
            return start, k
        start = k + 1
    return None


def _group(s: Statement, start: int, end: int) -> bool:
    """Whether these words, all of them, name things or a place: “mobile users on 4G”, “warehouse Brno”."""
    prep = next((k for k in range(start, end) if not _INSIDE.isdisjoint(s.tags[k])), end)
    if prep == start or not _named(s, start, end):
        return False
    last = prep - 1
    proper = s.capital(last) or s.kinds[last] in ("number", "name")
    placed = proper and last > start and not s.capital(start) and s.has(start, "group", "role") > 0
    plural = s.words[last].endswith("s") and not s.words[last].endswith("ss") and s.kinds[last] == "word"
    return placed or people(s, last) or (plural and last > start)


def _named(s: Statement, start: int, end: int) -> bool:
    for k in range(start, end):
        if s.kinds[k] == "sign" and not (s.words[k] == "-" and s.glued(k)):
            return False
        if start < k < end - 1 and not _INSIDE.isdisjoint(s.tags[k]):
            continue
        if s.words[k] in ("all", "each", "every") and k == start:
            continue
        if not _NONE.isdisjoint(s.tags[k]) and "people" not in s.tags[k]:
            return False
        if s.kinds[k] == "number" and s.kinds[k - 1] != "word":
            return False
        if s.words[k].endswith(("ed", "ing", "ly")) and s.kinds[k] == "word" and k == start:
            return False
    return True
