"""The slow half of a turn: a facilitator works outside every transaction, and its result is appended."""

import asyncio
import datetime as dt
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import assert_never

from app.canvas.model import Canvas, SourceKind
from app.errors import NotFound, Spent
from app.facilitator.delta import Delta
from app.facilitator.port import Facilitator, Job, Provenance, Said, provenance
from app.interview.effects import (
    Broke,
    EndTurn,
    ExplainIt,
    FindFacts,
    Found,
    Input,
    Listen,
    Review,
    SuggestIt,
    Told,
    Work,
)
from app.interview.engine import Step
from app.interview.state import CLOSE, START, Talk
from app.llm.port import ModelFailed, Tally
from app.store.records import EventRecord, Snapshot
from app.usecases.grounded import grounded
from app.usecases.parts import Parts
from app.usecases.rounds import WORKS, play, rule
from app.usecases.spending import Spending
from app.usecases.standing_in import Seen, without_model
from app.usecases.viewing import event_view

log = logging.getLogger(__name__)

AT_HAND = 2_000  # turns whose words are kept in memory
PROMPTS = {Listen: "listen", Review: "review", ExplainIt: "explain", SuggestIt: "suggest", FindFacts: "facts"}
BROKEN = "That did not work out. Your words are kept: try again, or go on."


@dataclass(frozen=True)
class Situation:
    """How an interview stands after an append: enough to go on without reading it again."""

    talk: Talk
    canvas: Canvas
    names: Mapping[str, str]
    last_event: int
    said: Mapping[str, Said] = field(default_factory=dict)
    events: tuple[EventRecord, ...] = ()
    ended: frozenset[str] = frozenset()
    works: tuple[Work, ...] = ()


def situation(before: Snapshot, decided: Step, events: Sequence[EventRecord]) -> Situation:
    return Situation(
        talk=decided.talk,
        canvas=decided.canvas,
        names=before.people,
        last_event=events[-1].number if events else before.last_event,
        events=tuple(events),
        ended=frozenset(each.turn for each in decided.effects if isinstance(each, EndTurn)),
        works=tuple(each for each in decided.effects if isinstance(each, WORKS)),
    )


class Unheard(Exception):
    """Raise when a model's answer takes up nothing of what people said: they must not vanish."""


