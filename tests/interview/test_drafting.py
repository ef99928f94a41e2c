"""Changes by sentence: what a person accepted or wrote changes only for words that came after."""

import pytest
from hypothesis import given, strategies as st

from app.canvas.model import Sentence, Source, SourceKind, text_of
from app.interview.drafting import apply
from app.interview.effects import Add, Change, Drop, Replace
from tests.interview.scenes import said

A, B = said("A.", "t1"), said("B.", "t1", lead=" ")
NEW, OLD = said("New.", "t9"), said("Old news.", "t1")
WRITTEN = Sentence("By hand.", sources=(Source(SourceKind.EDIT, "t2", "By hand."),))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ((), "A. B."),
        ((Add(NEW),), "A. B.\nNew."),
        ((Add(said("New.", "t9", lead="\n\n")),), "A. B.\n\nNew."),
        ((Replace(1, NEW),), "A. New."),
        ((Add(NEW, after=0),), "A.\nNew. B."),
        ((Add(NEW, after=0), Drop(0, "t9")), "New. B."),
        ((Add(NEW, after=7),), "A. B.\nNew."),
        ((Replace(0, NEW),), "New. B."),
        ((Drop(0, "t9"),), "B."),
        ((Drop(0, "t9"), Drop(1, "t9")), ""),
        ((Drop(0, "t9"), Replace(0, NEW)), "B."),
        ((Add(NEW), Replace(2, said("Newer.", "t9"))), "A. B.\nNewer."),
        ((Add(NEW), Drop(2, "t9")), "A. B."),
        ((Replace(2, NEW), Drop(-1, "t9"), Replace(-1, NEW)), "A. B."),
        ((Add(said(" \n", "t9")),), "A. B."),
        ((Replace(0, said(" ", "t9")),), "A. B."),
    ],
)
def test_changes_by_sentence(changes: tuple[Change, ...], text: str) -> None:
    assert text_of(apply((A, B), changes, news=("t9",))) == text


@pytest.mark.parametrize(
    ("change", "reword", "text"),
    [
        (Replace(0, NEW), False, "New. B."),  # the words came after
        (Replace(0, OLD), False, "A. B."),  # another wording of what was said before
        (Replace(0, OLD), True, "Old news. B."),  # somebody asked for another wording
        (Replace(0, Sentence("No source.")), False, "A. B."),
        (Drop(0, "t9"), False, "B."),
        (Drop(0, "t1"), False, "A. B."),
        (Drop(0, "t1"), True, "B."),
        (Replace(1, OLD), False, "A. Old news."),  # this one was not accepted
    ],
)
def test_what_was_accepted_is_not_reworded(change: Change, reword: bool, text: str) -> None:
    assert text_of(apply((A, B), (change,), approved=(A,), news=("t9",), reword=reword)) == text


@pytest.mark.parametrize("sentence", [WRITTEN, Sentence("By hand.", sources=(*A.sources, *WRITTEN.sources))])
def test_what_a_person_wrote_or_vouched_for_is_not_reworded(sentence: Sentence) -> None:
    assert text_of(apply((sentence,), (Replace(0, OLD), Drop(0, "t1")), news=("t9",))) == "By hand."
    assert text_of(apply((sentence,), (Replace(0, NEW),), news=("t9",))) == "New."


sentences = st.builds(said, st.sampled_from(["One.", "Two.", " ", ""]), st.sampled_from(["t1", "t9"]))
changes = st.one_of(
    st.builds(Add, sentences),
    st.builds(Replace, st.integers(-2, 6), sentences),
    st.builds(Drop, st.integers(-2, 6), st.sampled_from(["t1", "t9"])),
)


@given(st.lists(sentences, max_size=4), st.lists(changes, max_size=6), st.booleans())
def test_no_change_whatever_breaks_a_draft_or_touches_what_was_accepted(
    before: list[Sentence], some: list[Change], accepted: bool
) -> None:
    before = [each for each in before if each.text.strip()]
    after = apply(before, some, approved=before if accepted else (), news=())
    assert all(each.text.strip() for each in after)
    assert all(each.lead for each in after[1:])
    if accepted:
        assert [each.text for each in after[: len(before)]] == [each.text for each in before]
