"""A model that fails in the middle: for that piece of work others stand in, people know, and no word is lost."""

import asyncio
from typing import Any

import pytest

from app.critic.finding import Engine
from app.interview.moves import Accept, Enough, Explain, Redraft, Retry, Say, Suggest
from app.interview.state import CLOSE, START
from app.store.database import Database
from tests.facilitator.models import Desk, add, failure
from tests.usecases.desk import ANSWERS, FORM, PLAIN, WORDS, At, at_desk, notices, types
from tests.usecases.scene import ANNA, finished

SLOW = "The model gave no answer in time."
UNUSABLE = "The model's answer could not be used."
STOOD_IN = "I noted your words without it. Try again to have them worked in, or go on."
FAILURES = [(failure(cost=0.1), SLOW, 2, 0.1), (RuntimeError("key sk-123 leaked"), UNUSABLE, 0, 0.0)]
failing = pytest.mark.parametrize(("error", "why", "calls", "cost"), FAILURES, ids=["ModelFailed", "RuntimeError"])


class Hanging(Desk):
    """Never answers."""

    async def parse(self, *_: Any, **__: Any) -> Any:
        await asyncio.Event().wait()


async def test_a_model_that_works_drafts_from_the_words(database: Database) -> None:
    at = await at_desk(database)
    events = await at.move(Say(WORDS, box="why"))
    assert notices(events) == []
    assert await at.draft() == "Vials break often."
    assert not (await at.box()).can_retry
    assert await at.works() == [("fake/talker", "listen", "done", 1, 0.25), ("fake/talker", "review", "done", 1, 0.25)]


@failing
async def test_words_are_noted_without_it_and_people_know(
    database: Database, error: Exception, why: str, calls: int, cost: float
) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = error
    events = await at.move(Say(WORDS, box="why"))
    assert types(events)[:4] == ["words", "notice", "covers", "draft"]
    assert notices(events) == [("without_model", f"{why} {STOOD_IN}")]
    assert await at.draft() == PLAIN
    assert (await at.box()).can_retry
    assert (await at.works())[:2] == [
        ("fake/talker", "listen", "failed", calls, cost),
        ("builtin", "", "done", 0, 0.0),
    ]
    stored = await at.product.histories.events(at.interview, after=0)
    assert f"{why} {STOOD_IN}" in [getattr(each.event, "text", "") for each in stored]
    assert "sk-123" not in repr(stored)


@failing
async def test_a_healed_model_hears_them_again_and_says_nothing_twice(
    database: Database, error: Exception, why: str, calls: int, cost: float
) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = error
    await at.move(Say(WORDS, box="why"))
    at.model.answers["listen"] = FORM
    events = await at.move(Retry("why"))
    assert notices(events) == []
    assert await at.draft() == "Vials break often."
    assert not (await at.box()).can_retry
    listened = [each for each in at.model.prompts if each.name == "listen"]
    assert listened[-1].messages[1].text.count(PLAIN) == 1  # as a reply; the draft made of it is not shown
    assert "New words, to be listened to now: T1." in listened[-1].messages[1].text


async def test_a_retry_keeps_what_other_words_made(database: Database) -> None:
    at = await at_desk(database)
    await at.move(Say("Many people are hurt.", box="why"))
    at.model.answers["listen"] = failure()
    await at.move(Say("They leak, too.", box="why"))
    assert await at.draft() == "Vials break often.\nThey leak, too."
    at.model.answers["listen"] = {"changes": [add("Vials leak.", "T2")]}
    await at.move(Retry("why"))
    assert await at.draft() == "Vials break often. Vials leak."


