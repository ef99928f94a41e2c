"""Moves that bring back, and moves that break a rule."""

import pytest

from app.canvas.model import NonAnswer
from app.errors import AnswerConflict, FacilitatorError, Invalid, NotFound, NotNow
from app.interview.moves import (
    Accept,
    Clear,
    Confirm,
    Edit,
    Enough,
    Explain,
    GoTo,
    Move,
    Pause,
    Redraft,
    Restore,
    Retry,
    Say,
    Skip,
    StillTrue,
    Stop,
    Suggest,
    Use,
    Vouch,
    Waive,
)
from app.interview.state import Status
from tests.interview.scenes import ANNA, BO, accepted, asked, proposed, scene, settled
from tests.interview.test_moves import Given, _running, stale, stopped, vague_draft


def test_restore_brings_the_exact_text_back_as_a_new_answer() -> None:
    at = settled()
    first = at.canvas.answers["why"]
    at.move(Edit("why", "Vials leak.", answer=1))
    at.accept()
    assert at.move(Restore("why", 1, answer=2), earlier=first) == [
        "keep why#3 restored: Vials break.",
        "decided restore why 3",
        "end t5 done",
    ]
    assert at.canvas.answers["why"].sentences == first.sentences


REFUSED: list[tuple[str, Given, Move, type[FacilitatorError], str]] = [
    ("say nothing", scene, Say("  \n"), Invalid, "no words"),
    ("say it to a box that is not there", scene, Say("Hello.", box="nowhere"), NotFound, "no box “nowhere”"),
    ("accept without a draft", scene, Accept("why", 1), NotNow, "no draft"),
    ("accept without a draft's number", proposed, Accept("why"), AnswerConflict, "changed since"),
    ("accept a blank", proposed, Accept("why", 1, text=" "), Invalid, "empty text"),
    ("accept nothing", proposed, Accept("why", 1, text=""), Invalid, "empty text"),
    ("edit to a blank", settled, Edit("why", " \n", answer=1), Invalid, "empty text"),
    ("redraft an empty box", scene, Redraft("why"), NotNow, "no draft"),
    ("redraft while a turn runs", lambda: _running(proposed()), Redraft("why"), NotNow, "turn is running"),
    ("skip a question that is not there", scene, Skip("why", NonAnswer.LATER, 9), NotFound, "no question 9"),
    ("not applicable without a reason", scene, Skip("why", NonAnswer.NOT_APPLICABLE, 1), Invalid, "needs a reason"),
    ("a box not applicable without one", scene, Skip("why", NonAnswer.NOT_APPLICABLE), Invalid, "needs a reason"),
    ("skip the close", scene, Skip("close", NonAnswer.LATER), NotFound, "no box “close”"),
    ("go nowhere", scene, GoTo("nowhere"), NotFound, "no box “nowhere”"),
    ("enough of nothing", scene, Enough("why"), NotNow, "Nothing was said"),
    ("explain a question that is not there", scene, Explain("why", 4), NotFound, "no question 4"),
    ("suggest for a box that is not there", scene, Suggest("nowhere"), NotFound, "no box “nowhere”"),
    ("use a passage that is not there", scene, Use("how", ("p1",)), NotFound, "no passage p1"),
    ("waive a finding that is not there", vague_draft, Waive("f1", "So what."), NotFound, "no finding f1"),
    ("waive without a reason", vague_draft, Waive("why-fast", " "), Invalid, "with a reason"),
    ("confirm nothing", scene, Confirm("why", yes=True), NotNow, "Nothing waits"),
    ("vouch without a draft", settled, Vouch("why", 1), NotNow, "no draft"),
    ("vouch for no sentence", proposed, Vouch("why", 0), NotFound, "no sentence 0"),
    ("vouch for nothing named", proposed, Vouch("why"), Invalid, "No sentence is named"),
    (
        "vouch for one that is there and one that is not",
        proposed,
        Vouch("why", sentences=(1, 2)),
        NotFound,
        "no sentence 2",
    ),
    ("vouch for a sentence too many", proposed, Vouch("why", 2), NotFound, "no sentence 2"),
    ("still true of a fresh box", settled, StillTrue("why"), NotNow, "Nothing that this box rests on"),
    ("clear an empty box", scene, Clear("why", answer=0), NotNow, "no accepted text"),
    ("restore what holds no text", settled, Restore("why", 7, answer=1), NotFound, "Answer 7"),
    ("stop what does not run", scene, Stop("why"), NotNow, "Nothing is running"),
    ("retry nothing", scene, Retry("why"), NotNow, "No words are waiting"),
    ("retry while a turn runs", lambda: _running(stopped()), Retry("why"), NotNow, "No words are waiting"),
]


