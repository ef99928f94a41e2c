"""What became of sentences that a person approved: app/facilitator/listening.py, _place. Run by its name.

Once it passes, it belongs into test_listening.py.
"""

import pytest

from tests.facilitator.models import hears, swap
from tests.facilitator.room import SHORT, answer, job, sentence, told, turn


@pytest.mark.parametrize(
    ("approved", "words", "corrected"),
    [
        ("We check 40 vials a day.", "No, it's 50.", "We check 50 vials a day."),
        ("The team has 30 people in Lund and Malmö.", "No, it is 40.", "The team has 40 people in Lund and Malmö."),
        ("Anna reads the feedback every Monday.", "Bo does.", "Bo reads the feedback every Monday."),
    ],
)
async def test_a_short_correction_takes_the_place_of_what_was_approved(
    approved: str, words: str, corrected: str
) -> None:
    """Both sentences stand in the draft, although they cannot both hold: the refused replacement is added."""
    given = job(approved, words, new=1, template=SHORT, answers=[answer(sentence(approved, turn("t1")))])
    heard = await hears(given, {"changes": [swap("S1", corrected, "T2", "S1")]})
    assert told(heard) == [f"0 [ t2,t1] {corrected}"]


async def test_what_was_approved_is_not_said_a_second_time_by_words_that_say_nothing_of_it() -> None:
    approved = "A particle can hurt a patient."
    given = job(approved, "We have 2 cameras.", new=1, template=SHORT, answers=[answer(sentence(approved, turn("t1")))])
    heard = await hears(given, {"changes": [swap("S1", "Particles might harm somebody.", "S1")]})
    assert told(heard) == []


async def test_a_wish_about_the_wording_of_what_was_approved_rewords_it() -> None:
    """Typed as a reply, it has no instruction; the reworded sentence is added to the one that it should replace."""
    approved = "Anna reads the complaints."
    given = job(
        approved, "Say it more plainly.", new=1, template=SHORT, answers=[answer(sentence(approved, turn("t1")))]
    )
    heard = await hears(given, {"kind": "command", "changes": [swap("S1", "Anna reads them.", "S1")]})
    assert told(heard) == ["0 [ t1] Anna reads them."]


async def test_what_was_approved_is_dropped_when_somebody_takes_it_back() -> None:
    approved = "We use no personal data."
    given = job(approved, "Scrap that.", new=1, template=SHORT, answers=[answer(sentence(approved, turn("t1")))])
    assert told(await hears(given, {"changes": [{"do": "drop", "sentence": "S1"}]})) == ["- 0 t2"]
