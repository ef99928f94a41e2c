"""Goals, and what looks like one: facts, rules, definitions, samples; `verdicts.txt`, one a line.

The letters are those of metric, target, unit and baseline alone, so that the other slots can move by themselves.
Written while the rules were widened, so they keep what was reached; they are no evidence of how well it works.
"""

from pathlib import Path

import pytest

from app.canvas.template import Box
from app.critic.goals.measurability import measured
from tests.critic.goals.test_measurability import LETTERS

MANY = 40  # lines in a test: to start one takes longer than to read a line
LINES = Path(__file__).with_name("verdicts.txt").read_text(encoding="utf-8").splitlines()
SLOTS = {letter: name for letter, name in LETTERS.items() if letter in "MTUB"}


@pytest.mark.parametrize("start", range(0, len(LINES), MANY))
def test_a_goal_is_told_from_what_only_looks_like_one(objectives: Box, start: int):
    lines = LINES[start : start + MANY]
    told = [(heard(objectives, line.split("|", 1)[1]), line) for line in lines]
    assert [each for each in told if each[0] != each[1].split("|")[0]] == []


def heard(box: Box, text: str) -> str:
    found = measured(box, text)
    names = {slot.name for each in found for slot in each.slots}
    filled = "".join(letter for letter, name in SLOTS.items() if name in names)
    return filled + "-+"[any(each.verdict for each in found)]
