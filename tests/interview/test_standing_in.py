"""Words that were understood without the model, because it failed: people know, and can have them heard again."""

from dataclasses import replace

import pytest

from app.errors import NotNow
from app.interview.effects import Add, Drop, Heard, Lead, Listen, Review, Ruled, Told
from app.interview.events import Asked, Explained, Noticed
from app.interview.moves import Accept, Clear, Edit, Explain, GoTo, Restore, Retry, Stop, Use
from app.interview.state import START, Passage
from tests.interview.scenes import Scene, accepted, asked, box, listening, said, scene, template

WHY = "The model is slow. I noted your words without it."


def stood_in(text: str = "Vials break.", *questions: int) -> Scene:
    """The built-in facilitator understood Anna's words."""
    at = scene()
    at.say(text)
    at.hears(text, *questions, without_model=WHY)
    return at


def notices(at: Scene) -> list[tuple[str, str, str | None]]:
    return [(each.code, each.text, each.box) for each in at.events if isinstance(each, Noticed)]


def test_people_are_told_first_and_the_draft_is_made_all_the_same() -> None:
    at = listening()
    lines = at.hears("Vials break.", 1, without_model=WHY)
    assert lines[0] == "notice without_model"
    assert notices(at) == [("without_model", WHY, "why")]
    assert lines[1:] == ["ticks why 1:full", "draft why 1: Vials break.", "ask why 2", "end t1 done"]
    assert (at.box().heard, at.box().again, at.box().unheard) == (("t1",), ("t1",), ())


def test_words_that_a_model_understood_are_not_for_another_try() -> None:
    at = listening()
    at.hears("Vials break.", 1)
    assert at.box().again == ()
    with pytest.raises(NotNow):
        at.move(Retry("why"))


def test_trying_again_hears_them_again_and_counts_them_once() -> None:
    at = stood_in("Vials break.", 1)
    assert at.move(Retry("why")) == ["listen why t2 to t1 literal"]
    assert (at.box().heard, at.box().again) == (("t1",), ())
    work = at.work(Listen)
    changes = (Add(said("Many vials break.", "t1")), Drop(0, because="t1"))
    at.feed(Heard("why", work.turn, draft=1, changes=changes))
    assert at.draft() == "Many vials break."
    assert (at.box().heard, at.box().again) == (("t1",), ())


def test_trying_again_in_vain_leaves_them_for_another_try() -> None:
    at = stood_in()
    at.move(Retry("why"))
    at.hears("", without_model=WHY)
    assert (at.box().heard, at.box().again) == (("t1",), ("t1",))
    assert at.move(Retry("why")) == ["listen why t3 to t1 literal"]


def test_words_of_several_turns_are_tried_again_together_and_in_their_order() -> None:
    at = stood_in()
    at.say("They leak.")
    at.hears("They leak.", without_model=WHY)
    at.say("Every week.")
    at.hears("Every week.")
    assert at.box().again == ("t1", "t2")
    assert at.move(Retry("why")) == ["listen why t4 to t1,t2 literal"]
    assert at.box().heard == ("t3", "t1", "t2")


def test_words_that_were_stopped_come_along() -> None:
    at = stood_in()
    at.say("They leak.")
    at.move(Stop("why"))
    at.move(Retry("why"))
    assert at.box().running == "t4"
    assert {*at.box().listening} == {"t1", "t2"}
    assert (at.box().again, at.box().unheard) == ((), ())


def test_a_stop_of_the_second_try_loses_nothing() -> None:
    at = stood_in()
    at.move(Retry("why"))
    at.move(Stop("why"))
    assert (at.box().heard, at.box().again, at.box().unheard) == ((), (), ("t1",))
    assert at.move(Retry("why")) == ["listen why t4 to t1 literal"]


def test_a_second_try_that_breaks_loses_nothing() -> None:
    at = stood_in()
    at.move(Retry("why"))
    at.breaks()
    assert (at.box().heard, at.box().again, at.box().unheard) == ((), (), ("t1",))


