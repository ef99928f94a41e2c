"""Words that take a goal half back: “roughly 90 %”, “would be nice”, “if the network permits”."""

from app.critic.goals.scene import before
from app.critic.goals.slots import Slots
from app.critic.goals.statement import Statement

_WISHES = frozenset({"would", "we'd", "i'd", "it'd", "that'd"})
_WISHED = frozenset("be like love prefer appreciate help suffice make welcome settle please delight do mean".split())
_KINDS = frozenset({"kind", "sort"})
_MEANT = frozenset("the a an any each every per this that one what which same and of".split())
_THEIRS = frozenset("own the their random best".split())
_ALLOWING = frozenset({"allowing", "permitting", "willing"})


def _found(s: Statement, key: str) -> str:
    return next((s.quote(*each) for each in s.each(key)), "")


def soft_words(slots: Slots) -> str:
    """The words that say that nobody is held to the target."""
    s, q = slots.s, slots.aimed
    if q is not None:
        start = before(s, q)
        start -= "magnitude" in s.tags[start] and s.words[start - 1] == "a"  # “around a dozen”
        k = s.any("soft_number", first=start, last=q.first) if "soft_number" in s.keys else -1
        k = k if k >= 0 else s.ends(start, "soft_number", reach=4)
        k = -1 if k >= 0 and s.words[k - 1].rstrip("s") in ("sum", "add", "amount", "come") else k
        if k >= 0 or s.words[q.first - 1] in ("~", "≈"):
            k = k if k >= 0 else q.first - 1
            return s.quote(k, max(k + s.has(k, "soft_number"), k + 1))
        for k in (q.value, q.last, q.last + 1) if "soft_after" in s.keys else ():
            if size := s.has(k, "soft_after"):
                return s.quote(k, k + size)
    return _softened(s) or _wish(s)


def _softened(s: Statement) -> str:
    """The first words of the list, but not “per kind of damage”, nor “45 of 50 users are happy with it”."""
    for k, end in s.each("soft"):
        kind = s.words[k] in _KINDS and s.words[k - 1] in _MEANT
        pleased = s.words[k] == "happy" and all(s.kinds[j] != "number" for j in range(end, end + 4))
        made = s.words[k].endswith("guess") and s.words[k - 1] in _THEIRS  # “the brewers' own guess”
        if not (kind or pleased or made):
            return s.quote(k, end)
    return ""


def _wish(s: Statement) -> str:
    """“Would” of a wish, not of a clause that says what would happen else."""
    for k in () if _WISHES.isdisjoint(s.vocabulary) else range(s.size):
        if (
            s.words[k] in _WISHES
            and s.words[k + 1] in _WISHED
            and s.words[k - 1]
            not in (
                "that",
                "which",
                "who",
                "what",
                "otherwise",
                "this",
            )
        ):
            return s.quote(k, k + 1)
    return ""


def way_out(s: Statement) -> str:
    """Words that let the goal be left out: “if the network permits”, “as low as we can”."""
    for k, _ in s.each("condition"):
        if s.words[k : k + 2] == ["as", "well"]:
            continue  # “R² is shown as well”
        for end in range(k + 1, min(k + 8, s.size)):
            if s.has(end, "permit") and s.words[end + 1] not in ("to", "error", "value", "range", "limit"):
                return s.quote(k, end + 1)
            if s.words[end] == "can" and s.words[end - 1] in ("we", "they", "it"):
                return s.quote(k, end + 1)
            if s.kinds[end] not in ("word",):
                break
    return _found(s, "escape") or _proviso(s) or _allowing(s)


def _proviso(s: Statement) -> str:
    """“As long as the budget holds”, but not “as long as it stays under 3 s”."""
    for k, end in s.each("proviso"):
        if all(s.kinds[j] != "number" for j in range(end, s.clause_end(end))):
            return s.quote(k, end)
    return ""


def _allowing(s: Statement) -> str:
    """“Budget allowing”."""
    for k in () if _ALLOWING.isdisjoint(s.vocabulary) else range(s.size):
        if s.words[k] in _ALLOWING and s.kinds[k - 1] == "word" and s.kinds[k + 1] != "word":
            return s.quote(k - 1, k + 1)
    return ""
