"""What the slots and the verdict are of many ways to say one thing: `variants.txt`, one a line.

Written while the rules were widened, so they keep what was reached; they are no evidence of how well it works.
"""

from pathlib import Path

import pytest

from app.canvas.template import Box
from app.critic.goals.lazy import lazy
from app.critic.goals.measurability import measured
from app.critic.goals.scene import Scene
from app.critic.goals.statement import Statement
from tests.critic.goals.test_measurability import LETTERS

LINES = Path(__file__).with_name("variants.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", LINES)
def test_each_way_to_say_it_is_heard(objectives: Box, line: str):
    expected, text = line.split("|", 1)
    found = measured(objectives, text)
    names = {slot.name for each in found for slot in each.slots}
    filled = "".join(letter for letter, name in LETTERS.items() if name in names)
    assert filled + "-+"[any(each.verdict for each in found)] == expected
    assert all(text[slot.start : slot.end] == slot.quote for each in found for slot in each.slots)


def test_a_value_is_found_once_and_its_class_knows_how():
    scene = Scene(Statement("Recall of 0.9.", "recall of 0.9."))
    assert scene.quantities is scene.quantities
    assert isinstance(Scene.quantities, lazy)
