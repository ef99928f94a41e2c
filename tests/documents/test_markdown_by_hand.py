"""Tables that people wrote by hand, and texts at the edges of what can be read."""

import datetime as dt
import time

import pytest

from app.canvas.model import Member, Milestone, NonAnswer
from app.critic.finding import Status
from app.documents import markdown_write
from app.documents.portable import Step, Unplaced
from app.errors import DocumentInvalid, TooLong

from .portables import MIDNIGHT, MLOPS, answer, portable
from .test_markdown_read import read


def test_the_overview_by_hand() -> None:
    canvas = read(
        "# V\n## Project overview\n### Team\nRole | Name\n--- | ---\nQA lead | Mette\n\nSee also:\n"
        "| Role | Name | Responsibility |\n| --- | --- | --- |\n| Lead | Anna | All | and more |\n"
        "| | | |\n\n### Timeline\n| Milestone | Date |\n| Done | Q4 2025 |\n\n| Cost |\n| --- |\n"
        "| 3 |\n### Background\nA"
    )
    assert canvas.current.overview.team == (
        Member("Mette", "QA lead"),
        Member("Anna", "Lead", "All | and more"),
    )
    assert canvas.current.overview.timeline == (Milestone("Q4 2025", "Done"),)
    assert canvas.unplaced == (
        Unplaced("Project overview", "See also:"),
        Unplaced("Project overview", "| Cost |\n| 3 |"),
    )


def test_open_questions_by_hand() -> None:
    rows = (
        "| Background | 2 | | | Anna | 2025-09-01 |",
        "| objectives | Q5. Are there | Unknown | because | | soon |",
        "| Security | | later | | | |",
        "| Background | Why is this problem worth solving? | n/a | | | |",
        "| Fairness | The whole box | maybe | | | |",
        "| Feelings | 1 | later | | | |",
        "| Background | 9. What? | later | | | |",
        "| Background | What else? | later | | | |",
    )
    canvas = read(
        "# V\n## Open questions\n| Box | Question | Kind | Reason | Owner | Due |\n"
        + "\n".join(rows)
        + "\n## Background"
    )
    found = canvas.current.open_questions
    assert [(each.box, each.question, each.kind) for each in found] == [
        ("background", 2, NonAnswer.DONT_KNOW),
        ("objectives", 5, NonAnswer.DONT_KNOW),
        ("security", None, NonAnswer.LATER),
        ("background", 2, NonAnswer.NOT_APPLICABLE),
        ("fairness", None, NonAnswer.DONT_KNOW),
    ]
    assert (found[0].owner, found[0].due, found[1].reason) == ("Anna", dt.date(2025, 9, 1), "because")
    assert [each.text for each in canvas.unplaced] == list(rows[5:])
    assert canvas.warnings[:2] == (
        "The due date “soon” is no date like 2025-09-01, so it was left out.",
        "“maybe” is no kind of open question. It was read as “Nobody knows yet”.",
    )


def test_waivers_by_hand() -> None:
    canvas = read(
        "# V\n| Iteration | 2 |\n\n## Waived findings\n| Fingerprint | Box | Reason | By | Date |\n"
        "| abc | Objectives<br>Security | Fine. | Mette | 2025-09-01 |\n"
        "| | Security | No. | | |\n| def | Gone | No. | | |\n"
        "## Findings left open\nIgnored.\n### Background\nA"
    )
    (waiver,) = canvas.findings
    assert (waiver.fingerprint, waiver.box, waiver.other_box) == ("abc", "objectives", "security")
    (step,) = waiver.life
    assert (step.status, step.iteration, step.by, step.at, step.reason) == (
        Status.WAIVED, 2, "Mette", MIDNIGHT, "Fine.",
    )  # fmt: skip
    assert canvas.unplaced == (
        Unplaced("Waived findings", "| | Security | No. | | |"),
        Unplaced("Waived findings", "| def | Gone | No. | | |"),
    )


def test_what_a_model_dismissed() -> None:
    canvas = read(
        "# V\n## Findings dismissed by a model\n| Fingerprint | Box | Reason | By | Date |\n"
        "| abc | Security | A term. | openai/x | 2025-09-01 |\n| def | Gone | No. | | |\n### Background\nA"
    )
    (finding,) = canvas.findings
    assert finding.life == (Step(Status.DISMISSED, 1, by="openai/x", at=MIDNIGHT, reason="A term."),)
    assert canvas.unplaced == (Unplaced("Findings dismissed by a model", "| def | Gone | No. | | |"),)


def test_text_below_our_last_line_is_kept() -> None:
    text = markdown_write.write(portable(answers=(answer("background", "A"),)), MLOPS)
    assert read(f"{text}\nP.S. Call Jonas.\n").unplaced == (Unplaced("", "P.S. Call Jonas."),)


def test_too_long_to_read() -> None:
    with pytest.raises(TooLong, match="canvas.md has 101 characters; a file may have 100"):
        read("#" * 101, limit=100)


def test_an_empty_file_is_called_so() -> None:
    with pytest.raises(DocumentInvalid, match="canvas.md is empty") as caught:
        read(" \n")
    assert "### Background" in caught.value.advice


@pytest.mark.parametrize("text", ["Just words.", "# Vials\n\nNo box.", "#" * 1_000_000, "# " * 500_000])
def test_no_box_is_no_canvas(text: str) -> None:
    with pytest.raises(DocumentInvalid, match="canvas.md has no box of the canvas") as caught:
        read(text)
    assert "### Background" in caught.value.advice


def test_what_is_no_text() -> None:
    with pytest.raises(DocumentInvalid, match="NUL"):
        read("## Background\n\x00")


_PATTERNS = (
    *(
        "\\",
        "\\<",
        "\\#\n",
        "`",
        "```\n",
        "```a\n",
        "```\n~~~a\n",
        "~~~\n````a\n",
        "<",
        "<!--\n",
        "<!-- ",
        "x. [assumption] ",
    ),
    *(
        "[assumption]",
        "<!-- assumption -->",
        "<!-- assumption -->x [assumption]",
        " ",
        "\t",
        "\n",
        "\r",
        "|",
        "| a | b |\n",
        "- ",
    ),
    *(
        ">",
        "> - ",
        "1. ",
        "-\n",
        "Risk\n---\n",
        "&#1234567;",
        "&#",
        "a ",
        "\xa0",
        "*",
        "<br>",
        "[",
        "A b. ",
        " " * 150 + "x",
    ),
)


@pytest.mark.no_cover
@pytest.mark.parametrize("above", ["", "### Background\n", "## Open questions\n| Box | Question |\n", "| Canvas | "])
@pytest.mark.parametrize("pattern", _PATTERNS)
def test_time_grows_with_the_file(pattern: str, above: str) -> None:
    """A square would take minutes here."""
    text = above + pattern * (25_000 // len(pattern))
    start = time.process_time()
    canvas = read(f"{text}\n\n### Objectives\n\nA")
    markdown_write.write(canvas, MLOPS)
    assert time.process_time() - start < 10
