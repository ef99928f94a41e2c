"""Canvases in from files: Markdown, JSON with its history, or the sample. Findings are judged anew, waivers kept."""

import asyncio
import datetime as dt
from dataclasses import replace

from app.canvas.model import Answer, Canvas, Fact, Iteration, OpenQuestion
from app.canvas.template import DEFAULT, SAMPLES, Template, load
from app.critic.ai_act.recognising import recognise
from app.critic.converge import converge
from app.critic.finding import Engine, Finding, Severity, Status
from app.documents import sample
from app.documents.portable import (
    Portable,
    PortableAnswer,
    PortableFact,
    PortableFinding,
    PortableIteration,
    PortableQuestion,
)
from app.interview import route
from app.interview.effects import Effect, KeepAnswer, KeepFacts, KeepFindings, KeepOpenQuestions, KeepOverview
from app.interview.moves import Say
from app.interview.state import START, Pace
from app.store.writer import Writer
from app.usecases.files import of_ours, opened, template_of
from app.usecases.parts import Actor, Parts
from app.usecases.rounds import spotted
from app.usecases.turns import Turns
from app.usecases.viewing import canvas_view
from app.usecases.views import CanvasView, Imported

SAMPLE = "vials.yaml"


class Imports:
    def __init__(self, parts: Parts, turns: Turns) -> None:
        self.parts = parts
        self.turns = turns

    async def read(self, data: bytes, *, name: str, actor: Actor) -> Imported:
        """A new canvas from a file's bytes; the ending of its name, or its first byte, tells what it is.

        Texts that belong to no box are listened to like an opening story: what fits a box is offered there.
        """
        limit = self.parts.limits.canvas * 8  # bytes: a character may take four, and JSON repeats it as quotes
        portable = await asyncio.to_thread(  # a large file takes seconds, and others are talking
            opened, data, name=name, default=load(DEFAULT), limit=limit
        )
        return await self._store(portable, actor)

    async def sample(self, actor: Actor) -> CanvasView:
        """The sample case with its three rounds."""
        text = (SAMPLES / SAMPLE).read_text(encoding="utf-8")
        portable = sample.read(text, name=SAMPLE, templates=of_ours)
        return (await self._store(portable, actor)).canvas

    async def _store(self, portable: Portable, actor: Actor) -> Imported:
        parts = self.parts
        template = template_of(portable)
        size = sum(len(answer.text) for each in portable.iterations for answer in each.answers)
        unplaced = tuple(f"{each.heading}\n{each.text}".strip() for each in portable.unplaced)
        told = "\n\n".join(unplaced)[: parts.limits.reply]
        parts.limits.check_file(size + len(told))
        async with parts.database.write() as store:
            unpacking = _Unpacking(parts, store, template, await store.person(actor.name, new_id=parts.ids()))
            id = await unpacking.store(portable)
            view = canvas_view(await store.snapshot(id))
        if told.strip() and view.interview is not None:
            await self.turns.begin(view.interview, Say(told, box=START), actor)
        return Imported(canvas=view, warnings=portable.warnings, unplaced=unplaced)


