"""For whom or on what a goal holds."""

from app.critic.goals import circumstances
from app.critic.goals.besides import beside
from app.critic.goals.numbers import Numbers, Role
from app.critic.goals.people import people
from app.critic.goals.phrases import phrase_end
from app.critic.goals.quantities import Quantity
from app.critic.goals.statement import Range, Statement
from app.critic.goals.subjects import crowd, subject


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
        return q.first, phrase_end(n.s, q.value, taken)
    for q in n.targets:
        if q.share and (whole := _whole(n.s, q)):
            return whole
    return (
        crowd(n)
        or _after_preposition(n, taken)
        or circumstances.meanwhile(n)
        or subject(n)
        or circumstances.labelled(n.s)
        or circumstances.owned(n)
        or circumstances.bracketed(n, taken)
        or circumstances.alone(n)
        or circumstances.everywhere(n)
        or circumstances.sample(n)
        or beside(n, taken)
    )


def _whole(s: Statement, q: Quantity) -> Range | None:
    """“70 % of ward nurses open it”, “9 in 10 welders”: those of whom a share is told, where they are people."""
    start = q.last + (s.words[q.last] == "of")
    if start == q.last and q.kind != "fraction":
        return None
    end = phrase_end(s, start)
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
        if _part_of_metric(s, k, start):
            continue
        end = phrase_end(s, start, taken)
        if s.words[k] == "in" and end == start + 1 and end in taken and _describes(s, start):
            continue  # “a rise in repeat bookings”
        if end > start and _fits(n, k, start, end):
            return start, end
    return None


def _describes(s: Statement, k: int) -> bool:
    return s.has(k + 1, "metric") > 0 and not s.words[k].endswith("s")


def _part_of_metric(s: Statement, k: int, start: int) -> bool:
    """“Time spent on paperwork”, “counted at the gate”, “at a PSI of 0.25”: no group."""
    prep, last = s.words[k], s.words[k - 1]
    if prep == "at":
        of = next((j for j in range(start + 1, start + 5) if s.words[j] == "of"), 0)
        valued = s.words[start] in ("a", "an") and of and s.kinds[of + 1] == "number"
        lone = s.words[start] in ("a", "an") and s.kinds[start + 2] != "word"
        return bool(valued) or lone or (last.endswith("ed") and s.has(k - 1, "done_by") > 0)
    return prep == "on" and last in ("spend", "spends", "spent")


def _fits(n: Numbers, k: int, start: int, end: int) -> bool:
    """Whether the noun phrase after a preposition names whom or what the goal is for."""
    s = n.s
    if _counts(n, k, start, end):
        return False
    if s.words[start + 1] == "-" and s.glued(start + 1) and s.words[k - 1] not in _PARTS:
        return True  # “cold-start users”
    grouped = s.any("group", first=start, last=end) >= 0 or people(s, end - 1)
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
    if s.words[k] == "on" and s.words[start] in _WEEKDAYS:
        return True
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
    return happens or dull or (not _MEASURED.isdisjoint(last) and not _classes(s, k, start, end))


def _classes(s: Statement, k: int, start: int, end: int) -> bool:
    """“F1 on bearing faults”, “in the dry months”: what a metric tells of something may itself be one."""
    plural = s.words[end - 1].endswith("s") and end - start > 1
    if plural and s.words[k] == "in" and s.words[start] in ("the", "our"):
        described = (
            end - start == 3 and s.kinds[start + 1] == "word" and not s.has(start + 1, "next", "number", "metric")
        )
        return described and s.has(end - 1, "period", "short_time") > 0
    if not plural or s.words[k] not in ("on", "for") or "metric" not in s.tags[end - 1]:
        return False
    plain = s.kinds[end - 2] == "word" and not s.has(end - 2, "stop", "determiner", "metric", "head", "unit", "quality")
    return plain and s.any("metric", "head", last=k) >= 0


_WEEKDAYS = frozenset("mondays tuesdays wednesdays thursdays fridays saturdays sundays".split())
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
        return any(people(s, j) for j in range(start, end)) or (grouped and bool(s.has(start, "determiner")))
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
    parts = s.words[k - 1] in _PARTS and not _whose(s, start, end)
    of_things = end - start > 2 or (s.words[end - 1].endswith("s") and end - start > 1)
    built = s.has(end - 1, "thing") > 0 or s.words[end - 1] in _BUILT
    led = s.words[start] in _LED and not (parts or built) and (s.has(end - 1, "group") > 0 or of_things)
    proper = any(s.kinds[j] in ("number", "name") or s.capital(j) for j in range(start, end)) and not parts
    return bool(led) or people(s, end - 1) or (proper and s.any("group", "name", first=start, last=end) >= 0)


def _whose(s: Statement, start: int, end: int) -> bool:
    """“The no-show rate of the dental clinics”: a few that are known, not “the share of late orders”."""
    whose = s.words[start] in ("the", "our", "all", "both") and s.words[end - 1].endswith("s")
    return whose and s.words[end] not in ("that", "which", "who") and not s.words[end].endswith("ed")


_LED = frozenset("the our all every each their both a an any these those".split())
_BUILT = frozenset("service detector bot step classifier pipeline algorithm scanner predictor engine chatbot".split())
_PARTS = frozenset("share number rate proportion percentage count amount ratio volume frequency quota".split())
_ONLY_GROUPS = frozenset("between within under when with outside".split())
_FREE = frozenset("for on in across among".split())
_PLACES = frozenset("amongst throughout at during regardless given".split())
