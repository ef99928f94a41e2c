"""The append: all that one step decided, in one transaction, on the version that it was decided on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from sqlalchemy import Connection

from app.canvas.model import Answer, Canvas, Fact, OpenQuestion, Overview
from app.critic.finding import Finding
from app.interview.effects import (
    Effect,
    Emit,
    EndTurn,
    ExplainIt,
    FindFacts,
    Judge,
    KeepAnswer,
    KeepFacts,
    KeepFindings,
    KeepOpenQuestions,
    KeepOverview,
    Listen,
    Review,
    SuggestIt,
)
from app.interview.events import Event
from app.interview.state import Talk
from app.store import answers, canvases, codec, events, findings, interviews, people, sheets, turns
from app.store.records import EventRecord, Snapshot, TurnStatus
from app.store.sheets import Kind


@dataclass(frozen=True)
class Said:
    """What turns that were added in this transaction bring to the canvas: characters, and who spoke."""

    size: int = 0
    people: frozenset[str] = frozenset()

    def plus(self, text: str, *people: str) -> "Said":
        return Said(self.size + len(text), self.people | {*people})


@dataclass(frozen=True)
class Under:
    """Which turn an append belongs to, who did it, and when."""

    turn: str | None
    by: str
    at: dt.datetime


@dataclass
class Decided:
    """The effects that are for the store, sorted by where they go."""

    answers: list[Answer] = field(default_factory=list)
    sheets: dict[Kind, str] = field(default_factory=dict)
    open_questions: tuple[OpenQuestion, ...] | None = None
    overview: Overview | None = None
    facts: tuple[Fact, ...] | None = None
    findings: dict[str, Finding] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    ended: dict[str, TurnStatus] = field(default_factory=dict)

    def take(self, effect: Effect) -> None:
        match effect:
            case Emit(event):
                self.events.append(event)
            case KeepAnswer(answer):
                self.answers.append(answer)
            case KeepOpenQuestions(questions):
                self.open_questions = questions
                self.sheets[Kind.OPEN_QUESTIONS] = codec.OPEN_QUESTIONS.dump(questions)
            case KeepOverview(overview):
                self.overview = overview
                self.sheets[Kind.OVERVIEW] = codec.OVERVIEW.dump(overview)
            case KeepFacts(facts):
                self.facts = facts
                self.sheets[Kind.FACTS] = codec.FACTS.dump(facts)
            case KeepFindings(kept):
                self.findings |= {finding.id: finding for finding in kept}
            case EndTurn(turn, outcome):
                self.ended[turn] = TurnStatus(outcome)
            case Judge() | Listen() | Review() | ExplainIt() | SuggestIt() | FindFacts():
                pass  # work, not for the store
            case _:
                assert_never(effect)

    def canvas(self, canvas: Canvas) -> Canvas:
        """The canvas after this append."""
        for answer in self.answers:
            canvas = canvas.with_answer(answer)
        if self.open_questions is not None:
            canvas = canvas.with_open_questions(self.open_questions)
        if self.overview is not None:
            canvas = canvas.with_overview(self.overview)
        if self.facts is not None:
            canvas = canvas.with_facts(self.facts)
        return canvas


@dataclass(frozen=True)
class Plan:
    """An append before it is written: what there was, what there will be, and what to write for it."""

    before: Snapshot
    after: Snapshot
    decided: Decided
    records: list[EventRecord]
    under: Under
    said: Said


def plan(before: Snapshot, talk: Talk | None, effects: Sequence[Effect], *, under: Under, said: Said) -> Plan:
    """What a step's effects on a snapshot come to."""
    decided = _sorted(effects, before.talk, talk)
    records = events.numbered(decided.events, last=before.last_event, turn=under.turn, by=under.by, at=under.at)
    if records and not before.talk:
        raise ValueError("events need an interview, and this canvas has none")
    after = _after(before, talk or before.talk, decided, at=under.at, said=said)
    return Plan(before, after, decided, records, under, said)


def write(connection: Connection, plan: Plan) -> Snapshot:
    """Write it; the canvas as it then is. Conflict if the canvas moved on since the snapshot."""
    before, after, decided, under = plan.before, plan.after, plan.decided, plan.under
    canvases.advance(connection, before, at=under.at, size=after.size)
    canvas_id, iteration = before.canvas.id, before.canvas.iteration.number
    answers.add(connection, canvas_id, decided.answers)
    sheets.add(connection, canvas_id, iteration=iteration, sheets=decided.sheets, by=under.by, at=under.at)
    findings.keep(connection, canvas_id, decided.findings.values(), iteration=iteration, at=under.at)
    if before.talk and after.talk:
        events.add(connection, before.talk.id, plan.records)
        interviews.save(connection, before.talk, after.talk)
    turns.end(connection, decided.ended, at=under.at)
    return _with_newcomers(connection, plan)


def _sorted(effects: Sequence[Effect], before: Talk | None, after: Talk | None) -> Decided:
    decided = Decided()
    if before and after:
        decided.findings |= interviews.changed_findings(before, after)
    for effect in effects:
        decided.take(effect)
    return decided


def _after(before: Snapshot, talk: Talk | None, decided: Decided, *, at: dt.datetime, said: Said) -> Snapshot:
    if talk and before.talk:
        known = findings.merged(before.talk.findings, decided.findings.values())
        talk = replace(talk, boxes={**before.talk.boxes, **talk.boxes}, findings=known)
    return replace(
        before,
        canvas=decided.canvas(before.canvas),
        talk=talk,
        version=before.version + 1,
        last_event=before.last_event + len(decided.events),
        size=before.size + said.size + sum(len(answer.text) for answer in decided.answers),
        changed_at=at.astimezone(dt.UTC),
    )


def _with_newcomers(connection: Connection, plan: Plan) -> Snapshot:
    wrote = {answer.by for answer in plan.decided.answers}
    if plan.decided.sheets:
        wrote.add(plan.under.by)
    if plan.decided.facts:
        wrote |= {fact.by for fact in plan.decided.facts if fact.rank == 2}
    if plan.after.talk and plan.before.talk:
        wrote |= plan.after.talk.places.keys() - plan.before.talk.places.keys()  # who just came
    newcomers = (wrote | plan.said.people) - plan.before.people.keys()
    if not newcomers:
        return plan.after
    return replace(plan.after, people={**plan.before.people, **people.names(connection, newcomers)})
