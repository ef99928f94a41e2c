"""What a file written by hand says of itself below its title. Nothing of it is lost."""

import datetime as dt
import time

import pytest

from app.canvas.model import Header
from app.documents import markdown_write

from .portables import MLOPS, portable
from .test_markdown_read import read

DAY = dt.date(2026, 11, 1)


def below(*lines: str) -> str:
    return "\n".join(["# Vials", "", *lines, "", "### Background", "Vials break."])


@pytest.mark.parametrize(
    ("lines", "header", "number"),
    [
        (["Designed by: Anna Berg, Bo", "Date: 2026-11-01", "Iteration: 3"], Header("Vials", "Anna Berg, Bo", DAY), 3),
        (["- **Designed by:** Anna", "- **Date**: 2026-11-01"], Header("Vials", "Anna", DAY), 1),
        (["*Designed by: Anna & Bo*", "", "Date: **2026-11-01**"], Header("Vials", "Anna & Bo", DAY), 1),
        (["**designed by: Anna**  ", "__date:__ 2026-11-01"], Header("Vials", "Anna", DAY), 1),
        (["Designed by: +45 12 34 56 78"], Header("Vials", "+45 12 34 56 78"), 1),
    ],
)
def test_lines_that_tell_of_the_canvas(lines: list[str], header: Header, number: int) -> None:
    canvas = read(below(*lines))
    assert (canvas.current.header, canvas.current.number) == (header, number)
    assert (canvas.unplaced, canvas.warnings) == ((), ())


@pytest.mark.parametrize(
    "lines",
    [
        ["Who: Anna", "Date: tomorrow", "Designed by:", "Update: 2"],
        ["Date: 1 November 2026", "Iteration: 2 of 3"],
        ["We met in Hall 4, as", "Date: 2026-11-01 says"],
        ["It was", "Designed by: Anna"],
        ["Note: a first look", "Canvas: a cloth", "Project: the vials of Hall 4"],
        ["```", "Date: 2026-11-01", "```"],
        ["<!--", "", "Date: 2026-11-01", "-->"],
        ["[Date]: https://example.org", "> Date: 2026-11-01", "    Date: 2026-11-01"],
        ["*Designed by: Anna"],
    ],
)
def test_lines_that_tell_something_else_are_kept_as_they_are(lines: list[str]) -> None:
    canvas = read(below(*lines))
    assert canvas.current.header == Header("Vials")
    assert "\n".join(each.text for each in canvas.unplaced) == "\n".join(lines).strip()


def test_the_first_of_two_counts_and_the_other_is_kept() -> None:
    canvas = read(below("Designed by: Anna", "Designed by: Bo"))
    assert canvas.current.header.designed_by == "Anna"
    assert [each.text for each in canvas.unplaced] == ["Designed by: Bo"]


def test_lines_above_the_title_and_in_a_box() -> None:
    canvas = read("Designed by: Anna\n\n# Background\nDate: 2026-11-01 they broke.\n\nDesigned by: nobody")
    assert canvas.current.header.designed_by == "Anna"
    assert canvas.current.answers[0].text == "Date: 2026-11-01 they broke.\n\nDesigned by: nobody"


def test_lines_that_a_table_elsewhere_leaves_unheard_are_kept() -> None:
    canvas = read("Designed by: Anna\n\n# Background\n\n| Date | 2026-11-01 |\n| --- | --- |\n\nVials break.")
    assert canvas.current.header.designed_by == ""
    assert [each.text for each in canvas.unplaced] == ["Designed by: Anna"]


def test_a_table_of_ours_is_heard_alone_also_below_a_line_that_somebody_wrote_above_it() -> None:
    exported = markdown_write.write(portable(header=Header("Vials", "Anna", DAY), number=4), MLOPS)
    told = read(f"Have a look\n\n{exported}")
    assert told.current.header == read(exported).current.header
    assert told.current.number == read(exported).current.number
    assert [each.text for each in told.unplaced][:1] == ["Have a look"]


@pytest.mark.no_cover
@pytest.mark.parametrize("line", [f"Designed by: x{' ' * 400_000}y", f"Designed by: **{'a*' * 200_000}", "*" * 400_000])
def test_time_grows_with_the_line(line: str) -> None:
    start = time.process_time()
    read(below(line))
    assert time.process_time() - start < 2
