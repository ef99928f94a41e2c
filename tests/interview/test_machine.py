"""Random interviews: up to three people move at once, results come in any order, late, or never.

After every step the promises of `step` are checked against a small model of what was begun, said and accepted.
The rules and the reviews are played as the use case plays them, with findings made up on the way.
"""

from collections import deque
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from app.canvas.model import (
    AnswerKind,
    Canvas,
    Header,
    Iteration,
)
from app.canvas.template import Template
from app.errors import AnswerConflict, FacilitatorError
from app.interview import moves as m, phrases, route
from app.interview.asking import allowance
from app.interview.effects import (
    Effect,
    Emit,
    EndTurn,
    ExplainIt,
    Heard,
    Input,
    Judge,
    KeepAnswer,
    Listen,
    Moved,
    Review,
    Work,
)
from app.interview.engine import begin, step
from app.interview.events import Asked, Decided, DraftChanged
from app.interview.resuming import unfinished
from app.interview.state import CLOSE, START, Ask, Pace, Status, Talk
from tests.interview.chance import PEOPLE, PHRASES, SAID, Chance, templates
from tests.interview.scenes import NOW, WORKS, accepted

pytestmark = pytest.mark.no_cover  # what it repeats by the thousand, others show line by line


class Interview(Chance):
    """The model: what was begun and how it ended, who said what where, and what was accepted."""

    @initialize(
        template=templates(),
        pace=st.sampled_from(Pace),
        reviews=st.booleans(),
        started=st.booleans(),
        carried=st.booleans(),
    )
    def start(self, template: Template, pace: Pace, reviews: bool, started: bool, carried: bool) -> None:
        self.canvas = Canvas(id="c", template=template, iteration=Iteration(1, Header("Vials")))
        for id in template.order if carried else ():
            self.canvas = self.canvas.with_answer(accepted(id, f"About {id}."))
        for id in template.order if carried else ():
            answer = replace(self.canvas.answers[id], built_on=self.canvas.grounds(id))
            self.canvas = self.canvas.with_answer(answer)
        self.talk = route.fresh(self.canvas, id="v", pace=pace)
        if started:
            self.talk = self.talk.with_place(PEOPLE[0], template.order[0])
        self.reviews = reviews
        self.turns, self.ids = count(1), count(1)
        self.begun: dict[str, Moved] = {}
        self.ended: dict[str, str] = {}
        self.works: list[Work] = []
        self.done: list[Work] = []
        self.spoken: dict[str, str] = {}  # turns that brought words, and their box
        self.taken: set[str] = set()  # those that a facilitator understood as more than a move
        self.written: set[str] = set()  # boxes in which somebody wrote a text themselves
        self.answers = {id: [self.canvas.text(id)] * carried for id in template.order}
        self.history = {(id, 1): answer for id, answer in self.canvas.answers.items()}
        self.asked: dict[str, list[Ask]] = {id: [] for id in template.order}

    # ---- what happens

    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def says(self, data: st.DataObject, by: str) -> None:
        self.data = data
        text = self.one(SAID * 2 + PHRASES)
        place = self.one([*[None] * 4, self.box_for(by), self.box_for(by), START, CLOSE])
        moved = Moved(f"t{next(self.turns)}", by, m.Say(text, box=place), speaker=by)
        at = place or self.talk.place(by)
        try:
            effects = self.play(moved, by)
        except FacilitatorError:
            assert not text.strip(), f"the words {text!r} were refused"
            return
        if any(each.type == "words" for each in events(effects)):
            self.spoken[moved.turn] = at

    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def acts(self, data: st.DataObject, by: str) -> None:
        """A move that makes sense where somebody is, or at least might."""
        self.data = data
        box = self.box_for(by)
        self.makes(self.one(self.sensible(box) or self.any(box)), by)

    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def acts_anyhow(self, data: st.DataObject, by: str) -> None:
        self.data = data
        place = self.one([*self.canvas.template.order, START, CLOSE, "nowhere"])
        self.makes(self.one(self.any(place)), by)

    @rule(by=st.sampled_from(PEOPLE))
    def joins(self, by: str) -> None:
        decided = begin(self.talk, self.canvas, by, now=NOW, ids=self.new_id)
        assert {**decided.talk.places, by: ""} == {**self.talk.places, by: ""}
        self.talk = decided.talk

    @precondition(lambda self: self.works)
    @rule(data=st.data())
    def results(self, data: st.DataObject) -> None:
        self.data = data
        self.comes(self.works[0])

    @precondition(lambda self: self.works)
    @rule(data=st.data())
    def results_in_any_order(self, data: st.DataObject) -> None:
        self.data = data
        self.comes(self.one(self.works))

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def results_twice(self, data: st.DataObject) -> None:
        """A second process did the same work, or the turn was stopped meanwhile."""
        self.data = data
        work = self.one(self.done)
        looking = isinstance(work, Listen) and self.talk.box(work.box).looking
        if self.waits(work) and not looking:
            return  # not too late: the turn asked for more work
        result = self.heard(work) if looking and isinstance(work, Listen) else self.result(work)
        before = self.talk, self.canvas
        assert self.play(result, self.begun[work.turn].by) == []
        assert (self.talk, self.canvas) == before

    def comes(self, work: Work) -> None:
        self.works.remove(work)
        self.done.append(work)
        self.play(self.result(work), self.begun[work.turn].by)

    def makes(self, move: m.Move, by: str) -> None:
        earlier = self.history.get((move.box, move.number)) if isinstance(move, m.Restore) else None
        passage = next((each for each in self.talk.passages if each.id == getattr(move, "passage", None)), None)
        before, turn = self.talk, f"t{next(self.turns)}"
        try:
            effects = self.play(Moved(turn, by, move, speaker=by, earlier=earlier), by)
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

    # ---- one input, as the use case plays it

    def play(self, input: Input, by: str) -> list[Effect]:
        talk, canvas, kept = self.talk, self.canvas, list[Effect]()
        queue = deque([input])
        while queue:
            looks = repr(talk), repr(canvas)
            decided = step(talk, canvas, queue.popleft(), now=NOW, ids=self.new_id, by=by)
            assert (repr(talk), repr(canvas)) == looks, "an input was changed in place"
            talk, canvas = decided.talk, decided.canvas
            for effect in decided.effects:
                if isinstance(effect, Judge) or (isinstance(effect, Review) and not self.reviews):
                    queue.append(self.ruled(effect, talk))
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
            talk, listened = after.box(input.box), {*before.box(input.box).listening}
            doubted = listened & {*talk.listening, *(talk.pending.turns if talk.pending else ())}
            self.taken |= set() if doubted else listened
        for turn, id in self.spoken.items():
            if turn not in self.taken and turn not in somewhere(after, id):
                pending = before.box(id).pending
                assert pending is not None
                assert turn in pending.turns
                made = [(each.move, each.kind) for each in events(effects) if isinstance(each, Decided)]
                decided = (pending.move, None) in made or ("skip", pending.move) in made
                assert decided or pending.move in (phrases.ENOUGH, phrases.DEEPER)
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
                # Words that made it, without a model, may have been put aside to be heard again.
                assert somewhere(self.talk, id) or id in self.written or self.answers[id]
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
    def words_are_in_one_place(self) -> None:
        for talk in self.talk.boxes.values():
            turns = (*talk.heard, *talk.waiting, *talk.unheard, *(talk.pending.turns if talk.pending else ()))
            assert len(turns) == len(set(turns))
            assert len(talk.again) == len(set(talk.again))

    @invariant()
    def every_passage_has_its_own_id_and_a_box(self) -> None:
        ids = [each.id for each in self.talk.passages]
        assert all(ids)
        assert len(ids) == len(set(ids))
        assert all(each.box in self.canvas.template.boxes for each in self.talk.passages)

    @invariant()
    def what_is_open_is_open_once(self) -> None:
        places = [(each.box, each.question) for each in self.canvas.iteration.open_questions]
        assert len(places) == len(set(places))
        assert all(q is None or 1 <= q <= len(self.canvas.template.box(id).questions) for id, q in places)

    # ---- made up on the way


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
    max_examples=180, stateful_step_count=50, deadline=None, derandomize=True, database=None
)
