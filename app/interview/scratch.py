"""What one step works on: the talk as it becomes, and the effects as they gather. Never outlives the step."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.canvas.model import Canvas, NonAnswer, OpenQuestion
from app.canvas.template import Template
from app.critic.finding import Finding, Status, worst_first
from app.errors import NotFound
from app.interview.effects import Effect, Emit, EndTurn, KeepFindings, KeepOpenQuestions, Listen
from app.interview.events import Event
from app.interview.state import CLOSE, START, BoxTalk, Talk


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

    def place(self, id: str) -> str:
        """That id if it is a place of this interview; NotFound if not."""
        if id not in (START, CLOSE):
            self.template.box(id)
        return id

    # ---- open questions

    def keep_open(self, questions: Mapping[tuple[str, int | None], OpenQuestion | None]) -> None:
        """Add, replace or (with None) settle open questions."""
        before = self.canvas.iteration.open_questions
        kept = [each for each in before if (each.box, each.question) not in questions]
        after = (*kept, *(each for each in questions.values() if each is not None))
        if after != before:
            self.canvas = self.canvas.with_open_questions(after)
            self.effects.append(KeepOpenQuestions(after))

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

    # ---- findings

    def findings(self, box: str) -> list[Finding]:
        """The open findings of a box, worst first."""
        return sorted((f for f in self.talk.findings.get(box, ()) if f.status is Status.OPEN), key=worst_first)

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

    # ---- turns

    def listen(self, box: str, turns: tuple[str, ...], *, own: tuple[str, ...] | None = None, **how: Any) -> None:
        """Start the box's turn on these words. `own` are the turns that end with it, if not the same."""
        batch = own or turns
        words = () if "instruction" in how else turns  # a redraft hears nothing new
        self.set(box, running=batch[0], batch=batch, listening=words)
        self.effects.append(Listen(box=box, turn=batch[0], turns=turns, **how))

    def end(self, box: str, outcome: str = "done") -> None:
        """The box's turn is over; words that arrived meanwhile get the next one."""
        talk = self.box(box)
        self.effects.extend(EndTurn(turn, outcome) for turn in talk.batch)
        talk = self.set(box, running=None, batch=(), listening=())
        if talk.waiting:
            self.set(box, waiting=(), heard=(*talk.heard, *talk.waiting))
            self.listen(box, talk.waiting)
