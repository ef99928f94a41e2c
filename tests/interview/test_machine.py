"""Random interviews: up to three people move at once, results come in any order, late, or never.

After every step the promises of `step` are checked against a small model of what was begun, said and accepted.
The rules and the reviews are played as the use case plays them, with findings made up on the way.
"""

from collections import deque
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.canvas.model import (
    AnswerKind,
    Canvas,
    Coverage,
    Covered,
    Header,
    Iteration,
    NonAnswer,
    Overview,
    Sentence,
    Source,
    SourceKind,
)
from app.canvas.template import Template
from app.critic.finding import Finding, Severity
from app.critic.finding import Status as FindingStatus
from app.errors import AnswerConflict, FacilitatorError
from app.interview import moves as m
from app.interview import route
from app.interview.asking import allowance
from app.interview.effects import (
    Add,
    Broke,
    Disagreement,
    Drop,
    Effect,
    Emit,
    EndTurn,
    ExplainIt,
    Heard,
    Input,
    Judge,
    KeepAnswer,
    Lead,
    Listen,
    Moved,
    Replace,
    Review,
    Ruled,
    SuggestIt,
    Told,
    Unanswered,
    Work,
)
from app.interview.engine import begin, step
from app.interview.events import Asked, Decided, DraftChanged, Explained, Suggested
from app.interview.resuming import unfinished
from app.interview.state import CLOSE, START, Ask, Pace, Passage, Status, Talk
from tests.interview.scenes import NOW, WORKS, box, template

PEOPLE = ("anna", "bo", "cy")
PHRASES = ["ok", "later", "don't know", "yes", "no", "enough", "deeper"]
SAID = ["Vials break.", "2: Anna", "It is fast.\nVery.", "Later models replace it.", "…", "a"]

ticks = st.dictionaries(st.integers(1, 6), st.builds(Coverage, st.sampled_from(Covered)), max_size=3)
skips = st.lists(
    st.builds(Unanswered, st.integers(1, 6), st.sampled_from(NonAnswer), reason=st.sampled_from(["", "No users."])),
    max_size=2,
).map(tuple)
doubts = st.lists(st.builds(Disagreement, st.sampled_from(["2 or 10?", "Anna or Bo?"])), max_size=1).map(tuple)


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


