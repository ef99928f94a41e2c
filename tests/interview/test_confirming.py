"""Free text that is a move: set phrases are done, what was only understood is confirmed first."""

import pytest

from app.canvas.model import NonAnswer
from app.errors import NotNow
from app.interview import phrases
from app.interview.effects import Listen
from app.interview.moves import Accept, Clear, Confirm, Edit, Redraft, Restore, Retry, Say, Skip, StillTrue, Stop
from app.interview.state import Pending
from tests.interview.scenes import BO, Scene, asked, listening, proposed, scene, settled


def unsure(move: str = "accept", at: Scene | None = None) -> Scene:
    """The facilitator took “Well, fine with me” for a move, and a yes or no is awaited."""
    at = at or proposed()
    at.say("Well, fine with me.")
    at.hears("", inferred=move)
    return at


# ---- set phrases


@pytest.mark.parametrize("text", ["ok", "Looks good!", " ACCEPT. ", "That is right"])
def test_a_reply_that_is_wholly_accept_accepts_the_draft_on_the_table(text: str) -> None:
    assert proposed().say(text)[0] == "keep why#1 accepted: Vials break."


@pytest.mark.parametrize(
    ("text", "kind"),
    [("don't know", "dont_know"), ("We don’t know.", "dont_know"), ("later", "later"), ("Skip this", "later")],
)
def test_a_reply_that_is_wholly_a_non_answer_is_one_to_the_question_that_stands(text: str, kind: str) -> None:
    assert asked().say(text)[:2] == [f"open why.2:{kind}", f"decided skip why 2 {kind}"]


@pytest.mark.parametrize(("text", "kind"), [("no idea", "dont_know"), ("pass", "later"), ("next", "later")])
def test_where_no_question_stands_it_is_about_the_box_and_confirmed_first(text: str, kind: str) -> None:
    at = proposed()
    assert at.say(text) == [f"confirm {kind} why?", "end t2 done"]
    assert at.say("yes")[:2] == [f"open why.all:{kind}", f"decided skip why {kind}"]


def test_no_to_a_set_phrase_changes_nothing_and_says_so() -> None:
    at = proposed()
    at.say("later")
    assert at.say("No, thanks!") == ["notice as_it_was", "end t3 done"]
    assert at.box().pending is None


def test_enough_and_deeper_can_be_said() -> None:
    assert asked().say("That's enough.") == ["propose why 1", "end t2 done"]
    assert proposed().say("Ask me more!") == ["ask why 3", "end t2 done"]


@pytest.mark.parametrize(
    "text",
    [
        "ok but they leak, too",
        "accept that vials break",
        "We will not know before March, later than planned.",
        "yes",
        "no",
        "ok" + " " * 70 + "ok",
    ],
)
def test_anything_longer_is_words(text: str) -> None:
    assert proposed().say(text)[0].startswith("words why: ")


@pytest.mark.parametrize("text", ["ok", "enough"])
def test_a_phrase_that_makes_no_sense_here_is_words(text: str) -> None:
    assert scene().say(text) == [f"words why: {text}", "listen why t1 to t1"]


@pytest.mark.parametrize("place", ["start", "close"])
def test_outside_the_boxes_every_reply_is_words(place: str) -> None:
    assert scene(at=place).say("later", box=place)[0] == f"words {place}: later"


@pytest.mark.parametrize("phrase", sorted(phrases.MOVES))
def test_every_phrase_is_found_as_people_write_it(phrase: str) -> None:
    assert phrases.MOVES[phrases.plain(f" {phrase.upper().replace(chr(39), '’')}!! ")] == phrases.MOVES[phrase]


def test_yes_and_no_share_no_phrase() -> None:
    assert not phrases.YES & phrases.NO


# ---- understood from free text


@pytest.mark.parametrize(
    ("move", "happens"),
    [
        ("accept", "keep why#1 accepted: Vials break."),
        ("later", "open why.all:later"),
        ("dont_know", "open why.all:dont_know"),
    ],
)
def test_what_was_understood_happens_after_a_yes(move: str, happens: str) -> None:
    at = unsure(move)
    assert at.box().pending == Pending(move, "anna", ("t2",))
    assert at.move(Confirm("why", yes=True))[0] == happens
    assert at.box().pending is None


def test_a_clear_that_was_understood_happens_after_a_yes() -> None:
    at = unsure("clear", settled())
    assert at.say("yes")[0] == "keep why#2 cleared: "


@pytest.mark.parametrize("move", sorted(phrases.QUESTIONS))
def test_nothing_happens_before_the_yes(move: str) -> None:
    at = settled()
    at.say("They leak.")
    at.hears("They leak.", 1, 2)  # a draft on the table, over an accepted text
    before = at.canvas
    at.say("Well, fine with me.")
    assert at.hears("", inferred=move) == [f"confirm {move} why?", "end t4 done"]
    assert at.canvas == before
    assert at.draft() == "Vials break.\nThey leak."


