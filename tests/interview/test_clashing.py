"""A clash that people settled in words: the other box comes next, while they remember."""

from dataclasses import replace

import pytest

from app.critic.finding import Engine, Finding, Severity, Status
from app.interview.effects import Ruled
from app.interview.events import Noticed
from app.interview.moves import GoTo, Use
from app.interview.state import START, BoxTalk, Passage
from tests.interview.scenes import ANNA, BO, Scene, scene, settled

WHO = "Nurses come first."


def clash(box: str, other: str, id: str = "clash", *, criterion: str = "CON-90") -> Finding:
    return Finding(
        id, criterion, Severity.MUST, box, "It clashes.", "Which holds?", other_box=other, engine=Engine.MODEL
    )


def mending(*, kept: str = "why", found: Finding | None = None) -> Scene:
    """Why is accepted; at who Anna said something that belongs there too, and a clash was found."""
    at = settled()
    at.say(WHO, "who")
    at.hears(WHO, 1, 2, passages=(Passage("", kept, WHO, at.box("who").listening[-1]),))
    at.feed(Ruled("who", (found or clash("who", "why"),)))
    return at


def notices(at: Scene) -> list[tuple[str, str]]:
    return [(each.text, each.box or "") for each in at.events if isinstance(each, Noticed) and each.code == "to_mend"]


def test_the_box_that_still_says_otherwise_comes_next() -> None:
    at = mending()
    lines = at.accept("who")
    assert "at why 1/3" in lines
    assert notices(at) == [
        ("Why still says otherwise than Who. Take in what was said since, or leave it and go on.", "why")
    ]
    at.move(Use("why"))
    at.hears("Nurses come first.", 1)
    assert at.accept()[-2:] == ["at how 3/3", "end t6 done"]


def test_also_if_the_clash_was_found_in_that_box() -> None:
    at = mending()
    at.talk = replace(at.talk, findings={"why": (replace(clash("why", "who"), engine=Engine.RULES),)})
    assert "at why 1/3" in at.accept("who")


@pytest.mark.parametrize(
    "at",
    [
        mending(kept="how"),  # words for a box that does not clash
        mending(found=replace(clash("who", "why"), status=Status.WAIVED)),
        mending(found=clash("who", "how")),  # a box without words
        mending(found=replace(clash("who", "why"), other_box=None)),
    ],
    ids=["other words", "waived", "other box", "no clash"],
)
def test_else_people_go_on(at: Scene) -> None:
    assert "at how 3/3" in at.accept("who")


def test_nobody_is_sent_to_where_somebody_else_is() -> None:
    at = mending()
    at.talk = at.talk.with_place(BO, "why")
    assert "at how 3/3" in at.accept("who")


def test_words_that_were_taken_since_send_nobody_back() -> None:
    at = mending()
    at.move(Use("why"))
    assert "at how 3/3" in at.accept("who")


def test_what_of_the_story_nobody_took_is_offered_no_more_once_the_box_is_accepted() -> None:
    at = scene()
    at.talk = at.talk.with_box(START, BoxTalk(heard=("t0",)))
    at.talk = replace(at.talk, passages=(Passage("a", "why", "Told.", "t0"), Passage("b", "why", "Said since.", "t9")))
    at.drafted()
    at.accept()
    assert [each.id for each in at.talk.offered("why")] == ["b"]


def test_a_clash_is_asked_about_once_also_if_the_answer_brings_its_words_again() -> None:
    at = scene()
    at.say("Both hold.")
    at.feed(Ruled("why", (clash("why", "who", "f1"),)))
    at.hears("", 1, 2)
    assert [each.finding for each in at.box().asks] == ["f1"]
    at.say("Both hold, still.")
    again = (replace(clash("why", "who", "f1"), status=Status.FIXED), clash("why", "who", "f2"))
    at.feed(Ruled("why", again))
    at.hears("Both hold.")
    assert [each.finding for each in at.box().asks] == ["f1"]
    assert at.talk.place(ANNA) == "why"


def test_a_clash_with_another_box_or_of_another_kind_is_one_of_its_own() -> None:
    at = scene()
    at.say("Both hold.")
    at.feed(Ruled("why", (clash("why", "who", "f1"), clash("why", "how", "f2"))))
    at.hears("", 1, 2)
    at.say("Both hold, still.")
    at.hears("")
    assert [each.finding for each in at.box().asks] == ["f1", "f2"]


def test_going_there_by_oneself_needs_no_word() -> None:
    at = mending()
    at.move(GoTo("why"))
    assert notices(at) == []
