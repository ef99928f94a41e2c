"""Whether a statement tells what has come about: “no-shows have come down to 6 %”, “it was off by 1.9 knots”."""

from app.critic.goals.statement import Statement

_HAVE = frozenset({"has", "have", "had"})
_HELPED = frozenset("will must should to shall would may can could might who that which not".split())
_COME = frozenset("come gone fallen risen grown sunk shrunk become kept won made got gotten brought cut spent".split())
_BETWEEN = frozenset("so far since only just now always even also all".split())
_LATER = frozenset("by until till before once when after if unless while where".split())
_WANTED = frozenset({"intent", "comparator_after"})
_LIMITS = ("comparator", "soft_number")
_PAST = frozenset({"was", "were"})
_MOVING = frozenset({"down", "up", "off"})
_THEN = frozenset("in last during over since throughout".split())
_DID = frozenset(
    "lost won sold spent made found took saw paid cost had rose fell grew ran kept held caught sent gave "
    "got went".split()
)
_TRIALS = frozenset("trial pilot prototype experiment study".split())
_BROUGHT = _DID | frozenset(
    "brought saved cut reduced lowered raised improved halved doubled reached achieved showed".split()
)
_CAME = frozenset(
    "came went gave took saw knew fell rose grew sank shrank wrote chose began climbed dropped declined jumped "
    "slipped soared plunged crept worsened said told".split()
)
_WHERE_TO = frozenset("to by from".split())
_NOT_MAIN = frozenset("that which who than as what be is are been has have".split())
_WERE = frozenset("was were had did could".split())
_HELPING = frozenset("is are be been was were get gets being has have had not".split())
_NO_VERB = frozenset("need feed speed seed shed bed".split())
_OBJECTS = frozenset({"the", "a", "an", "our", "its", "their"})
_LATELY = (["the", "past"], ["the", "last"])
_NEAR = 5  # tokens between a verb and “down to”


def has_come(s: Statement) -> bool:
    """“Has fallen to 6 %”, “have saved 14 hours”; but not “once the pilot has ended”, “by May, 95 % have gone”."""
    if not _LATER.isdisjoint(s.vocabulary):
        return False
    if _since(s) or _acted(s) or _came(s):
        return True
    if (s.words[s.opening] in _THEN and _happened(s)) or _tried(s):
        return True
    return not _HAVE.isdisjoint(s.vocabulary) and any(
        _perfect(s, k) for word in _HAVE & s.vocabulary for k in s.standing(word)
    )


def _since(s: Statement) -> bool:
    """“Since the spring release the arm drops 0.7 %”; but not “since leaks cost lives, …”."""
    first = s.opening
    if s.words[first] != "since":
        return False
    comma = s.words.index(",", first) if "," in s.words[first:] else first
    return s.any("verb", first=first, last=comma) < 0


def _acted(s: Statement) -> bool:
    """“The old rules caught 62 %”, “the experts agreed in 81 % of the cases”: a verb of the past behind who did it.

    Not “calls answered in 3 minutes”, nor “30 minutes saved”: those are what is measured.
    """
    first = _clause(s)
    counted = (s.kinds[first] == "number" or "number" in s.tags[first]) and s.has(first + 1, "people", "role")
    if not counted and s.has(first, "determiner", "pronoun") == 0:
        return False
    for k in range(first + 1, s.size):
        word = s.words[k]
        if s.kinds[k] in ("sign", "") and word != "-":
            return False
        if s.kinds[k - 1] == "word" and not s.has(k - 1, "determiner", "population_prep", "stop"):
            done = word in _DID or (word.endswith("ed") and word not in _NO_VERB and "change" not in s.tags[k])
            if done and s.words[k - 1] not in _HELPING:
                return _done_to(s, k + 1) and not any(
                    s.words[j] not in _WERE for key in ("verb", "label_target") for j in s.at(key) if j > k
                )
        if word in _HELPING or "of" == word or s.has(k, "verb", "intent", "comparator"):
            return False
    return False


def _came(s: Statement) -> bool:
    """“Sick leave climbed to 9 %”, “40 of 60 testers came back”: no other form of these verbs looks so."""
    some = _CAME & s.vocabulary
    if not some:
        return False
    start, k = _clause(s), min(s.words.index(word) for word in some)
    moved = s.words[k].endswith("ed") and s.words[k + 1] not in _WHERE_TO  # “dropped calls”
    return (
        start < k and not moved and all(s.kinds[j] != "sign" and s.words[j] not in _NOT_MAIN for j in range(start, k))
    )


def _clause(s: Statement) -> int:
    """Where the main clause starts: behind “for 340 essays”, “in the second round”."""
    first = s.opening
    if "population_prep" not in s.tags[first] and s.words[first] not in _THEN:
        return first
    k = next((j for j in range(first + 2, s.size) if s.words[j] in _OBJECTS or s.words[j] == ","), first)
    return k + (s.words[k] == ",")


def _done_to(s: Statement, k: int) -> bool:
    """Whether a number stands behind the verb: “62 %”, “in 81 % of”, “with a kappa of 0.74”."""
    for j in range(k, k + 5):
        if s.kinds[j] == "number" or "number" in s.tags[j]:
            return True
        if s.kinds[j] != "word":
            return False
    return False


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


def _tried(s: Statement) -> bool:
    """“The trial in Bergen brought the error rate down to 4 %”."""
    first = s.opening
    if _TRIALS.isdisjoint(s.words[first : first + 4]) or "intent" in s.keys:
        return False
    return any(s.words[k] in _BROUGHT and s.words[k + 1] in _OBJECTS for k in range(first + 1, s.size))


def _did(s: Statement, k: int) -> bool:
    """Whether a verb of the past stands here with what it is done to."""
    word = s.words[k]
    done = (word.endswith("ed") and word not in _NO_VERB) or word in _DID
    return done and (s.kinds[k + 1] == "number" or s.words[k + 1] in _OBJECTS)


def wanted(s: Statement) -> bool:
    """Whether words say that something is to be reached, or compare it with a limit that is not of the past."""
    if not _WANTED.isdisjoint(s.keys):
        return True
    return any(not _told(s, k) for key in _LIMITS for k in s.at(key)) and not (
        s.words[s.opening] in _THEN and _happened(s)
    )


def _told(s: Statement, k: int) -> bool:
    """“Was off by”, “have come down to”."""
    if s.words[k - 1] in _PAST or s.words[k + 1 : k + 3] in _LATELY:
        return True
    return s.words[k] in _MOVING and any(
        s.words[j] in _COME or s.words[j] in _PAST or s.words[j].endswith("ed") for j in range(max(0, k - _NEAR), k)
    )
