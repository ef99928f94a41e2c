"""Words that a bad form, or one that makes nothing of them, would lose: they are in the draft in the end, once."""

import json
from pathlib import Path

import pytest

from app.interview.events import ConfirmAsked
from app.interview.moves import Confirm, Retry, Say
from app.usecases.wishes import NewCanvas
from evals.provider import Answer
from tests.weather.outside import (
    ANNA,
    BOX,
    SECOND,
    STORY,
    THIRD,
    Begun,
    Outside,
    events,
    holds,
    outside,
)
from tests.weather.sky import Weather, form, sunny
from tests.weather.table import SENTENCES, mended

BROKEN: dict[str, tuple[Weather, ...]] = {
    "a comma too many": (mended(lambda text: text.replace("}]", "},]")),),
    "no end": (mended(lambda text: text[:-1]),),
    "a comment": (mended(lambda text: text.replace("{", "{ // here", 1)),),
    "a line end in a string": (mended(lambda text: text.replace("vials an hour.", "vials\nan hour.")), sunny),
    "another object before it": (mended(lambda text: '{"thought": "They count vials."}\n' + text),),
    "an example before it": (mended(lambda text: 'Like {"changes": []} I say:\n' + text),),
    "cut at the limit": (mended(lambda text: text[:-20], finish="length"), sunny),
    "cut at the limit, in the middle": (mended(lambda text: text[: len(text) // 2], finish="length"), sunny),
    "cut between two sentences": (
        mended(lambda text: text[: text.index('{"do": "add", "sentence": "", "text": "They')], finish="length"),
        sunny,
    ),
}


async def kept(out: Outside, *words: str) -> None:
    """Words are in the draft, or can be tried again; either way they are in the draft in the end, once."""
    text = await out.text()
    if not all(each in text for each in words):
        assert (await out.box()).can_retry
    await out.goes_on(*words, again=(await out.box()).can_retry)


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_form_is_mended_or_asked_for_again(tmp_path: Path, begun: Begun, name: str):
    async with outside(tmp_path, begun) as out:
        out.sky.turn("listen", *BROKEN[name])
        await out.say(SECOND)
        await kept(out, *SENTENCES)


EMPTY: dict[str, Answer] = {
    "an empty form": Answer("{}"),
    "another shape": Answer(json.dumps({"answer": "They look at 400 vials an hour."})),
    "the schema": Answer(json.dumps({"type": "object", "properties": {"kind": {"type": "string"}}})),
    "an error": Answer(json.dumps({"error": "I cannot help with that."})),
    "a form in an envelope": Answer(json.dumps({"Listened": {"kind": "answer", "changes": [{"text": SECOND}]}})),
    "a list of forms": Answer(json.dumps([{"kind": "answer"}])),
    "an answer that takes nothing up": form(kind="answer", command="none", reply="", changes=[], coverage=[]),
    "off topic, without a word": form(kind="off_topic", reply="", changes=[]),
    "only invented ticks and passages": form(
        kind="answer",
        coverage=[{"question": 2, "state": "full", "words": "Nobody said this."}],
        elsewhere=[{"box": "objectives", "words": "Nobody said this."}],
    ),
}


@pytest.mark.parametrize("name", EMPTY)
async def test_words_of_which_nothing_came_are_not_passed_over_in_silence(tmp_path: Path, begun: Begun, name: str):
    async with outside(tmp_path, begun) as out:
        out.sky.turn("listen", EMPTY[name])
        await out.say(SECOND)
        await kept(out, *SENTENCES)


async def test_a_command_that_cannot_be_meant_leaves_the_words_to_be_listened_to(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun) as out:
        view = await out.product.canvases.create(NewCanvas("Vials"), ANNA)
        out.canvas, out.interview = view.id, view.interview or ""
        await out.move(Say(STORY, box="start"))
        out.sky.turn("listen", form(kind="command", command="accept"))
        await out.say(SECOND)
        assert await out.answers() == []
        await kept(out, *SENTENCES[1:])


async def test_words_that_waited_for_a_yes_are_not_lost_to_the_second_misunderstanding(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun) as out:
        out.sky.turn("listen", form(kind="command", command="accept"))
        for text in (SECOND, "The camera is new.", THIRD):
            await out.say(text)
        out.sky.clear()
        if (await out.box()).confirm:
            await out.move(Confirm(BOX, yes=False))
        if (await out.box()).can_retry:
            await out.move(Retry(BOX))
        holds(await out.text(), *SENTENCES, "The camera is new.", THIRD)


async def test_no_to_a_command_brings_the_words_into_the_draft(tmp_path: Path, begun: Begun):
    """The words are listened to as an answer; a model that still says “command” and nothing else loses them."""
    async with outside(tmp_path, begun) as out:
        out.sky.turn("listen", form(kind="command", command="accept"))
        assert events(await out.say(SECOND), ConfirmAsked)
        await out.move(Confirm(BOX, yes=False))
        await kept(out, *SENTENCES)
