"""Every move, in the situations that matter: what is there, what somebody does, what it leads to."""

import datetime as dt
from collections.abc import Callable

import pytest

from app.canvas.model import Member, Milestone, NonAnswer, Overview
from app.interview.moves import (
    Accept,
    Clear,
    Deeper,
    Edit,
    Enough,
    Explain,
    GoTo,
    Move,
    Pause,
    Plan,
    Redraft,
    Retry,
    Say,
    SetPace,
    Skip,
    StillTrue,
    Stop,
    Suggest,
    Vouch,
    Waive,
)
from app.interview.state import Pace
from tests.interview.scenes import Scene, asked, listening, proposed, scene, settled

Given = Callable[[], Scene]
TEAM = Overview(team=(Member("Anna", "owner"),), timeline=(Milestone("2027-03", "first model"),))


def vague_draft() -> Scene:
    """A draft whose finding was asked about."""
    return scene().drafted("It is fast.", 1, 2)


def stopped() -> Scene:
    at = listening()
    at.move(Stop("why"))
    return at


def stale() -> Scene:
    """“How” rests on “why”, which changed after it was accepted."""
    at = settled()
    at.drafted("By camera.", 1, box="how")
    at.accept("how")
    at.move(Edit("why", "Vials leak.", answer=1))
    at.accept()
    return at


