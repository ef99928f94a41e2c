"""Every column is read back once in a round, whichever way its boxes were settled."""

from dataclasses import replace

from app.canvas.model import NonAnswer, OpenQuestion
from app.interview import route
from app.interview.state import Pace
from tests.interview.scenes import ANNA, NOW, Scene, accepted, scene, settled
from tests.interview.test_changing_again import finish, read_back


def test_a_column_whose_last_box_was_accepted_while_another_was_changed_is_read_back() -> None:
    at = settled()
    at.drafted("Vials leak.", 1, 2)
    assert read_back(finish(at, "who")) == []
    assert read_back(at.accept()) == ["read back Column 1: why,who"]


def test_a_column_is_read_back_once_in_each_round() -> None:
    left = OpenQuestion("q", "how", 2, NonAnswer.DONT_KNOW, ANNA, NOW, iteration=1)
    base = scene(answers={"how": accepted("how", "By camera.")})
    canvas = replace(base.canvas, iteration=replace(base.canvas.iteration, number=2, open_questions=(left,)))
    at = Scene(canvas, route.fresh(canvas, id="v2", pace=Pace.GUIDED).with_place(ANNA, "how"))
    assert read_back(finish(at, "how")) == ["read back Column 2: how"]
