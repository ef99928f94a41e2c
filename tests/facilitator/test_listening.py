import datetime as dt
import re

import pytest
from hypothesis import assume, given, settings, strategies as st

from app.canvas.model import NonAnswer, Source, SourceKind, text_of
from app.facilitator.replies import fragment
from app.interview.effects import Add, Unanswered
from tests.facilitator.room import answer, heard, job, sentence, ticks, told, turn

# ---- numbers, labels and free words


@pytest.mark.parametrize(
    ("text", "asked", "changes", "ticked"),
    [
        ("3: Anna", None, ["+ [3 t1] Analyses feedback: Anna"], {3: "full"}),
        ("3: Anna does.", None, ["+ [3 t1] Anna does."], {3: "full"}),
        (
            "4: email\n3: Anna",
            None,
            ["+ [4 t1] Channels: email", "+ [3 t1] Analyses feedback: Anna"],
            {4: "full", 3: "full"},
        ),
        ("3: Anna does. Bo helps.", None, ["+ [3 t1] Anna does.", "+ [3 t1] Bo helps."], {3: "full"}),
        ("Anna", 3, ["+ [3 t1] Analyses feedback: Anna"], {3: "full"}),
        ("Anna from quality", 3, ["+ [3 t1] Analyses feedback: Anna from quality"], {3: "full"}),
        ("Anna reads it.", 3, ["+ [3 t1] Anna reads it."], {3: "part"}),
        ("Anna", None, ["+ [ t1] Anna"], {}),
        ("Hello.\n3: Bo", None, ["+ [ t1] Hello.", "+ [3 t1] Analyses feedback: Bo"], {3: "full"}),
        ("7: Anna", None, ["+ [ t1] 7: Anna"], {}),
    ],
)
async def test_what_a_reply_becomes(text: str, asked: int | None, changes: list[str], ticked: dict[int, str]):
    result = await heard(text, asked=asked)
    assert told(result) == changes
    assert ticks(result) == ticked
    assert (result.meaning, result.inferred, result.notice) == ("answer", None, "")


async def test_free_words_tick_what_they_share_words_with_and_the_rest_answers_what_was_asked():
    result = await heard("Anna is responsible for analyzing it. It rains.", asked=5)
    assert told(result) == ["+ [ t1] Anna is responsible for analyzing it.", "+ [5 t1] It rains."]
    assert ticks(result)[3] == "full"


async def test_an_answer_leaves_words_alone_that_only_sound_like_its_question():
    text = "Anna is responsible for analyzing it."
    first = await heard(text, asked=5)
    draft = [each.sentence for each in first.changes if isinstance(each, Add)]
    result = await heard(text, "3: Anna reads it.", new=1, draft=draft)
    assert told(result) == ["+ [3 t2] Anna reads it."]


async def test_a_label_is_not_among_the_words_that_somebody_said():
    result = await heard("3: Anna")
    assert result.changes == (Add(sentence("Analyses feedback: Anna", turn("t1", "Anna"), question=3)),)


async def test_a_number_that_somebody_gave_outweighs_words_in_common():
    result = await heard("3: Anna does.", ("Bo", "Cid is responsible for analyzing it."))
    assert result.coverage[3].quote == "Anna does."


@pytest.mark.parametrize("number", ["", "3: "])
async def test_the_white_space_between_sentences_stays(number: str):
    text = "Anna reads it. Bo does too.\n\nSo does Cid."
    result = await heard(number + text)
    assert text_of(each.sentence for each in result.changes) == text


# ---- who answered it before

MINE = sentence("Analyses feedback: Anna", turn("t1", "Anna"), question=3)
MORE = sentence("She has time.", turn("t1", "She has time."), question=3)
WORDS = "3: Anna"


@pytest.mark.parametrize(
    ("before", "text", "changes"),
    [
        ([MINE], "3: Cid", ["0 [3 t2] Analyses feedback: Cid"]),
        ([MINE, MORE], "3: Cid", ["0 [3 t2] Analyses feedback: Cid", "- 1 t2"]),
        ([MINE], "3: Cid does. Bo too.", ["0 [3 t2] Cid does.", "+ [3 t2] Bo too."]),
        ([MINE], "4: email", ["+ [4 t2] Channels: email"]),
    ],
)
async def test_a_new_answer_takes_the_place_of_what_the_same_person_said(before, text, changes):
    assert told(await heard(WORDS, text, new=1, draft=before)) == changes
    assert told(await heard(WORDS, text, new=1, answers=[answer(*before)])) == changes


