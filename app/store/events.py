"""Events: numbered per interview without a gap, so that a reader can ask again from any number."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from app.interview.events import Event
from app.store import codec
from app.store.records import EventRecord
from app.store.tables import EVENT

_ADD = insert(EVENT)
_AFTER = (
    select(EVENT)
    .where(EVENT.c.interview_id == bindparam("interview"), EVENT.c.number > bindparam("after"))
    .order_by(EVENT.c.number)
    .limit(bindparam("most"))
)
_OF_TURN = select(EVENT).where(EVENT.c.turn == bindparam("of_turn")).order_by(EVENT.c.interview_id, EVENT.c.number)
_LAST = select(func.max(EVENT.c.number)).where(EVENT.c.interview_id == bindparam("interview"))


def last(connection: Connection, interview_id: str) -> int:
    """The number of the last event; 0 before the first."""
    return connection.execute(_LAST, {"interview": interview_id}).scalar() or 0


def numbered(events: Sequence[Event], *, last: int, turn: str | None, by: str, at: dt.datetime) -> list[EventRecord]:
    """The events as records, with the numbers that follow `last`."""
    return [EventRecord(number, turn, by, at, event) for number, event in enumerate(events, last + 1)]


def add(connection: Connection, interview_id: str, records: Sequence[EventRecord]) -> None:
    if records:
        connection.execute(_ADD, [_row(interview_id, record) for record in records])


def after(connection: Connection, interview_id: str, *, after: int, limit: int) -> list[EventRecord]:
    rows = connection.execute(_AFTER, {"interview": interview_id, "after": after, "most": limit})
    return [_record(row) for row in rows]


def of_turn(connection: Connection, turn: str) -> list[EventRecord]:
    return [_record(row) for row in connection.execute(_OF_TURN, {"of_turn": turn})]


def _row(interview_id: str, record: EventRecord) -> dict[str, Any]:
    return {
        "interview_id": interview_id,
        "number": record.number,
        "turn": record.turn,
        "by": record.by,
        "at": record.at,
        "body": codec.EVENT.dump(record.event),
    }


def _record(row: Row[Any]) -> EventRecord:
    return EventRecord(row.number, row.turn, row.by, row.at, codec.EVENT.load(row.body))
