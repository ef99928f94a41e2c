"""Why a question was left open is told in the words of whoever left it."""

from pathlib import Path

from tests.weather.outside import SECOND, Begun, outside
from tests.weather.test_inventions import adding


async def test_a_question_that_was_asked_is_not_left_open_for_a_reason_that_nobody_gave(tmp_path: Path, begun: Begun):
    """app/facilitator/listening.py, left_open: a dont_know to what was asked keeps a reason that is nobody's words."""
    left = [{"question": 2, "kind": "dont_know", "reason": "The regulator forbids it."}]
    async with outside(tmp_path, begun) as out:
        out.sky.turn("listen", adding(left_open=left, coverage=[]))
        await out.say(SECOND)
        assert [each.reason for each in (await out.box()).open_questions] in ([], [""])
