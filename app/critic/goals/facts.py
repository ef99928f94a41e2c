"""When a number of a statement only tells what is so, or may be spent: nothing says that it is aimed at."""

from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import Scene
from app.critic.goals.statement import Statement

_AIMED = frozenset("intent must label_target label_metric enough".split())
_MAY = frozenset("may can allowed permitted authorised authorized free".split())
_SPENDS = frozenset("cost costs spend spends spent use eat swallow".split())
_PER_THING = frozenset("a an each every one per any no".split())
_UNDERTAKINGS = frozenset("pilot project trial phase programme program rollout team study first second".split())
_PURSES = frozenset("budget budgets grant funding funds resources staffing headcount capex opex credits credit".split())
_SET_ASIDE = ("available", "earmarked", "reserved", "allotted", "granted", "approved", "budgeted")
_BEING = frozenset("is are be been".split())
_TEAMS = frozenset("team crew desk office department unit".split())
_HABITS = frozenset("usually normally typically mostly sometimes occasionally generally traditionally".split())
_LOOKS_AT = frozenset("checks reviews inspects audits samples relabels rechecks labels reads".split())
_IF = frozenset("if when whenever".split())
_TRIED = frozenset(
    "we model tool pilot project system trial release version rollout goal aim target success bot app camera".split()
)
_SPREADS = frozenset("ci interval confidence sd std deviation".split())
_BRACKET = 6  # tokens of a bracket that are read
_BEYOND = frozenset("above below over under beyond than".split())
_HAPPENS = frozenset("is are go goes get gets has have need needs pay pays".split())
_RIVALS = frozenset("human expert old existing manual legacy previous incumbent".split())
_THEM = frozenset("them these those which whom".split())
_VAGUELY_MANY = frozenset("most many some several few".split())
_PAYS = frozenset("spend invest pay".split())
_WHOEVER = frozenset("whoever anyone everyone anybody everybody those".split())
_HARMS = frozenset(
    "lose loses waste wastes spend spends wait waits miss misses fail fails forget forgets break breaks "
    "suffer suffers discard discards misread misreads misplace misplaces overlook overlooks".split()
)
_DROPS = frozenset({"drop", "drops"})
_NOT_VERBS = frozenset("to not of that who which no and".split())
_INSTEAD = frozenset("instead rather not only just".split())
_YEARS = ("19", "20")
_SUBJECT = 5  # tokens in which who does something is named


def is_told(n: Scene, q: Quantity) -> bool:
    """Whether a number is a fact, a habit, a sample or a budget, whatever its words."""
    s = n.s
    if any(_afforded(n, each) for each in n.quantities) or _year_by_year(n, q) or _decides(n, q) or _sent(s, q):
        return True
    if n.deadlines or not _AIMED.isdisjoint(s.keys):
        return False
    if s.words[s.opening] in _VAGUELY_MANY:
        return True  # “most complaints arrive within two days”
    if q.first in n.compared or "than_before" in s.tags[q.last]:
        return False
    if not _HABITS.isdisjoint(s.vocabulary) or _of_rivals(s) or _of_them(n, q) or _estimated(s, q):
        return True
    return _of_ours(s, q) or _looked_at(s, q) or _suffered(s, q)


def _afforded(n: Scene, q: Quantity) -> bool:
    """“Budget: 40,000 credits, half of them …”, “it is allowed to cost 85,000 euros”; not “a meal may cost 3 euros”."""
    s, first = n.s, n.s.opening
    colon = next((k for k in range(first, min(first + _SUBJECT, s.size)) if s.words[k] == ":"), -1)
    if colon > 0 and not _PURSES.isdisjoint(s.words[:colon]) and q.first not in n.compared:
        return True
    if s.words[first] in _PAYS and s.kinds[first + 1] in ("number", "sign"):
        return True  # “spend 10,000 euros on cameras”
    money = q.unit is not None and s.has(q.unit[0], "currency") > 0 and _PER_THING.isdisjoint(s.words[slice(*q.unit)])
    if not money or (s.words[first] in _PER_THING and _UNDERTAKINGS.isdisjoint(s.words[first : first + _SUBJECT])):
        return False
    if s.words[q.last] in _BEING and any(s.words[q.last + 1 + k].startswith(_SET_ASIDE) for k in (0, 1)):
        return True
    near = s.words[max(first, q.first - _SUBJECT) : q.first]
    allowed = not _MAY.isdisjoint(near)
    given = bool(near) and near[-1] in ("allowed", "granted", "allotted", "given")
    return given or (allowed and not _SPENDS.isdisjoint(near) and "per" not in s.words[first : q.first])


