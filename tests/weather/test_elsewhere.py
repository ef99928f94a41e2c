"""Bad weather for everything else that a model does: the look at a draft, explaining, ideas, the story, the close."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.interview.events import Explained, Planned, Position, Proposed, Suggested
from app.interview.moves import Accept, Enough, Explain, GoTo, Move, Retry, Say, Suggest
from app.store.records import TurnStatus
from app.usecases.wishes import NewCanvas
from evals.provider import Answer
from tests.weather.outside import (
    ANNA,
    BOX,
    FIRST,
    MODEL,
    STORY,
    Begun,
    Outside,
    events,
    notices,
    outcome,
    outside,
    plain,
)
from tests.weather.sky import EXPLAINED, IDEAS, Weather, form, sunny
from tests.weather.table import (
    DECLINED,
    LATE,
    LOST,
    NO_KEY,
    NOTED,
    NOW,
    UNREADABLE,
    error,
    odd,
    without,
)

RULES = "Only the rules looked at this draft."
WITHOUT = "This comes without it."
NOBODY = (
    "I could not read a person or a date in this. Write one line each, such as “Anna; product owner; decides on "
    "releases” or “2027-03-15: first model trained”."
)
TEAM = "Mira is product owner."


@dataclass(frozen=True)
class Place:
    """Where a model is asked for something. `said` follows the reason when it fails; `gives` comes all the same."""

    prompt: str
    move: Move
    said: str
    gives: type | None
    again: bool = False  # words that may be tried again


@dataclass(frozen=True)
class Rain:
    name: str
    weather: tuple[Weather, ...]
    sees: str = ""
    calls: int = 1


PLACES = (
    Place("review", Enough(BOX), RULES, Proposed),
    Place("explain", Explain(BOX, 2), WITHOUT, Explained),
    Place("suggest", Suggest(BOX), WITHOUT, Suggested),
    Place("story", Say(STORY, box="start"), NOTED, Position, again=True),
    Place("close", Say(TEAM, box="close"), NOTED, None, again=True),
)
RAINS = (
    Rain("401", (error(401),), NO_KEY),
    Rain("500 always", (error(500, **NOW),), LOST, calls=5),
    Rain("an empty answer always", (Answer(""),), UNREADABLE, calls=3),
    Rain("a refusal", (Answer(refusal="No"),), DECLINED),
    Rain("a stream cut once", (odd(chunk=4, cut=1), sunny), calls=2),
)
FORMS = (
    Rain("schemas are refused", (without("json_schema"),), calls=2),
    Rain("a wrong shape always", (Answer('{"ideas": 1, "verdicts": 1, "passages": 1, "members": 1}'),), UNREADABLE, 3),
)


async def arrive(out: Outside, place: Place) -> None:
    if place.prompt == "story":
        view = await out.product.canvases.create(NewCanvas("Vials"), ANNA)
        out.canvas, out.interview = view.id, view.interview or ""
    elif place.prompt == "close":
        await out.move(GoTo("close"))
    elif place.prompt == "review":
        await out.begin()  # a draft is looked at once


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.prompt)
async def test_bad_weather_elsewhere(tmp_path: Path, begun: Begun, place: Place):
    """One weather after the other; each time the good one comes back."""
    async with outside(tmp_path, begun) as out:
        for rain in RAINS if place.prompt == "explain" else (*FORMS, *RAINS):
            await through(out, place, rain)
        if place.prompt == "review":
            await out.move(Accept(BOX, (await out.draft()).number))
            assert [each.text for each in await out.answers()] == [FIRST]


@pytest.mark.parametrize("place", PLACES[:2], ids=lambda place: place.prompt)
async def test_a_hang_elsewhere(tmp_path: Path, begun: Begun, place: Place):
    async with outside(tmp_path, begun, model_seconds=1.0) as out:
        await through(out, place, Rain("a hang", (Answer(hang=True),), LATE))


async def through(out: Outside, place: Place, rain: Rain) -> None:
    await arrive(out, place)
    out.sky.turn(place.prompt, *rain.weather)
    played = await out.move(place.move)

    plain(notices(played))
    sees = [f"{rain.sees} {place.said}", *([NOBODY] if place.prompt == "close" else [])] if rain.sees else []
    assert (rain.name, notices(played)) == (rain.name, sees)
    assert place.gives is None or len(events(played, place.gives)) == 1, rain.name
    turn = await out.turn(played)
    assert (rain.name, turn.status, turn.text) == (rain.name, TurnStatus.DONE, getattr(place.move, "text", ""))
    works = [(who, how) for who, _, how in outcome(await out.works(played))]
    worked = [(MODEL, "failed"), ("builtin", "done")] if rain.sees else [(MODEL, "done")]
    assert (rain.name, works, len(out.sky.asked)) == (rain.name, worked, rain.calls)
    assert await out.answers() == []

    out.sky.clear()
    retry = Retry({"story": "start"}.get(place.prompt, place.prompt))
    after = await out.move(retry if place.again and rain.sees else place.move)
    assert (rain.name, notices(after)) == (rain.name, [])
    looked = place.prompt == "review" and not rain.sees  # nobody looks at the same draft twice
    assert outcome(await out.works(after)) == ([] if looked else [(MODEL, place.prompt, "done")]), rain.name
    await good(out, place, [each.event for each in after.events])


async def good(out: Outside, place: Place, found: list[Any]) -> None:
    """What the good model gave, and that it stands once."""
    match place.prompt:
        case "review":
            assert (await out.draft()).text == FIRST
        case "explain":
            assert [each.text for each in found if isinstance(each, Explained)] == [EXPLAINED]
        case "suggest":
            (ideas,) = (each.ideas for each in found if isinstance(each, Suggested))
            assert ideas == ("{text} ({because})".format(**IDEAS["ideas"][0]),)
            assert (await out.draft()).text == FIRST
        case "story":
            assert [each.text for each in (await out.box()).passages] == [STORY]
        case "close":
            view = await out.product.canvases.get(out.canvas)
            assert [(each.name, each.role) for each in view.overview.team] == [("Mira", "product owner")]
            assert len([each for each in found if isinstance(each, Planned)]) <= 1


@pytest.mark.parametrize("place", ["start", "close"])
async def test_failed_work_is_counted_under_its_prompt(tmp_path: Path, begun: Begun, place: str):
    async with outside(tmp_path, begun) as out:
        await out.move(GoTo(place))
        prompt = {"start": "story", "close": "close"}[place]
        out.sky.turn(prompt, error(401))
        assert outcome(await out.works(await out.move(Say(STORY, box=place))))[0] == (MODEL, prompt, "failed")


async def test_a_turn_whose_model_failed_goes_on_without_it_to_its_end(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun) as out:
        await out.say("They look at 400 vials an hour.")
        out.sky.turn("listen", error(401))
        before = len(out.fake.seen)
        played = await out.say("They miss some.")
        assert len(out.fake.seen) - before == 1
        assert notices(played) == [f"{NO_KEY} {NOTED}"]
        assert outcome(await out.works(played)) == [
            (MODEL, "listen", "failed"),
            ("builtin", "", "done"),
            ("builtin", "", "done"),
        ]


async def test_a_story_that_is_tried_again_offers_each_passage_once(tmp_path: Path, begun: Begun):
    text = "The data is collected by one camera on the belt. Users give feedback on the predictions in a form."
    async with outside(tmp_path, begun) as out:
        view = await out.product.canvases.create(NewCanvas("Vials"), ANNA)
        out.canvas, out.interview = view.id, view.interview or ""
        out.sky.turn("story", error(401))
        await out.move(Say(text, box="start"))
        before = await offered(out)
        assert before
        out.sky.turn("story", form(passages=[{"box": box, "words": words} for box, words in before]))
        await out.move(Retry("start"))
        assert await offered(out) == before


async def offered(out: Outside) -> list[tuple[str, str]]:
    view = await out.product.canvases.get(out.canvas)
    return [(each.box, each.text) for box in view.boxes for each in box.passages]
