"""One test for each promise of the design that shows in a pure step; each fails without the mechanism behind it.

The eighth, yours to take away, shows only where files are.
"""

from dataclasses import replace

import pytest

from app.canvas.model import NonAnswer, Sentence
from app.canvas.template import Template, load
from app.critic.converge import converge
from app.critic.finding import Engine, Spot, Status
from app.errors import Invalid, NotNow
from app.facilitator.port import Job, Said
from app.interview.effects import Add, Heard, Listen, Moved
from app.interview.engine import step
from app.interview.moves import (
    Accept,
    Clear,
    Edit,
    Enough,
    Explain,
    GoTo,
    Restore,
    Say,
    Skip,
    Stop,
    Suggest,
    Vouch,
    Waive,
)
from app.interview.state import Passage
from app.usecases.grounded import grounded
from tests.interview.judged import Judged
from tests.interview.scenes import ANNA, BO, NOW, proposed, said, scene

HEDGED = "The line will probably stop. Two vials in a row have no answer."


class Looked(Judged):
    def open(self) -> list[tuple[str, str]]:
        return [(each.id, each.quote) for each in self.talk.findings["background"] if each.status is Status.OPEN]

    def edits(self, text: str) -> None:
        self.move(Edit("background", text, answer=self.canvas.number("background")))


@pytest.fixture(scope="module")
def shipped() -> Template:
    return load("mlops-canvas-1.1")


def judged(shipped: Template) -> Looked:
    plain = scene(shipped, at="background")
    at = Looked(plain.canvas, plain.talk)
    at.edits(HEDGED)
    return at


def test_promise_1_think_first() -> None:
    at = scene()
    at.talk = replace(at.talk, passages=(Passage("p", "why", "Vials break.", "t0"),))  # of the story
    at.move(Suggest("why"))
    at.suggests()
    at.move(Explain("why"))
    at.explains()
    with pytest.raises(NotNow):
        at.move(Enough("why"))
    at.move(Skip("why", NonAnswer.DONT_KNOW, 1))
    at.move(GoTo("why"))
    assert at.box().draft is None
    at.say("Vials leak.")
    assert "draft why 1: Vials leak." in at.hears("Vials leak.", 1)


def test_promise_2_nothing_you_did_not_say() -> None:
    """A facilitator that makes up a number: the sentence is marked until somebody stands behind it."""
    at = scene()
    at.say("Vials break.")
    work = at.work(Listen)
    job = Job(at.canvas, at.talk, "why", work.turn, said={"t1": Said("t1", "Anna", "Vials break.")}, new=work.turns)
    made_up = replace(said("Every week 40 vials break.", "t1"), assumption=False)
    honest = said("Vials break.", "t1")
    at.feed(
        grounded(Heard("why", work.turn, changes=(Add(honest), Add(made_up), Add(Sentence("So."))), coverage={}), job)
    )

    def marked() -> list[bool]:
        sentences = at.box().draft.sentences if at.box().draft else at.canvas.answers["why"].sentences  # type: ignore[union-attr]
        return [each.assumption for each in sentences]

    assert marked() == [False, True, True]
    at.move(Vouch("why", 2), BO)
    assert marked() == [False, False, True]
    at.accept()
    assert marked() == [False, False, True]  # accepting the box does not vouch for it


def test_one_person_can_stand_behind_several_sentences_at_once() -> None:
    at = scene()
    at.say("Vials break.")
    work = at.work(Listen)
    guesses = tuple(Add(Sentence(text, assumption=True)) for text in ("One.", "Two.", "Three."))
    at.feed(Heard("why", work.turn, changes=guesses))
    number = at.draft_number()
    at.move(Vouch("why", sentences=(3, 1, 3)), BO)
    draft = at.box().draft
    assert draft is not None
    assert draft.number == number + 1
    assert [each.assumption for each in draft.sentences] == [False, True, False]
    assert [[(one.ref, one.quote) for one in each.sources] for each in draft.sentences] == [
        [("t2", "One.")],
        [],
        [("t2", "Three.")],
    ]


def test_promise_3_the_critic_converges(shipped: Template) -> None:
    at = judged(shipped)
    (first,) = at.open()
    at.edits("A camera looks at each vial. " + HEDGED)  # words elsewhere: the same finding
    assert at.open() == [first]
    at.move(Waive(first[0], "We cannot know yet."))
    at.edits(HEDGED)
    assert at.open() == []  # a waiver holds as long as the words stand
    at.edits("The line stops. Two vials in a row have no answer.")
    at.edits("The line stops. Two vials in a row have no answer.")
    assert at.open() == []  # what passed once passes again


def test_promise_4_quotes_or_silence(shipped: Template) -> None:
    at = judged(shipped)
    for finding in at.talk.findings["background"]:
        assert HEDGED[finding.start : finding.end] == finding.quote
    invented = Spot("VAG-03", "certainly maybe", 0, 15)
    real = Spot("VAG-03", "probably", 14, 22)
    found = converge(
        box="background",
        before=HEDGED,
        after=HEDGED,
        old=(),
        spots=(invented, real),
        engine=Engine.MODEL,
        ids=at.new_id,
    )
    assert [each.quote for each in found] == ["probably"]


def test_promise_5_the_model_proposes_and_code_decides() -> None:
    at = proposed()
    at.say("That is great, put it in.")
    assert at.hears("", inferred="accept") == ["confirm accept why?", "end t2 done"]
    assert at.canvas.answers == {}
    # the same inputs always give the same talk and effects
    moved = Moved("t9", ANNA, Accept("why", 1))
    results = [step(at.talk, at.canvas, moved, now=NOW, ids=lambda: "i9", by=ANNA) for _ in range(2)]
    assert results[0] == results[1]


def test_promise_6_nothing_is_lost() -> None:
    at = scene()
    at.say("Vials break.")
    at.move(Stop("why"))
    assert at.box().unheard == ("t1",)  # words that nobody listened to
    at.move(Edit("why", "Vials leak.", answer=0))
    at.accept()
    for blank in (Edit("why", "  ", answer=1), Say(" \n")):
        with pytest.raises(Invalid):
            at.move(blank)
    at.move(Skip("why", NonAnswer.LATER))
    assert at.canvas.text("why") == "Vials leak."  # a skip is never a yes, nor a no
    first = at.canvas.answers["why"]
    assert at.move(Clear("why", answer=1))[0] == "keep why#2 cleared: "
    assert at.move(Restore("why", 1, answer=2), earlier=first)[0] == "keep why#3 restored: Vials leak."


def test_promise_7_one_interview_any_channel() -> None:
    at = scene().drafted("Vials break.", 1)
    standing = at.box().asked
    assert at.joins(ANNA) == ["at why 1/3"]  # from wherever she comes back
    assert at.box().asked == standing
    at.say("Patients.", by=ANNA)
    assert at.hears("Patients.", 2)[-2:] == ["propose why 2", "end t2 done"]
