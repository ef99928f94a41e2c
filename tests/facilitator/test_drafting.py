"""A model's changes to a draft: what they point at must exist, and every sentence names where it comes from."""

import pytest

from app.canvas.model import Sentence, Source, SourceKind
from app.interview.effects import Add, Drop, Replace
from app.interview.state import Passage
from tests.facilitator.models import add, hears, modelled, swap, unseen
from tests.facilitator.room import SHORT, Words, answer, job, sentence, told, turn

READS = "Anna reads the feedback every Monday."
OLD = sentence("Bo reads it.", turn("t1", "Bo reads it."), question=1)
OTHER = sentence("We count scratches.", turn("t0", "We count scratches."), question=3)
STORY = "We count scratches. Vials break."
OFFERED = Passage("p1", "feedback", "Vials break.", "t0")


def sources(heard: object, index: int = 0) -> list[tuple[str, str]]:
    change = heard.changes[index]  # type: ignore[attr-defined]
    return [(each.ref, each.quote) for each in change.sentence.sources]


# ---- what changes


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([add(READS, "T2", question=1)], [f"+ [1 t2] {READS}"]),
        ([add("Anna reads it. Weekly.", "T2")], ["+ [ t2] Anna reads it.", "+ [ t2] Weekly."]),
        ([swap("S1", READS, "T2", question=1)], [f"0 [1 t2] {READS}"]),
        ([swap(" s2 ", "Dents, too.", "S2", "T2")], ["1 [ t0,t2] Dents, too."]),
        ([swap("S9", READS, "T2")], [f"+ [ t2] {READS}"]),
        ([swap("", READS, "T2")], [f"+ [ t2] {READS}"]),
        ([swap("S1", "  ", "T2")], []),
        ([{"do": "drop", "sentence": "S2"}], ["- 1 t2"]),
        ([{"do": "drop", "sentence": "S9"}, {"do": "drop"}], []),
        ([add("  ", "T2")], []),
        ([add(OLD.text, "T2")], []),  # it stands there
        ([add(READS, "T2", question=9)], [f"+ [ t2] {READS}"]),
        ([add("One\n  line.", "T2")], ["+ [ t2] One", "+ [ t2] line."]),
        ([swap("S1", "One\n  line.", "T2")], ["0 [ t2] One line."]),
    ],
)
async def test_what_a_form_changes(changes: list[dict[str, object]], expected: list[str]) -> None:
    given = job("Bo reads it.", READS, new=1, draft=[OLD, OTHER], template=SHORT, story=STORY)
    heard = await hears(given, {"changes": changes})
    assert told(heard) == expected
    assert heard.draft == 7


async def test_sentences_of_the_accepted_answer_have_labels_while_there_is_no_draft() -> None:
    given = job("Bo reads it.", READS, new=1, answers=[answer(OLD)], template=SHORT)
    heard = await hears(given, {"changes": [swap("S1", READS, "T2")]})
    assert told(heard) == [f"0 [ t2] {READS}"]
    assert heard.draft == 0


@pytest.mark.parametrize(("label", "after"), [("S1", 0), ("s2", 1), ("S9", None), ("", None)])
async def test_a_new_sentence_may_be_put_behind_another(label: str, after: int | None) -> None:
    given = job("Bo reads it.", READS, new=1, draft=[OLD, OTHER], template=SHORT)
    heard = await hears(given, {"changes": [add(READS, "T2", sentence=label)]})
    assert [each.after for each in heard.changes if isinstance(each, Add)] == [after]


async def test_new_sentences_follow_after_a_space() -> None:
    heard = await hears(job(READS, template=SHORT), {"changes": [add("Anna reads it. Weekly.", "T1")]})
    assert [each.sentence.lead for each in heard.changes if isinstance(each, Add)] == [" ", " "]


# ---- sources

GOALS = answer(sentence("Nobody is hurt."), box="goals", number=4)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["T1"], [("t1", "Bo reads it.")]),
        (["[t2]", " T2 "], [("t2", READS)]),
        (["P1"], [("t0", "Vials break.")]),
        (["S1", "T2"], [("t1", "Bo reads it."), ("t2", READS)]),
        (["story"], [("t0", "Vials break.")]),
        (["Story", "T2"], [("t0", "Vials break."), ("t2", READS)]),
        (["goals"], [("goals#4", "")]),
        (["camera", "nowhere", "T9", "S9", "P9", ""], []),  # nothing was accepted there, or there is no such thing
        ([], []),
    ],
)
async def test_sources_are_what_their_labels_name(names: list[str], found: list[tuple[str, str]]) -> None:
    given = job(
        "Bo reads it.", READS, new=1, draft=[OLD], template=SHORT, story=STORY, offered=[OFFERED], answers=[GOALS]
    )
    assert sources(await hears(given, {"changes": [add("Vials burst.", *names)]})) == found


async def test_an_accepted_box_is_a_source_by_its_number() -> None:
    given = job(READS, template=SHORT, answers=[GOALS])
    heard = await hears(given, {"changes": [add("Nobody is hurt.", "goals")]})
    (change,) = heard.changes
    assert isinstance(change, Add)
    assert change.sentence.sources == (Source(SourceKind.ANSWER, "goals#4"),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On Mondays, Anna reads the feedback.", [("t1", READS)]),
        ("Anna reads it every day.", [("t1", READS)]),  # three words of five
        ("Anna reads it on some day.", []),
        ("Nobody reads what users write.", []),
        ("", None),
    ],
)
async def test_a_sentence_without_a_source_that_plainly_comes_from_the_new_words_gets_them(
    text: str, found: list[tuple[str, str]] | None
) -> None:
    heard = await hears(job(READS, template=SHORT), {"changes": [add(text, "T9")]})
    assert (sources(heard) if heard.changes else None) == found