def test_accepting_clears_them() -> None:
    at = stood_in("Vials break.", 1, 2)
    at.move(Accept("why", 1))
    assert at.box().again == ()
    with pytest.raises(NotNow):
        at.move(Retry("why"))


@pytest.mark.parametrize("move", [Accept("why", text="Vials leak.", answer=1), Clear("why", 1), Restore("why", 1, 1)])
def test_so_does_every_other_answer(move: Accept | Clear | Restore) -> None:
    earlier = accepted("why", "Vials burst.")
    at = scene(answers={"why": earlier})
    at.say("Vials break.")
    at.hears("Vials break.", without_model=WHY)
    at.move(move, earlier=earlier)
    assert (at.canvas.number("why"), at.box().again) == (2, ())


def test_an_edit_keeps_them_until_it_is_accepted() -> None:
    at = stood_in()
    at.move(Edit("why", "Vials leak.", 0))
    assert at.box().again == ("t1",)


def test_a_story_can_be_tried_again_too() -> None:
    at = scene(at=START)
    at.say("We break vials.", START)
    assert at.hears("", without_model=WHY)[0] == "notice without_model"
    assert at.talk.places == {"anna": "why"}
    assert at.move(Retry(START)) == ["listen start t2 to t1 literal"]
    at.hears("", passages=(Passage("", "how", "We break vials.", "t1"),))
    assert [each.text for each in at.talk.offered("how")] == ["We break vials."]
    assert (at.box(START).heard, at.box(START).again) == (("t1",), ())


def story(*passages: Passage) -> Scene:
    """A story that was understood without the model, from which these passages were offered."""
    at = scene(at=START)
    at.say("We break vials. They leak.", START)
    at.hears("", passages=passages, without_model=WHY)
    return at


def offered(at: Scene, box: str) -> list[str]:
    return [each.text for each in at.talk.offered(box)]


def test_a_story_that_is_heard_again_is_offered_anew() -> None:
    at = story(Passage("", "why", "We break vials.", "t1"), Passage("", "how", "They leak.", "t1"))
    before = at.talk.offered("how")
    at.move(Retry(START))
    at.hears("", passages=(Passage("", "how", "They leak.", "t1"), Passage("", "how", "We break vials.", "t1")))
    assert (offered(at, "why"), offered(at, "how")) == ([], ["They leak.", "We break vials."])
    assert at.talk.offered("how")[:1] == before  # nothing that stands on a screen goes away for nothing


def test_what_was_taken_of_a_story_stays_taken() -> None:
    at = story(Passage("", "why", "We break vials.", "t1"))
    (taken,) = at.talk.offered("why")
    at.move(Use("why", (taken.id,)))
    at.hears("We break vials.")
    at.move(Retry(START))
    at.hears("", passages=(Passage("", "why", "We break vials.", "t1"), Passage("", "why", "They leak.", "t1")))
    assert offered(at, "why") == ["They leak."]
    assert at.draft() == "We break vials."


def test_a_story_that_fails_again_keeps_what_was_offered() -> None:
    at = story(Passage("", "how", "They leak.", "t1"))
    at.move(Retry(START))
    before = at.talk.passages
    assert at.hears("", passages=(Passage("", "how", "They leak.", "t1"),), without_model=WHY)[-1] == "end t2 done"
    assert at.talk.passages == before
    assert at.talk.to_retry() == (START,)


def test_whoever_went_on_is_told_where_the_story_is_offered() -> None:
    at = story()
    assert at.talk.to_retry() == (START,)
    at.move(Retry(START))
    lines = at.hears("", passages=(Passage("", "how", "They leak.", "t1"),))
    assert lines == ["end t2 done", "notice kept_elsewhere"]
    assert notices(at)[-1] == ("kept_elsewhere", "What fits of your story is offered in How.", START)
    assert at.talk.to_retry() == ()


def test_whoever_sits_where_it_fits_is_shown_the_box() -> None:
    at = story()
    at.move(Retry(START))
    lines = at.hears("", passages=(Passage("", "why", "They leak.", "t1"),))
    assert lines == ["end t2 done", "at why 1/3"]
    assert at.talk.places == {"anna": "why"}


