"""Whom a goal is about, as the one who does or gets something in it."""

from collections.abc import Iterator

from app.critic.goals.numbers import Numbers
from app.critic.goals.people import acts, one_of, people
from app.critic.goals.phrases import phrase_end
from app.critic.goals.statement import Range, Statement


def subject(n: Numbers) -> Range | None:
    """“Coaches look at it twice a week”, “nurses on ward 7 need …”, “each depot loses …”, “give every pupil …”."""
    s, first = n.s, n.s.opening
    if not n.targets and s.any("intent", "metric", "use", "takes", "goal", "change", "than_before") < 0:
        return None
    for start in _clauses(s, first):
        found = _doer(n, start) or _given(s, start)
        if found and not (n.owner and n.owner[0] < found[1] and found[0] < n.owner[1]):
            return found
    return None


def crowd(n: Numbers) -> Range | None:
    """“Callers with a burst pipe speak …”, “midwives in rural districts save …”: whatever they do."""
    s, first = n.s, n.s.opening
    if not n.targets or s.kinds[first] != "word":
        return None
    for k in range(first, first + 4):
        if people(s, k) and s.words[k].endswith(("s", "men", "people")) and s.words[k + 1] in _PLACING:
            whole = phrase_end(s, k + 2)
            end = _crowd_end(s, k + 2, whole)
            told = s.kinds[end] == "word" and (end < whole or not s.has(end, "stop", "linking"))
            return (first, end) if told or acts(s, end) else None
        if s.kinds[k] != "word" or _blocks(s, k) or s.has(k, "stop", "verb"):
            return None
    return None


def _crowd_end(s: Statement, start: int, end: int) -> int:
    """Without the verb, of which nothing is known: it has no -s, and an object or a preposition follows."""
    for k in range(start + 1, end):
        if s.words[k] in _ANIMATE:
            return k
    follows = s.kinds[end] == "number" or s.has(end, "stop", "determiner") > 0
    plain = s.kinds[end - 1] == "word" and not s.words[end - 1].endswith("s")
    return end - 1 if follows and plain and end > start + 1 else end


def _clauses(s: Statement, first: int) -> Iterator[int]:
    """Where somebody may be named who does something: after a pause, or after “that”."""
    yield first
    for k in range(first, s.size - 1):
        if s.words[k] in _CLAUSES and s.kinds[k + 1] == "word" and not (s.words[k] == "that" and _described(s, k)):
            yield k + 1 + (s.words[k + 1] in ("and", "so", "but", "then", "that"))


_CLAUSES = frozenset(", ; : that what which when confirm so".split())


def _described(s: Statement, k: int) -> bool:
    """Whether “that” only says which things are meant: “recipes that a pharmacist retypes”."""
    word = s.words[k - 1]
    return word.endswith("s") and not acts(s, k - 1) and not word.endswith("ss")


def _doer(n: Numbers, start: int) -> Range | None:
    s = n.s
    led = s.has(start, "determiner") == 1
    each = s.words[start] in ("each", "every") and not (
        s.has(start + 1, "number", "fraction") or s.words[start + 1] in ("second", "other")
    )
    placing = n.targets and s.words[start] in ("the", "our")
    for end in range(start + led, min(start + led + 5, s.size)):
        if s.words[end] == "-" and s.glued(end):
            continue  # “first-time buyers”
        if s.kinds[end] != "word" or (end > start and s.words[end - 2] != "-" and _blocks(s, end - 1)):
            return None
        named = (
            people(s, end)
            or (led and one_of(s, start, end))
            or (each and end > start)
            or (s.words[end + 1] in _ANIMATE and _someone(s, end))
            or (end == start + 1 and s.words[start] in ("a", "an") and s.words[end + 1] in _LIVES)
        )
        if not (named or (placing and "role" in s.tags[end])):
            continue
        after = phrase_end(s, end + 2) if s.words[end + 1] in _PLACING else end + 1
        if named and s.words[end + 1] in ("who", "whose"):
            return start, end + 1
        placed = placing and "role" in s.tags[end] and s.kinds[after] == "word" and not people(s, after)
        named = named or bool(placed)
        doing = (
            acts(s, after)
            or (after == end + 1 and (s.words[after] in _ANIMATE or s.words[after] in _LIVES))
            or (each and n.targets and s.words[after].endswith("s") and one_of(s, start, end))
            or (people(s, end) and s.words[end].endswith(("s", "men")) and _plain(s, after))
        )
        if named and doing and not s.has(end, "period", "short_time"):
            return start, after
    return None


_PLACING = frozenset("on at in from of with under over above below near along without between aged behind".split())

# What only people do: whoever stands before one of these is somebody.
_ANIMATE = frozenset(
    "get receive see read write save spend pay know book walk ask learn earn buy skip borrow trust enjoy".split()
)


_LIVES = frozenset("gets receives sees reads writes spends pays knows walks asks learns earns buys hears waits".split())


def _blocks(s: Statement, k: int) -> bool:
    """Whether behind this word somebody is named who only describes a metric: “halve the time planners spend”."""
    return s.has(k, "head", "metric", "change") > 0 or s.words[k] == "of"


def _someone(s: Statement, end: int) -> bool:
    """“Vets write …”, “small shepherds get …”."""
    word = s.words[end]
    return word.endswith("s") and not word.endswith("ss") and s.has(end, "metric", "head", "stop", "unit") == 0


def _plain(s: Statement, k: int) -> bool:
    """Whether a word of no known meaning stands here: behind people, most likely a verb."""
    if s.has(k, "metric") and s.has(k + 1, "comparator"):
        return True  # “prepaid customers churn less than …”
    return s.kinds[k] == "word" and not s.has(
        k, "stop", "metric", "head", "group", "role", "quality", "achieved", "baseline"
    )


def _given(s: Statement, start: int) -> Range | None:
    """“Give every pupil …”, “help nurses …”."""
    verb = s.has(start, "change", "goal")
    for end in range(start + verb, min(start + verb + 4, s.size) if verb else 0):
        if (people(s, end) or one_of(s, start + verb, end)) and not s.has(end + 1, "metric", "head"):
            return start + verb, end + 1
        if s.kinds[end] != "word" and s.words[end] != "'":
            break
    return None
