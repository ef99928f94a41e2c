import datetime as dt

import pytest

from app.critic.clashing.quantities import amounts, dates, seconds
from app.critic.tokens import Span, even

DAY = 86_400.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("within 300 ms", 0.3),
        ("within 300ms", 0.3),
        ("in two seconds", 2),
        ("after 18 months", 18 * 30 * DAY),
        ("after a six-month run", 6 * 30 * DAY),
        ("each friday", 7 * DAY),
        ("nightly", DAY),
        ("twice a year", 365 * DAY / 2),
        ("every other week", 14 * DAY),
        ("1,200 hours", 1200 * 3600),
        ("1.5 hours", 5400),
        ("version 1.2.3 hours", None),
        ("a fraction", None),
        ("birthdays", None),
    ],
)
def test_times_are_read_in_seconds(text: str, value: float | None):
    assert seconds(text) == value


def test_the_longest_time_counts_for_a_cadence():
    assert seconds("the first quarter of each year") == 91 * DAY
    assert seconds("the first quarter of each year", longest=True) == 365 * DAY


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 1 March 2027", (2027, 3, 1), (2027, 3, 1)),
        ("on 1st of March 2027", (2027, 3, 1), (2027, 3, 1)),
        ("on March 1, 2027", (2027, 3, 1), (2027, 3, 1)),
        ("in Feb. 2028", (2028, 2, 1), (2028, 2, 29)),
        ("on 2027-03-01", (2027, 3, 1), (2027, 3, 1)),
        ("in 2027-03", (2027, 3, 1), (2027, 3, 31)),
        ("by Q2 2027", (2027, 4, 1), (2027, 6, 30)),
        ("by the end of 2027", (2027, 12, 1), (2027, 12, 31)),
    ],
)
def test_dates_are_read_as_the_days_that_they_may_mean(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
):
    ((when, span),) = dates(even(text), Span(0, len(text)))
    assert when == (dt.date(*first), dt.date(*last))
    assert text[span.start : span.end] in text


@pytest.mark.parametrize("text", ["on 31 February 2027", "on 2027-13-01", "in 2027", "on Monday", "1 March"])
def test_what_is_no_day_is_no_date(text: str):
    assert list(dates(even(text), Span(0, len(text)))) == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "sign"),
    [
        ("at most 5 %", 5, "%", ""),
        ("≤ 0.5 °C", 0.5, "°c", "≤"),
        ("€4,000 or less", 4000, "€", ""),
        ("20 EUR", 20, "€", ""),
        ("90 seconds", 90, "s", ""),
        ("2 minutes", 120, "s", ""),
        ("12,400 slides", 12_400, "slides", ""),
    ],
)
def test_numbers_have_units_that_can_be_compared(text: str, value: float, unit: str, sign: str):
    (amount,) = amounts(even(text), Span(0, len(text)))
    assert (amount.value, amount.unit, amount.sign) == (value, unit, sign)
