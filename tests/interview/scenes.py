"""A small canvas, people who make moves on it, and what each step led to, told in short lines.

The rules are a stand-in: the word “fast” is vague, wherever it stands, and asks how fast.
"""

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeVar, get_args

from app.canvas.model import (
    Answer,
    AnswerKind,
    Canvas,
    Coverage,
    Covered,
    Fact,
    Header,
    Iteration,
    Sentence,
    Source,
    SourceKind,
)
from app.canvas.template import Box, Column, Question, Template
from app.critic.finding import Finding, Severity, Status
from app.interview import route
from app.interview.effects import (
    Add,
    Broke,
    Effect,
    Emit,
    ExplainIt,
    FindFacts,
    Found,
    Heard,
    Input,
    Judge,
    Listen,
    Moved,
    Review,
    Ruled,
    SuggestIt,
    Told,
    Work,
)
from app.interview.engine import Step, begin, step
from app.interview.events import Event, Explained, Suggested
from app.interview.moves import Accept, Move, Say
from app.interview.state import BoxTalk, Pace, Talk
from tests.interview.telling import told

NOW = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)
ANNA, BO = "anna", "bo"
WORKS = get_args(Work)
W = TypeVar("W", Listen, Review, ExplainIt, SuggestIt, FindFacts)


def box(id: str, questions: int, *, essential: Iterable[int] = (), informs: tuple[str, ...] = ()) -> Box:
    asked = tuple(
        Question(
            number, text=f"{id} {number}?", plain=f"{id} {number}?", label=f"L{number}", essential=number in essential
        )
        for number in range(1, questions + 1)
    )
    return Box(id=id, name=id.title(), prompt="", questions=asked, informs=informs)


def template(*columns: tuple[Box, ...]) -> Template:
    named = tuple(Column(name=f"Column {number}", purpose="", boxes=boxes) for number, boxes in enumerate(columns, 1))
    return Template(id="short", version="1", name="Short canvas", licence="CC0-1.0", columns=named, text="")


# why and who are the first column, how the second; how rests on why.
SHORT = template(
    (box("why", 3, essential=(1, 2), informs=("how",)), box("who", 2)),
    (box("how", 2, essential=(1,)),),
)


def said(text: str, turn: str, *, question: int | None = None, lead: str = "") -> Sentence:
    return Sentence(text, sources=(Source(SourceKind.TURN, turn, text),), question=question, lead=lead)


def accepted(box: str, text: str, *, number: int = 1, iteration: int = 1) -> Answer:
    return Answer(
        id=f"{box}-{number}",
        box=box,
        number=number,
        iteration=iteration,
        kind=AnswerKind.ACCEPTED,
        sentences=(said(text, "t0"),),
        by=ANNA,
        at=NOW,
    )


def full(*questions: int) -> dict[int, Coverage]:
    return {number: Coverage(Covered.FULL, "words") for number in questions}


