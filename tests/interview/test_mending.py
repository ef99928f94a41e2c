"""Somebody leaves a box to mend another one, and comes back to it."""

from app.interview.moves import GoTo
from tests.interview.scenes import ANNA, BO, Scene, scene, settled


def mending() -> Scene:
    """“Why” was accepted and nobody was at “who”. Anna left “how” half done, to say more in “why”."""
    at = settled()
    at.move(GoTo("how"))
    at.say("By camera.", "how")
    at.hears("By camera.")
    at.move(GoTo("why"))
    at.say("It began in May.")
    at.hears("It began in May.")
    return at


def test_from_a_box_that_was_mended_one_goes_back_to_the_one_that_was_left() -> None:
    at = mending()
    at.accept()
    assert at.talk.place(ANNA) == "how"


def test_not_if_somebody_else_sits_there() -> None:
    at = mending()
    at.talk = at.talk.with_place(BO, "how")
    at.accept()
    assert at.talk.place(ANNA) == "who"


def test_after_a_box_that_is_accepted_for_the_first_time_one_goes_on_in_order() -> None:
    at = scene()
    at.move(GoTo("how"))
    at.say("By camera.", "how")
    at.hears("By camera.")
    at.move(GoTo("why"))
    at.drafted("Vials break.", 1, 2).accept()
    assert at.talk.place(ANNA) == "who"
