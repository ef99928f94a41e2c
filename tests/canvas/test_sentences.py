"""Text into sentences and back without loss; an edited text keeps what was left alone."""

import time
from dataclasses import replace

import pytest
from hypothesis import example, given, strategies as st

from app.canvas.model import Sentence, Source, SourceKind, text_of
from app.canvas.sentences import edited, split

BY = Source(SourceKind.EDIT, "t9")
texts = st.text() | st.text(alphabet="aB .!?…\n\r\t\u00a0\u2003é漢😀1eg")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        (" \n\t ", []),
        ("One.", ["One."]),
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("One\nTwo\r\n\r\nThree", ["One", "Two", "Three"]),
        ("One.  (Two.) “Three.”", ["One.", "(Two.) “Three.”"]),
        ("Wait ... what? ok", ["Wait ... what? ok"]),  # no new start
        ("By hand, e.g. Anna, i.e. Bo, approx. 5, vs. 6, no. 7, No. 8.", None),
        ("Ask J. Smith. He knows.", ["Ask J. Smith.", "He knows."]),
        ("At 3.5 s. Then 4.", ["At 3.5 s.", "Then 4."]),
        ("Über alles. Äpfel auch.", ["Über alles.", "Äpfel auch."]),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str] | None) -> None:
    assert [each.text for each in split(text)] == ([text] if sentences is None else sentences)


@given(texts)
@example("\n\n One.\r\n\tTwo.  \n")
def test_sentences_join_to_the_text_that_they_came_from(text: str) -> None:
    sentences = split(text)
    assert text_of(sentences) == text.rstrip()
    assert all(each.text.strip() for each in sentences)
    assert all(not each.lead.strip() for each in sentences)


@given(texts, texts)
def test_an_edited_text_is_exactly_what_was_written(before: str, after: str) -> None:
    kept = tuple(replace(each, sources=(Source(SourceKind.TURN, "t1"),)) for each in split(before))
    result = edited(kept, after, BY)
    assert text_of(result) == after.rstrip()
    known = {each.text for each in kept}
    for sentence in result:
        assert len(sentence.sources) == 1
        assert sentence.text in known or sentence.sources[0] == replace(BY, quote=sentence.text)


def turned(*spoken: str) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(text, sources=(Source(SourceKind.TURN, f"t{n}"),), question=n, lead=" " if n > 1 else "")
        for n, text in enumerate(spoken, 1)
    )


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("One. Two. Three.", ["t1", "t2", "t3"]),
        ("One.\n\nThree.", ["t1", "t3"]),
        ("One. Twice. Three.", ["t1", "t9", "t3"]),
        ("Three. One.", ["t3", "t1"]),  # moved
        ("One. One.", ["t1", "t9"]),  # written once, so vouched for once
    ],
)
def test_sentences_that_an_edit_leaves_alone_keep_their_sources(text: str, refs: list[str]) -> None:
    result = edited(turned("One.", "Two.", "Three."), text, BY)
    assert [each.sources[0].ref for each in result] == refs


def test_a_kept_sentence_keeps_its_question_and_takes_the_space_of_the_edit() -> None:
    (_, second) = edited(turned("One.", "Two."), "One.\n\nTwo.", BY)
    assert (second.question, second.lead) == (2, "\n\n")


LONG = {
    "one word": "a" * 100_000,
    "one gap": "a" + " " * 99_998 + "b",
    "lines": "\n" * 100_000,
    "dots": ". " * 50_000,
    "one line again and again": "A.\n" * 33_000,
    "blank lines": " \n" * 50_000,
    "abbreviations": "e.g. " * 20_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_hundred_thousand_characters_take_a_moment(text: str) -> None:
    begun = time.thread_time()
    sentences = split(text)
    edited(sentences, "New. " + text, BY)
    assert text_of(sentences) == text.rstrip()
    assert time.thread_time() - begun < 5
