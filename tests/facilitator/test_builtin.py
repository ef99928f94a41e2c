"""The facilitator without a model: people's words as they said them, ticked by their numbers and by rules."""

from dataclasses import replace

import pytest

from app.canvas.model import Coverage, Covered
from app.facilitator.builtin import Builtin
from app.facilitator.port import Job
from app.interview.effects import Add, Change, Disagreement, Drop, Heard, Replace
from tests.facilitator.room import SHORT, answer, job, saying, sentence, silent, turn

BUILTIN = Builtin()


async def listen(job: Job) -> Heard:
    heard, made = await BUILTIN.listen(job, silent)
    assert made.facilitator == "builtin"
    assert (heard.box, heard.turn) == (job.box, job.turn)
    return heard


def changed(changes: tuple[Change, ...]) -> list[str]:
    told = []
    for change in changes:
        match change:
            case Add(each):
                told.append(f"+{each.question or ''} {each.text}")
            case Replace(index, each):
                told.append(f"{index}={each.question or ''} {each.text}")
            case Drop(index, because):
                told.append(f"-{index} {because}")
    return told


# ---- numbered and free words


@pytest.mark.parametrize(
    ("text", "changes", "ticks"),
    [
        ("1: Anna reads it.", ["+1 Anna reads it."], {1}),
        ("1: Anna", ["+1 Analyses feedback: Anna"], {1}),
        ("2: every week", ["+2 Retrained: every week"], {2}),
        ("3: scratches", ["+3 scratches"], {3}),  # it has no label
        (
            "1: Anna\n2: We do it weekly. Or not.",
            ["+1 Analyses feedback: Anna", "+2 We do it weekly.", "+2 Or not."],
            {1, 2},
        ),
        ("2: every week\n1: Anna", ["+2 Retrained: every week", "+1 Analyses feedback: Anna"], {1, 2}),
        ("Hello there. 1: Anna", ["+ Hello there.", "+ 1: Anna"], set()),
        ("It rains.", ["+ It rains."], set()),
        ("Anna analyses the feedback. It rains.", ["+ Anna analyses the feedback.", "+ It rains."], {1}),
    ],
)
async def test_words_are_kept_as_they_were_said(text: str, changes: list[str], ticks: set[int]) -> None:
    heard = await listen(saying(text))
    assert changed(heard.changes) == changes
    assert heard.coverage.keys() == ticks
    assert heard.meaning == "answer"


async def test_every_sentence_names_the_turn_and_the_words_without_the_label() -> None:
    heard = await listen(saying("1: Anna"))
    (change,) = heard.changes
    assert isinstance(change, Add)
    (source,) = change.sentence.sources
    assert (source.kind, source.ref, source.quote) == ("turn", "t1", "Anna")
    assert heard.coverage == {1: Coverage(Covered.FULL, "Anna")}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Anna", ["+1 Analyses feedback: Anna"]),
        ("Anna and Bo read it on Mondays.", ["+1 Anna and Bo read it on Mondays."]),
        ("2: every week", ["+2 Retrained: every week"]),
    ],
)
async def test_words_answer_the_question_that_stands(text: str, changes: list[str]) -> None:
    assert changed((await listen(saying(text, asked=1))).changes) == changes


async def test_a_reply_to_the_question_that_stands_ticks_it() -> None:
    heard = await listen(saying("Anna and Bo read it on Mondays.", asked=2))
    assert heard.coverage[2].state is Covered.FULL


async def test_lines_and_their_spacing_stay() -> None:
    heard = await listen(saying("One thing.\n\nAnother thing."))
    assert [each.sentence.lead for each in heard.changes if isinstance(each, Add)] == ["", "\n\n"]


async def test_words_of_several_turns_are_heard_together() -> None:
    heard = await listen(job("1: Anna", ("Bo", "It rains."), template=SHORT))
    assert changed(heard.changes) == ["+1 Analyses feedback: Anna", "+ It rains."]
    assert [each.sentence.sources[0].ref for each in heard.changes if isinstance(each, Add)] == ["t1", "t2"]


# ---- who said it before


BEFORE = [("Anna", "1: Anna"), ("Bo", "2: 3 times a week")]


@pytest.mark.parametrize(
    ("speaker", "text", "changes"),
    [
        ("Anna", "1: Carl", ["0=1 Analyses feedback: Carl"]),
        ("Anna", "1: Carl reads. So does Dora.", ["0=1 Carl reads.", "+1 So does Dora."]),
        ("Bo", "1: Carl", ["+1 Analyses feedback (Bo): Carl"]),
        ("Bo", "1: Carl reads it.", ["+1 Analyses feedback (Bo): Carl reads it."]),
    ],
)
async def test_a_new_answer_replaces_ones_own_and_stands_beside_anothers(
    speaker: str, text: str, changes: list[str]
) -> None:
    draft = [sentence("Analyses feedback: Anna", turn("t1", "Anna"), question=1)]
    assert changed((await listen(saying(text, speaker, before=BEFORE, draft=draft))).changes) == changes


