import datetime as dt

import pytest
from hypothesis import given, strategies as st

from app.channels.web.when import LONGEST, MONTHS, read

NAMES = [f"{dt.date(2026, number, 1):%B}" for number in range(1, 13)]
DAYS = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))


def span(text: str) -> tuple[str, str] | None:
    found = read(text)
    return (found.first.isoformat(), found.last.isoformat()) if found else None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-30", "2026-11-30", "2026-11-30"),
        (" 2026-11-30 ", "2026-11-30", "2026-11-30"),
        ("30.11.2026", "2026-11-30", "2026-11-30"),
        ("30/11/2026", "2026-11-30", "2026-11-30"),
        ("11/30/2026", "2026-11-30", "2026-11-30"),
        ("5/5/2026", "2026-05-05", "2026-05-05"),
        ("30 Nov 2026", "2026-11-30", "2026-11-30"),
        ("30. Nov. 2026", "2026-11-30", "2026-11-30"),
        ("the 30th of November 2026", "2026-11-30", "2026-11-30"),
        ("November 30, 2026", "2026-11-30", "2026-11-30"),
        ("Sept 1st 2026", "2026-09-01", "2026-09-01"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2028/02", "2028-02-01", "2028-02-29"),
        ("11/2026", "2026-11-01", "2026-11-30"),
        ("Nov 2026", "2026-11-01", "2026-11-30"),
        ("november  2026", "2026-11-01", "2026-11-30"),
        ("2026 Nov", "2026-11-01", "2026-11-30"),
        ("May, 2026", "2026-05-01", "2026-05-31"),
        ("2027-Q1", "2027-01-01", "2027-03-31"),
        ("Q1 2027", "2027-01-01", "2027-03-31"),
        ("q4/2027", "2027-10-01", "2027-12-31"),
        ("Quarter 2 of 2027", "2027-04-01", "2027-06-30"),
        ("H2 2027", "2027-07-01", "2027-12-31"),
        ("2026-W48", "2026-11-23", "2026-11-29"),
        ("week 1 2027", "2027-01-04", "2027-01-10"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("mid 2027", "2027-05-02", "2027-08-31"),
        ("mid-2027", "2027-05-02", "2027-08-31"),
        ("early 2027", "2027-01-01", "2027-05-01"),
        ("end of November 2026", "2026-11-21", "2026-11-30"),
        ("by the end of 2027", "2027-09-01", "2027-12-31"),
        ("late Q1 2027", "2027-03-02", "2027-03-31"),
        ("~2027", "2027-01-01", "2027-12-31"),
        ("ca. Nov 2026", "2026-11-01", "2026-11-30"),
    ],
)
def test_what_people_write(text: str, first: str, last: str) -> None:
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "when the data is there", "3/4/2027", "2026-13", "2026-02-30", "31 June 2026", "0000", "Q5 2027"),
        *("2026-W60", "0 Nov 2026", "Nov 26", "November", "27", "mid", "99/2026", "before", "٢٠٢٦", "2026 2027"),
    ],
)
def test_what_cannot_be_told(text: str) -> None:
    assert read(text) is None


@given(st.text() | st.text("0123456789-/.qwh nov", max_size=LONGEST))
def test_nothing_fails_and_what_is_read_is_a_period(text: str) -> None:
    found = read(text)
    assert found is None or found.first <= found.day <= found.last


@given(DAYS, st.sampled_from(["{:%Y-%m-%d}", "{0.day} {1} {0.year}", "{1} {0.day}, {0.year}", "{0:%d.%m.}{0.year}"]))
def test_a_day_is_read_as_that_day(day: dt.date, form: str) -> None:
    found = read(form.format(day, NAMES[day.month - 1]) if "{0" in form else day.isoformat())
    assert found is not None
    assert (found.first, found.last) == (day, day)


@given(DAYS, st.sampled_from(["", "early ", "mid ", "mid-", "late ", "end of ", "by the start of "]))
def test_what_is_drawn_stands_inside_the_month_that_is_named(day: dt.date, before: str) -> None:
    for name in (NAMES[day.month - 1], MONTHS[day.month - 1].title()):
        found = read(f"{before}{name} {day.year}")
        assert found is not None
        assert {(each.year, each.month) for each in (found.first, found.day, found.last)} == {(day.year, day.month)}


@given(st.text(min_size=LONGEST))
def test_a_sentence_is_no_date(text: str) -> None:
    assert read(f"2027 {text}") is None
