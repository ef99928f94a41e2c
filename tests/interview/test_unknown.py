"""What a finding asks and nobody knows: it becomes an open question, once, and the same draft is looked at once."""

import datetime as dt

import pytest

from app.canvas.model import Coverage, Covered, NonAnswer
from app.critic.finding import Engine, Finding, Severity, Status
from app.interview.effects import Emit, Heard, Review, Ruled, Unanswered, Unknown
from app.interview.events import Noticed
from app.interview.moves import Accept, Edit, Enough
from app.interview.state import Ask, Status as TalkStatus
from tests.interview.scenes import Scene, proposed, scene

MAY = dt.date(2027, 5, 3)


def finding(box: str = "why", id: str = "f1", **more: object) -> Finding:
    return Finding(id, "GAP-94", Severity.SHOULD, box, "About “break”", "How many?", quote="break", **more)  # type: ignore[arg-type]


def looked() -> Scene:
    """The model looked at the draft of “why” and found that something is missing."""
    at = proposed()
    at.feed(Ruled("why", (finding(engine=Engine.MODEL),)))
    return at


def unknown(at: Scene, **more: object) -> list[str]:
    at.say("No idea, ask somebody else.")
    return at.hears("", unknown=(Unknown("f1", 2, "How many?", **more),))  # type: ignore[arg-type]


def test_it_is_kept_as_an_open_question_and_the_finding_rests() -> None:
    at = looked()
    unknown(at, owner="Bo", due=MAY)
    left = at.canvas.iteration.open_questions
    assert [(each.question, each.kind, each.reason, each.owner, each.due) for each in left] == [
        (2, NonAnswer.DONT_KNOW, "How many?", "Bo", MAY)
    ]
    (kept,) = at.talk.findings["why"]
    assert (kept.status, kept.by) == (Status.WAIVED, "anna")
    assert "Nobody knows yet" in kept.reason


def test_not_to_know_it_is_about_the_finding_and_not_about_the_box() -> None:
    at = looked()
    at.say("I don't know")
    assert [(each.question, each.reason) for each in at.canvas.iteration.open_questions] == [(1, "How many?")]
    assert at.talk.findings["why"][0].status is Status.WAIVED
    assert at.box().asked == Ask("How many? Who could find out, and by when?", owner_of=1)
    at.say("Nobody that I know.")
    at.hears("", skips=(Unanswered(1, NonAnswer.DONT_KNOW),))
    assert at.box().status is TalkStatus.PROPOSED
    at.say("I don't know")  # nothing is asked any more: now the whole box is meant, and confirmed first
    assert at.box().pending is not None


def test_after_enough_nobody_is_asked_who_could_find_out() -> None:
    at = looked()
    at.move(Enough("why"))
    assert at.say("I don't know")[-2:] == ["propose why 1", "end t3 done"]
    assert at.box().status is TalkStatus.PROPOSED


def test_the_same_draft_is_back_on_the_table_without_another_look() -> None:
    at = looked()
    unknown(at, owner="Bo")
    assert not [each for each in at.effects if isinstance(each, Review)]
    assert at.box().status is TalkStatus.PROPOSED


def test_who_could_find_out_is_asked_once() -> None:
    at = looked()
    assert "ask why How many? Who could find out, and by when?" in unknown(at)
    at.say("Bo, by 3 May 2027.")
    at.hears("", skips=(Unanswered(2, NonAnswer.DONT_KNOW, owner="Bo", due=MAY),))
    assert [(each.reason, each.owner, each.due) for each in at.canvas.iteration.open_questions] == [
        ("How many?", "Bo", MAY)
    ]
    assert at.box().status is TalkStatus.PROPOSED


