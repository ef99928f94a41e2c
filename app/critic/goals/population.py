"""For whom or on what a goal holds."""

from collections.abc import Iterator

from app.critic.goals import circumstances
from app.critic.goals.numbers import Numbers, Role
from app.critic.goals.people import acts, people
from app.critic.goals.quantities import Quantity
from app.critic.goals.statement import Range, Statement

_LONGEST = 8


def population(n: Numbers, metric: Range | None, target: Range | None, baseline: Range | None = None) -> Range | None:
    """The words that name people, things, places or conditions; None if there are none."""
    if named := circumstances.scope(n.s):
        return named
    if n.condition:
        return n.condition
    ranges = [each for each in (metric, target, baseline, n.owner, *n.deadlines) if each]
    taken = frozenset([k for first, last in ranges for k in range(first, last)])
    if Role.POPULATION in n.played:
        q = next(q for q, role in n.roles if role is Role.POPULATION)
        return q.first, _phrase_end(n.s, q.value, taken)
    for q in n.targets:
        if q.share and (whole := _whole(n.s, q)):
            return whole
    return (
        _after_preposition(n, taken)
        or circumstances.meanwhile(n)
        or _subject(n)
        or circumstances.labelled(n.s)
        or circumstances.owned(n)
        or circumstances.bracketed(n, taken)
        or circumstances.alone(n)
        or circumstances.everywhere(n)
        or circumstances.sample(n)
    )


def _whole(s: Statement, q: Quantity) -> Range | None:
    """“70 % of ward nurses open it”, “9 in 10 welders”: those of whom a share is told, where they are people."""
    start = q.last + (s.words[q.last] == "of")
    if start == q.last and q.kind != "fraction":
        return None
    end = _phrase_end(s, start)
    last = next(
        (
            k
            for k in range(start, end)
            if people(s, k) and (k == end - 1 or s.words[k].endswith(("s", "men")) or _each(s, q))
        ),
        -1,
    )
    if last >= 0 and all(s.kinds[k] == "word" and not s.has(k, "metric") for k in range(start, last)):
        return start, max(last + 1, end)
    counted = q.kind == "fraction" and q.value - q.first > 2
    if counted and any(s.words[k] in ("of", "planted", "from") for k in range(start + 1, end)):
        return start, end
    led = s.has(start, "determiner") and s.words[start] not in ("a", "an") and s.words[start - 1] == "of"
    many = end > start and s.words[end - 1].endswith("s")
    many = many and (counted or s.any("metric", "period", first=start, last=end) < 0)
    return (start, end) if many and (counted or led) and s.kinds[end] != "sign" else None


def _each(s: Statement, q: Quantity) -> bool:
    """“Every second guest”."""
    return s.words[q.first] == "every"


def _after_preposition(n: Numbers, taken: frozenset[int]) -> Range | None:
    s = n.s
    for k, start in s.each("population_prep"):
        if k in taken:
            continue
        if s.words[k - 1] in ("look", "looks") or s.words[k + 1] == "-" or (s.words[k - 1] == "-" and s.glued(k)):
            continue
        end = _phrase_end(s, start, taken)
        if end > start and _fits(n, k, start, end):
            return start, end
    return None


def _phrase_end(s: Statement, start: int, taken: frozenset[int] = frozenset()) -> int:
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
    while k > start and s.words[k - 1] in _DANGLING:
        k -= 1
    return k


_INSIDE = frozenset("-'/&%+")
_ENDS = frozenset("verb population_prep comparator by linking intent pronoun achieved".split())
_GOES_ON = frozenset("of and the all over under with without from".split())  # whatever else they are
_BREAKS = frozenset("or so when while because that which who but where if than as from per within".split())
_DANGLING = frozenset("of and the all with - over under without a".split())


def _fits(n: Numbers, k: int, start: int, end: int) -> bool:
    """Whether the noun phrase after a preposition names whom or what the goal is for."""
    s = n.s
    if _counts(n, k, start, end):
        return False
    if s.words[start + 1] == "-" and s.glued(start + 1) and s.words[k - 1] not in _PARTS:
        return True  # “cold-start users”
    grouped = s.any("group", first=start, last=end) >= 0
    if not (grouped or n.targets or n.achieved or s.any("metric") >= 0):
        return False
    return not _other(s, k, start, end) and _named(n, k, start, end, grouped=grouped)


