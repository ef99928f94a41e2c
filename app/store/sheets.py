"""Header, overview and open questions of an iteration, all three from its start, and what is known of the system.

Every version stays; the latest one holds.
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Connection, Select, bindparam, func, insert, select

from app.canvas.model import Header, Iteration
from app.store import codec
from app.store.tables import SHEET


class Kind(StrEnum):
    HEADER = "header"
    OVERVIEW = "overview"
    OPEN_QUESTIONS = "open_questions"
    FACTS = "facts"


_OTHER = SHEET.alias()
_NEXT = (
    select(func.coalesce(func.max(_OTHER.c.version), 0) + 1)
    .where(_OTHER.c.canvas_id == bindparam("of_canvas"))
    .where(_OTHER.c.iteration == bindparam("of_iteration"))
    .where(_OTHER.c.kind == bindparam("of_kind"))
    .scalar_subquery()
)
_ADD = insert(SHEET).values(version=_NEXT)


def add(
    connection: Connection,
    canvas_id: str,
    *,
    iteration: int,
    sheets: dict[Kind, str],
    by: str,
    at: dt.datetime,
) -> None:
    """Append a version of each of these sheets, given as JSON."""
    if not sheets:
        return
    shared = {
        "canvas_id": canvas_id,
        "iteration": iteration,
        "of_canvas": canvas_id,
        "of_iteration": iteration,
    }
    connection.execute(
        _ADD,
        [{**shared, "kind": kind, "of_kind": kind, "body": body, "by": by, "at": at} for kind, body in sheets.items()],
    )


def latest(canvas_id: str) -> Select[tuple[int, str, str]]:
    """Selects iteration, kind and body of the sheets that hold."""
    newest = (
        select(func.max(_OTHER.c.version))
        .where(_OTHER.c.canvas_id == SHEET.c.canvas_id)
        .where(_OTHER.c.iteration == SHEET.c.iteration)
        .where(_OTHER.c.kind == SHEET.c.kind)
        .scalar_subquery()
    )
    return (
        select(SHEET.c.iteration, SHEET.c.kind, SHEET.c.body)
        .where(SHEET.c.canvas_id == canvas_id)
        .where(SHEET.c.version == newest)
    )


def iteration(connection: Connection, canvas_id: str, number: int) -> Iteration:
    """An iteration as its sheets say."""
    bodies = _bodies(connection, canvas_id, number)
    return Iteration(
        number=number,
        header=codec.HEADER.load(bodies[Kind.HEADER]),
        overview=codec.OVERVIEW.load(bodies[Kind.OVERVIEW]),
        open_questions=codec.OPEN_QUESTIONS.load(bodies[Kind.OPEN_QUESTIONS]),
        facts=codec.FACTS.load(bodies.get(Kind.FACTS, "[]")),
    )


def headers(connection: Connection, canvas_id: str) -> dict[int, Header]:
    """The header of each iteration."""
    rows = connection.execute(latest(canvas_id).where(SHEET.c.kind == Kind.HEADER))
    return {row.iteration: codec.HEADER.load(row.body) for row in rows}


def carry(connection: Connection, canvas_id: str, *, iteration: int, by: str, at: dt.datetime) -> None:
    """Begin an iteration with the overview, the open questions and the facts of the one before it."""
    bodies = _bodies(connection, canvas_id, iteration - 1)
    bodies.pop(Kind.HEADER)
    add(connection, canvas_id, iteration=iteration, sheets=bodies, by=by, at=at)


def _bodies(connection: Connection, canvas_id: str, iteration: int) -> dict[Kind, str]:
    rows = connection.execute(latest(canvas_id).where(SHEET.c.iteration == iteration))
    return {Kind(row.kind): row.body for row in rows}
