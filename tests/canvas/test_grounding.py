"""Whether a sentence says a number, a date or a unit that its sources do not hold."""

import time

import pytest
from hypothesis import given, strategies as st

from app.canvas.grounding import holds, numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("none", set()),
        ("1,200 or 1 200 or 1.200 or 1\u00a0200 or 1200", {"1200"}),
        ("1,200,000.50", {"1200000.5"}),
        ("1.200,5", {"1200.5"}),
        ("0.60 and 0,6", {"0.6"}),
        ("0.125", {"0.125"}),  # a part, not a hundred and twenty-five
        ("007", {"7"}),
        ("0", {"0"}),
        ("two of Twelve, or twenty", {"2", "12", "20"}),
        ("often", set()),
        ("in 2024 300 vials", {"2024", "300"}),
        ("2027-03-15 and 15.03.2027", {"2027", "3", "15"}),
        ("5-10 s", {"5", "10"}),
        ("1,2345", {"1.2345"}),
        ("v2.1", {"2.1"}),
        ("99 %", {"99"}),
    ],
)
def test_numbers(text: str, found: set[str]) -> None:
    assert numbers(text) == found


HELD = [
    ("No number at all.", ""),
    ("Every week.", "They come every week."),
    ("0 of 71 samples", "We approved zero of the 71 samples."),
    ("1200 vials", "About 1,200 vials."),
    ("3 s", "three seconds"),
    ("within 3 seconds", "less than 3 s per vial"),
    ("5 %", "5 per cent"),
    ("5 per cent", "5%"),
    ("$5", "5 dollars"),
    ("5 €", "€5"),
    ("a 5-minute break", "5 min"),
    ("24 hours", "in 24h"),
    ("10 GB", "10gb of images"),
    ("15 March 2027", "2027-03-15"),
    ("2027-03-15", "March 15, 2027"),
    ("1 May 2027", "1.5.2027"),
    ("in September", "by Sept. at the latest"),
    ("We may march.", "Let us go."),
    ("3 people", "3"),  # not a unit of measure
    ("400 vials an hour", "400 vials per hour"),
    ("We look at a vial every minute.", "each minute we look at one"),
    ("three a day", "3 each day"),
]
NOT_HELD = [
    ("40 vials", "Many vials."),
    ("0.125 s", "125 s"),
    ("3 minutes", "3 seconds"),
    ("3 seconds", "3"),
    ("5 %", "5 vials"),
    ("€5", "$5"),
    ("400 vials a minute", "400 vials an hour"),
    ("3 vials per day", "3 vials"),
    ("Each week vials break.", "Vials break."),
    ("by May", "by March"),
    ("on 5 May", "5 vials in March"),
    ("May 2027", "in 2027"),
    ("in 2028", "in 2027"),
]


@pytest.mark.parametrize(("sentence", "source"), HELD)
def test_what_a_source_holds(sentence: str, source: str) -> None:
    assert holds(sentence, [source])


@pytest.mark.parametrize(("sentence", "source"), NOT_HELD)
def test_what_a_source_does_not_hold(sentence: str, source: str) -> None:
    assert not holds(sentence, [source])


def test_sources_hold_together() -> None:
    assert holds("3 of 40 in May", ["3 in May", "of 40"])
    assert not holds("3 of 40", ["3"])
    assert not holds("3", [])
    assert holds("None.", [])


@given(st.text() | st.text(alphabet="0123456789., -/\u00a0sS%€ſKMay٣½²"))
def test_every_text_holds_itself(text: str) -> None:
    assert holds(text, [text])


@pytest.mark.parametrize("piece", ["1 ", "1", "1,111", "1.1.", "€ ", "May "])
def test_a_hundred_thousand_characters_take_a_moment(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begun = time.thread_time()
    assert holds(text, [text])
    assert time.thread_time() - begun < 5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thirty-five minutes", {"35"}),
        ("Forty-one percent to be exact", {"41"}),
        ("two hundred and ten vials", {"210"}),
        ("three hundred thousand", {"300000"}),
        ("a thousand one hundred", {"1100"}),
        ("one two three", {"1", "2", "3"}),
        ("twenty or thirty", {"20", "30"}),
        ("twenty and ten", {"20", "10"}),
        ("nineteen five", {"19", "5"}),
        ("hundred", {"100"}),
    ],
)
def test_numbers_in_words_are_put_together(text: str, found: set[str]) -> None:
    assert numbers(text) == found
