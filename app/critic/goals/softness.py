"""Words that take a goal half back: “roughly 90 %”, “would be nice”, “if the network permits”."""

from app.critic.goals.scene import before
from app.critic.goals.slots import Slots
from app.critic.goals.statement import Statement

_WISHES = frozenset({"would", "we'd", "i'd"})
_ALLOWING = frozenset({"allowing", "permitting", "willing"})


def _found(s: Statement, key: str) -> str:
    k = s.any(key)
    return s.quote(k, k + s.has(k, key)) if k >= 0 else ""


def soft_words(slots: Slots) -> str:
    """The words that say that nobody is held to the target."""
    s, q = slots.s, slots.aimed
    if q is not None:
        start = before(s, q)
        k = s.any("soft_number", first=start, last=q.first)
        k = k if k >= 0 else s.ends(start, "soft_number", reach=4)
        k = -1 if k >= 0 and s.word(k - 1).rstrip("s") in ("sum", "add", "amount", "come") else k
        if k >= 0 or s.word(q.first - 1) in ("~", "≈"):
            k = k if k >= 0 else q.first - 1
            return s.quote(k, max(k + s.has(k, "soft_number"), k + 1))
        for k in (q.value, q.last, q.last + 1):
            if size := s.has(k, "soft_after"):
                return s.quote(k, k + size)
    return _found(s, "soft") or _wish(s)


def _wish(s: Statement) -> str:
    """“Would” of a wish, not of a clause that says what would happen else."""
    for k, token in enumerate(() if _WISHES.isdisjoint(s.vocabulary) else s.tokens):
        if token.text in ("would", "we'd", "i'd") and s.word(k - 1) not in (
            "that",
            "which",
            "who",
            "what",
            "otherwise",
            "this",
        ):
            return s.quote(k, k + 1)
    return ""


def way_out(s: Statement) -> str:
    """Words that let the goal be left out: “if the network permits”, “as low as we can”."""
    for k, _ in s.index.get("condition", ()):
        for end in range(k + 1, min(k + 8, s.size)):
            if s.has(end, "permit") and s.word(end + 1) not in ("to", "error", "value", "range", "limit"):
                return s.quote(k, end + 1)
            if s.word(end) == "can" and s.word(end - 1) in ("we", "they", "it"):
                return s.quote(k, end + 1)
            if s.kind(end) not in ("word",):
                break
    return _found(s, "escape") or _proviso(s) or _allowing(s)


def _proviso(s: Statement) -> str:
    """“As long as the budget holds”, but not “as long as it stays under 3 s”."""
    for k, end in s.index.get("proviso", ()):
        if all(s.kind(j) != "number" for j in range(end, s.clause_end(end))):
            return s.quote(k, end)
    return ""


def _allowing(s: Statement) -> str:
    """“Budget allowing”."""
    for k, token in enumerate(() if _ALLOWING.isdisjoint(s.vocabulary) else s.tokens):
        if token.text in ("allowing", "permitting", "willing") and s.kind(k - 1) == "word" and s.kind(k + 1) != "word":
            return s.quote(k - 1, k + 1)
    return ""