def _year_by_year(n: Scene, q: Quantity) -> bool:
    """“27 % in 2025, 26 % in 2026”: one year beside another."""
    dated = [each for each in n.quantities if _in_year(n.s, each)]
    return len(dated) > 1 and _in_year(n.s, q) and "label_target" not in n.s.keys and q.first not in n.compared


def _in_year(s: Statement, q: Quantity) -> bool:
    word = s.words[q.last + 1]
    led = s.words[q.last] in ("in", "for", "(")
    return led and len(word) == 4 and word.startswith(_YEARS)


def _decides(n: Scene, q: Quantity) -> bool:
    """“A lot is rejected if more than 4 % of its beans are black”; but not “we keep the tool if …”."""
    s, first = n.s, n.s.opening
    if "acceptance" in s.keys or "label_target" in s.keys or not _TRIED.isdisjoint(s.words[first : first + _SUBJECT]):
        return False
    k = next((j for j in range(first, q.first) if s.words[j] in _IF), -1)
    if k <= first or n.deadlines or s.has(first, "pronoun") or "," in s.words[k : q.first]:
        return False
    return any(s.words[j] in _BEING or s.words[j].startswith("goes") for j in range(first + 1, k))


def _sent(s: Statement, q: Quantity) -> bool:
    """“Parcels over 30 kg go to the hall”, “a claim above 10,000 euros is read by two people”: which ones."""
    k = q.first - 1
    if s.words[k] not in _BEYOND or k <= s.opening or s.words[q.last] not in _HAPPENS:
        return False
    if s.words[s.opening] in _WHOEVER:
        return True  # “whoever waits longer than 30 minutes gets a voucher”
    return s.words[k] != "than" and s.kinds[k - 1] == "word" and not s.has(k - 1, "metric", "head", "verb", "stop")


def _of_rivals(s: Statement) -> bool:
    """“A human grader agrees with another in 83 % of essays”, “the old rules find 62 %”: how others do."""
    k = s.opening + bool(s.has(s.opening, "determiner"))
    return s.words[k] in _RIVALS and ":" not in s.vocabulary and "change" not in s.keys


def _suffered(s: Statement, q: Quantity) -> bool:
    """“Customers wait 14 minutes”, “it loses 1.2 % of its pallets”, “one in five trains is late”."""
    if "baseline" in s.keys or not _INSTEAD.isdisjoint(s.vocabulary):
        return False
    some = range(s.opening, s.size)
    return any(_bad(s, k) for k in some) or (s.words[s.opening] == "it" and s.words[s.opening + 1] == "takes")


def _bad(s: Statement, k: int) -> bool:
    """Whether a verb here tells of a harm: “spend three hours”, “is late”; not “the time that welders spend on …”."""
    word, after = s.words[k], s.words[k + 1]
    if word in _BEING:
        wrong = "negative" in s.tags[k + 1] or (after.startswith("un") and after.endswith("ed"))
        return wrong and k + 2 >= s.size - 1
    if word in _DROPS and s.kinds[k + 1] == "number":
        return "of" in s.words[k + 1 : k + 5]  # “drops 0.7 % of the items”, but not “errors drop 20 %”
    told = word in _HARMS and k > s.opening and s.words[k - 1] not in _NOT_VERBS
    return told and (s.kinds[k + 1] == "number" or bool(s.has(k + 1, "number", "currency")))


def _of_them(n: Scene, q: Quantity) -> bool:
    """“3 million images, 2 % of them labelled”: part of what was told before."""
    s = n.s
    told = q.share and s.words[q.last] == "of" and s.words[q.last + 1] in _THEM
    return told and s.words[q.first - 1] == "," and q.first > n.quantities[0].first


def _estimated(s: Statement, q: Quantity) -> bool:
    """“0.68 (95 % interval 0.61 to 0.75)”: nobody aims at an interval."""
    inside = s.words[q.last + 1 : q.last + 1 + _BRACKET]
    return s.words[q.last] == "(" and not _SPREADS.isdisjoint(inside)


def _of_ours(s: Statement, q: Quantity) -> bool:
    """“Our dispatchers handle 90 calls per shift”, “the team of six spends 30 % of its time on …”."""
    first = s.opening
    team = s.words[first] == "the" and s.words[first + 1] in _TEAMS
    if not (s.words[first] == "our" or team):
        return False
    verb = q.first - 1
    if not _IF.isdisjoint(s.words[first:verb]):
        return False
    some = s.has(verb, "change", "stop", "population_prep", "linking")
    return s.kinds[verb] == "word" and not some


def _looked_at(s: Statement, q: Quantity) -> bool:
    """“A second labeller checks 10 % of the images”: a sample, and nobody's goal."""
    return q.share and s.words[q.first - 1] in _LOOKS_AT and s.words[s.opening] in ("a", "an", "one", "two")
