"""What one step works on: the talk as it becomes, and the effects as they gather. Never outlives the step."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.canvas.model import Canvas, Fact, NonAnswer, OpenQuestion, Overview
from app.canvas.template import Template
from app.critic.finding import Finding, Status as FindingStatus, worst_first
from app.errors import NotFound
from app.interview.effects import (
    Effect,
    Emit,
    EndTurn,
    Judge,
    KeepFacts,
    KeepFindings,
    KeepOpenQuestions,
    KeepOverview,
    Listen,
)
from app.interview.events import Event, Noticed, Planned
from app.interview.state import CLOSE, START, BoxTalk, Status, Talk


@dataclass
class Scratch:
    talk: Talk
    canvas: Canvas
    now: dt.datetime
    ids: Callable[[], str]
    turn: str = ""
    by: str = ""
    effects: list[Effect] = field(default_factory=list)

    @property
    def template(self) -> Template:
        return self.canvas.template

    def emit(self, event: Event) -> None:
        self.effects.append(Emit(event))

    def box(self, id: str) -> BoxTalk:
        return self.talk.box(id)

    def set(self, id: str, **changes: Any) -> BoxTalk:
        """Change fields of a box's talk."""
        changed = replace(self.talk.box(id), **changes)
        self.talk = self.talk.with_box(id, changed)
        return changed

    def without_model(self, box: str, why: str) -> None:
        self.emit(Noticed(code="without_model", text=why, box=box))

    def place(self, id: str) -> str:
        """That id if it is a place of this interview; NotFound if not."""
        if id not in (START, CLOSE):
            self.template.box(id)
        return id

    # ---- open questions

    def keep_open(self, questions: Mapping[tuple[str, int | None], OpenQuestion | None]) -> None:
        """Add, replace or (with None) settle open questions."""
        before = self.canvas.iteration.open_questions
        after = {(each.box, each.question): each for each in before}
        for place, question in questions.items():
            if question is None:
                after.pop(place, None)
            elif question.kind is not NonAnswer.NONE_OF_THESE or after.get(place, question).id == question.id:
                after[place] = question  # another “none of these” says nothing new of what is open already
        kept = tuple(after.values())
        if kept != before:
            self.canvas = self.canvas.with_open_questions(kept)
            self.effects.append(KeepOpenQuestions(kept))

    def open_question(
        self, box: str, question: int | None, kind: NonAnswer, *, reason: str, owner: str, due: dt.date | None
    ) -> OpenQuestion:
        return OpenQuestion(
            id=self.ids(),
            box=box,
            question=question,
            kind=kind,
            by=self.by,
            at=self.now,
            iteration=self.canvas.iteration.number,
            reason=reason.strip(),
            owner=owner.strip(),
            due=due,
        )

    def open_in(self, box: str) -> tuple[OpenQuestion, ...]:
        return tuple(each for each in self.canvas.iteration.open_questions if each.box == box)

    def keep_overview(self, overview: Overview) -> None:
        self.canvas = self.canvas.with_overview(overview)
        self.effects.append(KeepOverview(overview))
        members = tuple(each.name for each in overview.team)
        self.emit(Planned(members=members, milestones=overview.timeline))

    def keep_facts(self, facts: tuple[Fact, ...]) -> None:
        if facts != self.canvas.iteration.facts:
            self.canvas = self.canvas.with_facts(facts)
            self.effects.append(KeepFacts(facts))

    # ---- findings

    def findings(self, box: str) -> list[Finding]:
        """The open findings of a box, worst first."""
        return sorted((f for f in self.talk.findings.get(box, ()) if f.status is FindingStatus.OPEN), key=worst_first)

    def finding(self, id: str) -> Finding:
        for findings in self.talk.findings.values():
            for finding in findings:
                if finding.id == id:
                    return finding
        raise NotFound(f"There is no finding {id} on this canvas.", advice="Look at the list of findings again.")

    def keep_findings(self, box: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Take these as the box's findings; returns those whose life changed."""
        before = {each.id: each for each in self.talk.findings.get(box, ())}
        changed = tuple(each for each in findings if before.get(each.id) != each)
        if changed:
            self.talk = replace(self.talk, findings={**self.talk.findings, box: findings})
            self.effects.append(KeepFindings(changed))
        return changed

    def look_again(self, box: str) -> None:
        """Have the rules look at a box as it reads now: what they go by besides has changed."""
        draft = self.box(box).draft
        if text := draft.text if draft else self.canvas.text(box):
            self.effects.append(Judge(box, before=text, after=text))

    # ---- turns

    def use(self, passages: Collection[str]) -> None:
        """Offer these passages no more."""
        used = (replace(each, used=each.used or each.id in passages) for each in self.talk.passages)
        self.talk = replace(self.talk, passages=tuple(used))

    def hear(self, box: str, turns: tuple[str, ...], *, own: tuple[str, ...], literal: bool = False) -> None:
        """Start the box's turn on these words; `own` are the turns that end with it.

        Words that still wait for a yes or no join them: whoever goes on talking meant them as an answer.
        """
        talk = self.box(box)
        again = talk.pending.turns if talk.pending else ()
        words = (*again, *turns)
        self.set(box, heard=(*talk.heard, *words), pending=None if again else talk.pending)
        if box not in (START, CLOSE) and talk.status is not Status.ACCEPTED:  # until a draft changes what stands
            self.set(box, status=Status.TALKING)
        self.set(box, running=own[0], batch=own, listening=words)
        self.effects.append(Listen(box=box, turn=own[0], turns=words, literal=literal or bool(again)))

    def let_go(self, box: str, *, did: str = "") -> None:
        """Nothing waits for a yes or no any more. Its words may be tried again, unless `did` is what they meant."""
        talk = self.box(box)
        if talk.pending is not None:
            words = () if talk.pending.move == did else talk.pending.turns
            self.set(box, pending=None, unheard=(*talk.unheard, *words))

    def wait_beside(self, box: str) -> None:
        """Keep this turn open for work that holds nobody up."""
        self.set(box, beside=(*self.box(box).beside, self.turn))

    def waits(self, box: str, turn: str | None) -> bool:
        """Whether a turn still waits for a result; one that was stopped does not."""
        talk = self.box(box)
        return turn is not None and (turn == talk.running or turn in talk.beside)

    def finish(self, box: str, turn: str, outcome: str = "done") -> None:
        """The result of a turn is in."""
        talk = self.box(box)
        if turn == talk.running:
            self.end(box, outcome)
        else:
            left = tuple(each for each in talk.beside if each != turn)
            self.set(box, beside=left, reading=tuple(each for each in talk.reading if each != turn))
            self.effects.append(EndTurn(turn, outcome))

    def unhear(self, box: str) -> None:
        """Put the words that are being listened to aside, to be tried again."""
        talk = self.box(box)
        heard = tuple(each for each in talk.heard if each not in talk.listening)
        self.set(box, heard=heard, unheard=(*talk.unheard, *talk.listening))

    def end(self, box: str, outcome: str = "done") -> None:
        """The box's turn is over; words that arrived meanwhile get the next one."""
        talk = self.box(box)
        self.effects.extend(EndTurn(turn, outcome) for turn in talk.batch)
        talk = self.set(box, running=None, batch=(), listening=(), looking=False)
        if talk.waiting:
            self.set(box, waiting=())
            self.hear(box, talk.waiting, own=talk.waiting)
