"""Words that a model says it copied are looked up: what comes back stands in the text, or nothing does."""

import time

import pytest
from hypothesis import assume, example, given, settings, strategies as st

from app.facilitator.quoting import closest, find

TEXT = "Anna’s team reads “all” feedback –\n  every Monday… at 16:00 (CET)."
PIECES = ["\n", "\t", "<", "‹", *"aBıİßſ '’“-–.…([*", '"', "\\"]
WORDS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=12)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("reads “all” feedback", "reads “all” feedback"),
        ('reads "all" feedback', "reads “all” feedback"),
        ("anna's TEAM", "Anna’s team"),
        ("feedback - every Monday", "feedback –\n  every Monday"),
        ("“Every Monday”", "every Monday"),
        ("... every Monday ...", "every Monday"),
        ("at 16:00 (CET)", "at 16:00 (CET)"),
        ("at 16.00", ""),
        ("reads feedback", ""),
        ("Anna’s teams", ""),
        ("", ""),
        (" \n", ""),
        ("“…”", ""),
        (TEXT, TEXT),
        (f"  {TEXT}\n", TEXT),
    ],
)
def test_white_space_case_and_the_shape_of_marks_may_differ_and_nothing_else(words: str, found: str) -> None:
    assert find(words, TEXT) == found


def test_what_was_bent_to_keep_a_tag_whole_is_found() -> None:
    assert find("we log ‹words> here", "And we log <words> here.") == "we log <words> here"


@settings(max_examples=100, deadline=None)
@given(words=WORDS, text=WORDS)
@example(words="ß", text="ẞ")
@example(words="İ", text="i̇")
def test_whatever_is_found_stands_in_the_text(words: str, text: str) -> None:
    assert find(words, text) in text


@settings(max_examples=100, deadline=None)
@given(before=WORDS, words=st.text(min_size=1, max_size=40), after=WORDS)
def test_whole_words_that_stand_there_are_found(before: str, words: str, after: str) -> None:
    words = words.strip()
    assume(words[:1].isalnum() and words[-1:].isalnum())
    assert find(words, f"{words} {before} {after}") == words
    assert find(words, f"{before} {words} {after}")  # what stands before may be the same words in another case


def test_a_quote_of_a_page_is_none() -> None:
    page = "so " * 1_000
    assert find(page[:1_997], page)
    assert find(page[:2_999], page) == ""


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("a " * 999 + "b", "A " * 10_000),
        ("a b", "A" + " " * 20_000 + "c"),
        ("a a b", ("A" + " " * 100) * 200),
        ("a" * 1_999 + "b", "A" * 20_000),
        ("'" * 1_998 + "b", "’" * 20_000),
        ("(a+)+" * 300, "A" * 20_000),
        ("\n\n" * 999 + "z", "\n" * 20_000),
    ],
)
def test_no_words_take_long_to_look_up(words: str, text: str) -> None:
    began = time.process_time()
    assert find(words, text) == ""
    assert time.process_time() - began < 1.5


@pytest.mark.parametrize(
    ("sentence", "nearest", "share"),
    [
        ("The forecasts are late.", "Our forecast is late today.", 0.5),
        ("Bo sleeps.", "Bo sleeps.", 1.0),
        ("Bo forecasts.", "Our forecast is late today.", 1.0),  # of all words of the text
        ("Rain!", "Our forecast is late today.", 0.0),
        ("…", "", 0.0),
    ],
)
def test_the_nearest_sentence_shares_the_most_words(sentence: str, nearest: str, share: float) -> None:
    assert closest(sentence, "Our forecast is late today. Bo sleeps.") == (nearest, share)


def test_of_no_text_there_is_no_nearest_sentence() -> None:
    assert closest("Bo sleeps.", "") == ("", 0.0)
