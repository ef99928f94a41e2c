"""Words of one box that belong in another: offered there once, and said so if that box is settled."""

import pytest

from app.canvas.model import NonAnswer
from app.interview.events import Noticed
from app.interview.moves import GoTo, Retry, Skip, Use
from app.interview.state import CLOSE, START, Passage
from tests.interview.scenes import Scene, listening, scene, settled

BY_CAMERA = Passage("", "how", "By camera.", "t1")


def offered(at: Scene, box: str = "how") -> list[tuple[str, str]]:
    return [(each.text, each.turn) for each in at.talk.offered(box)]


def kept(at: Scene) -> list[tuple[str, str | None]]:
    return [(each.text, each.box) for each in at.events if isinstance(each, Noticed) and each.code == "kept_elsewhere"]


def test_they_are_offered_in_their_box() -> None:
    at = listening()
    at.hears("Vials break.", 1, passages=(BY_CAMERA,))
    assert offered(at) == [("By camera.", "t1")]
    assert offered(at, "why") == []
    assert kept(at) == []
    at.move(GoTo("how"))
    (position,) = [each for each in at.events if each.type == "position"]
    assert [each.text for each in position.passages] == ["By camera."]


def test_each_gets_an_id_and_can_be_taken() -> None:
    at = listening()
    at.hears("", passages=(BY_CAMERA, Passage("", "who", "Patients.", "t1")))
    (camera,) = at.talk.offered("how")
    (patients,) = at.talk.offered("who")
    assert camera.id
    assert camera.id != patients.id
    assert at.move(Use("how", (camera.id,))) == ["words how: By camera.", "listen how t2 to t2 literal"]


def test_they_are_offered_although_the_words_change_nothing_here() -> None:
    at = listening()
    assert at.hears("", passages=(BY_CAMERA,)) == ["ask why 1", "end t1 done"]
    assert offered(at) == [("By camera.", "t1")]


def test_the_same_words_are_not_offered_twice() -> None:
    at = listening()
    at.hears("", passages=(BY_CAMERA,))
    at.say("Once more: by camera.")
    at.hears("", passages=(Passage("", "how", "By camera.", "t2"), Passage("", "who", "By camera.", "t2")))
    assert offered(at) == [("By camera.", "t1")]
    assert offered(at, "who") == [("By camera.", "t2")]


def test_nor_after_they_were_taken_or_put_aside() -> None:
    at = listening()
    at.hears("", passages=(BY_CAMERA, Passage("", "who", "Patients.", "t1")))
    at.move(Use("how"))
    at.move(Skip("who", NonAnswer.NONE_OF_THESE))
    at.say("By camera, for patients.")
    at.hears("", passages=(BY_CAMERA, Passage("", "who", "Patients.", "t4")))
    assert (offered(at), offered(at, "who")) == ([], [])


@pytest.mark.parametrize("box", ["why", "nowhere", START, CLOSE, ""])
def test_words_for_this_box_or_for_none_are_offered_nowhere(box: str) -> None:
    at = listening()
    at.hears("", passages=(Passage("", box, "By camera.", "t1"),))
    assert at.talk.passages == ()


def test_if_that_box_is_settled_it_is_said() -> None:
    at = settled()  # why is accepted, and Anna is at who
    at.say("It began in May.", "who")
    lines = at.hears("", passages=(Passage("", "why", "It began in May.", "t3"), BY_CAMERA))
    assert lines[0] == "notice kept_elsewhere"
    assert kept(at) == [("Kept for Why: “It began in May.”", "why")]
    assert offered(at, "why") == [("It began in May.", "t3")]


def test_a_box_that_was_put_off_is_settled_too() -> None:
    at = scene()
    at.move(Skip("how", NonAnswer.LATER))
    at.say("By camera.")
    at.hears("", passages=(BY_CAMERA,))
    assert kept(at) == [("Kept for How: “By camera.”", "how")]


def test_a_story_says_nothing_of_it() -> None:
    at = settled()
    at.say("It began in May.", START)
    at.hears("", passages=(Passage("", "why", "It began in May.", "t3"),))
    assert kept(at) == []
    assert offered(at, "why") == [("It began in May.", "t3")]


# ---- taken up by a draft


def test_what_a_draft_took_up_is_offered_no_more() -> None:
    at = listening()
    at.hears("", passages=(BY_CAMERA, Passage("", "how", "By hand.", "t1")))
    camera, _ = at.talk.offered("how")
    at.say("Well.", "how")
    at.hears("By camera.", used=(camera.id, "nothing"))
    assert offered(at) == [("By hand.", "t1")]
    assert [each.used for each in at.talk.passages] == [True, False]


def test_what_a_story_brought_again_is_offered_once() -> None:
    at = scene(at=START)
    at.say("By camera.", START)
    at.hears("", passages=(BY_CAMERA,), without_model="Slow.")
    at.move(Retry(START))
    at.hears("", passages=(BY_CAMERA, Passage("", "why", "So.", "t1")))
    assert offered(at) == [("By camera.", "t1")]
    assert offered(at, "why") == [("So.", "t1")]


def test_of_long_words_that_are_kept_elsewhere_the_beginning_is_said() -> None:
    at = settled()
    at.say("It began in May.", "who")
    words = "It began in May" + ", and once more in May" * 9 + "."
    at.hears("", passages=(Passage("", "why", words, "t3"),))
    ((text, _),) = kept(at)
    assert text == "Kept for Why: “It began in May, and once more in May, and …”"
    assert offered(at, "why") == [(words, "t3")]
