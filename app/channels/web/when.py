"""Dates as people write them, read to the days that they mean."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass

LONGEST = 60  # characters; what is longer is a sentence
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
THIRDS: Mapping[str, int] = {  # which third of a month or a year a word names
    **dict.fromkeys(("early", "beginning", "start"), 0),
    **dict.fromkeys(("mid", "middle"), 1),
    **dict.fromkeys(("late", "end"), 2),
}


@dataclass(frozen=True, slots=True)
class Period:
    """From its first day to its last, both of them inside."""

    first: dt.date
    last: dt.date

    @property
    def day(self) -> dt.date:
        """The day where it is drawn: its middle."""
        return self.first + (self.last - self.first) // 2


def today() -> dt.date:
    """Today, in the time of the server."""
    return dt.datetime.now().astimezone().date()


def read(text: str) -> Period | None:
    """The period that a date names; None if it cannot be told, such as 3/4/2027, which is two days to two readers."""
    words = " ".join(text[: LONGEST + 1].casefold().split()).rstrip(".")
    if len(text) > LONGEST:
        return None
    words = _ABOUT.sub("", words)
    third = _THIRD.match(words)
    try:
        whole = _whole(words[third.end() :] if third else words)
    except ValueError:  # the 31st of a month that has 30 days, the week 53 of a year that has 52
        return None
    return _third(whole, THIRDS[third[1]]) if whole and third else whole


def _whole(words: str) -> Period | None:
    for form, made in _FORMS:
        if match := form.fullmatch(words):
            return made(match)
    return None


def _day(year: str, month: int, day: str) -> Period:
    made = dt.date(int(year), month, int(day))
    return Period(made, made)


def _months(year: str, first: int, length: int) -> Period:
    """Whole months, from one of them on."""
    last = first + length - 1
    return Period(dt.date(int(year), first, 1), dt.date(int(year), last, monthrange(int(year), last)[1]))


def _week(year: str, number: str) -> Period:
    monday = dt.date.fromisocalendar(int(year), int(number), 1)
    return Period(monday, monday + dt.timedelta(days=6))


def _slashed(match: re.Match[str]) -> Period | None:
    """Day and month in an order that only their numbers can tell."""
    one, other, year = int(match["a"]), int(match["b"]), match["y"]
    if one <= 12 and other <= 12 and one != other:
        return None
    return _day(year, min(one, other), str(max(one, other)))


def _third(whole: Period, number: int) -> Period:
    """The first, second or last third of a period; of a day, the day."""
    days = (whole.last - whole.first).days + 1
    first, end = days * number // 3, days * (number + 1) // 3
    return Period(whole.first + dt.timedelta(first), whole.first + dt.timedelta(max(end - 1, first)))


def _number(match: re.Match[str]) -> int:
    return MONTHS.index(match["name"][:3]) + 1


_YEAR = r"(?P<y>[12][0-9]{3})"
_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_ABOUT = re.compile(r"^(?:(?:by|until|till|before|around|about|circa|ca\.?|from|on|in|the|~)\s*\b)+")
_THIRD = re.compile(rf"^({'|'.join(THIRDS)})(?:[ -]+of)?[ -]+(?:the )?")
_QUARTER = r"(?:q|quarter )(?P<q>[1-4])"
_HALF = r"h(?P<h>[12])"
_CALENDAR_WEEK = r"(?:week|kw|w|cw) ?(?P<w>[0-9]{1,2})"
_GAP = r"[ ,/-]*(?:of )?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]], ...] = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        (_YEAR, lambda m: _months(m["y"], 1, 12)),
        (rf"{_YEAR}-(?P<m>[0-9]{{1,2}})-(?P<d>[0-9]{{1,2}})", lambda m: _day(m["y"], int(m["m"]), m["d"])),
        (rf"{_YEAR}[-/.](?P<m>[0-9]{{1,2}})", lambda m: _months(m["y"], int(m["m"]), 1)),
        (rf"(?P<m>[0-9]{{1,2}})[-/.]{_YEAR}", lambda m: _months(m["y"], int(m["m"]), 1)),
        (rf"(?P<d>[0-9]{{1,2}})\. ?(?P<m>[0-9]{{1,2}})\. ?{_YEAR}", lambda m: _day(m["y"], int(m["m"]), m["d"])),
        (rf"(?P<a>[0-9]{{1,2}})/(?P<b>[0-9]{{1,2}})/{_YEAR}", _slashed),
        (rf"{_NAME}{_GAP}{_YEAR}", lambda m: _months(m["y"], _number(m), 1)),
        (rf"{_YEAR}{_GAP}{_NAME}", lambda m: _months(m["y"], _number(m), 1)),
        (rf"{_DAY}{_GAP}{_NAME}{_GAP}{_YEAR}", lambda m: _day(m["y"], _number(m), m["d"])),
        (rf"{_NAME} {_DAY}{_GAP}{_YEAR}", lambda m: _day(m["y"], _number(m), m["d"])),
        (rf"{_YEAR}{_GAP}{_NAME}{_GAP}{_DAY}", lambda m: _day(m["y"], _number(m), m["d"])),
        (rf"{_QUARTER}{_GAP}{_YEAR}", lambda m: _months(m["y"], int(m["q"]) * 3 - 2, 3)),
        (rf"{_YEAR}{_GAP}{_QUARTER}", lambda m: _months(m["y"], int(m["q"]) * 3 - 2, 3)),
        (rf"{_HALF}{_GAP}{_YEAR}", lambda m: _months(m["y"], int(m["h"]) * 6 - 5, 6)),
        (rf"{_YEAR}{_GAP}{_HALF}", lambda m: _months(m["y"], int(m["h"]) * 6 - 5, 6)),
        (rf"{_CALENDAR_WEEK}{_GAP}{_YEAR}", lambda m: _week(m["y"], m["w"])),
        (rf"{_YEAR}{_GAP}{_CALENDAR_WEEK}", lambda m: _week(m["y"], m["w"])),
    )
)
