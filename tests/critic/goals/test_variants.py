"""What the slots and the verdict are of many ways to say one thing: `variants.txt`, one a line.

Written while the rules were widened, so they keep what was reached; they are no evidence of how well it works.
"""

from pathlib import Path

import pytest

from app.canvas.template import Box
from app.critic.goals.measurability import measured
from tests.critic.goals.test_measurability import LETTERS

MANY = 40  # lines in a test: to start one takes longer than to read a line
LINES = Path(__file__).with_name("variants.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("start", range(0, len(LINES), MANY))
def test_each_way_to_say_it_is_heard(objectives: Box, start: int):
    lines = LINES[start : start + MANY]
    assert [
        f"{heard(objectives, line)}|{line}" for line in lines if heard(objectives, line) != line.split("|")[0]
    ] == []


def heard(objectives: Box, line: str) -> str:
    """The letters of the filled slots, and + for a goal that can be measured."""
    text = line.split("|", 1)[1]
    found = measured(objectives, text)
    assert all(text[slot.start : slot.end] == slot.quote for each in found for slot in each.slots)
    names = {slot.name for each in found for slot in each.slots}
    filled = "".join(letter for letter, name in LETTERS.items() if name in names)
    return filled + "-+"[any(each.verdict for each in found)]
