"""All that can be asked of the store, in one transaction."""

import datetime as dt
from collections.abc import Collection

from app.canvas.model import Answer, Canvas
from app.critic.finding import Finding, Status
from app.store import answers, canvases, events, findings, people, snapshots, turns, works
from app.store.engine import Transaction
from app.store.records import (
    CanvasSummary,
    EventRecord,
    FindingChange,
    IterationRecord,
    Snapshot,
    TurnRecord,
    UsageRecord,
    WorkRecord,
)
from app.store.snapshots import CANVAS_BY_ID, CANVAS_BY_INTERVIEW, Snapshots


class Reader:
    """Reads one moment of the database. Lists are bounded by `limit`; `after` goes on where one ended."""

    def __init__(self, transaction: Transaction, cache: Snapshots) -> None:
        self._run = transaction.run
        self._cache = cache

    async def snapshot(self, canvas_id: str, *, deleted: bool = False) -> Snapshot:
        """A canvas and its talk. NotFound if there is none; a deleted one only if asked for."""
        return await self._snapshot(CANVAS_BY_ID, canvas_id, deleted=deleted)

    async def snapshot_of(self, interview_id: str, *, deleted: bool = False) -> Snapshot:
        """The canvas of an interview, with its current talk: another one if the interview's iteration is frozen."""
        return await self._snapshot(CANVAS_BY_INTERVIEW, interview_id, deleted=deleted)

    async def canvases(self, after: int = 0, *, limit: int = 50) -> list[CanvasSummary]:
        """Canvases that are not deleted, the newest first; `after` is the last number seen, 0 at first."""
        return await self._run(canvases.summaries, after=after, limit=limit)

    async def as_of(self, canvas_id: str, iteration: int) -> Canvas:
        """A canvas as it was at the end of an iteration."""
        return await self._run(snapshots.as_of, canvas_id, iteration)

    async def iterations(self, canvas_id: str) -> list[IterationRecord]:
        """The rounds of a canvas, the first one first."""
        return await self._run(canvases.iterations, canvas_id)

    async def history(
        self, canvas_id: str, box: str | None = None, *, after: tuple[str, int] = ("", 0), limit: int = 100
    ) -> list[Answer]:
        """Accepted answers of a box, or of all, by box and number; `after` is the box and number last seen."""
        return await self._run(answers.history, canvas_id, box, after=after, limit=limit)

    async def answer(self, answer_id: str) -> tuple[str, Answer]:
        """An answer and the id of its canvas."""
        return await self._run(answers.one, answer_id)

    async def events(self, interview_id: str, *, after: int = 0, limit: int = 500) -> list[EventRecord]:
        """What happened in an interview after an event's number, in order."""
        return await self._run(events.after, interview_id, after=after, limit=limit)

    async def events_of(self, turn_id: str) -> list[EventRecord]:
        """What came of a turn, in order."""
        return await self._run(events.of_turn, turn_id)

    async def turn(self, turn_id: str) -> TurnRecord:
        return await self._run(turns.one, turn_id)

    async def turn_by_key(self, interview_id: str, key: str) -> TurnRecord | None:
        """The turn that came under an idempotency key, if one did."""
        return await self._run(turns.by_key, interview_id, key)

    async def words(self, turn_ids: Collection[str]) -> dict[str, TurnRecord]:
        """Turns by id, in the order in which they happened."""
        return await self._run(turns.several, turn_ids)

    async def torn(self, now: dt.datetime, *, limit: int = 100, interview: str | None = None) -> list[TurnRecord]:
        """Running turns that nobody holds any more, of one interview or of all."""
        return await self._run(turns.torn, now, limit=limit, interview=interview)

    async def works_of(self, turn_id: str) -> list[WorkRecord]:
        """What facilitators did for a turn, in order."""
        return await self._run(works.of_turn, turn_id)

    async def spent(self, canvas_id: str, *, since: dt.datetime) -> tuple[float, float]:
        """US dollars: what a canvas cost ever, and what all canvases together cost from a moment on."""
        return await self._run(works.spent, canvas_id, since=since)

    async def usage(self, canvas_id: str) -> list[UsageRecord]:
        """What works on a canvas took, by facilitator and prompt."""
        return await self._run(works.usage, canvas_id)

    async def findings(self, canvas_id: str, status: Status | None = None) -> list[Finding]:
        """The findings of a canvas by box, in the order in which they were made."""
        return await self._run(findings.of_canvas, canvas_id, status)

    async def finding(self, finding_id: str) -> tuple[str, Finding]:
        """A finding and the id of its canvas."""
        return await self._run(findings.one, finding_id)

    async def finding_life(self, finding_id: str) -> list[FindingChange]:
        """Every step in the life of a finding, the first one first."""
        return await self._run(findings.life, finding_id)

    async def people(self, ids: Collection[str]) -> dict[str, str]:
        """Names by id; an unknown id is left out."""
        return await self._run(people.names, ids)

    async def people_named(self, names: Collection[str]) -> dict[str, str]:
        """Ids by name; an unknown name is left out."""
        return await self._run(people.named, names)

    async def _snapshot(self, query: snapshots.Query, id: str, *, deleted: bool) -> Snapshot:
        snapshot = await self._run(snapshots.find, query, id, deleted=deleted, known=self._cache.get)
        self._cache.put(snapshot)
        return snapshot