def _counts(n: Numbers, k: int, start: int, end: int) -> bool:
    """Whether the phrase holds a number that is told of something else."""
    s = n.s
    if not _NO_NOUN.isdisjoint(s.tags[start]) or s.words[start] == "by" or "comparator" in s.tags[k]:
        return True
    for q, role in n.roles:
        if q.first <= start < q.last and role not in (Role.OTHER, Role.POPULATION, Role.RANK):
            return True
        design = role is Role.DESIGN and not (q.unit and n.s.has(q.unit[1] - 1, "group"))
        if start <= q.first < end and (design or (role is Role.NAME and n.s.words[k] == "with")):
            return True
    return False


def _other(s: Statement, k: int, start: int, end: int) -> bool:
    """Whether it is a time, a metric, a comparison, or a turn of phrase such as “on average”."""
    if people(s, end - 1) and end > start + 1:
        return False
    if not _NO_GROUP.isdisjoint(s.tags[start]):
        return True
    if "group" in s.tags[end - 1]:
        return s.has(end - 1, "period", "short_time") > 1
    first = start
    while "determiner" in s.tags[first] and first < end - 1:
        first += 1
    here, last = s.tags[first], s.tags[end - 1]
    happens = s.words[k] != "on" and not _HAPPENS.isdisjoint(last)
    happens = happens or ("event" in here and s.words[first + 1] == "of" and s.words[k] == "in")
    dull = "no_group" in here or "baseline" in here or ("quality" in here and not s.capital(first))
    return happens or dull or not _MEASURED.isdisjoint(last)


_NO_NOUN = frozenset({"population_prep", "verb", "comparator"})
_NO_GROUP = frozenset({"no_group", "month", "pronoun", "metric", "baseline"})
_HAPPENS = frozenset({"event", "holiday"})
_MEASURED = frozenset({"metric", "period", "short_time", "no_group"})


def _named(n: Numbers, k: int, start: int, end: int, *, grouped: bool) -> bool:
    s = n.s
    prep, last = s.words[k], s.words[end - 1]
    if prep == "of":
        return _of(s, k, start, end)
    if prep == "from":
        return people(s, end - 1) or (grouped and bool(s.has(start, "determiner")))
    if prep in ("regardless", "irrespective", "independent", "whatever", "whichever"):
        return bool(n.targets)
    if prep == "after":
        return s.ends(k, "metric", "head") >= 0
    if prep == "without" and s.words[start] in ("a", "any") and not grouped:
        return False
    if prep in ("with", "under", "without", "even") and n.targets and k > n.targets[0].value:
        return end == s.clause_end(k) and s.any("number", "owns", "activity", first=start, last=end) < 0
    if prep == "to":
        return grouped and (s.kinds[start] == "number" or bool(s.has(start, "number", "all")))
    if prep in _FREE:
        return not (prep == "for" and s.words[start].endswith("ing"))
    plural = last.endswith("s") and not last.endswith("ss")
    proper = any(s.capital(j) or s.kinds[j] in ("name", "number") for j in range(start, end))
    if prep in _ONLY_GROUPS:
        return grouped
    return prep in _PLACES and (grouped or plural or proper or bool(s.has(start, "determiner")))


def _of(s: Statement, k: int, start: int, end: int) -> bool:
    """“Turnover of night nurses”, “downtime of press line 4”, not “the share of late orders”."""
    if s.ends(k, "metric", "head") < 0:
        return (
            people(s, end - 1)
            and s.kinds[k - 1] == "word"
            and not s.has(k - 1, "stop", "verb", "number", "all", "unit")
        )
    parts = s.words[k - 1] in _PARTS
    of_things = end - start > 2 or (s.words[end - 1].endswith("s") and end - start > 1)
    built = s.has(end - 1, "thing") > 0 or s.words[end - 1] in _BUILT
    led = s.words[start] in _LED and not (parts or built) and (s.has(end - 1, "group") > 0 or of_things)
    proper = any(s.kinds[j] in ("number", "name") or s.capital(j) for j in range(start, end)) and not parts
    return bool(led) or people(s, end - 1) or (proper and s.any("group", "name", first=start, last=end) >= 0)


