"""What a model does over a provider: patience, second chances, the ladder, and what all of it takes."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from app.llm.asking import Asking
from app.llm.port import ModelFailed, Tally, Trouble, Usage
from app.llm.provider import End, Pieces, ProviderFailed, Question, Rung, Tokens
from app.llm.scripted import Scripted
from app.llm.words import WORDS
from tests.llm.asked import GOOD, PROMPT, Fruit, Slept, asking, scripted

BUSY = ProviderFailed(Trouble.BUSY, "status 429", again=True)
FRUIT = Fruit.model_validate_json(GOOD)


async def failing(model: Asking) -> ModelFailed:
    with pytest.raises(ModelFailed) as caught:
        await model.parse(PROMPT, Fruit)
    return caught.value


# ---- plain text


async def test_a_text():
    shown: list[str] = []
    model, script = scripted(["Anna brings the bread, and Bo the cheese."])
    reply = await model.stream(PROMPT, shown.append)
    assert reply.value == "".join(shown) == "Anna brings the bread, and Bo the cheese."
    asked = script.seen[0]
    assert (asked.model, asked.messages, asked.longest) == ("model", PROMPT.messages, 500)
    assert (asked.name, asked.hash, asked.schema) == ("test/ask", "abc", None)


async def test_thoughts_are_neither_shown_nor_kept():
    shown: list[str] = []
    model, _ = scripted(["<think>Who? Hm.</think>\n\nAnna."])
    assert (await model.stream(PROMPT, shown.append)).value == "Anna."
    assert "".join(shown) == "Anna."


async def test_an_empty_text_is_asked_for_again():
    model, script = scripted(["", "<think>Hm</think>", "Anna."])
    assert (await model.stream(PROMPT)).value == "Anna."
    assert "It was empty." in script.seen[2].messages[-1].text


async def test_only_empty_texts():
    model, script = scripted(["", "", ""])
    with pytest.raises(ModelFailed) as caught:
        await model.stream(PROMPT)
    assert (caught.value.trouble, len(script.seen)) == (Trouble.UNREADABLE, 3)


async def test_a_text_that_was_cut_off_by_its_limit_is_kept():
    model, _ = scripted([("Anna brings the", End("length"))])
    assert (await model.stream(PROMPT)).value == "Anna brings the"


async def test_no_word_before_the_limit():
    model, script = scripted([("<think>Hm", End("length"))])
    with pytest.raises(ModelFailed) as caught:
        await model.stream(PROMPT)
    assert (caught.value.trouble, len(script.seen)) == (Trouble.TOO_LONG, 1)


# ---- forms, and second chances


async def test_a_wrong_shape_goes_back_with_the_reason():
    model, script = scripted(['{"name": "apple"}', GOOD])
    assert (await model.parse(PROMPT, Fruit)).value == FRUIT
    *first, said, complaint = script.seen[1].messages
    assert tuple(first) == PROMPT.messages
    assert (said.role, said.text) == ("assistant", '{"name": "apple"}')
    assert "count: Field required" in complaint.text


async def test_only_the_last_wrong_answer_goes_back():
    model, script = scripted(["One.", "Two.", GOOD])
    await model.parse(PROMPT, Fruit)
    assert [message.text for message in script.seen[2].messages if message.role == "assistant"] == ["Two."]


async def test_three_wrong_answers_are_enough():
    model, script = scripted(["No.", "", '{"name": 1}', GOOD])
    failed = await failing(model)
    assert (failed.trouble, len(script.seen), failed.usage.calls) == (Trouble.UNREADABLE, 3, 3)


async def test_a_form_of_which_somebody_complains():
    complaints = iter(["Apples have no core.", ""])
    model, script = scripted([GOOD, GOOD.replace("core", "stem")])
    reply = await model.parse(PROMPT, Fruit, check=lambda fruit: next(complaints))
    assert reply.value.parts == ["stem", "peel"]
    assert "Apples have no core." in script.seen[1].messages[-1].text


async def test_the_last_form_stands_if_only_the_check_complains():
    model, script = scripted([GOOD.replace("3", str(number)) for number in (1, 2, 3, 4)])
    reply = await model.parse(PROMPT, Fruit, check=lambda fruit: "Not this one.")
    assert (reply.value.count, len(script.seen)) == (3, 3)


@pytest.mark.parametrize("later", [["No.", "No."], [ProviderFailed(Trouble.BROKEN, "gone")]])
async def test_a_form_that_fits_stands_if_no_better_one_comes(later: list[Any]):
    model, _ = scripted([GOOD, *later])
    assert (await model.parse(PROMPT, Fruit, check=lambda fruit: "Not this one.")).value == FRUIT


async def test_a_form_that_was_cut_off_is_asked_for_shorter():
    model, script = scripted([('{"name": "app', End("length")), GOOD])
    assert (await model.parse(PROMPT, Fruit)).value == FRUIT
    assert "shorter" in script.seen[1].messages[-1].text


async def test_a_form_that_was_cut_off_is_asked_for_again_also_if_what_came_fits():
    model, script = scripted([('{"name": "apple", "count": 3, "parts": ["core", "pe', End("length")), GOOD])
    assert (await model.parse(PROMPT, Fruit)).value == FRUIT
    assert "shorter" in script.seen[1].messages[-1].text


async def test_a_whole_form_counts_although_more_was_cut_off():
    model, script = scripted([(GOOD, End("length"))])
    assert (await model.parse(PROMPT, Fruit)).value == FRUIT
    assert len(script.seen) == 1


async def test_a_form_that_is_cut_off_twice_is_too_long():
    model, script = scripted([('{"name": "app', End("length"))] * 3)
    assert (await failing(model)).trouble is Trouble.TOO_LONG
    assert len(script.seen) == 2


@pytest.mark.parametrize("end", [End("content_filter"), End("stop", refusal="I will not.")])
async def test_a_model_that_declines_is_not_asked_again(end: End):
    model, script = scripted([("", end), GOOD])
    assert (await failing(model)).trouble is Trouble.DECLINED
    assert len(script.seen) == 1


async def test_an_answer_without_end_is_cut_off():
    model, script = scripted(["x" * 200_017])
    failed = await failing(model)
    assert (failed.trouble, len(script.seen)) == (Trouble.TOO_LONG, 1)
    assert failed.usage.tokens_out > 50_000


async def test_an_answer_of_200_000_characters_is_not_too_long():
    model, _ = scripted(["x" * 200_000])
    assert len((await model.stream(PROMPT)).value) == 200_000


async def test_peeks_grow_and_end_with_the_whole():
    peeks: list[Mapping[str, Any]] = []
    model = asking(Scripted([f"Sure:\n```json\n{GOOD}\n```"], chunk=3), every=0.0)
    await model.parse(PROMPT, Fruit, peeks.append)
    assert peeks[0] == {"name": ""}
    assert peeks[-1] == FRUIT.model_dump()
    assert len(peeks) > 5


# ---- the ladder


def formless(*taken: Rung) -> Any:
    """A provider that takes forms in these ways only."""
    refusal = ProviderFailed(Trouble.BROKEN, "status 400: response_format", status=400, formless=True)
    return lambda question: GOOD if question.rung in taken else refusal


@pytest.mark.parametrize("taken", list(Rung))
async def test_the_ladder_is_climbed_down_once(taken: Rung):
    model, script = scripted(formless(taken))
    for _ in range(2):
        assert (await model.parse(PROMPT, Fruit)).value == FRUIT
    assert [question.rung for question in script.seen] == [*range(taken + 1), taken]
    assert model.rung is taken


async def test_below_the_last_rung_is_nothing():
    model, script = scripted(formless())
    assert (await failing(model)).trouble is Trouble.BROKEN
    assert [question.rung for question in script.seen] == list(Rung)


# ---- patience


async def test_what_may_help_is_tried_again_with_growing_waits():
    slept = Slept()
    model = Asking(Scripted([BUSY, BUSY, BUSY, BUSY, GOOD]), patience=slept.patience())
    assert (await model.parse(PROMPT, Fruit)).usage.calls == 5
    assert slept.naps == [0.5, 1.0, 2.0, 4.0]


async def test_waits_are_drawn_between_nothing_and_the_most():
    drawn: list[tuple[float, float]] = []

    def draw(low: float, high: float) -> float:
        drawn.append((low, high))
        return 0.0

    model = Asking(Scripted([BUSY] * 5), patience=Slept().patience(jitter=draw, tries=5, most=3.0))
    await failing(model)
    assert drawn[:4] == [(0, 0.5), (0, 1.0), (0, 2.0), (0, 3.0)]


async def test_five_tries_are_enough():
    model, script = scripted([BUSY] * 6)
    failed = await failing(model)
    assert (failed.trouble, len(script.seen), failed.usage.calls) == (Trouble.BUSY, 5, 5)


async def test_a_provider_that_says_how_long_to_wait_is_heard():
    slept = Slept()
    script = Scripted([ProviderFailed(Trouble.BUSY, "", again=True, wait=7.0), GOOD])
    await Asking(script, patience=slept.patience()).parse(PROMPT, Fruit)
    assert slept.naps == [7.0]


async def test_a_wait_beyond_the_deadline_is_not_begun():
    slept = Slept()
    script = Scripted([ProviderFailed(Trouble.BUSY, "", again=True, wait=60.0), GOOD])
    failed = await failing(Asking(script, patience=slept.patience()))
    assert (failed.trouble, slept.naps, len(script.seen)) == (Trouble.BUSY, [], 1)


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.UNKNOWN])
async def test_what_cannot_help_is_not_tried(trouble: Trouble):
    model, script = scripted([ProviderFailed(trouble, "no"), GOOD])
    assert (await failing(model)).trouble is trouble
    assert len(script.seen) == 1


@pytest.mark.parametrize("trouble", list(Trouble))
async def test_every_trouble_has_words(trouble: Trouble):
    model, _ = scripted([ProviderFailed(trouble, "status 999: a secret")])
    failed = await failing(model)
    assert (failed.message, failed.advice) == WORDS[trouble]
    assert failed.message.endswith(".")
    assert failed.advice.endswith(".")
    assert "secret" not in f"{failed.message} {failed.advice}"
    assert isinstance(failed.__cause__, ProviderFailed)


async def test_other_errors_are_not_swallowed():
    model, _ = scripted([ZeroDivisionError()])
    with pytest.raises(ZeroDivisionError):
        await model.stream(PROMPT)


# ---- what it takes


async def test_usage_is_summed_over_tries_and_second_chances():
    first, second = Tokens(100, 40, 20), Tokens(200, 0, 10)
    model, _ = scripted([BUSY, ("No.", End("stop", first)), (GOOD, End("stop", second))])
    usage = (await model.parse(PROMPT, Fruit)).usage
    assert (usage.model, usage.calls) == ("scripted/model", 3)
    assert (usage.tokens_in, usage.cached, usage.tokens_out) == (300, 40, 30)
    assert usage.cost == pytest.approx((260 * 1.0 + 40 * 0.1 + 30 * 10.0) / 1e6)
    assert usage.milliseconds == 500  # the one wait


async def test_what_nobody_counted_is_estimated():
    model, _ = scripted([("x" * 400, End("stop"))])
    usage = (await model.stream(PROMPT)).usage
    assert (usage.tokens_in, usage.tokens_out) == (5, 100)  # 17 characters were asked


async def test_a_request_that_was_not_taken_costs_nothing():
    model, _ = scripted([ProviderFailed(Trouble.REFUSED, "no")])
    usage = (await failing(model)).usage
    assert (usage.calls, usage.tokens_in, usage.cost) == (1, 0, 0.0)


async def test_the_model_of_a_question_is_its_name_without_the_vendor():
    script = Scripted(["Yes."], name="openrouter/a/b")
    await asking(script).stream(PROMPT)
    assert script.seen[0].model == "a/b"


async def test_what_was_broken_off_can_be_read_from_the_tally():
    written = asyncio.Event()

    class Unending(Scripted):
        async def answer(self, question: Question) -> Pieces:
            yield "x" * 40
            written.set()
            await asyncio.Event().wait()

    tally, model = Tally(), asking(Unending([]))
    assert (tally.model, tally.usage()) == ("", Usage())
    call = asyncio.create_task(model.stream(PROMPT, tally=tally))
    await written.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    usage = tally.usage()
    assert (tally.model, tally.prompt, tally.prompt_hash) == ("scripted/model", PROMPT.name, PROMPT.hash)
    assert (usage.calls, usage.tokens_in, usage.tokens_out) == (1, 5, 10)
    assert usage.cost == pytest.approx((5 * 1.0 + 10 * 10.0) / 1e6)


async def test_the_tally_of_an_answer_is_its_usage():
    tally, (model, _) = Tally(), scripted([GOOD])
    assert (await model.parse(PROMPT, Fruit, tally=tally)).usage == tally.usage()
