"""Forms become moves; what does not fit is refused in kind words, never a mistake of ours."""

import datetime as dt
import re
from contextlib import suppress
from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given, strategies as st
from starlette.datastructures import FormData, UploadFile

from app.canvas.model import NonAnswer
from app.channels.web.forms import LARGEST, move_of
from app.errors import Invalid
from app.interview import moves
from app.interview.moves import Move
from app.interview.state import Pace
from tests.channels.web.desk import BOX, PART, Desk

NAMES = {next(each.default for each in fields(kind) if each.name == "move"): kind for kind in get_args(Move)}
MOVES: dict[str, tuple[dict[str, str], Move]] = {
    "say": ({"text": "Vials.", "box": "b", "speaker": "Bo"}, moves.Say("Vials.", "b", "Bo")),
    "accept": ({"box": "b", "draft": "2"}, moves.Accept("b", 2)),
    "edit": ({"box": "b", "text": "New.", "answer": "0", "draft": "1"}, moves.Edit("b", "New.", 0, 1)),
    "redraft": ({"box": "b", "instruction": "Shorter."}, moves.Redraft("b", "Shorter.")),
    "skip": (
        {"box": "b", "kind": "dont_know", "question": "4", "reason": "", "owner": "Bo", "due": "2026-12-15"},
        moves.Skip("b", NonAnswer.DONT_KNOW, 4, "", "Bo", dt.date(2026, 12, 15)),
    ),
    "goto": ({"box": "close"}, moves.GoTo("close")),
    "enough": ({"box": "b"}, moves.Enough("b")),
    "deeper": ({"box": "b"}, moves.Deeper("b")),
    "explain": ({"box": "b", "question": "", "reader": "a nurse"}, moves.Explain("b", None, "a nurse")),
    "suggest": ({"box": "b", "question": "2"}, moves.Suggest("b", 2)),
    "use": ({"box": "b", "passages": "p1"}, moves.Use("b", ("p1",))),
    "waive": ({"finding": "f", "reason": "A rule."}, moves.Waive("f", "A rule.")),
    "reopen": ({"finding": "f", "reason": ""}, moves.Reopen("f")),
    "confirm_fact": ({"fact": "f"}, moves.ConfirmFact("f")),
    "correct_fact": ({"fact": "f", "value": "unsure"}, moves.CorrectFact("f", "unsure")),
    "confirm": ({"box": "b", "yes": "false"}, moves.Confirm("b", False)),
    "vouch": ({"box": "b", "sentences": "3"}, moves.Vouch("b", None, (3,))),
    "still_true": ({"box": "b"}, moves.StillTrue("b")),
    "clear": ({"box": "b", "answer": "3"}, moves.Clear("b", 3)),
    "restore": ({"box": "b", "number": "1", "answer": "3"}, moves.Restore("b", 1, 3)),
    "pace": ({"pace": "quick"}, moves.SetPace(Pace.QUICK)),
    "stop": ({"box": "b"}, moves.Stop("b")),
    "retry": ({"box": "b"}, moves.Retry("b")),
    "pause": ({}, moves.Pause()),
}
ABOUT = {"interview": "i", "key": "k", "back": "/", "move": "clear"}  # about the form, not the move


def test_every_move_but_the_overview_has_its_form() -> None:
    assert set(MOVES) == set(NAMES) - {"plan"}