async def test_a_shorter_answer_drops_what_is_left_of_the_longer_one() -> None:
    draft = [
        sentence("Anna reads.", turn("t1", "Anna reads."), question=1),
        sentence("Bo helps.", turn("t1", "Bo helps."), question=1),
        sentence("Daily.", turn("t1", "Daily."), question=2),
    ]
    heard = await listen(saying("1: Carl reads it.", before=BEFORE, draft=draft))
    assert changed(heard.changes) == ["0=1 Carl reads it.", "-1 t3"]


async def test_words_of_an_accepted_answer_are_replaced_too() -> None:
    accepted = [sentence("Analyses feedback: Anna", turn("t1", "Anna"), question=1)]
    assert changed((await listen(saying("1: Carl", before=BEFORE, answers=[answer(*accepted)]))).changes) == [
        "0=1 Analyses feedback: Carl"
    ]


async def test_words_of_an_earlier_round_are_somebody_elses() -> None:
    accepted = [sentence("2 times a week", turn("old", "2 times a week"), question=2)]
    heard = await listen(saying("2: 5 times a week", answers=[answer(*accepted)]))
    assert changed(heard.changes) == ["+2 Retrained (Anna): 5 times a week"]
    (doubt,) = heard.disagreements
    assert doubt.text.startswith("On question 2, the accepted answer said “2 times a week” and Anna says “5 times")


async def test_two_people_with_different_numbers_disagree() -> None:
    draft = [sentence("Retrained: 3 times a week", turn("t2", "3 times a week"), question=2)]
    heard = await listen(saying("2: 5 times a week", before=BEFORE, draft=draft))
    assert heard.disagreements == (
        Disagreement(
            "On question 2, Bo said “3 times a week” and Anna says “5 times a week”. Which one holds?", question=2
        ),
    )


@pytest.mark.parametrize("text", ["2: 3 times a week, on Monday", "2: three times", "2: often"])
async def test_two_people_without_different_numbers_do_not(text: str) -> None:
    draft = [sentence("Retrained: 3 times a week", turn("t2", "3 times a week"), question=2)]
    assert (await listen(saying(text, before=BEFORE, draft=draft))).disagreements == ()


async def test_people_who_speak_at_once_can_disagree() -> None:
    heard = await listen(job("2: 5 times", ("Bo", "2: 3 times"), template=SHORT))
    assert changed(heard.changes) == ["+2 Retrained: 5 times", "+2 Retrained (Bo): 3 times"]
    assert [each.text for each in heard.disagreements] == [
        "On question 2, Anna said “5 times” and Bo says “3 times”. Which one holds?"
    ]


async def test_who_corrects_themselves_beside_somebody_else_keeps_their_name() -> None:
    draft = [
        sentence("Retrained: 3 times", turn("t2", "3 times"), question=2),
        sentence("Retrained (Anna): 5 times", turn("t1", "5 times"), question=2),
    ]
    heard = await listen(saying("2: 4 times", before=BEFORE, draft=draft))
    assert changed(heard.changes) == ["1=2 Retrained (Anna): 4 times"]
    assert len(heard.disagreements) == 1


async def test_a_question_without_a_label_is_named_by_its_number() -> None:
    draft = [sentence("scratches", turn("t2", "scratches"), question=3)]
    heard = await listen(saying("3: dust", before=BEFORE, draft=draft))
    assert changed(heard.changes) == ["+3 Question 3 (Anna): dust"]


async def test_a_sentence_without_a_source_is_nobodys() -> None:
    draft = [replace(sentence("Retrained: 3 times", turn("t2", "Retrained: 3 times"), question=2), sources=())]
    heard = await listen(saying("2: 5 times", draft=draft))
    assert heard.disagreements[0].text.startswith("On question 2, the accepted answer said “Retrained: 3 times”")


# ---- ways of not answering


@pytest.mark.parametrize(
    "wish", ["shorter please", "Make it shorter.", "can you make this a bit simpler?", "rephrase it"]
)
async def test_a_wish_for_other_words_is_no_content(wish: str) -> None:
    heard = await listen(
        job("1: Anna", wish, new=1, template=SHORT, draft=[sentence("Anna reads it.", turn("t1", "Anna"))])
    )
    assert (heard.meaning, heard.changes) == ("command", ())
    assert "Without a language model" in heard.notice


@pytest.mark.parametrize("text", ["Shorter waiting times", "We make the queue shorter.", "It is simpler than today."])
async def test_what_sounds_like_a_wish_and_says_more_is_content(text: str) -> None:
    heard = await listen(
        job("1: Anna", text, new=1, template=SHORT, draft=[sentence("Anna reads it.", turn("t1", "Anna"))])
    )
    assert [each.sentence.text for each in heard.changes if isinstance(each, Add)] == [text]


async def test_where_nothing_is_drafted_there_is_nothing_to_word_anew() -> None:
    heard = await listen(job("shorter", template=SHORT))
    assert heard.changes
