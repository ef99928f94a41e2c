"""Words on their way: heard, waiting, stopped, broken, too late; what a result may and may not change."""

import pytest

from app.canvas.model import NonAnswer
from app.interview.effects import (
    Add,
    Broke,
    ExplainIt,
    Heard,
    Listen,
    Replace,
    Ruled,
    SuggestIt,
    Told,
)
from app.interview.events import Explained
from app.interview.moves import Explain, Retry, Skip, Stop, Suggest
from app.interview.state import Status
from tests.interview.scenes import BO, Scene, asked, listening, said, scene, settled


def reviewing() -> Scene:
    """The words were understood, and a model looks at the draft in full."""
    at = scene(reviews=True)
    at.say("Vials break.")
    at.hears("Vials break.", 1, 2)
    return at


# ---- words that arrive while a turn runs


def test_words_that_arrive_meanwhile_join_the_next_turn_together() -> None:
    at = listening()
    assert at.say("They leak.", by=BO) == ["words why waiting: They leak."]
    assert at.say("Every week.") == ["words why waiting: Every week."]
    assert at.hears("Vials break.")[-2:] == ["end t1 done", "listen why t2 to t2,t3"]
    assert at.box().batch == ("t2", "t3")
    assert at.hears("They leak every week.")[-2:] == ["end t2 done", "end t3 done"]
    assert at.box().heard == ("t1", "t2", "t3")


def test_words_that_wait_are_listened_to_even_if_the_first_turn_breaks() -> None:
    at = listening()
    at.say("They leak.", by=BO)
    assert at.breaks() == ["failure why", "end t1 failed", "listen why t2 to t2"]
    assert at.box().unheard == ("t1",)


def test_words_that_wait_bring_a_skipped_box_back() -> None:
    at = listening()
    at.say("They leak.", by=BO)
    at.move(Skip("why", NonAnswer.LATER))
    assert at.box().status is Status.SKIPPED
    at.hears("")
    assert at.box().status is Status.TALKING


# ---- stop, retry, broken


def test_stopped_words_are_kept_and_tried_again() -> None:
    at = listening()
    at.move(Stop("why"))
    assert (at.box().heard, at.box().unheard) == ((), ("t1",))
    assert at.move(Retry("why")) == ["listen why t3 to t1 literal"]
    assert at.hears("Vials break.", 1)[-1] == "end t3 done"
    assert (at.box().heard, at.box().unheard) == (("t1",), ())


def test_broken_words_are_kept_and_tried_again() -> None:
    at = listening()
    assert at.breaks() == ["failure why", "end t1 failed"]
    assert at.move(Retry("why")) == ["listen why t2 to t1 literal"]


def test_what_is_tried_again_may_change_an_accepted_sentence() -> None:
    at = settled()
    at.say("They leak.")
    at.breaks()
    at.move(Retry("why"))
    work = at.work(Listen)
    at.feed(Heard("why", work.turn, changes=(Replace(0, said("They leak.", "t3")),)))
    assert at.draft() == "They leak."


def test_stop_in_a_full_look_takes_nothing_back() -> None:
    at = reviewing()
    assert at.move(Stop("why")) == ["notice stopped", "end t1 stopped", "end t2 done"]
    assert (at.box().heard, at.box().unheard, at.draft()) == (("t1",), (), "Vials break.")
    assert at.accept()[0] == "keep why#1 accepted: Vials break."


def test_stop_ends_explanations_too() -> None:
    at = scene()
    at.move(Explain("why"))
    at.move(Suggest("why"), BO)
    assert at.move(Stop("why")) == ["notice stopped", "end t1 stopped", "end t2 stopped", "end t3 done"]
    assert at.explains() == []
    assert at.suggests() == []


# ---- results that come too late


def late_heard(at: Scene) -> list[str]:
    return at.feed(Heard("why", "t1", changes=(Add(said("Vials break.", "t1")),)))


