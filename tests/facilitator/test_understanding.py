"""What a model makes of words beside the draft: ticks, what is left open, moves, the lead. Only what was said."""

import datetime as dt
from dataclasses import replace

import pytest

from app.canvas.model import Coverage, Covered, NonAnswer
from app.interview.effects import Disagreement, Lead, Unanswered
from app.interview.state import Passage
from app.llm.port import ModelFailed
from tests.facilitator.models import add, failure, hears, modelled, swap, unseen
from tests.facilitator.room import SHORT, answer, job, sentence, ticks, told, turn

READS = "Anna’s team reads “all” feedback\nevery Monday."
KINDS = {"answer": "answer", "question": "question", "off_topic": "off_topic", "command": "command"}


# ---- coverage


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        (READS, READS),
        ("reads “all” feedback", "Anna’s team reads “all” feedback"),
        ('anna\'s TEAM reads "all" feedback', "Anna’s team reads “all” feedback"),
        ("feedback every  Monday", "feedback\nevery Monday"),
        ("“every Monday …”", "every Monday."),
        ("each Monday", None),
        ("feedback Monday", None),
        ("", None),
    ],
)
async def test_a_question_is_ticked_only_with_words_that_were_said(words: str, quote: str | None) -> None:
    heard = await hears(job(READS, template=SHORT), {"coverage": [{"question": 2, "state": "full", "words": words}]})
    assert heard.coverage == ({2: Coverage(Covered.FULL, quote)} if quote else {})


async def test_words_of_earlier_replies_and_of_passages_tick_too() -> None:
    given = job(
        "Bo counts.", READS, new=1, template=SHORT, offered=[Passage("p1", "feedback", "We train daily.", "t0")]
    )
    form = {
        "coverage": [
            {"question": 1, "state": "part", "words": "Bo counts"},
            {"question": "Q2", "state": "FULL", "words": "train daily"},
            {"question": 9, "state": "full", "words": "Bo counts"},
        ]
    }
    assert ticks(await hears(given, form)) == {1: "part", 2: "full"}


@pytest.mark.parametrize(
    ("states", "kept"), [(("full", "part"), "full"), (("part", "full"), "full"), (("part", "part"), "part")]
)
async def test_of_several_ticks_for_a_question_the_fullest_counts(states: tuple[str, str], kept: str) -> None:
    form = {"coverage": [{"question": 1, "state": each, "words": "feedback"} for each in states]}
    assert ticks(await hears(job(READS, template=SHORT), form)) == {1: kept}


async def test_words_of_another_box_or_of_the_draft_tick_nothing() -> None:
    drafted = [sentence("It is read weekly.", turn("t1"))]
    goals = answer(sentence("Nobody is hurt."), box="goals")
    given = job(READS, template=SHORT, draft=drafted, answers=[goals], story="We are small.")
    forms = [{"question": 1, "words": each} for each in ("read weekly", "Nobody is hurt", "We are small")]
    assert (await hears(given, {"coverage": forms})).coverage == {}


# ---- what is left open

ASKS = ("Bo", "The costs: no idea. Carla Ruiz asks, by 3 May 2027, she has 2 weeks.")


@pytest.mark.parametrize(
    ("owner", "due", "found"),
    [
        ("Carla Ruiz", "2027-05-03", ("Carla Ruiz", dt.date(2027, 5, 3))),
        ("carla  ruiz", "2027-05-03T00:00", ("carla ruiz", dt.date(2027, 5, 3))),
        ("Bo", "", ("Bo", None)),  # who speaks
        ("Dora", "2027-05-03", ("", dt.date(2027, 5, 3))),
        ("Anna", "2027-05-04", ("", None)),  # she said something else, earlier
        ("", "2027-06-03", ("", None)),
        ("Carla", "2028-05-03", ("Carla", None)),
        ("Carla", "3 May 2027", ("Carla", None)),
        ("Carla", "soon", ("Carla", None)),
    ],
)
async def test_an_owner_and_a_day_count_only_if_they_were_said(
    owner: str, due: str, found: tuple[str, dt.date | None]
) -> None:
    form = {"left_open": [{"question": 2, "kind": "dont_know", "reason": " the\ncosts ", "owner": owner, "due": due}]}
    heard = await hears(job("Anna reads.", ASKS, new=1, template=SHORT), form)
    assert heard.skips == (Unanswered(2, NonAnswer.DONT_KNOW, "the costs", *found),)
    assert heard.coverage == {}


KINDS_OF_SKIP = [NonAnswer.DONT_KNOW, NonAnswer.LATER, NonAnswer.NOT_APPLICABLE]


