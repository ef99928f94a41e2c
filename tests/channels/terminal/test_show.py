from collections.abc import Iterable
from typing import Any

import pytest
from rich.console import RenderableType

from app.canvas.diff import Piece
from app.canvas.model import (
    AnswerKind,
    Covered,
    Header,
    Member,
    Milestone,
    NonAnswer,
    Overview,
    Sentence,
    Source,
    SourceKind,
)
from app.channels.terminal import board, box, closing, history, listing, looking, overviews, show
from app.channels.terminal.choosing import short
from app.channels.terminal.helping import helped
from app.channels.terminal.words import brief, clean, count, listed, progress
from app.errors import NotFound
from app.interview import events as e
from app.interview.state import Ask, Pending, Status
from app.usecases.views import AnswerView, BoxDiff, CanvasLine, EventView
from tests.channels.terminal import views
from tests.channels.terminal.room import screen

B = "background"


def shown(parts: Iterable[RenderableType], *, width: int = 80) -> str:
    to, out, _ = screen(width)
    to.put(*parts, wide=True)
    return out.getvalue()


def told(
    event: e.Event, *, by: str = "Anna", turn: str | None = "t1", turns: tuple[str, ...] = ("t1",), **of: Any
) -> str:
    return shown(show.show([EventView(1, views.NOW, by, turn, event)], views.seen(**of), turns=turns))


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (e.Words(B, "It breaks.", "p", waiting=True), "this one comes next"),
        (e.DraftChanged(B, 3, (Sentence("40 a day.", assumption=True),)), "[assumption 1: nobody said this]"),
        (
            e.Asked(B, Ask("Why now?", question=1), lead="For the vials on the belt:"),
            "For the vials on the belt: Why now?",
        ),
        (e.Asked(B, Ask("Why now?", question=1)), "In other words: Why now, in other words?"),
        (e.Asked(B, Ask("When exactly?", finding="f1")), "“where possible” lets this be left out.\nWhen exactly?"),
        (e.Asked(B, Ask("Anna says 3 and Bo says 4. Which one?")), "Which one?"),
        (e.Proposed(B, 3, ("f1",)), "1 thing to look at before you accept Background:"),
        (e.Proposed(B, 3), "Nothing stands out."),
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
    assert shown(show.show(both, views.seen(), turns=("t1",))).count("It breaks.") == 1


def test_a_draft_that_was_just_shown_is_not_repeated() -> None:
    assert "It breaks." not in told(e.Proposed(B, 3), read={B: 3})
    assert "It breaks." in told(e.Proposed(B, 3), read={B: 2})
    position = EventView(1, views.NOW, "Anna", None, e.Position(B, 1, 4))
    assert show.drafts([position], views.seen()) == {B: 3}
    assert show.drafts([EventView(1, views.NOW, "Anna", None, e.Position("value", 2, 4))], views.seen()) == {}


def test_only_the_last_place_is_shown() -> None:
    places = [EventView(n, views.NOW, "Anna", None, e.Position(to, n, 4)) for n, to in enumerate((B, "value"), 1)]
    said = shown(show.show(places, views.seen(place="value"), turns=()))
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
        (views.drafted(), ("f1", "f2"), "2 things to look at before you accept Background:"),
        (accepted, ("f1", "f2"), "2 things to look at (/waive 1 REASON puts one aside):"),
        (asked, ("f2",), "or /waive 1 REASON leaves it as it is."),
        (talking, (), "The draft so far:"),
    ):
        assert box.on_the_table(of) == ids
        said = shown(box.panel(of, views.seen(views.canvas(of))))
        assert says in " ".join(said.split()) or says in said
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
        "Background, 1 of 2",
        "Column: Problem",
        "1  ✔ answered",
        "(essential)",
        "2  ? not known yet",
        "3  – not needed",
        "“Glass breaks.”",
        "The whole box: put off for later",
        "Accepted (answer 2, by Bo):",
        "Read it again: Value changed since.",
        "The draft so far:",
        "waiting for your yes or no",
        "/stop ends that",
        "/retry brings them back",
        "2 things to look at",
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
    assert "2  ✔ answered" in said
    assert "1  " not in said
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
        "Put off for later:\n  -  Background, question 2: put off for later; Bo finds out",
        "Open questions:\n  -  Data-collection, all: not known yet".replace("Data-collection", "Data collection"),
        "Read again: Value, because Background changed since.",
        "Still empty: Data collection",
        "Who is in the team",
        "/export writes Markdown",
    ):
        assert part in said
    planned = Overview((Member("Anna"),), (Milestone("2027", "begin"),))
    again = shown(closing.closing(e.Closing((), (), (), ()), views.seen(views.canvas(overview=planned)), []))
    assert "Nothing that was found is still open." in again
    assert "Anna; -\n  2027: begin" in again


