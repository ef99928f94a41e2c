"""What the Markdown file looks like to the people who open it."""

import datetime as dt
from dataclasses import replace

import pytest

from app.canvas.model import Header, Member, Milestone, NonAnswer, Overview, Sentence
from app.critic.finding import Status
from app.documents import markdown_write
from app.documents.portable import PortableFinding, PortableQuestion, Step

from .portables import MIDNIGHT, MLOPS, answer, portable


def body(text: str, *, box: str = "background") -> str:
    """What is written below the heading of a box with that answer."""
    written = markdown_write.write(portable(answers=(answer(box, text),)), MLOPS)
    return written.split(f"### {MLOPS.boxes[box].name}\n\n", 1)[1].split("\n\n### ", 1)[0]


def test_a_whole_file() -> None:
    canvas = portable(
        header=Header("Vial inspection", "Anna | Jonas", dt.date(2025, 9, 1), "First\nplan"),
        number=3,
        answers=(answer("background", "We fill vials.", Sentence("We sell 5 000.", lead=" ", assumption=True)),),
        overview=Overview((Member("Anna", "Lead", "All"),), (Milestone("Q4", "Live"),)),
        open_questions=(
            PortableQuestion("security", 4, NonAnswer.DONT_KNOW, owner="Jonas", due=dt.date(2025, 10, 1)),
            PortableQuestion("fairness", None, NonAnswer.NOT_APPLICABLE, reason="No people."),
            PortableQuestion("gone", 2, NonAnswer.LATER),
        ),
        findings=(
            PortableFinding("f1", "VAG-01", "objectives", quote="fast", message="Vague.", question="How fast?"),
            PortableFinding("f2", "CON-01", "background", "decision", severity="must", message="Differ."),
            PortableFinding("f3", "VAG-10", "gone", severity="note"),
            PortableFinding("f5", "VAG-02", "fairness", life=(Step(Status.DISMISSED, 3, "openai/x", None, "A term."),)),
            PortableFinding("f4", "MEAS-02", "objectives", life=(Step(Status.WAIVED, 1, "Mette", MIDNIGHT, "Later."),)),
        ),
    )
    lines = markdown_write.write(canvas, MLOPS).split("\n")
    assert lines[:20] == [
        "# Vial inspection",
        "",
        "| Product name | Vial inspection |",
        "| --- | --- |",
        "| Designed by | Anna \\| Jonas |",
        "| Date | 2025-09-01 |",
        "| Iteration | 3 |",
        "| Note | First<br>plan |",
        "| Canvas | mlops-canvas-1.1 |",
        "| Canvas version | 1.1 |",
        "",
        "## Problem",
        "",
        "### Background",
        "",
        "We fill vials. We sell 5 000. [assumption]",
        "",
        "### Value Proposition",
        "",
        "_Not answered yet._",
    ]
    assert lines[lines.index("## Project overview") :] == [
        "## Project overview",
        "",
        "| Name | Role | Responsibilities |",
        "| --- | --- | --- |",
        "| Anna | Lead | All |",
        "",
        "| Date | Milestone |",
        "| --- | --- |",
        "| Q4 | Live |",
        "",
        "## Open questions",
        "",
        "| Box | Question | Kind | Reason | Owner | Due |",
        "| --- | --- | --- | --- | --- | --- |",
        "| Security | 4. How will you monitor and address vulnerabilities in the deployed system? "
        "| Nobody knows yet |  | Jonas | 2025-10-01 |",
        "| Fairness | The whole box | Does not apply | No people. |  |  |",
        "| gone | 2. | Put off for later |  |  |  |",
        "",
        "## Findings left open",
        "",
        "| Severity | Box | Quote | Finding | Question |",
        "| --- | --- | --- | --- | --- |",
        "| Must | Background<br>Decision |  | Differ. |  |",
        "| Should | Objectives | fast | Vague. | How fast? |",
        "| Note | gone |  |  |  |",
        "",
        "## Waived findings",
        "",
        "| Fingerprint | Criterion | Box | Quote | Reason | By | Date |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| f4 | MEAS-02 | Objectives |  | Later. | Mette | 2025-09-01 |",
        "",
        "## Findings dismissed by a model",
        "",
        "| Fingerprint | Criterion | Box | Quote | Reason | By | Date |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| f5 | VAG-02 | Fairness |  | A term. | openai/x |  |",
        "",
        "<!-- end of canvas -->",
        "",
        "---",
        "",
        "Canvas: Machine Learning Operations Canvas. By Nicki Skafte Detlefsen, from DTU course 02476 "
        "Machine Learning Operations. License: Apache 2.0",
        "",
        "Exported by Canvas Facilitator. You can edit this file and read it in again.",
        "",
    ]


def test_a_canvas_without_anything() -> None:
    text = markdown_write.write(portable(header=Header("")), MLOPS)
    assert text.startswith("# Untitled canvas\n")
    assert text.count("_Not answered yet._") == 15
    assert "_No team and no timeline yet._\n\n## Open questions\n\n_No question is open._" in text
    assert "_Nothing is left open._\n\n## Waived findings\n\n_Nothing was waived._" in text


