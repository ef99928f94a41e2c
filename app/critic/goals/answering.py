"""Who answers for a goal, where a clause of its own says so: “Aiko watches this”, “says the head of nursing”."""

from app.critic.goals.parties import name, party_end
from app.critic.goals.statement import Range, Statement

_OPENS = frozenset(";–—|·•-/.,")
_FIRM = frozenset(";–—|·•-/.")  # a capital behind one of these starts a clause of its own
_IT = frozenset("it this that them these those both".split())
_TOO = frozenset("for over off to up after about".split())
_WHEN = frozenset("weekly daily monthly quarterly yearly every each on at in once twice himself herself".split())
_SAYS = frozenset("says say promises insists".split())
_TASKS = frozenset(
    "job watch hands task duty responsibility call remit promise commitment baby turf department patch charge".split()
)
_GLAD = frozenset({"liking"})
_LOOKS = frozenset("if when once until as".split())
_MOST = 7  # words of somebody who is named


def answering(s: Statement) -> Range | None:
    """Where a clause names who answers for the goal, and the lists do not know its verb."""
    return (
        _closing(s)
        or _said(s)
        or _task(s)
        or _as_owner(s)
        or _left_to(s)
        or _glad(s)
        or _both_ways(s)
        or _by_whom(s)
        or _named_first(s)
    )


def _starts(s: Statement) -> list[int]:
    """Where a clause may start that names somebody: after a pause, and at the head."""
    if _OPENS.isdisjoint(s.vocabulary):
        return [s.opening]
    return [s.opening, *(k + 1 for k in range(s.opening, s.size - 1) if s.words[k] in _OPENS and not s.glued(k + 1))]


def _closing(s: Statement) -> Range | None:
    """“… – Aiko watches this”, “…; Ms Okafor weighs”, “… / Tariq measures”."""
    if _IT.isdisjoint(s.vocabulary) and _FIRM.isdisjoint(s.words[s.opening : s.size - 1]):
        return None
    for start in _starts(s):
        for k in range(start + 1, min(start + _MOST, s.size)):
            if s.words[k] in _JOINED or "title" in s.tags[k - 1]:
                continue
            if s.kinds[k] != "word" or s.kinds[k - 1] not in ("word", "name", "sign"):
                break
            word = s.words[k]
            verb = word.endswith("s") and not word.endswith("ss") and word not in _NO_VERB
            if verb and _alone(s, start, k) and _somebody(s, start, k):
                return start, k
    return None


_JOINED = frozenset("-'’.&")
_NO_VERB = frozenset("is was has his its this less does as us".split())


def _alone(s: Statement, start: int, k: int) -> bool:
    """Whether behind a verb nothing stands but “it”, or how often."""
    after = k + 1
    after += s.words[after] in _TOO
    if s.words[after] in _IT:
        after += 1
        return s.kinds[after] != "word" or s.words[after] in _WHEN or "by" in s.tags[after]
    ends = s.words[after] in ("", ".", ",", ";", "|", "/", ")")
    firm = start > s.opening and (s.words[start - 1] in _FIRM)
    return firm and after <= k + 2 and (ends or s.words[after] in _WHEN)


def _somebody(s: Statement, start: int, k: int) -> bool:
    """Whether the words before a verb name one who could answer for a goal."""
    if s.has(start, "pronoun", "all", "number", "metric", "verb") or s.has(k - 1, "thing", "design", "metric", "head"):
        return False
    led = s.has(start, "determiner") > 0 and s.words[start] not in ("a", "an")
    if s.has(start, "title") or (name(s, start) and (start > s.opening or _known(s, k))):
        return True
    if not (led or s.has(start, "role")) or not _known(s, k):
        return False
    return any("role" in s.tags[j] or "people" in s.tags[j] or _agent(s.words[j]) for j in range(start, k))


def _known(s: Statement, k: int) -> bool:
    return s.has(k, "owns") > 0 or s.words[k] in ("cares", "weighs", "runs", "minds")


def _agent(word: str) -> bool:
    """“Gardener”, “skipper”, “dentist”."""
    return len(word) > 5 and word.endswith(("er", "or", "ist", "ian", "eer", "man", "woman"))


