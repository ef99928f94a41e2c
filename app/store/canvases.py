"""Canvases and their iterations: made, listed, frozen, hidden, and in the end removed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from app.canvas.model import Canvas, Header
from app.critic.finding import Status
from app.errors import Conflict, NotFound
from app.store import answers, codec, sheets, templates
from app.store.records import CanvasSummary, IterationRecord, Snapshot
from app.store.sheets import Kind
from app.store.tables import ANSWER, CANVAS, FINDING, ITERATION, SHEET, TEMPLATE

_ADVANCE = (
    update(CANVAS)
    .where(CANVAS.c.id == bindparam("of"), CANVAS.c.version == bindparam("seen"))
    .values(version=bindparam("next"), size=bindparam("long"), changed_at=bindparam("at"))
)


def add(connection: Connection, canvas: Canvas, *, by: str, at: dt.datetime) -> int:
    """Store a new canvas with all that it holds; its number is the order of making."""
    templates.keep(connection, canvas.template)
    row = {
        "id": canvas.id,
        "template_hash": canvas.template.hash,
        "version": 1,
        "iteration": canvas.iteration.number,
        "created_at": at,
        "created_by": by,
        "changed_at": at,
        "size": sum(len(answer.text) for answer in canvas.answers.values()),
    }
    number: int = connection.execute(insert(CANVAS).returning(CANVAS.c.number), row).scalar_one()
    _start(connection, canvas.id, canvas.iteration.number, canvas.iteration.header, by=by, at=at)
    sheets.add(connection, canvas.id, iteration=canvas.iteration.number, sheets=_beside(canvas), by=by, at=at)
    answers.add(connection, canvas.id, tuple(canvas.answers.values()))
    return number


def add_iteration(connection: Connection, canvas_id: str, header: Header, *, by: str, at: dt.datetime) -> int:
    """Freeze the current iteration and begin the next with its overview and open questions."""
    number = touch(connection, canvas_id, changed_at=at, iteration=CANVAS.c.iteration + 1)
    last = (ITERATION.c.canvas_id == canvas_id) & (ITERATION.c.number == number - 1)
    connection.execute(update(ITERATION).where(last).values(frozen_at=at))
    _start(connection, canvas_id, number, header, by=by, at=at)
    sheets.carry(connection, canvas_id, iteration=number, by=by, at=at)
    return number


def set_header(connection: Connection, canvas_id: str, header: Header, *, by: str, at: dt.datetime) -> None:
    """Append a version of the current iteration's header."""
    number = touch(connection, canvas_id, changed_at=at)
    body = {Kind.HEADER: codec.HEADER.dump(header)}
    sheets.add(connection, canvas_id, iteration=number, sheets=body, by=by, at=at)


def set_deleted(connection: Connection, canvas_id: str, at: dt.datetime | None) -> None:
    touch(connection, canvas_id, deleted_at=at)


def advance(connection: Connection, before: Snapshot, *, size: int, at: dt.datetime) -> None:
    """Move a canvas to the version after the one that was seen; Conflict if somebody else did already.

    Comes first in an append: whoever loses writes nothing, and on PostgreSQL waits here and nowhere else.
    """
    seen = before.version
    row = {"of": before.canvas.id, "seen": seen, "next": seen + 1, "long": size, "at": at}
    if connection.execute(_ADVANCE, row).rowcount != 1:
        raise Conflict(
            "The canvas changed while this was being decided; nothing was stored.",
            advice="Load it again, then repeat what you did.",
        )


def touch(connection: Connection, canvas_id: str, **values: Any) -> int:
    """Change a canvas whatever its version, which goes up; gives the current iteration's number."""
    change = update(CANVAS).where(CANVAS.c.id == canvas_id).values(version=CANVAS.c.version + 1, **values)
    number: int | None = connection.execute(change.returning(CANVAS.c.iteration)).scalar()
    if number is None:
        raise NotFound(f"There is no canvas “{canvas_id}”.", advice="Look at the list of canvases.")
    return number


def grow(connection: Connection, canvas_id: str, size: int) -> None:
    """Count characters that people wrote."""
    touch(connection, canvas_id, size=CANVAS.c.size + size)


def purge(connection: Connection, before: dt.datetime, *, limit: int) -> int:
    """Remove canvases that were deleted before a moment, with all that is theirs; how many."""
    old = select(CANVAS.c.number).where(CANVAS.c.deleted_at < before).order_by(CANVAS.c.number).limit(limit)
    return connection.execute(delete(CANVAS).where(CANVAS.c.number.in_(old))).rowcount


