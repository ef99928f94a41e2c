"""What is asked, how often, and when the draft is proposed instead."""

from dataclasses import replace

import pytest

from app.canvas.model import Coverage, Covered, NonAnswer
from app.critic.finding import Finding, Severity
from app.interview.asking import allowance
from app.interview.effects import Disagreement, Lead, Ruled, Unanswered
from app.interview.moves import Deeper, Enough, GoTo, Say, SetPace, Skip
from app.interview.state import Ask, BoxTalk, Pace, Status
from tests.interview.scenes import SHORT, Scene, asked, proposed, scene, settled


def asks(at: Scene, *, box: str = "why", rounds: int = 12) -> list[str]:
    """All that is asked if every reply is words that answer nothing, until the draft is proposed."""
    told: list[str] = []
    for number in range(rounds):
        at.say(f"Reply {number}.", box)
        lines = at.hears(f"Reply {number}.")
        told += [line.removeprefix(f"ask {box} ") for line in lines if line.startswith("ask")]
        if any(line.startswith("propose") for line in lines):
            return told
    raise AssertionError("never proposed")


@pytest.mark.parametrize(
    ("pace", "box", "expected"),
    [
        (Pace.QUICK, "why", ["1"]),
        (Pace.GUIDED, "why", ["1", "2"]),
        (Pace.THOROUGH, "why", ["1", "2", "3"]),
        (Pace.QUICK, "who", ["1"]),  # no question is essential: all are
        (Pace.GUIDED, "who", ["1", "2"]),
        (Pace.GUIDED, "how", ["1"]),
        (Pace.THOROUGH, "how", ["1", "2"]),
    ],
)
def test_a_pace_says_how_much_is_asked(pace: Pace, box: str, expected: list[str]) -> None:
    assert asks(scene(pace=pace), box=box) == expected


def test_a_pace_can_be_changed_at_any_time() -> None:
    at = scene(pace=Pace.QUICK)
    at.say("Vials break.")
    at.hears("Vials break.")
    at.move(SetPace(Pace.THOROUGH))
    assert asks(at) == ["2", "3"]


def test_deeper_asks_the_rest_one_by_one() -> None:
    at = proposed()
    at.move(Deeper("why"))
    assert [each.question for each in at.box().asks] == [3]
    assert asks(at) == []


def test_deeper_outweighs_an_earlier_enough_and_enough_an_earlier_deeper() -> None:
    at = asked()
    at.move(Enough("why"))
    assert at.move(Deeper("why"))[0] == "ask why 3"  # 2 was asked already: nothing is asked twice
    at.move(Enough("why"))
    assert at.box().asked is None
    assert asks(at) == []


def test_enough_while_a_turn_runs_proposes_when_it_ends() -> None:
    at = asked()
    at.say("More.")
    at.move(Enough("why"))
    assert at.hears("More.")[-2:] == ["propose why 2", "end t2 done"]


def test_the_worst_finding_is_asked_about_when_the_essentials_are_answered() -> None:
    at = scene()
    at.say("It is fast.")
    assert at.hears("It is fast.", 1, 2)[-2:] == ["ask why why-fast", "end t1 done"]
    assert at.box().asked == Ask("How fast?", finding="why-fast")


def test_a_finding_whose_question_is_worded_anew_is_not_asked_twice() -> None:
    at = scene()
    at.say("It is fast.")
    at.hears("It is fast.", 1, 2)
    (found,) = at.talk.findings["why"]
    at.feed(Ruled("why", (replace(found, question="How fast, in seconds?"),)))
    at.say("More.")
    assert [line for line in at.hears("") if line.startswith("ask")] == []