class _Unpacking:
    """One file on its way into the store: names become people again, and everything gets ids."""

    def __init__(self, parts: Parts, store: Writer, template: Template, by: str) -> None:
        self.parts = parts
        self.store_ = store
        self.template = template
        self.by = by
        self.now = parts.now()
        self.people: dict[str, str] = {}

    async def store(self, portable: Portable) -> str:
        first = portable.iterations[0]
        canvas = Canvas(id=self.parts.ids(), template=self.template, iteration=Iteration(first.number, first.header))
        await self.store_.add_canvas(canvas, by=self.by, at=self.now)
        for each in portable.iterations:
            await self._iteration(canvas.id, each)
        latest = (await self.store_.lock(canvas.id)).canvas
        talk = route.fresh(latest, id=self.parts.ids(), pace=Pace.GUIDED)
        await self.store_.add_interview(canvas.id, talk)
        await self._findings(canvas.id, latest, portable)
        if not portable.current.facts:
            await self._facts_by_rules(canvas.id)
        return canvas.id

    async def _iteration(self, id: str, given: PortableIteration) -> None:
        snapshot = await self.store_.lock(id)
        while snapshot.canvas.iteration.number < given.number:
            await self.store_.add_iteration(id, given.header, by=self.by, at=self.now)
            snapshot = await self.store_.lock(id)
        effects: list[Effect] = [KeepAnswer(await self._answer(each, given.number)) for each in given.answers]
        questions = tuple([await self._question(each, given.number) for each in given.open_questions])
        effects += [KeepOpenQuestions(questions), KeepOverview(given.overview)]
        if given.facts:
            effects.append(KeepFacts(tuple([await self._fact(each, snapshot.canvas, given) for each in given.facts])))
        await self.store_.keep(snapshot, talk=None, effects=effects, turn=None, by=self.by, at=self.now)

    async def _answer(self, given: PortableAnswer, iteration: int) -> Answer:
        return Answer(
            id=self.parts.ids(),
            box=given.box,
            number=given.number,
            iteration=iteration,
            kind=given.kind,
            sentences=given.sentences,
            by=await self._person(given.by),
            at=given.at or self.now,
            built_on=given.built_on,
            open_findings=given.open_findings,
        )

    async def _question(self, given: PortableQuestion, iteration: int) -> OpenQuestion:
        return OpenQuestion(
            id=self.parts.ids(),
            box=given.box,
            question=given.question,
            kind=given.kind,
            by=await self._person(given.by),
            at=given.at or self.now,
            iteration=iteration,
            reason=given.reason,
            owner=given.owner,
            due=given.due,
        )

    async def _fact(self, given: PortableFact, canvas: Canvas, round: PortableIteration) -> Fact:
        if given.box not in self.template.boxes:  # words of a box that is not there stand nowhere
            given = replace(given, quote="", box="")
        text = next((each.text for each in round.answers if each.box == given.box), canvas.text(given.box))
        start = max(text.find(given.quote), 0)
        return Fact(
            given.id,
            given.value,
            quote=given.quote,
            box=given.box,
            start=start,
            end=start + len(given.quote),
            by=await self._person(given.by) if given.hand == "person" else given.hand,
            at=given.at or (self.now if given.hand == "person" else None),
            reason=given.reason,
        )

    async def _findings(self, id: str, canvas: Canvas, portable: Portable) -> None:
        """The findings of the file, step by step of their lives, then a new look at every text."""
        old: dict[str, tuple[Finding, ...]] = {}
        for given in portable.findings:
            finding = _finding(given, canvas.text(given.box), id=self.parts.ids())
            for step in given.life or ():
                by = await self._person(step.by) if step.by and step.status is not Status.DISMISSED else step.by or None
                finding = replace(finding, status=step.status, reason=step.reason, by=by, at=step.at)
                await self._keep(id, (finding,), at=step.at or self.now)
            if given.life:
                old[given.box] = (*old.get(given.box, ()), finding)
        for box in canvas.template.order:
            found = await asyncio.to_thread(self._judged, canvas, box, old.get(box, ()))
            await self._keep(id, found, at=self.now)

    def _judged(self, canvas: Canvas, box: str, old: tuple[Finding, ...]) -> tuple[Finding, ...]:
        text = canvas.text(box)
        spots = spotted(canvas, box, text, on=self.now.date())
        return converge(box=box, before=text, after=text, old=old, spots=spots, engine=Engine.RULES, ids=self.parts.ids)

    async def _facts_by_rules(self, id: str) -> None:
        """What the words say of the system, of a file that does not say who answered what."""
        snapshot = await self.store_.lock(id)
        canvas = snapshot.canvas
        texts = {box: text for box in canvas.template.order if (text := canvas.text(box))}
        found = await asyncio.to_thread(recognise, texts)
        if found:
            effects = [KeepFacts(found)]
            await self.store_.keep(snapshot, talk=None, effects=effects, turn=None, by=self.by, at=self.now)

    async def _keep(self, id: str, findings: tuple[Finding, ...], *, at: dt.datetime) -> None:
        if findings:
            snapshot = await self.store_.lock(id)
            effects = [KeepFindings(findings)]
            await self.store_.keep(snapshot, talk=None, effects=effects, turn=None, by=self.by, at=at)

    async def _person(self, name: str) -> str:
        """The person of that name; whoever imports stands for the unnamed."""
        if name and name not in self.people:
            self.people[name] = await self.store_.person(name, new_id=self.parts.ids())
        return self.people.get(name, self.by)


def _finding(given: PortableFinding, text: str, *, id: str) -> Finding:
    start = given.start if text[given.start : given.end] == given.quote else max(text.find(given.quote), 0)
    return Finding(
        id=id,
        criterion=given.criterion,
        severity=Severity[given.severity.upper()],
        box=given.box,
        other_box=given.other_box,
        message=given.message,
        question=given.question,
        quote=given.quote,
        start=start,
        end=start + len(given.quote),
        suggestion=given.suggestion,
        sources=given.sources,
        engine=given.engine,
        occurrence=given.occurrence,
    )
