"""Figures with what they should be: the one table of goals, and what is too far from them."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

FAR = 3.0  # times its goal: a busy machine explains less than that


@dataclass(frozen=True, slots=True)
class Goal:
    """At most so much, or at least if `least`.

    A goal that is not `held` is printed and fails nothing: a slower machine is overloaded before it gets there, or
    takes that much longer for anything. What a baseline takes in the same run is held instead.
    """

    what: str
    value: float
    unit: str
    least: bool = False
    held: bool = True

    def far(self, figure: float) -> bool:
        near = figure * FAR >= self.value if self.least else figure <= self.value * FAR
        return not near  # also where there is no figure: nothing came to an end


GOALS = {
    "first_p50": Goal("added time to the first word at 200 turns, p50", 5, "ms", held=False),
    "first_p95": Goal("added time to the first word at 200 turns, p95", 15, "ms", held=False),
    "cpu": Goal("CPU of the server for a turn at 200 turns", 4, "ms", held=False),
    "first_p50_of_50": Goal("added time to the first word at 50 turns, p50", 5, "ms", held=False),
    "first_beside": Goal("added time to the first word at 50 turns, times durable's", 1.5, ""),
    "beside": Goal("CPU for a turn at 50 turns, times bare aiohttp's", 1.5, ""),
    "memory": Goal("memory of the server at 200 turns", 100, "MB"),
    "ready": Goal("from start to the first answer, without litellm", 1.0, "s"),
    "ready_memory": Goal("memory at the first answer, without litellm", 120, "MB"),
    "repeated": Goal("input that repeats an earlier call, from turn 3", 0.75, "", least=True),
    "calls": Goal("calls for a turn, reviews apart", 1.1, ""),
    "naive": Goal("cost beside the naive order", 1 / 6, ""),
}


@dataclass(frozen=True, slots=True)
class Figure:
    goal: str
    value: float


def verdicts(figures: Sequence[Figure]) -> tuple[str, bool]:
    """Each figure beside its goal; whether one is too far from it."""
    lines, bad = [], False
    for each in figures:
        goal = GOALS[each.goal]
        far = goal.far(each.value)
        met = each.value >= goal.value if goal.least else each.value <= goal.value
        bound = f"{'at least' if goal.least else 'at most'} {goal.value:.3g}"
        word = "met" if met else f"over {FAR:.0f} times off" if far else "not met"
        lines.append(f"  {goal.what:58}{each.value:>9.3g} {goal.unit:3} ({bound}): {word}")
        bad = bad or (far and goal.held)
    return "\n".join(lines), bad


def percentile(values: Sequence[float], share: float) -> float:
    if len(values) < 2:
        return values[0] if values else float("nan")
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]
