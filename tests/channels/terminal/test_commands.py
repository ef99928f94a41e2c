import datetime as dt
from dataclasses import replace
from typing import get_args

import pytest

from app.canvas.model import Member, Milestone, NonAnswer, Overview, Sentence
from app.channels.terminal.asides import Asking, Doing, Help, Look, Nothing, Save, Several, Speak, Unknown, Write
from app.channels.terminal.commands import COMMANDS, understood
from app.channels.terminal.seen import Seen
from app.errors import Invalid, NotFound, NotNow
from app.interview import moves as m
from app.interview.events import FactAsked
from app.interview.state import Pace, Pending
from app.usecases.views import DraftView
from tests.channels.terminal.views import box, canvas, drafted, finding, read, seen

B = "background"
DUE = dt.date(2027, 3, 1)
MOVES: list[tuple[str, m.Move]] = [
    ("It happens on the line.", m.Say("It happens on the line.", box=B)),
    ("  2: Patients.\nMany of them.  ", m.Say("2: Patients.\nMany of them.", box=B)),
    ("ok", m.Accept(B, 3)),
    ("Looks good.", m.Accept(B, 3)),
    ("/accept", m.Accept(B, 3)),
    ("/ACCEPT", m.Accept(B, 3)),
    ("/edit It breaks often.", m.Edit(B, "It breaks often.", answer=0, draft=3)),
    ("/edit\nOne.\nTwo.", m.Edit(B, "One.\nTwo.", answer=0, draft=3)),
    ("/redraft", m.Redraft(B)),
    ("/redraft shorter, please", m.Redraft(B, "shorter, please")),
    ("/skip 2 later", m.Skip(B, NonAnswer.LATER, question=2)),
    ("/skip later", m.Skip(B, NonAnswer.LATER, question=1)),
    ("/skip box later", m.Skip(B, NonAnswer.LATER)),
    ("/skip 3 dont-know", m.Skip(B, NonAnswer.DONT_KNOW, question=3)),
    ("/skip 3 don't know yet", m.Skip(B, NonAnswer.DONT_KNOW, question=3, reason="yet")),
    ("/skip 3 don’t-know", m.Skip(B, NonAnswer.DONT_KNOW, question=3)),
    (
        "/skip 2 dont-know nobody counted --owner Mette Olsen --due 2027-03-01",
        m.Skip(B, NonAnswer.DONT_KNOW, question=2, reason="nobody counted", owner="Mette Olsen", due=DUE),
    ),
    (
        '/skip 2 dont-know --due=2027-03-01 --owner "Mette"',
        m.Skip(B, NonAnswer.DONT_KNOW, question=2, owner="Mette", due=DUE),
    ),
    (
        "/skip 2 not-applicable we don't sell it",
        m.Skip(B, NonAnswer.NOT_APPLICABLE, question=2, reason="we don't sell it"),
    ),
    ("/skip 2 not applicable: no users", m.Skip(B, NonAnswer.NOT_APPLICABLE, question=2, reason="no users")),
    ("/skip none", m.Skip(B, NonAnswer.NONE_OF_THESE, question=1)),
    ("/skip none of these", m.Skip(B, NonAnswer.NONE_OF_THESE, question=1)),
    ("/later", m.Skip(B, NonAnswer.LATER, question=1)),
    ("/later 2", m.Skip(B, NonAnswer.LATER, question=2)),
    ("/later box", m.Skip(B, NonAnswer.LATER)),
    ("/goto 2", m.GoTo("value")),
    ("/goto val", m.GoTo("value")),
    ("/goto Data Quality", m.GoTo("data-quality")),
    ("/goto data-c", m.GoTo("data-collection")),
    ("/goto start", m.GoTo("start")),
    ("/go close", m.GoTo("close")),
    ("/next", m.GoTo("value")),
    ("/back", m.GoTo("start")),
    ("/enough", m.Enough(B)),
    ("/deeper", m.Deeper(B)),
    ("/explain", m.Explain(B)),
    ("/explain 2", m.Explain(B, question=2)),
    ("/explain 2 for a new colleague", m.Explain(B, question=2, reader="a new colleague")),
    ("/suggest 3", m.Suggest(B, question=3)),
    ("/use 2", m.Use(B, ("p2",))),
    ("/use", m.Use(B)),
    ("/use all", m.Use(B)),
    ("/waive 2 the auditor wants it", m.Waive("f2", "the auditor wants it")),
    ("/reopen 1", m.Reopen("f1")),
    ("/reopen 2 it matters now", m.Reopen("f2", "it matters now")),
    ("/vouch 1", m.Vouch(B, sentences=(1,))),
    ("/vouch 2 4", m.Vouch(B, sentences=(2, 4))),
    ("/vouch 2, 4 and 5", m.Vouch(B, sentences=(2, 4, 5))),
    ("/yes", m.Confirm(B, yes=True)),
    ("/no", m.Confirm(B, yes=False)),
    ("/still-true", m.StillTrue(B)),
    ("/clear", m.Clear(B, 0)),
    ("/restore 1", m.Restore(B, number=1, answer=0)),
    ("/pace quick", m.SetPace(Pace.QUICK)),
    (
        "/team Anna; product owner; decides\n2027-03: first model",
        m.Plan(Overview((Member("Anna", "product owner", "decides"),), (Milestone("2027-03", "first model"),))),
    ),
    ("/stop", m.Stop(B)),
    ("/retry", m.Retry(B)),
    ("/pause", m.Pause()),
    ("/quit", m.Pause()),
]
ASKED: list[tuple[str, str, Doing]] = [
    ("/waive 1", "we know", m.Waive("f1", "we know")),
    ("/skip", "3", m.Skip(B, NonAnswer.LATER, question=1)),
    (
        "/skip 2",
        "dont-know nobody measured it",
        m.Skip(B, NonAnswer.DONT_KNOW, question=2, reason="nobody measured it"),
    ),
    ("/skip 2 n/a", "no users", m.Skip(B, NonAnswer.NOT_APPLICABLE, question=2, reason="no users")),
    ("/team", "Bo; engineer", m.Plan(Overview((Member("Bo", "engineer"),)))),
    ("/overview", "", Nothing("Nothing changed.")),
]
ASKED_FACTS = tuple(FactAsked(id, "Is it so?", "unsure") for id in ("evaluates-people", "endangers"))
SEVERAL: list[tuple[str, tuple[m.Move, ...]]] = [
    ("/fact 1", (m.ConfirmFact("evaluates-people"),)),
    ("/fact 1 and 2", (m.ConfirmFact("evaluates-people"), m.ConfirmFact("endangers"))),
    ("/fact all", (m.ConfirmFact("evaluates-people"), m.ConfirmFact("endangers"))),
    ("/fact 2 no", (m.CorrectFact("endangers", "no"),)),
    ("/fact 1, 2 Unsure", (m.CorrectFact("evaluates-people", "unsure"), m.CorrectFact("endangers", "unsure"))),
    ("/fact 2 yes because it stops the press", (m.CorrectFact("endangers", "yes", "it stops the press"),)),
]
ASIDES: list[tuple[str, Doing]] = [
    ("/edit", Write("box")),
    ("/edit It breaks.", Nothing("Nothing changed.")),
    ("/team edit", Write("overview")),
    ("/canvas", Look("canvas")),
    ("/box", Look("box", B)),
    ("/box 2", Look("box", "value")),
    ("/findings", Look("findings")),
    ("/findings all", Look("findings", "all")),
    ("/law", Look("law")),
    ("/open", Look("open")),
    ("/history", Look("history", B)),
    ("/history value", Look("history", "value")),
    ("/vouch all", Nothing("No sentence here is marked as an assumption.")),
    ("/as Mette", Speak("Mette")),
    ("/as", Look("speaker")),
    ("/export", Save()),
    ("/export a b.json", Save("a b.json")),
    ("/help", Help()),
    ("/help /skip", Help("skip")),
    ("/?", Help()),
    ("/wave 1", Unknown("/wave 1", "waive")),
    ("/hist", Unknown("/hist", "history")),
    ("/dev/video0 is our camera", Unknown("/dev/video0 is our camera")),
    ("/", Unknown("/")),
]
REFUSED = [
    ("/skip perhaps", Invalid, "not a way"),
    ("/skip 2 later --due soon", Invalid, "not a date"),
    ("/goto", Invalid, "Go where"),
    ("/goto data", NotFound, "several boxes"),
    ("/goto moon", NotFound, "no box"),
    ("/use 3", NotFound, "Nothing was offered"),
    ("/vouch", Invalid, "Which one"),
    ("/vouch 1 and two", Invalid, "“two” is not a number"),
    ("/fact", Invalid, "Which question"),
    ("/fact 3", NotFound, "No question 3"),
    ("/fact 1 perhaps", Invalid, "“perhaps” is no answer"),
    ("/waive x because", Invalid, "not a number"),
    ("/waive 3 because", NotFound, "No finding was shown"),
    ("/pace slow", Invalid, "not a pace"),
    ("/history close", Invalid, "not a box"),
    ("/team and so on", Invalid, "neither"),
]


