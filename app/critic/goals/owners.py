"""By whom: the words of a goal that name who answers for it."""

from app.critic.goals.statement import PAUSES, Range, Statement

_OWNED = ("label_owner", "done_by", "owns", "owner_adjective")
_OWNERS = frozenset(
    """
    owner owned responsible accountable responsibility measured reported checked signed lead dri
    contact goal metric person
    """.split()
)


def owner(s: Statement) -> Range | None:
    """Where the statement names who answers for it."""
    for k in sorted({a for key in _OWNED for a, _ in s.index.get(key, ())}):
        found = _labelled(s, k) or _done_by(s, k) or _answers(s, k) or _answers(s, k - 1)
        if found:
            return found
    return _in_brackets(s)


def _labelled(s: Statement, k: int) -> Range | None:
    size = s.has(k, "label_owner")
    if not size:
        return None
    after = k + size + (s.word(k + size) == "." and s.word(k + size + 1) == ":")
    if s.word(after) in (":", "=", "–"):
        return (after + 1, s.clause_end(after + 1)) if after + 1 < s.size else None
    if s.word(after - 1) == "by" or s.word(after) in ("is", "are"):
        start = after + (s.word(after) in ("is", "are"))
        return (start, _person_end(s, start)) if _person_end(s, start) and s.word(k) in _OWNERS else None
    bracketed = s.word(k - 1) in ("(", ",", ";", "–", "—", "-")
    return (after, _person_end(s, after)) if bracketed and _person_end(s, after) else None


def _done_by(s: Statement, k: int) -> Range | None:
    """“Checked every month by the QA team.”"""
    size = s.has(k, "done_by")
    if not size:
        return None
    for by in range(k + size, min(k + size + 6, s.size)):
        if s.word(by) == "by" and (end := _person_end(s, by + 1)):
            return by + 1, end
        if s.word(by) in PAUSES:
            return None
    return None


def _person_end(s: Statement, i: int) -> int:
    """Where somebody ends who is named here; 0 if nobody is."""
    k = i
    while s.has(k, "determiner"):
        k += 1
    end = 0
    for j in range(k, min(k + 6, s.size)):
        if s.word(j) in ("of", "from", "at", "in", "and", "&", "-", "for") and end:
            continue
        if s.word(j) == "." and s.has(j - 1, "title"):
            continue
        if s.kind(j) not in ("word", "name") or (s.has(j, "verb", "stop") and not s.has(j, "role")):
            break
        if s.has(j, "role", "title") or _name(s, j):
            end = j + 1
    if end and s.word(end) == "(":
        close = next((j for j in range(end, min(end + 7, s.size)) if s.word(j) == ")"), 0)
        end = close + 1 if close else end
    return end


def _name(s: Statement, j: int) -> bool:
    """Whether a word may be somebody's name: a capital, and no other meaning that we know."""
    known = (
        "month",
        "metric",
        "head",
        "unit",
        "holiday",
        "group",
        "stop",
        "verb",
        "label_metric",
        "label_target",
        "event",
        "determiner",
        "comparator",
        "change",
        "goal",
        "activity",
        "quality",
        "currency",
        "design",
        "date_fill",
        "period",
    )
    return s.kind(j) == "word" and s.capital(j) and not s.has(j, *known)


def _answers(s: Statement, k: int) -> Range | None:
    """“Anna (product owner) signs off”, “the fraud lead is accountable”."""
    size = s.has(k, "owns")
    third = bool(size) and (s.word(k).endswith("s") or s.word(k - 1) in ("will", "must", "to", "shall"))
    third = (
        third
        or s.has(k, "owns") > 0
        and s.word(k) in ("commit", "promise", "own", "pledge", "sign", "guarantee", "answer")
    )
    held = s.word(k) in ("is", "are") and s.has(k + 1, "owner_adjective")
    if not (third or held) or k == 0:
        return None
    end = k - (s.word(k - 1) in ("will", "must", "also", "then", "to", "shall", "monthly", "weekly", "personally"))
    start = _subject(s, end)
    if start >= end or s.word(start) in ("every", "each", "all", "any", "no"):
        return None
    full = _person_end(s, start) == end or held or (s.has(start, "title") and end - start < 6)
    if not full and not (_name(s, start) and s.word(start + 1) in ("from", "of", "in", "at")):
        return None
    lone = start == 0 and end == 1 and not (s.has(0, "role", "title") or held)
    if (
        s.kind(k + 1) == "number"
        or s.has(k + 1, "comparator", "number", "fraction")
        or s.word(k + 1) in ("a", "an")
        and s.has(k, "takes")
    ):
        return None
    return (
        None
        if lone
        and s.word(k)
        in (
            "checks",
            "decides",
            "reads",
            "keeps",
            "counts",
            "takes",
            "leads",
            "runs",
            "delivers",
            "handles",
            "stands",
            "brings",
        )
        else (start, end)
    )


def _subject(s: Statement, end: int) -> int:
    """Where the words start that end before a verb."""
    start, depth = end, 0
    while start > 0 and end - start < 10:
        word = s.word(start - 1)
        depth += (word == ")") - (word == "(")
        if not depth and (
            word in PAUSES - {"(", ")"} or word in ("and", "when", "which", "that", "if", "until", "once", "where")
        ):
            if not (word == "." and s.has(start - 2, "title")):
                break
        start -= 1
    return start


def _in_brackets(s: Statement) -> Range | None:
    """“… (Anna).”, “… – QA team”: at the end, where people put a name."""
    end = s.size
    if not any(token.text in "(–—" for token in s.tokens):
        return None
    while end and s.word(end - 1) in (".", ")"):
        end -= 1
    for start in range(max(1, end - 5), end):
        opens = s.word(start - 1) == "(" or (s.word(start - 1) in ("–", "—") and s.capital(start))
        if opens and (s.capital(start) or s.has(start, "determiner", "role")) and _person_end(s, start) == end:
            return start, end
    return None
