"""What Markdown promises to bring back, for texts that try to break out of it."""

import re
from typing import Any

from hypothesis import given
from markdown_it import MarkdownIt

from app.documents import markdown_read, markdown_write, marks
from app.documents.portable import Portable, PortableFact

from .portables import MLOPS, TEMPLATES, drawn


def written(canvas: Portable) -> str:
    return markdown_write.write(canvas, TEMPLATES[canvas.template_id])


def there_and_back(canvas: Portable) -> Portable:
    return markdown_read.read(written(canvas), name="canvas.md", templates=TEMPLATES.get, default=MLOPS, limit=10**6)


def told_facts(canvas: Portable) -> tuple[PortableFact, ...]:
    """All but those that rules answer with no: they read the same again."""
    facts = canvas.current.facts
    people = {each.id for each in facts if each.hand == "person"}
    doubts = [each for each in facts if each.hand != "person" and each.value == "unsure" and each.id in people]
    return tuple(each for each in facts if (each.hand, each.value) != ("rules", "no") and each not in doubts)


def promised(canvas: Portable) -> dict[str, Any]:
    """All that must come back, as it is in the canvas."""
    return {
        "template": (canvas.template_id, canvas.template_version, canvas.template_hash),
        "number": canvas.current.number,
        "header": canvas.current.header,
        "overview": canvas.current.overview,
        "open_questions": canvas.current.open_questions,
        "facts": told_facts(canvas),
        "findings": canvas.findings,
        "texts": {box: each.text for box, each in canvas.latest.items() if each.text},
        "assumptions": {box: tuple(marks.spans(each.sentences)) for box, each in canvas.latest.items() if each.text},
        "warnings": (canvas.warnings, canvas.unplaced),
    }


@given(drawn())
def test_nothing_is_lost(canvas: Portable) -> None:
    assert promised(there_and_back(canvas)) == promised(canvas)


@given(drawn())
def test_the_same_file_is_written_again(canvas: Portable) -> None:
    assert written(there_and_back(canvas)) == written(canvas)


@given(drawn())
def test_github_sees_the_same_headings_and_no_markup_of_people(canvas: Portable) -> None:
    template = TEMPLATES[canvas.template_id]
    text = written(canvas)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    headings = [token for token in tokens if token.type == "heading_open" and token.level == 0]
    ours = [token for token in headings if token.markup in ("#", "##", "###")]
    assert len(ours) == 1 + len(template.columns) + len(template.boxes) + 4 + bool(told_facts(canvas))
    html = [each for token in tokens for each in (token, *(token.children or ())) if each.type.startswith("html")]
    known = re.compile(r"<br>|<!-- (assumption|lines end with CRLF|end of canvas) -->")
    assert not [each.content for each in html if not known.match(each.content)]
