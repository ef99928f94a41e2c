"""A number that is aimed at, and one that only tells what is so, is done, or may be spent; `facts.txt`, one a line.

The sign is the verdict. Written while the rules were widened, so they keep what was reached; no evidence of how well
they work.
"""

from pathlib import Path

import pytest

from app.canvas.template import Box
from app.critic.goals.measurability import measure, measured

MANY = 40  # lines in a test: to start one takes longer than to read a line
LINES = Path(__file__).with_name("facts.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("start", range(0, len(LINES), MANY))
def test_what_is_aimed_at_is_told_from_what_is_so(objectives: Box, start: int):
    lines = LINES[start : start + MANY]
    assert [line for line in lines if heard(objectives, line[2:]) != line[0]] == []


@pytest.mark.parametrize(
    "text",
    [
        "Nurses should be happier with their work at the desk.",
        "Shop leads should be happier with the planning.",
        "Drivers must feel calmer.",
    ],
)
def test_a_wish_for_a_better_mood_is_a_goal_without_a_metric(objectives: Box, text: str):
    assert [spot.criterion for spot in measure(objectives, text)] == ["MEAS-01"]


def heard(box: Box, text: str) -> str:
    return "-+"[any(each.verdict for each in measured(box, text))]