def test_only_a_team_or_only_a_timeline() -> None:
    team = markdown_write.write(portable(overview=Overview(team=(Member("Anna"),))), MLOPS)
    assert "| Anna |  |  |\n\n## Open questions" in team
    timeline = markdown_write.write(portable(overview=Overview(timeline=(Milestone("Q4", "Live"),))), MLOPS)
    assert "## Project overview\n\n| Date | Milestone |" in timeline


def test_a_template_without_attribution() -> None:
    assert "\nCanvas: Own.\n" in markdown_write.write(portable(), replace(MLOPS, attribution="", name="Own"))


@pytest.mark.parametrize(
    "text",
    [
        "We keep < 3 and 5 > 4, a & b, 100 %, C:\\temp, [1], a_b, *two* and #3.",
        "- one\n- two\n\n1. three\n\n> four\n\n| a | b |\n| --- | --- |\n| c | d |",
        "#### A part\n\nText\n---\n\n#no heading\n    # code\n\n<https://a.b/c?d> and <mailto:a@b.c>",
        "```python\n# a comment\nx: List[int] = [] <b>\n```\nand `List<String>` or ``a ` <b>``.",
        "- in a list:\n  ```\n  ## a\n  ```\n- next",
    ],
)
def test_ordinary_text_looks_untouched(text: str) -> None:
    assert body(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# A\n## B\n### C\n#### Objectives", "\\# A\n\\## B\n\\### C\n\\#### Objectives"),
        ("Risk\n---\n\\# D", "Risk\n\\---\n\\\\# D"),
        ("<div hidden>\n<!-- hidden\n</p>", "\\<div hidden>\n\\<!-- hidden\n\\</p>"),
        ("```\n# A\n<b>", "\\```\n\\# A\n\\<b>"),
        ("`a\n` <b> `c`", "`a\n` \\<b> `c`"),
        ("- ```\n\n```\n# A <b>", "- \\```\n\n\\```\n\\# A \\<b>"),
        ("    ```\n# A\n    ```", "    \\```\n\\# A\n    \\```"),
        ("_Not answered yet._", "\\_Not answered yet._"),
        ("[assumption] \\<", "\\[assumption] \\\\<"),
        ("&#13; &amp;", "\\&#13; &amp;"),
        ("A\r\nB", "<!-- lines end with CRLF -->\nA\nB"),
        ("A\rB\n", "A&#13;B&#10;"),
        ("\n  A \\\n", "&#10;  A \\\\&#10;"),
        (" ", "&#32;"),
        ("A\x00\x0b\ud800", "A&#0;&#11;&#55296;"),
    ],
)
def test_only_what_collides_is_escaped(text: str, written: str) -> None:
    assert body(text) == written


def test_a_very_long_answer_is_escaped_without_looking_for_code() -> None:
    text = "`<b>` " + "word " * 5000 + "end"
    assert body(text).startswith("`\\<b>` word")


@pytest.mark.parametrize(
    ("sentences", "written"),
    [
        ((Sentence("One. Two.", assumption=True),), "One. [assumption] Two. [assumption]"),
        ((Sentence("1. One.", assumption=True), Sentence("End", lead="\n")), "1. One. [assumption]\nEnd"),
        (
            (Sentence("It takes"), Sentence("3 s.", lead=" ", assumption=True)),
            "It takes <!-- assumption -->3 s. [assumption]",
        ),
        ((Sentence("-"), Sentence("3 s.", lead=" ", assumption=True)), "- 3 s. [assumption]"),
        ((Sentence("A\\"), Sentence("b.", assumption=True)), "A\\\\<!-- assumption -->b. [assumption]"),
        ((Sentence("### A", assumption=True),), "\\### A [assumption]"),
        ((Sentence("", assumption=True), Sentence("B", lead=" " * 300)), " " * 300 + "B"),
        ((Sentence("A"), Sentence("B", lead=" " * 300, assumption=True)), "A" + " " * 300 + "B [assumption]"),
    ],
)  # fmt: skip
def test_assumptions_are_marked_where_people_read_them(sentences: tuple[Sentence, ...], written: str) -> None:
    text = markdown_write.write(portable(answers=(answer("security", *sentences),)), MLOPS)
    assert f"### Security\n\n{written}\n\n## " in text


def test_a_title_that_looks_like_structure() -> None:
    assert markdown_write.write(portable(header=Header("# A <b>\n#")), MLOPS).startswith("# # A \\<b><br>#\n")
    assert markdown_write.write(portable(header=Header(" C #")), MLOPS).startswith("# &#32;C &#35;\n")


def test_the_pipe_after_a_backslash() -> None:
    assert "| Designed by | a\\\\&#124;b &#9; |" in markdown_write.write(
        portable(header=Header("V", "a\\|b \t")), MLOPS
    )
