"""When a number of a goal is where something sets in: “an alert fires at a z-score of 3”. The team sets it."""

from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import Scene
from app.critic.goals.statement import Statement

_WHEN = frozenset("when if once whenever should".split())
_AT = frozenset("at above below over under past beyond".split())
_NO_PLACE = frozenset("least most".split())
_WHOSE = frozenset("with whose of at above below under over having".split())
_NEAR = 3  # tokens between what a rule speaks of and what happens then


def sets_off(n: Scene, q: Quantity) -> bool:
    """Whether something is told to happen at this value, before it or behind it."""
    if "trigger" not in n.s.keys:
        return False
    s = n.s
    some = [each for each in s.each("trigger") if not s.has(each[1], "acceptance")]  # “counts as success when …”
    return any(_at(n, end, q) if end <= q.first else _then(s, k, q) for k, end in some)


def _at(n: Scene, end: int, q: Quantity) -> bool:
    """“Goes off at a PSI of 0.25”, “retrain when the AUC drops below 0.75”; not “goes off within 5 s”."""
    s = n.s
    for k in range(end, q.first):
        if s.words[k] in _WHEN:
            return True
        if s.words[k] in _AT and s.words[k + 1] not in _NO_PLACE:
            return not _lasting(s, q)
        if s.words[k] in (",", ";"):
            return False
    return False


def _then(s: Statement, k: int, q: Quantity) -> bool:
    """“When the PSI exceeds 0.2, the model is retrained”, “cases with a score under 0.3 go to a person”."""
    first = s.opening
    if s.words[first] in _WHEN:
        return "," in s.words[q.last : k]
    led = s.words[first] in _AT and s.words[first + 1] not in _NO_PLACE and not _lasting(s, q)
    told = any(s.words[j] in _WHOSE for j in range(max(first + 1, q.first - 5), q.first)) and q.last + _NEAR > k
    return led or (told and not _lasting(s, q))


def _lasting(s: Statement, q: Quantity) -> bool:
    return q.unit is not None and s.has(q.unit[0], "period", "short_time") > 0
