"""Rates that were said in other words, and are marked as if nobody had said them: app/canvas/grounding.py, _RATE.

Run by its name; once it passes, it belongs into HELD of test_grounding.py.
"""

import pytest

from app.canvas.grounding import holds


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("We train it every day.", "we train daily"),
        ("We train it each week.", "weekly training"),
        ("Each month a batch is lost.", "one batch is lost monthly"),
        ("Per year, 3 batches are lost.", "3 batches are lost yearly"),
        ("400 vials an hour", "400/h"),
        ("Every second vial leaks.", "Every other vial leaks."),
    ],
)
def test_a_rate_that_was_said_is_held(sentence: str, source: str) -> None:
    assert holds(sentence, [source])