async def test_old_words_are_no_source_that_nobody_named() -> None:
    given = job(READS, "Hm.", new=1, template=SHORT)
    assert sources(await hears(given, {"changes": [add(READS)]})) == []


async def test_the_quote_of_a_source_is_the_sentence_nearest_to_what_is_drafted() -> None:
    given = job("It rains. Anna reads the feedback. Bo sleeps.", template=SHORT)
    assert sources(await hears(given, {"changes": [add("The feedback is read.", "T1")]})) == [
        ("t1", "Anna reads the feedback.")
    ]


async def test_passages_that_were_taken_up_are_named_once() -> None:
    other = Passage("p2", "feedback", "We count scratches.", "t0")
    given = job(READS, template=SHORT, story=STORY, offered=[OFFERED, other])
    heard = await hears(given, {"changes": [add("Vials break.", "P1"), add("They break.", "P1", "T1")]})
    assert heard.used == ("p1",)


# ---- words that were drafted without a model before

STOOD_IN = sentence("reads: Anna", turn("t2", "Anna"), question=1)


def again(*said: Words) -> object:
    """The last words are heard once more; the second sentence of the draft was made of them."""
    return job(*said, new=1, draft=[OTHER, STOOD_IN, OLD], template=SHORT, story=STORY)


async def test_what_these_very_words_made_without_a_model_is_not_shown_and_gives_way() -> None:
    talker, model = modelled({"changes": [add("Anna reads it.", "T2"), swap("S2", "Bo helps.", "S2", "T2")]})
    heard, _ = await talker.listen(again("Bo reads it.", "Anna"), unseen)  # type: ignore[arg-type]
    assert "reads: Anna" not in model.user
    assert '<draft id="S2">Bo reads it.</draft>' in model.user
    assert told(heard) == ["+ [ t2] Anna reads it.", "2 [ t1,t2] Bo helps.", "- 1 t2"]


@pytest.mark.parametrize("changes", [[], [{"do": "drop", "sentence": "S1"}], [add(" ", "T2")]])
async def test_it_stays_if_the_model_drafts_nothing(changes: list[dict[str, object]]) -> None:
    heard = await hears(again("Bo reads it.", "Anna"), {"changes": changes})  # type: ignore[arg-type]
    assert not any(isinstance(each, Drop) and each.index == 1 for each in heard.changes)


async def test_the_same_sentence_again_takes_its_place() -> None:
    heard = await hears(again("Bo reads it.", "Anna"), {"changes": [add("reads: Anna", "T2")]})  # type: ignore[arg-type]
    assert told(heard) == ["+ [ t2] reads: Anna", "- 1 t2"]


@pytest.mark.parametrize(
    "kept",
    [
        sentence("Anna."),  # nobody knows where it comes from
        sentence("Anna.", turn("t2", "Anna"), turn("t1")),  # others said it, too
        sentence("Anna.", turn("t2", "Anna"), Source(SourceKind.EDIT, "t5", "Anna.")),  # somebody stands behind it
    ],
)
async def test_a_sentence_that_rests_on_more_than_these_words_stays(kept: Sentence) -> None:
    given = job("Bo reads it.", "Anna", new=1, draft=[kept], template=SHORT)
    heard = await hears(given, {"changes": [add("Anna reads it.", "T2")]})
    assert told(heard) == ["+ [ t2] Anna reads it."]


# ---- how long it may get


async def test_a_draft_of_over_twice_the_words_of_a_good_answer_goes_back_to_the_model() -> None:
    talker, model = modelled({"changes": [add("so " * 24, "T2")]}, {"changes": [add("so " * 21, "T2")]})
    given = job("Bo reads it.", READS, new=1, draft=[OLD], template=SHORT)
    heard, _ = await talker.listen(given, unseen)
    (complaint,) = model.complaints
    assert complaint.startswith("The draft would have 27 words, and at most 24 fit the box.")
    assert len(model.prompts) == 2
    assert told(heard) == ["+ [ t2] " + " ".join(["so"] * 21)]


async def test_if_it_stays_too_long_the_last_answer_stands() -> None:
    talker, model = modelled({"changes": [add("so " * 30, "T1")]}, {"changes": [add("so " * 40, "T1")]})
    heard, _ = await talker.listen(job(READS, template=SHORT), unseen)
    assert (len(model.prompts), len(model.complaints)) == (3, 3)
    assert told(heard) == ["+ [ t1] " + " ".join(["so"] * 40)]


@pytest.mark.parametrize(("words", "complains"), [(21, False), (22, True)])
async def test_the_whole_draft_counts(words: int, complains: bool) -> None:
    talker, model = modelled({"changes": [add("so " * words, "T2")]})
    await talker.listen(job("Bo reads it.", READS, new=1, draft=[OLD], template=SHORT), unseen)
    assert bool(model.complaints) is complains


async def test_what_is_replaced_or_dropped_does_not_count() -> None:
    talker, model = modelled({"changes": [swap("S1", "so " * 12, "T2"), {"do": "drop", "sentence": "S2"}]})
    before = [sentence("so " * 20, turn("t1")), sentence("so " * 20, turn("t1"))]
    heard, _ = await talker.listen(job("Bo.", READS, new=1, draft=before, template=SHORT), unseen)
    assert model.complaints == []
    assert [type(each) for each in heard.changes] == [Replace, Drop]
