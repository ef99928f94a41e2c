"""What people see while a model still writes: the lead and the question first, then the draft; nothing twice."""

from collections import defaultdict
from dataclasses import replace

import pytest

from app.facilitator.port import Delta, Job
from app.facilitator.streaming import Passing, listened
from app.interview.state import Ask, Pace
from tests.facilitator.models import Form, add, modelled
from tests.facilitator.room import SHORT, job

LEAD = "With feedback on Mondays:"
ASKED = "How often is the model retrained?"
FORM = {
    "kind": "answer",
    "next": {"question": 2, "lead": LEAD, "translation": ""},
    "reply": "",
    "changes": [add("Anna reads it.", "T1"), {"do": "drop", "text": "Gone."}, add("On Mondays.", "T1")],
}


async def watched(*forms: Form, given: Job | None = None) -> list[Delta]:
    seen: list[Delta] = []
    await modelled(*forms)[0].listen(given or job("Anna reads feedback on Mondays.", template=SHORT), seen.append)
    return seen


def whole(seen: list[Delta]) -> dict[str, str]:
    parts: defaultdict[str, str] = defaultdict(str)
    for each in seen:
        parts[each.part] += each.text
    return dict(parts)


async def test_the_lead_and_its_question_come_before_the_draft() -> None:
    seen = await watched(FORM)
    assert whole(seen) == {"lead": f"{LEAD} {ASKED}", "draft": "Anna reads it.\nOn Mondays."}
    parts = [each.part for each in seen]
    assert parts == sorted(parts, key=["lead", "draft"].index)
    assert parts.count("lead") > 3
    assert parts.count("draft") > 3
    assert {(each.box, each.turn) for each in seen} == {("feedback", "t1")}


async def test_the_question_follows_once_the_lead_is_whole() -> None:
    leads = [each.text for each in await watched(FORM) if each.part == "lead"]
    assert leads[-1] == f" {ASKED}"
    assert "".join(leads[:-1]) == LEAD


@pytest.mark.parametrize("number", [0, 1, 3, 9, "2", None])
async def test_a_question_that_will_not_be_asked_now_is_not_shown(number: object) -> None:
    """Question 1 was asked already, and 3 is not essential."""
    given = job("Anna reads feedback on Mondays.", template=SHORT)
    talk = replace(given.talk.box("feedback"), asks=(Ask("Who analyses the feedback?", 1),))
    given = replace(given, talk=given.talk.with_box("feedback", talk))
    seen = await watched(FORM | {"next": {"question": number, "lead": LEAD}}, given=given)
    assert whole(seen)["lead"] == LEAD


@pytest.mark.parametrize("kind", ["question", "off_topic", None])
async def test_nothing_of_the_next_question_is_shown_unless_the_words_are_known_to_be_no_question(kind: str) -> None:
    seen = await watched({key: each for key, each in (FORM | {"kind": kind}).items() if each is not None})
    assert [*whole(seen)] == ["draft"]


async def test_of_a_form_whose_kind_comes_late_the_lead_is_shown_late() -> None:
    late = {key: each for key, each in FORM.items() if key != "kind"} | {"kind": "answer"}
    seen = await watched(late)
    assert [each.part for each in seen].index("lead") > [each.part for each in seen].index("draft")
    assert whole(seen)["lead"] == f"{LEAD} {ASKED}"


async def test_a_pace_that_asks_every_question_shows_any_of_them() -> None:
    given = job("Anna reads feedback on Mondays.", template=SHORT)
    given = replace(given, talk=replace(given.talk, pace=Pace.THOROUGH))
    seen = await watched(FORM | {"next": {"question": 3, "lead": ""}}, given=given)
    assert whole(seen)["lead"] == "Which complaints are counted?"


async def test_a_translation_takes_the_questions_place() -> None:
    seen = await watched(FORM | {"next": {"question": 2, "lead": LEAD, "translation": "Wie oft?"}})
    assert whole(seen)["lead"] == f"{LEAD} Wie oft?"


async def test_a_reply_comes_as_an_explanation() -> None:
    seen = await watched({"kind": "question", "next": {"lead": ""}, "reply": "It means who reads it.", "changes": []})
    assert whole(seen) == {"explanation": "It means who reads it."}
    assert len(seen) > 3


@pytest.mark.parametrize(
    ("second", "shown"),
    [
        ("so " * 25 + "so", "so " * 29 + "so"),  # it stops earlier: what was shown stays
        ("so " * 40 + "so", "so " * 40 + "so"),  # it goes on where the first ended
        ("Anna reads it.", "so " * 29 + "so"),  # it says something else: held back until it is stored
    ],
)
async def test_nothing_is_shown_twice_when_a_model_begins_anew(second: str, shown: str) -> None:
    first = FORM | {"changes": [add("so " * 29 + "so", "T1")]}
    again = FORM | {"changes": [add(second, "T1")]}
    seen = whole(await watched(first, again))
    assert seen == {"lead": f"{LEAD} {ASKED}", "draft": shown}


@pytest.mark.parametrize(
    "form",
    [
        {"next": None},
        {"next": "2"},
        {"changes": None},
        {"changes": ["Anna reads it."]},
        {"reply": None, "changes": [{"text": None}]},
        {"next": {"lead": 3, "question": [2]}, "changes": []},
    ],
)
def test_half_a_form_of_any_shape_shows_nothing(form: Form) -> None:
    seen: list[Delta] = []
    Passing(seen.append, "feedback", "t1", listened(SHORT.box("feedback"), [1, 2]))(form)
    assert seen == []
