"""A canvas and its talk, read together; and the ones read lately, to read them only once."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from app.canvas.model import Canvas
from app.errors import NotFound
from app.interview.state import Talk
from app.store import answers, events, findings, interviews, people, sheets, templates
from app.store.records import Snapshot
from app.store.tables import CANVAS, INTERVIEW

ROOM = 256  # canvases, of about 0.2 MB; with fewer than are worked on, each would be read anew twice a turn

Query = Select[Any]
Known = Callable[[str, int], Snapshot | None]

# key_share: rows that point to the canvas can be added meanwhile; only appends exclude each other.
CANVAS_BY_ID = select(CANVAS).where(CANVAS.c.id == bindparam("of"))
LOCKED_BY_ID = CANVAS_BY_ID.with_for_update(key_share=True)
CANVAS_BY_INTERVIEW = select(CANVAS).join(INTERVIEW, INTERVIEW.c.canvas_id == CANVAS.c.id)
CANVAS_BY_INTERVIEW = CANVAS_BY_INTERVIEW.where(INTERVIEW.c.id == bindparam("of"))
LOCKED_BY_INTERVIEW = CANVAS_BY_INTERVIEW.with_for_update(key_share=True, of=CANVAS)


class Snapshots:
    """The last few snapshots. Each is good only while the canvas's version in the database is its own.

    So another process's append is seen by its version, and only what was committed may be put in.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[str, Snapshot] = OrderedDict()
        self._lock = Lock()  # read in the threads of SQLite

    def get(self, canvas_id: str, version: int) -> Snapshot | None:
        with self._lock:
            snapshot = self._kept.get(canvas_id)
            if snapshot is None or snapshot.version != version:
                return None
            self._kept.move_to_end(canvas_id)
            return snapshot

    def put(self, snapshot: Snapshot) -> None:
        """Keep it, unless a newer one is here already: a slow reader may come late."""
        with self._lock:
            known = self._kept.get(snapshot.canvas.id)
            if known is None or known.version <= snapshot.version:
                self._kept[snapshot.canvas.id] = snapshot
                self._kept.move_to_end(snapshot.canvas.id)
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)


def find(connection: Connection, query: Query, id: str, *, deleted: bool = False, known: Known) -> Snapshot:
    """The snapshot of the canvas that the query finds; NotFound if there is none, or it is deleted."""
    row = canvas_row(connection, query, id, deleted=deleted)
    return known(row.id, row.version) or load(connection, row)


def canvas_row(connection: Connection, query: Query, id: str, *, deleted: bool = False) -> Row[Any]:
    row = connection.execute(query, {"of": id}).one_or_none()
    if row is None:
        raise NotFound(f"There is no canvas or interview “{id}”.", advice="Look at the list of canvases.")
    if row.deleted_at is not None and not deleted:
        raise NotFound("This canvas was deleted.", advice="Restore it, or look at the list of canvases.")
    return row


def load(connection: Connection, row: Row[Any]) -> Snapshot:
    """The snapshot of a canvas from all its rows."""
    talk = interviews.of_iteration(connection, row.id, row.iteration)
    if talk:
        talk = replace(talk, findings=findings.by_box(connection, row.id))
    canvas = canvas_of(connection, row)
    known = people.on_canvas(connection, row.id)
    return Snapshot(
        canvas=canvas,
        talk=talk,
        interview_id=talk.id if talk else None,
        version=row.version,
        last_event=events.last(connection, talk.id) if talk else 0,
        size=row.size,
        deleted_at=row.deleted_at,
        created_at=row.created_at,
        changed_at=row.changed_at,
        people={**known, **people.names(connection, _named(canvas, talk) - known.keys())},
    )


def _named(canvas: Canvas, talk: Talk | None) -> set[str]:
    """Who is named without having done anything here: in what was brought in from a file, or who just came."""
    waived = (each.by for some in (talk.findings.values() if talk else ()) for each in some)
    asked = (each.by for each in canvas.iteration.open_questions)
    known = (each.by for each in canvas.iteration.facts if each.rank == 2)
    here = talk.places if talk else ()
    return {each for each in (*waived, *asked, *known, *here) if each}


def canvas_of(connection: Connection, row: Row[Any], *, iteration: int | None = None) -> Canvas:
    """A canvas as it is, or as it was at the end of an iteration."""
    template = templates.one(connection, row.template_hash)
    given = answers.latest(connection, row.id, iteration=iteration)
    return Canvas(
        id=row.id,
        template=template,
        iteration=sheets.iteration(connection, row.id, iteration or row.iteration),
        answers={box: given[box] for box in (*template.order, *given) if box in given},
    )


def as_of(connection: Connection, canvas_id: str, number: int) -> Canvas:
    """A canvas as it was at the end of an iteration."""
    row = canvas_row(connection, CANVAS_BY_ID, canvas_id)
    if number not in sheets.headers(connection, canvas_id):
        raise NotFound(f"This canvas has no iteration {number}.", advice=f"Its iterations are 1 to {row.iteration}.")
    return canvas_of(connection, row, iteration=number)
