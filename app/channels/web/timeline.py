"""Dates on a drawn line: where each stands, and its words in a row where they cover no others.

The words of a date begin at its pole and go to the right, in the lowest row where no later pole crosses them.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from app.channels.web.words import day

WIDTH = 1120  # all lengths are units of the drawing
START = 48  # half a tick's words before the first day
WORDS = 192  # the most that a line of words takes
LINES = 3  # of words at a pole
LINE, ROW = 17, 62  # heights
FOOT = 54  # beneath the line: ticks, then today
GAP = 14
DRAWN = 30  # dates at most; more of them nobody can read
TICKS = 9
STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)  # months between ticks
SHORT = 70  # days of a line that has no ticks but its ends
PADDING = 7  # between a pole and its words
BOLD = 1.15  # times as wide
SIZES = {  # of a sign, rather too much than too little: fonts differ
    **dict.fromkeys("iljtfr.,:;'|!()[] ", 5.4),
    **dict.fromkeys("mwMWQO@%&—…", 13.6),
}
SMALL, CAPITAL, SQUARE = 8.4, 10.4, 14.0  # of all others


@dataclass(frozen=True, slots=True)
class Mark:
    """A date to draw; `when` is how it is written."""

    at: dt.date
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Flag:
    x: int
    top: int
    when: str
    lines: tuple[str, ...]
    whole: str
    past: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """`line` is how far down the line is; `left` out are dates for which there was no place."""

    height: int
    line: int
    end: int
    flags: tuple[Flag, ...]
    ticks: tuple[tuple[int, str], ...]
    today: int | None
    left: int
    width: int = WIDTH
    start: int = START


def drawn(marks: Iterable[Mark], today: dt.date) -> Drawing | None:
    """The drawing of these dates; None without one. Today is on it unless that would squeeze the rest."""
    every = sorted(marks, key=lambda each: each.at)
    some = every[:DRAWN]
    if not some:
        return None
    first, last = _reach([each.at for each in some], today)
    end = WIDTH - WORDS - PADDING
    days = max((last - first).days, 1)

    def place(at: dt.date) -> int:
        return START + (end - START) * (at - first).days // days

    xs = [place(each.at) for each in some]
    texts = [(cut(each.when, 1, room=WORDS / BOLD), cut(each.text, LINES - 1)) for each in some]
    rows = _rows(xs, [max(width("".join(when)) * BOLD, *map(width, text), 0) for when, text in texts])
    line = (max(rows) + 1) * ROW + 8
    flags = tuple(
        Flag(x, line - (row + 1) * ROW, "".join(when), text, f"{mark.when}: {mark.text}", mark.at <= today)
        for x, row, (when, text), mark in zip(xs, rows, texts, some, strict=True)
    )
    ticks = tuple((place(at), words) for at, words in _ticks(first, last))
    shown = place(today) if first <= today <= last else None
    return Drawing(line + FOOT, line, end, flags, ticks, shown, len(every) - len(some))


def width(text: str) -> float:
    """What a text takes at most, in units of the drawing."""
    return sum(map(_size, text))


def cut(text: str, lines: int, *, room: float = WORDS) -> tuple[str, ...]:
    """A text in that many lines of that width at most, its end replaced by “…” if there is more of it."""
    words, done = text.split(), list[str]()
    while words and len(done) < lines:
        line = _fitting(words[0], room)
        if line != words[0]:
            words[0] = words[0][len(line) :]
        else:
            words.pop(0)
            while words and width(f"{line} {words[0]}") <= room:
                line += f" {words.pop(0)}"
        done.append(line)
    if words:
        done[-1] = f"{_fitting(done[-1], room - SIZES['…'])}…"
    return tuple(done)


def _fitting(word: str, room: float) -> str:
    """As much of a word as a line holds."""
    taken = accumulate(map(_size, word))
    return word[: sum(1 for _ in takewhile(lambda each: each <= room, taken))]


def _size(sign: str) -> float:
    if sign in SIZES:
        return SIZES[sign]
    if unicodedata.east_asian_width(sign) in "WF" or sign > "\u2000":
        return SQUARE
    return CAPITAL if sign.isupper() else SMALL


def _reach(days: Sequence[dt.date], today: dt.date) -> tuple[dt.date, dt.date]:
    first, last = days[0], days[-1]
    span = max((last - first).days, 180)
    near = (first - today).days <= span and (today - last).days <= span
    return (min(first, today), max(last, today)) if near else (first, last)


def _rows(xs: Sequence[int], widths: Sequence[float]) -> list[int]:
    """The row of each, from the line upwards: the lowest where its words end before those beside and every pole."""
    rows, taken = [0] * len(xs), list[float]()  # where the words of each row begin so far
    for number in range(len(xs) - 1, -1, -1):
        x, until = xs[number], xs[number] + PADDING + widths[number] + GAP
        row = next((row for row in range(len(taken)) if until <= min(taken[row:])), len(taken))
        taken[row : row + 1] = [x]
        rows[number] = row
    return rows


def _ticks(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """Whole months or years, so many that their words have room; of a short line its ends."""
    if (last - first).days < SHORT:
        return [(each, day(each)) for each in dict.fromkeys((first, last))]
    begin, end = first.year * 12 + first.month - (first.day == 1), last.year * 12 + last.month - 1
    step = next(each for each in STEPS if (end - begin) // each < TICKS)
    months = range(-(-begin // step) * step, end + 1, step)
    found = [dt.date(each // 12, each % 12 + 1, 1) for each in months]
    return [(each, str(each.year) if step % 12 == 0 else f"{each:%b} {each.year}") for each in found]
