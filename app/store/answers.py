"""Accepted answers: appended, never changed. A canvas at any time is the latest of each box."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, tuple_

from app.canvas.model import Answer, AnswerKind
from app.errors import NotFound
from app.store import codec
from app.store.tables import ANSWER

_ADD = insert(ANSWER)


def add(connection: Connection, canvas_id: str, answers: Sequence[Answer]) -> None:
    if answers:
        connection.execute(_ADD, [_row(canvas_id, answer) for answer in answers])


def latest(connection: Connection, canvas_id: str, *, iteration: int | None = None) -> dict[str, Answer]:
    """The latest answer of each box, or the latest until the end of an iteration."""
    newest = select(ANSWER.c.box, func.max(ANSWER.c.number).label("number")).where(ANSWER.c.canvas_id == canvas_id)
    if iteration is not None:
        newest = newest.where(ANSWER.c.iteration <= iteration)
    last = newest.group_by(ANSWER.c.box).subquery()
    query = (
        select(ANSWER)
        .join(last, (last.c.box == ANSWER.c.box) & (last.c.number == ANSWER.c.number))
        .where(ANSWER.c.canvas_id == canvas_id)
    )
    return {row.box: _answer(row) for row in connection.execute(query)}


def history(
    connection: Connection, canvas_id: str, box: str | None, *, after: tuple[str, int], limit: int
) -> list[Answer]:
    query = select(ANSWER).where(ANSWER.c.canvas_id == canvas_id, tuple_(ANSWER.c.box, ANSWER.c.number) > after)
    if box is not None:
        query = query.where(ANSWER.c.box == box)
    rows = connection.execute(query.order_by(ANSWER.c.box, ANSWER.c.number).limit(limit))
    return [_answer(row) for row in rows]


def one(connection: Connection, id: str) -> tuple[str, Answer]:
    row = connection.execute(select(ANSWER).where(ANSWER.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no answer “{id}”.", advice="Look at the history of the box.")
    return row.canvas_id, _answer(row)


def _row(canvas_id: str, answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "canvas_id": canvas_id,
        "box": answer.box,
        "number": answer.number,
        "iteration": answer.iteration,
        "kind": answer.kind,
        "sentences": codec.SENTENCES.dump(answer.sentences),
        "text": codec.storable(answer.text),
        "built_on": codec.MARKS.dump(answer.built_on),
        "open_findings": codec.IDS.dump(answer.open_findings),
        "by": answer.by,
        "at": answer.at,
        "turn": answer.turn,
    }


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        id=row.id,
        box=row.box,
        number=row.number,
        iteration=row.iteration,
        kind=AnswerKind(row.kind),
        sentences=codec.SENTENCES.load(row.sentences),
        by=row.by,
        at=row.at,
        built_on=codec.MARKS.load(row.built_on),
        open_findings=codec.IDS.load(row.open_findings),
        turn=row.turn,
    )
