"""Markdown that people wrote or changed by hand, and files that mean harm."""

import datetime as dt

import pytest

from app.canvas.model import AnswerKind, Source, SourceKind
from app.documents import markdown_read, markdown_write
from app.documents.portable import Portable, Unplaced
from app.documents.remarks import MOST

from .portables import MLOPS, ODD, TEMPLATES, answer, portable

LIMIT = 2_000_000


def read(text: str, *, name: str = "canvas.md", limit: int = LIMIT) -> Portable:
    return markdown_read.read(text, name=name, templates=TEMPLATES.get, default=MLOPS, limit=limit)


def texts(canvas: Portable) -> dict[str, str]:
    return {box: each.text for box, each in canvas.latest.items()}


def test_a_file_from_nothing_but_headings() -> None:
    canvas = read("# Vial inspection\n\n### Background\nWe fill vials.\n\n### Data Collection\nOne camera.\n")
    assert canvas.current.header.product_name == "Vial inspection"
    assert texts(canvas) == {"background": "We fill vials.", "data-collection": "One camera."}
    assert (canvas.template_id, canvas.template_hash, canvas.template_text) == (
        MLOPS.id,
        MLOPS.hash,
        MLOPS.text,
    )
    assert (canvas.warnings, canvas.unplaced) == ((), ())


def test_answers_name_the_file() -> None:
    given = read("## Background\nOne. Two.").latest["background"]
    assert (given.kind, given.number) == (AnswerKind.IMPORTED, 1)
    assert [each.sources for each in given.sentences] == [
        (Source(SourceKind.IMPORT, "canvas.md", "One."),),
        (Source(SourceKind.IMPORT, "canvas.md", "Two."),),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "# Value Proposition",
        "###### VALUE PROPOSITION",
        "### value-proposition ###",
        "  ## **Value proposition:**",
        "###\tValueProposition",
        "Value Proposition\n-----------------",
        "Value proposition\n=",
    ],
)
def test_a_box_is_found_by_its_name(heading: str) -> None:
    assert texts(read(f"# Vials\n\n{heading}\nLess waste.")) == {"value-proposition": "Less waste."}


def test_an_ampersand_is_an_and() -> None:
    assert texts(read("## Metrics & Evaluation\nRecall.")) == {"metrics-and-evaluation": "Recall."}


def test_boxes_in_any_order_come_in_that_of_the_canvas() -> None:
    assert list(read("### Security\nLocked.\n### Background\nVials.").latest) == ["background", "security"]


def test_deeper_headings_belong_to_the_answer() -> None:
    canvas = read("### Background\nA\n#### Today\nB\n#### Risk\nC\n##### Data collection\nD")
    assert texts(canvas) == {"background": "A\n#### Today\nB\n#### Risk\nC", "data-collection": "D"}


def test_code_and_comments_hold_no_headings() -> None:
    code = "```sh\n# Objectives\n```\n- ~~~\n# Data\n  ~~~\n<!-- hidden\n## Objectives\n-->\nEnd"
    assert texts(read(f"### Background\n{code}")) == {"background": code}


def test_code_that_never_ends_swallows_nothing() -> None:
    canvas = read("### Background\n```\nA\n### Objectives\n<!-- B\n### Security\n````a`b\nC")
    assert texts(canvas) == {"background": "```\nA", "objectives": "<!-- B", "security": "````a`b\nC"}


def test_a_box_that_stands_twice_is_joined_with_a_warning() -> None:
    canvas = read("# V\n### Background\nA\n### Objectives\n\n### Background\nB\n### Objectives\nC")
    assert texts(canvas) == {"background": "A\n\nB", "objectives": "C"}
    assert canvas.warnings == ("Background stands twice in the file. Both texts were joined.",)


def test_what_has_no_place_is_kept() -> None:
    canvas = read(
        "Intro.\n\n# Vials\n\n| a | b |\n\n## Problem\nWhy we are here.\n### Budget\nMoney.\n"
        "#### Later\nMore.\n### Background\nA\n## Shopping list\n# Appendix\nMilk.\n"
    )
    assert texts(canvas) == {"background": "A"}
    assert canvas.unplaced == (
        Unplaced("", "Intro."),
        Unplaced("", "| a | b |"),
        Unplaced("Problem", "Why we are here."),
        Unplaced("Budget", "Money.\n#### Later\nMore."),
        Unplaced("Shopping list", ""),
        Unplaced("Appendix", "Milk."),
    )
    assert canvas.warnings[3] == "The heading “Budget” is no box of this canvas, so its text was kept apart."


def test_warnings_stay_few() -> None:
    canvas = read("### Background\nA\n" + "## Something else\nB\n" * 200)
    assert len(canvas.warnings) == MOST + 1
    assert canvas.warnings[-1] == "There is more of this kind."
    assert len(canvas.unplaced) == 200


def test_a_long_heading_is_quoted_in_short() -> None:
    canvas = read(f"# V\n### Background\nA\n## {'Foo ' * 1000}\nB")
    assert len(canvas.warnings[0]) < 160
    assert "…" in canvas.warnings[0]


