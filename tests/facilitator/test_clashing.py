"""Two statements of one box, or a box and the opening words; and the question that a model words itself."""

from typing import Any

import pytest

from app.critic.finding import Spot
from app.facilitator.port import Job
from tests.facilitator.models import Form, modelled, unseen
from tests.facilitator.room import SHORT, answer, job, sentence, turn

FOUR, EIGHT = "We try it for four weeks", "after the eight weeks in East"
TEXT = f"{FOUR}. Bo decides {EIGHT}. We try it again."
STORY = "It's about visits, not about people. We try it for six weeks."


def drafted(text: str = TEXT, **more: Any) -> Job:
    return job("So.", draft=[sentence(text, turn("t1"))], template=SHORT, story=STORY, **more)


async def spots(form: Form, given: Job | None = None) -> tuple[Spot, ...]:
    return (await modelled({"verdicts": [form]})[0].review(given or drafted(), unseen))[0].spots


def clash(quote: str, other: str, **more: object) -> dict[str, object]:
    return {"id": "CON-91", "fails": True, "quote": quote, "other_quote": other, "why": "Four or eight?", **more}


@pytest.mark.parametrize(("one", "other"), [(FOUR, EIGHT), (EIGHT, FOUR), (EIGHT.upper(), FOUR.replace(" ", "\n"))])
async def test_two_statements_of_a_box_clash_at_the_first_of_them(one: str, other: str) -> None:
    """In whichever order a model tells them: so it is the same finding the next time."""
    (found,) = await spots(clash(one, other))
    assert (found.quote, found.start, found.end) == (FOUR, 0, len(FOUR))
    assert (found.detail, found.other_quote, found.other_box) == (EIGHT, EIGHT, None)


async def test_what_was_said_at_the_start_is_no_clash_of_a_box() -> None:
    """The turn that hears the words asks about it; afterwards nobody can change what was said."""
    assert await spots(clash(FOUR, "we try it for six weeks")) == ()


@pytest.mark.parametrize(
    ("quote", "other"),
    [
        (FOUR, "after nine weeks"),  # nobody said that
        ("after nine weeks", FOUR),
        (FOUR, ""),
        (FOUR, FOUR),
        (FOUR, "four weeks"),  # the one lies in the other
        ("four weeks", FOUR),
        (FOUR, "for four weeks. Bo decides"),  # they overlap
        ("We try it", "We try it"),  # the same words in two places
        (FOUR, "Less waste"),  # that stands in another box
    ],
)
async def test_promise_4_a_clash_within_a_box_quotes_both_sides(quote: str, other: str) -> None:
    given = drafted(answers=[answer(sentence("Less waste."), box="goals")])
    assert await spots(clash(quote, other, other_box="goals"), given) == ()


async def test_with_no_other_box_accepted_it_is_asked_and_the_opening_words_are_told() -> None:
    talker, model = modelled({"verdicts": []})
    await talker.review(drafted(), unseen)
    assert "\nCriteria to judge: VAG-01, VAG-11, VAG-12, GAP-94, CON-91\n" in model.user
    told, boxes = model.user.index(f"<story>{STORY}</story>"), model.user.index("Other boxes:")
    assert told < boxes  # what never changes comes first


# ---- its own question


async def test_the_question_about_what_is_missing_is_the_models_own() -> None:
    (found,) = await spots({"id": "GAP-94", "fails": True, "quote": FOUR, "why": " Wer\nentscheidet? "})
    assert (found.quote, found.question, found.detail) == (FOUR, "Wer entscheidet?", "")


async def test_what_is_missing_without_a_question_is_no_finding() -> None:
    assert await spots({"id": "GAP-94", "fails": True, "quote": FOUR, "why": " "}) == ()
