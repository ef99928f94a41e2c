"""What a team has said: frozen values whose edits are new values."""

import datetime as dt
from dataclasses import replace

import pytest

from app.canvas.model import (
    Answer,
    AnswerKind,
    Canvas,
    Header,
    Iteration,
    Member,
    NonAnswer,
    OpenQuestion,
    Overview,
    Sentence,
    fingerprint,
    text_of,
)
from app.canvas.template import parse

NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
CHAIN = parse(
    """
id: chain
version: "1"
name: Chain
licence: CC0-1.0
columns:
  - name: One
    boxes:
      - {id: a, name: A, questions: [A], informs: [b, c]}
      - {id: b, name: B, questions: [B], informs: [c]}
      - {id: c, name: C, questions: [C]}
""",
    name="chain.yaml",
)


def answer(canvas: Canvas, box: str, text: str, **built_on: str) -> Answer:
    return Answer(
        id=f"{box}-{canvas.number(box) + 1}",
        box=box,
        number=canvas.number(box) + 1,
        iteration=1,
        kind=AnswerKind.ACCEPTED if text else AnswerKind.CLEARED,
        sentences=(Sentence(text),) if text else (),
        by="anna",
        at=NOW,
        built_on=built_on or canvas.grounds(box),
    )


@pytest.fixture
def empty() -> Canvas:
    return Canvas(id="c", template=CHAIN, iteration=Iteration(1, Header("Vials")))


def filled(canvas: Canvas, *boxes: str) -> Canvas:
    for box in boxes:
        canvas = canvas.with_answer(answer(canvas, box, f"About {box}."))
    return canvas


def test_an_empty_box_has_no_text_and_number_0(empty: Canvas) -> None:
    assert (empty.text("a"), empty.number("a"), empty.stale("a")) == ("", 0, ())


def test_an_answer_is_a_new_canvas(empty: Canvas) -> None:
    after = filled(empty, "a")
    assert (after.text("a"), after.number("a")) == ("About a.", 1)
    assert empty.answers == {}


def test_grounds_are_the_boxes_that_inform_this_one_as_they_are(empty: Canvas) -> None:
    canvas = filled(empty, "a")
    assert canvas.grounds("a") == {}
    assert canvas.grounds("c") == {"a": fingerprint("About a."), "b": fingerprint("")}


def test_a_fresh_box_is_not_stale(empty: Canvas) -> None:
    canvas = filled(empty, "a", "b", "c")
    assert [canvas.stale(box) for box in "abc"] == [(), (), ()]


@pytest.mark.parametrize(
    ("changes", "stale"),
    [
        ([("a", "New.")], {"b": ("a",), "c": ("a",)}),
        ([("b", "New.")], {"c": ("b",)}),
        ([("c", "New.")], {}),
        ([("a", "New."), ("b", "New.")], {"c": ("a", "b")}),
        ([("a", "")], {"b": ("a",), "c": ("a",)}),
        ([("a", "New."), ("a", "About a.")], {}),  # and back again
        ([("a", "New."), ("b", "")], {"c": ("a", "b")}),  # a cleared box is not stale itself
    ],
)
def test_a_box_is_stale_when_what_it_rests_on_changed(
    empty: Canvas, changes: list[tuple[str, str]], stale: dict[str, tuple[str, ...]]
) -> None:
    canvas = filled(empty, "a", "b", "c")
    for box, text in changes:
        canvas = canvas.with_answer(answer(canvas, box, text))
    assert {box: canvas.stale(box) for box in "abc" if canvas.stale(box)} == stale


def test_what_an_answer_was_built_on_may_name_a_box_that_is_gone(empty: Canvas) -> None:
    canvas = empty.with_answer(answer(empty, "a", "A.", old=fingerprint("")))
    assert canvas.stale("a") == ()
    assert canvas.with_answer(answer(empty, "a", "A.", old="0")).stale("a") == ("old",)


def test_open_questions_and_overview_belong_to_the_iteration(empty: Canvas) -> None:
    question = OpenQuestion("q", "a", None, NonAnswer.LATER, "anna", NOW, 1)
    overview = Overview(team=(Member("Anna"),))
    after = empty.with_open_questions((question,)).with_overview(overview)
    assert (after.iteration.open_questions, after.iteration.overview) == ((question,), overview)
    assert empty.iteration == Iteration(1, Header("Vials"))


def test_sentences_rejoin_with_the_space_before_them(empty: Canvas) -> None:
    sentences = (Sentence("One."), Sentence("Two.", lead="\r\n\t"))
    assert text_of(sentences) == "One.\r\n\tTwo."
    assert replace(answer(empty, "a", "x"), sentences=sentences).text == "One.\r\n\tTwo."


def test_a_fingerprint_tells_texts_apart() -> None:
    assert fingerprint("a") == fingerprint("a") != fingerprint("a ")
    assert len(fingerprint("")) == 12