@dataclass
class Scene:
    """An interview in the middle. `reviews` is a facilitator that looks at drafts itself."""

    canvas: Canvas
    talk: Talk
    reviews: bool = False
    effects: list[Effect] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    turns: Iterator[int] = field(default_factory=lambda: count(1))
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    # ---- moves and results

    def move(self, move: Move, by: str = ANNA, *, earlier: Answer | None = None) -> list[str]:
        """Make a move; gives what it led to."""
        turn = f"t{next(self.turns)}"
        speaker = move.speaker or by if isinstance(move, Say) else by
        return self.feed(Moved(turn, by, move, speaker=speaker, earlier=earlier), by)

    def say(self, text: str, box: str = "why", by: str = ANNA) -> list[str]:
        return self.move(Say(text, box=box), by)

    def feed(self, input: Input, by: str = ANNA) -> list[str]:
        """An input with the rules played on the way, as the use case does."""
        self.effects = []
        queue = deque([input])
        while queue:
            decided = step(self.talk, self.canvas, queue.popleft(), now=NOW, ids=self.new_id, by=by)
            self.talk, self.canvas = decided.talk, decided.canvas
            for effect in decided.effects:
                if isinstance(effect, Judge) or (isinstance(effect, Review) and not self.reviews):
                    queue.append(self.ruled(effect))
                else:
                    self.effects.append(effect)
        self.works += [each for each in self.effects if isinstance(each, WORKS)]
        return told(self.effects)

    def new_id(self) -> str:
        return f"i{next(self.ids)}"

    def hears(
        self, text: str = "", *questions: int, work: Listen | None = None, by: str = ANNA, **more: object
    ) -> list[str]:
        """The facilitator understood what it listens to: one new sentence, and what it answers."""
        listen = work or self.work(Listen)
        changes = (Add(said(text, listen.turns[-1], question=next(iter(questions), None))),) if text else ()
        heard = Heard(
            listen.box, listen.turn, draft=self.draft_number(listen.box), changes=changes, coverage=full(*questions)
        )
        return self.feed(replace(heard, **more), by)  # type: ignore[arg-type]

    def looks(self, by: str = ANNA) -> list[str]:
        """The facilitator looked at the draft."""
        return self.feed(self.ruled(self.work(Review)), by)

    def explains(self, by: str = ANNA) -> list[str]:
        work = self.work(ExplainIt)
        return self.feed(Told(work.box, work.turn, Explained(work.box, "It means this.", work.question)), by)

    def suggests(self, by: str = ANNA) -> list[str]:
        work = self.work(SuggestIt)
        return self.feed(Told(work.box, work.turn, Suggested(work.box, "Perhaps this.", ("This.",))), by)

    def breaks(self, by: str = ANNA) -> list[str]:
        work = self.works.pop(0)
        return self.feed(Broke(work.box, work.turn, "It fell over."), by)

    def finds(self, *facts: Fact, by: str = ANNA, without_model: str = "", read: bool = True) -> list[str]:
        """What the boxes say of the system was read."""
        work = self.work(FindFacts)
        return self.feed(Found(work.box, work.turn, facts, without_model, read), by)

    def work(self, kind: type[W]) -> W:
        """The oldest work of a kind, if there is one that a turn still waits for; it counts as done."""
        works = [each for each in self.works if isinstance(each, kind)]
        work = next((each for each in works if self.waits(each)), works[0])
        self.works.remove(work)
        return work

    def waits(self, work: Work) -> bool:
        talk = self.talk.box(work.box)
        return work.turn == talk.running or work.turn in talk.beside

    def joins(self, by: str) -> list[str]:
        decided: Step = begin(self.talk, self.canvas, by, now=NOW, ids=self.new_id)
        self.talk, self.canvas = decided.talk, decided.canvas
        return told(decided.effects)

    def ruled(self, look: Judge | Review) -> Ruled:
        findings = vague(look.box, look.after, self.talk.findings.get(look.box, ()))
        if isinstance(look, Judge):
            return Ruled(look.box, findings, turn=look.turn, lead=look.lead)
        return Ruled(look.box, findings, turn=look.turn, reviewed=True)

    # ---- short ways to a place

    def drafted(self, text: str = "Vials break.", *questions: int, box: str = "why", by: str = ANNA) -> "Scene":
        """Somebody said something that became a draft."""
        self.say(text, box, by)
        self.hears(text, *(questions or (1, 2)), by=by)
        return self

    def accept(self, box: str = "why", by: str = ANNA) -> list[str]:
        return self.move(Accept(box, self.draft_number(box)), by)

    # ---- looks

    def box(self, id: str = "why") -> BoxTalk:
        return self.talk.box(id)

    def draft_number(self, box: str = "why") -> int:
        draft = self.talk.box(box).draft
        return draft.number if draft else 0

    def draft(self, box: str = "why") -> str:
        draft = self.talk.box(box).draft
        return draft.text if draft else ""

    @property
    def events(self) -> list[Event]:
        return [each.event for each in self.effects if isinstance(each, Emit)]


def scene(
    template: Template = SHORT,
    *,
    pace: Pace = Pace.GUIDED,
    at: str | None = "why",
    answers: Mapping[str, Answer] | None = None,
    reviews: bool = False,
) -> Scene:
    """Anna has an interview on a canvas, and is at a box, or has not begun if `at` is None."""
    canvas = Canvas(
        id="c", template=template, iteration=Iteration(1, Header(product_name="Vials")), answers=answers or {}
    )
    talk = route.fresh(canvas, id="v", pace=pace)
    return Scene(canvas, talk.with_place(ANNA, at) if at else talk, reviews=reviews)


def vague(box: str, text: str, before: Iterable[Finding]) -> tuple[Finding, ...]:
    """The stand-in for the rules: one finding a box, for the word “fast”."""
    old = {each.id: each for each in before}
    start = text.find("fast")
    if start < 0:
        return tuple(replace(each, status=Status.FIXED) for each in old.values())
    found = Finding(
        id=f"{box}-fast",
        criterion="VAG-01",
        severity=Severity.SHOULD,
        box=box,
        message="“fast” is vague.",
        question="How fast?",
        quote="fast",
        start=start,
        end=start + 4,
    )
    waived = old.get(found.id)
    if waived is not None and waived.status is Status.WAIVED:
        found = replace(waived, start=start, end=start + 4)
    return tuple({**old, found.id: found}.values())


# ---- where a test begins


def asked() -> Scene:
    """Question 1 was answered, and question 2 is asked."""
    return scene().drafted("Vials break.", 1)


def proposed() -> Scene:
    """A first draft of “why” is on the table."""
    return scene().drafted("Vials break.", 1, 2)


def settled() -> Scene:
    """“Why” is accepted, and Anna is at “who”."""
    at = proposed()
    at.accept()
    return at


def listening() -> Scene:
    """Words of “why” are being listened to."""
    at = scene()
    at.say("Vials break.")
    return at


# ---- effects in short lines
