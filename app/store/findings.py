"""Findings as they are now, and each step of their lives."""

import datetime as dt
from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert as plain_insert, or_, select

from app.critic.finding import Finding, Status
from app.errors import NotFound
from app.store import codec
from app.store.insert import insert
from app.store.records import FindingChange
from app.store.tables import FINDING, FINDING_CHANGE

FIXED = 20  # so many fixed findings of a box stay with its talk: enough to know one that comes back

_OTHER = FINDING.alias()
_POSITION = (
    select(func.coalesce(func.max(_OTHER.c.position), 0) + 1)
    .where(_OTHER.c.canvas_id == bindparam("of_canvas"), _OTHER.c.box == bindparam("of_box"))
    .scalar_subquery()
)
_EARLIER = FINDING_CHANGE.alias()
_NUMBER = (
    select(func.coalesce(func.max(_EARLIER.c.number), 0) + 1)
    .where(_EARLIER.c.finding_id == bindparam("of_finding"))
    .scalar_subquery()
)
_LIVE = plain_insert(FINDING_CHANGE).values(number=_NUMBER)


def keep(
    connection: Connection, canvas_id: str, findings: Collection[Finding], *, iteration: int, at: dt.datetime
) -> None:
    """Write findings as they are now; where the status or its reason is news, append to their lives."""
    if not findings:
        return
    before = {id: (finding.status, finding.reason) for id, finding in _stored(connection, findings).items()}
    put = insert(connection, FINDING).values(position=_POSITION)
    put = put.on_conflict_do_update(index_elements=["id"], set_={key: put.excluded[key] for key in ("status", "body")})
    connection.execute(put, [_row(canvas_id, finding) for finding in findings])
    news = [each for each in findings if before.get(each.id) != (each.status, each.reason)]
    if news:
        connection.execute(_LIVE, [_change(finding, iteration, at) for finding in news])


def by_box(connection: Connection, canvas_id: str) -> dict[str, tuple[Finding, ...]]:
    """What an interview needs of a canvas's findings: of each box all, but only the last fixed ones."""
    rank = func.row_number().over(partition_by=(FINDING.c.box, FINDING.c.status), order_by=FINDING.c.position.desc())
    ranked = select(FINDING, rank.label("rank")).where(FINDING.c.canvas_id == canvas_id).subquery()
    query = (
        select(ranked.c.box, ranked.c.body)
        .where(or_(ranked.c.status != Status.FIXED, ranked.c.rank <= FIXED))
        .order_by(ranked.c.box, ranked.c.position)
    )
    rows = connection.execute(query)
    return {box: tuple(codec.FINDING.load(row.body) for row in each) for box, each in groupby(rows, lambda r: r.box)}


def merged(before: Mapping[str, tuple[Finding, ...]], kept: Collection[Finding]) -> dict[str, tuple[Finding, ...]]:
    """What `by_box` would read after these were kept."""
    boxes: dict[str, dict[str, Finding]] = {}
    for finding in kept:
        box = boxes.setdefault(finding.box, {each.id: each for each in before.get(finding.box, ())})
        box[finding.id] = finding
    return {**before, **{box: _bounded(tuple(findings.values())) for box, findings in boxes.items()}}


def of_canvas(connection: Connection, canvas_id: str, status: Status | None) -> list[Finding]:
    query = select(FINDING.c.body).where(FINDING.c.canvas_id == canvas_id)
    if status is not None:
        query = query.where(FINDING.c.status == status)
    rows = connection.execute(query.order_by(FINDING.c.box, FINDING.c.position))
    return [codec.FINDING.load(row.body) for row in rows]


def one(connection: Connection, id: str) -> tuple[str, Finding]:
    row = connection.execute(select(FINDING).where(FINDING.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no finding “{id}”.", advice="Look at the findings of the canvas.")
    return row.canvas_id, codec.FINDING.load(row.body)


def life(connection: Connection, id: str) -> list[FindingChange]:
    query = select(FINDING_CHANGE).where(FINDING_CHANGE.c.finding_id == id).order_by(FINDING_CHANGE.c.number)
    return [
        FindingChange(row.number, Status(row.status), row.at, row.iteration, row.reason, row.by)
        for row in connection.execute(query)
    ]


def _stored(connection: Connection, findings: Collection[Finding]) -> dict[str, Finding]:
    query = select(FINDING.c.id, FINDING.c.body).where(FINDING.c.id.in_([each.id for each in findings]))
    return {row.id: codec.FINDING.load(row.body) for row in connection.execute(query)}


def _bounded(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    fixed = [each.id for each in findings if each.status is Status.FIXED]
    old = set(fixed[:-FIXED])
    return tuple(each for each in findings if each.id not in old)


def _row(canvas_id: str, finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "canvas_id": canvas_id,
        "of_canvas": canvas_id,
        "box": finding.box,
        "of_box": finding.box,
        "status": finding.status,
        "body": codec.FINDING.dump(finding),
    }


def _change(finding: Finding, iteration: int, at: dt.datetime) -> dict[str, Any]:
    return {
        "finding_id": finding.id,
        "of_finding": finding.id,
        "status": finding.status,
        "reason": finding.reason,
        "by": finding.by,
        "at": finding.at or at,
        "iteration": iteration,
    }
