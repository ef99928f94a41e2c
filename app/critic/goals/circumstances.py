"""Under which conditions a goal holds, where no preposition says it: labels, brackets, “while …”, “all sites”."""

from app.critic.goals.numbers import Numbers
from app.critic.goals.people import acts, people
from app.critic.goals.statement import Range, Statement

_CONDITIONS = frozenset({"while", "when", "whenever", "where", "if"})
_ALONE = frozenset({"included", "excluded", "only", "alone", "excepted"})


def scope(s: Statement) -> Range | None:
    """“Population: walk-in patients”."""
    for _, end in s.each("label_scope"):
        if s.words[end] in (":", "=") and end + 1 < s.size:
            return end + 1, max(s.clause_end(end + 1), end + 2)
    return None


def meanwhile(n: Numbers) -> Range | None:
    """“… while the caller is on the line”, “… when the ice is thin”."""
    s = n.s
    for k in () if _CONDITIONS.isdisjoint(s.vocabulary) else range(1, s.size):
        if s.words[k] in _CONDITIONS and s.kinds[k + 1] == "word" and n.targets:
            end = s.clause_end(k)
            timed = (
                any(first <= k < last for first, last in n.deadlines)
                or s.any("event", "permit", "achieved", first=k) >= 0
            )
            if not timed and end > k + 2 and any(acts(s, j) for j in range(k + 1, end)):
                return k, end
    return None


def labelled(s: Statement) -> Range | None:
    """“Harvest helpers: …”."""
    first = s.opening
    end = next((k for k in range(first, min(first + 5, s.size)) if s.words[k] == ":"), 0)
    placed = s.any("group", first=first, last=end) >= 0 and s.any("metric", "head", last=end) < 0
    placed = placed and s.any("metric", first=end) >= 0 and not any(s.words[k] == "per" for k in range(first, end))
    named = end > first and people(s, end - 1) and s.words[end - 2] != "per"
    return (first, end) if end > first and (named or placed) else None


def bracketed(n: Numbers, taken: frozenset[int]) -> Range | None:
    """“… 3.4 % (EU shop)”."""
    s = n.s
    for k in range(s.size if "(" in s.vocabulary else 0):
        if s.words[k] != "(" or not n.targets:
            continue
        end = next((j for j in range(k + 1, min(k + 6, s.size)) if s.words[j] == ")"), 0)
        inside = range(k + 1, end)
        free = end > k + 1 and taken.isdisjoint(range(k, end)) and not s.any("baseline", first=k, last=end) >= 0
        words = (s.kinds[j] in ("word", "name") or (s.words[j] == "-" and s.glued(j)) for j in inside)
        if free and all(words) and (s.has(end - 1, "group") or people(s, end - 1)):
            return k + 1, end
    return None


def alone(n: Numbers) -> Range | None:
    """“…, dialect speakers included”, “Lyon only”."""
    s = n.s
    for k in () if _ALONE.isdisjoint(s.vocabulary) else range(s.size):
        if s.words[k] in _ALONE and s.words[k + 1] in ("", ".", ",", ":", ";", ")"):
            start = next((j + 1 for j in range(k - 1, max(-1, k - 6), -1) if s.kinds[j] != "word"), max(0, k - 5))
            if start < k and not s.has(start, "number", "comparator"):
                return start, k + 1
    return None


def everywhere(n: Numbers) -> Range | None:
    """“All twelve gates”, “every site”."""
    s = n.s
    for k, _ in s.each("all"):
        if (
            s.words[k] == "any"
            or s.words[k - 1] == "of"
            or s.has(k + 1, "determiner")
            or s.has(k + 1, "period", "short_time")
            or s.kinds[k + 1] != "word"
        ):
            continue
        if s.has(k + 1, "group") or s.has(k + 2, "group"):
            return k, k + 1 + (1 if s.has(k + 1, "group") else 2)
    return None


def sample(n: Numbers) -> Range | None:
    """“n = 500”: on how many."""
    s = n.s
    if "n" not in s.vocabulary:
        return None
    k = next(
        (k for k in range(s.size - 2) if s.words[k] == "n" and s.words[k + 1] == "=" and s.kinds[k + 2] == "number"), -1
    )
    return (k, k + 3) if k >= 0 and (n.targets or s.any("reference") >= 0) else None


def owned(n: Numbers) -> Range | None:
    """“Nurses' overtime”, “our drivers' detours”."""
    s = n.s
    for k in range(s.size - 1) if "'" in s.evened else ():
        if s.words[k].endswith("'s") or (s.words[k + 1] == "'" and s.glued(k + 1)):
            if (
                people(s, k)
                and not (n.owner and n.owner[0] <= k < n.owner[1])
                and s.any("metric", "head", first=k + 1) > 0
            ):
                return k - (s.has(k - 1, "determiner") > 0), k + 1
    return None
