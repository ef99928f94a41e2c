"""By whom: the words of a goal that name who answers for it."""

from app.critic.goals.answering import answering
from app.critic.goals.parties import LONGEST, apposed, initial, name, party_end
from app.critic.goals.statement import PAUSES, Range, Statement

_OWNED = ("label_owner", "done_by", "owns", "owner_adjective", "owner_noun")
_CLAUSES = frozenset("and when which that if until once where while as whether".split())
_WILL = frozenset("will must also then to shall monthly weekly personally should jointly daily quarterly".split())


def owner(s: Statement) -> Range | None:
    """Where the statement names who answers for it."""
    for k in sorted({k for key in _OWNED if key in s.keys for k in s.at(key)}):
        found = (
            _labelled(s, k)
            or _done_by(s, k)
            or ("owner_adjective" in s.tags[k] and _named_so(s, k))
            or _answers(s, k)
            or _answers(s, k - 1)
        )
        if found:
            return found
    return answering(s) or _in_brackets(s)


# ---- “owner: …”, “signed off by …”


def _labelled(s: Statement, k: int) -> Range | None:
    """“Owner: Anna”, “resp. Ingrid”, “responsible is the platform team”, “(lead Anna)”."""
    size = s.has(k, "label_owner")
    if not size:
        return None
    after = k + size + (s.words[k + size] == ".")
    if s.words[after] in (":", "=", "–", "—", "→"):
        return (after + 1, _told_end(s, after + 1)) if after + 1 < s.size else None
    told = s.words[after] in ("is", "are", "with", "by", "lies")
    first = k - (k > 0 and s.words[k - 1] in _OF_WHAT)  # “model owner credit risk”
    bracketed = first == 0 or s.words[first - 1] in ("(", ",", ";", "–", "—", "-", ".", "|", "/")
    if k < 2 and not told and s.words[after] == "for":
        told = any(s.words[j] == "is" and party_end(s, j + 1) for j in range(after, s.size))
        after = next((j for j in range(after, s.size) if s.words[j] == "is"), after)  # “responsible for … is Eva”
    if not (bracketed or told or s.words[after - 1] in ("by", "with", "of")):
        return None
    while s.words[after] in ("is", "are", "with", "by", "lies"):
        after += 1
    end = party_end(s, after)
    return (after, end) if end else None


_OF_WHAT = frozenset("model goal metric process product data risk business system kpi overall service".split())


def _named_so(s: Statement, k: int) -> Range | None:
    """“…, site manager accountable”."""
    if s.kinds[k + s.has(k, "owner_adjective")] == "word":
        return None
    start = next((j + 1 for j in range(k - 1, max(-1, k - 7), -1) if s.words[j] in _CUTS), -1)
    return (start, k) if 0 <= start < k and party_end(s, start) == k else None


_CUTS = frozenset(",;–—(|")


def _told_end(s: Statement, i: int) -> int:
    """Where what follows a label ends: with the clause, but not at the dot of a title or an initial."""
    end = s.clause_end(i)
    while s.words[end] == "." and (s.has(end - 1, "title") or len(s.words[end - 1]) == 1) and end + 1 < s.size:
        end = s.clause_end(end + 1)
    if s.words[end] == "(" and any(s.words[j] == ")" for j in range(end, min(end + 8, s.size))):
        end = next(j for j in range(end, s.size) if s.words[j] == ")") + 1
    return end


def _done_by(s: Statement, k: int) -> Range | None:
    """“Checked every month by the QA team.”"""
    size = s.has(k, "done_by")
    if not size or _share_done(s, k):
        return None
    for by in range(k + size, min(k + size + 9, s.size)):
        if s.words[by] in (("with",) if s.has(k, "rests_with") else ("by",)) and (end := party_end(s, by + 1)):
            return by + 1, end
        if s.words[by] in PAUSES - {"(", ")"}:
            return None
    return None


def _share_done(s: Statement, k: int) -> bool:
    """“70 % of the drafts are accepted by editors”, “images labelled by three nurses”: what is measured, or goes in."""
    if s.words[k] == "labelled" and s.has(k - 1, "design"):
        return True
    return s.words[k - 1] in ("is", "are", "get", "gets") and any(
        s.words[j] in ("%", "percent") and s.words[j + 1] == "of" for j in range(k)
    )


# ---- “Anna signs off”, “the fraud lead is accountable”


