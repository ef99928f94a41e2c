"""Pieces of work: what a facilitator did for a turn, and what it took."""

import datetime as dt
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, insert, select

from app.store.records import UsageRecord, WorkRecord
from app.store.tables import COSTS, WORK

_OTHER = WORK.alias()
_NEXT = (
    select(func.coalesce(func.max(_OTHER.c.number), 0) + 1)
    .where(_OTHER.c.turn_id == bindparam("of_turn"))
    .scalar_subquery()
)
_ADD = insert(WORK).values(number=_NEXT)
_OF_TURN = select(WORK).where(WORK.c.turn_id == bindparam("of_turn")).order_by(WORK.c.number)

_MINE = WORK.c.canvas_id == bindparam("of")
_DOLLARS = select(func.coalesce(func.sum(WORK.c.cost), 0.0))
_SPENT = select(
    _DOLLARS.where(_MINE).scalar_subquery(),
    _DOLLARS.where(WORK.c.at >= bindparam("since"), COSTS).scalar_subquery(),
)
_WHO = (WORK.c.facilitator, WORK.c.prompt)
_SUMS = (
    select(
        *_WHO,
        func.count().label("works"),
        *(func.sum(case((WORK.c.outcome == how, 1), else_=0)).label(how) for how in ("failed", "stopped")),
        *(func.sum(WORK.c[name]).label(name) for name in ("calls", "tokens_in", "cached", "tokens_out", "cost")),
    )
    .where(_MINE)
    .group_by(*_WHO)
    .order_by(*_WHO)
)
_FIRST_TOKENS = select(*_WHO, WORK.c.first_token).where(_MINE, WORK.c.first_token > 0)
_FIRST_TOKENS = _FIRST_TOKENS.order_by(*_WHO, WORK.c.first_token)


def add(connection: Connection, work: WorkRecord) -> None:
    """Append a piece of work, with the next number of its turn."""
    connection.execute(_ADD, _row(work))


def of_turn(connection: Connection, turn: str) -> list[WorkRecord]:
    return [_work(row) for row in connection.execute(_OF_TURN, {"of_turn": turn})]


def spent(connection: Connection, canvas_id: str, *, since: dt.datetime) -> tuple[float, float]:
    """US dollars: what a canvas cost ever, and what all canvases together cost from a moment on."""
    canvas, everybody = connection.execute(_SPENT, {"of": canvas_id, "since": since}).one()
    return canvas, everybody


def usage(connection: Connection, canvas_id: str) -> list[UsageRecord]:
    """Sums by facilitator and prompt. The times come one by one: SQLite knows no percentiles."""
    times = connection.execute(_FIRST_TOKENS, {"of": canvas_id})
    first = {
        who: tuple(row.first_token for row in rows)
        for who, rows in groupby(times, lambda row: (row.facilitator, row.prompt))
    }
    return [
        UsageRecord(**row._mapping, first_tokens=first.get((row.facilitator, row.prompt), ()))
        for row in connection.execute(_SUMS, {"of": canvas_id})
    ]


def _row(work: WorkRecord) -> dict[str, Any]:
    return {
        "turn_id": work.turn,
        "of_turn": work.turn,
        "canvas_id": work.canvas,
        "at": work.at,
        "facilitator": work.facilitator,
        "prompt": work.prompt,
        "prompt_hash": work.prompt_hash,
        "calls": work.calls,
        "tokens_in": work.tokens_in,
        "cached": work.cached,
        "tokens_out": work.tokens_out,
        "cost": work.cost,
        "first_token": work.first_token,
        "milliseconds": work.milliseconds,
        "outcome": work.outcome,
    }


def _work(row: Row[Any]) -> WorkRecord:
    return WorkRecord(
        turn=row.turn_id,
        canvas=row.canvas_id,
        number=row.number,
        at=row.at,
        facilitator=row.facilitator,
        prompt=row.prompt,
        prompt_hash=row.prompt_hash,
        calls=row.calls,
        tokens_in=row.tokens_in,
        cached=row.cached,
        tokens_out=row.tokens_out,
        cost=row.cost,
        first_token=row.first_token,
        milliseconds=row.milliseconds,
        outcome=row.outcome,
    )
