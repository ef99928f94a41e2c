"""The opening story and the close, as a model understood them: only what was said counts."""

import datetime as dt
from dataclasses import replace

import pytest

from app.canvas.model import Member, Milestone, NonAnswer, OpenQuestion, Overview
from app.facilitator.port import Job
from app.interview.effects import Taken
from app.interview.state import CLOSE, START, Passage
from tests.facilitator.models import hears, modelled, unseen
from tests.facilitator.room import NOW, SHORT, job

STORY = "Hi all! Vials break, 9 % of them.\nThe camera is grey. We want fewer than 2 %."


# ---- the story


async def test_a_story_becomes_passages_word_for_word() -> None:
    passages = [
        {"box": "goals", "words": "We want fewer than 2 %."},
        {"box": "goals", "words": "vials  break, 9 % of them"},
        {"box": "camera", "words": "The camera is black."},
        {"box": "camera", "words": "The camera is grey. The lens is new."},
        {"box": "nowhere", "words": "The camera is grey."},
        {"box": "camera", "words": "We have lenses."},
        {"box": "goals", "words": "We want fewer than 2 %."},
        {"box": "camera", "words": "  "},
    ]
    heard = await hears(job(STORY, ("Bo", "We have lenses."), box=START, template=SHORT), {"passages": passages})
    assert heard.passages == (
        Passage("", "goals", "We want fewer than 2 %.", "t1"),
        Passage("", "goals", "Vials break, 9 % of them", "t1"),
        Passage("", "camera", "We have lenses.", "t2"),
    )
    assert (heard.changes, heard.coverage, heard.inferred, heard.reply) == ((), {}, None, "")


async def test_of_a_story_only_so_many_passages_are_kept() -> None:
    words = [f"Fact {number}." for number in range(90)]
    passages = [{"box": "goals", "words": each} for each in words]
    heard = await hears(job(" ".join(words), box=START, template=SHORT), {"passages": passages})
    assert [each.text for each in heard.passages] == words[:60]


async def test_a_story_shows_the_form_and_the_words_and_says_what_it_took() -> None:
    talker, model = modelled({"passages": []})
    _, made = await talker.listen(job(STORY, box=START, template=SHORT), unseen)
    assert (made.prompt, made.prompt_hash, made.calls) == ("story", model.prompts[0].hash, 1)
    assert "## Camera (id camera, column Work)" in model.system
    assert f'<words id="T1" by="Anna">{STORY}</words>' in model.user


# ---- the close


def closing(*said: str, known: Overview | None = None, left: int = 0) -> Job:
    given = job(*said, box=CLOSE, template=SHORT)
    open = tuple(OpenQuestion(f"o{n}", "feedback", n, NonAnswer.DONT_KNOW, "Anna", NOW, 1) for n in range(1, left + 1))
    canvas = given.canvas.with_open_questions(open)
    return replace(given, canvas=canvas.with_overview(known or Overview()))


@pytest.mark.parametrize(
    ("name", "kept"), [("Mira", "Mira"), ("mira  BERG", "mira BERG"), ("Jon", None), ("", None), ("  ", None)]
)
async def test_a_member_counts_only_if_somebody_named_them(name: str, kept: str | None) -> None:
    form = {"members": [{"name": name, "role": " owner ", "responsibilities": "the data"}]}
    heard = await hears(closing("Mira\nBerg is the owner, and does the data."), form)
    assert heard.overview == (Overview(team=(Member(kept, "owner", "the data"),)) if kept else None)


async def test_what_is_known_of_the_team_and_the_timeline_stays() -> None:
    known = Overview((Member("Anna", "owner", "costs"), Member("Bo", "tester")), (Milestone("2027-01", "Begin"),))
    form = {
        "members": [{"name": "Anna", "role": "lead"}, {"name": "Carla"}],
        "milestones": [{"date": "May 2027", "text": "Pilot"}, {"date": "2027-01", "text": "Begin"}],
    }
    heard = await hears(closing("Anna leads, Carla joins. Pilot in May 2027, as in 2027-01.", known=known), form)
    assert heard.overview == Overview(
        (Member("Anna", "lead", "costs"), Member("Bo", "tester"), Member("Carla")),
        (Milestone("2027-01", "Begin"), Milestone("May 2027", "Pilot")),
    )


@pytest.mark.parametrize(
    ("date", "kept"),
    [("March 2027", True), ("2027-03", True), ("in March 2027", True), ("April 2027", False), ("March 2028", False)],
)
async def test_a_milestone_counts_only_if_its_date_was_said(date: str, kept: bool) -> None:
    form = {"milestones": [{"date": date, "text": "Pilot in Lund"}, {"date": date}, {"text": "No day"}]}
    heard = await hears(closing("Pilot in Lund from March 2027."), form)
    assert heard.overview == (Overview(timeline=(Milestone(date, "Pilot in Lund"),)) if kept else None)


