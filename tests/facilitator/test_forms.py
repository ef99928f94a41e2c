"""Forms as small models fill them in: what can be understood is, and what cannot is the harmless thing."""

from typing import Any

import pytest
from pydantic import BaseModel

from app.facilitator import forms

LISTS = ("changes", "coverage", "left_open", "disagreements", "elsewhere")


@pytest.mark.parametrize("field", LISTS)
@pytest.mark.parametrize("given", [{}, {"extra": 1}], ids=["missing", "a key too many"])
def test_a_list_may_be_left_out_or_null(field: str, given: dict[str, Any]) -> None:
    assert getattr(forms.Listened.model_validate(given), field) == []
    assert getattr(forms.Listened.model_validate(given | {field: None}), field) == []


@pytest.mark.parametrize("field", ["members", "milestones", "owners"])
def test_a_close_may_hold_only_some_of_its_lists(field: str) -> None:
    assert getattr(forms.Closed.model_validate({field: None, "more": []}), field) == []


def test_an_empty_form_is_an_answer_that_says_nothing() -> None:
    form = forms.Listened.model_validate({})
    assert (form.kind, form.command, form.reply, form.next) == ("answer", "none", "", forms.Next())


@pytest.mark.parametrize(
    ("given", "number"), [(2, 2), ("2", 2), ("Q2", 2), ("question 12", 12), ("", 0), ("none", 0), (None, 0), (2.0, 2)]
)
@pytest.mark.parametrize("form", [forms.Next, forms.Changed, forms.Ticked, forms.LeftOpen, forms.Clash])
def test_a_number_may_be_text(form: type[BaseModel], given: object, number: int) -> None:
    assert form.model_validate({"question": given}).question == number  # type: ignore[attr-defined]


def test_a_number_of_many_digits_is_no_number_of_a_question() -> None:
    assert forms.Next.model_validate({"question": "9" * 10_000}).question == 9999


@pytest.mark.parametrize(("given", "text"), [(None, ""), (3, "3"), (2.5, "2.5"), ("x", "x")])
def test_a_text_may_be_a_number_or_null(given: object, text: str) -> None:
    assert forms.Changed.model_validate({"text": given}) == forms.Changed(text=text)


def test_a_list_may_have_gaps_and_hold_numbers() -> None:
    assert forms.Changed.model_validate({"sources": [None, 3, "T1"]}) == forms.Changed(sources=["3", "T1"])


@pytest.mark.parametrize(
    ("form", "field", "given", "read"),
    [
        (forms.Listened, "kind", "Off-Topic ", "off_topic"),
        (forms.Listened, "kind", "statement", "answer"),
        (forms.Listened, "kind", None, "answer"),
        (forms.Listened, "command", "Don't know", "dont_know"),
        (forms.Listened, "command", "waive", "none"),
        (forms.Listened, "command", None, "none"),
        (forms.Changed, "do", "REPLACE", "replace"),
        (forms.Changed, "do", "insert", "add"),
        (forms.Ticked, "state", "Full", "full"),
        (forms.Ticked, "state", "partially", "part"),
        (forms.LeftOpen, "kind", "not applicable", "not_applicable"),
        (forms.LeftOpen, "kind", "unknown", "dont_know"),
        (forms.Answered, "value", "YES", "yes"),
        (forms.Answered, "value", True, "unsure"),
    ],
)
def test_a_word_that_nobody_knows_is_the_harmless_one(
    form: type[BaseModel], field: str, given: object, read: str
) -> None:
    assert getattr(form.model_validate({field: given}), field) == read


@pytest.mark.parametrize(
    ("form", "given"),
    [
        (forms.Listened, {"kind": "question", "changes": [{"do": "drop", "sentence": "S1", "note": "x"}]}),
        (forms.Story, {"passages": [{"box": "goals", "words": 31, "page": 2}], "note": ""}),
        (forms.Ideas, {"ideas": [{"text": "Count.", "because": None, "rank": 1}]}),
        (forms.Verdicts, {"verdicts": [{"id": "VAG-01", "fails": "true", "quote": None, "score": 7}]}),
        (forms.Facts, {"facts": [{"id": "people", "sure": True}]}),
    ],
)
def test_keys_too_many_are_left_out(form: type[BaseModel], given: dict[str, Any]) -> None:
    (field,) = {"changes", "passages", "ideas", "verdicts", "facts"} & given.keys()
    (entry,) = getattr(form.model_validate(given), field)
    assert not {"note", "page", "rank", "score", "sure"} & {*entry.model_dump()}


@pytest.mark.parametrize("form", [forms.Story, forms.Ideas, forms.Verdicts, forms.Facts])
def test_a_form_that_is_one_list_must_hold_it(form: type[BaseModel]) -> None:
    with pytest.raises(ValueError, match="Field required"):
        form.model_validate({})
