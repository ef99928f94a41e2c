"""Whether a statement tells what has come about: “no-shows have come down to 6 %”, “it was off by 1.9 knots”."""

from app.critic.goals.statement import Statement

_HAVE = frozenset({"has", "have", "had"})
_HELPED = frozenset("will must should to shall would may can could might who that which not".split())
_COME = frozenset("come gone fallen risen grown sunk shrunk become kept won made got gotten brought cut spent".split())
_BETWEEN = frozenset("so far since only just now always even also all".split())
_LATER = frozenset("by until till before once when after if unless while where".split())
_WANTED = frozenset({"intent", "comparator_after", "soft_number"})
_PAST = frozenset({"was", "were"})
_MOVING = frozenset({"down", "up", "off"})
_THEN = frozenset("in last during over since throughout".split())
_DID = frozenset(
    "lost won sold spent made found took saw paid cost had rose fell grew ran kept held caught sent gave "
    "got went".split()
)
_NO_VERB = frozenset("need feed speed seed shed bed".split())
_OBJECTS = frozenset({"the", "a", "an", "our", "its", "their"})
_LATELY = (["the", "past"], ["the", "last"])
_NEAR = 5  # tokens between a verb and “down to”


def has_come(s: Statement) -> bool:
    """“Has fallen to 6 %”, “have saved 14 hours”; but not “once the pilot has ended”, “by May, 95 % have gone”."""
    if not _LATER.isdisjoint(s.vocabulary):
        return False
    if s.words[s.opening] in _THEN and _happened(s):
        return True
    return not _HAVE.isdisjoint(s.vocabulary) and any(
        _perfect(s, k) for word in _HAVE & s.vocabulary for k in s.standing(word)
    )


def _perfect(s: Statement, k: int) -> bool:
    if s.words[k - 1] in _HELPED:
        return False
    after = k + 1
    while s.words[after] in _BETWEEN or s.words[after].endswith("ly"):
        after += 1
    moved = s.words[after].endswith("ed") and s.has(after, "change", "goal") > 0
    return moved or s.words[after] in _COME


def _happened(s: Statement) -> bool:
    """“In 2026 the camera counted 81,000 salmon”."""
    first = s.opening
    old = s.words[first + 1].startswith(("19", "20")) or "last" in s.words[first : first + 2]
    return old and any(_did(s, k) for k in range(first + 2, s.size))


def _did(s: Statement, k: int) -> bool:
    """Whether a verb of the past stands here with what it is done to."""
    word = s.words[k]
    done = (word.endswith("ed") and word not in _NO_VERB) or word in _DID
    return done and (s.kinds[k + 1] == "number" or s.words[k + 1] in _OBJECTS)


def wanted(s: Statement) -> bool:
    """Whether words say that something is to be reached, or compare it with a limit that is not of the past."""
    if not _WANTED.isdisjoint(s.keys):
        return True
    return (
        "comparator" in s.keys
        and any(not _told(s, k) for k in s.at("comparator"))
        and not (s.words[s.opening] in _THEN and _happened(s))
    )


def _told(s: Statement, k: int) -> bool:
    """“Was off by”, “have come down to”."""
    if s.words[k - 1] in _PAST or s.words[k + 1 : k + 3] in _LATELY:
        return True
    return s.words[k] in _MOVING and any(
        s.words[j] in _COME or s.words[j] in _PAST or s.words[j].endswith("ed") for j in range(max(0, k - _NEAR), k)
    )
