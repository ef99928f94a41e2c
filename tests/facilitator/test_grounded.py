"""Sentences that no source holds are marked, whoever drafted them."""

from dataclasses import replace

import pytest

from app.canvas.model import Sentence, Source, SourceKind
from app.facilitator.port import Job
from app.interview.effects import Add, Drop, Heard, Replace
from app.interview.state import BoxTalk, Draft, Talk
from app.usecases.grounded import grounded
from tests.facilitator.jobs import ANNA, answer, job, said, sentence

WROTE = Source(SourceKind.EDIT, "e1", "We retrain every 5 weeks.")
IMPORTED = Source(SourceKind.IMPORT, "plan.md", "Bo counts 40 scratches.")


def situation() -> Job:
    """Anna said something; a draft holds a person's edit; another box was accepted, and one was cleared."""
    at = job(said("t1", ANNA, "Anna reads 3 reports."), before=[said("t0", ANNA, "Bo counts 40 scratches.")])
    canvas = at.canvas.with_answer(answer(sentence("The camera takes 12 pictures.", "x"), box="camera", number=2))
    canvas = canvas.with_answer(replace(answer(number=3), sentences=(Sentence("Said.", sources=(IMPORTED,)),)))
    draft = Draft(1, (Sentence("We retrain every 5 weeks.", sources=(WROTE,)),), based_on=3)
    return replace(at, canvas=canvas, talk=Talk("v", boxes={"feedback": BoxTalk(draft=draft, drafts=1)}))


def source(kind: SourceKind, ref: str, quote: str = "") -> Source:
    return Source(kind, ref, quote)


TURN, EDIT, ANSWER, IMPORT = SourceKind.TURN, SourceKind.EDIT, SourceKind.ANSWER, SourceKind.IMPORT


@pytest.mark.parametrize(
    ("text", "sources", "assumption"),
    [
        ("Anna reads 3 reports.", [source(TURN, "t1")], False),
        ("Anna reads reports.", [source(TURN, "t1")], False),
        ("Anna reads 7 reports.", [source(TURN, "t1")], True),
        ("Anna reads 40 reports.", [source(TURN, "t1")], True),
        ("Anna reads 3 reports, Bo counts 40.", [source(TURN, "t1"), source(TURN, "t0")], False),
        ("Anna reads 3 reports.", [], True),
        ("Anna reads reports.", [source(TURN, "nobody")], True),
        ("Anna reads 3 reports.", [source(TURN, "nobody", "Anna reads 3 reports.")], True),  # a made-up quote
        ("It takes 12 pictures.", [source(ANSWER, "camera#2")], False),
        ("It takes 13 pictures.", [source(ANSWER, "camera#2")], True),
        ("It takes 12 pictures.", [source(ANSWER, "camera#1")], True),  # not the answer that stands
        ("It takes pictures.", [source(ANSWER, "nowhere#0")], True),
        ("It takes pictures.", [source(ANSWER, "camera")], True),
        ("Every 5 weeks.", [WROTE], False),
        ("Every 6 weeks.", [WROTE], True),
        ("Every 5 weeks.", [source(EDIT, "e1", "Made up: 5 weeks.")], True),
        ("Bo counts 40 scratches.", [IMPORTED], False),
        ("Bo counts 41 scratches.", [IMPORTED], True),
        ("Bo counts 40 scratches.", [source(IMPORT, "other.md", "40")], True),
    ],
)
def test_what_no_source_holds_is_an_assumption(text: str, sources: list[Source], assumption: bool) -> None:
    drafted = Sentence(text, sources=tuple(sources), assumption=not assumption)
    heard = Heard("feedback", "t1", draft=1, changes=(Add(drafted), Replace(0, drafted)))
    marked = grounded(heard, situation())
    assert [each.sentence.assumption for each in marked.changes if not isinstance(each, Drop)] == [assumption] * 2


def test_everything_else_stays() -> None:
    heard = Heard("feedback", "t1", draft=1, changes=(Drop(0, because="t1"),), notice="So.")
    assert grounded(heard, situation()) == replace(heard, answer=3)


def test_it_is_noted_which_answer_the_changes_count_in() -> None:
    assert grounded(Heard("feedback", "t1"), job()).answer == 0


def test_words_are_their_own_source_without_a_draft() -> None:
    heard = Heard("feedback", "t1", changes=(Add(sentence("Anna reads 3 reports.", "t1")),))
    assert grounded(heard, job(said("t1", ANNA, "Anna reads 3 reports."))).changes == heard.changes
