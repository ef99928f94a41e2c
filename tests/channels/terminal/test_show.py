from dataclasses import replace

import pytest

from app.canvas.model import (
    Covered,
    Member,
    Milestone,
    NonAnswer,
    Overview,
    Sentence,
)
from app.channels.terminal import box, closing, show, unanswered
from app.channels.terminal.findings import found
from app.critic.finding import Status as FindingStatus
from app.interview import events as e
from app.interview.state import Ask, Pending, Status
from app.usecases.views import EventView
from tests.channels.terminal import views
from tests.channels.terminal.telling import of_all, shown, told

B = "background"


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (e.Words(B, "It breaks.", "p", waiting=True), "this one comes next"),
        (e.DraftChanged(B, 3, (Sentence("It breaks."),)), "It breaks."),
        (
            e.Asked(B, Ask("Why now?", question=1), lead="For the vials on the belt:"),
            "Question 1: For the vials on the belt: Why now, in other words?",
        ),
        (
            e.Asked(B, Ask("Why now?", question=1), translation="Warum jetzt?"),
            "Question 1: Warum jetzt?",
        ),
        (e.Asked(B, Ask("Why now?", question=1)), "Question 1: Why now, in other words?"),
        (e.Asked(B, Ask("When exactly?", finding="f1")), "“where possible” lets this be left out.\nWhen exactly?"),
        (e.Asked(B, Ask("Anna says 3 and Bo says 4. Which one?")), "Which one?"),
        (e.Proposed(B, 3, ("f1",)), "Before you accept Background:\n  1  Should  “where possible” lets"),
        (e.Proposed(B, 3), "“ok” accepts Background"),
        (e.Judged(B, open=(), fixed=("f1",)), "✔ settled: “where possible”"),
        (e.Decided("accept", B, answer=1), "✔ Background is accepted, with 2 open findings."),
        (e.Decided("skip", B, kind=NonAnswer.LATER), "Background, the whole box: put off for later."),
        (e.Decided("skip", B, question=2), "Background, question 2: left open."),
        (e.Decided("waive", B, finding="f1", reason="known"), "That finding is put aside: known"),
        (e.Decided("clear", B, answer=2), "Background is empty now."),
        (e.Decided("restore", B, answer=3), "as answer 3."),
        (e.Decided("still_true", B, answer=3), "Background still holds."),
        (e.Decided("pace", reason="quick"), "Pace: quick, one question a box at most."),
        (e.Decided("pause"), ""),
        (e.Position("start", 0, 4), "Tell us about the project"),
        (e.ConfirmAsked(B, "later", "Shall I put it off?"), "Shall I put it off? (y/n)"),
        (e.Explained(B, "It asks why."), "It asks why."),
        (e.Suggested(B, "Ideas:", ("Count them.", "Weigh them.")), "2  Weigh them."),
        (e.Disagreed(B, "Anna says 3, Bo says 4."), "Anna says 3, Bo says 4."),
        (e.Planned((), ()), "Team: nobody yet. Dates in the timeline: 0."),
        (e.Noticed("facilitator", "I keep your words."), "I keep your words."),
        (e.Failed(B, "That did not work out."), "/retry tries the same words again."),
        (e.ReadBack("Problem", (B, "value"), ("f1",)), "These do not go together yet:"),
    ],
)
def test_an_event_is_said(event: e.Event, says: str) -> None:
    assert says in told(event)


def test_ones_own_words_are_not_repeated() -> None:
    assert told(e.Words(B, "It breaks.", "p")) == ""


def test_a_draft_is_shown_once() -> None:
    assert "It breaks." in told(e.Proposed(B, 3))
    both = [
        EventView(1, views.NOW, "Anna", "t1", e.DraftChanged(B, 3, (Sentence("It breaks."),))),
        EventView(2, views.NOW, "Anna", "t1", e.Proposed(B, 3)),
    ]
    assert of_all(both, views.seen()).count("It breaks.") == 1


def test_a_draft_that_was_just_shown_is_not_repeated() -> None:
    read = views.read(views.drafted())
    assert "It breaks." not in told(e.Proposed(B, 3), read=read)
    assert "It breaks." in told(e.Proposed(B, 3), read={B: replace(read[B], number=2, sentences=())})
    position = EventView(1, views.NOW, "Anna", None, e.Position(B, 1, 4))
    assert show.drafts([position], views.seen()) == read
    assert show.drafts([EventView(1, views.NOW, "Anna", None, e.Position("value", 2, 4))], views.seen()) == {}