LEADS: list[tuple[str, Given, Move, list[str]]] = [
    ("say", scene, Say("Vials break.", box="why"), ["words why: Vials break.", "listen why t1 to t1"]),
    ("say where one is", scene, Say("Vials break."), ["words why: Vials break.", "listen why t1 to t1"]),
    ("say while a turn runs", listening, Say("More."), ["words why waiting: More."]),
    ("say it again to a settled box", settled, Say("More.", box="why"), ["words why: More.", "listen why t3 to t3"]),
    (
        "accept",
        proposed,
        Accept("why", 1),
        ["keep why#1 accepted: Vials break.", "decided accept why 1", "at who 2/3", "end t2 done"],
    ),
    (
        "accept other words",
        proposed,
        Accept("why", 1, text="Vials leak fast."),
        [
            "keep why#1 accepted: Vials leak fast.",
            "decided accept why 1",
            "at who 2/3",
            "end t2 done",
            "findings why-fast:open",
            "judged why open: why-fast fixed: ",
        ],
    ),
    (
        "accept a text without a draft",
        scene,
        Accept("why", text="Vials leak fast.", answer=0),
        [
            "keep why#1 accepted: Vials leak fast.",
            "decided accept why 1",
            "at who 2/3",
            "end t1 done",
            "findings why-fast:open",
            "judged why open: why-fast fixed: ",
        ],
    ),
    (
        "accept a text over an accepted one",
        settled,
        Accept("why", text="Vials break.", answer=1),
        ["keep why#2 accepted: Vials break.", "decided accept why 2", "end t3 done"],
    ),
    (
        "edit",
        proposed,
        Edit("why", "Vials leak.", answer=0),
        ["draft why 2: Vials leak.", "propose why 2", "end t2 done"],
    ),
    (
        "edit an accepted text",
        settled,
        Edit("why", "Vials break. Often.", answer=1),
        ["draft why 2: Vials break. Often.", "propose why 2", "end t3 done"],
    ),
    (
        "edit an empty box",
        scene,
        Edit("how", "By camera.", answer=0),
        ["draft how 1: By camera.", "propose how 1", "end t1 done"],
    ),
    ("redraft", proposed, Redraft("why", "shorter"), ["listen why t2 to t1 so: shorter"]),
    ("redraft what was accepted", settled, Redraft("why"), ["listen why t3 to t1 so: "]),
    (
        "skip a question: don't know",
        asked,
        Skip("why", NonAnswer.DONT_KNOW, 2, owner=" Bo ", due=dt.date(2027, 3, 1)),
        ["open why.2:dont_know", "decided skip why 2 dont_know", "propose why 1", "end t2 done"],
    ),
    (
        "skip a question: not applicable",
        asked,
        Skip("why", NonAnswer.NOT_APPLICABLE, 2, reason=" No patients. "),
        ["open why.2:not_applicable", "decided skip why 2 not_applicable No patients.", "propose why 1", "end t2 done"],
    ),
    (
        "skip a question: later",
        asked,
        Skip("why", NonAnswer.LATER, 2),
        ["open why.2:later", "decided skip why 2 later", "propose why 1", "end t2 done"],
    ),
    (
        "skip a question: none of these",
        asked,
        Skip("why", NonAnswer.NONE_OF_THESE, 2),
        ["open why.2:none_of_these", "decided skip why 2 none_of_these", "end t2 done"],
    ),
    (
        "skip a box: don't know",
        scene,
        Skip("why", NonAnswer.DONT_KNOW),
        ["open why.all:dont_know", "decided skip why dont_know", "at who 2/3", "end t1 done"],
    ),
    (
        "skip a box: not applicable",
        scene,
        Skip("why", NonAnswer.NOT_APPLICABLE, reason="No users."),
        ["open why.all:not_applicable", "decided skip why not_applicable No users.", "at who 2/3", "end t1 done"],
    ),
    (
        "skip a box: later",
        scene,
        Skip("why", NonAnswer.LATER),
        ["open why.all:later", "decided skip why later", "at who 2/3", "end t1 done"],
    ),
    (
        "skip a box: none of these",
        scene,
        Skip("why", NonAnswer.NONE_OF_THESE),
        ["open why.all:none_of_these", "decided skip why none_of_these", "end t1 done"],
    ),
    ("skip the story", lambda: scene(at="start"), Skip("start", NonAnswer.LATER), ["at why 1/3", "end t1 done"]),
    ("go to a box", scene, GoTo("how"), ["at how 3/3", "end t1 done"]),
    ("go to the start", scene, GoTo("start"), ["at start 0/3", "end t1 done"]),
    ("go to the close", scene, GoTo("close"), ["at close 4/3", "closing", "end t1 done"]),
    ("enough", asked, Enough("why"), ["propose why 1", "end t2 done"]),
    ("enough while a turn runs", lambda: _running(asked()), Enough("why"), ["end t3 done"]),
    ("deeper", proposed, Deeper("why"), ["ask why 3", "end t2 done"]),
    ("deeper in an empty box", scene, Deeper("why"), ["ask why 1", "end t1 done"]),
    ("deeper while a turn runs", listening, Deeper("why"), ["end t2 done"]),
    ("explain a question", scene, Explain("why", 2), ["explain why t1"]),
    ("explain a box while a turn runs", listening, Explain("why"), ["explain why t2"]),
    ("suggest", scene, Suggest("why", 1), ["suggest why t1"]),
    (
        "waive what was asked about",
        vague_draft,
        Waive("why-fast", " Fast enough. "),
        ["findings why-fast:waived", "decided waive why why-fast Fast enough.", "propose why 1", "end t2 done"],
    ),
    (
        "vouch",
        proposed,
        Vouch("why", 1),
        ["draft why 2: Vials break.", "end t2 done"],
    ),
    (
        "still true",
        stale,
        StillTrue("how"),
        ["keep how#2 reaffirmed: By camera.", "decided still_true how 2", "end t7 done"],
    ),
    ("clear", settled, Clear("why", answer=1), ["keep why#2 cleared: ", "decided clear why 2", "end t3 done"]),
    ("pace", scene, SetPace(Pace.QUICK), ["decided pace quick", "end t1 done"]),
    ("plan", scene, Plan(TEAM), ["keep overview", "overview", "end t1 done"]),
    ("stop", listening, Stop("why"), ["notice stopped", "end t1 stopped", "end t2 done"]),
    ("retry", stopped, Retry("why"), ["listen why t3 to t1 literal"]),
    ("pause", scene, Pause(), ["decided pause", "end t1 done"]),
]


def _running(at: Scene) -> Scene:
    at.say("More.")
    return at


@pytest.mark.parametrize(("given", "move", "leads"), [each[1:] for each in LEADS], ids=[each[0] for each in LEADS])
def test_what_a_move_leads_to(given: Given, move: Move, leads: list[str]) -> None:
    assert given().move(move) == leads