async def test_somebody_else_adds_and_both_are_named():
    result = await heard(WORDS, ("Bo", "3: Cid"), new=1, draft=[MINE])
    assert told(result) == ["+ [3 t2] Analyses feedback (Bo): Cid"]
    assert result.disagreements == ()


@pytest.mark.parametrize(
    ("first", "second", "asks"),
    [
        ("two people", "3 people", "On question 3, Anna said “two people” and Bo says “3 people”. Which one holds?"),
        ("two people", "2 people", None),
        ("two people", "a few people", None),
        ("a few people", "3 people", None),
    ],
)
async def test_two_speakers_with_different_numbers_are_both_shown_and_asked(first: str, second: str, asks: str | None):
    before = sentence(f"Analyses feedback: {first}", turn("t1", first), question=3)
    later = await heard(f"3: {first}", ("Bo", f"3: {second}"), new=1, draft=[before])
    assert told(later) == [f"+ [3 t2] Analyses feedback (Bo): {second}"]
    assert [each.text for each in later.disagreements] == ([asks] if asks else [])

    together = await heard(f"3: {first}", ("Bo", f"3: {second}"))
    assert told(together) == [f"+ [3 t1] Analyses feedback: {first}", *told(later)]
    assert [(each.text, each.question) for each in together.disagreements] == ([(asks, 3)] if asks else [])


async def test_what_nobody_here_said_is_the_accepted_answer():
    imported = sentence("Two people read it.", Source(SourceKind.IMPORT, "old.md", "Two people read it."), question=3)
    result = await heard("3: three people", answers=[answer(imported)])
    assert told(result) == ["+ [3 t1] Analyses feedback (Anna): three people"]
    assert "the accepted answer said “Two people read it.”" in result.disagreements[0].text


# ---- what only looks like an answer


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("What do you mean by channels?", "question"),
        ("What? \n", "question"),
        ("Who reads it?\nAnna", "answer"),
        ("3: Who reads it?", "answer"),
        ("why " * 30 + "so?", "answer"),
    ],
)
async def test_a_counter_question_is_not_an_answer(text: str, meaning: str):
    result = await heard(text)
    assert (result.meaning, bool(result.changes)) == (meaning, meaning == "answer")
    literally = await heard(text, literal=True)
    assert literally.meaning == "answer"
    assert literally.changes


@pytest.mark.parametrize(
    ("text", "drafted", "accepted", "asked", "move"),
    [
        ("Looks good to me", True, False, None, "accept"),
        ("ok that works", True, False, None, "accept"),
        ("Yes, that's it", True, False, 3, "accept"),
        ("Looks good to me", False, False, None, None),
        ("Looks good to me, but we count every vial twice", True, False, None, None),
        ("Perfect score is 100", True, False, None, None),
        ("okra", True, False, None, None),
        ("clear this box", False, True, None, "clear"),
        ("Delete it all", False, True, None, "clear"),
        ("clear this box", True, False, None, None),
        ("clear lighting", False, True, None, None),
        ("skip this box for today", False, False, None, "later"),
        ("pass on it for now", True, True, None, "later"),
        ("pass on it for now", False, False, 3, None),
    ],
)
async def test_a_short_reply_may_be_a_move(
    text: str, drafted: bool, accepted: bool, asked: int | None, move: str | None
):
    before = {"draft": [MINE] if drafted else (), "answers": [answer(MINE)] if accepted else (), "asked": asked}
    result = await heard(WORDS, text, new=1, **before)
    assert result.inferred == move
    assert bool(result.changes) == (move is None)
    assert result.draft == (7 if drafted else 0)
    literally = await heard(WORDS, text, new=1, literal=True, **before)
    assert literally.inferred is None
    assert literally.changes or literally.skips


