"""What Markdown promises to bring back, for texts that try to break out of it."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from app.canvas.model import Sentence
from app.canvas.template import Template
from app.documents import marks, markdown
from app.documents.portable import Portable

from .portables import MLOPS, TEMPLATES, answer, drawn, portable


def there_and_back(canvas: Portable, template: Template = MLOPS) -> Portable:
    text = markdown.write(canvas, template)
    return markdown.read(text, name="canvas.md", templates=TEMPLATES.get, default=MLOPS, limit=10**6)


def promised(canvas: Portable) -> dict[str, Any]:
    """All that must come back, as it is in the canvas."""
    return {
        "template": (canvas.template_id, canvas.template_version, canvas.template_hash),
        "number": canvas.current.number,
        "header": canvas.current.header,
        "overview": canvas.current.overview,
        "open_questions": canvas.current.open_questions,
        "findings": canvas.findings,
        "texts": {box: each.text for box, each in canvas.latest.items() if each.text},
        "assumptions": {box: tuple(marks.spans(each.sentences)) for box, each in canvas.latest.items() if each.text},
        "warnings": (canvas.warnings, canvas.unplaced),
    }


@settings(max_examples=600, deadline=None)
@given(drawn())
def test_nothing_is_lost(both: tuple[Portable, Template]) -> None:
    canvas, template = both
    assert promised(there_and_back(canvas, template)) == promised(canvas)


@settings(max_examples=200, deadline=None)
@given(drawn())
def test_the_same_file_is_written_again(both: tuple[Portable, Template]) -> None:
    canvas, template = both
    assert markdown.write(there_and_back(canvas, template), template) == markdown.write(canvas, template)


@settings(max_examples=300, deadline=None)
@given(drawn())
def test_github_sees_the_same_headings_and_no_markup_of_people(both: tuple[Portable, Template]) -> None:
    canvas, template = both
    text = markdown.write(canvas, template).replace("\x00", "\ufffd").encode(errors="replace").decode()
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    headings = [token for token in tokens if token.type == "heading_open" and token.level == 0]
    written = [token for token in headings if token.markup in ("#", "##", "###")]
    assert len(written) == 1 + len(template.columns) + len(template.boxes) + 4
    html = [each for token in tokens for each in (token, *(token.children or ())) if each.type.startswith("html")]
    ours = re.compile(r"<br>|<!-- (assumption|lines end with CRLF|end of canvas) -->")
    assert not [each.content for each in html if not ours.match(each.content)]
