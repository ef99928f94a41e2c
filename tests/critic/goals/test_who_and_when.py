"""For whom a goal holds, who answers for it and by when, in many words: `who_and_when.txt`, one a line.

Each line names a slot and the words that fill it, or - where nothing may; whatever the other slots hold.
"""

from pathlib import Path

import pytest

from app.canvas.template import Box
from app.critic.goals.measurability import measured

MANY = 40  # lines in a test: to start one takes longer than to read a line
LINES = Path(__file__).with_name("who_and_when.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("start", range(0, len(LINES), MANY))
def test_each_line_fills_its_slot_with_its_words(objectives: Box, start: int):
    lines = LINES[start : start + MANY]
    assert [told(objectives, line) for line in lines if told(objectives, line) != line] == []


def told(objectives: Box, line: str) -> str:
    """The line as it is heard."""
    name, _, text = line.split("|", 2)
    found = [slot for each in measured(objectives, text) if (slot := each.slot(name))]
    return f"{name}|{found[0].quote if found else '-'}|{text}"
