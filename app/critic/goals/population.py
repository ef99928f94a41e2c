"""For whom or on what a goal holds."""

from app.critic.goals.numbers import Numbers, Role
from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import opening
from app.critic.goals.statement import Range, Statement

_LONGEST = 8


def population(n: Numbers, metric: Range | None, target: Range | None) -> Range | None:
    """The words that name people, things, places or conditions; None if there are none."""
    taken = [each for each in (metric, target, n.owner, *n.deadlines) if each]
    if n.condition:
        return n.condition
    for q, role in n.roles:
        if role is Role.POPULATION:
            return q.first, _phrase_end(n.s, q.value, taken)
    share = next((q for q in n.targets if q.share and n.s.word(q.last) == "of"), None)
    if share and (found := _of(n, share)):
        return found
    return _after_preposition(n, taken) or _subject(n) or _sample(n)


def _sample(n: Numbers) -> Range | None:
    """“n = 500”: on how many."""
    s = n.s
    k = next(
        (k for k in range(s.size - 2) if s.word(k) == "n" and s.word(k + 1) == "=" and s.kind(k + 2) == "number"), -1
    )
    return (k, k + 3) if k >= 0 and (n.targets or s.any("reference") >= 0) else None


def _of(n: Numbers, q: Quantity) -> Range | None:
    """“70 % of ward nurses open it”: those of whom a share is told, where they are people."""
    s, start = n.s, q.last + 1
    end = _phrase_end(s, start, ())
    return (
        (start, end)
        if end > start
        and s.any("group", first=start, last=end) >= 0
        and s.has(end - 1, "role", "group")
        and _people(s, end - 1)
        else None
    )


def _people(s: Statement, k: int) -> bool:
    return s.has(k, "people") > 0


def _after_preposition(n: Numbers, taken: list[Range]) -> Range | None:
    s = n.s
    for k, _ in s.index.get("population_prep", ()):
        if any(first <= k < last for first, last in taken):
            continue
        start = k + 1
        if s.word(k - 1) in ("look", "looks") or s.word(k + 1) == "-" or (s.word(k - 1) == "-" and s.glued(k)):
            continue
        end = _phrase_end(s, start, taken)
        if end > start and _fits(n, k, start, end):
            return start, end
    return None


def _phrase_end(s: Statement, start: int, taken: list[Range] | tuple[Range, ...]) -> int:
    """Where a noun phrase ends that starts here, with “of …” in it."""
    k = start
    while k < s.size and k < start + _LONGEST:
        word = s.word(k)
        joined = k > start and (s.word(k - 1) == "-" and s.glued(k))
        if joined or (word == "-" and s.glued(k)):
            k += 1
            continue
        if any(first <= k < last for first, last in taken) or (
            s.kind(k) == "sign" and word not in ("-", "'", "/", "&", "%", "+")
        ):
            break
        if (
            k > start
            and word not in ("of", "and", "the", "all", "over", "under", "with", "without", "from")
            and s.has(k, "verb", "population_prep", "comparator", "by", "linking", "intent", "pronoun")
        ):
            break
        if k > start and word in (
            "or",
            "so",
            "when",
            "while",
            "because",
            "that",
            "which",
            "who",
            "but",
            "where",
            "if",
            "than",
            "as",
            "from",
        ):
            break
        k += 1
    while k > start and s.word(k - 1) in ("of", "and", "the", "all", "with", "-", "over", "under", "without", "a"):
        k -= 1
    return k


def _fits(n: Numbers, k: int, start: int, end: int) -> bool:
    """Whether the noun phrase after a preposition names whom or what the goal is for."""
    s = n.s
    if _counts(n, k, start, end):
        return False
    if s.word(start + 1) == "-" and s.glued(start + 1):
        return True  # “cold-start users”
    grouped = s.any("group", first=start, last=end) >= 0
    if not (grouped or n.targets or n.achieved or s.any("metric") >= 0):
        return False
    return not _other(s, k, start, end) and _named(s, k, start, end, grouped=grouped)


def _counts(n: Numbers, k: int, start: int, end: int) -> bool:
    """Whether the phrase holds a number that is told of something else."""
    if n.s.has(start, "population_prep", "verb"):
        return True
    for q, role in n.roles:
        if q.first <= start < q.last and role not in (Role.OTHER, Role.POPULATION):
            return True
        if start <= q.first < end and (role is Role.DESIGN or (role is Role.NAME and n.s.word(k) == "with")):
            return True
    return False


def _other(s: Statement, k: int, start: int, end: int) -> bool:
    """Whether it is a time, a metric, a comparison, or a turn of phrase such as “on average”."""
    if s.has(start, "no_group", "month", "pronoun", "metric", "baseline"):
        return True
    if s.has(end - 1, "group"):
        return s.has(end - 1, "period", "short_time") > 1
    first = start
    while s.has(first, "determiner") and first < end - 1:
        first += 1
    happens = s.word(k) != "on" and s.has(end - 1, "event", "holiday")
    ends = s.has(end - 1, "metric", "period", "short_time", "no_group")
    return bool(happens or ends or s.has(first, "no_group", "baseline", "quality"))


def _named(s: Statement, k: int, start: int, end: int, *, grouped: bool) -> bool:
    prep, last = s.word(k), s.word(end - 1)
    if prep in _ONLY_GROUPS:
        return grouped
    if prep in _FREE:
        return not (prep == "for" and s.word(start).endswith("ing"))
    plural = last.endswith("s") and not last.endswith("ss")
    proper = any(s.capital(j) or s.kind(j) == "name" for j in range(start, end))
    return prep in _PLACES and (grouped or plural or proper or bool(s.has(start, "determiner")))


_ONLY_GROUPS = frozenset("between within under when with outside".split())
_FREE = frozenset("for on in across among".split())
_PLACES = frozenset("amongst throughout at during regardless given".split())


def _subject(n: Numbers) -> Range | None:
    """“Coaches look at it twice a week”, “give every pupil …”."""
    s, first = n.s, opening(n.s)
    start = first + bool(s.has(first, "determiner"))
    for end in range(start + s.has(first, "change", "goal"), min(start + 4, s.size)):
        if s.kind(end) != "word":
            break
        if _people(s, end) and s.has(end + 1, "verb", "use", "takes", "goal", "change", "owns"):
            return (first, end + 1) if not (n.owner and n.owner[0] <= end < n.owner[1]) else None
    verb = s.has(first, "change", "goal")
    for end in range(first + verb, min(first + verb + 4, s.size)):
        if (
            verb
            and _people(s, end)
            and not s.has(end + 1, "metric", "head")
            and not (n.owner and n.owner[0] <= end < n.owner[1])
        ):
            return first + verb, end + 1
        if s.kind(end) != "word" and s.word(end) != "'":
            break
    for k in range(first, s.size - 1):
        if s.has(k + 1, "period", "short_time") or s.kind(k + 1) != "word":
            continue
        if (
            s.has(k, "all")
            and s.word(k) != "any"
            and (s.has(k + 1, "group") or s.has(k + 2, "group"))
            and not s.word(k - 1) == "of"
        ):
            return k, k + 1 + (1 if s.has(k + 1, "group") else 2)
    return None
