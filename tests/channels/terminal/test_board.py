"""The board, histories and sources in a terminal, and texts that would like to command it."""

from typing import Any

import pytest

from app.canvas.diff import Piece
from app.canvas.model import (
    AnswerKind,
    Covered,
    Header,
    Member,
    Milestone,
    Overview,
    Sentence,
    Source,
    SourceKind,
)
from app.channels.terminal import board, box, history, listing, looking, overviews
from app.channels.terminal.choosing import short
from app.channels.terminal.helping import helped
from app.channels.terminal.words import clean, progress
from app.channels.words import brief, count, listed
from app.errors import NotFound
from app.interview.state import Status
from app.usecases.views import AnswerView, BoxDiff, CanvasLine
from tests.channels.terminal import views
from tests.channels.terminal.room import screen
from tests.channels.terminal.test_show import B, shown


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
    to.put(*box.proposal(views.drafted(), [views.finding(severity="must", message=HOSTILE)], views.seen()))
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
