"""What nobody knows yet: who could find out is asked once, after the questions, and noted when it is said."""

import datetime as dt
from dataclasses import replace

import pytest

from app.canvas.model import NonAnswer
from app.interview.effects import Emit, Taken, Unanswered
from app.interview.events import Noticed
from app.interview.moves import Skip
from app.interview.state import CLOSE, Ask, BoxTalk, Pace, Status
from tests.interview.scenes import ANNA, BO, Scene, scene

MAY = dt.date(2027, 5, 3)
WHO = "Not known yet: the costs. Who could find out, and by when?"


def unknown(number: int = 1, **more: object) -> Unanswered:
    return Unanswered(number, NonAnswer.DONT_KNOW, **more)  # type: ignore[arg-type]


def unsure(pace: Pace = Pace.GUIDED, *skips: Unanswered) -> Scene:
    """Anna said that nobody knows the answer to question 1 yet."""
    at = scene(pace=pace)
    at.say("1: don't know yet")
    at.hears("", skips=skips or (unknown(reason="the costs"),))
    return at


def open(at: Scene) -> list[tuple[int | None, str, str, str, dt.date | None]]:
    left = at.canvas.iteration.open_questions
    return [(each.question, each.kind.value, each.reason, each.owner, each.due) for each in left]


def test_who_could_find_out_is_asked_once_after_the_essential_questions() -> None:
    at = unsure()
    assert at.box().asked == Ask("why 2?", question=2)
    at.say("Patients.")
    assert f"ask why {WHO}" in at.hears("Patients are hurt.", 2)
    assert at.box().asked == Ask(WHO, owner_of=1)
    at.say("No idea who.")
    assert at.hears("")[-2:] == ["propose why 1", "end t3 done"]
    assert [each.owner_of for each in at.box().asks] == [None, 1]


@pytest.mark.parametrize(
    ("pace", "expected"), [(Pace.QUICK, [2]), (Pace.GUIDED, [2, WHO]), (Pace.THOROUGH, [2, 3, WHO])]
)
def test_it_keeps_to_the_limit_of_the_pace(pace: Pace, expected: list[object]) -> None:
    at = unsure(pace)
    for number in range(6):
        at.say(f"Reply {number}.")
        at.hears(f"Reply {number}.")
    assert [each.question or each.text for each in at.box().asks] == expected


def test_it_comes_before_findings() -> None:
    at = unsure()
    at.say("It is fast.")
    at.hears("It is fast.", 2)
    assert at.box().asked == Ask(WHO, owner_of=1)


@pytest.mark.parametrize("kind", list(NonAnswer))
@pytest.mark.parametrize("since", [1, 0])
def test_a_skip_again_says_who_finds_out_and_nothing_else(kind: NonAnswer, since: int) -> None:
    at = scene(pace=Pace.THOROUGH)
    at.move(Skip("why", kind, 3, reason="No data."))
    left = replace(at.canvas.iteration.open_questions[0], iteration=since)
    at.canvas = at.canvas.with_open_questions((left,))
    before = at.talk
    assert at.move(Skip("why", kind, 3, reason="No data.", owner=" Bo ", due=MAY), BO) == [
        f"open why.3:{kind}",
        f"decided skip why 3 {kind} No data.",
        "end t2 done",
    ]
    assert at.canvas.iteration.open_questions == (replace(left, owner="Bo", due=MAY),)
    assert at.talk.boxes == before.boxes


def test_who_finds_out_about_a_whole_box_can_be_said_after_it_was_left() -> None:
    at = scene()
    at.move(Skip("why", NonAnswer.DONT_KNOW, reason="No data."))
    place = at.talk.places
    at.move(Skip("why", NonAnswer.DONT_KNOW, owner="Bo"))
    assert open(at) == [(None, "dont_know", "No data.", "Bo", None)]
    assert at.talk.places == place


def test_a_box_that_comes_up_again_is_left_again_whoever_finds_out() -> None:
    at = scene()
    at.move(Skip("why", NonAnswer.DONT_KNOW))
    at.talk = at.talk.with_box("why", BoxTalk()).with_place(ANNA, "why")
    at.move(Skip("why", NonAnswer.DONT_KNOW, owner="Bo"))
    assert at.box().status is Status.SKIPPED
    assert at.talk.place(ANNA) == "who"


def test_an_answer_to_who_could_find_out_goes_on() -> None:
    at = unsure()
    at.say("Patients.")
    at.hears("Patients are hurt.", 2)
    assert at.move(Skip("why", NonAnswer.DONT_KNOW, 1, owner="Bo"))[-2:] == ["propose why 1", "end t3 done"]