@pytest.mark.parametrize(("line", "move"), MOVES)
def test_a_line_is_a_move(line: str, move: m.Move) -> None:
    of = seen()
    assert understood(replace(of, read=read(of.of(B))), line) == move


def test_ok_to_a_draft_that_was_not_read_shows_it() -> None:
    of = seen()
    older = {B: replace(read(of.of(B))[B], number=2)}
    assert understood(of, "ok") == understood(replace(of, read=older), "ok") == m.Enough(B)


@pytest.mark.parametrize(("line", "answer", "doing"), ASKED)
def test_what_is_missing_is_asked_for(line: str, answer: str, doing: Doing) -> None:
    asking = understood(seen(), line)
    assert isinstance(asking, Asking)
    assert asking.then(answer) == doing


@pytest.mark.parametrize(("line", "moves"), SEVERAL)
def test_a_line_is_several_moves(line: str, moves: tuple[m.Move, ...]) -> None:
    asked = seen(facts=ASKED_FACTS)
    assert understood(asked, line) == Several(moves)


@pytest.mark.parametrize(("line", "aside"), ASIDES)
def test_a_line_is_for_the_terminal(line: str, aside: Doing) -> None:
    assert understood(seen(), line) == aside


@pytest.mark.parametrize(("line", "error", "says"), REFUSED)
def test_a_line_that_cannot_be_meant_is_refused(line: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        understood(seen(), line)


def test_every_move_of_the_interview_can_be_made() -> None:
    made = {type(move) for _, move in MOVES} | {type(doing) for _, _, doing in ASKED}
    made |= {type(move) for _, moves in SEVERAL for move in moves}
    assert set(get_args(m.Move)) <= made


def test_every_command_is_tried_here() -> None:
    lines = [line for line, *_ in (*MOVES, *ASKED, *SEVERAL, *ASIDES)]
    tried = {line.split()[0].lstrip("/").casefold() for line in lines if line.startswith("/")}
    assert {each.name for each in COMMANDS} <= tried


def test_ok_is_words_while_a_question_waits_for_a_yes() -> None:
    waiting = seen(canvas(drafted(confirm=Pending("later", "Anna"))))
    assert understood(waiting, "ok") == m.Say("ok", box=B)


def test_ok_without_a_draft_is_words() -> None:
    assert understood(seen(canvas(box())), "ok") == m.Say("ok", box=B)


def test_accepting_without_a_draft_is_left_to_the_interview_to_refuse() -> None:
    assert understood(seen(canvas(box())), "/accept") == m.Accept(B, 0)


def test_clearing_asks_first_if_there_is_something_to_clear() -> None:
    asking = understood(seen(canvas(drafted(text="It breaks.", answer=2))), "/clear")
    assert isinstance(asking, Asking)
    assert asking.then("yes") == m.Clear(B, 2)
    assert asking.then("rather not") == Nothing("It stays as it is.")
    assert understood(seen(), "/clear") == m.Clear(B, 0)


@pytest.mark.parametrize(
    ("waiting", "box"),
    [((), B), (("value",), B), (("start",), "start"), ((B, "start"), B), (("close", "start"), "start")],
)
def test_words_of_this_box_are_tried_again_before_the_story(waiting: tuple[str, ...], box: str) -> None:
    assert understood(seen(replace(canvas(drafted()), to_retry=waiting)), "/retry") == m.Retry(box)


def test_all_assumptions_are_those_that_were_shown() -> None:
    marks = (True, False, True)
    draft = DraftView(3, "", tuple(Sentence(f"{n}.", assumption=mark) for n, mark in enumerate(marks)), based_on=0)
    assert understood(seen(canvas(drafted(draft=draft))), "/vouch all") == m.Vouch(B, sentences=(1, 3))


def test_words_carry_the_speaker() -> None:
    assert understood(seen(speaker="Mette"), "Yes, we do.") == m.Say("Yes, we do.", box=B, speaker="Mette")


def test_numbers_mean_the_findings_that_were_shown() -> None:
    first, second = finding("f1"), finding("f2")
    shown = seen(canvas(drafted(findings=(first, second))), listed=("f2", "f1"))
    assert understood(shown, "/waive 1 known") == m.Waive("f2", "known")


@pytest.mark.parametrize(
    ("place", "line", "move"),
    [
        ("start", "/next", m.GoTo(B)),
        ("data-quality", "/next", m.GoTo("close")),
        ("close", "/back", m.GoTo("data-quality")),
        ("close", "/next", m.GoTo("close")),
        ("start", "/skip", m.Skip("start", NonAnswer.LATER)),
        ("start", "We fill vials.", m.Say("We fill vials.", box="start")),
        ("close", "ok", m.Say("ok", box="close")),
        ("close", "/retry", m.Retry("close")),
    ],
)
def test_moves_outside_the_boxes(place: str, line: str, move: m.Move) -> None:
    assert understood(seen(place=place), line) == move


@pytest.mark.parametrize("line", ["/accept", "/explain", "/clear", "/history"])
def test_what_needs_a_box_says_so_at_the_close(line: str) -> None:
    at_the_close: Seen = seen(place="close")
    with pytest.raises(NotNow, match="at the close"):
        understood(at_the_close, line)
