"""Faults found in what the engine does with a model's answers. Each test fails until its fault is mended."""

import pytest

from app.canvas.model import NonAnswer
from app.interview.effects import Listen, Unanswered
from app.interview.moves import Confirm, Retry, Skip
from app.interview.state import Ask, Passage, Status
from tests.interview.scenes import asked, listening, proposed, scene

WHY = "The model is slow."


def test_words_that_may_be_a_move_are_in_one_place_when_the_model_failed() -> None:
    at = proposed()
    at.say("Fine with me.")
    at.hears("", inferred="accept", without_model=WHY)
    assert at.box().pending is not None
    assert at.box().again == ()  # they wait for a yes or no


def test_words_that_the_model_heard_after_a_no_are_not_for_another_try() -> None:
    at = proposed()
    at.say("Fine with me.")
    at.hears("", inferred="accept", without_model=WHY)
    at.move(Confirm("why", yes=False))
    at.hears("They leak.")
    assert at.box().again == ()


def test_a_yes_to_put_the_box_off_leaves_no_words_to_try_again_as_an_answer() -> None:
    at = asked()
    at.say("Let us skip this box for now.")
    at.hears("", inferred="later", without_model=WHY)
    at.move(Confirm("why", yes=True))
    assert (at.box().again, at.box().unheard) == ((), ())


def test_no_words_are_tried_again_twice_at_once() -> None:
    at = asked()
    at.say("Let us skip this box for now.")
    at.hears("", inferred="later", without_model=WHY)
    at.move(Skip("why", NonAnswer.DONT_KNOW))  # not what they meant: they may be tried again
    at.move(Retry("why"))
    assert at.work(Listen).turns == ("t2",)


def test_the_same_words_in_one_result_are_offered_once() -> None:
    at = listening()
    at.hears("", passages=(Passage("", "how", "By camera.", "t1"), Passage("", "how", "By camera.", "t1")))
    assert [each.text for each in at.talk.offered("how")] == ["By camera."]


def test_who_could_find_out_is_not_asked_once_an_explicit_skip_names_them() -> None:
    at = scene()
    at.say("1: don't know")
    at.hears("", skips=(Unanswered(1, NonAnswer.DONT_KNOW),))
    at.move(Skip("why", NonAnswer.DONT_KNOW, 1, owner="Bo"))
    at.say("Patients.")
    at.hears("Patients are hurt.", 2)
    assert at.box().unowned == ()
    assert not any(each.owner_of for each in at.box().asks)


def test_nobody_knows_who_could_find_out_is_no_word_about_the_whole_box() -> None:
    at = scene()
    at.say("1: don't know")
    at.hears("", skips=(Unanswered(1, NonAnswer.DONT_KNOW),))
    at.say("Patients.")
    at.hears("Patients are hurt.", 2)
    assert at.box().asked == Ask("why 1? Who could find out, and by when?", owner_of=1)
    lines = at.say("no idea")
    assert not any(line.startswith("confirm") for line in lines)
    assert lines[-2:] == ["propose why 1", "end t3 done"]


@pytest.mark.parametrize("meaning", ["question", "off_topic"])
def test_words_that_only_ask_leave_the_draft_on_the_table(meaning: str) -> None:
    at = proposed()
    at.say("What is a vial?")
    at.hears("", meaning=meaning, reply="A small bottle.")
    assert (at.box().status, at.box().asked) == (Status.PROPOSED, None)