@pytest.mark.parametrize(
    ("given", "move", "error", "says"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED]
)
def test_a_move_that_breaks_a_rule_changes_nothing(
    given: Given, move: Move, error: type[FacilitatorError], says: str
) -> None:
    at = given()
    before = at.talk, at.canvas
    with pytest.raises(error, match=says) as refused:
        at.move(move)
    assert refused.value.advice
    assert (at.talk, at.canvas) == before


def test_a_finding_is_waived_once() -> None:
    at = vague_draft()
    at.move(Waive("why-fast", "Fast enough."))
    with pytest.raises(NotNow, match="waived already"):
        at.move(Waive("why-fast", "Again."))
    (waived,) = at.talk.findings["why"]
    assert (waived.reason, waived.by) == ("Fast enough.", ANNA)


def test_waiving_what_was_not_asked_about_leaves_the_question_that_stands() -> None:
    at = scene().drafted("It is fast.", 1)  # question 2 is asked, the finding waits
    assert at.move(Waive("why-fast", "Fast enough."))[-1] == "end t2 done"
    asked = at.box().asked
    assert asked is not None
    assert asked.question == 2


def test_waiving_while_a_turn_runs_asks_nothing() -> None:
    at = vague_draft()
    at.say("More.")
    assert at.move(Waive("why-fast", "Fast enough."))[-2:] == [
        "decided waive why why-fast Fast enough.",
        "end t3 done",
    ]
    assert at.box().asked is None


def test_any_move_ends_a_pause() -> None:
    at = scene()
    at.move(Pause())
    assert at.talk.paused
    at.move(GoTo("how"))
    assert not at.talk.paused


def test_a_vouched_sentence_is_no_assumption_and_names_its_voucher() -> None:
    at = proposed()
    assert at.move(Vouch("why", 1), BO) == ["draft why 2: Vials break.", "end t2 done"]
    draft = at.box().draft
    assert draft is not None
    (sentence,) = draft.sentences
    assert not sentence.assumption
    assert [(each.kind, each.ref) for each in sentence.sources] == [("turn", "t1"), ("edit", "t2")]


def test_clearing_starts_the_box_anew_and_keeps_its_history() -> None:
    at = settled()
    at.move(Clear("why", answer=1))
    cleared = at.box()
    assert (cleared.status, cleared.coverage, cleared.asks) == (Status.UNTOUCHED, {}, ())
    assert at.canvas.number("why") == 2
    assert at.say("Again.") == ["words why: Again.", "listen why t4 to t4"]
    assert at.hears("Again.", 1)[-2:] == ["ask why 2", "end t4 done"]


def test_still_true_clears_the_mark_and_leaves_the_draft_on_the_table() -> None:
    at = stale()
    at.move(Edit("how", "By two cameras.", answer=1))
    at.move(StillTrue("how"))
    assert at.canvas.stale("how") == ()
    assert at.draft("how") == "By two cameras."
    at.accept("how")
    assert at.canvas.text("how") == "By two cameras."


def test_still_true_settles_a_box_that_waited_to_be_looked_at_again() -> None:
    at = stale()
    at.say("Hm.", "how")
    at.move(StillTrue("how"))
    assert at.box("how").status is Status.ACCEPTED
    assert at.box("how").running is not None


def test_accepting_clears_what_was_open_about_the_whole_box() -> None:
    at = scene()
    at.move(Skip("why", NonAnswer.LATER))
    at.move(Edit("why", "Vials break.", answer=0))
    at.accept()
    assert at.canvas.iteration.open_questions == ()


def test_none_of_these_replaces_no_open_question() -> None:
    at = asked()
    at.move(Skip("why", NonAnswer.DONT_KNOW, 2, owner="Bo"))
    at.move(Skip("why", NonAnswer.NONE_OF_THESE, 2))
    assert [(each.kind, each.owner) for each in at.canvas.iteration.open_questions] == [(NonAnswer.DONT_KNOW, "Bo")]


def test_an_answer_carried_along_counts_as_settled() -> None:
    at = scene(answers={"why": accepted("why", "Vials break.")})
    assert at.box().status is Status.ACCEPTED