def test_after_a_no_the_words_are_an_answer() -> None:
    at = unsure()
    assert at.say("no") == ["listen why t3 to t2 literal"]
    assert "draft why 2: Vials break. / Fine with me." in at.hears("Fine with me.")


def test_a_reply_that_ignores_it_brings_the_words_along_as_an_answer() -> None:
    at = unsure()
    assert at.say("And they leak.", by=BO) == ["words why: And they leak.", "listen why t3 to t2,t3 literal"]
    assert at.box().pending is None
    assert at.box().heard == ("t1", "t2", "t3")


@pytest.mark.parametrize("move", ["accept", "clear", "waive", "sing"])
def test_a_move_that_cannot_be_made_here_is_not_asked_about(move: str) -> None:
    at = listening()
    assert at.hears("", inferred=move)[-1] == "end t1 done"
    assert at.box().pending is None
    assert at.box().heard == ("t1",)


def test_words_that_wait_already_are_heard_together_with_what_was_taken_for_a_move() -> None:
    at = proposed()
    at.say("Well, fine with me.")
    at.say("And they leak.", by=BO)
    assert at.hears("", inferred="accept") == ["end t2 done", "listen why t3 to t2,t3 literal"]
    assert at.box().pending is None


def test_a_batch_that_was_taken_for_a_move_is_heard_whole_after_a_no() -> None:
    at = proposed()
    at.say("One.")
    at.say("Two.")
    at.say("Three.")
    at.hears("One.")
    at.hears("", inferred="later")
    assert at.say("no") == ["listen why t5 to t3,t4 literal"]


def test_a_second_doubt_lets_the_words_of_the_first_be_tried_again() -> None:
    at = unsure("accept")
    assert at.say("later") == ["confirm later why?", "end t3 done"]
    assert at.box().unheard == ("t2",)
    assert at.move(Retry("why")) == ["listen why t4 to t2 literal"]


def test_the_same_doubt_again_keeps_the_words_of_the_first() -> None:
    at = unsure("later")
    assert at.say("later") == ["confirm later why?", "end t3 done"]
    assert at.say("no") == ["listen why t4 to t2 literal"]


def test_what_is_tried_again_joins_what_waits_for_a_yes() -> None:
    at = listening()
    at.move(Stop("why"))
    at.say("Well, fine with me.")
    at.hears("", inferred="later")
    assert at.move(Retry("why")) == ["listen why t4 to t3,t1 literal"]


def test_a_redraft_waits_for_the_yes_or_no() -> None:
    at = unsure()
    with pytest.raises(NotNow, match="yes or no"):
        at.move(Redraft("why"))


DONE_ANYWAY = [
    ("accept", Accept("why", 1), ()),
    ("later", Accept("why", 1), ("t2",)),
    ("later", Skip("why", NonAnswer.LATER), ()),
    ("dont_know", Skip("why", NonAnswer.LATER), ("t2",)),
    ("accept", Edit("why", "Vials leak.", answer=0), ("t2",)),
]


@pytest.mark.parametrize(("asked_for", "move", "unheard"), DONE_ANYWAY)
def test_a_button_answers_the_question_and_drops_no_words(
    asked_for: str, move: Accept | Skip | Edit, unheard: tuple[str, ...]
) -> None:
    at = unsure(asked_for)
    at.move(move)
    assert at.box().pending is None
    assert at.box().unheard == unheard


def test_clearing_by_button_is_what_the_words_meant_and_restoring_is_not() -> None:
    at = unsure("clear", settled())
    first = at.canvas.answers["why"]
    at.move(Clear("why", answer=1))
    assert at.box().unheard == ()
    at.move(Restore("why", 1, answer=2), earlier=first)
    at = unsure("clear", at)
    at.move(Restore("why", 1, answer=3), earlier=first)
    assert len(at.box().unheard) == 1


def test_still_true_leaves_the_question_standing() -> None:
    at = settled()
    at.drafted("By camera.", 1, box="how")
    at.accept("how")
    at.drafted("They leak.", 1)
    at.accept()
    at.say("Hm, later maybe.", "how")
    at.hears("", inferred="later")
    at.move(StillTrue("how"))
    assert at.box("how").pending is not None


def test_anybody_may_say_yes() -> None:
    at = unsure()
    assert at.say("yes", by=BO)[0] == "keep why#1 accepted: Vials break."
    assert at.canvas.answers["why"].by == BO


def test_a_yes_is_said_to_the_box_where_it_was_asked() -> None:
    at = unsure()
    assert at.move(Say("yes", box="how")) == ["words how: yes", "listen how t3 to t3"]
    assert isinstance(at.work(Listen), Listen)
    assert at.box().pending is not None
