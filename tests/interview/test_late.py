"""Words and results that come while something else happened."""

from dataclasses import replace

import pytest

from app.canvas.model import Coverage, Covered, NonAnswer, Overview
from app.interview.effects import (
    Add,
    Drop,
    Heard,
    Listen,
    Replace,
    Review,
    Unanswered,
)
from app.interview.moves import Accept, Clear, Edit, Enough, Redraft, Restore, Retry, Skip, Stop
from app.interview.state import Passage
from tests.interview.scenes import BO, full, listening, proposed, said, scene, settled
from tests.interview.test_listening import reviewing


def test_an_edit_while_a_turn_runs_loses_no_words() -> None:
    at = listening()
    assert at.move(Edit("why", "Vials leak.", answer=0), BO) == [
        "draft why 1: Vials leak.",
        "propose why 1",
        "end t2 done",
    ]
    assert at.box().running == "t1"
    assert "draft why 2: Vials leak. / Vials break." in at.hears("Vials break.", 1, draft=0)


def test_an_edit_while_a_model_looks_is_looked_at_beside_it() -> None:
    at = reviewing()
    assert at.move(Edit("why", "Vials leak.", answer=0), BO) == ["draft why 2: Vials leak.", "review why t2"]
    assert at.looks() == ["propose why 2", "end t1 done"]
    assert at.looks(by=BO) == ["propose why 2", "end t2 done"]


def test_changes_that_count_in_an_older_draft_only_add() -> None:
    at = proposed()
    at.say("Not break: leak. In the lab.")
    at.move(Edit("why", "They burst.", answer=0), BO)
    new = (Replace(0, said("They leak.", "t2")), Drop(0, because="t2"), Add(said("In the lab.", "t2")))
    at.hears("", draft=1, changes=new)
    assert at.draft() == "They burst.\nThey leak.\nIn the lab."


def test_changes_that_count_in_an_older_answer_only_add() -> None:
    at = settled()
    at.say("Not break: leak.")
    earlier = replace(at.canvas.answers["why"], sentences=(said("They burst.", "t0"), said("Often.", "t0")))
    at.move(Restore("why", 1, answer=1), BO, earlier=earlier)
    at.hears("", draft=0, answer=1, changes=(Replace(0, said("They leak.", "t3")),))
    assert at.draft() == "They burst.\nOften.\nThey leak."


def test_changes_of_a_facilitator_that_does_not_say_what_they_count_in_are_trusted() -> None:
    at = settled()
    at.say("Not break: leak.")
    at.hears("", draft=0, changes=(Replace(0, said("They leak.", "t3")),))
    assert at.draft() == "They leak."


def test_words_understood_after_their_box_was_accepted_start_the_next_draft() -> None:
    at = proposed()
    at.say("They leak, too.")
    at.move(Accept("why", 1))
    assert at.hears("They leak, too.", draft=1)[-2:] == ["propose why 2", "end t2 done"]
    draft = at.box().draft
    assert draft is not None
    assert draft.based_on == 1


def test_words_understood_after_their_box_was_cleared_stand_alone() -> None:
    at = settled()
    at.say("They leak.")
    at.move(Clear("why", answer=1))
    at.hears("They leak.", 1, draft=0, answer=1)
    assert at.draft() == "They leak."


def test_a_reply_that_takes_everything_back_empties_nothing() -> None:
    at = proposed()
    at.say("Forget it.")
    at.hears("", changes=(Drop(0, because="t2"),))
    assert at.draft() == "Vials break."


# ---- a redraft


def test_a_redraft_may_reword_what_was_accepted() -> None:
    at = settled()
    at.move(Redraft("why", "shorter"))
    work = at.work(Listen)
    at.feed(Heard("why", work.turn, meaning="command", changes=(Replace(0, said("Breaks.", "t1")),)))
    assert at.draft() == "Breaks."


def test_a_redraft_that_breaks_unhears_nothing() -> None:
    at = proposed()
    at.move(Redraft("why"))
    at.breaks()
    assert (at.box().heard, at.box().unheard) == (("t1",), ())


# ---- ticks


