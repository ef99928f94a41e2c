"""Anything that people and facilitators may do, drawn at random, for the state machine."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from app.canvas.model import (
    Coverage,
    Covered,
    Fact,
    NonAnswer,
    Overview,
    Sentence,
    Source,
    SourceKind,
)
from app.canvas.template import Template
from app.critic.finding import Finding, Severity, Status as FindingStatus
from app.interview import moves as m
from app.interview.effects import (
    Add,
    Broke,
    Change,
    Disagreement,
    Drop,
    ExplainIt,
    FindFacts,
    Found,
    Heard,
    Input,
    Judge,
    Lead,
    Listen,
    Replace,
    Review,
    Ruled,
    SuggestIt,
    Taken,
    Told,
    Unanswered,
    Work,
)
from app.interview.events import Explained, Suggested
from app.interview.state import Pace, Passage, Talk
from tests.interview.scenes import box, template

T = TypeVar("T")
PEOPLE = ("anna", "bo", "cy")
PHRASES = ["ok", "later", "don't know", "yes", "no", "enough", "deeper", " "]
SAID = ["Vials break.", "2: Anna", "It is fast.\nVery.", "Later models replace it.", "…"]
TEXTS = ["Vials leak.", "One. Two.", "One.\n\nTwo. ", "fast"]
SKIPS = [Unanswered(n, kind, reason) for n in (1, 2, 9) for kind in NonAnswer for reason in ("", "No users.")]
SKIPS += [Unanswered(n, NonAnswer.DONT_KNOW, owner="Bo") for n in (1, 2)]
FAILED = ["", "", "The model is slow."]  # why a model did not do it, if it did not
FACTS = ["evaluates-people", "annex-iii-4a", "learned", "eu", "nothing"]
DOUBTS = [Disagreement("2 or 10?"), Disagreement("Anna or Bo?", question=1)]
UP_TO = [st.integers(0, most) for most in range(60)]  # built once: to build a strategy costs more than to draw


@st.composite
def templates(draw: st.DrawFn) -> Template:
    names = [f"b{number}" for number in range(1, draw(st.integers(1, 6)) + 1)]
    columns: list[list[Any]] = [[] for _ in range(min(len(names), draw(st.integers(1, 4))))]
    for number, name in enumerate(names):
        questions = draw(st.integers(1, 5))
        essential = draw(st.sets(st.integers(1, questions), max_size=3))
        informs = draw(st.sets(st.sampled_from(names), max_size=2)) - {name}
        columns[number * len(columns) // len(names)].append(
            box(name, questions, essential=essential, informs=tuple(sorted(informs)))
        )
    return template(*map(tuple, columns))


class Chance(RuleBasedStateMachine):
    """Draws moves and results that fit how the talk stands, and some that do not."""

    def new_id(self) -> str:
        return f"i{next(self.ids)}"

    def waits(self, work: Work) -> bool:
        talk = self.talk.box(work.box)
        return work.turn == talk.running or work.turn in talk.beside

    def one(self, options: Sequence[T]) -> T:
        return options[self.data.draw(UP_TO[len(options) - 1])]

    def box_for(self, by: str) -> str:
        """Where the person is, or any box."""
        place = self.talk.place(by)
        return self.one([*self.canvas.template.order, *([place] * 4 if place in self.canvas.template.boxes else [])])

    def sensible(self, id: str) -> list[m.Move]:
        talk, number = self.talk.box(id), self.canvas.number(id)
        found = [each.id for each in self.talk.findings.get(id, ()) if each.status is FindingStatus.OPEN]
        moves: list[m.Move] = []
        if talk.draft:
            moves += [m.Accept(id, talk.draft.number), m.Accept(id, talk.draft.number, self.one(TEXTS)), m.Vouch(id, 1)]
            moves += [m.Enough(id), m.Redraft(id)]
        if talk.running or talk.beside:
            moves += [m.Stop(id)]
        if talk.unheard or talk.again:
            moves += [m.Retry(id)] * 2
        if talk.pending:
            moves += [m.Confirm(id, yes=True), m.Confirm(id, yes=False), m.Accept(id, talk.drafts), m.Redraft(id)]
        if talk.asked:
            moves += [m.Skip(id, self.one(list(NonAnswer)), talk.asked.question, "No users.")]
        if number:
            moves += [m.Clear(id, number), m.Restore(id, 1, number), m.Edit(id, self.one(TEXTS), number)]
        if self.canvas.stale(id):
            moves += [m.StillTrue(id)] * 2
        moves += [m.Waive(each, "So be it.") for each in found]
        aside = (FindingStatus.WAIVED, FindingStatus.DISMISSED)
        moves += [m.Reopen(each.id) for each in self.talk.findings.get(id, ()) if each.status in aside]
        moves += [m.Use(id, (each.id,)) for each in self.talk.offered(id)]
        if self.talk.offered(id):
            moves += [m.Use(id)]
        return moves

    def any(self, id: str) -> list[m.Move]:
        question = self.one([None, *range(1, 7)])
        text, number = self.one([*TEXTS, " "]), self.one([0, 1, 2])
        return [
            m.Accept(id, number),
            m.Accept(id, text=text, answer=self.canvas.number(id)),
            m.Edit(id, text, number, draft=self.one([None, number])),
            m.Redraft(id),
            m.Skip(id, self.one(list(NonAnswer)), question, self.one(["", "No users."])),
            m.GoTo(id),
            m.Enough(id),
            m.Deeper(id),
            m.Explain(id, question),
            m.Suggest(id, question),
            m.Use(id, self.one([(), ("p1",), (id,)])),
            m.Waive(id, ""),
            m.ConfirmFact(self.one(FACTS)),
            m.CorrectFact(self.one(FACTS), self.one(("yes", "no", "unsure")), "So it is."),
            m.Confirm(id, yes=True),
            m.Vouch(id, number),
            m.StillTrue(id),
            m.Clear(id, number),
            m.Restore(id, number, number),
            m.SetPace(self.one(list(Pace))),
            m.Plan(Overview()),
            m.Stop(id),
            m.Retry(id),
            m.Pause(),
        ]

    def result(self, work: Work) -> Input:
        if self.one(range(8)) == 7:
            return Broke(work.box, work.turn, "It fell over.")
        match work:
            case Listen():
                return self.heard(work)
            case Review():
                return replace(self.ruled(work, self.talk), without_model=self.one(FAILED))
            case ExplainIt():
                return Told(work.box, work.turn, Explained(work.box, "It means this."), self.one(FAILED))
            case SuggestIt():
                return Told(work.box, work.turn, Suggested(work.box, "Perhaps this."), self.one(FAILED))
            case FindFacts():
                return Found(work.box, work.turn, (self.fact(),), self.one(FAILED))

    def heard(self, work: Listen) -> Heard:
        talk = self.talk.box(work.box)
        return Heard(
            work.box,
            work.turn,
            draft=self.one([talk.drafts if talk.draft else 0] * 3 + [talk.drafts]),
            answer=self.one([None, self.canvas.number(work.box), 0]),
            meaning=self.one(["answer"] * 4 + ["question", "command", "off_topic"]),
            inferred=self.one([None] * 8 + ["accept", "later", "dont_know", "clear", "enough", "deeper", "sing"]),
            changes=tuple(self.change(work) for _ in range(self.one([1, 1, 0, 2, 3]))),
            coverage={self.one(range(1, 7)): Coverage(self.one(list(Covered))) for _ in range(self.one([1, 0, 2]))},
            skips=tuple(self.one(SKIPS) for _ in range(self.one([0, 0, 1]))),
            disagreements=tuple(self.one(DOUBTS) for _ in range(self.one([0, 0, 0, 1]))),
            passages=tuple(
                Passage("", self.one([*self.canvas.template.order, "nowhere"]), "So.", work.turn)
                for _ in range(self.one([0, 2]))
            ),
            used=tuple(
                self.one(["nothing", *(each.id for each in self.talk.passages)]) for _ in range(self.one([0, 1]))
            ),
            overview=self.one([None, Overview()]),
            taken=tuple(
                Taken(self.one(["nothing", *(each.id for each in self.canvas.iteration.open_questions)]), "Bo")
                for _ in range(self.one([0, 1]))
            ),
            lead=self.one([None, Lead("So", 1, "Und?"), Lead("", 2, "Und?")]),
            reply=self.one(["", "", "It means this."]),
            without_model=self.one(FAILED),
        )

    def fact(self) -> Fact:
        value = self.one(("yes", "no", "unsure"))
        return Fact(self.one(FACTS), value, "Vials break." if value != "unsure" else "", by="model")

    def change(self, work: Listen) -> Change:
        text, turn = self.one(["Vials break.", "Anna.", "fast", ""]), self.one([*work.turns, "t0"])
        sentence = Sentence(text, sources=(Source(SourceKind.TURN, turn, text),))
        index = self.one([0, 1, 2, -1])
        added = Add(sentence, after=self.one([None, index]))
        changes: list[Change] = [added, Replace(index, sentence), Drop(index, because=turn)]
        return self.one([changes[0], *changes])

    def ruled(self, look: Judge | Review, talk: Talk) -> Ruled:
        status = self.one([None, FindingStatus.FIXED])
        old = [replace(each, status=status or each.status) for each in talk.findings.get(look.box, ())]
        if self.one([False, True]):
            severity, question = self.one(list(Severity)), self.one(["How fast?", ""])
            old.append(Finding(self.new_id(), "VAG-01", severity, look.box, "", question))
        if isinstance(look, Judge):
            return Ruled(look.box, tuple(old), turn=look.turn, lead=look.lead)
        return Ruled(look.box, tuple(old), turn=look.turn, reviewed=True)