async def test_after_accepting_there_is_nothing_to_try_again(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = failure()
    await at.move(Say(WORDS, box="why"))
    await at.move(Accept("why", 1))
    assert not (await at.box()).can_retry
    assert (await at.box()).text == PLAIN


async def test_a_story_is_understood_without_it(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["story"] = failure()
    events = await at.move(Say("We fill vials.", box=START))
    assert notices(events) == [("without_model", f"{SLOW} {STOOD_IN}")]
    assert (await at.works())[0][:3] == ("fake/talker", "story", "failed")


async def test_a_close_is_understood_without_it(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["close"] = failure()
    events = await at.move(Say("Bo; owner; decides", box=CLOSE))
    assert notices(events)[0] == ("without_model", f"{SLOW} {STOOD_IN}")
    assert (await at.works())[0][:3] == ("fake/talker", "close", "failed")


@failing
async def test_after_words_that_it_missed_the_look_at_the_draft_does_not_wait_for_it_again(
    database: Database, error: Exception, why: str, calls: int, cost: float
) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = error
    events = await at.move(Say(WORDS, box="why"))
    assert notices(events) == [("without_model", f"{why} {STOOD_IN}")]
    assert types(events)[-1] == "proposal"
    assert [each.name for each in at.model.prompts] == ["listen"]
    assert [each[:3] for each in await at.works()] == [
        ("fake/talker", "listen", "failed"),
        ("builtin", "", "done"),
        ("builtin", "", "done"),
    ]


async def test_a_draft_that_only_the_rules_looked_at_is_looked_at_by_the_model_in_a_later_turn(
    database: Database,
) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = failure()
    await at.move(Say(WORDS, box="why"))
    assert notices(await at.move(Enough("why"))) == []
    assert [each.name for each in at.model.prompts] == ["listen", "review"]


# ---- answers that make nothing of the words

NOTHING: list[dict[str, Any]] = [
    {"changes": []},
    {"changes": [add("", "T1")], "coverage": [{"question": 1, "state": "full", "words": "Nobody said this."}]},
    {"kind": "command", "command": "accept"},
    {"kind": "off_topic"},
]


@pytest.mark.parametrize("form", NOTHING, ids=["nothing", "inventions", "a move that cannot be made", "off topic"])
async def test_what_made_nothing_of_the_words_is_asked_for_again_and_then_others_stand_in(
    database: Database, form: dict[str, Any]
) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = form
    events = await at.move(Say(WORDS, box="why"))
    assert len(at.model.complaints) == 3
    assert all(each.startswith("Nothing is taken up from the new words.") for each in at.model.complaints)
    assert notices(events) == [("without_model", f"The model made nothing of these words. {STOOD_IN}")]
    assert (await at.draft(), (await at.box()).can_retry) == (PLAIN, True)
    at.model.answers["listen"] = FORM
    await at.move(Retry("why"))
    assert (await at.draft(), (await at.box()).can_retry) == ("Vials break often.", False)


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "question", "reply": ""},
        {"kind": "off_topic", "reply": "Let us go on."},
        {"kind": "command", "command": "later"},
        {"elsewhere": [{"box": "how", "words": "vials break"}]},
        {"left_open": [{"question": 1, "kind": "later", "reason": "vials break"}]},
        {"disagreements": [{"question": 1, "text": "Do they break?"}]},
    ],
)
async def test_words_that_make_no_draft_may_be_taken_up_otherwise(database: Database, form: dict[str, Any]) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = form
    await at.move(Say(WORDS, box="why"))
    assert at.model.complaints == []
    assert ("fake/talker", "listen", "done", 1, 0.25) in await at.works()


async def test_a_wording_that_changes_nothing_is_no_failure(database: Database) -> None:
    at = await at_desk(database)
    await at.move(Say(WORDS, box="why"))
    at.model.answers["listen"] = {"kind": "command", "changes": []}
    events = await at.move(Redraft("why", "shorter"))
    assert ([code for code, _ in notices(events) if code == "without_model"], at.model.complaints) == ([], [])


# ---- looks

VAGUE = {"verdicts": [{"id": "VAG-01", "fails": True, "quote": "break often", "why": "how often?"}]}


