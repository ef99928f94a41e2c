"""Where a noun phrase ends, and which number is only a decade."""

from app.critic.goals.statement import Statement

_LONGEST = 8


def phrase_end(s: Statement, start: int, taken: frozenset[int] = frozenset()) -> int:
    """Where a noun phrase ends that starts here, with “of …” in it."""
    k = start
    while k < s.size and k < start + _LONGEST:
        word = s.words[k]
        joined = k > start and (s.words[k - 1] == "-" and s.glued(k))
        if joined or (word == "-" and s.glued(k)):
            k += 1
            continue
        if k in taken or (s.kinds[k] == "sign" and word not in _INSIDE):
            break
        if k > start and (word in _BREAKS or (word not in _GOES_ON and not _ENDS.isdisjoint(s.tags[k]))):
            break
        k += 1
    while k > start and (s.words[k - 1] in _DANGLING or (s.words[k - 1].endswith("ly") and not s.tags[k - 1])):
        k -= 1
    return k


_INSIDE = frozenset("-'/&%+")
_ENDS = frozenset("verb population_prep comparator by linking intent pronoun achieved".split())
_GOES_ON = frozenset("of and the all over under with without from".split())  # whatever else they are
_BREAKS = frozenset("or so when while because that which who but where if than as from per within".split())
_DANGLING = frozenset("of and the all with - over under without a".split())


def decade(s: Statement, first: int, end: int) -> bool:
    """Whether it is “the 60s”, “the low 90s”: somewhere there, and no seconds."""
    return s.words[end] == "s" and s.glued(end) and s.words[first - 1] in _DECADES


_DECADES = frozenset("the low mid high upper lower early late".split())