@pytest.mark.parametrize("kind", KINDS_OF_SKIP)
async def test_only_what_does_not_apply_for_a_reason_is_ticked_so(kind: NonAnswer) -> None:
    reason = "We never retrain it."
    left = {"question": 2, "kind": kind.value, "reason": reason}
    heard = await hears(job("It does not matter: we never retrain it.", template=SHORT), {"left_open": [left]})
    assert heard.skips == (Unanswered(2, kind, reason),)
    excused = kind is NonAnswer.NOT_APPLICABLE
    assert heard.coverage == ({2: Coverage(Covered.NOT_APPLICABLE, reason)} if excused else {})


@pytest.mark.parametrize("kind", KINDS_OF_SKIP)
@pytest.mark.parametrize("reason", ["", "The regulator forbids any training."])
async def test_what_was_not_asked_is_left_open_only_for_a_reason_that_was_said(kind: NonAnswer, reason: str) -> None:
    left = [{"question": number, "kind": kind.value, "reason": reason} for number in (2, 9)]
    heard = await hears(job(READS, template=SHORT, asked=1), {"left_open": left})
    assert (heard.skips, heard.coverage) == ((), {})


@pytest.mark.parametrize(
    ("kind", "left"), [(NonAnswer.DONT_KNOW, True), (NonAnswer.LATER, False), (NonAnswer.NOT_APPLICABLE, False)]
)
async def test_what_was_asked_needs_no_reason_if_nobody_knows_it(kind: NonAnswer, left: bool) -> None:
    form = {"left_open": [{"question": 2, "kind": kind.value, "reason": ""}]}
    heard = await hears(job("No idea.", template=SHORT, asked=2), form)
    assert heard.skips == ((Unanswered(2, kind),) if left else ())


# ---- the lead


@pytest.mark.parametrize(
    ("lead", "kept"),
    [
        ("With all feedback read every Monday:", True),
        ("  With it\nread:  ", True),
        ("With 2 people reading:", False),
        ("Read since March:", False),
        ("Do you read all of it?", False),
        ("", False),
    ],
)
async def test_a_lead_says_nothing_new_and_asks_nothing(lead: str, kept: bool) -> None:
    heard = await hears(job(READS, template=SHORT), {"next": {"question": 2, "lead": lead}})
    assert heard.lead == (Lead(" ".join(lead.split()), 2) if kept else None)


@pytest.mark.parametrize("where", ["story", "reply", "answer"])
async def test_a_lead_may_hold_a_number_that_was_said_anywhere(where: str) -> None:
    words = "We have 31 shops."
    given = job(
        *(words,) if where == "reply" else (),
        READS,
        new=1,
        template=SHORT,
        story=words if where == "story" else "",
        answers=[answer(sentence(words), box="goals")] if where == "answer" else (),
    )
    assert (await hears(given, {"next": {"question": 1, "lead": "With 31 shops:"}})).lead == Lead("With 31 shops:", 1)


async def test_a_translation_stays_when_the_lead_is_dropped() -> None:
    form = {"next": {"question": "2", "lead": "And with 7 of them?", "translation": "Wie oft?"}}
    assert (await hears(job("Anna liest es.", template=SHORT), form)).lead == Lead("", 2, "Wie oft?")


async def test_a_lead_and_a_reply_and_a_clash_are_bounded() -> None:
    form = {
        "reply": "r" * 5_000,
        "next": {"question": 1, "lead": "l" * 5_000, "translation": "t" * 5_000},
        "left_open": [{"question": 1, "reason": "Anna " * 1_000, "owner": "Anna " * 50}],
        "disagreements": [{"question": 1, "text": "d" * 5_000}],
    }
    heard = await hears(job("Anna " * 50, template=SHORT), form)
    assert heard.lead is not None
    assert (len(heard.reply), len(heard.lead.text), len(heard.lead.translation)) == (1_000, 200, 400)
    assert len(heard.skips[0].reason) == 1_000
    assert 70 < len(heard.skips[0].owner) <= 80
    assert len(heard.disagreements[0].text) == 400


# ---- what kind of words they are


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", ["accept", "later", "dont_know", "clear", "enough", "deeper"])
async def test_a_move_is_named_only_if_the_words_are_a_command(kind: str, command: str) -> None:
    given = job(
        READS, template=SHORT, draft=[sentence("Anna reads it.", turn("t0"))], answers=[answer(sentence("So."))]
    )
    heard = await hears(given, {"kind": kind, "command": command, "reply": "Fine."})
    assert heard.meaning == kind
    assert heard.inferred == (command if kind == "command" else None)
    assert heard.reply == ("" if kind == "command" else "Fine.")


@pytest.mark.parametrize(
    ("command", "drafted", "known"),
    [("accept", False, True), ("enough", False, True), ("clear", True, False), ("accept", False, False)],
)
async def test_a_move_that_cannot_be_made_is_none(command: str, drafted: bool, known: bool) -> None:
    given = job(
        READS,
        template=SHORT,
        draft=[sentence("Anna reads it.", turn("t0"))] if drafted else (),
        answers=[answer(sentence("Anna reads it."))] if known else (),
    )
    heard = await hears(given, {"kind": "command", "command": command})
    assert (heard.inferred, heard.took) == (None, False)


