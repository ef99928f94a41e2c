"""Times, dates and numbers with units, as values that can be compared."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.critic.tokens import Span
from app.critic.words import lexicon

_SPELLED: Mapping[str, float] = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20},
    **{"thirteen": 13, "sixteen": 16, "seventeen": 17, "nineteen": 19},
    **{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100, "half": 0.5},
    **{"few": 3, "several": 4, "other": 2, "once": 1, "every": 1, "each": 1, "per": 1, "last": 1, "same": 1},
}
_DAY = 86_400.0
_UNITS: Mapping[str, float] = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 0.001),
    **dict.fromkeys(("s", "sec", "second", "seconds", "blink"), 1),
    **dict.fromkeys(("min", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours", "hourly"), 3600),
    **dict.fromkeys(("day", "days", "night", "nightly", "daily", "evening", "morning", "overnight", "midnight"), _DAY),
    **dict.fromkeys(("yesterday's", "today's", "am", "pm", "weekday"), _DAY),
    **dict.fromkeys(("week", "weeks", "weekly", "weekend"), 7 * _DAY),
    **dict.fromkeys([name.lower() for name in calendar.day_name], 7 * _DAY),
    **dict.fromkeys([f"{name.lower()}s" for name in calendar.day_name], 7 * _DAY),
    **dict.fromkeys(("fortnight", "fortnights", "fortnightly", "biweekly"), 14 * _DAY),
    **dict.fromkeys(("month", "months", "monthly"), 30 * _DAY),
    **dict.fromkeys(("quarter", "quarters", "quarterly"), 91 * _DAY),
    **dict.fromkeys(
        ("year", "years", "yearly", "annually", "season", "spring", "summer", "autumn", "winter"), 365 * _DAY
    ),
    **dict.fromkeys([name.lower() for name in calendar.month_name[1:]], 365 * _DAY),
}
TIMES = frozenset(_UNITS)
_TIME = re.compile(
    rf"(?:(?P<count>\d++(?:[.,]\d++)?+|{'|'.join(sorted(_SPELLED, key=len, reverse=True))})[\s-]{{1,3}}+)?"
    rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w)",
)
_GLUED = re.compile(r"(?<!\w)(\d++(?:[.,]\d++)?+)(ms|s|h)(?!\w)")


def seconds(evened: str, *, longest: bool = False) -> float | None:
    """How long the first (or the longest) time in some words is: “18 months”, “each Friday”. None without one."""
    found = [_time(match, evened) for match in _TIME.finditer(evened) if not _within(evened, match.start())]
    found += [_number(match[1]) * _UNITS[match[2]] for match in _GLUED.finditer(evened)]
    return (max(found) if longest else found[0]) if found else None


def _within(evened: str, place: int) -> bool:
    return place > 0 and (evened[place - 1].isalnum() or evened[place - 1] == ".")


def _time(match: re.Match[str], evened: str) -> float:
    twice = 0.5 if "twice a" in evened[max(0, match.start() - 10) : match.end()] else 1
    count = match["count"] or "a"
    return (_SPELLED.get(count) or _number(count)) * _UNITS[match["unit"]] * twice


_GROUPED = re.compile(r",(?=\d{3}(?!\d))")


def _number(text: str) -> float:
    """A number as people write it in English: a comma before three digits only groups them."""
    plain = _GROUPED.sub("", text).replace(",", ".") if "," in text else text
    return float(plain) if plain.count(".") <= 1 else 0.0


# ---- dates


class When(NamedTuple):
    """The first and the last day that some words may mean."""

    first: dt.date
    last: dt.date


_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if number}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?<![\w.])(?:(?P<iso>20\d\d)-(?P<isomonth>\d\d)(?:-(?P<isoday>\d\d))?+"
    rf"|(?:(?P<day>\d\d?)(?:st|nd|rd|th)?\.? (?:of )?)?(?P<month>{_NAMES})\.?,?"
    r" (?:(?P<day2>\d\d?)(?:st|nd|rd|th)?, )?(?P<year>20\d\d)"
    r"|q(?P<quarter>[1-4])[ /-](?P<qyear>20\d\d)"
    r"|end of (?P<end>20\d\d))(?!\w)"
)


def dates(evened: str, span: Span) -> Iterator[tuple[When, Span]]:
    """The dates of a piece of a text that have a year, each with its place."""
    for match in _DATE.finditer(evened, *span):
        if when := _when(match):
            yield when, Span(*match.span())


def _when(match: re.Match[str]) -> When | None:
    if match["quarter"]:
        last = 3 * int(match["quarter"])
        return _months(int(match["qyear"]), last - 2, last)
    if match["end"]:
        return _months(int(match["end"]), 12, 12)
    year = int(match["iso"] or match["year"])
    month = int(match["isomonth"]) if match["iso"] else _MONTHS[match["month"]]
    day = match["isoday"] or match["day"] or match["day2"]
    if not 1 <= month <= 12:
        return None
    return _months(year, month, month) if not day else _day(year, month, int(day))


def _months(year: int, first: int, last: int) -> When:
    return When(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))


def _day(year: int, month: int, day: int) -> When | None:
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return When(dt.date(year, month, day), dt.date(year, month, day))


# ---- numbers with units

_START = re.compile(r"[<>≤≥€$£\d](?<![\w.,#@-].)")  # looks behind only where a number may start
_AMOUNT = re.compile(
    r"(?P<sign>[<>≤≥]=?\s?)?(?P<money>[€$£])?(?P<number>\d++(?:[.,]\d++)*+)\s?(?P<unit>%|°c|°|[a-z€$£]{1,12}(?!\w))?+"
)


class Amount(NamedTuple):
    """A number of a text with the unit next to it, “” without one."""

    value: float
    unit: str
    sign: str
    span: Span


_SAME_UNIT = {"percent": "%", "points": "pp", "euros": "€", "eur": "€", "dollars": "$", "usd": "$"}


def amounts(evened: str, span: Span) -> Iterator[Amount]:
    """The numbers of a piece of a text."""
    end = span.start
    for start in _START.finditer(evened, *span):
        match = _AMOUNT.match(evened, start.start(), span.end) if start.start() >= end else None
        if match is None:
            continue
        end = match.end()
        unit = match["money"] or match["unit"] or ""
        unit = "" if unit in lexicon().stop_words and unit not in _UNITS else unit  # “0.9 on the test set”
        value = _number(match["number"])
        if unit in _UNITS:
            value, unit = value * _UNITS[unit], "s"
        yield Amount(value, _SAME_UNIT.get(unit, unit), (match["sign"] or "").strip(), Span(*match.span()))