def summaries(connection: Connection, *, after: int, limit: int) -> list[CanvasSummary]:
    """Canvases that are not deleted, the newest first; `after` is the number of the last one seen, 0 at first."""
    query = (
        select(CANVAS, TEMPLATE.c.id.label("template"), TEMPLATE.c.boxes)
        .join(TEMPLATE, TEMPLATE.c.hash == CANVAS.c.template_hash)
        .where(CANVAS.c.deleted_at.is_(None))
        .order_by(CANVAS.c.number.desc())
        .limit(limit)
    )
    rows = connection.execute(query.where(CANVAS.c.number < after) if after else query).all()
    ids = [row.id for row in rows]
    headers = _headers(connection, ids)
    accepted = _counts(connection, _accepted(ids))
    findings = _counts(connection, _open_findings(ids))
    return [
        _summary(row, headers[row.id], accepted=accepted.get(row.id, 0), findings=findings.get(row.id, 0))
        for row in rows
    ]


def iterations(connection: Connection, canvas_id: str) -> list[IterationRecord]:
    """All iterations of a canvas, the first one first."""
    headers = sheets.headers(connection, canvas_id)
    query = select(ITERATION).where(ITERATION.c.canvas_id == canvas_id).order_by(ITERATION.c.number)
    return [
        IterationRecord(row.number, headers[row.number], row.started_at, row.frozen_at)
        for row in connection.execute(query)
    ]


def _start(connection: Connection, canvas_id: str, number: int, header: Header, *, by: str, at: dt.datetime) -> None:
    row = {"canvas_id": canvas_id, "number": number, "started_at": at, "started_by": by}
    connection.execute(insert(ITERATION), row)
    body = {Kind.HEADER: codec.HEADER.dump(header)}
    sheets.add(connection, canvas_id, iteration=number, sheets=body, by=by, at=at)


def _beside(canvas: Canvas) -> dict[Kind, str]:
    return {
        Kind.OVERVIEW: codec.OVERVIEW.dump(canvas.iteration.overview),
        Kind.OPEN_QUESTIONS: codec.OPEN_QUESTIONS.dump(canvas.iteration.open_questions),
    }


def _headers(connection: Connection, ids: Sequence[str]) -> dict[str, Header]:
    newest = (
        select(SHEET.c.canvas_id, SHEET.c.iteration, func.max(SHEET.c.version).label("version"))
        .join(CANVAS, (CANVAS.c.id == SHEET.c.canvas_id) & (CANVAS.c.iteration == SHEET.c.iteration))
        .where(SHEET.c.canvas_id.in_(ids), SHEET.c.kind == Kind.HEADER)
        .group_by(SHEET.c.canvas_id, SHEET.c.iteration)
        .subquery()
    )
    same = [newest.c[key] == SHEET.c[key] for key in ("canvas_id", "iteration", "version")]
    query = select(SHEET.c.canvas_id, SHEET.c.body).join(newest, same[0] & same[1] & same[2])
    rows = connection.execute(query.where(SHEET.c.kind == Kind.HEADER))
    return {row.canvas_id: codec.HEADER.load(row.body) for row in rows}


def _accepted(ids: Sequence[str]) -> Select[Any]:
    newest = (
        select(ANSWER.c.canvas_id, ANSWER.c.box, func.max(ANSWER.c.number).label("number"))
        .where(ANSWER.c.canvas_id.in_(ids))
        .group_by(ANSWER.c.canvas_id, ANSWER.c.box)
        .subquery()
    )
    same = [newest.c[key] == ANSWER.c[key] for key in ("canvas_id", "box", "number")]
    query = select(ANSWER.c.canvas_id, func.count()).join(newest, same[0] & same[1] & same[2])
    return query.where(ANSWER.c.text != "").group_by(ANSWER.c.canvas_id)


def _open_findings(ids: Sequence[str]) -> Select[Any]:
    query = select(FINDING.c.canvas_id, func.count()).where(FINDING.c.canvas_id.in_(ids))
    return query.where(FINDING.c.status == Status.OPEN).group_by(FINDING.c.canvas_id)


def _counts(connection: Connection, query: Select[Any]) -> Mapping[str, int]:
    return {row[0]: row[1] for row in connection.execute(query)}


def _summary(row: Row[Any], header: Header, *, accepted: int, findings: int) -> CanvasSummary:
    return CanvasSummary(
        id=row.id,
        number=row.number,
        product_name=header.product_name,
        designed_by=header.designed_by,
        iteration=row.iteration,
        template_id=row.template,
        boxes=row.boxes,
        accepted=accepted,
        open_findings=findings,
        changed_at=row.changed_at,
        created_at=row.created_at,
    )