def test_the_header_table() -> None:
    canvas = read(
        "# Vials\n\n| Product | Vials |\n|:--|--:|\n| designed by | Anna | Mette |\n| Date | 2025-09-01 |\n"
        "| Iteration | 3 |\n| NOTE | a<br/>b |\n| Budget | 3 |\n| Empty | |\n|\n\n### Background\nA"
    )
    header = canvas.current.header
    assert (header.product_name, header.designed_by, header.note) == ("Vials", "Anna | Mette", "a\nb")
    assert header.date == dt.date(2025, 9, 1)
    assert canvas.current.number == 3
    assert canvas.unplaced == (Unplaced("", "| Budget | 3 |"),)


@pytest.mark.parametrize("number", ["0", "third", "٣", "9999999", "-1"])
def test_an_iteration_that_is_no_number(number: str) -> None:
    canvas = read(f"# V\n| Iteration | {number} |\n\n## Background\nA")
    assert canvas.current.number == 1
    assert canvas.warnings[0] == f"The iteration “{number}” is no number, so it was read as 1."


def test_a_date_that_is_none() -> None:
    canvas = read("# V\n| Date | next week |\n\n## Background\nA")
    assert canvas.current.header.date is None
    assert canvas.warnings == ("The date “next week” is no date like 2025-09-01, so it was left out.",)


def test_a_changed_title_wins_over_the_table() -> None:
    canvas = read("# Bottles\n| Product name | Vials |\n|---|---|\n\n## Background\nA")
    assert canvas.current.header.product_name == "Bottles"
    assert canvas.warnings == ("The title and the table name the product differently. The title “Bottles” was used.",)


def test_an_empty_name_in_the_table_gives_way_to_the_title() -> None:
    canvas = read("# Bottles\n| Product name | |\n|---|---|\n\n## Background\nA")
    assert (canvas.current.header.product_name, canvas.warnings) == ("Bottles", ())


def test_without_a_title_the_file_gives_the_name() -> None:
    canvas = read("## Background\nA", name="docs/vials.canvas.md")
    assert canvas.current.header.product_name == "vials"
    assert canvas.warnings == ("The file has no title, so the canvas is named after the file.",)


def test_an_underlined_title() -> None:
    canvas = read("\nVials\n=====\n| Note | x |\n\nBackground\n---\nA\n\nplain\n---\n")
    assert (canvas.current.header.product_name, canvas.current.header.note) == ("Vials", "x")
    assert texts(canvas) == {"background": "A\n\nplain\n---"}


def test_a_title_below_the_first_box() -> None:
    canvas = read("## Background\nA\n# Vials\nText.\n## Objectives\nB")
    assert canvas.current.header.product_name == "Vials"
    assert texts(canvas) == {"background": "A", "objectives": "B"}
    assert canvas.unplaced == (Unplaced("", "Text."),)


def test_only_our_own_file_has_a_title_that_is_the_name_of_a_box() -> None:
    assert read("# Background\nA").current.header.product_name == "canvas"
    ours = markdown_write.write(portable(product := MLOPS, answers=(answer("objectives", "A"),)), product)
    assert read(ours.replace("Vial inspection", "Background")).current.header.product_name == "Background"


def test_an_unknown_template_gives_way_to_the_default() -> None:
    canvas = read("# V\n| Template | lean-canvas |\n\n## Background\nA")
    assert canvas.template_id == MLOPS.id
    assert canvas.warnings[0] == (
        "The file was written for the canvas “lean-canvas”, which is not here. "
        "Machine Learning Operations Canvas is used."
    )


def test_another_version_of_the_template_is_told() -> None:
    canvas = read("# V\n| Canvas | mlops-canvas-1.1 |\n| Canvas version | 1.0 |\n\n## Background\nA")
    assert canvas.warnings == ("The file was written for version 1.0 of the canvas. It was read with version 1.1.",)


def test_names_that_are_not_unique() -> None:
    canvas = read("| Canvas | odd, version 2 |\n\n## Data\n### Data\nA\n### C\nB\n### c-plus\nC\n### C #\nD")
    assert canvas.template_id == ODD.id
    assert texts(canvas) == {"data": "A", "c": "B\n\nD"}
    assert canvas.unplaced == (Unplaced("c-plus", "C"),)


def test_assumptions_written_by_hand() -> None:
    canvas = read("### Background\n[assumption] One. Two.[Assumption] Three\n<!-- assumption --> four.\n")
    told = canvas.latest["background"]
    assert told.text == "[assumption] One. Two. Three\n four."
    assert [(each.text, each.assumption, bool(each.sources)) for each in told.sentences] == [
        ("[assumption] One.", False, True),
        ("Two.", True, False),
        ("Three", False, True),
        ("four.", False, True),
    ]


def test_an_assumption_in_a_list() -> None:
    told = read("### Background\n- One.\n1. Two. [assumption]\n").latest["background"]
    assert [each.text for each in told.sentences if each.assumption] == ["1. Two."]


def test_a_file_from_windows() -> None:
    text = markdown_write.write(portable(answers=(answer("background", "One.\nTwo.\n\nThree."),)), MLOPS)
    assert texts(read("\ufeff" + text.replace("\n", "\r\n"))) == {"background": "One.\nTwo.\n\nThree."}


def test_blank_lines_around_an_answer_do_not_count() -> None:
    assert texts(
        read("### Background\n\n \n\n  A\n\t\n\nB\n\n \t\n### Objectives\n<!-- lines end with CRLF -->\n\n")
    ) == {"background": "  A\n\t\n\nB"}
