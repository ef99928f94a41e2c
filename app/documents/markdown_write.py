"""A canvas as one Markdown file that reads well on GitHub and comes back without loss."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from app.canvas.model import Header, Overview
from app.canvas.template import Template
from app.critic.finding import Status
from app.documents import answer_text, tables, words
from app.documents.escaping import as_title, in_line
from app.documents.headings import Names, Section
from app.documents.portable import Portable, PortableFact, PortableFinding, PortableQuestion

_WORST_FIRST = ("must", "should", "note")


def write(portable: Portable, template: Template) -> str:
    """The canvas as it stands in its current iteration. The same canvas gives the same file."""
    names = Names(template)
    lines = [
        *_head(portable),
        *_boxes(portable, names),
        *_section(Section.OVERVIEW, _overview(portable.current.overview)),
        *_section(Section.OPEN_QUESTIONS, _open_questions(portable.current.open_questions, names)),
        *_section(Section.FINDINGS, _findings(portable.with_status(Status.OPEN), names)),
        *_section(Section.WAIVED, _decided(portable.with_status(Status.WAIVED), names)),
        *_taken_back(portable, names),
        *(_section(Section.FACTS, _known(facts, names)) if (facts := _told(portable.current.facts)) else ()),
        *_foot(template),
    ]
    return "\n".join(lines) + "\n"


def _taken_back(portable: Portable, names: Names) -> Iterator[str]:
    """Only where a model looked, and took something back."""
    if found := portable.with_status(Status.DISMISSED):
        yield from _section(Section.DISMISSED, _decided(found, names))


def _head(portable: Portable) -> Iterator[str]:
    header = portable.current.header
    yield f"# {as_title(header.product_name) or words.UNTITLED}"
    yield ""
    yield from tables.write((words.PRODUCT, in_line(header.product_name)), _facts(portable, header))
    yield ""


def _facts(portable: Portable, header: Header) -> Iterator[tuple[str, str]]:
    yield words.DESIGNED_BY, header.designed_by
    yield words.DATE, _day(header.date)
    yield words.ITERATION, str(portable.current.number)
    yield words.NOTE, header.note
    yield words.CANVAS, portable.template_id
    yield words.VERSION, portable.template_version


def _boxes(portable: Portable, names: Names) -> Iterator[str]:
    answers = portable.latest
    for column in names.template.columns:
        yield from (f"## {as_title(column.name)}", "")
        for box in column.boxes:
            sentences = answers[box.id].sentences if box.id in answers else ()
            yield from (f"### {as_title(names.labels[box.id])}", "")
            yield from (*answer_text.write(sentences, names), "")


def _section(section: Section, lines: Iterable[str]) -> Iterator[str]:
    yield from (f"## {section.value}", "", *lines, "")


def _overview(overview: Overview) -> Iterator[str]:
    if overview.team:
        yield from tables.write(words.TEAM, ((each.name, each.role, each.responsibilities) for each in overview.team))
    if overview.team and overview.timeline:
        yield ""
    if overview.timeline:
        yield from tables.write(words.TIMELINE, ((each.date, each.text) for each in overview.timeline))
    if not (overview.team or overview.timeline):
        yield words.NO_OVERVIEW


def _open_questions(questions: Sequence[PortableQuestion], names: Names) -> Sequence[str]:
    rows = [
        (
            names.label(each.box),
            _question(each, names.template),
            words.KINDS[each.kind],
            each.reason,
            each.owner,
            _day(each.due),
        )
        for each in questions
    ]
    return tables.write(words.OPEN_QUESTIONS, rows) if rows else (words.NO_QUESTIONS,)


def _question(question: PortableQuestion, template: Template) -> str:
    if question.question is None:
        return words.WHOLE_BOX
    asked = template.boxes[question.box].questions if question.box in template.boxes else ()
    text = next((each.text for each in asked if each.number == question.question), "")
    return f"{question.question}. {text}".rstrip()


def _findings(findings: Iterable[PortableFinding], names: Names) -> Sequence[str]:
    order = {box: n for n, box in enumerate(names.template.order)}
    found = sorted(
        findings,
        key=lambda each: (_WORST_FIRST.index(each.severity), order.get(each.box, len(order)), each.start),
    )
    rows = [
        (each.severity.capitalize(), _places(each, names), each.quote, each.message, each.question) for each in found
    ]
    return tables.write(words.FINDINGS, rows) if rows else (words.NO_FINDINGS,)


def _decided(findings: Iterable[PortableFinding], names: Names) -> Sequence[str]:
    rows = [
        (
            each.fingerprint,
            each.criterion,
            _places(each, names),
            each.quote,
            each.life[-1].reason,
            each.life[-1].by,
            _day(each.life[-1].at),
        )
        for each in findings
    ]
    return tables.write(words.WAIVED, rows) if rows else (words.NOTHING_WAIVED,)


def _told(facts: Iterable[PortableFact]) -> Sequence[PortableFact]:
    """Without what rules found nothing of, which they read again the same, and doubts that a person has settled."""
    every = list(facts)
    settled = {each.id for each in every if each.hand == "person"}
    told = [each for each in every if each.hand == "person" or each.value != "unsure" or each.id not in settled]
    return [each for each in told if each.hand != "rules" or each.value != "no"]


def _known(facts: Iterable[PortableFact], names: Names) -> Sequence[str]:
    rows = [
        (
            each.id,
            each.value,
            each.quote,
            names.label(each.box) if each.box else "",
            words.HAND_WORDS[each.hand],
            each.by,
            _day(each.at),
            each.reason,
        )
        for each in facts
    ]
    return tables.write(words.FACTS, rows)


def _places(finding: PortableFinding, names: Names) -> str:
    """The box of a finding, and on a line of its own the other one of a contradiction."""
    boxes = (finding.box, *([] if finding.other_box is None else [finding.other_box]))
    return "\n".join(names.label(box) for box in boxes)


def _foot(template: Template) -> Iterator[str]:
    told = in_line(f"Canvas: {template.name}. {template.attribution}".rstrip())
    yield from (words.END, "", "---", "", told, "", words.EXPORTED)


def _day(moment: dt.date | None) -> str:
    """A day as 2025-09-01; of a moment, the day in UTC."""
    if isinstance(moment, dt.datetime):
        moment = moment.astimezone(dt.UTC).date()
    return moment.isoformat() if moment else ""
