"""A turn: words are committed, `step` decides, a facilitator works, what was decided is appended.

A turn belongs to the interview, not to the connection that began it: whoever asked may go away.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from app.canvas.model import text_of
from app.errors import AnswerConflict, KeyReused, NotNow
from app.facilitator.port import Said
from app.interview.effects import Broke, Moved, Work
from app.interview.events import DraftChanged
from app.interview.moves import Accept, Move, Plan, Restore, Say, Stop, Use
from app.interview.state import Talk
from app.store.records import EventRecord, Snapshot, TurnRecord, TurnStatus
from app.store.writer import Writer
from app.usecases.parts import Actor, Parts
from app.usecases.rounds import play
from app.usecases.viewing import event_view, interview_view
from app.usecases.views import EventView, Played
from app.usecases.working import Situation, Worker, situation

POLL = 0.25  # seconds between looks at a turn that this process does not work on


@dataclass(frozen=True)
class Begun:
    """A committed move. `now` is None for a repeat: its turn began earlier."""

    turn: str
    person: str
    now: Situation | None


class Turns:
    """Makes moves in interviews."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.worker = Worker(parts)

    async def move(self, interview: str, move: Move, actor: Actor, *, key: str | None = None) -> Played:
        """Make a move and wait for its turn to end, or for the deadline.

        A repeat under the same key joins the turn that runs, or gives its events again; another
        body under it raises KeyReused. A move that breaks a rule raises and changes nothing.
        """
        return await self.result(interview, await self.begin(interview, move, actor, key=key))

    async def begin(self, interview: str, move: Move, actor: Actor, *, key: str | None = None) -> Begun:
        """Commit a move and start its work, without waiting for it."""
        for text in _texts(move):
            self.parts.limits.check(text, size=0)
        begun = await self._commit(interview, move, actor, key)
        if isinstance(begun, AnswerConflict):
            raise begun
        if begun.now is not None:
            self._after(begun.now, move, begun.person)
        return begun

    async def _commit(self, interview: str, move: Move, actor: Actor, key: str | None) -> Begun | AnswerConflict:
        """Store a move and what it decides. Of a text that came too late the words are kept, and nothing else."""
        parts = self.parts
        async with parts.database.write() as store:
            before = await store.lock_interview(interview)
            if before.interview_id != interview:
                raise NotNow("This round is over.", advice="Go on in the canvas's current iteration.")
            person = await store.person(actor.name, new_id=parts.ids())
            repeated = await _repeat(store, interview, move, key)
            if repeated is not None:
                return Begun(repeated, person, None)
            moved, record = await self._moved(store, before, move, actor, person=person, key=key)
            try:
                decided = play(parts, _talk(before), before.canvas, moved, by=person)
            except AnswerConflict as conflict:
                conflict.yours = conflict.yours or await _lost_draft(store, interview, move)
                lost = replace(record, status=TurnStatus.FAILED, ended_at=record.at, key=None, key_hash=None)
                await store.add_turn(lost)
                return conflict
            now = situation(before, decided, ())
            await store.add_turn(self._opened(record, now))
            events = await store.keep(
                before, talk=decided.talk, effects=decided.effects, turn=record.id, by=person, at=record.at
            )
        speaker = Said(record.id, move.speaker if isinstance(move, Say) and move.speaker else actor.name, record.text)
        names = {**before.people, person: actor.name, moved.speaker: speaker.speaker}
        now = replace(situation(before, decided, events), names=names, said={record.id: speaker})
        return Begun(record.id, person, now)

    def decided(self, begun: Begun) -> tuple[EventView, ...]:
        """The events that a move led to at once, before any work; of a repeat, none."""
        now = begun.now
        return tuple(event_view(each, now.names) for each in now.events) if now else ()

    async def result(self, interview: str, begun: Begun) -> Played:
        """What a turn did, once it is over."""
        turn, now = begun.turn, begun.now
        task = self.worker.tasks.get(turn)
        if now is not None and task is not None:
            done, _ = await asyncio.wait([task], timeout=self.parts.limits.turn_seconds)
            if done and not task.cancelled() and task.exception() is None and turn in task.result().ended:
                then = task.result()
                return self._played(begun, then, (*now.events, *then.events))
        elif now is not None and turn in now.ended:
            return self._played(begun, now, now.events)
        ended = await self.ended(turn)
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot_of(interview)
            records = await store.events_of(turn)
        at = Situation(_talk(snapshot), snapshot.canvas, snapshot.people, snapshot.last_event)
        played = self._played(begun, at, tuple(records))
        return replace(played, running=not ended, repeated=now is None)

    async def ended(self, turn: str) -> bool:
        """Wait until a turn is over, wherever it runs; False if the deadline passes first."""
        try:
            async with asyncio.timeout(self.parts.limits.turn_seconds):
                while True:
                    async with self.parts.database.read() as store:
                        if (await store.turn(turn)).ended_at is not None:
                            return True
                    await asyncio.sleep(POLL)
        except TimeoutError:
            return False

    def resume(self, snapshot: Snapshot, turn: TurnRecord, work: Work) -> None:
        """Begin the work of a turn that this process has claimed from one that is gone, without waiting for it."""
        now = Situation(_talk(snapshot), snapshot.canvas, snapshot.people, snapshot.last_event)
        self.worker.start(now, work, turn.by)

    async def give_up(self, turn: TurnRecord, reason: str) -> None:
        """Offer the words of a turn again instead of finishing it."""
        await self.worker.append(turn.interview, Broke(turn.box or "", turn.id, reason), turn=turn.id, by=turn.by)

    # ---- inside

    async def _moved(
        self, store: Writer, before: Snapshot, move: Move, actor: Actor, *, person: str, key: str | None
    ) -> tuple[Moved, TurnRecord]:
        parts, talk = self.parts, _talk(before)
        speaker = person
        if isinstance(move, Say) and move.speaker:
            speaker = await store.person(move.speaker, new_id=parts.ids())
        earlier = None
        if isinstance(move, Restore):
            history = await store.history(before.canvas.id, move.box, after=(move.box, move.number - 1), limit=1)
            earlier = next((each for each in history if each.number == move.number), None)
        text = _words(move, talk)
        parts.limits.check(text, size=before.size)
        record = TurnRecord(
            id=parts.ids(),
            interview=talk.id,
            canvas=before.canvas.id,
            box=getattr(move, "box", None) or talk.place(person),
            by=person,
            speaker=speaker,
            channel=actor.channel,
            move=move,
            text=text,
            status=TurnStatus.WAITING,
            key=key,
            key_hash=_hash(move) if key else None,
            at=parts.now(),
        )
        return Moved(turn=record.id, by=person, move=move, speaker=speaker, earlier=earlier), record

    def _opened(self, record: TurnRecord, now: Situation) -> TurnRecord:
        """The turn as it is stored first: over at once, running under a lease, or waiting for another."""
        if record.id in now.ended:
            return replace(record, status=TurnStatus.DONE, ended_at=record.at)
        if any(each.turn == record.id for each in now.works):
            return replace(
                record,
                status=TurnStatus.RUNNING,
                lease_owner=self.parts.owner,
                lease_until=self.worker.until(),
                attempts=1,
            )
        return record

    def _after(self, now: Situation, move: Move, person: str) -> None:
        self.worker.tell(now)
        if isinstance(move, Stop):
            self.worker.cancel(now.ended)
        for work in now.works:
            self.worker.start(now, work, person)

    def _played(self, begun: Begun, now: Situation, records: tuple[EventRecord, ...]) -> Played:
        return Played(
            turn=begun.turn,
            events=tuple(event_view(each, now.names) for each in records),
            interview=interview_view(now.canvas, now.talk, now.names, person=begun.person, events=now.last_event),
        )


