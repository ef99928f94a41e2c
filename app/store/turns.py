"""Turns: what a person did, who works on it now, and how it ended."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, func, insert, or_, select, update

from app.errors import NotFound
from app.store import codec
from app.store.records import TurnRecord, TurnStatus
from app.store.tables import CANVAS, TURN

_OTHER = TURN.alias()
_NEXT = (
    select(func.coalesce(func.max(_OTHER.c.number), 0) + 1)
    .where(_OTHER.c.interview_id == bindparam("of_interview"))
    .scalar_subquery()
)
_ADD = insert(TURN).values(number=_NEXT)
# Built once: to build a statement costs more than to run it.
_THIS = update(TURN).where(TURN.c.id == bindparam("of"))
_END = _THIS.where(TURN.c.ended_at.is_(None)).values(
    status=bindparam("outcome"), ended_at=bindparam("ended"), lease_owner=None, lease_until=None
)
_RUNNING = TURN.c.status == TurnStatus.RUNNING
_TORN = _RUNNING & or_(TURN.c.lease_until.is_(None), TURN.c.lease_until <= bindparam("now"))
_MINE = TURN.c.lease_owner == bindparam("mine")
_HELD: dict[str, Any] = {"lease_owner": bindparam("mine"), "lease_until": bindparam("long")}
_LEASE = _THIS.where(
    or_(_RUNNING, TURN.c.status == TurnStatus.WAITING), or_(TURN.c.lease_owner.is_(None), _MINE)
).values(**_HELD, status=TurnStatus.RUNNING)
_RENEW = _THIS.where(_RUNNING, _MINE).values(lease_until=bindparam("long"))
_CLAIM = _THIS.where(_TORN).values(**_HELD, attempts=TURN.c.attempts + 1)
_LOCK = select(CANVAS.c.number).join(TURN, TURN.c.canvas_id == CANVAS.c.id).where(TURN.c.id == bindparam("of"))
_LOCK = _LOCK.with_for_update(key_share=True, of=CANVAS)
_BY_KEY = select(TURN).where(TURN.c.interview_id == bindparam("interview"), TURN.c.key == bindparam("of_key"))


def add(connection: Connection, turn: TurnRecord) -> None:
    """Append a turn, with the next number of its interview."""
    connection.execute(_ADD, _row(turn))


def one(connection: Connection, id: str) -> TurnRecord:
    row = connection.execute(select(TURN).where(TURN.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no turn “{id}”.", advice="Look at the turns of the interview.")
    return _turn(row)


def by_key(connection: Connection, interview: str, key: str) -> TurnRecord | None:
    row = connection.execute(_BY_KEY, {"interview": interview, "of_key": key}).one_or_none()
    return _turn(row) if row else None


def several(connection: Connection, ids: Collection[str]) -> dict[str, TurnRecord]:
    """Turns by id, in the order in which they happened; an unknown id is left out."""
    query = select(TURN).where(TURN.c.id.in_(ids)).order_by(TURN.c.interview_id, TURN.c.number)
    return {row.id: _turn(row) for row in connection.execute(query)}


def torn(connection: Connection, now: dt.datetime, *, limit: int, interview: str | None) -> list[TurnRecord]:
    """Running turns that nobody holds any more. Those of a deleted canvas wait until it is taken back."""
    deleted = select(CANVAS.c.id).where(CANVAS.c.deleted_at.is_not(None))
    query = select(TURN).where(_TORN, TURN.c.canvas_id.not_in(deleted))
    if interview is not None:
        query = query.where(TURN.c.interview_id == interview)
    rows = connection.execute(query.order_by(TURN.c.interview_id, TURN.c.number).limit(limit), {"now": now})
    return [_turn(row) for row in rows]


def lease(connection: Connection, turn: str, owner: str, until: dt.datetime) -> bool:
    return _one(connection, _LEASE, turn, mine=owner, long=until)


def renew(connection: Connection, turn: str, owner: str, until: dt.datetime) -> bool:
    return _one(connection, _RENEW, turn, mine=owner, long=until)


def claim(connection: Connection, turn: str, owner: str, *, now: dt.datetime, until: dt.datetime) -> bool:
    """Take a torn turn over. Of any number who try, one gets True.

    The canvas is locked first, as in an append that ends the turn: the other way round, two that hold
    what the other waits for would stand in each other's way.
    """
    connection.execute(_LOCK, {"of": turn})
    return _one(connection, _CLAIM, turn, mine=owner, now=now, long=until)


def end(connection: Connection, outcomes: Mapping[str, TurnStatus], *, at: dt.datetime) -> None:
    """Turns that are over. The first end holds: what was stopped does not get done afterwards."""
    if outcomes:
        rows = [{"of": turn, "outcome": outcome, "ended": at} for turn, outcome in outcomes.items()]
        connection.execute(_END, rows)


def _one(connection: Connection, change: Update, turn: str, **values: Any) -> bool:
    return connection.execute(change, {"of": turn, **values}).rowcount == 1


def _row(turn: TurnRecord) -> dict[str, Any]:
    return {
        "id": turn.id,
        "interview_id": turn.interview,
        "of_interview": turn.interview,
        "canvas_id": turn.canvas,
        "box": turn.box,
        "by": turn.by,
        "speaker": turn.speaker,
        "channel": turn.channel,
        "kind": turn.move.move,
        "body": codec.MOVE.dump(turn.move),
        "text": codec.storable(turn.text),
        "status": turn.status,
        "lease_owner": turn.lease_owner,
        "lease_until": turn.lease_until,
        "attempts": turn.attempts,
        "key": turn.key,
        "key_hash": turn.key_hash,
        "at": turn.at,
        "ended_at": turn.ended_at,
    }


def _turn(row: Row[Any]) -> TurnRecord:
    return TurnRecord(
        id=row.id,
        interview=row.interview_id,
        canvas=row.canvas_id,
        number=row.number,
        box=row.box,
        by=row.by,
        speaker=row.speaker,
        channel=row.channel,
        move=codec.MOVE.load(row.body),
        text=row.text,
        status=TurnStatus(row.status),
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
        attempts=row.attempts,
        key=row.key,
        key_hash=row.key_hash,
        at=row.at,
        ended_at=row.ended_at,
    )
