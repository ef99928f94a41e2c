"""Replies that leave a question open, ask back, tell a story or close; and what the built-in explains."""

from dataclasses import replace

import pytest

from app.canvas.model import Coverage, Covered, Member, NonAnswer, Overview
from app.critic.dismissing import Judgement
from app.facilitator.port import Provenance
from app.interview.effects import Heard
from app.interview.state import CLOSE, START
from app.llm.prompts import Rendered, render
from tests.facilitator.room import SHORT, answer, job, saying, sentence, silent, turn
from tests.facilitator.test_builtin import BUILTIN, changed, listen


async def test_a_question_is_left_open_by_number() -> None:
    heard = await listen(saying("1: don't know, Bo asks by 2027-03-01\n2: later\n3: weekly counts"))
    assert [(each.question, each.kind, each.owner) for each in heard.skips] == [
        (1, NonAnswer.DONT_KNOW, "Bo"),
        (2, NonAnswer.LATER, ""),
    ]
    assert changed(heard.changes) == ["+3 weekly counts"]


async def test_the_question_that_stands_is_left_open_without_one() -> None:
    heard = await listen(saying("later, when Bo is back", asked=2))
    assert [(each.question, each.kind) for each in heard.skips] == [(2, NonAnswer.LATER)]
    assert heard.inferred is None
    assert heard.changes == ()


async def test_not_applicable_needs_a_reason() -> None:
    heard = await listen(saying("1: n/a\n2: n/a because we train once"))
    assert heard.notice == render("builtin/reason", number="1").text
    assert heard.coverage == {2: Coverage(Covered.NOT_APPLICABLE, "we train once")}
    assert [each.question for each in heard.skips] == [2]


# ---- moves and questions among the words


DRAFT = [sentence("Anna reads.", turn("old", "Anna reads."), question=1)]


@pytest.mark.parametrize(
    ("text", "situation", "move"),
    [
        ("Looks good to me", {"draft": DRAFT}, "accept"),
        ("ok then", {"draft": DRAFT}, "accept"),
        ("perfect!", {"draft": DRAFT}, "accept"),
        ("ok then", {}, None),
        ("skip this box for now", {}, "later"),
        ("Later please", {}, "later"),
        ("Clear this box", {"answers": [answer(*DRAFT)]}, "clear"),
        ("Clear the belt first", {}, None),
        ("Yes, and it takes 3 s", {"draft": DRAFT}, None),  # a number: it says something
        ("Great, but we should also count the scratches by hand", {"draft": DRAFT}, None),  # too long
        ("Okra is on the line", {"draft": DRAFT}, None),
        ("Looks good to me", {"draft": DRAFT, "literal": True}, None),
        ("later", {"asked": 2}, None),  # about the question, not the box
    ],
)
async def test_a_short_reply_that_begins_like_a_move(text: str, situation: dict[str, object], move: str | None) -> None:
    heard = await listen(saying(text, **situation))
    assert heard.inferred == move
    assert (heard.changes == ()) is (move is not None or bool(heard.skips))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("What is feedback?", "question"),
        ("Who would that be, for us?\n", "question"),
        ("1: Who would that be?", "answer"),
        ("One thing.\nWhat is feedback?", "answer"),
        ("Why " + "so " * 30 + "?", "answer"),
    ],
)
async def test_a_counter_question(text: str, meaning: str) -> None:
    assert (await listen(saying(text))).meaning == meaning


async def test_a_question_that_is_an_answer_after_all() -> None:
    heard = await listen(saying("What is feedback?", literal=True))
    assert heard.meaning == "answer"
    assert [each[-17:] for each in changed(heard.changes)] == ["What is feedback?"]


# ---- outside the boxes


async def test_a_story_becomes_passages_where_they_fit() -> None:
    story = "We are small. Anna analyses the feedback and counts complaints. The camera takes pictures of the belt."
    heard = await listen(saying(story, box=START))
    assert [(each.box, each.text, each.turn) for each in heard.passages] == [
        ("feedback", "Anna analyses the feedback and counts complaints.", "t1"),
        ("camera", "The camera takes pictures of the belt.", "t1"),
    ]
    assert heard.changes == ()


async def test_of_a_very_long_story_only_the_beginning_is_offered() -> None:
    heard = await listen(saying("The camera takes pictures of the belt. " * 100, box=START))
    assert len(heard.passages) == 60


async def test_at_the_close_the_team_and_the_timeline_are_read() -> None:
    at = job("Anna; owner", ("Bo", "2027-03: trained"), box=CLOSE, template=SHORT)
    heard = await listen(at)
    assert heard.overview is not None
    assert heard.overview.team == (Member("Anna", "owner"),)
    assert len(heard.overview.timeline) == 1


async def test_what_is_known_of_the_team_stays() -> None:
    at = saying("Bo; tester", box=CLOSE)
    known = at.canvas.with_overview(Overview(team=(Member("Anna", "owner"),)))
    heard = await listen(replace(at, canvas=known))
    assert heard.overview == Overview(team=(Member("Anna", "owner"), Member("Bo", "tester")))


async def test_what_is_no_team_is_said_so() -> None:
    heard, made = await BUILTIN.listen(saying("Well done!", box=CLOSE), silent)
    assert heard.notice.startswith("I could not read a person or a date")
    assert made == Provenance("builtin", render("builtin/overview").hash)


# ---- what it cannot do, and what it can tell


async def test_a_redraft_is_left_to_people() -> None:
    at = job(draft=DRAFT, template=SHORT, instruction="shorter")
    heard, made = await BUILTIN.listen(at, silent)
    assert heard == Heard("feedback", "t0", draft=7, meaning="command", notice=render("builtin/redraft").text)
    assert made.prompt_hash == render("builtin/redraft").hash


async def test_ideas_come_from_a_model() -> None:
    told, made = await BUILTIN.suggest(job(template=SHORT), silent)
    assert told.ideas == ()
    assert told.text.startswith("I have no ideas of my own")
    assert made.prompt_hash == render("builtin/suggest").hash


QUESTIONS = "1. Who reads it?\n2. How often?\n3. What do you count?"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (1, render("builtin/explain-with-example", plain="Who reads it?", example="Anna does.")),
        (2, render("builtin/explain", plain="How often?")),
        (None, render("builtin/explain-box", prompt="How you learn from use.", questions=QUESTIONS)),
    ],
)
async def test_a_question_in_plain_words(question: int | None, said: Rendered) -> None:
    told, made = await BUILTIN.explain(job(template=SHORT, question=question), silent)
    assert (told.box, told.text, told.question) == ("feedback", said.text, question)
    assert made == Provenance("builtin", said.hash)


async def test_a_box_without_a_prompt_is_explained_by_its_name() -> None:
    told, _ = await BUILTIN.explain(job(template=SHORT, box="camera"), silent)
    assert told.text.startswith("Camera\n\n1. Which camera")


async def test_it_reviews_nothing_beyond_the_rules() -> None:
    assert not BUILTIN.reviews
    assert await BUILTIN.review(job(template=SHORT), silent) == (Judgement(), Provenance("builtin"))


def test_it_says_beforehand_how_to_talk_to_it() -> None:
    assert "start the line with its number" in BUILTIN.greeting