def test_it_is_said_back_unless_the_next_question_does() -> None:
    def said(at: Scene) -> list[str]:
        notices = (each.event for each in at.effects if isinstance(each, Emit) and isinstance(each.event, Noticed))
        return [each.text for each in notices if each.code == "left_open"]

    at = looked()
    unknown(at)  # who could find out is asked
    assert said(at) == []
    at = looked()
    unknown(at, owner="Bo")
    assert said(at) == ["It stays open: How many?"]
    at.say("2: nobody knows")
    at.hears("", skips=(Unanswered(2, NonAnswer.DONT_KNOW, reason="How many?"),))
    assert said(at) == []
    at.say("2: nobody knows")
    at.hears("", skips=(Unanswered(2, NonAnswer.DONT_KNOW, reason="the costs", owner="Bo"),), reply="Fine.")
    assert said(at) == []  # the model said it


def test_what_is_open_about_the_same_question_stays() -> None:
    at = looked()
    at.say("2: don't know")
    at.hears("", skips=(Unanswered(2, NonAnswer.DONT_KNOW, reason="the costs"),))
    unknown(at)
    assert [each.reason for each in at.canvas.iteration.open_questions] == ["the costs; How many?"]


@pytest.mark.parametrize("id", ["f1", "f9"])
def test_a_finding_that_is_not_open_any_more_changes_nothing(id: str) -> None:
    at = looked()
    unknown(at)
    at.say("Still no idea.")
    before = at.canvas
    at.hears("", unknown=(Unknown(id, 1, "Whose?"),))
    assert at.canvas == before


def test_enough_for_a_draft_that_was_looked_at_only_puts_it_back() -> None:
    at = looked()
    assert not [each for each in at.move(Enough("why")) if each.startswith("review")]


def test_a_clash_with_a_box_that_changed_is_not_held_up_any_longer() -> None:
    at = scene().drafted("Vials break.", 1, 2)
    at.accept()
    clash = finding("who", "f2", other_box="why", engine=Engine.MODEL)
    ours = finding("who", "f3", other_box="why")  # a rule's: it is decided anew at once
    at.feed(Ruled("who", (clash, ours)))
    at.move(Edit("why", "Vials crack.", answer=1))
    at.move(Accept("why", at.draft_number("why")))
    assert [each.status for each in at.talk.findings["who"]] == [Status.FIXED, Status.OPEN]


@pytest.mark.parametrize(
    "took", [{"reply": "It means this."}, {"meaning": "question"}, {"notice": "So."}, {"unknown": (Unknown("f1", 1),)}]
)
def test_words_that_became_something_were_taken_up(took: dict[str, object]) -> None:
    assert Heard("why", "t1", **took).took  # type: ignore[arg-type]
    assert not Heard("why", "t1").took


@pytest.mark.parametrize(
    ("before", "then", "stays"),
    [
        (None, Covered.FULL, False),
        (Covered.PART, Covered.FULL, False),
        (Covered.FULL, Covered.FULL, True),  # answered before, so that something else is open
        (Covered.FULL, Covered.PART, True),
        (None, Covered.PART, True),
        (Covered.PART, Covered.PART, True),
    ],
)
def test_a_tick_ends_only_what_was_open_about_that_question(before: Covered | None, then: Covered, stays: bool) -> None:
    at = looked()
    if before:
        at.say("Something.")
        at.hears("", coverage={3: Coverage(before, "Something.")})
    at.say("No idea, ask somebody else.")
    at.hears("", unknown=(Unknown("f1", 3, "How many?", "Bo"),))
    at.say("Something else.")
    at.hears("", coverage={3: Coverage(then, "Something else.")})
    assert bool(at.canvas.iteration.open_questions) is stays


@pytest.mark.parametrize(("words", "stays"), [("Vials crack in the oven.", True), ("Three of them break.", False)])
def test_what_is_open_beside_an_answer_ends_with_words_about_it(words: str, stays: bool) -> None:
    at = looked()
    at.say("Something.")
    at.hears("", coverage={3: Coverage(Covered.FULL, "Something.")})
    at.say("No idea, ask somebody else.")
    at.hears("", unknown=(Unknown("f1", 3, "how many of them break", "Bo"),))
    at.say(words)
    at.hears("", coverage={3: Coverage(Covered.FULL, words)})
    assert bool(at.canvas.iteration.open_questions) is stays