@pytest.mark.parametrize("change", [{"severity": Severity.NOTE}, {"question": ""}], ids=["a note", "no question"])
def test_a_finding_that_asks_for_nothing_is_not_asked_about(change: dict[str, object]) -> None:
    at = scene()
    at.say("It is fast.")
    at.hears("It is fast.", 1, 2)
    (found,) = at.talk.findings["why"]
    at.talk = at.talk.with_box("why", replace(at.box(), asks=(), asked=None))
    at.feed(Ruled("why", (replace(found, **change),)))  # type: ignore[arg-type]
    assert at.say("More.") == ["words why: More.", "listen why t2 to t2"]
    lines = at.hears("")  # nothing new to say: the draft is proposed
    assert not any(line.startswith("ask") for line in lines)


def test_findings_are_listed_worst_first() -> None:
    def finding(id: str, severity: Severity, start: int) -> Finding:
        return Finding(id, "VAG-01", severity, "why", "", "", start=start)

    at = proposed()
    found = (finding("note", Severity.NOTE, 0), finding("late", Severity.MUST, 5), finding("early", Severity.MUST, 2))
    assert at.feed(Ruled("why", found)) == [
        "findings note:open late:open early:open",
        "judged why open: early,late,note fixed: ",
    ]


def test_a_lead_goes_with_the_question_that_it_was_written_for() -> None:
    at = scene()
    at.say("Vials break.")
    lines = at.hears("Vials break.", 1, lead=Lead("You said that vials break.", question=2))
    assert "ask why 2 (You said that vials break.)" in lines


def test_a_lead_for_another_question_is_dropped() -> None:
    at = scene()
    at.say("Vials break.")
    assert "ask why 2" in at.hears("Vials break.", 1, lead=Lead("About three.", question=3))


def test_a_lead_is_kept_when_the_words_change_nothing() -> None:
    at = scene()
    at.say("Hm.")
    assert at.hears("", lead=Lead("You hesitate.", question=1)) == ["ask why 1 (You hesitate.)", "end t1 done"]


def test_a_question_that_was_put_off_is_not_asked_again_in_the_same_round() -> None:
    at = scene(pace=Pace.THOROUGH)
    at.say("1: don't know")
    lines = at.hears("", skips=(Unanswered(1, NonAnswer.DONT_KNOW, owner="Bo"),))
    assert lines == ["open why.1:dont_know", "notice left_open", "ask why 2", "end t1 done"]


def test_what_was_offered_and_rejected_leaves_the_question_to_be_asked() -> None:
    at = scene(pace=Pace.THOROUGH)
    at.move(Skip("why", NonAnswer.NONE_OF_THESE, 1))
    assert asks(at) == ["1", "2", "3"]


def test_a_question_answered_in_part_is_not_asked() -> None:
    at = scene()
    at.say("Some words.")
    assert "ask why 2" in at.hears("Some words.", coverage={1: Coverage(Covered.PART, "words")})


def test_a_skipped_question_of_a_settled_box_elsewhere_is_only_noted() -> None:
    at = settled()
    assert at.move(Skip("why", NonAnswer.DONT_KNOW, 3)) == [
        "open why.3:dont_know",
        "decided skip why 3 dont_know",
        "end t3 done",
    ]
    assert at.box().status is Status.ACCEPTED


def test_a_skipped_question_while_a_turn_runs_waits_for_it() -> None:
    at = asked()
    at.say("More.")
    assert at.move(Skip("why", NonAnswer.LATER, 2))[-1] == "end t3 done"
    assert at.hears("More.")[-2:] == ["propose why 2", "end t2 done"]


def test_a_box_with_nothing_but_non_answers_is_left() -> None:
    at = scene(at="who")
    at.move(Skip("who", NonAnswer.DONT_KNOW, 1))
    assert at.move(Skip("who", NonAnswer.LATER, 2)) == [
        "open who.1:dont_know who.2:later",
        "decided skip who 2 later",
        "at how 3/3",
        "end t2 done",
    ]
    assert at.box("who").status is Status.SKIPPED


def test_words_that_say_nothing_yet_are_answered_with_what_to_do() -> None:
    at = scene(pace=Pace.QUICK)
    at.say("Hm.")
    at.hears("")
    at.say("Hm again.")
    assert at.hears("") == ["end t2 done", "notice nothing_yet"]