def test_only_the_last_place_is_shown() -> None:
    places = [EventView(n, views.NOW, "Anna", None, e.Position(to, n, 4)) for n, to in enumerate((B, "value"), 1)]
    said = of_all(places, views.seen(place="value"), turns=())
    assert "Value, 2 of 4" in said
    assert "Background, 1 of 4" not in said


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (e.Decided("accept", "value", answer=1), "Bo: Value is accepted."),
        (e.Decided("pace", reason="quick"), ""),
        (e.Words(B, "Often.", "p2"), "Bo said: Often."),
        (e.Words("value", "Often.", "p2"), ""),
        (e.Proposed(B, 3), "Meanwhile, through Bo:"),
        (e.Position("value", 2, 4), ""),
    ],
)
def test_others(event: e.Event, says: str) -> None:
    said = told(event, by="Bo", turn="t2")
    assert says in said
    assert bool(said) == bool(says)


def test_numbers_are_those_of_the_last_list() -> None:
    seen = views.seen()
    closing_event = EventView(1, views.NOW, "Anna", None, e.Closing(("f2", "f1"), (), (), ()))
    assert show.numbered([closing_event], seen) == ("f2", "f1")
    assert show.numbered([EventView(1, views.NOW, "Anna", None, e.Position(B, 1, 4))], seen) == ("f1", "f2")
    assert show.numbered([], views.seen(listed=("f9",))) == ("f9",)


def test_findings_have_numbers_only_where_they_are_shown() -> None:
    accepted = views.drafted(draft=None, asked=None, text="It breaks.", answer=1, by="Bo", status=Status.ACCEPTED)
    asked = views.drafted(asked=Ask("When exactly?", finding="f2"), status=Status.TALKING)
    talking = views.drafted(asked=None, status=Status.TALKING)
    for of, ids, says in (
        (views.drafted(), ("f1", "f2"), "Before you accept Background: 1 Should"),
        (accepted, ("f1", "f2"), "To look at (/waive 1 REASON puts one aside): 1 Should"),
        (asked, ("f2",), "or /waive 1 REASON leaves it as it is."),
        (talking, (), "The draft:"),
    ):
        assert box.on_the_table(of) == ids
        said = shown(box.panel(of, views.seen(views.canvas(of))))
        assert says in " ".join(said.split())
    event = EventView(1, views.NOW, "Anna", "t1", e.Asked(B, Ask("When exactly?", finding="f2")))
    assert show.numbered([event], views.seen()) == ("f2",)


def test_a_box_with_everything() -> None:
    questions = (
        views.question(1, coverage=Covered.FULL, quote="Because " + "glass breaks " * 9),
        views.question(2),
        views.question(3, coverage=Covered.NOT_APPLICABLE),
    )
    full = views.drafted(
        text="It broke.",
        answer=2,
        by="Bo",
        stale=("value",),
        confirm=Pending("later", "Anna"),
        running=True,
        can_retry=True,
        questions=questions,
        open_questions=(views.open_question(2), views.open_question(None, kind=NonAnswer.LATER)),
    )
    said = shown(box.panel(full, views.seen(views.canvas(full, views.box("value", 2)))))
    for part in (
        "Background, 1 of 2 · Problem",
        "1*  ✔ answered",
        "* matters most",
        "2   ? not known yet",
        "3   – not needed",
        "“Glass breaks.”",
        "The whole box: put off for later",
        "Accepted (answer 2, by Bo):",
        "Read it again: Value changed since.",
        "The draft:",
        "waiting for your yes or no",
        "/stop ends that",
        "/retry brings them back",
        "Before you accept Background:",
        "2  Must",
    ):
        assert part in said
    assert said.count("\n") == len([line for line in said.split("\n") if len(line) <= 80]) - 1


def test_ticks_tell_only_what_is_new() -> None:
    one = views.question(1, coverage=Covered.PART, quote="It breaks.")
    before = views.box(questions=(one, views.question(2), views.question(3)))
    two = views.question(2, coverage=Covered.FULL)
    after = views.box(questions=(one, two, views.question(3)), open_questions=(views.open_question(3),))
    said = shown(box.ticks(after, before))
    assert "✔ 2 answered" in said
    assert "1" not in said
    assert "Still open: 3 (not known yet)" in said
    assert "Still open" not in shown(box.ticks(views.box(questions=(one,)), None))


