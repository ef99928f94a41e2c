"""The tables of a Markdown canvas as values: team, timeline, open questions, waivers."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from app.canvas.model import Member, Milestone, NonAnswer, Overview
from app.canvas.template import Box
from app.critic.finding import Status
from app.documents import tables, words
from app.documents.headings import Names, Section, atx, key
from app.documents.portable import PortableFact, PortableFinding, PortableQuestion, Step
from app.documents.remarks import Remarks, shown

T = TypeVar("T")

DECIDED = {Section.WAIVED: Status.WAIVED, Section.DISMISSED: Status.DISMISSED}

_NUMBER = re.compile(r"[Qq]?0*([0-9]{1,3})(?![0-9])")


def overview(lines: Sequence[str], remarks: Remarks) -> Overview:
    team: list[Member] = []
    timeline: list[Milestone] = []
    for table in _tables(lines, Section.OVERVIEW, remarks):
        columns = {key(name) for name in table.head}
        if "milestone" in columns:
            timeline += (Milestone(row.get("date", ""), row.get("milestone", "")) for _, row in table.records())
        elif columns & {"name", "role"}:
            team += (_member(row) for _, row in table.records())
        else:
            remarks.keep(Section.OVERVIEW.value, table.lines, "A table of the overview was kept apart.")
    return Overview(tuple(team), tuple(timeline))


def _member(row: Mapping[str, str]) -> Member:
    duties = row.get("responsibilities") or row.get("responsibility", "")
    return Member(row.get("name", ""), row.get("role", ""), duties)


def open_questions(lines: Sequence[str], names: Names, remarks: Remarks) -> tuple[PortableQuestion, ...]:
    found = []
    for line, row in _rows(lines, Section.OPEN_QUESTIONS, remarks):
        question = _question(row, names, remarks)
        if question:
            found.append(question)
        else:
            why = f"“{shown(line)}” names no question of this canvas, so it was kept apart."
            remarks.keep(Section.OPEN_QUESTIONS.value, [line], why)
    return tuple(found)


def _question(row: Mapping[str, str], names: Names, remarks: Remarks) -> PortableQuestion | None:
    box = names.box(row.get("box", ""))
    if box is None:
        return None
    told = row.get("question", "")
    match = _NUMBER.match(told)
    numbers = _numbers(names.template.boxes[box])
    wanted = match[1] if match else key(told)
    if wanted not in numbers:
        return None
    return PortableQuestion(
        box=box,
        question=numbers[wanted],
        kind=_kind(row.get("kind", ""), remarks),
        reason=row.get("reason", ""),
        owner=row.get("owner", ""),
        due=remarks.day(row.get("due", ""), "The due date"),
    )


def _numbers(box: Box) -> dict[str, int | None]:
    """What a cell may say, and the question that it means; None is the whole box."""
    known: dict[str, int | None] = {"": None, key(words.WHOLE_BOX): None, "wholebox": None}
    for question in box.questions:
        for way in (str(question.number), key(question.text), key(question.plain)):
            known.setdefault(way, question.number)
    return known


def _kind(told: str, remarks: Remarks) -> NonAnswer:
    kind = words.KINDS_BY_KEY.get(key(told))
    if kind is None:
        kind = NonAnswer.DONT_KNOW
        remarks.warn(f"“{shown(told)}” is no kind of open question. It was read as “{words.KINDS[kind]}”.")
    return kind


def decided(
    lines: Sequence[str], section: Section, names: Names, remarks: Remarks, *, iteration: int
) -> tuple[PortableFinding, ...]:
    """The findings that a person waived, or a model dismissed."""
    status, found = DECIDED[section], []
    for line, row in _rows(lines, section, remarks):
        boxes = [names.box(each) for each in row.get("box", "").split("\n")]
        if row.get("fingerprint") and boxes[0] and all(boxes):
            found.append(_decided(row, (boxes[0], *boxes[1:2]), remarks, status=status, iteration=iteration))
        else:
            why = f"“{shown(line)}” has no fingerprint or no box of this canvas, so it was kept apart."
            remarks.keep(section.value, [line], why)
    return tuple(found)


def _decided(
    row: Mapping[str, str],
    boxes: tuple[str, *tuple[str | None, ...]],
    remarks: Remarks,
    *,
    status: Status,
    iteration: int,
) -> PortableFinding:
    day = remarks.day(row.get("date", ""), "The date")
    at = dt.datetime.combine(day, dt.time(), dt.UTC) if day else None
    return PortableFinding(
        fingerprint=row["fingerprint"],
        criterion=row.get("criterion", ""),
        box=boxes[0],
        other_box=boxes[1] if len(boxes) > 1 else None,
        quote=row.get("quote", ""),
        life=(Step(status, iteration, by=row.get("by", ""), at=at, reason=row.get("reason", "")),),
    )


def facts(lines: Sequence[str], names: Names, remarks: Remarks) -> tuple[PortableFact, ...]:
    found = []
    for line, row in _rows(lines, Section.FACTS, remarks):
        fact = _fact(row, names, remarks)
        if fact:
            found.append(fact)
        else:
            why = f"“{shown(line)}” is no answer to a question about the system, so it was kept apart."
            remarks.keep(Section.FACTS.value, [line], why)
    return tuple(found)


def _fact(row: Mapping[str, str], names: Names, remarks: Remarks) -> PortableFact | None:
    value, box = row.get("answer", "").casefold(), row.get("box", "")
    if not row.get("fact") or value not in ("yes", "no", "unsure") or (box and names.box(box) is None):
        return None
    day = remarks.day(row.get("date", ""), "The date")
    return PortableFact(
        id=row["fact"],
        value=value,  # type: ignore[arg-type]
        quote=row.get("words", ""),
        box=(names.box(box) or "") if box else "",
        hand=words.HANDS.get(row.get("from", "").casefold(), "person"),
        by=row.get("by", ""),
        at=dt.datetime.combine(day, dt.time(), dt.UTC) if day else None,
        reason=row.get("reason", ""),
    )


def _rows(lines: Sequence[str], section: Section, remarks: Remarks) -> Iterator[tuple[str, Mapping[str, str]]]:
    for table in _tables(lines, section, remarks):
        yield from table.records()


def _tables(lines: Sequence[str], section: Section, remarks: Remarks) -> list[tables.Table]:
    found, rest = tables.read(lines)
    text = (line for line in rest if line.strip() not in words.FILLERS and not atx(line))
    why = f"Some text below “{section.value}” is in no table, so it was kept apart."
    remarks.keep(section.value, text, why)
    return found