def _said(s: Statement) -> Range | None:
    """“…, says the head of nursing, …”."""
    for k in () if _SAYS.isdisjoint(s.vocabulary) else range(1, s.size):
        if s.words[k] in _SAYS and s.words[k - 1] in (",", ";", "–", "—", "”", '"') and party_end(s, k + 1):
            return k + 1, max(s.clause_end(k + 1), k + 2)
    return None


def _task(s: Statement) -> Range | None:
    """“…, in Karim's hands”, “that is Pavel's job”."""
    for k in () if _TASKS.isdisjoint(s.vocabulary) else range(1, s.size):
        mark = k - 1
        whose = s.words[mark].endswith(("'s", "’s")) or s.words[mark] in ("'", "’")
        if s.words[k] not in _TASKS or not whose:
            continue
        start = mark
        while start > 0 and s.kinds[start - 1] == "word" and not s.has(start - 1, "stop") and mark - start < _MOST:
            start -= 1
        start -= s.words[start - 1] in ("the", "our")
        if s.capital(mark) or s.any("role", first=start, last=mark + 1) >= 0:
            return start, k
        if any(_agent(s.words[j].removesuffix("'s")) for j in range(start, k)):
            return start, k
    return None


def _as_owner(s: Statement) -> Range | None:
    """“…, with Lucie as owner”, “Lucie as the one in charge”."""
    for k in s.standing("as"):
        after = k + 1 + (s.words[k + 1] in ("the", "its", "our", "goal", "metric"))
        if not s.has(after, "owner_noun", "owner_adjective"):
            continue
        for start in range(max(0, k - _MOST), k):
            if s.words[start] != "with" and s.words[start - 1] in ("with", ",", ";", "(") and party_end(s, start) == k:
                return start, k
    return None


def _left_to(s: Statement) -> Range | None:
    """“It is up to the harvest desk to …”, “it is for Pavel to …”."""
    for k in s.standing("is"):
        size = 2 if s.words[k + 1 : k + 3] == ["up", "to"] else (s.words[k + 1] in ("for", "on"))
        end = party_end(s, k + 1 + size) if size and s.words[k - 1] in ("it", "this", "that") else 0
        if end and s.words[end] in ("to", "", ".", ",", ";"):
            return k + 1 + size, end
    return None


def _glad(s: Statement) -> Range | None:
    """“… if Harbour Control is happy with …”."""
    if _GLAD.isdisjoint(s.keys):
        return None
    for k in s.at("liking"):
        for start in range(max(1, k - _MOST), k):
            if s.words[start - 1] in _LOOKS and s.has(start, "people") == 0 and party_end(s, start) == k:
                return start, k
    return None


def _both_ways(s: Statement) -> Range | None:
    """“The claims lead, Ilse, stops …”, “the panel (two vets and a farrier) confirms …”: an office and who holds it."""
    first = s.opening
    if "," not in s.words[first:] or not s.has(first, "determiner", "role", "title"):
        return None
    comma = s.words.index(",", first)
    end = s.clause_end(comma + 1)
    told = s.words[end] == "," and s.words[end + 1].endswith("s") and s.has(comma - 1, "role")
    return (first, end) if told and name(s, comma + 1) and end - comma < 4 and s.kinds[end + 1] == "word" else None


def _by_whom(s: Statement) -> Range | None:
    """“…, by the head of stores”: at the end, behind a comma."""
    for k in s.standing("by"):
        end = party_end(s, k + 1) if s.words[k - 1] == "," else 0
        end = s.clause_end(end) if s.words[end] == "of" else end  # “of stores”
        who = range(k + 1, end)
        if end and s.words[end] in _CLOSED and any("role" in s.tags[j] or _agent(s.words[j]) for j in who):
            return k + 1, end
    return None


def _named_first(s: Statement) -> Range | None:
    """“Bertil tracks churn among season-ticket holders”."""
    k = s.opening
    known = s.tags[k] or s.kinds[k] != "word" or not s.capital(k) or s.words[k].endswith("s")
    if known or s.words[k + 1] not in _KEEPS or not s.has(k + 2, "metric", "determiner"):
        return None
    return k, k + 1


_CLOSED = ("", ".")
_KEEPS = frozenset("tracks reports monitors watches owns".split())