def test_the_close() -> None:
    stale = views.box("value", 2, text="It helps.", stale=(B,))
    late = views.box("data-collection", 3, open_questions=(views.open_question(None, box="data-collection"),))
    canvas = views.canvas(
        views.drafted(open_questions=(views.open_question(2, id="q2", kind=NonAnswer.LATER, owner="Bo"),)), stale, late
    )
    seen = views.seen(canvas, place="close")
    event = e.Closing(("f2",), ("value",), ("data-collection",), ("q1", "q2"))
    said = shown(closing.closing(event, seen, [seen.findings["f2"]]))
    for part in (
        "Most worth changing",
        "Background: “where possible”",
        "Put off for later:\n  -  Background, question 2: For whom? (Bo finds out)",
        "Not known yet:\n  -  Data collection, the whole box\n",
        "Read again: Value, because Background changed since.",
        "Still empty: Data collection",
        "Who is in the team",
        "/export writes Markdown",
    ):
        assert part in said
    planned = Overview((Member("Anna"),), (Milestone("2027", "begin"),))
    again = shown(closing.closing(e.Closing((), (), (), ()), views.seen(views.canvas(overview=planned)), []))
    assert "Nothing that was found is still open." in again
    assert "Team: Anna. Dates in the timeline: 1." in again


def test_open_questions_say_who_and_when() -> None:
    words = unanswered.open_words(
        views.open_question(reason="nobody counted", owner="Bo", due=views.NOW.date(), kind=NonAnswer.DONT_KNOW)
    )
    assert words == "not known yet: nobody counted; Bo finds out by 2027-01-01"
    assert unanswered.open_words(views.open_question(due=views.NOW.date())) == "not known yet; by 2027-01-01"
    because = views.open_question(kind=NonAnswer.NOT_APPLICABLE, reason="no users")
    assert unanswered.open_words(because) == "does not apply, because: no users"


@pytest.mark.parametrize("place", [B, "start"])
def test_words_that_the_model_missed_can_be_tried_again(place: str) -> None:
    notice = e.Noticed("without_model", "The model is slow.", place)
    waiting = replace(views.canvas(), to_retry=(place,))
    assert "The model is slow.\n/retry has the same words worked in." in told(notice, canvas=waiting)
    assert "/retry" not in told(notice)


def test_a_box_of_which_nothing_was_said_names_a_story_that_waits() -> None:
    untouched = views.box(status=Status.UNTOUCHED, passages=())
    waiting = replace(views.canvas(untouched), to_retry=("start",))
    assert "Your opening story was not worked in yet." in told(e.Position(B, 1, 4), canvas=waiting)
    begun = replace(views.canvas(replace(untouched, status=Status.TALKING)), to_retry=("start",))
    assert "story" not in told(e.Position(B, 1, 4), canvas=begun)
    assert "story" not in told(e.Position(B, 1, 4), canvas=views.canvas(untouched))


def test_the_panel_of_an_accepted_box_shows_what_it_says_and_the_rest_on_request() -> None:
    settled = replace(views.box(status=Status.ACCEPTED), text="Vials break.", answer=1, by="Anna", draft=None)
    canvas = views.canvas(settled)
    assert "Vials break." in told(e.Position(B, 1, 4), canvas=canvas)
    assert settled.questions[0].text not in told(e.Position(B, 1, 4), canvas=canvas)
    assert "/box shows its questions." in told(e.Position(B, 1, 4), canvas=canvas)


def test_what_newer_rules_see_is_told_apart() -> None:
    new = replace(views.finding("f1"), news=True)
    old = views.finding("f2")
    seen = views.seen(views.canvas(views.drafted(findings=(new, old))))
    text = shown(box.proposal(seen.of(B), (new, old), seen))
    assert text.count("Newer rules see this: ") == 1


def test_what_was_put_aside_says_by_whom_and_why() -> None:
    waived = replace(views.finding("f1"), status=FindingStatus.WAIVED, by="Mette", reason="The supplier counts.")
    seen = views.seen(views.canvas(views.drafted(findings=(waived,))))
    assert "put aside by Mette: The supplier counts." in shown([found([waived], seen, whole=True)])
