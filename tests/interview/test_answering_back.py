"""Words that only ask, speak of something else, or seem to be a move."""

import pytest

from app.interview.effects import Disagreement, Heard, Lead
from app.interview.events import Explained, Noticed
from app.interview.moves import Accept, Confirm
from app.interview.state import CLOSE, START, Pending, Status
from tests.interview.scenes import BO, Scene, asked, listening, proposed, scene, settled


def explained(at: Scene) -> list[tuple[str, int | None]]:
    return [(each.text, each.question) for each in at.events if isinstance(each, Explained)]


# ---- a reply


@pytest.mark.parametrize("meaning", ["question", "off_topic"])
def test_a_reply_ends_the_turn_and_what_was_asked_still_stands(meaning: str) -> None:
    at = asked()
    stood = at.box().asked
    at.say("What do you mean?")
    assert at.hears("", meaning=meaning, reply="Who has the harm.") == ["explanation why", "end t2 done"]
    assert explained(at) == [("Who has the harm.", 2)]
    assert at.box().asked == stood
    assert (len(at.box().asks), at.box().heard, at.box().running) == (1, ("t1", "t2"), None)
    assert at.works == []
    assert at.say("Patients.")[-1] == "listen why t3 to t3"


def test_where_nothing_was_asked_the_reply_is_about_the_box() -> None:
    at = listening()
    at.hears("", meaning="question", reply="What hurts today.")
    assert explained(at) == [("What hurts today.", None)]


def test_something_else_without_a_reply_goes_on_as_words_that_change_nothing() -> None:
    at = asked()
    at.say("Nice weather.")
    assert at.hears("", meaning="off_topic") == ["propose why 1", "end t2 done"]


@pytest.mark.parametrize("meaning", ["answer", "question", "off_topic"])
def test_words_that_answer_and_ask_are_taken_in_and_replied_to_first(meaning: str) -> None:
    at = asked()
    at.say("Patients. But what is a vial?")
    lines = at.hears("Patients are hurt.", 2, meaning=meaning, reply="A small bottle.")
    assert lines[:3] == ["explanation why", "ticks why 1:full 2:full", "draft why 2: Vials break. / Patients are hurt."]
    assert lines[-2:] == ["propose why 2", "end t2 done"]
    assert explained(at) == [("A small bottle.", None)]


def test_words_that_arrive_meanwhile_follow_a_reply() -> None:
    at = asked()
    at.say("What do you mean?")
    at.say("Patients.", by=BO)
    lines = at.hears("", meaning="question", reply="Who has the harm.")
    assert lines == ["explanation why", "end t2 done", "listen why t3 to t3"]


def test_a_reply_in_an_accepted_box_leaves_it_settled() -> None:
    at = settled()
    at.say("Thanks!")
    at.hears("", meaning="off_topic", reply="You are welcome.")
    assert at.box().status is Status.ACCEPTED
    assert at.talk.places == {"anna": "who"}


@pytest.mark.parametrize("place", [START, CLOSE])
def test_outside_the_boxes_a_reply_is_a_notice(place: str) -> None:
    at = scene(at=place)
    at.say("Who are you?", place)
    assert at.hears("", reply="I listen.")[0] == "notice facilitator"
    assert [each.text for each in at.events if isinstance(each, Noticed)] == ["I listen."]


def test_a_lead_is_not_kept_for_later() -> None:
    at = asked()
    at.say("What?")
    at.hears("", meaning="question", reply="This.", lead=Lead("So:", 2))
    at.say("Hm.")
    assert not any("So:" in line for line in at.hears(""))


# ---- moves that were only understood

ENOUGH = "Well, that will do for this one."


def inferred(at: Scene, move: str) -> list[str]:
    at.say(ENOUGH)
    return at.hears("", meaning="command", inferred=move)


@pytest.mark.parametrize("move", ["enough", "deeper"])
def test_enough_and_deeper_are_confirmed_first(move: str) -> None:
    at = asked()
    assert inferred(at, move) == [f"confirm {move} why?", "end t2 done"]
    assert at.box().pending == Pending(move, "anna", ("t2",))
    assert (at.box().enough, at.box().deeper, at.box().heard) == (False, False, ("t1",))


@pytest.mark.parametrize(("yes", "says"), [(Confirm("why", yes=True), None), (None, "yes")])
def test_a_yes_to_enough_stops_the_asking(yes: Confirm | None, says: str | None) -> None:
    at = asked()
    inferred(at, "enough")
    lines = at.move(yes) if yes else at.say(says or "")
    assert lines == ["propose why 1", "end t3 done"]
    assert (at.box().enough, at.box().pending, at.box().unheard) == (True, None, ())


def test_a_yes_to_deeper_asks_on() -> None:
    at = proposed()
    inferred(at, "deeper")
    assert at.move(Confirm("why", yes=True)) == ["ask why 3", "end t3 done"]


@pytest.mark.parametrize("move", ["enough", "deeper"])
def test_a_no_hears_the_words_as_an_answer(move: str) -> None:
    at = asked()
    inferred(at, move)
    assert at.move(Confirm("why", yes=False)) == ["listen why t3 to t2 literal"]
    assert (at.box().enough, at.box().deeper) == (False, False)


@pytest.mark.parametrize("move", ["enough", "accept", "clear", "waive", "none", "sing"])
def test_a_move_that_cannot_be_made_is_an_answer(move: str) -> None:
    at = scene()
    assert inferred(at, move) == ["ask why 1", "end t1 done"]
    assert at.box().pending is None


def test_a_draft_that_was_accepted_meanwhile_cannot_be_enough() -> None:
    at = asked()
    at.say(ENOUGH)
    at.move(Accept("why", 1))
    at.works.clear()
    at.feed(Heard("why", "t2", inferred="enough"))
    assert at.box().pending is None


def test_a_move_is_confirmed_although_people_disagree_elsewhere_in_the_words() -> None:
    at = asked()
    at.say(ENOUGH)
    lines = at.hears("", inferred="enough", disagreements=(Disagreement("2 or 10?"),))
    assert lines == ["confirm enough why?", "end t2 done"]
