import pytest
from hypothesis import given, strategies as st

from app.critic.carry import edit
from app.critic.tokens import Span


def carried(before: str, after: str, quote: str) -> str:
    start = before.index(quote)
    place = edit(before, after).carry(Span(start, start + len(quote)))
    return after[place.start : place.end]


@pytest.mark.parametrize(
    ("before", "after", "quote", "now"),
    [
        ("It may rain.", "It may rain.", "may", "may"),
        ("It may rain.", "So far it was dry. It may rain.", "may", "may"),
        ("It may rain.", "It really may rain today.", "may", "may"),
        ("It may rain today.", "It can rain today.", "may", " can "),
        ("It may well rain.", "It rains.", "may well rain", " rains."),
        ("One. It may rain. Two.", "One. Two.", "may", " "),
        ("A may. B may. C may.", "C may. A may. B may.", "C may", "C may"),
        ("It may snow. It may rain.", "It may rain. The end.", "may rain", "may rain"),
        ("One two\n three.", "One  two three.", "two\n three", "two three"),
        ("", "New.", "", "New."),
        ("Same. Same. Other.", "Other. Same. Same.", "Other", "Other"),
    ],
)
def test_a_piece_is_found_again(before: str, after: str, quote: str, now: str):
    assert carried(before, after, quote) == now


def test_equal_sentences_keep_their_order():
    before, after = "Yes. It may. No. It may.", "It may. New here. It may."
    change = edit(before, after)
    assert change.carry(Span(8, 11)) == Span(3, 6)
    assert change.carry(Span(20, 23)) == Span(21, 24)


def test_the_words_of_a_moved_sentence_go_with_it_and_with_no_other():
    one = "Cats might sleep. Dogs might bark. Stay here. Wait."
    other = "Foxes might bite. Stay here. Wait. Cats might sleep."
    there, back = edit(one, other), edit(other, one)
    assert there.carry(Span(5, 10)) == Span(40, 45)
    assert there.carry(Span(23, 28)) == Span(6, 11)
    assert back.carry(Span(40, 45)) == Span(5, 10)
    assert back.carry(Span(6, 11)) == Span(23, 28)


def test_a_place_between_words_holds_what_is_inserted_there():
    before, after = "It rains today.", "It often rains today."
    change = edit(before, after)
    place = change.carry(Span(3, 3))
    assert after[place.start : place.end].strip() == "often"
    place = change.carry(Span(9, 9))
    assert after[place.start : place.end] == " "


def test_a_place_in_an_unchanged_text_does_not_move():
    assert edit("It rains.", "It rains.").carry(Span(2, 2)) == Span(2, 2)


def test_a_piece_over_two_sentences_is_not_taken_along_with_one_of_them():
    before, after = "Who? Why? A.", "A. New. Who? Then why?"
    place = edit(before, after).carry(Span(0, 9))
    assert after[place.start : place.end] != "Who? Why"
    assert edit(before, after).carry(Span(0, 4)) == Span(8, 12)


def test_a_place_before_a_moved_sentence_is_not_in_it():
    change = edit("  One. Two. Three.", "Two. Three. One.")
    assert change.carry(Span(2, 6)) == Span(12, 16)
    assert change.carry(Span(0, 0)) == Span(0, 0)


def test_words_that_a_rewritten_stretch_holds_once_are_found_in_it():
    words = [f"w{number}" for number in range(2500)]
    before, after = " ".join([*words, "maybe", *words]), " ".join([*words[::-1], "maybe", *words[::-1]])
    assert carried(before, after, "maybe") == "maybe"


def test_words_that_a_rewritten_stretch_holds_twice_are_anywhere_in_it():
    words = [f"w{number}" for number in range(2500)]
    before, after = " ".join([*words, "maybe", *words]), " ".join(["maybe", *words[::-1], "maybe"])
    assert carried(before, after, "maybe") == after


def test_many_changed_sentences_are_searched():
    before = "\n".join(f"Line {number}." for number in range(1000))
    after = "\n".join(f"Line {number}." for number in range(999, -1, -1))
    assert carried(before, after, "Line 17.") == "Line 17."


TEXTS = st.lists(st.sampled_from(["it", "may", "rain.", "Snow", "fall.", "\n", "now?", "So"]), max_size=30).map(
    " ".join
)


@given(TEXTS, TEXTS, st.data())
def test_a_piece_is_always_somewhere(before: str, after: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    place = edit(before, after).carry(Span(start, end))
    assert 0 <= place.start <= place.end <= len(after)


@given(TEXTS, TEXTS)
def test_blocks_are_the_same_words_in_order(before: str, after: str):
    blocks = edit(before, after).blocks
    for block in blocks:
        assert block.size
        assert before[block.before :][: block.size] == after[block.after :][: block.size]
    for one, other in zip(blocks, blocks[1:], strict=False):
        assert one.before + one.size <= other.before
        assert one.after + one.size <= other.after