_LED = frozenset("the our all every each their both a an any these those".split())
_BUILT = frozenset("service detector bot step classifier pipeline algorithm scanner predictor engine chatbot".split())
_PARTS = frozenset("share number rate proportion percentage count amount ratio volume frequency quota".split())
_ONLY_GROUPS = frozenset("between within under when with outside".split())
_FREE = frozenset("for on in across among".split())
_PLACES = frozenset("amongst throughout at during regardless given".split())


def _subject(n: Numbers) -> Range | None:
    """“Coaches look at it twice a week”, “nurses on ward 7 need …”, “each depot loses …”, “give every pupil …”."""
    s, first = n.s, n.s.opening
    if not n.targets and s.any("intent", "metric", "use", "takes", "goal", "change", "than_before") < 0:
        return None
    for start in _clauses(s, first):
        found = _doer(n, start) or _given(s, start)
        if found and not (n.owner and n.owner[0] < found[1] and found[0] < n.owner[1]):
            return found
    return None


def _clauses(s: Statement, first: int) -> Iterator[int]:
    """Where somebody may be named who does something: after a pause, or after “that”."""
    yield first
    for k in range(first, s.size - 1):
        if s.words[k] in (",", ";", ":", "that", "what", "which", "when", "confirm", "so") and s.kinds[k + 1] == "word":
            yield k + 1


def _doer(n: Numbers, start: int) -> Range | None:
    s = n.s
    led = s.has(start, "determiner") == 1
    each = s.words[start] in ("each", "every") and not (
        s.has(start + 1, "number", "fraction") or s.words[start + 1] in ("second", "other")
    )
    placing = n.targets and s.words[start] in ("the", "our")
    for end in range(start + led, min(start + led + 4, s.size)):
        if s.kinds[end] != "word":
            return None
        named = people(s, end) or (each and end > start) or (s.words[end + 1] in _ANIMATE and _someone(s, end))
        if not (named or (placing and "role" in s.tags[end])):
            continue
        after = _phrase_end(s, end + 2) if s.words[end + 1] in ("on", "at", "in", "from", "of", "with") else end + 1
        if named and s.words[end + 1] in ("who", "whose"):
            return start, end + 1
        placed = placing and "role" in s.tags[end] and s.kinds[after] == "word" and not people(s, after)
        named = named or bool(placed)
        doing = (
            acts(s, after)
            or (after == end + 1 and s.words[after] in _ANIMATE)
            or (people(s, end) and s.words[end].endswith(("s", "men")) and _plain(s, after))
        )
        if named and doing and not s.has(end, "period", "short_time"):
            return start, after
    return None


# What only people do: whoever stands before one of these is somebody.
_ANIMATE = frozenset(
    "get receive see read write save spend pay know book walk ask learn earn buy skip borrow trust enjoy".split()
)


def _someone(s: Statement, end: int) -> bool:
    """“Vets write …”, “small shepherds get …”."""
    word = s.words[end]
    return word.endswith("s") and not word.endswith("ss") and s.has(end, "metric", "head", "stop", "unit") == 0


def _plain(s: Statement, k: int) -> bool:
    """Whether a word of no known meaning stands here: behind people, most likely a verb."""
    if s.has(k, "metric") and s.has(k + 1, "comparator"):
        return True  # “prepaid customers churn less than …”
    return s.kinds[k] == "word" and not s.has(k, "stop", "metric", "head", "group", "role", "quality", "achieved")


def _given(s: Statement, start: int) -> Range | None:
    """“Give every pupil …”, “help nurses …”."""
    verb = s.has(start, "change", "goal")
    for end in range(start + verb, min(start + verb + 4, s.size) if verb else 0):
        if people(s, end) and not s.has(end + 1, "metric", "head"):
            return start + verb, end + 1
        if s.kinds[end] != "word" and s.words[end] != "'":
            break
    return None