@pytest.mark.parametrize(("others", "where"), [("abcd", "A, B, C, D"), ("abcde", "5 boxes")])
def test_many_boxes_are_counted_and_not_named(others: str, where: str) -> None:
    at = scene(template((box("why", 1), *(box(id, 1) for id in others))), at=START)
    at.say("We break vials.", START)
    at.hears("", without_model=WHY)
    at.move(Retry(START))
    at.hears("", passages=tuple(Passage("", id, "We break vials.", "t1") for id in others))
    assert notices(at)[-1][1] == f"What fits of your story is offered in {where}."


def test_who_waits_at_the_start_goes_on_and_who_told_it_stays() -> None:
    at = story()
    at.move(GoTo(START), by="bo")
    at.move(Retry(START))
    at.hears("", passages=(Passage("", "how", "They leak.", "t1"),))
    assert at.talk.places == {"anna": "why", "bo": "why"}


def test_a_passage_that_was_taken_can_be_tried_again() -> None:
    at = scene()
    at.talk = replace(at.talk, passages=(Passage("p1", "why", "So.", "t0"),))
    at.move(Use("why", ("p1",)))
    at.hears("So.", without_model=WHY)
    assert at.move(Retry("why")) == ["listen why t2 to t1 literal"]


def test_a_redraft_that_the_model_failed_leaves_nothing_to_try_again() -> None:
    at = stood_in("Vials break.", 1, 2)
    at.move(Accept("why", 1))
    at.say("They leak.")
    at.hears("They leak.", 1)
    from_redraft = Heard("why", "t9", draft=at.draft_number(), meaning="command", without_model=WHY)
    at.talk = at.talk.with_box("why", replace(at.box(), running="t9", batch=("t9",)))
    at.feed(from_redraft)
    assert at.box().again == ()


# ---- looks, explanations and ideas


def test_a_look_without_the_model_says_so_before_the_draft_is_proposed() -> None:
    at = scene(reviews=True)
    at.say("Vials break.")
    at.hears("Vials break.", 1, 2)
    work = at.work(Review)
    lines = at.feed(Ruled("why", (), turn=work.turn, reviewed=True, without_model=WHY))
    assert lines == ["notice without_model", "propose why 1", "end t1 done"]
    assert notices(at) == [("without_model", WHY, "why")]


def test_an_explanation_without_the_model_says_so_first() -> None:
    at = scene()
    at.move(Explain("why", 1))
    at.works.clear()
    told = Told("why", "t1", Explained("why", "It means this.", 1), without_model=WHY)
    assert at.feed(told) == ["notice without_model", "explanation why", "end t1 done"]
    assert at.feed(told) == []  # it was told


def test_a_stopped_look_says_nothing() -> None:
    at = scene(reviews=True)
    at.say("Vials break.")
    at.hears("Vials break.", 1, 2)
    at.move(Stop("why"))
    assert at.feed(Ruled("why", (), turn="t1", reviewed=True, without_model=WHY)) == []


# ---- what a model wrote for the next question


@pytest.mark.parametrize(("number", "shown"), [(2, ("You said so:", "Für wen?")), (3, ("", "")), (0, ("", ""))])
def test_a_lead_and_a_translation_are_shown_only_with_their_question(number: int, shown: tuple[str, str]) -> None:
    at = listening()
    at.hears("Vials break.", 1, lead=Lead("You said so:", number, "Für wen?"))
    (question,) = [each for each in at.events if isinstance(each, Asked)]
    assert question.ask.question == 2
    assert (question.lead, question.translation) == shown


def test_a_finding_is_never_asked_about_with_a_lead() -> None:
    at = asked()
    at.say("It is fast.")
    at.hears("It is fast.", 2, lead=Lead("You said so:", 0, "Wie schnell?"))
    (question,) = [each for each in at.events if isinstance(each, Asked)]
    assert question == Asked("why", question.ask)
    assert question.ask.finding == "why-fast"