# ---- four ways not to answer, three of them in words; “none of these” rejects what was offered, and is a button


@pytest.mark.parametrize(
    ("text", "asked", "skip"),
    [
        ("3: we don't know", None, Unanswered(3, NonAnswer.DONT_KNOW)),
        ("We don't know yet", 3, Unanswered(3, NonAnswer.DONT_KNOW)),
        ("3: n/a, no users", None, Unanswered(3, NonAnswer.NOT_APPLICABLE, reason="no users")),
        ("later", 3, Unanswered(3, NonAnswer.LATER)),
        (
            "3: don't know, Bo asks by 2027-03-15",
            None,
            Unanswered(3, NonAnswer.DONT_KNOW, "Bo asks by 2027-03-15", "Bo", dt.date(2027, 3, 15)),
        ),
    ],
)
async def test_ways_not_to_answer(text: str, asked: int | None, skip: Unanswered):
    result = await heard(text, asked=asked, people=("Anna", "Bo"), literal=True)
    assert result.skips == (skip,)
    assert result.changes == ()
    assert ticks(result) == ({3: "not_applicable"} if skip.kind is NonAnswer.NOT_APPLICABLE else {})


async def test_not_applicable_without_a_reason_is_left_open_and_says_so():
    result = await heard("3: n/a\n4: does not apply")
    assert (result.skips, result.changes, result.coverage) == ((), (), {})
    assert re.findall(r"Question (\d) was left open", result.notice) == ["3", "4"]


async def test_without_a_question_nothing_is_left_unanswered():
    result = await heard("We don't know much about drift")
    assert result.skips == ()
    assert told(result) == ["+ [ t1] We don't know much about drift"]


# ---- the words and their order are the person's

VOCABULARY = "Anna it feedback responsible for analyzing channels reads. It email! so? 12 % don't know later ok n/a"
REPLIES = st.lists(st.sampled_from(VOCABULARY.split()), min_size=1, max_size=15).map(" ".join)
ANYTHING = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(" .,;:?!3\n\t"), max_size=80)


@settings(deadline=None)
@given(text=REPLIES | st.lists(REPLIES).map("\n".join) | ANYTHING, asked=st.sampled_from([None, 3]))
async def test_every_word_of_a_free_reply_occurs_in_the_changes_in_order(text: str, asked: int | None):
    assume(not re.search(r"(?m)^\s*[Qq]?\d{1,2}\s*[:.)\]]\s", text))
    result = await heard(text, asked=asked, literal=True)
    assume(not result.skips and not result.notice)
    kept = [word for each in result.changes for word in each.sentence.text.split()]
    label = ["Analyses", "feedback:"] if asked and text.strip() and fragment(text.strip()) else []
    assert kept == label + text.split()


@settings(deadline=None)
@given(texts=st.lists(REPLIES, min_size=1, max_size=5))
async def test_every_word_of_a_numbered_reply_occurs_in_the_changes_in_order(texts: list[str]):
    result = await heard("\n".join(f"{n}: {each}" for n, each in enumerate(texts, 1)), literal=True)
    for n, each in enumerate(texts, 1):
        if n not in {skip.question for skip in result.skips} and f"Question {n} was" not in result.notice:
            quotes = [s.quote for c in result.changes if c.sentence.question == n for s in c.sentence.sources]
            assert " ".join(quotes) == each


def test_a_job_knows_which_words_are_new():
    assert [each.text for each in job("a", "b", "c", new=2).news()] == ["b", "c"]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("3: A does.\n3: B helps.", ["+ [3 t1] A does.", "+ [3 t1] B helps."]),
        ("3: Analyses feedback: Anna", ["+ [3 t1] Analyses feedback: Anna"]),
        ("3:\nAnna does.", ["+ [3 t1] Anna does."]),
        ("3:Anna does.", ["+ [3 t1] Anna does."]),
        ("3: I don't know of any problem.", ["+ [3 t1] I don't know of any problem."]),
        ("3: N/A in a column means broken.", ["+ [3 t1] N/A in a column means broken."]),
    ],
)
async def test_words_that_were_once_lost_or_doubled(text: str, changes: list[str]):
    assert told(await heard(text)) == changes
