"""Facts about the system: read after a column, confirmed and corrected by people, labelled by code."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.canvas.model import Fact, NonAnswer
from app.errors import NotFound, NotNow
from app.interview.effects import Broke, FindFacts, Found, KeepFacts
from app.interview.events import Screened
from app.interview.moves import Accept, ConfirmFact, CorrectFact, GoTo, Move, Say, Skip, Stop
from app.interview.resuming import unfinished
from app.interview.route import fresh
from app.interview.scratch import Scratch
from app.interview.screening import GONE, column_done, screening
from app.interview.state import Pace
from tests.interview.scenes import BO, NOW, Scene, accepted, box as a_box, scene, template

HIRES = Fact("annex-iii-4a", "yes", "ranks who applies", "why", 3, 20, by="model")
NO_GATE = [
    Fact(id, "no", "sorts apples", "why", 25, 37, by="model")
    for id in ("evaluates-people", "uses-biometrics", "influences-people", "endangers", "talks-or-generates")
]


def told_of() -> Scene:
    """The first column is through, and its boxes are being read."""
    at = scene()
    for box, text, questions in (("why", "It ranks who applies, or sorts apples.", (1, 2)), ("who", "Us.", (1, 2, 3))):
        at.drafted(text, *questions, box=box)
        at.accept(box)
    return at


def column(*facts: Fact) -> Scene:
    """The first column is through, and its boxes were read."""
    at = told_of()
    at.finds(*facts)
    return at


def labels(at: Scene) -> set[str]:
    return {each.id for each in last(at).labels}


def last(at: Scene) -> Screened:
    return [each.event for each in at.effects if hasattr(each, "event") and isinstance(each.event, Screened)][-1]


def known(at: Scene) -> dict[str, Fact]:
    return {each.id: each for each in at.canvas.iteration.facts}


def test_after_the_first_column_facts_are_asked_with_the_words_they_come_from() -> None:
    at = column(HIRES)
    event = last(at)
    assert event.moment == "facts"
    assert len(event.facts) <= 6
    first = event.facts[0]
    assert (first.id, first.value, first.quote, first.box, first.by) == (
        "annex-iii-4a",
        "yes",
        "ranks who applies",
        "why",
        "model",
    )
    assert "high_risk_annex_iii" in {each.id for each in event.labels}
    assert event.pack
    assert event.as_of


def test_the_turn_ends_when_the_boxes_were_read_and_nobody_waits_for_it() -> None:
    at = scene()
    for box, questions in (("why", (1, 2)), ("who", (1, 2, 3))):
        at.drafted(f"About {box}.", *questions, box=box)
        told = at.accept(box)
    assert told[-2:] == ["find facts who t4", "at how 3/3"]
    assert at.finds()[-1] == "end t4 done"


def test_nothing_is_read_where_nothing_was_accepted() -> None:
    at = scene()
    told = [line for box in ("why", "who") for line in at.move(Skip(box, NonAnswer.DONT_KNOW))]
    assert not [line for line in told if line.startswith("find facts")]


def test_where_no_turn_can_wait_the_rules_read_at_once() -> None:
    at = told_of()
    step = Scratch(talk=at.talk, canvas=at.canvas, now=NOW, ids=at.new_id)
    column_done(step, "who")

    assert not [each for each in step.effects if isinstance(each, FindFacts)]
    assert [each for each in step.effects if isinstance(each, KeepFacts)]


def test_a_person_confirms_with_their_name_and_the_time() -> None:
    at = column(HIRES)
    assert at.move(ConfirmFact("annex-iii-4a"), BO)[:2] == ["keep facts", "decided confirm_fact yes"]
    fact = known(at)["annex-iii-4a"]
    assert (fact.value, fact.by, fact.at, fact.quote) == ("yes", BO, NOW, "ranks who applies")
    assert [each.by for each in at.canvas.iteration.facts if each.id == "annex-iii-4a"] == ["rules", "model", BO]


def test_a_correction_changes_the_labels_and_that_is_said() -> None:
    at = column(HIRES)
    told = at.move(CorrectFact("annex-iii-4a", "no", "It only prints labels."))
    assert told[:2] == ["keep facts", "decided correct_fact no"]
    event = last(at)
    assert event.moment == "changes"
    assert event.went == ("high_risk_annex_iii",)
    assert known(at)["annex-iii-4a"].reason == "It only prints labels."
    at.move(CorrectFact("annex-iii-4a", "yes"))
    assert last(at).came == ("high_risk_annex_iii",)


def test_the_last_answer_of_people_holds_and_a_later_reading_changes_nothing_of_it() -> None:
    at = column(HIRES)
    at.move(CorrectFact("annex-iii-4a", "no"))
    at.move(CorrectFact("annex-iii-4a", "unsure"), BO)
    mine = [each for each in at.canvas.iteration.facts if each.id == "annex-iii-4a" and each.rank == 2]
    assert [(each.value, each.by) for each in mine] == [("unsure", BO)]


@pytest.mark.parametrize("move", [ConfirmFact("nothing"), CorrectFact("nothing", "yes")])
def test_only_questions_of_the_form_can_be_answered(move: ConfirmFact | CorrectFact) -> None:
    with pytest.raises(NotFound):
        column().move(move)


def test_there_is_nothing_to_confirm_where_nobody_answered() -> None:
    with pytest.raises(NotNow):
        column().move(ConfirmFact("learned"))
    at = column()
    at.move(CorrectFact("learned", "unsure"))
    with pytest.raises(NotNow):
        at.move(ConfirmFact("learned"))


def test_an_answer_before_anything_was_read_is_kept_without_labels() -> None:
    at = scene()
    told = at.move(CorrectFact("annex-iii-4a", "yes"))
    assert told == ["keep facts", "decided correct_fact yes", "end t1 done"]


def test_labels_are_told_once_at_the_last_column() -> None:
    at = column(HIRES)
    at.move(GoTo("why"))
    assert [line for line in at.move(GoTo("how")) if "screened labels" in line]
    at.move(GoTo("why"))
    assert not [line for line in at.move(GoTo("how")) if "screened" in line]


def test_what_was_read_without_the_model_says_so() -> None:
    at = scene()
    for id, questions in (("why", (1, 2)), ("who", (1, 2, 3))):
        at.drafted(f"About {id}.", *questions, box=id)
        at.accept(id)
    assert at.finds(without_model="The model is slow.")[0] == "notice without_model"


def test_where_all_gates_are_closed_nothing_stricter_applies_unless_something_is_open() -> None:
    assert {each.id for each in last(column(*NO_GATE)).labels} <= {"minimal", "unsure"}


@pytest.mark.parametrize("found", [{"without_model": "The model is slow."}, {"read": False}])
def test_where_no_model_reads_the_second_time_what_it_saw_before_stands(found: dict[str, Any]) -> None:
    at = column(HIRES, *NO_GATE)
    at.move(Accept("who", text="Us all.", answer=1))
    at.talk = replace(at.talk, read_back=())
    at.move(Accept("who", text="All of us.", answer=2))
    at.finds(**found)
    assert known(at)["annex-iii-4a"] == HIRES
    assert "high_risk_annex_iii" in labels(at)
    assert "evaluates-people" not in {each.id for each in at.canvas.iteration.facts if each.by == "model"}


def test_words_that_changed_while_they_were_read_are_found_again_or_in_doubt() -> None:
    at = told_of()
    at.move(Accept("why", text="Well: it ranks who applies.", answer=1), BO)
    at.finds(HIRES, *NO_GATE)
    assert known(at)["annex-iii-4a"] == replace(HIRES, start=9, end=26)
    assert not [each for each in at.canvas.iteration.facts if each.value == "no" and each.by == "model"]
    at = told_of()
    at.move(Accept("why", text="It only prints.", answer=1), BO)
    at.finds(HIRES)
    fact = known(at)["annex-iii-4a"]
    assert (fact.value, fact.quote, fact.by, fact.reason) == ("unsure", "", "model", GONE)


@pytest.mark.parametrize("end", [lambda at: at.move(Stop("who")), lambda at: at.breaks()])
def test_a_reading_that_was_stopped_or_broke_is_done_by_the_rules(end: Callable[[Scene], list[str]]) -> None:
    at = told_of()
    end(at)
    assert last(at).moment == "facts"
    assert at.talk.pack
    assert at.box("who").reading == at.box("who").beside == ()


@pytest.mark.parametrize("move", [Say("ok", box="who"), Accept("who", 1)])
def test_a_reading_that_was_cut_off_goes_on_whatever_move_began_it(move: Move) -> None:
    at = scene()
    at.drafted("It ranks who applies.", 1, 2)
    at.accept()
    at.drafted("Us.", 1, 2, 3, box="who")
    at.move(move)
    (work,) = (each for each in at.works if isinstance(each, FindFacts))
    assert unfinished(at.talk, at.canvas, work.turn, move) == work


def test_what_follows_from_another_answer_can_be_confirmed_too() -> None:
    at = column()
    at.canvas = at.canvas.with_facts((Fact("deep-fake", "yes", "sorts apples", "why", 25, 37, by="model"),))
    at.move(ConfirmFact("generates-content"), BO)
    confirmed = known(at)["generates-content"]
    assert (confirmed.value, confirmed.by, confirmed.quote) == ("yes", BO, "sorts apples")


def test_the_next_iteration_knows_what_was_screened() -> None:
    at = column(HIRES)
    new = fresh(at.canvas, id="w", pace=Pace.GUIDED, before=at.talk)
    kept = (at.talk.labels, at.talk.told, at.talk.pack, at.talk.screened)
    assert (new.labels, new.told, new.pack, new.screened) == kept
    assert new.labels
    assert not new.labels_told


def test_after_the_decision_only_what_changed_is_said() -> None:
    short = template(*((a_box(id, 1),) for id in ("why", "decision", "how")))
    at = scene(short)
    for id, text in (("why", "It ranks who applies."), ("decision", "Anna decides.")):
        at.drafted(text, 1, box=id)
        at.accept(id)
        told = at.finds(HIRES)
    assert not [line for line in told if line.startswith("screened")]


def test_who_comes_back_is_told_when_newer_rules_make_a_difference() -> None:
    at = column(HIRES)
    assert not [line for line in at.joins(BO) if "law_changed" in line]
    old = json.loads(at.talk.screened) | {"labels": ["minimal"], "rulings": []}
    at.talk = replace(at.talk, pack="2026.01.01", screened=json.dumps(old))
    assert "notice law_changed" in at.joins(BO)


def test_the_answer_of_a_person_outlives_the_words_that_it_quoted() -> None:
    at = column(HIRES)
    at.move(ConfirmFact("annex-iii-4a"), BO)
    at.canvas = at.canvas.with_answer(accepted("why", "It sorts apples now.", number=2))
    now = screening(Scratch(at.talk, at.canvas, NOW, at.new_id)).facts
    assert (now["annex-iii-4a"].value, now["annex-iii-4a"].quote) == ("yes", "")


def twice() -> tuple[Scene, FindFacts, FindFacts]:
    """The boxes are being read, and a second reading began since."""
    at = told_of()
    at.talk = replace(at.talk, read_back=())
    at.move(Accept("who", text="All of us.", answer=1))
    first, second = [each for each in at.works if isinstance(each, FindFacts)]
    return at, first, second


def test_of_two_readings_the_one_that_began_later_counts_whichever_ends_first() -> None:
    at, first, second = twice()
    at.feed(Found(second.box, second.turn, (HIRES,)))
    assert at.feed(Found(first.box, first.turn, tuple(NO_GATE))) == [f"end {first.turn} done"]
    assert "high_risk_annex_iii" in at.talk.labels
    at, first, second = twice()
    at.feed(Found(first.box, first.turn, tuple(NO_GATE)))
    at.feed(Found(second.box, second.turn, (HIRES,)))
    assert "high_risk_annex_iii" in at.talk.labels


def test_a_reading_that_was_taken_already_changes_nothing() -> None:
    at, first, _ = twice()
    at.feed(Found(first.box, first.turn, (HIRES,)))
    before = at.talk
    assert at.feed(Found(first.box, first.turn, tuple(NO_GATE))) == []
    assert at.talk == before


def test_if_the_later_reading_fails_the_earlier_one_counts_and_the_other_way_round() -> None:
    at, first, second = twice()
    at.feed(Broke(second.box, second.turn, "It fell over."))
    at.feed(Found(first.box, first.turn, (HIRES,)))
    assert "high_risk_annex_iii" in at.talk.labels
    at, first, second = twice()
    at.feed(Found(second.box, second.turn, (HIRES, *NO_GATE)))
    at.feed(Broke(first.box, first.turn, "It fell over."))
    assert "evaluates-people" in {each.id for each in at.canvas.iteration.facts if each.by == "model"}
    assert at.talk.readings == ()
