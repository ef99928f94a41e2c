"""Canvases: made, listed, looked at, headed, deleted and taken back; rounds started; interviews joined."""

import datetime as dt
from dataclasses import replace

from app.canvas.model import Canvas, Header, Iteration, Overview
from app.canvas.template import parse
from app.critic.finding import Status
from app.errors import Conflict, Invalid, NotNow, TooLong
from app.interview import engine, route
from app.interview.effects import Emit
from app.interview.events import Noticed
from app.interview.moves import Plan, Reopen, Restore, Waive
from app.interview.state import Pace, Talk
from app.store.records import Snapshot
from app.store.writer import Writer
from app.usecases.parts import Actor, Parts
from app.usecases.recovery import Recovery
from app.usecases.templates import Templates
from app.usecases.turns import Turns
from app.usecases.viewing import canvas_view, finding_view, interview_view, open_question_view
from app.usecases.views import CanvasLine, CanvasView, FindingView, InterviewView, OpenQuestionView, Played
from app.usecases.wishes import NewCanvas

PACE = Pace.GUIDED


class Canvases:
    def __init__(self, parts: Parts, turns: Turns, recovery: Recovery) -> None:
        self.parts = parts
        self.turns = turns
        self.recovery = recovery

    # ---- canvases

    async def create(self, new: NewCanvas, actor: Actor) -> CanvasView:
        """A new canvas in its first iteration, with its interview ready to start."""
        parts = self.parts
        if not new.product_name.strip():
            raise Invalid("A canvas needs a product name.", advice="Give it a short name; it can be changed later.")
        for text in (new.product_name, new.designed_by, new.note):
            parts.limits.check(text, size=0)
        if len(new.template_text or "") > parts.limits.template:
            raise TooLong(
                f"This template has more than {parts.limits.template:,} characters.", advice="Use a shorter template."
            )
        template = (
            Templates().get(new.template)
            if new.template_text is None
            else parse(new.template_text, name=new.template_file)
        )
        header = Header(
            new.product_name.strip(), new.designed_by.strip(), new.date or parts.now().date(), new.note.strip()
        )
        canvas = Canvas(id=parts.ids(), template=template, iteration=Iteration(1, header))
        async with parts.database.write() as store:
            person = await store.person(actor.name, new_id=parts.ids())
            await store.add_canvas(canvas, by=person, at=parts.now())
            await self._add_interview(store, canvas, before=None)
            return canvas_view(await store.snapshot(canvas.id))

    async def page(self, *, after: int | None, limit: int) -> tuple[tuple[CanvasLine, ...], int | None]:
        """Canvases, the newest first, and the cursor of the next page if there is one."""
        async with self.parts.database.read() as store:
            found = await store.canvases(after or 0, limit=limit + 1)
        lines = tuple(
            CanvasLine(
                id=each.id,
                product_name=each.product_name,
                designed_by=each.designed_by,
                iteration=each.iteration,
                template=each.template_id,
                accepted=each.accepted,
                of=each.boxes,
                open_findings=each.open_findings,
                changed_at=each.changed_at,
                created_at=each.created_at,
            )
            for each in found[:limit]
        )
        return lines, found[limit - 1].number if len(found) > limit else None

    async def get(self, canvas: str) -> CanvasView:
        """A canvas as it stands. A look also takes up turns that were cut off."""
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot(canvas)
        if snapshot.interview_id and await self.recovery.sweep(snapshot.interview_id):
            async with self.parts.database.read() as store:
                snapshot = await store.snapshot(canvas)
        return canvas_view(snapshot)

    async def change_header(
        self,
        canvas: str,
        actor: Actor,
        *,
        product_name: str | None = None,
        designed_by: str | None = None,
        date: dt.date | None = None,
        note: str | None = None,
    ) -> CanvasView:
        """Change header fields of the current iteration; None leaves one as it is. Earlier headers are kept."""
        for text in filter(None, (product_name, designed_by, note)):
            self.parts.limits.check(text, size=0)
        if product_name is not None and not product_name.strip():
            raise Invalid("A canvas needs a product name.", advice="Leave the field out to keep the name.")
        async with self.parts.database.write() as store:
            snapshot = await store.lock(canvas)
            old = snapshot.canvas.iteration.header
            header = Header(
                product_name=(product_name or old.product_name).strip(),
                designed_by=old.designed_by if designed_by is None else designed_by.strip(),
                date=date or old.date,
                note=old.note if note is None else note.strip(),
            )
            person = await store.person(actor.name, new_id=self.parts.ids())
            await store.set_header(canvas, header, by=person, at=self.parts.now())
            return canvas_view(await store.snapshot(canvas))

    async def delete(self, canvas: str) -> None:
        """Put a canvas away. It can be taken back until `keep_deleted_days` have passed."""
        async with self.parts.database.write() as store:
            await store.lock(canvas)
            await store.set_deleted(canvas, self.parts.now())

    async def deleted(self, canvas: str) -> tuple[CanvasView, dt.datetime]:
        """A canvas that was put away, and until when it can be taken back."""
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot(canvas, deleted=True)
        return canvas_view(snapshot), _deleted_at(snapshot) + dt.timedelta(days=self.keep_deleted_days)

    @property
    def keep_deleted_days(self) -> int:
        """For how long a canvas that was put away can be taken back."""
        return self.parts.limits.keep_deleted_days

    async def undelete(self, canvas: str) -> CanvasView:
        async with self.parts.database.write() as store:
            _deleted_at(await store.snapshot(canvas, deleted=True))
            await store.set_deleted(canvas, None)
            return canvas_view(await store.snapshot(canvas))

    # ---- rounds

    async def start_iteration(
        self,
        canvas: str,
        actor: Actor,
        *,
        designed_by: str | None = None,
        date: dt.date | None = None,
        note: str = "",
        after: int | None = None,
    ) -> CanvasView:
        """Freeze the current iteration and begin the next one. Answers carry over; so do open questions.

        `after` is the iteration that the person saw; Conflict if another one began since.
        """
        parts = self.parts
        for text in filter(None, (designed_by, note)):
            parts.limits.check(text, size=0)
        async with parts.database.write() as store:
            snapshot = await store.lock(canvas)
            boxes = snapshot.talk.boxes.values() if snapshot.talk else ()
            if any(talk.running or talk.reading for talk in boxes):  # what it brings belongs to this round
                raise NotNow("A turn is still running on this canvas.", advice="Wait a moment, then start the round.")
            old = snapshot.canvas.iteration
            if after not in (None, old.number):
                raise Conflict(
                    f"Iteration {old.number} began meanwhile.", advice="Look at it before you begin another."
                )
            header = replace(
                old.header,
                designed_by=old.header.designed_by if designed_by is None else designed_by.strip(),
                date=date or parts.now().date(),
                note=note.strip(),
            )
            person = await store.person(actor.name, new_id=parts.ids())
            await store.add_iteration(canvas, header, by=person, at=parts.now())
            now = await store.snapshot(canvas)
            await self._add_interview(store, now.canvas, before=snapshot.talk)
            view = canvas_view(await store.snapshot(canvas))
        if snapshot.interview_id:
            parts.feed.tell(snapshot.interview_id)
        return view

    async def _add_interview(self, store: Writer, canvas: Canvas, *, before: Talk | None) -> None:
        pace = before.pace if before else PACE
        await store.add_interview(canvas.id, route.fresh(canvas, id=self.parts.ids(), pace=pace, before=before))

    # ---- interviews

    async def join(self, canvas: str, actor: Actor, *, pace: Pace | None = None) -> InterviewView:
        """Start the interview of the current iteration, or come back to it at one's own place."""
        parts = self.parts
        async with parts.database.write() as store:
            snapshot = await store.lock(canvas)
            person = await store.person(actor.name, new_id=parts.ids())
            talk = _talk(snapshot)
            greeting = parts.facilitator.greeting
            hello = (Emit(Noticed(code="facilitator", text=greeting)),) if greeting and not talk.places else ()
            begun = engine.begin(
                replace(talk, pace=pace or talk.pace), snapshot.canvas, person, now=parts.now(), ids=parts.ids
            )
            events = await store.keep(
                snapshot, talk=begun.talk, effects=(*hello, *begun.effects), turn=None, by=person, at=parts.now()
            )
        parts.feed.tell(talk.id)
        names = {**snapshot.people, person: actor.name}
        return interview_view(begun.canvas, begun.talk, names, person=person, events=events[-1].number)

    async def interview(self, interview: str, actor: Actor) -> InterviewView:
        """An interview as this person sees it. A look also takes up turns that were cut off."""
        await self.recovery.sweep(interview)
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot_of(interview)
        person = next((id for id, name in snapshot.people.items() if name == actor.name), actor.name)
        return interview_view(
            snapshot.canvas, _talk(snapshot), snapshot.people, person=person, events=snapshot.last_event
        )

    # ---- what is not in a box

    async def plan(self, canvas: str, overview: Overview, actor: Actor) -> CanvasView:
        """Set the project overview."""
        await self.turns.move(await self._interview_of(canvas), Plan(overview), actor)
        return await self.get(canvas)

    async def open_questions(self, canvas: str) -> tuple[OpenQuestionView, ...]:
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot(canvas)
        found = snapshot.canvas.iteration.open_questions
        return tuple(open_question_view(each, snapshot.canvas, snapshot.people) for each in found)

    async def findings(self, canvas: str, *, status: Status | None = None) -> tuple[FindingView, ...]:
        """The critic's findings, box by box in fill order, worst first within a box."""
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot(canvas)
            found = await store.findings(canvas, status)
        order = snapshot.canvas.template.order
        ranked = sorted(found, key=lambda each: (order.index(each.box), -each.severity, each.start))
        return tuple(finding_view(each, snapshot.people) for each in ranked)

    async def waive(self, finding: str, reason: str, actor: Actor) -> FindingView:
        return await self._judged(finding, Waive(finding, reason), actor)

    async def reopen(self, finding: str, reason: str, actor: Actor) -> FindingView:
        return await self._judged(finding, Reopen(finding, reason), actor)

    async def _judged(self, finding: str, move: Waive | Reopen, actor: Actor) -> FindingView:
        async with self.parts.database.read() as store:
            canvas, _ = await store.finding(finding)
        await self.turns.move(await self._interview_of(canvas), move, actor)
        async with self.parts.database.read() as store:
            _, waived = await store.finding(finding)
            names = (await store.snapshot(canvas)).people
        return finding_view(waived, names)

    async def restore(self, answer: str, actor: Actor, *, expected: int | None = None) -> Played:
        """Bring an earlier answer back, as a new one. `expected` is the answer number that the person saw."""
        async with self.parts.database.read() as store:
            canvas, earlier = await store.answer(answer)
            snapshot = await store.snapshot(canvas)
        seen = snapshot.canvas.number(earlier.box) if expected is None else expected
        move = Restore(box=earlier.box, number=earlier.number, answer=seen)
        return await self.turns.move(_talk(snapshot).id, move, actor)

    async def _interview_of(self, canvas: str) -> str:
        async with self.parts.database.read() as store:
            return _talk(await store.snapshot(canvas)).id


def _deleted_at(snapshot: Snapshot) -> dt.datetime:
    if snapshot.deleted_at is None:
        raise NotNow("This canvas is not deleted.", advice="There is nothing to take back.")
    return snapshot.deleted_at


def _talk(snapshot: Snapshot) -> Talk:
    return snapshot.talk or Talk(id=snapshot.interview_id or "")