@pytest.mark.parametrize("name", MOVES)
def test_a_form_makes_its_move(name: str) -> None:
    form, move = MOVES[name]

    assert move_of(name, FormData(form | ABOUT)) == move


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("dance", {}),
        ("", {}),
        ("plan", {}),
        ("plan", {"overview": "x"}),
        ("goto", {}),
        ("goto", {"box": "  "}),
        ("edit", {"box": "b", "text": "New."}),
        ("clear", {"box": "b", "answer": "three"}),
        ("clear", {"box": "b", "answer": "-1"}),
        ("clear", {"box": "b", "answer": str(LARGEST + 1)}),
        ("accept", {"box": "b", "draft": "9" * 30}),
        ("accept", {"box": "b", "draft": "9" * 9_000}),
        ("accept", {"box": "b", "draft": "1.5"}),
        ("restore", {"box": "b", "number": str(2**63), "answer": "1"}),
        ("vouch", {"box": "b", "sentences": "one"}),
        ("vouch", {"box": "b", "sentences": "-1"}),
        ("vouch", {"box": "b", "sentences": str(LARGEST + 1)}),
        ("skip", {"box": "b"}),
        ("skip", {"box": "b", "kind": "never"}),
        ("skip", {"box": "b", "kind": "later", "due": "15.12.2026"}),
        ("skip", {"box": "b", "kind": "later", "due": "20000"}),
        ("confirm", {"box": "b", "yes": "perhaps"}),
        ("correct_fact", {"fact": "f", "value": "maybe"}),
        ("pace", {"pace": ""}),
        ("say", {"text": "a\0b"}),
        ("use", {"box": "b", "passages": "a\0b"}),
    ],
)
def test_what_does_not_fit_is_refused_kindly(name: str, form: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        move_of(name, FormData(form))

    assert re.fullmatch(r"[“A-Z].{5,170}\.", refused.value.message), refused.value.message
    assert refused.value.advice.endswith(".")


def test_a_field_that_comes_several_times_is_a_list() -> None:
    form = FormData([("box", "b"), ("sentences", "1"), ("sentences", "3")])

    assert move_of("vouch", form) == moves.Vouch("b", None, (1, 3))
    assert move_of("use", FormData({"box": "b"})) == moves.Use("b")


def test_lines_end_as_in_every_other_channel() -> None:
    form = FormData({"text": "one\r\ntwo\rthree\n", "box": "b"})

    assert move_of("say", form) == moves.Say("one\ntwo\nthree\n", "b")


def test_somebody_else_may_speak() -> None:
    assert move_of("say", FormData({"text": "Hi", "speaker": "Bo", "another": "  Mette\n"})).speaker == "Mette"  # type: ignore[union-attr]
    assert move_of("say", FormData({"text": "Hi", "speaker": "", "another": " "})).speaker is None  # type: ignore[union-attr]


def test_blank_words_are_left_to_the_engine() -> None:
    """It says in its words what is missing, and never takes a text that was emptied for one that was not sent."""
    assert move_of("accept", FormData({"box": "b", "draft": "1", "text": " "})) == moves.Accept("b", 1, " ")
    assert move_of("waive", FormData({"finding": "f", "reason": ""})) == moves.Waive("f", "")
    assert move_of("say", FormData({})) == moves.Say("")


def test_a_file_is_no_text() -> None:
    file: Any = UploadFile(file=None)  # type: ignore[arg-type]

    assert move_of("say", FormData({"text": file})) == moves.Say("")
    with pytest.raises(Invalid):
        move_of("vouch", FormData({"box": "b", "sentences": file}))


VALUES = st.one_of(
    st.text(max_size=20), st.integers().map(str), st.sampled_from(["b", "true", "later", "2026-11-30", "yes", "quick"])
)
FORMS = st.dictionaries(
    st.sampled_from([*{each.name for kind in NAMES.values() for each in fields(kind)}, "another", "interview"]), VALUES
)


@given(st.sampled_from([*NAMES, "dance"]), FORMS)
def test_any_form_is_a_move_or_invalid(name: str, form: dict[str, str]) -> None:
    with suppress(Invalid):
        assert isinstance(move_of(name, FormData(form)), NAMES[name])


# ---- over the wire


@pytest.mark.parametrize("headers", [{}, PART])
@pytest.mark.parametrize("name", [*NAMES, "dance"])
def test_no_form_is_a_mistake_of_ours(desk: Desk, name: str, headers: dict[str, str]) -> None:
    forms: list[dict[str, Any]] = [
        {},
        MOVES.get(name, ({}, None))[0] | {"box": BOX},
        {"box": "nowhere", "finding": "none", "fact": "none", "text": "x", "reason": "x", "kind": "later"},
        {"box": BOX, "text": " ", "reason": " ", "draft": "7", "answer": "7", "number": "7", "sentences": ["7", "8"]},
    ]
    for form in forms:
        answer = desk.move(name, headers=headers, **form)
        assert answer.status_code in {200, 204, 303, 404, 409, 422}, (form, answer.text)
        assert "Traceback" not in answer.text


@pytest.mark.parametrize(("move", "form"), [("say", {}), ("waive", {"finding": "f"}), ("edit", {"answer": "0"})])
def test_what_is_missing_is_named_as_people_would(desk: Desk, move: str, form: dict[str, str]) -> None:
    words = {"text": " ", "reason": " "}
    answer = desk.move(move, headers=PART, box=BOX, **form, **words)

    assert answer.status_code in (404, 422)
    assert "“" not in answer.text


def test_a_form_without_its_interview_says_so(desk: Desk) -> None:
    answer = desk.move("say", interview="", text="Hi")

    assert answer.status_code == 422
    assert "does not say which interview it belongs to" in answer.text
    assert "Hi" in answer.text


def test_an_upload_where_words_belong_is_refused(desk: Desk) -> None:
    answer = desk.web.post(
        f"/canvases/{desk.canvas}/moves/say",
        data={"interview": desk.interview},
        files={"text": ("a.txt", b"Words in a file.")},
    )

    assert answer.status_code == 413
    assert "This form cannot be read" in answer.text


def test_a_field_that_is_too_long_is_refused_and_nothing_changes(desk: Desk) -> None:
    before = desk.events()
    long = desk.web.post(
        f"/canvases/{desk.canvas}/moves/say",
        data={"interview": desk.interview},
        files={"x": (None, "a" * 100), "text": (None, "a" * 260_000)},
    )
    words = desk.move("say", text="a" * 20_001, box=BOX)
    many = desk.move("say", text="Hi", **{f"f{n}": "x" for n in range(500)})
    broken = desk.web.post(
        f"/canvases/{desk.canvas}/moves/say", content=b"x", headers={"Content-Type": "multipart/form-data; boundary=a"}
    )

    assert [each.status_code for each in (long, words, many, broken)] == [413, 413, 413, 413]
    assert "This form cannot be read" in many.text
    assert "aaaa" in words.text  # what was written is there to be copied
    assert desk.events() == before


def test_a_body_that_is_no_form_is_an_empty_one(desk: Desk) -> None:
    answer = desk.web.post(f"/canvases/{desk.canvas}/moves/say", content=b"{}", headers={"Content-Type": "text/json"})

    assert answer.status_code == 422
