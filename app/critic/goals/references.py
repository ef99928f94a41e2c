"""A target by what it is held against: “at least as good as today's process”, “no more errors than they make”."""

from app.critic.goals.numbers import Numbers, Role
from app.critic.goals.rivals import named
from app.critic.goals.statement import Range

_NOW = frozenset("now today before currently presently ever last".split())
_SOMEWHAT = frozenset(
    "somewhat slightly clearly noticeably considerably much far significantly markedly marginally bit little "
    "substantially visibly distinctly appreciably measurably notably even".split()
)
_WEAK = frozenset("match matches matching better fewer lower higher more less".split())


def reference(n: Numbers, metric: Range | None) -> tuple[Range | None, bool]:
    """The words of it, where a metric stands beside; and whether it is loose: “somewhat lower than the forecast”."""
    s = n.s
    if n.achieved or metric is None or "priority" in s.keys:
        return None, False
    k = s.any("reference")
    if k < 0:
        return (_apart(n) if "than" in s.vocabulary else None), False
    size = s.has(k, "reference")
    if s.words[k] in ("more", "less") and s.kinds[k - 1] == "word" and not s.has(k - 1, "linking", "no", "metric"):
        return None, s.words[k - 1] in _SOMEWHAT  # “too low hurts more than too high”
    if _loosely(n, k, k + size):
        return None, True
    if s.words[k + size] in ("we", "it", "they", "possible", "you", "humanly"):
        return None, False
    strong = s.words[k] not in _WEAK or Role.BASELINE in n.played
    strong = strong or (s.words[k + size - 1] == "than" and named(s, k + size))
    return ((k, k + size) if strong else None), False


def _loosely(n: Numbers, k: int, end: int) -> bool:
    """“Somewhat lower than the forecast”, “both higher than now”: by how much, and than what?"""
    s = n.s
    if s.words[end - 1] != "than" or s.words[k] not in _WEAK:
        return False
    now = (s.words[end] in _NOW or s.has(end, "baseline")) and not s.words[end].endswith("'s")
    return s.words[k - 1] in _SOMEWHAT or (bool(now) and Role.BASELINE not in n.played)


def _apart(n: Numbers) -> Range | None:
    """“No more errors than the inspectors make”: a comparison with words inside."""
    s = n.s
    for k in range(s.size):
        if s.words[k] == "than" and named(s, k + 1) and not any(a <= k < b for a, b in n.deadlines):
            if s.has(k + 1, "metric") and s.kinds[k + 1 + s.has(k + 1, "metric")] != "word":
                return None  # “false alarms are worse than misses”: which of two matters more
            start = next((j for j in range(k - 1, max(-1, k - 6), -1) if "than_before" in s.tags[j]), -1)
            if start >= 0:
                return start - (s.words[start - 1] in ("no", "not")), k + 1
    return None