@pytest.mark.parametrize(
    ("before", "after", "stands"),
    [
        (Covered.NONE, Covered.PART, Covered.PART),
        (Covered.PART, Covered.FULL, Covered.FULL),
        (Covered.PART, Covered.PART, Covered.PART),
        (Covered.FULL, Covered.PART, Covered.FULL),
        (Covered.FULL, Covered.NONE, Covered.FULL),
        (Covered.NOT_APPLICABLE, Covered.NONE, Covered.NOT_APPLICABLE),
        (Covered.NOT_APPLICABLE, Covered.PART, Covered.PART),
    ],
)
def test_no_reply_takes_back_what_an_earlier_one_answered(before: Covered, after: Covered, stands: Covered) -> None:
    at = scene()
    at.talk = at.talk.with_box("why", replace(at.box(), coverage={1: Coverage(before, "old")}))
    at.say("Words.")
    at.hears("", coverage={1: Coverage(after, "new")})
    assert at.box().coverage[1].state is stands


def test_ticks_for_questions_that_the_box_does_not_have_are_dropped() -> None:
    at = listening()
    at.hears("", coverage=full(1, 9), skips=(Unanswered(8, NonAnswer.LATER),))
    assert set(at.box().coverage) == {1}
    assert at.canvas.iteration.open_questions == ()


def test_a_facilitator_cannot_call_a_question_not_applicable_without_a_reason() -> None:
    at = listening()
    off = Coverage(Covered.NOT_APPLICABLE)
    at.hears("", coverage={1: off, 2: off}, skips=(Unanswered(2, NonAnswer.NOT_APPLICABLE, reason=" "),))
    assert at.box().coverage == {}
    assert at.canvas.iteration.open_questions == ()


def test_an_answer_settles_what_was_open() -> None:
    at = scene()
    at.move(Skip("why", NonAnswer.LATER))
    at.move(Skip("why", NonAnswer.DONT_KNOW, 1))
    at.say("Vials break.")
    assert "open" in at.hears("Vials break.", 1)


# ---- outside the boxes


def test_the_story_becomes_passages_and_everybody_at_the_start_moves_on() -> None:
    at = scene(at=None)
    at.joins("anna")
    at.joins(BO)
    at.say("Vials break. We use a camera.", box="start")
    found = (Passage("", "how", "We use a camera.", "t1"), Passage("", "nowhere", "Hm.", "t1"))
    assert at.hears("", passages=found) == ["end t1 done", "at why 1/3"]
    assert at.talk.places == {"anna": "why", BO: "why"}
    (passage,) = at.talk.offered("how")
    assert (passage.id, passage.text, passage.used) == ("i1", "We use a camera.", False)


def test_more_of_the_story_moves_nobody_who_left() -> None:
    at = scene(at="how")
    at.say("One more thing.", box="start")
    assert at.hears("") == ["end t1 done"]
    assert at.talk.places == {"anna": "how"}


def test_words_at_the_close_may_set_the_overview() -> None:
    at = scene(at="close")
    at.say("Anna; owner", box="close")
    assert at.hears("", overview=Overview()) == ["keep overview", "overview", "end t1 done"]


def test_words_at_the_close_that_are_not_understood_change_nothing() -> None:
    at = scene(at="close")
    at.say("Well done!", box="close")
    assert at.hears("", notice="I could not read it.") == ["notice facilitator", "end t1 done"]


def test_a_stopped_story_can_be_tried_again() -> None:
    at = scene(at="start")
    at.say("Vials break.", box="start")
    at.move(Stop("start"))
    assert at.move(Retry("start")) == ["listen start t3 to t1 literal"]
    assert at.hears("") == ["end t3 done", "at why 1/3"]


def test_enough_has_the_draft_looked_at_beside_words_that_come_meanwhile() -> None:
    at = scene(reviews=True).drafted("Vials break.", 1)
    assert at.move(Enough("why")) == ["review why t2"]
    assert at.say("They leak.") == ["words why: They leak.", "listen why t3 to t3"]
    assert at.looks()[-1] == "end t2 done"
    assert at.box().running == "t3"
    assert not any(isinstance(each, Review) for each in at.works)