async def test_a_wish_about_wording_is_a_command_without_a_move() -> None:
    drafted = [sentence("Anna reads it.", turn("t1"))]
    given = job("Anna reads it.", "Say it more plainly.", new=1, draft=drafted, template=SHORT)
    heard = await hears(given, {"kind": "command", "command": "none", "changes": [swap("S1", "Anna reads.", "S1")]})
    assert (heard.meaning, heard.inferred) == ("command", None)
    assert told(heard) == ["0 [ t1] Anna reads."]


@pytest.mark.parametrize("kind", KINDS)
async def test_words_that_are_an_answer_by_somebodys_word_are_never_anything_else(kind: str) -> None:
    heard = await hears(job(READS, template=SHORT, literal=True), {"kind": kind, "command": "accept"})
    assert (heard.meaning, heard.inferred) == ("answer", None)


async def test_a_disagreement_names_its_question_if_there_is_one() -> None:
    clashes = [{"question": 2, "text": "Mondays\nor daily?"}, {"question": 7, "text": "2 or 10?"}, {"text": " "}]
    heard = await hears(job(READS, template=SHORT), {"disagreements": clashes})
    assert heard.disagreements == (Disagreement("Mondays or daily?", 2), Disagreement("2 or 10?"))


# ---- another wording


async def test_a_redraft_changes_the_draft_and_nothing_else() -> None:
    told_in_story = sentence("Vials break.", turn("t0", "Vials break."))
    given = job("Anna reads it.", draft=[told_in_story], template=SHORT, story="Vials break.", instruction="shorter")
    form = {
        "kind": "answer",
        "command": "accept",
        "changes": [swap("S1", "They break.", "S1")],
        "coverage": [{"question": 1, "words": "Anna reads it"}],
        "left_open": [{"question": 2, "kind": "not_applicable", "reason": "We never train."}],
    }
    heard = await hears(replace(given, turn="t9"), form)
    assert (heard.meaning, heard.inferred, heard.coverage, heard.skips) == ("command", None, {}, ())
    assert told(heard) == ["0 [ t0] They break."]


async def test_what_a_redraft_drops_is_dropped_by_its_own_turn() -> None:
    given = job(
        "Anna.", draft=[sentence("Vials break.", turn("t0"))], template=SHORT, instruction="", story="Vials break."
    )
    heard = await hears(replace(given, turn="t9"), {"changes": [{"do": "drop", "sentence": "S1"}]})
    assert told(heard) == ["- 0 t9"]


# ---- words that belong in another box


async def test_words_for_another_box_are_copied_from_the_new_words_or_they_are_none() -> None:
    given = job("The camera is grey.", ("Bo", "The lens is new. Nobody is hurt."), new=1, template=SHORT)
    elsewhere = [
        {"box": "camera", "words": "the  lens is new"},
        {"box": "goals", "words": "Nobody is hurt."},
        {"box": "goals", "words": "Nobody gets hurt."},
        {"box": "camera", "words": "The camera is grey."},  # that was heard before
        {"box": "nowhere", "words": "The lens is new."},
        {"words": "The lens is new."},
    ]
    heard = await hears(given, {"elsewhere": elsewhere})
    assert heard.passages == (
        Passage("", "camera", "The lens is new", "t2"),
        Passage("", "goals", "Nobody is hurt.", "t2"),
    )


# ---- who did it


async def test_a_piece_of_work_names_the_model_the_prompt_and_what_it_took() -> None:
    talker, model = modelled({})
    heard, made = await talker.listen(job(READS, template=SHORT), unseen)
    assert (heard.box, heard.turn, heard.draft, heard.changes) == ("feedback", "t1", 0, ())
    assert (made.facilitator, made.prompt, made.prompt_hash) == ("fake/talker", "listen", model.prompts[0].hash)
    assert (made.calls, made.tokens_in, made.cached, made.tokens_out, made.cost) == (1, 10, 6, 5, 0.25)
    assert made.outcome == "done"


async def test_a_failure_of_the_model_is_for_others_to_handle() -> None:
    with pytest.raises(ModelFailed):
        await modelled(failure())[0].listen(job(READS, template=SHORT), unseen)


async def test_a_form_that_says_nothing_changes_nothing() -> None:
    heard = await hears(job(READS, template=SHORT), {"changes": [add("", "T1")], "coverage": [{}], "elsewhere": [{}]})
    assert (heard.changes, heard.coverage, heard.passages, heard.skips, heard.lead) == ((), {}, (), (), None)