def test_open_questions_say_who_and_when() -> None:
    words = box.open_words(
        views.open_question(reason="nobody counted", owner="Bo", due=views.NOW.date(), kind=NonAnswer.DONT_KNOW)
    )
    assert words == "not known yet: nobody counted; Bo finds out by 2027-01-01"
    assert box.open_words(views.open_question(due=views.NOW.date())) == "not known yet; by 2027-01-01"
    because = views.open_question(kind=NonAnswer.NOT_APPLICABLE, reason="no users")
    assert box.open_words(because) == "does not apply, because: no users"


@pytest.mark.parametrize("width", [60, 80, 130])
def test_the_board_fits(width: int) -> None:
    canvas = views.canvas(
        views.drafted(
            text="It breaks.", status=Status.ACCEPTED, stale=("value",), open_questions=(views.open_question(),)
        ),
        views.box("value", 2, text="It helps.", open_questions=(views.open_question(box="value"),)),
        views.box("data-collection", 3, column="Data"),
        overview=Overview((Member("Anna", "owner"),)),
        header=Header("Vials", note="First round."),
    )
    said = shown(board.board(canvas, wide=width >= 110), width=width)
    assert max(len(line) for line in said.splitlines()) <= width
    flat = " ".join(said.split())
    for part in (
        "Vials, iteration 1",
        "First round.",
        "░░░ 0 of 3 accepted",
        "✔ accepted",
        "↻ read again",
        "Anna; owner",
    ):
        assert part in flat


def test_boxes_stand_in_their_columns_whatever_the_order_of_filling() -> None:
    canvas = views.canvas(views.box("a", 1), views.box("b", 2, column="Data"), views.box("c", 3))
    said = shown(board.board(canvas, wide=False))
    assert said.index("3 C") < said.index("2 B")


def answer(number: int, **changes: Any) -> AnswerView:
    given: dict[str, Any] = {
        "id": f"a{number}",
        "box": B,
        "number": number,
        "iteration": 1,
        "kind": AnswerKind.ACCEPTED,
        "text": "It breaks.",
        "sentences": (),
        "by": "Anna",
        "at": views.NOW,
        "open_findings": (),
        "changes": (Piece("same", "It "), Piece("removed", "broke"), Piece("added", "breaks"), Piece("same", ".")),
    }
    return AnswerView(**given | changes)


def test_a_history_marks_changes_in_signs() -> None:
    said = shown(history.told("Background", [answer(1), answer(2, kind=AnswerKind.RESTORED, open_findings=("f1",))]))
    assert "Answer 1, iteration 1: accepted by Anna" in said
    assert "brought back by Anna" in said
    assert "with 1 open finding" in " ".join(said.split())
    assert "It [-broke-]{+breaks+}." in said
    assert "No answer yet." in shown(history.told("Background", []))


def test_differences_between_rounds() -> None:
    changed = BoxDiff(B, "Background", "It broke.", "It breaks.", answer(1).changes)
    assert "It [-broke-]{+breaks+}." in shown(history.differences([changed], 1, 2))
    assert "Nothing changed." in shown(history.differences([], 1, 2))


def test_sources_say_where_a_sentence_comes_from() -> None:
    sentences = (
        Sentence("It breaks.", (Source(SourceKind.TURN, "t1", "it breaks often"),)),
        Sentence("It hurts.", (Source(SourceKind.ANSWER, "value#1"), Source(SourceKind.IMPORT, "canvas.md"))),
        Sentence("40 a day.", assumption=True),
        Sentence("By hand.", (Source(SourceKind.EDIT, "t2", "By hand."),)),
    )
    said = shown(looking.sources(views.box(sentences=sentences)))
    assert "said in the interview: “it breaks often”" in said
    assert "from an accepted answer value#1\n" in said
    assert "imported canvas.md" in said
    assert "nobody said this; it is an assumption" in said
    assert "written or confirmed by hand\n" in said
    assert shown(looking.sources(views.box())) == ""


def line(id: str, **changes: Any) -> CanvasLine:
    given: dict[str, Any] = {
        "id": id,
        "product_name": "Vial inspection",
        "designed_by": "",
        "iteration": 1,
        "template": "short",
        "accepted": 1,
        "of": 2,
        "open_findings": 0,
        "changed_at": views.NOW,
        "created_at": views.NOW,
    }
    return CanvasLine(**given | changes)


def test_ids_are_as_long_as_they_need_to_be() -> None:
    canvases = [line("01a1fd9b-5555-7000"), line("01a1fd9b-5577-7000"), line("01b00000-0000-7000")]
    assert [short(each.id, canvases) for each in canvases] == ["01a1fd9b-555", "01a1fd9b-557", "01b00000"]
    said = shown(listing.listing(canvases))
    assert "01a1fd9b-557" in said
    assert "Vial inspection" in said
    assert "There is no canvas yet." in shown(listing.listing([]))


def test_an_overview_goes_through_lines_unchanged() -> None:
    overview = Overview(
        (Member("Anna", "owner", "decides; pays"), Member("Bo", "engineer")), (Milestone("Q1 2027", "first: model"),)
    )
    assert overviews.read(overviews.written(overview)) == overview
    more = overviews.read("- Bo; lead\n* 2028: done")
    assert [each.role for each in overviews.added(overview, more).team] == ["owner", "lead"]