def test_an_accepted_box_stays_settled_when_new_words_change_nothing() -> None:
    at = settled()
    at.talk = at.talk.with_place("anna", "why")
    at.say("Thanks!")
    assert at.hears("", meaning="off_topic") == ["end t3 done", "at who 2/3"]
    assert at.box().status is Status.ACCEPTED


def test_words_that_change_nothing_while_more_wait_are_followed_by_those() -> None:
    at = settled()
    at.say("Thanks!")
    at.say("They leak, too.")
    assert at.hears("") == ["end t3 done", "listen why t4 to t4"]


def test_new_words_to_an_accepted_box_bring_it_back_to_the_table() -> None:
    at = settled()
    at.say("They leak, too.")
    assert at.hears("They leak, too.")[-2:] == ["propose why 2", "end t3 done"]
    assert at.box().status is Status.PROPOSED


def test_a_proposed_box_that_is_asked_about_again_is_talked_about() -> None:
    at = proposed()
    at.move(Deeper("why"))
    assert at.box().status is Status.TALKING


def test_a_disagreement_is_asked_first_and_once() -> None:
    at = scene()
    at.say("Two a day.")
    doubt = Disagreement("Two a day or ten a day?", question=1)
    assert at.hears("Two a day.", 1, disagreements=(doubt,))[-4:] == [
        "disagree why: Two a day or ten a day?",
        "draft why 1: Two a day.",
        "ask why Two a day or ten a day?",
        "end t1 done",
    ]
    assert asks(at) == ["2"]


def test_what_was_doubtful_in_an_earlier_reply_and_not_asked_yet_is_dropped_by_the_next_one() -> None:
    at = scene(pace=Pace.THOROUGH)
    at.say("Two a day, in Lund.")
    at.hears("Two a day, in Lund.", disagreements=(Disagreement("Two or ten?"), Disagreement("Lund or Malmö?")))
    assert [each.text for each in at.box().doubts] == ["Two or ten?", "Lund or Malmö?"]
    at.say("Two, and Lund is right.")
    assert "ask why Daily or weekly?" in at.hears("Two.", disagreements=(Disagreement("Daily or weekly?"),))
    at.say("Daily.")
    at.hears("Daily.", 1, 2, 3)
    assert [each.text for each in at.box().asks] == ["Two or ten?", "Daily or weekly?"]
    assert at.box().doubts == ()


def test_a_disagreement_takes_no_questions_place_where_every_one_is_asked() -> None:
    at = scene(pace=Pace.THOROUGH)
    at.say("Two a day.")
    at.hears("Two a day.", disagreements=(Disagreement("Two or ten?"),))
    assert asks(at) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("pace", "talk", "most"),
    [
        (Pace.QUICK, BoxTalk(), 1),
        (Pace.GUIDED, BoxTalk(), 2),
        (Pace.THOROUGH, BoxTalk(), 3),
        (Pace.THOROUGH, BoxTalk(asks=(Ask("Two or ten?"), Ask("why 1?", question=1))), 4),
        (Pace.QUICK, BoxTalk(deeper=True), 5),
        (Pace.THOROUGH, BoxTalk(deeper=True, asks=(Ask("Two or ten?"),)), 6),
    ],
)
def test_the_allowance_of_a_box(pace: Pace, talk: BoxTalk, most: int) -> None:
    assert allowance(pace, SHORT.box("why"), talk) == most


def test_replies_elsewhere_do_not_use_up_the_asks_of_a_box() -> None:
    at = asked()
    at.move(GoTo("who"))
    at.move(Say("Patients."))
    assert "ask who 2" in at.hears("Patients.", 1)
    at.move(Say("They get hurt.", box="why"))
    assert at.hears("They get hurt.", 2)[-2:] == ["propose why 2", "end t4 done"]
