"""For whom or on what a goal holds."""

from app.critic.numbers import Numbers, Role
from app.critic.quantities import Quantity
from app.critic.scene import opening
from app.critic.statement import Range, Statement

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
        if s.word(k + 1) == "-" or (s.word(k - 1) == "-" and s.glued(k)):
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
    s, prep = n.s, n.s.word(k)
    if any(q.first <= start < q.last and role not in (Role.OTHER, Role.POPULATION) for q, role in n.roles):
        return False
    held = [role for q, role in n.roles if start <= q.first < end]
    if Role.DESIGN in held or (prep == "with" and Role.NAME in held) or s.has(start, "population_prep", "verb"):
        return False
    if s.word(start + 1) == "-" and s.glued(start + 1):
        return True  # “cold-start users”
    if not n.targets and not n.achieved and s.any("group", first=start, last=end) < 0 and s.any("metric") < 0:
        return False
    if (
        s.has(start, "no_group", "month", "pronoun", "metric")
        or s.has(end - 1, "period", "short_time") > s.has(end - 1, "group")
        or start + s.has(start, "baseline") > start
    ):
        return False
    first = start
    while s.has(first, "determiner") and first < end - 1:
        first += 1
    if s.has(first, "no_group", "baseline", "quality") and not s.has(end - 1, "group"):
        return False
    if prep != "on" and s.has(end - 1, "event", "holiday") and not s.has(end - 1, "group"):
        return False
    if s.has(end - 1, "metric", "period", "no_group") and not s.has(end - 1, "group"):
        return False
    grouped = s.any("group", first=start, last=end) >= 0
    if prep in (
        "with",
        "from",
        "by",
        "of",
        "under",
        "over",
        "per",
        "when",
        "while",
        "within",
        "to",
        "along",
        "around",
        "inside",
        "between",
    ):
        return grouped and prep in _SURE_WITH_GROUP and not _quantified(n, start, end)
    plural = s.word(end - 1).endswith("s") and not s.word(end - 1).endswith("ss")
    proper = any(s.capital(j) or s.kind(j) == "name" for j in range(start, end))
    if prep == "for" and s.word(start).endswith("ing"):
        return False
    determined = first > start
    return (
        grouped
        or plural
        or proper
        or (determined and prep in ("for", "in", "on", "across", "among", "throughout", "at", "during"))
        or prep in ("for", "on", "in", "across", "among")
    )


_SURE_WITH_GROUP = frozenset("between within under when with outside".split())


def _quantified(n: Numbers, start: int, end: int) -> bool:
    return any(q.first >= start and q.first < end and role is Role.TARGET for q, role in n.roles)


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
