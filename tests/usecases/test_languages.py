"""Words in another language: the rules do not judge them, and say so."""

from typing import Any

from app.interview.moves import Move, Say
from app.store.database import Database
from tests.facilitator.models import add, failure
from tests.usecases.desk import at_desk, notices
from tests.usecases.scene import ANNA, Scene, finished, scene

DANISH = "1: Hætteglassene går ofte i stykker på linjen, og det er dyrt for os.\n2: Det er Mette, der kigger på dem."
MORE = "Vi vil gerne have, at der ikke er så mange af dem, og at de bliver fundet med det samme."
SAID = ("not_english", "Why seems not to be in English, and so the rules did not judge its words.")


async def moved(at: Scene, move: Move) -> list[Any]:
    played = await at.product.turns.move(at.interview, move, ANNA)
    await finished(at.product.turns)
    return [each.event for each in played.events]


async def test_whoever_looks_by_rules_alone_says_once_what_was_not_judged(database: Database) -> None:
    at = await scene(database)
    assert notices(await moved(at, Say(DANISH, box="why"))) == [SAID]
    assert notices(await moved(at, Say(MORE, box="why"))) == []


async def test_it_is_said_when_it_becomes_so(database: Database) -> None:
    at = await scene(database)
    assert notices(await moved(at, Say("1: Vials break often.", box="why"))) == []
    assert notices(await moved(at, Say(f"2: {DANISH[3:]} {MORE}", box="why"))) == [SAID]


async def test_it_is_said_once_while_the_model_fails(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = at.model.answers["review"] = failure()
    told = [notices(await at.move(Say(each, box="why"))) for each in (DANISH, MORE)]
    assert [each.count(SAID) for each in told] == [1, 0]


async def test_a_few_names_are_no_language(database: Database) -> None:
    at = await scene(database)
    assert notices(await moved(at, Say("1: Los Angeles, El Paso, San José", box="why"))) == []


async def test_a_model_reads_other_languages(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = {"changes": [add("Hætteglassene går ofte i stykker på linjen.", "T1")]}
    assert notices(await at.move(Say(DANISH, box="why"))) == []


async def test_english_needs_no_word_about_it(database: Database) -> None:
    at = await scene(database)
    assert notices(await moved(at, Say("1: Vials break often.\n2: Mette looks at them.", box="why"))) == []
