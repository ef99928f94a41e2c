"""A Markdown file as a canvas: one that we wrote, one that a person changed, or one written by hand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from app.canvas.model import AnswerKind, Header, Sentence, Source, SourceKind
from app.canvas.template import Template
from app.documents import answer_text, limits, opening_lines, records, tables, words
from app.documents.escaping import as_title, from_line
from app.documents.headings import COLUMN, Names, Section, key
from app.documents.outline import Outline, Part, opening, outline
from app.documents.portable import Portable, PortableAnswer, PortableIteration
from app.documents.remarks import Remarks, shown
from app.errors import DocumentInvalid

Templates = Callable[[str], Template | None]

_LABELS = {key(label): label for label in words.LABELS}
_LABELS |= {"product": words.PRODUCT, "project": words.PRODUCT, "template": words.CANVAS}

Facts = Mapping[str, str]


def read(text: str, *, name: str, templates: Templates, default: Template, limit: int) -> Portable:
    """The canvas that a file shows, as one iteration whose answers name the file as their source.

    TooLong above `limit` characters, DocumentInvalid if the file is no text or has no box of the canvas.
    What has no place in it is in `unplaced`, and `warnings` say so.
    """
    if not text.strip():
        raise DocumentInvalid(f"{name} is empty.", advice=_headings(Names(default)))
    lines, remarks = _lines(text, name, limit), Remarks()
    facts = _facts(tables.read(opening(lines))[0])
    template = _template(facts, templates, default, remarks)
    names = Names(template)
    plan = outline(lines, names, ours=words.CANVAS in facts)
    above, rest = tables.read(plan.title.lines)
    if not facts:  # then what is left of the lines below the title is all that they do not tell
        facts, rest = opening_lines.read(rest)
    header = _header(facts, plan.title.title, name, remarks)
    number = _number(facts, remarks)
    _keep_rest(plan, above, rest, remarks)
    iteration = PortableIteration(
        number=number,
        header=header,
        overview=records.overview(_below(plan, Section.OVERVIEW), remarks),
        facts=records.facts(_below(plan, Section.FACTS), names, remarks),
        open_questions=records.open_questions(_below(plan, Section.OPEN_QUESTIONS), names, remarks),
        answers=_answers(plan, names, name, remarks),
    )
    findings = [
        finding
        for section in records.DECIDED
        for finding in records.decided(_below(plan, section), section, names, remarks, iteration=number)
    ]
    return Portable(
        template_id=template.id,
        template_version=template.version,
        template_hash=template.hash,
        template_text=template.text,
        iterations=(iteration,),
        findings=tuple(findings),
        unplaced=tuple(remarks.unplaced),
        warnings=tuple(remarks.warnings),
    )


def _lines(text: str, name: str, limit: int) -> list[str]:
    limits.size(text, name=name, limit=limit)
    if "\x00" in text:
        raise DocumentInvalid(
            f"{name} cannot be read: it holds NUL characters, so it is no text.",
            advice="Save it as UTF-8 text and send it again.",
        )
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _facts(found: Iterable[tables.Table]) -> Facts:
    """The values of the first table that holds one of our labels, by label."""
    return next(filter(None, map(_labelled, found)), {})


def _labelled(table: tables.Table) -> Facts:
    rows = [tables.cells(line) for line in table.lines]
    return {_LABELS[key(row[0])]: " | ".join(row[1:]) for row in rows if row and key(row[0]) in _LABELS}


def _template(facts: Facts, templates: Templates, default: Template, remarks: Remarks) -> Template:
    id, version = facts.get(words.CANVAS, ""), facts.get(words.VERSION, "")
    template = templates(id) if id else default
    if template is None:
        remarks.warn(f"The file was written for the canvas “{shown(id)}”, which is not here. {default.name} is used.")
        return default
    if version and version != template.version:
        remarks.warn(
            f"The file was written for version {shown(version)} of the canvas. "
            f"It was read with version {template.version}."
        )
    return template


def _header(facts: Facts, title: str, name: str, remarks: Remarks) -> Header:
    return Header(
        product_name=_product(facts.get(words.PRODUCT), title, name, remarks),
        designed_by=facts.get(words.DESIGNED_BY, ""),
        date=remarks.day(facts.get(words.DATE, ""), "The date"),
        note=facts.get(words.NOTE, ""),
    )


def _product(told: str | None, title: str, name: str, remarks: Remarks) -> str:
    """The name in the table, which is exact; the title, where somebody changed it or there is no table."""
    if told is not None and (not title or title == (as_title(told) or words.UNTITLED)):
        return told
    if not title:
        remarks.warn("The file has no title, so the canvas is named after the file.")
        return name.rpartition("/")[2].partition(".")[0]
    if told:
        remarks.warn(f"The title and the table name the product differently. The title “{shown(title)}” was used.")
    return from_line(title)


def _number(facts: Facts, remarks: Remarks) -> int:
    told = facts.get(words.ITERATION, "").strip()
    if told.isascii() and told.isdigit() and len(told) < 7 and int(told):
        return int(told)
    if told:
        remarks.warn(f"The iteration “{shown(told)}” is no number, so it was read as 1.")
    return 1


def _below(plan: Outline, section: Section) -> list[str]:
    """The lines of a section, wherever it stands and however often."""
    return [line for part in plan.parts if part.place is section for line in (*part.lines, "")]


def _answers(plan: Outline, names: Names, name: str, remarks: Remarks) -> tuple[PortableAnswer, ...]:
    source = Source(SourceKind.IMPORT, name)
    found: dict[str, tuple[Sentence, ...]] = {}
    for part in plan.parts:
        if isinstance(part.place, str):
            sentences = answer_text.read(part.lines, source)
            if found.get(part.place) and sentences:
                remarks.warn(f"{names.labels[part.place]} stands twice in the file. Both texts were joined.")
                sentences = (replace(sentences[0], lead=f"\n\n{sentences[0].lead}"), *sentences[1:])
            found[part.place] = found.get(part.place, ()) + sentences
    if not found:
        raise DocumentInvalid(f"{name} has no box of the canvas “{names.template.name}”.", advice=_headings(names))
    return tuple(
        PortableAnswer(box, 1, AnswerKind.IMPORTED, found[box]) for box in names.template.order if found.get(box)
    )


def _headings(names: Names) -> str:
    return f"Give each box a heading with its name, such as “### {names.labels[names.template.order[0]]}”."


def _keep_rest(plan: Outline, found: Sequence[tables.Table], rest: Sequence[str], remarks: Remarks) -> None:
    """Keep the text that stands outside of every box and section: of what is below the title, tables and the `rest`."""
    ours = next((table for table in found if _labelled(table)), None)
    first = shown("\n".join(rest).strip())
    remarks.keep("", rest, f"Some text before the first box (“{first}”) is in no box, so it was kept apart.")
    for table in found:
        if table is not ours:
            remarks.keep("", table.lines, "A table before the first heading is in no box, so it was kept apart.")
    if ours:
        _keep_facts(ours, remarks)
    for part in plan.parts:
        if part.place is None or part.place is COLUMN:
            _keep_part(part, remarks)


def _keep_facts(table: tables.Table, remarks: Remarks) -> None:
    rows = [(line, tables.cells(line)) for line in table.lines]
    unknown = [line for line, row in rows if any(row[1:]) and key(row[0]) not in _LABELS]
    remarks.keep("", unknown, "Some rows of the first table are not known here, so they were kept apart.")


def _keep_part(part: Part, remarks: Remarks) -> None:
    title = from_line(part.title)
    if part.place is COLUMN:
        why = f"The text right below “{shown(title)}” is in no box, so it was kept apart."
    elif title:
        why = f"The heading “{shown(title)}” is no box of this canvas, so its text was kept apart."
    else:
        why = "Some text at the end is in no box, so it was kept apart."
    remarks.keep(title, (line for line in part.lines if not _foot(line)), why, bare=part.place is None and bool(title))


def _foot(line: str) -> bool:
    return line in ("---", words.EXPORTED) or line.startswith("Canvas: ")
