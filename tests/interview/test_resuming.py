"""What a turn that was cut off still has to do: what `step` asked for, from nothing but the stored talk."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.interview.effects import Review
from app.interview.moves import (
    Confirm,
    Edit,
    Enough,
    Explain,
    Move,
    Redraft,
    Retry,
    Say,
    Stop,
    Suggest,
    Use,
)
from app.interview.resuming import unfinished
from app.interview.state import Passage
from tests.interview.scenes import Scene, asked, listening, proposed, scene


def looked_at() -> Scene:
    return scene(reviews=True)


def offered() -> Scene:
    at = scene()
    at.talk = replace(at.talk, passages=(Passage("p1", "how", "By camera.", "t0"),))
    return at


def doubted() -> Scene:
    at = proposed()
    at.say("Well, fine.")
    at.hears("", inferred="later")
    return at


def stopped() -> Scene:
    at = listening()
    at.move(Stop("why"))
    return at


def model_drafted() -> Scene:
    return scene(reviews=True).drafted("Vials break.", 1)


CASES: list[tuple[str, Callable[[], Scene], Move]] = [
    ("words", scene, Say("Vials break.", box="why")),
    ("words with others that were taken for a move", doubted, Say("And they leak.")),
    ("a passage", offered, Use("how", ("p1",))),
    ("words after a no", doubted, Confirm("why", yes=False)),
    ("words tried again", stopped, Retry("why")),
    ("a redraft", proposed, Redraft("why", "shorter")),
    ("an explanation", scene, Explain("why", 2, reader="a nurse")),
    ("ideas", scene, Suggest("why")),
    ("a look at an edit", looked_at, Edit("why", "Vials leak.", answer=0)),
    ("a look after enough", model_drafted, Enough("why")),
]


@pytest.mark.parametrize(("given", "move"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_the_work_of_a_turn_is_read_from_the_talk(given: Callable[[], Scene], move: Move) -> None:
    at = given()
    at.move(move)
    work = at.works[-1]
    again = unfinished(at.talk, at.canvas, work.turn, move)
    if isinstance(work, Review):  # what was there before the draft is judged already
        assert again == replace(work, before=work.after)
    else:
        assert again == work


def test_a_full_look_at_the_words_of_a_turn() -> None:
    at = scene(reviews=True).drafted("Vials break.", 1, 2)
    review = at.work(Review)
    assert unfinished(at.talk, at.canvas, "t1", Say("Vials break.")) == replace(review, before=review.after)


def test_a_full_look_at_a_redraft_is_not_drafted_again() -> None:
    at = scene(reviews=True).drafted("Vials break.", 1, 2)
    at.looks()
    move = Redraft("why")
    at.move(move)
    at.hears("They break.")
    assert isinstance(unfinished(at.talk, at.canvas, "t2", move), Review)


def test_a_look_at_a_draft_that_was_accepted_meanwhile_is_one_at_the_accepted_text() -> None:
    at = scene(reviews=True).drafted("Vials break.", 1, 2)
    at.accept()
    assert unfinished(at.talk, at.canvas, "t1", Say("Vials break.")) == Review(
        "why", "t1", "Vials break.", "Vials break."
    )


def test_nothing_is_left_of_a_turn_that_is_over() -> None:
    at = asked()
    assert unfinished(at.talk, at.canvas, "t1", Say("Vials break.")) is None
    assert unfinished(at.talk, at.canvas, "t9", Explain("why")) is None
