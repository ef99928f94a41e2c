import pytest
from hypothesis import given, strategies as st

from app.critic.tokens import Span, Word, bare_words, even, fold, joined, words


def test_words_keep_their_place_and_lose_their_case():
    assert words("We don’t, GPT-4!") == (
        Word("we", 0, 2),
        Word("don't", 3, 8),
        Word("gpt", 10, 13),
        Word("4", 14, 15),
    )


def test_ligatures_and_wide_letters_are_the_plain_ones():
    assert [each.text for each in words("suﬃcient ｍａｙｂｅ")] == ["sufficient", "maybe"]


def test_a_place_counts_code_points_of_the_text_as_it_stands():
    text = "😀 eﬀort maybe"
    word = words(text)[-1]
    assert text[word.start : word.end] == "maybe"


def test_han_and_kana_count_one_by_one():
    assert len(words("我们用 カメラ")) == 6


def test_fold_makes_apostrophes_equal():
    assert fold("Don’t") == fold("don't") == "don't"


@pytest.mark.parametrize("text", ["x-maybe", "maybe-x", "yes/maybe", "a@maybe", "maybe.com", "my_maybe"])
def test_joined_to_a_neighbour(text: str):
    start = text.index("maybe")
    assert joined(text, Span(start, start + 5))


@pytest.mark.parametrize("text", ["maybe", "so maybe.", "- maybe -", "(maybe)", "a maybe, b", "maybe.\nAnd"])
def test_not_joined_by_what_ends_a_word(text: str):
    start = text.index("maybe")
    assert not joined(text, Span(start, start + 5))


@given(st.text(max_size=60))
def test_a_text_that_was_evened_has_the_same_words_at_the_same_places(text: str):
    evened = even(text)
    assert len(evened) == len(text)
    assert [each.text for each in words(text)] == [fold(text[each.start : each.end]) for each in words(text)]
    assert bare_words(evened, Span(0, len(text))) == [each.text for each in words(text)]


def test_a_text_of_many_strange_letters_is_evened_at_once():
    text = "".join(map(chr, range(0xC0, 0x250))) + "İstanbul ﬁt ₂"
    assert len(even(text)) == len(text)
    assert [each.text for each in words("ÀÉ ﬁt İ")] == ["àé", "fit", "i̇"]