class Interview(RuleBasedStateMachine):
    """The model: what was begun and how it ended, who said what where, and what was accepted."""

    @initialize(template=templates(), pace=st.sampled_from(Pace), reviews=st.booleans())
    def start(self, template: Template, pace: Pace, reviews: bool) -> None:
        self.canvas = Canvas(id="c", template=template, iteration=Iteration(1, Header("Vials")))
        self.talk = route.fresh(self.canvas, id="v", pace=pace)
        self.reviews = reviews
        self.turns, self.ids = count(1), count(1)
        self.begun: dict[str, Moved] = {}
        self.ended: dict[str, str] = {}
        self.works: list[Work] = []
        self.done: list[Work] = []
        self.spoken: dict[str, str] = {}  # turns that brought words, and their box
        self.taken: set[str] = set()  # those that a facilitator understood as more than a move
        self.written: set[str] = set()  # boxes in which somebody wrote a text themselves
        self.answers: dict[str, list[str]] = {id: [] for id in template.order}
        self.asked: dict[str, list[Ask]] = {id: [] for id in template.order}

    # ---- what happens

    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def says(self, data: st.DataObject, by: str) -> None:
        text = data.draw(st.sampled_from(SAID + PHRASES) | st.text(min_size=1, max_size=3))
        place = data.draw(st.none() | st.sampled_from([*self.talk.boxes, START, CLOSE]))
        at = place or self.talk.place(by)
        moved = Moved(f"t{next(self.turns)}", by, m.Say(text, box=place), speaker=by)
        try:
            effects = self.play(moved, by, data)
        except FacilitatorError:
            assert not text.strip(), f"the words {text!r} were refused"
            return
        if any(each.type == "words" for each in events(effects)):
            self.spoken[moved.turn] = at

    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def moves(self, data: st.DataObject, by: str) -> None:
        move = data.draw(self.move())
        earlier = None
        if isinstance(move, m.Restore) and 0 < move.number <= len(self.answers.get(move.box, [])):
            earlier = self.history[move.box, move.number]
        passage = next((each for each in self.talk.passages if each.id == getattr(move, "passage", None)), None)
        before, turn = self.talk, f"t{next(self.turns)}"
        try:
            effects = self.play(Moved(turn, by, move, speaker=by, earlier=earlier), by, data)
        except FacilitatorError as error:
            self.check_refusal(error, move)
            return
        if passage is not None:
            self.spoken[turn] = passage.box
        if isinstance(move, m.Edit | m.Accept) and move.text is not None:
            self.written.add(move.box)
        kept = [each.answer for each in effects if isinstance(each, KeepAnswer)]
        match move:
            case m.Skip():
                assert not kept
                assert not any(isinstance(each, DraftChanged) for each in events(effects))
            case m.Accept():
                draft = before.box(move.box).draft
                text = move.text.rstrip() if move.text is not None else draft.text if draft else None
                assert [each.text for each in kept] == [text]
            case m.Restore():
                assert earlier is not None
                assert [each.sentences for each in kept] == [earlier.sentences]

    @rule(by=st.sampled_from(PEOPLE))
    def joins(self, by: str) -> None:
        decided = begin(self.talk, self.canvas, by, now=NOW, ids=self.new_id)
        assert {**decided.talk.places, by: ""} == {**self.talk.places, by: ""}
        self.talk = decided.talk

    @precondition(lambda self: self.works)
    @rule(data=st.data())
    def results(self, data: st.DataObject) -> None:
        work = self.works.pop(data.draw(st.integers(0, len(self.works) - 1)))
        self.done.append(work)
        self.play(self.result(work, data), self.begun[work.turn].by, data)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def comes_too_late(self, data: st.DataObject) -> None:
        """A second process did the same work, or the turn was stopped meanwhile."""
        work = data.draw(st.sampled_from(self.done))
        if self.waits(work) or any(each.turn == work.turn for each in self.works):
            return  # not late: the turn asked for more work
        before = self.talk, self.canvas
        assert self.play(self.result(work, data), self.begun[work.turn].by, data) == []
        assert (self.talk, self.canvas) == before

    # ---- one input, as the use case plays it

    def play(self, input: Input, by: str, data: st.DataObject) -> list[Effect]:
        talk, canvas, kept = self.talk, self.canvas, list[Effect]()
        queue = deque([input])
        while queue:
            looks = repr(talk), repr(canvas)
            decided = step(talk, canvas, queue.popleft(), now=NOW, ids=self.new_id, by=by)
            assert (repr(talk), repr(canvas)) == looks, "an input was changed in place"
            talk, canvas = decided.talk, decided.canvas
            for effect in decided.effects:
                if isinstance(effect, Judge) or (isinstance(effect, Review) and not self.reviews):
                    queue.append(self.ruled(effect, talk, data))
                else:
                    kept.append(effect)
        self.account(input, by, self.talk, talk, kept)
        self.talk, self.canvas = talk, canvas
        return kept

    def account(self, input: Input, by: str, before: Talk, after: Talk, effects: list[Effect]) -> None:
        """Hold what was decided against the model."""
        if isinstance(input, Moved):
            self.begun[input.turn] = input
        for effect in effects:
            match effect:
                case EndTurn(turn, outcome):
                    assert turn in self.begun
                    assert turn not in self.ended, f"{turn} ended as {self.ended[turn]}, and again as {outcome}"
                    self.ended[turn] = outcome
                case KeepAnswer(answer):
                    texts = self.answers[answer.box]
                    assert answer.number == len(texts) + 1
                    if answer.kind is AnswerKind.REAFFIRMED:
                        assert answer.text == texts[-1]
                    texts.append(answer.text)
                    self.history[answer.box, answer.number] = answer
                case Emit(Asked(id, asked)):
                    assert asked not in self.asked[id], "asked twice"
                    self.asked[id].append(asked)
                    most = allowance(after.pace, self.canvas.template.box(id), after.box(id))
                    assert len(self.asked[id]) <= most
                case Emit(Decided("clear", id)):
                    assert id is not None
                    self.asked[id] = []
        self.works += [each for each in effects if isinstance(each, WORKS)]
        self.check_places(input, by, before, after)
        self.check_words(input, before, after, effects)

    def check_refusal(self, error: FacilitatorError, move: m.Move) -> None:
        assert error.advice
        if isinstance(error, AnswerConflict):
            assert isinstance(move, m.Accept | m.Edit | m.Clear | m.Restore)
            assert error.number == self.canvas.number(move.box)

    def check_places(self, input: Input, by: str, before: Talk, after: Talk) -> None:
        moved = {who for who, place in after.places.items() if before.places.get(who) != place}
        told = isinstance(input, Heard) and input.box == START
        assert moved <= {by} | {who for who, place in before.places.items() if told and place == START}

    def check_words(self, input: Input, before: Talk, after: Talk, effects: list[Effect]) -> None:
        """No words are lost on the way; words taken for a move are gone only when that move was made."""
        if isinstance(input, Heard) and before.box(input.box).running == input.turn:
            talk = after.box(input.box)
            waits = {*talk.listening, *(talk.pending.turns if talk.pending else ())}
            self.taken |= {*before.box(input.box).listening} - waits
        for turn, id in self.spoken.items():
            if turn not in self.taken and turn not in somewhere(after, id):
                pending = before.box(id).pending
                assert pending is not None
                assert turn in pending.turns
                made = [(each.move, each.kind) for each in events(effects) if isinstance(each, Decided)]
                assert (pending.move, None) in made or ("skip", pending.move) in made
                self.taken.add(turn)

    # ---- what holds after every step

    @invariant()
    def every_turn_is_open_exactly_as_long_as_something_waits_for_it(self) -> None:
        waiting = [turn for talk in self.talk.boxes.values() for turn in (*talk.batch, *talk.waiting, *talk.beside)]
        assert len(waiting) == len(set(waiting))
        assert set(waiting) == self.begun.keys() - self.ended.keys()

    @invariant()
    def what_runs_has_work_that_is_not_done(self) -> None:
        for talk in self.talk.boxes.values():
            assert talk.running == next(iter(talk.batch), None)
            assert talk.running or not (talk.waiting or talk.listening or talk.looking)
            for turn in filter(None, (talk.running, *talk.beside)):
                (work,) = [each for each in self.works if each.turn == turn]
                again = unfinished(self.talk, self.canvas, turn, self.begun[turn].move)
                asked_back = isinstance(work, ExplainIt) and turn == talk.running  # its words are read once more
                assert isinstance(again, Listen if asked_back else type(work))
                assert (again.box, again.turn) == (work.box, work.turn)

    @invariant()
    def no_draft_before_words(self) -> None:
        for id, talk in self.talk.boxes.items():
            if talk.draft is not None:
                assert talk.heard or id in self.written or self.answers[id]
                assert talk.draft.number == talk.drafts
                assert talk.draft.text.strip()

    @invariant()
    def every_accepted_text_is_there(self) -> None:
        for id, texts in self.answers.items():
            assert self.canvas.number(id) == len(texts)
            assert self.canvas.text(id) == (texts[-1] if texts else "")

    @invariant()
    def a_status_says_what_is_there(self) -> None:
        for id in self.canvas.template.order:
            talk = self.talk.box(id)
            assert talk.status is not Status.PROPOSED or talk.draft
            assert talk.status is not Status.ACCEPTED or self.canvas.text(id)
            assert not (talk.pending and talk.pending.turns and talk.running)

    @invariant()
    def what_is_open_is_open_once(self) -> None:
        places = [(each.box, each.question) for each in self.canvas.iteration.open_questions]
        assert len(places) == len(set(places))
        assert all(q is None or 1 <= q <= len(self.canvas.template.box(id).questions) for id, q in places)

    # ---- made up on the way

    def new_id(self) -> str:
        return f"i{next(self.ids)}"

    def waits(self, work: Work) -> bool:
        talk = self.talk.box(work.box)
        return work.turn == talk.running or work.turn in talk.beside

    @property
    def history(self) -> dict[tuple[str, int], Any]:
        return self.__dict__.setdefault("_history", {})

    def move(self) -> st.SearchStrategy[m.Move]:
        boxes = st.sampled_from(self.canvas.template.order)
        places = boxes | st.sampled_from([START, CLOSE, "nowhere"])
        questions = st.none() | st.integers(1, 6)
        texts = st.sampled_from(["Vials leak.", "One. Two.", "One.\n\nTwo. ", " ", "fast"])
        offered = [each.id for each in self.talk.passages] or ["none"]
        found = [each.id for findings in self.talk.findings.values() for each in findings] or ["none"]
        return st.one_of(
            boxes.flatmap(self.accepts),
            boxes.flatmap(lambda id: st.builds(m.Accept, st.just(id), text=texts, answer=self.numbers(id))),
            boxes.flatmap(lambda id: st.builds(m.Edit, st.just(id), texts, self.numbers(id))),
            boxes.flatmap(lambda id: st.builds(m.Clear, st.just(id), self.numbers(id))),
            boxes.flatmap(lambda id: st.builds(m.Restore, st.just(id), st.integers(1, 4), self.numbers(id))),
            st.builds(m.Redraft, boxes),
            st.builds(m.Skip, places, st.sampled_from(NonAnswer), questions, st.sampled_from(["", "No users."])),
            st.builds(m.GoTo, places),
            st.builds(m.Enough, boxes),
            st.builds(m.Deeper, boxes),
            st.builds(m.Explain, places, questions),
            st.builds(m.Suggest, places, questions),
            st.builds(m.Use, st.sampled_from(offered)),
            st.builds(m.Waive, st.sampled_from(found), st.sampled_from(["", "So be it."])),
            st.builds(m.Confirm, boxes, st.booleans()),
            st.builds(m.Vouch, boxes, st.integers(0, 2)),
            st.builds(m.StillTrue, boxes),
            st.builds(m.SetPace, st.sampled_from(Pace)),
            st.builds(m.Plan, st.just(Overview())),
            st.builds(m.Stop, places),
            st.builds(m.Retry, places),
            st.just(m.Pause()),
        )

    def accepts(self, id: str) -> st.SearchStrategy[m.Accept]:
        drafts = self.talk.box(id).drafts
        return st.builds(m.Accept, st.just(id), st.sampled_from([drafts, drafts, drafts - 1]))

    def numbers(self, id: str) -> st.SearchStrategy[int]:
        number = self.canvas.number(id)
        return st.sampled_from([number, number, number, number - 1])

    def result(self, work: Work, data: st.DataObject) -> Input:
        if data.draw(st.integers(0, 7)) == 0:
            return Broke(work.box, work.turn, "It fell over.")
        match work:
            case Listen():
                return self.heard(work, data)
            case Review():
                return self.ruled(work, self.talk, data)
            case ExplainIt():
                return Told(work.box, work.turn, Explained(work.box, "It means this."))
            case SuggestIt():
                return Told(work.box, work.turn, Suggested(work.box, "Perhaps this."))

    def heard(self, work: Listen, data: st.DataObject) -> Heard:
        turns = st.sampled_from([*work.turns, "t0"])
        sentence = st.builds(sourced, st.sampled_from(["Vials break.", "Anna.", "fast", ""]), turns)
        index = st.integers(-1, 3)
        change = st.builds(Add, sentence) | st.builds(Replace, index, sentence) | st.builds(Drop, index, turns)
        drafts = self.talk.box(work.box).drafts
        passage = st.builds(Passage, st.just(""), st.sampled_from([*self.talk.boxes, "nowhere"]), st.just("So."), turns)
        return Heard(
            work.box,
            work.turn,
            draft=data.draw(st.sampled_from([drafts, drafts, 0])),
            answer=data.draw(st.none() | st.integers(0, 2)),
            meaning=data.draw(st.sampled_from(["answer", "answer", "question", "command", "off_topic"])),
            inferred=data.draw(st.sampled_from([None] * 4 + ["accept", "later", "dont_know", "clear", "sing"])),
            changes=tuple(data.draw(st.lists(change, max_size=3))),
            coverage=data.draw(ticks),
            skips=data.draw(skips),
            disagreements=data.draw(doubts),
            passages=tuple(data.draw(st.lists(passage, max_size=2))),
            overview=data.draw(st.none() | st.just(Overview())),
            lead=data.draw(st.none() | st.builds(Lead, st.just("So"), st.integers(1, 5))),
        )

    def ruled(self, look: Judge | Review, talk: Talk, data: st.DataObject) -> Ruled:
        fixed = data.draw(st.booleans())
        old = [replace(each, status=FindingStatus.FIXED) if fixed else each for each in talk.findings.get(look.box, ())]
        if data.draw(st.booleans()):
            question = data.draw(st.sampled_from(["", "How fast?"]))
            old.append(Finding(self.new_id(), "VAG-01", data.draw(st.sampled_from(Severity)), look.box, "", question))
        if isinstance(look, Judge):
            return Ruled(look.box, tuple(old), turn=look.turn, lead=look.lead)
        return Ruled(look.box, tuple(old), turn=look.turn, reviewed=True)


def sourced(text: str, turn: str) -> Sentence:
    return Sentence(text, sources=(Source(SourceKind.TURN, turn, text),))


def events(effects: list[Effect]) -> list[Any]:
    return [each.event for each in effects if isinstance(each, Emit)]


def somewhere(talk: Talk, id: str) -> set[str]:
    """The turns whose words a box still knows of."""
    at = talk.box(id)
    pending = at.pending.turns if at.pending else ()
    return {*at.heard, *at.waiting, *at.batch, *at.listening, *at.unheard, *pending}


TestInterview = Interview.TestCase
# The same examples each time, so that a red build is about the change. To search for new ones, set derandomize=False
# and a larger max_examples for a while.
TestInterview.settings = settings(
    max_examples=150, stateful_step_count=40, deadline=None, derandomize=True, database=None
)