def test_help_for_a_command_that_is_none() -> None:
    with pytest.raises(NotFound, match="/fly"):
        list(helped("fly"))
    assert "Such as: /goto 3" in shown(helped("go"))


# ---- hostile text

ESC, C1, BIDI = "\x1b[31m\x1b]0;owned\x07", "\x9b2J", "\u202eevil\u2066"
HOSTILE = f"red {ESC} {C1} {BIDI} [bold]not bold[/bold] :smile: \x00\x08\x0d\u2028 \ud83d end"


def test_nothing_that_a_terminal_obeys_comes_out_of_a_text() -> None:
    mean = views.finding(message=HOSTILE, question=HOSTILE, suggestion=HOSTILE)
    passage = views.drafted().passages[0]
    nasty = views.drafted(
        name=HOSTILE,
        column=HOSTILE,
        text=HOSTILE,
        by=HOSTILE,
        questions=(views.question(1, text=HOSTILE, plain=HOSTILE + "?", quote=HOSTILE, coverage=Covered.FULL),),
        draft=views.drafted().draft
        and type(views.drafted().draft)(3, HOSTILE, (Sentence(HOSTILE, assumption=True),), 0),  # type: ignore[misc]
        findings=(mean,),
        passages=(type(passage)("p1", B, HOSTILE, "t1"),),
        open_questions=(views.open_question(reason=HOSTILE, owner=HOSTILE, text=HOSTILE),),
    )
    overview = Overview((Member(HOSTILE, HOSTILE),), (Milestone(HOSTILE, HOSTILE),))
    canvas = views.canvas(
        nasty, header=Header(HOSTILE, HOSTILE, note=HOSTILE), overview=overview, template_name=HOSTILE
    )
    seen = views.seen(canvas)
    to, out, err = screen(80)
    to.put(*box.panel(nasty, seen), *board.board(canvas, wide=True), *looking.findings([mean], seen))
    to.put(*looking.left_open(seen), *history.told(HOSTILE, [answer(1, text=HOSTILE, by=HOSTILE)]))
    to.put(*listing.listing([line("01a1", product_name=HOSTILE)]))
    to.note(HOSTILE)
    to.error(NotFound(HOSTILE, advice=HOSTILE))
    said = out.getvalue() + err.getvalue()
    assert not [sign for sign in said if sign != "\n" and (ord(sign) < 32 or 127 <= ord(sign) < 160)]
    assert not set(said) & set("\u202e\u2066\u2028\ud83d")
    assert "[bold]not bold[/bold] :smile:" in " ".join(said.split())
    assert "␛[31m" in said


def test_colours_of_ours_stay_on_a_terminal_and_theirs_do_not_come_through() -> None:
    to, out, _ = screen(80, force_terminal=True, color_system="standard", legacy_windows=False)
    to.put(*box.proposal(views.drafted(), [views.finding(severity="must", message=HOSTILE)]))
    said = out.getvalue()
    assert "\x1b[" in said
    assert "\x1b]0;" not in said
    assert "\x9b" not in said


def test_a_file_on_a_terminal_is_neutralised_and_in_a_pipe_it_is_not(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    to, out, _ = screen(80, force_terminal=True)
    to.pour(b"red \x1b[31m")
    assert out.getvalue() == "red ␛[31m"
    to, _, _ = screen(80)
    to.pour(b"red \x1b[31m")
    assert capsysbinary.readouterr().out == b"red \x1b[31m"


def test_waiting_shows_the_end_of_a_text_on_its_way() -> None:
    to, out, _ = screen(40, force_terminal=True, legacy_windows=False)
    with to.waiting("One moment.") as waiting:
        assert out.getvalue() == ""
        waiting.start()
        waiting.show("\x1b]0;owned\x07" + "word " * 30)
    assert "\x1b]0;" not in out.getvalue()
    assert "One moment." in out.getvalue()


def test_nothing_is_drawn_over_lines_that_are_piped_on() -> None:
    to, out, _ = screen(40)
    with to.waiting("One moment.") as waiting:
        waiting.start()
        waiting.show("on its way")
    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("text", "seen"),
    [("a\tb\nc", "a\tb\nc"), ("a\r\nb", "a\nb"), ("\x7f\x85", "␡�"), ("👍🏽 é", "👍🏽 é"), ("\u200dx", "\u200dx")],
)
def test_harmless_text_stays_as_it_is(text: str, seen: str) -> None:
    assert clean(text) == seen


def test_small_words() -> None:
    assert [count(1, "box"), count(2, "box"), count(0, "finding")] == ["1 box", "2 boxes", "0 findings"]
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert [progress(1, 3), progress(30, 60)] == ["█░░ 1 of 3 accepted", "█" * 15 + "░" * 15 + " 30 of 60 accepted"]
    assert brief("one  two\nthree", 8) == "one two…"