async def test_who_takes_what_is_open_is_named_by_its_label() -> None:
    owners = [
        {"open": "Q1", "owner": "Jon", "due": "2027-05-03"},
        {"open": " q2 ", "owner": "jon", "due": "2027-06-03"},
        {"open": "Q2", "owner": "Dora"},
        {"open": "Q9", "owner": "Jon"},
        {"open": "o1", "owner": "Jon"},
        {"open": "Q2", "owner": ""},
    ]
    talker, model = modelled({"owners": owners})
    heard, _ = await talker.listen(closing("Jon does both, the first by 3 May 2027.", left=2), unseen)
    assert "Q2: <words>Feedback</words>, <words>How often is the model retrained?</words>" in model.user
    assert heard.taken == (Taken("o1", "Jon", dt.date(2027, 5, 3)), Taken("o2", "jon"))
    assert heard.overview is None


async def test_a_whole_box_may_be_open_too() -> None:
    given = closing("Jon does it.", left=1)
    (one,) = given.canvas.iteration.open_questions
    given = replace(given, canvas=given.canvas.with_open_questions((replace(one, question=None),)))
    talker, model = modelled({"owners": [{"open": "Q1", "owner": "Jon"}]})
    heard, _ = await talker.listen(given, unseen)
    assert "Q1: <words>Feedback</words>, the whole box" in model.user
    assert heard.taken == (Taken("o1", "Jon"),)


async def test_a_question_at_the_close_gets_its_reply() -> None:
    talker, model = modelled({"reply": " The pilot is the last milestone. "})
    heard, made = await talker.listen(closing("What comes last?"), unseen)
    assert (heard.reply, heard.overview, heard.taken) == ("The pilot is the last milestone.", None, ())
    assert (made.prompt, made.prompt_hash) == ("close", model.prompts[0].hash)


# ---- what of it was said

SAID = "Mira owns the costs of 3 lines with Jon. Then we see. The pilot in Lund begins in March 2027."


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("owns the costs of three lines", True),
        ("owns the costs, with Jon", True),
        ("owns the costs of 4 lines", False),
        ("owns the costs until May 2027", False),
        ("owns the costs of 3 kg", False),
        ("owns the costs, with Pia", False),
        ("costs at Siemens", False),
    ],
)
@pytest.mark.parametrize("field", ["role", "responsibilities"])
async def test_of_a_member_only_what_was_said_is_kept(field: str, given: str, kept: bool) -> None:
    heard = await hears(closing(SAID), {"members": [{"name": "Mira", field: given}]})
    assert heard.overview is not None
    assert getattr(heard.overview.team[0], field) == (given if kept else "")


async def test_what_is_invented_of_a_member_takes_nothing_away() -> None:
    known = Overview((Member("Mira", "owner", "costs"),))
    form = {"members": [{"name": "Mira", "role": "lead of 9 people", "responsibilities": "costs with Pia"}]}
    assert (await hears(closing(SAID, known=known), form)).overview is None


@pytest.mark.parametrize(
    ("date", "text", "kept"),
    [
        ("March 2027", "the pilot in Lund begins", "the pilot in Lund begins"),
        ("March 2027", "the pilot with 4 lines begins", "The pilot in Lund begins in March 2027."),
        ("2027-03", "the pilot in Aarhus begins", "The pilot in Lund begins in March 2027."),
    ],
)
async def test_a_milestone_that_was_not_said_so_is_told_in_the_persons_words(date: str, text: str, kept: str) -> None:
    heard = await hears(closing(SAID), {"milestones": [{"date": date, "text": text}]})
    assert heard.overview == Overview(timeline=(Milestone(date, kept),))


async def test_a_milestone_of_which_no_sentence_holds_the_date_is_dropped() -> None:
    said = "The pilot begins in March. That is in 2027."
    assert (await hears(closing(said), {"milestones": [{"date": "March 2027", "text": "9 lines"}]})).overview is None


async def test_names_of_another_language_are_words_with_capitals() -> None:
    """Only English tells a name by its capital: what was reworded in German is not taken for invented."""
    form = {"members": [{"name": "Mira", "role": "ist die Chefin der Kosten"}]}
    heard = await hears(closing("Mira ist für die Kosten verantwortlich, und Jon macht die Daten."), form)
    assert heard.overview == Overview((Member("Mira", "ist die Chefin der Kosten"),))
