import pytest

from app.channels.terminal.conflict import again
from app.errors import AnswerConflict
from app.interview import moves as m

CONFLICT = AnswerConflict("Why changed.", advice="", box="why", yours="Mine.", theirs="Theirs.", number=4)


@pytest.mark.parametrize(
    ("move", "then"),
    [
        (m.Accept("why", 2), m.Edit("why", "Mine.", answer=4)),
        (m.Accept("why", 2, text="My own."), m.Edit("why", "My own.", answer=4)),
        (m.Edit("why", "Mine.", answer=3, draft=2), m.Edit("why", "Mine.", answer=4)),
        (m.Clear("why", 3), m.Clear("why", 4)),
        (m.Restore("why", number=1, answer=3), m.Restore("why", number=1, answer=4)),
        (m.StillTrue("why"), m.StillTrue("why")),
    ],
)
def test_what_stands_is_sent_on_what_the_box_is_now(move: m.Move, then: m.Move) -> None:
    assert again(move, CONFLICT) == then