async def _repeat(store: Writer, interview: str, move: Move, key: str | None) -> str | None:
    known = await store.turn_by_key(interview, key) if key else None
    if known is None:
        return None
    if known.key_hash != _hash(move):
        raise KeyReused("This idempotency key belongs to another request.", advice="Use a new key for a new request.")
    return known.id


async def _lost_draft(store: Writer, interview: str, move: Move) -> str:
    """The text of the draft that somebody wanted to accept, although another took its place."""
    after, text = 0, ""
    while isinstance(move, Accept) and (page := await store.events(interview, after=after)):
        for each in page:
            match each.event:
                case DraftChanged(box=move.box, draft=move.draft, sentences=sentences):
                    text = text_of(sentences)
        after = page[-1].number
    return text


def _talk(snapshot: Snapshot) -> Talk:
    return snapshot.talk or Talk(id=snapshot.interview_id or "")


def _hash(move: Move) -> str:
    return hashlib.sha256(repr(move).encode()).hexdigest()


def _words(move: Move, talk: Talk) -> str:
    """The words that a move brings, which its turn keeps and sentences point to."""
    if isinstance(move, Use):
        return talk.passages_text(move.box, move.passages)
    return getattr(move, "text", None) or getattr(move, "instruction", None) or getattr(move, "reason", None) or ""


def _texts(move: Move) -> Iterator[str]:
    """Every text of a person in a move, for the limits."""
    if isinstance(move, Plan):
        yield repr(move.overview)
    for each in fields(move):
        value = getattr(move, each.name)
        if isinstance(value, str):
            yield value
