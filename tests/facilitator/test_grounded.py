from typing import Any

import pytest

from app.canvas.model import Sentence, Source, SourceKind
from app.facilitator.port import Job, Provenance, Stream
from app.interview.effects import Add, Drop, Heard, Replace
from app.usecases.grounded import grounded
from tests.facilitator.room import BOX, Words, answer, heard_from, job, sentence, silent, turn

SAID = "We have 2 cameras since June, and Anna reads the feedback every day."


class Inventive:
    """A fake facilitator that drafts whatever it likes."""

    def __init__(self, *drafted: Sentence) -> None:
        self.drafted = drafted

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        return Heard(job.box, job.turn, changes=tuple(map(Add, self.drafted))), Provenance("inventive")


async def marks(*drafted: Sentence, given: Job) -> list[bool]:
    """Which sentences of its draft are marked as assumptions."""
    result, _ = await Inventive(*drafted).listen(given, silent)
    return [each.sentence.assumption for each in grounded(result, given).changes if isinstance(each, Add)]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (SAID, False),
        ("We have 2 cameras", False),
        ("There are two cameras.", False),
        ("There are 3 cameras.", True),
        ("Anna reads it within 24 hours.", True),
        ("There are 2 cameras since April.", True),
        ("There are 2 kg of cameras.", True),
        ("Anna is the reader.", False),
    ],
)
async def test_promise_2_a_number_date_or_unit_that_nobody_said_is_marked(text: str, marked: bool):
    assert await marks(sentence(text, turn("t1", SAID)), given=job(SAID)) == [marked]


async def test_promise_2_a_sentence_without_a_source_that_exists_is_marked():
    drafted = (
        sentence("Anna reads it."),
        sentence("Anna reads it.", turn("t9", "Anna reads it.")),
        sentence("Anna reads it.", Source(SourceKind.IMPORT, "made-up.md", "Anna reads it.")),
        sentence("Anna reads it.", Source(SourceKind.EDIT, "t9", "Anna reads it.")),
    )
    assert await marks(*drafted, given=job(SAID)) == [True] * 4


async def test_promise_2_a_quote_that_was_not_said_proves_nothing():
    assert await marks(sentence("There are 3 cameras.", turn("t1", "3 cameras")), given=job(SAID)) == [True]


@pytest.mark.parametrize("kind", [SourceKind.EDIT, SourceKind.IMPORT])
@pytest.mark.parametrize("where", ["draft", "answer"])
async def test_promise_2_edits_and_imports_behind_what_stands_are_sources(kind: SourceKind, where: str):
    source = Source(kind, "x", "There are 3 cameras.")
    standing = sentence("There are 3 cameras.", source)
    given = job(SAID, draft=[standing]) if where == "draft" else job(SAID, answers=[answer(standing)])
    drafted = (sentence("3 cameras.", source), sentence("4 cameras.", source))
    assert await marks(*drafted, given=given) == [False, True]


@pytest.mark.parametrize(
    ("ref", "marked"), [("background#4", False), ("background#3", True), ("security#0", True), ("background", True)]
)
async def test_promise_2_an_accepted_answer_is_a_source_by_its_number(ref: str, marked: bool):
    given = job(SAID, answers=[answer(sentence("There are 3 cameras."), box="background", number=4)])
    drafted = sentence("3 cameras are used.", Source(SourceKind.ANSWER, ref))
    assert await marks(drafted, given=given) == [marked]


async def test_promise_2_every_kind_of_change_is_looked_at_and_nothing_else_changes():
    invented, dropped = sentence("There are 3 cameras.", turn("t1")), Drop(2, because="t1")
    before = Heard(BOX, "t1", draft=7, changes=(Add(invented), Replace(1, invented), dropped), notice="Well.")
    after = grounded(before, job(SAID, answers=[answer(sentence("x"), number=5)]))
    marked = sentence("There are 3 cameras.", turn("t1"))
    marked = Sentence(marked.text, marked.sources, assumption=True)
    assert after == Heard(
        BOX, "t1", draft=7, answer=5, changes=(Add(marked), Replace(1, marked), dropped), notice="Well."
    )


async def test_promise_2_a_mark_goes_when_the_sources_hold_what_is_said():
    assert await marks(Sentence("2 cameras.", (turn("t1"),), assumption=True), given=job(SAID)) == [False]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Since June, 12 shops have 2 cameras.", ["t2", "t1"]),  # named and missed words hold it together
        ("There are 2 cameras.", ["t2", "t1"]),
        ("12 shops.", ["t2"]),
        ("12 shops have 3 cameras.", ["t2"]),  # nobody said 3
        ("12 shops have 2 cameras since 2019.", ["t2"]),  # it takes more than one to hold it
    ],
)
async def test_promise_2_words_that_hold_what_the_named_ones_do_not_become_a_source_too(text: str, sources: list[str]):
    given = job(SAID, "We have 12 shops.", story="It began in 2019.")
    result, _ = await Inventive(sentence(text, turn("t2"))).listen(given, silent)
    (made,) = (each.sentence for each in grounded(result, given).changes if isinstance(each, Add))
    assert [each.ref for each in made.sources] == sources
    assert made.assumption is (text not in ("12 shops.",) and sources == ["t2"])


async def test_promise_2_a_sentence_that_names_no_source_is_given_none():
    result, _ = await Inventive(sentence("There are 2 cameras.")).listen(job(SAID), silent)
    (made,) = (each.sentence for each in grounded(result, job(SAID)).changes if isinstance(each, Add))
    assert (made.sources, made.assumption) == ((), True)


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ((SAID,), {}),
        (("3: 2 people, since March\n4: 5 kg of paper",), {}),
        (("12 %",), {"asked": 3}),
        ((("Bo", "3: two"), "3: three"), {}),
        (("1: 10 a day.\n20 in May! 30?\nAnd 40.",), {}),
    ],
)
async def test_promise_2_without_a_model_nothing_is_marked(words: tuple[Words, ...], more: dict[str, Any]):
    given = job(*words, **more)
    result, _ = await heard_from(given)
    found = [each.sentence.assumption for each in grounded(result, given).changes if isinstance(each, Add)]
    assert found
    assert not any(found)