async def found(at: At) -> list[tuple[str, str, str]]:
    found = await at.product.canvases.findings(at.canvas)
    return [(each.criterion, each.quote, each.status) for each in found if each.engine == Engine.MODEL]


@failing
async def test_a_look_that_fails_keeps_what_the_model_found_before(
    database: Database, error: Exception, why: str, calls: int, cost: float
) -> None:
    at = await at_desk(database)
    at.model.answers["review"] = VAGUE
    await at.move(Say(WORDS, box="why"))
    await at.move(Enough("why"))  # or the finding is asked about next
    assert await found(at) == [("VAG-01", "break often", "open")]
    at.model.answers |= {"listen": {"changes": [add("People are hurt.", "T2")]}, "review": error}
    events = await at.move(Say("People are hurt.", box="why"))
    assert notices(events) == [("without_model", f"{why} Only the rules looked at this draft.")]
    assert types(events)[-1] == "proposal"
    assert await at.draft() == "Vials break often. People are hurt."
    assert await found(at) == [("VAG-01", "break often", "open")]
    assert (await at.works())[-2:] == [
        ("fake/talker", "review", "failed", calls, cost),
        ("builtin", "", "done", 0, 0.0),
    ]
    assert not (await at.box()).can_retry


async def test_a_look_that_works_again_judges_anew(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["review"] = VAGUE
    await at.move(Say(WORDS, box="why"))
    await at.move(Enough("why"))  # or the finding is asked about next
    at.model.answers |= {"listen": {"changes": [add("People are hurt.", "T2")]}, "review": ANSWERS["review"]}
    await at.move(Say("People are hurt.", box="why"))
    assert await found(at) == [("VAG-01", "break often", "fixed")]


# ---- explanations and ideas


@failing
@pytest.mark.parametrize(("move", "prompt"), [(Explain("why", 1), "explain"), (Suggest("why", 1), "suggest")])
async def test_explanations_and_ideas_come_without_it(
    database: Database, move: Explain | Suggest, prompt: str, error: Exception, why: str, calls: int, cost: float
) -> None:
    at = await at_desk(database)
    at.model.answers[prompt] = error
    events = await at.move(move)
    assert types(events) == ["notice", "explanation" if prompt == "explain" else "suggestions"]
    assert notices(events) == [("without_model", f"{why} This comes without it.")]
    assert await at.works() == [("fake/talker", prompt, "failed", calls, cost), ("builtin", "", "done", 0, 0.0)]
    assert not (await at.box()).can_retry


async def test_a_redraft_without_it_changes_nothing(database: Database) -> None:
    at = await at_desk(database)
    await at.move(Say(WORDS, box="why"))
    at.model.answers["listen"] = failure()
    events = await at.move(Redraft("why", "shorter"))
    assert "without_model" in [code for code, _ in notices(events)]
    assert await at.draft() == "Vials break often."
    assert not (await at.box()).can_retry


# ---- nobody stands in


@pytest.mark.parametrize("error", [failure(), RuntimeError("key sk-123 leaked")])
async def test_where_nobody_stands_in_the_words_wait_to_be_tried_again(database: Database, error: Exception) -> None:
    at = await at_desk(database, alone=True)
    at.model.answers["listen"] = error
    events = await at.move(Say(WORDS, box="why"))
    assert types(events) == ["words", "failure"]
    assert events[-1].text == "That did not work out. Your words are kept: try again, or go on."
    assert ((await at.box()).can_retry, await at.draft()) == (True, "")
    at.model.answers["listen"] = FORM
    await at.move(Retry("why"))
    assert await at.draft() == "Vials break often."


async def test_a_model_that_hangs_meets_the_deadline_and_others_stand_in(database: Database) -> None:
    at = await at_desk(database, model=Hanging(), turn_seconds=0.2)
    await at.product.turns.begin(at.interview, Say(WORDS, box="why"), ANNA)
    await finished(at.product.turns)
    assert await at.draft() == PLAIN
    assert (await at.box()).can_retry