class Worker:
    """Does the work of turns, and knows those that this process works on."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.spending = Spending(parts)
        self.tasks: dict[str, asyncio.Task[Situation]] = {}
        self._said: dict[str, Said] = {}

    def start(self, now: Situation, work: Work, by: str) -> None:
        """Begin a piece of work of a turn; `by` is whose turn it is."""
        task = asyncio.create_task(self._run(now, work, by), name=f"turn {work.turn}")
        self.tasks[work.turn] = task
        task.add_done_callback(lambda done, turn=work.turn: self._over(turn, done))  # type: ignore[misc]

    def cancel(self, turns: Iterable[str]) -> None:
        for turn in turns:
            if turn in self.tasks:
                self.tasks[turn].cancel()

    async def close(self) -> None:
        """Let running turns end for a moment; what is left is finished by whoever looks next."""
        tasks = list(self.tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=1.0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.spending.close()

    async def append(
        self, interview: str, result: Input | Seen, *, turn: str, by: str, made: Sequence[Provenance] = ()
    ) -> Situation:
        """Decide what a result changes, on the state as it is now, and keep it."""
        parts = self.parts
        async with parts.database.write(patient=True) as store:  # what people say goes first: they wait for an answer
            before = await store.lock_interview(interview)
            talk = before.talk or Talk(id=interview)
            input = _found(parts, talk, before.canvas, result) if isinstance(result, Seen) else result
            decided = play(parts, talk, before.canvas, input, by=by)
            events = await store.keep(
                before, talk=decided.talk, effects=decided.effects, turn=turn, by=by, at=parts.now()
            )
            now = situation(before, decided, events)
            for each in made:
                await store.add_work(self.spending.record(turn, before.canvas.id, each))
            for other in {each.turn for each in now.works} - {turn}:
                await store.lease(other, owner=parts.owner, until=self.until())
        parts.feed.settle(interview, turn)  # what flowed of it has arrived, although the turn may go on
        self.tell(now)
        return now

    def tell(self, now: Situation) -> None:
        """Let those who watch know what was appended."""
        for turn in now.ended:
            self.parts.feed.settle(now.talk.id, turn)
        self.parts.feed.tell(now.talk.id, lambda: [event_view(each, now.names) for each in now.events])

    def until(self) -> dt.datetime:
        """When a lease that is taken now runs out."""
        return self.parts.now() + dt.timedelta(seconds=self.parts.limits.lease_seconds)

    def _over(self, turn: str, task: asyncio.Task[Situation]) -> None:
        if self.tasks.get(turn) is task:
            del self.tasks[turn]
        if not task.cancelled() and task.exception() is not None:
            log.error("turn %s: its result was not kept; its lease will run out", turn, exc_info=task.exception())

    async def _run(self, now: Situation, first: Work, by: str) -> Situation:
        """A turn's work, and what follows from it, piece by piece. Gives all the events that it led to."""
        events: list[EventRecord] = []
        alone = False
        queue = deque([first])
        while queue:
            work = queue.popleft()
            async with self._leased(work.turn):
                now, made = await self._piece(now, work, by, alone=alone)
            events.extend(now.events)
            alone = alone or any(each.outcome == "failed" for each in made)
            for each in now.works:
                if each.turn == work.turn:
                    queue.append(each)
                else:
                    self.start(now, each, await self._author(each.turn))
        return replace(now, events=tuple(events))

    async def _piece(
        self, now: Situation, work: Work, by: str, *, alone: bool
    ) -> tuple[Situation, tuple[Provenance, ...]]:
        """A piece of work, and its result kept. Whatever ends it, a call to a model leaves its row."""
        tally, canvas, spending = Tally(), now.canvas.id, self.spending
        try:
            result, made = await self._perform(now, work, tally, alone=alone)
        except BaseException as error:
            made = _broken_off(tally, "stopped" if isinstance(error, asyncio.CancelledError) else "failed")
            if made:
                spending.keep(spending.note(work.turn, canvas, made), work.turn, made)
            else:
                spending.settle(work.turn, made)
            raise
        append = self._append(now.talk.id, result, turn=work.turn, by=by, made=made, canvas=canvas)
        # Shielded: a stop that comes while the result is being stored could not tell whether the row got there.
        return await asyncio.shield(spending.keep(append, work.turn, made)), made

    async def _append(
        self, interview: str, result: Input | Seen, *, turn: str, by: str, made: Sequence[Provenance], canvas: str
    ) -> Situation:
        try:
            return await self.append(interview, result, turn=turn, by=by, made=made)
        except NotFound:  # the canvas was deleted meanwhile: nothing is to change any more, but it has cost
            await self.spending.note(turn, canvas, made)
            raise

    async def _perform(
        self, now: Situation, work: Work, tally: Tally, *, alone: bool
    ) -> tuple[Input | Seen, tuple[Provenance, ...]]:
        """Have a piece of work done, by the built-in facilitator if the model fails; Broke if nobody could.

        `alone`: the model failed in this turn already, so that nobody waits for it, or is told, a second time.
        """
        job, parts = replace(await self._job(now, work), tally=tally), self.parts
        if alone and parts.fallback is not None:
            result, made = await self._ask(parts.fallback, work, job)
            return without_model(result, "", redraft=False), (made,)
        try:
            async with asyncio.timeout(parts.limits.turn_seconds):
                await self.spending.reserve(work.turn, job.canvas.id)
                result, made = await self._ask(parts.facilitator, work, job)
                return result, (made,)
        except (ModelFailed, Spent) as error:
            why = error.message
        except TimeoutError:
            why = "The model did not answer in time."
        except Unheard:
            why = "The model made nothing of these words."
        except Exception as error:
            log.warning("turn %s: %s failed: %r", work.turn, type(work).__name__, error)
            why = "The model's answer could not be used."
        if parts.fallback is None:
            return Broke(work.box, work.turn, BROKEN), _broken_off(tally, "failed")
        log.warning("turn %s: %s goes on without the model: %s", work.turn, type(work).__name__, why)
        result, made = await self._ask(parts.fallback, work, job)
        if not tally.model:  # it was not even asked
            tally = Tally(parts.facilitator.name, {START: "story", CLOSE: "close"}.get(work.box, PROMPTS[type(work)]))
        redraft = isinstance(work, Listen) and work.instruction is not None
        return without_model(result, why, redraft=redraft), (*_broken_off(tally, "failed"), made)

    async def _ask(self, who: Facilitator, work: Work, job: Job) -> tuple[Input | Seen, Provenance]:
        def stream(delta: Delta) -> None:
            self.parts.feed.pass_on(job.talk.id, delta)

        match work:
            case Listen():
                heard, made = await who.listen(job, stream)
                if not heard.took and who.reviews and work.instruction is None and work.box not in (START, CLOSE):
                    raise Unheard
                return grounded(heard, job), made
            case Review():
                judged, made = await who.review(job, stream)
                return Seen(work, judged, by=made.facilitator), made
            case ExplainIt():
                explained, made = await who.explain(job, stream)
                return Told(work.box, work.turn, explained), made
            case SuggestIt():
                suggested, made = await who.suggest(job, stream)
                return Told(work.box, work.turn, suggested), made
            case FindFacts():
                facts, made = await who.facts(job)
                return Found(work.box, work.turn, facts, read=who.reviews), made
            case _:
                assert_never(work)

    async def _job(self, now: Situation, work: Work) -> Job:
        """Everything that the facilitator may need, with the words of the box so far."""
        talk, start = now.talk.box(work.box), now.talk.box(START)
        new = work.turns if isinstance(work, Listen) else ()
        passages = (each.turn for each in now.talk.offered(work.box))
        answer = now.canvas.answers.get(work.box)
        standing = (*(talk.draft.sentences if talk.draft else ()), *(answer.sentences if answer else ()))
        named = (each.ref for one in standing for each in one.sources if each.kind is SourceKind.TURN)
        said = await self._words((*start.heard, *talk.heard, *passages, *named, *new), now)
        return Job(
            canvas=now.canvas,
            talk=now.talk,
            box=work.box,
            turn=work.turn,
            said=said,
            new=new,
            people=tuple(now.names.values()),
            instruction=work.instruction if isinstance(work, Listen) else None,
            literal=work.literal if isinstance(work, Listen) else False,
            question=work.question if isinstance(work, ExplainIt | SuggestIt) else None,
            reader=work.reader if isinstance(work, ExplainIt) else "",
        )

    async def _words(self, turns: Sequence[str], now: Situation) -> dict[str, Said]:
        """The words of turns, with who spoke. They never change, so the latest are kept at hand."""
        self._said |= now.said
        if missing := set(turns) - self._said.keys():
            async with self.parts.database.read() as store:
                words = await store.words(missing)
                names = {**now.names, **await store.people([each.speaker for each in words.values()])}
            self._said |= {id: Said(id, names.get(each.speaker, ""), each.text) for id, each in words.items()}
        found = {turn: self._said[turn] for turn in turns if turn in self._said}
        if len(self._said) > AT_HAND:
            self._said = dict(found)
        return found

    async def _author(self, turn: str) -> str:
        async with self.parts.database.read() as store:
            return (await store.turn(turn)).by

    @asynccontextmanager
    async def _leased(self, turn: str) -> AsyncIterator[None]:
        """Renew the turn's lease while its work goes on, so that nobody else takes it for dead."""
        renewing = asyncio.create_task(self._renew(turn))
        try:
            yield
        finally:
            renewing.cancel()

    async def _renew(self, turn: str) -> None:
        while True:
            await asyncio.sleep(self.parts.limits.lease_seconds / 2)
            async with self.parts.database.write() as store:
                await store.renew_lease(turn, owner=self.parts.owner, until=self.until())


def _found(parts: Parts, talk: Talk, canvas: Canvas, seen: Seen) -> Input:
    """The findings of a review. If the draft changed meanwhile, only the rules look at the new one."""
    draft = talk.box(seen.review.box).draft
    text = draft.text if draft else canvas.text(seen.review.box)
    if text == seen.review.after:
        ruled = rule(parts, talk, canvas, seen.review, seen.judged, by=seen.by)
    else:
        ruled = rule(parts, talk, canvas, replace(seen.review, before=seen.review.after, after=text))
        ruled = replace(ruled, foreign=talk.box(seen.review.box).unjudged)  # a model looks at it next
    return replace(ruled, without_model=seen.without_model)


def _broken_off(tally: Tally, outcome: str) -> tuple[Provenance, ...]:
    """What a call took that gave nothing; nothing if no model was asked."""
    if not tally.model:
        return ()
    made = provenance(tally.model, tally.usage(), prompt=tally.prompt, prompt_hash=tally.prompt_hash, outcome=outcome)
    return (made,)
