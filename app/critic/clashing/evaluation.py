"""CON-02: the objective counts one thing, and the evaluation another."""

from collections.abc import Sequence
from functools import cache

from app.critic.clashing.claim import Claim
from app.critic.clashing.cues import sayings
from app.critic.clashing.same import people
from app.critic.stems import stems_of

_NEAR = 45  # characters between a metric and the words that make it decide
GOALS, CHECKS = "objectives", "metrics-and-evaluation"


def other_goal(goals: Sequence[Claim], checks: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """A goal and the words of the evaluation that cannot both be meant."""
    return _other_metric(goals, checks) or _left_out(goals, checks)


def _other_metric(goals: Sequence[Claim], checks: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The metric of a goal that the evaluation does not name, and the only one or the deciding one that it names."""
    wanted, named = _metrics(goals), _metrics(checks)
    if not wanted or not named or {each.value for each in wanted} & {each.value for each in named}:
        return None
    sole = next((each for each in named if _deciding(each, checks)), None)
    return (wanted[0], sole) if sole else None


def _metrics(facts: Sequence[Claim]) -> list[Claim]:
    return [each for each in facts if each.kind == "metric"]


def _deciding(metric: Claim, checks: Sequence[Claim]) -> bool:
    deciding = [each for each in checks if each.value in ("by one metric only", "by this metric")]
    return any(each.sentence == metric.sentence and _between(each, metric) <= _NEAR for each in deciding)


def _between(one: Claim, other: Claim) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def _left_out(goals: Sequence[Claim], checks: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """A goal with a number, and the words that leave what it counts out of the evaluation."""
    for out in (each for each in checks if each.value == "leaves this out"):
        what = out.task - sayings().words("dull")
        for goal in goals:
            if goal.kind == "goal" and what and (what <= goal.about or _named(what, goal)):
                return goal, out
    return None


_FEW = 4  # words that a short clause is about


def _named(what: frozenset[str], goal: Claim) -> bool:
    """A short clause that leaves out what the goal is named by: “the yield is not measured”."""
    return len(what) <= _FEW and bool(what & goal.about - _unspecific())


@cache
def _unspecific() -> frozenset[str]:
    return stems_of(sayings().words("unspecific")) | people()
