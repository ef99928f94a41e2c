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
def test_it_is_not_asked_after_a_skip(kind: NonAnswer) -> None:
    at = scene()
    at.move(Skip("why", kind, 1, "No users."))
    at.say("Patients.")
    at.hears("Patients are hurt.", 1, 2)
    assert not any(each.owner_of for each in at.box().asks)


@pytest.mark.parametrize(
    "skip",
    [
        unknown(owner="Bo"),
        Unanswered(1, NonAnswer.LATER),
        Unanswered(1, NonAnswer.NOT_APPLICABLE, "No users."),
        unknown(9),
    ],
)
def test_it_is_not_asked_of_what_has_an_owner_or_needs_none(skip: Unanswered) -> None:
    at = unsure(Pace.GUIDED, skip)
    assert at.box().unowned == ()


@pytest.mark.parametrize("kind", [NonAnswer.LATER, NonAnswer.NOT_APPLICABLE])
def test_it_is_not_asked_of_what_was_put_off_for_another_reason_since(kind: NonAnswer) -> None:
    at = unsure()
    at.move(Skip("why", kind, 1, "No users."))
    at.say("Patients.")
    at.hears("Patients are hurt.", 2)
    assert not any(each.owner_of for each in at.box().asks)


def test_an_answer_to_the_question_itself_makes_it_needless() -> None:
    at = unsure()
    at.say("Because of 9 %, for patients.")
    assert at.hears("Because of 9 %.", 1, 2)[-2:] == ["propose why 1", "end t2 done"]
    assert (at.box().unowned, open(at)) == ((), [])


def test_the_answer_is_noted_and_the_reason_stays() -> None:
    at = unsure()
    at.say("Patients.")
    at.hears("Patients are hurt.", 2)
    at.say("Bo asks, by 3 May 2027.")
    lines = at.hears("", skips=(unknown(owner="Bo", due=MAY),))
    assert lines == ["open why.1:dont_know", "propose why 1", "end t3 done"]
    assert open(at) == [(1, "dont_know", "the costs", "Bo", MAY)]
    assert at.box().unowned == ()


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        (("the costs", ""), ("the licences", "Bo"), ("the costs; the licences (Bo)", "")),
        (("the costs", "Mette"), ("the licences", "Bo"), ("the costs (Mette); the licences (Bo)", "")),
        (("the costs", "Bo"), ("the licences", "Bo"), ("the costs; the licences", "Bo")),
        (("the costs", ""), ("the exact costs of it", "Bo"), ("the exact costs of it", "Bo")),
        (("the costs", "Mette"), ("", "Bo"), ("the costs", "Bo")),
    ],
)
def test_nothing_that_was_unknown_before_is_lost(
    first: tuple[str, str], then: tuple[str, str], kept: tuple[str, str]
) -> None:
    """A canvas keeps one entry a question."""
    at = unsure(Pace.GUIDED, unknown(reason=first[0], owner=first[1]))
    at.say("Something else that nobody knows.")
    at.hears("", skips=(unknown(reason=then[0], owner=then[1]),))
    assert [each[2:4] for each in open(at)] == [kept]


def test_nobody_knows_twice_is_asked_about_once() -> None:
    at = unsure(Pace.GUIDED, unknown(), unknown(2))
    assert at.box().unowned == (1, 2)
    assert at.box().asked == Ask("why 1? Who could find out, and by when?", owner_of=1)
    at.say("Still nobody.")
    at.hears("", skips=(unknown(),))
    assert at.box().asked == Ask("why 2? Who could find out, and by when?", owner_of=2)


def test_who_cannot_say_who_is_not_asked_again_and_changes_no_word_of_what_is_open() -> None:
    at = unsure()
    at.say("Patients.")
    at.hears("Patients are hurt.", 2)
    at.say("No idea who.")
    at.hears("", skips=(unknown(reason="the costs, and who could find them out"),))
    assert open(at) == [(1, "dont_know", "the costs", "", None)]
    assert [each.owner_of for each in at.box().asks] == [None, 1]


# ---- at the close


def closing() -> Scene:
    at = unsure(Pace.GUIDED, unknown(reason="the costs"), unknown(2, owner="Mette", due=MAY))
    at.talk = at.talk.with_place("anna", CLOSE)
    at.say("Bo does both.", CLOSE)
    return at


def test_who_takes_what_is_open_is_noted_at_the_close() -> None:
    at = closing()
    one, two = (each.id for each in at.canvas.iteration.open_questions)
    lines = at.hears("", taken=(Taken(one, "Bo", MAY), Taken(two, "Bo"), Taken("nothing", "Bo")))
    assert lines == ["open why.1:dont_know why.2:dont_know", *["notice taken"] * 2, "end t2 done"]
    said = [each.event.text for each in at.effects if isinstance(each, Emit) and isinstance(each.event, Noticed)]
    assert said == ["Bo finds out by 2027-05-03: the costs", "Bo finds out by 2027-05-03: why 2?"]
    assert open(at) == [(1, "dont_know", "the costs", "Bo", MAY), (2, "dont_know", "", "Bo", MAY)]
    assert [each.id for each in at.canvas.iteration.open_questions] == [one, two]


def test_a_close_at_which_nobody_takes_anything_changes_nothing() -> None:
    at = closing()
    before = open(at)
    assert at.hears("", taken=(Taken("nothing", "Bo"),)) == ["end t2 done"]
    assert open(at) == before


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