def _answers(s: Statement, k: int) -> Range | None:
    held = s.words[k] in ("is", "are", "being", "remains", "stays") and _holds(s, k + 1)
    if k <= 0 or not (held or _acts(s, k)):
        return None
    end = k
    while end > 1 and (s.words[end - 1] in _WILL or s.words[end - 1].endswith("ly")):
        end -= 1
    end -= s.words[end - 1] == "who" and end > 2
    if s.words[end - 1] in (",", "–") and end > 2:
        end -= 1  # “the analytics guild, led by Siobhán, will …”
    start = _subject(s, end)
    if start >= end or s.words[start] in ("every", "each", "all", "any", "no") or s.kinds[k + 1] == "number":
        return None
    if not held and (_by_hand(s, start, k) or (s.words[start] in ("a", "an") and s.words[k] in _PLAIN)):
        return None  # “what Maria does by hand”, “a clerk checks each invoice”
    if s.has(k + 1, "comparator", "number", "fraction") or (
        s.words[k + 1] in ("a", "an") and s.has(k, "takes") and s.words[k - 1] != ")"
    ):
        return None
    lone = start == 0 and end == 1 and not (s.has(0, "role", "title") or held) and s.words[k] in _PLAIN
    return None if lone or not _somebody(s, start, end, held=held) else (start, end)


def _by_hand(s: Statement, start: int, k: int) -> bool:
    return s.words[start - 1] == "what" and s.words[k] in ("do", "does", "did")


# With one word before them, these tell what a thing does, not who answers for it.
_PLAIN = frozenset(
    """
    checks decides reads keeps counts takes leads runs delivers handles stands brings does holds ensures manages
    records marks grades scores rates updates drives scans logs collects watches documents escalates monitors tracks
    """.split()
)


def _holds(s: Statement, k: int) -> bool:
    k += s.words[k] in ("the", "our", "personally", "jointly", "fully")
    k += s.words[k] in ("metric", "goal", "accountable", "responsible", "process") and s.has(k + 1, "owner_noun") > 0
    return s.has(k, "owner_adjective", "owner_noun") > 0


def _acts(s: Statement, k: int) -> bool:
    """Whether a verb stands here of one who answers for something: “signs off”, “to report”, “signed up”."""
    if not s.has(k, "owns"):
        return False
    if s.words[k].endswith("s") or s.words[k - 1] in _WILL:
        return True
    if s.words[k - 2] == "and" and s.capital(k - 1) and s.capital(k - 3):
        return True  # “Eva and Tim track it”
    vowed = s.words[k] in ("signed", "promised", "committed", "pledged", "vouched") and s.has(k - 1, "done_by") == 0
    return vowed or s.words[k] in ("commit", "promise", "own", "pledge", "sign", "guarantee", "answer")


def _somebody(s: Statement, start: int, end: int, *, held: bool) -> bool:
    if held or party_end(s, start) == end or (s.has(start, "title") and end - start < 6):
        return True
    return name(s, start) and s.words[start + 1] in ("from", "of", "in", "at", "(", ",")


def _subject(s: Statement, end: int) -> int:
    """Where the words start that end before a verb."""
    start, depth = end, 0
    while start > 0 and end - start < LONGEST:
        word = s.words[start - 1]
        depth += (word == ")") - (word == "(")
        if depth < 0:
            break
        dotted = word == "." and start > 1 and (s.has(start - 2, "title") or initial(s, start - 2))
        beside = (word == "," and apposed(s, start - 1)) or (
            word == "and" and s.capital(start) and s.capital(start - 2)
        )
        if not depth and not (dotted or beside) and (word in PAUSES - {"(", ")"} or word in _CLAUSES):
            break
        start -= 1
    return _from_title(s, start, end)


def _from_title(s: Statement, start: int, end: int) -> int:
    """A title or a name right before the verb, where more stands before it: “… is what Dr Farrugia signed up for”."""
    what = next((k for k in range(end - 1, start, -1) if s.words[k - 1] in ("what", "is")), start)
    return what


# ---- at the end, where people put a name


def _in_brackets(s: Statement) -> Range | None:
    """“… (Anna).”, “… – QA team”."""
    end = s.size
    if s.vocabulary.isdisjoint("(–—;|·•→"):
        return None
    while end and s.words[end - 1] in (".", ")"):
        end -= 1
    for start in range(max(1, end - 5), end):
        opens = s.words[start - 1] == "(" or (s.words[start - 1] in ("–", "—") and s.capital(start))
        opens = opens or (s.words[start - 1] in ("|", "·", "•", "→") and s.capital(start))
        opens = opens or (s.words[start - 1] == ";" and s.capital(start) and s.capital(end - 1) and end > start + 1)
        if opens and (s.capital(start) or s.has(start, "determiner", "role")) and party_end(s, start) == end:
            return start, end
    return None
