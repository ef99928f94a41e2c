"""What changed between two texts: exact for every pair, readable for edits, quick for long ones."""

import random
import time

import pytest
from hypothesis import given, strategies as st

from app.canvas.diff import Piece, word_diff

_PARTS = (
    "a",
    "b",
    "word",
    "Two words. ",
    " ",
    "  ",
    "\n",
    "\r\n",
    ".",
    "!",
    "é",
    "e\u0301",
    "\u200b",
    "日本",
    "3.5",
)
texts = st.lists(st.sampled_from(_PARTS), max_size=30).map("".join) | st.text()


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in word_diff(before, after)]


def exact(before: str, after: str) -> tuple[Piece, ...]:
    pieces = word_diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    return pieces


@given(texts, texts)
def test_both_texts_come_out_exactly(before: str, after: str) -> None:
    pieces = exact(before, after)
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(kinds[n] != kinds[n + 1] for n in range(len(kinds) - 1))
    assert ("added", "removed") not in set(zip(kinds, kinds[1:], strict=False))


def test_equal_texts_are_one_piece() -> None:
    assert told("One two.", "One two.") == [("same", "One two.")]
    assert told("", "") == []


def test_words_are_compared_not_letters() -> None:
    assert told("We keep images for 3 weeks.", "We keep images for 12 weeks.") == [
        ("same", "We keep images for "),
        ("removed", "3"),
        ("added", "12"),
        ("same", " weeks."),
    ]


def test_a_blank_between_two_changes_joins_them() -> None:
    assert told("We keep one two images", "We keep six ten images") == [
        ("same", "We keep "),
        ("removed", "one two"),
        ("added", "six ten"),
        ("same", " images"),
    ]


def test_white_space_is_kept_and_compared() -> None:
    assert told("a b\n", "a  b\n") == [("same", "a"), ("removed", " "), ("added", "  "), ("same", "b\n")]


def test_a_long_text_is_compared_by_sentences_and_then_by_words() -> None:
    sentences = [f"Sentence number {n} tells of the camera at the line. " for n in range(1500)]
    before = "".join(sentences)
    changed = [f"New start: {each}" if n % 100 == 50 else each for n, each in enumerate(sentences)]
    pieces = exact(before, "".join(changed))
    assert {piece.text.strip() for piece in pieces if piece.kind != "same"} == {"New start:"}


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x" + "a\n" * 100_000, "a\n" * 100_000 + "y"),
        ("a b " * 100_000 + "x", "b a " * 100_000 + "y"),
        (" ".join(map(str, range(50_000))), " ".join(map(str, reversed(range(50_000))))),
        (" ".join(f"w{n} x{n}" for n in range(50_000)), " ".join(f"w{n} y{n}" for n in range(50_000))),
        ("\n".join(f"w{n}\nx{n}" for n in range(3000)), "\n".join(f"w{n}\ny{n}" for n in range(3000))),
        ("one. " * 3000 + "x " * 3000, "two. " * 3000 + "x y " * 3000),
    ],
)
def test_texts_made_to_be_slow(before: str, after: str) -> None:
    start = time.process_time()
    exact(before, after)
    assert time.process_time() - start < 10


def test_random_long_texts() -> None:
    chance = random.Random(1)
    for size, vocabulary in ((1200, 4), (1200, 400), (20_000, 50)):
        words = [f"w{n}" for n in range(vocabulary)]
        before, after = (
            "".join(chance.choice(words) + chance.choice((" ", ". ", "\n")) for _ in range(size)) for _ in "ab"
        )
        exact(before, after)