def late_look(at: Scene) -> list[str]:
    return at.feed(Ruled("why", (), turn="t1", reviewed=True))


def late_explanation(at: Scene) -> list[str]:
    return at.feed(Told("why", "t1", Explained("why", "It means this.")))


def late_failure(at: Scene) -> list[str]:
    return at.feed(Broke("why", "t1", "It fell over."))


@pytest.mark.parametrize("late", [late_heard, late_look, late_explanation, late_failure])
def test_a_result_of_a_stopped_turn_changes_nothing(late: object) -> None:
    at = listening()
    at.move(Stop("why"))
    before = at.talk, at.canvas
    assert late(at) == []  # type: ignore[operator]
    assert (at.talk, at.canvas) == before


def test_a_second_result_for_the_same_words_changes_nothing() -> None:
    at = reviewing()
    before = at.talk
    assert late_heard(at) == []
    assert at.talk == before
    assert at.looks()[-2:] == ["propose why 1", "end t1 done"]


# ---- looks, explanations and ideas


def test_a_draft_is_on_the_table_only_after_the_full_look() -> None:
    at = reviewing()
    assert at.box().status is Status.TALKING
    assert at.looks() == ["propose why 1", "end t1 done"]
    assert at.box().status is Status.PROPOSED


def test_a_look_at_a_draft_that_was_accepted_meanwhile_proposes_nothing() -> None:
    at = reviewing()
    at.accept()
    assert at.looks() == ["end t1 done"]
    assert at.box().status is Status.ACCEPTED


def test_a_broken_look_leaves_the_draft() -> None:
    at = reviewing()
    assert at.breaks() == ["failure why", "end t1 failed"]
    assert (at.draft(), at.box().unheard) == ("Vials break.", ())


def test_explanations_and_ideas_hold_nobody_up() -> None:
    at = scene()
    at.move(Explain("why", 1))
    at.move(Suggest("why", 1), BO)
    assert at.say("Vials break.") == ["words why: Vials break.", "listen why t3 to t3"]
    assert at.suggests() == ["suggestions why", "end t2 done"]
    assert at.hears("Vials break.")[-1] == "end t3 done"
    assert at.explains() == ["explanation why", "end t1 done"]


@pytest.mark.parametrize(("move", "kind"), [(Explain("why"), ExplainIt), (Suggest("why"), SuggestIt)])
def test_an_explanation_that_breaks_says_so(move: Explain | Suggest, kind: type) -> None:
    at = scene()
    at.move(move)
    assert isinstance(at.works[0], kind)
    assert at.breaks() == ["failure why", "end t1 failed"]


def test_a_turn_that_is_given_up_is_found_in_whichever_box_it_is() -> None:
    at = listening()
    assert at.feed(Broke("", "t1", "Cut off.")) == ["failure why", "end t1 failed"]


def test_a_question_among_the_words_is_explained_and_the_words_are_heard() -> None:
    at = asked()
    at.say("What is a patient?")
    assert at.hears("", meaning="question") == ["explain why t2"]
    assert at.works == [ExplainIt("why", "t2", 2, reader="")]
    assert at.explains() == ["explanation why", "end t2 done"]


def test_a_question_in_a_box_where_nothing_was_asked_is_about_the_box() -> None:
    at = listening()
    at.hears("", meaning="question")
    assert at.works == [ExplainIt("why", "t1", None, reader="")]


def test_a_question_in_an_accepted_box_leaves_it_settled() -> None:
    at = settled()
    at.say("What was that?")
    at.hears("", meaning="question")
    at.explains()
    assert at.box().status is Status.ACCEPTED


def test_a_question_that_says_something_too_is_an_answer() -> None:
    at = listening()
    assert "draft why 1: Vials break." in at.hears("Vials break.", meaning="question")


def test_a_notice_of_the_facilitator_is_shown_first() -> None:
    at = listening()
    assert at.hears("Vials break.", notice="I could not read all of it.")[0] == "notice facilitator"


# ---- editing while a turn runs
