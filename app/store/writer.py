"""All that can be stored, in one transaction that commits at its end."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection

from app.canvas.model import Canvas, Header
from app.interview.effects import Effect
from app.interview.state import Talk
from app.store import append, canvases, interviews, people, snapshots, turns, works
from app.store.append import Said, Under
from app.store.engine import Transaction
from app.store.reader import Reader
from app.store.records import EventRecord, Snapshot, TurnRecord, WorkRecord
from app.store.snapshots import LOCKED_BY_ID, LOCKED_BY_INTERVIEW, Snapshots


class Writer(Reader):
    """Reads and writes. What was locked is changed by nobody else until the end.

    Turns, appends and works are written with the next question, or with the commit: a Conflict of
    theirs comes then, at the latest at the end of the transaction, and nothing of it is stored.
    """

    def __init__(self, transaction: Transaction, cache: Snapshots) -> None:
        super().__init__(transaction, cache)
        self._later = transaction.later
        self._read: dict[str, Snapshot] = {}  # good for others only once this transaction is committed
        self._said: dict[str, Said] = {}

    # ---- canvases

    async def lock(self, canvas_id: str, *, deleted: bool = False) -> Snapshot:
        """A canvas and its talk; nobody else appends to it until this transaction ends."""
        return await self._snapshot(LOCKED_BY_ID, canvas_id, deleted=deleted)

    async def lock_interview(self, interview_id: str, *, deleted: bool = False) -> Snapshot:
        """Like `lock`, for the canvas of an interview."""
        return await self._snapshot(LOCKED_BY_INTERVIEW, interview_id, deleted=deleted)

    async def person(self, name: str, new_id: str) -> str:
        """The id of the person of that name; `new_id` if nobody had it yet."""
        for snapshot in self._read.values():  # a name never changes, so one that was read need not be looked up
            for id, known in snapshot.people.items():
                if known == name:
                    return id
        return await self._run(people.get_or_add, name, new_id)

    async def add_canvas(self, canvas: Canvas, *, by: str, at: dt.datetime) -> int:
        """Store a new canvas with its template, iteration and answers; its number in lists."""
        return await self._run(canvases.add, canvas, by=by, at=at)

    async def add_iteration(self, canvas_id: str, header: Header, *, by: str, at: dt.datetime) -> int:
        """Freeze the current iteration and begin the next, as yet without an interview; its number."""
        return await self._run(canvases.add_iteration, canvas_id, header, by=by, at=at)

    async def set_header(self, canvas_id: str, header: Header, *, by: str, at: dt.datetime) -> None:
        """Append a version of the current iteration's header."""
        await self._run(canvases.set_header, canvas_id, header, by=by, at=at)

    async def set_deleted(self, canvas_id: str, at: dt.datetime | None) -> None:
        """Hide a canvas from now on, or show it again with None."""
        await self._run(canvases.set_deleted, canvas_id, at)

    async def purge(self, before: dt.datetime, *, limit: int = 100) -> int:
        """Remove at most `limit` canvases that were deleted before a moment, with all that is theirs; how many."""
        return await self._run(canvases.purge, before, limit=limit)

    # ---- interviews

    async def add_interview(self, canvas_id: str, talk: Talk) -> None:
        """Store the interview of a canvas's current iteration. Conflict if it has one."""
        await self._run(interviews.add, canvas_id, talk)

    async def add_turn(self, turn: TurnRecord) -> None:
        """Append a turn, with the next number of its interview. Conflict if its id or key is there already."""
        self._said[turn.canvas] = self._said.get(turn.canvas, Said()).plus(turn.text, turn.by, turn.speaker)
        self._later(turns.add, turn)

    async def keep(
        self,
        snapshot: Snapshot,
        *,
        talk: Talk | None,
        effects: Sequence[Effect],
        turn: str | None,
        by: str,
        at: dt.datetime,
    ) -> list[EventRecord]:
        """Append what a step decided on this snapshot; the events with their numbers.

        `talk` is the talk after the step, None if it did not change. Work effects are not for the store.
        Conflict if the canvas moved on since the snapshot. For another step, `lock` gives the new one.
        """
        under = Under(turn, by, at)
        said = self._said.pop(snapshot.canvas.id, Said())
        plan = append.plan(snapshot, talk, effects, under=under, said=said)
        self._later(self._write, plan)
        return plan.records

    # ---- who works on a turn

    async def lease(self, turn_id: str, owner: str, until: dt.datetime) -> bool:
        """Hold a turn that waits or runs; False if somebody else holds it, or it is over."""
        return await self._run(turns.lease, turn_id, owner, until)

    async def renew_lease(self, turn_id: str, owner: str, until: dt.datetime) -> bool:
        """Hold it longer; False if it was lost or the turn is over."""
        return await self._run(turns.renew, turn_id, owner, until)

    async def claim(self, turn_id: str, owner: str, *, now: dt.datetime, until: dt.datetime) -> bool:
        """Take a torn turn over. Of any number who try, one gets True."""
        return await self._run(turns.claim, turn_id, owner, now=now, until=until)

    async def add_work(self, work: WorkRecord) -> None:
        """Append a piece of work of a stored turn, with the turn's next number: who did it, and what it took."""
        self._later(works.add, work)

    # ---- for Database, around the commit

    def settle(self) -> None:
        """Count the words of turns that came without an append."""
        for canvas_id, said in self._said.items():
            self._later(canvases.grow, canvas_id, said.size)

    def committed(self) -> None:
        """What was read and written here is now true for everybody."""
        for snapshot in self._read.values():
            self._cache.put(snapshot)

    async def _snapshot(self, query: snapshots.Query, id: str, *, deleted: bool) -> Snapshot:
        snapshot = await self._run(snapshots.find, query, id, deleted=deleted, known=self._known)
        self._read[snapshot.canvas.id] = snapshot
        return snapshot

    def _write(self, connection: Connection, plan: append.Plan) -> None:
        self._read[plan.after.canvas.id] = append.write(connection, plan)

    def _known(self, canvas_id: str, version: int) -> Snapshot | None:
        mine = self._read.get(canvas_id)
        return mine if mine and mine.version == version else self._cache.get(canvas_id, version)
