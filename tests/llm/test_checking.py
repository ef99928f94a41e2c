import re
from typing import Any

import pytest

from app.llm.asking import Asking
from app.llm.checking import Fruit, check
from app.llm.port import Trouble
from app.llm.provider import ProviderFailed, Question, Rung
from app.llm.scripted import Said, Scripted
from app.llm.trying import Patience

APPLE = Fruit(name="apple", colour="red", dishes=["pie"]).model_dump_json()


def model(answer: Any, *, chunk: int = 4, taken: Rung = Rung.SCHEMA) -> Asking:
    def script(question: Question) -> Said:
        if question.name == "check/talk":
            return answer  # type: ignore[no-any-return]
        if question.rung < taken:
            return ProviderFailed(Trouble.BROKEN, "status 400", formless=True)
        return APPLE

    return Asking(Scripted(script, chunk=chunk, name="vllm/m"), patience=Patience(5, every=0.0))


@pytest.mark.parametrize(
    ("taken", "way"), [(Rung.SCHEMA, "JSON schema"), (Rung.JSON, "JSON mode"), (Rung.TEXT, "plain text")]
)
async def test_a_good_model_in_one_line(taken: Rung, way: str):
    checked = await check(model("One, two, three.", taken=taken))
    told = rf"vllm/m  answers, streams, keeps to a schema \({way}\); first word after \d+\.\d s, done after \d+\.\d s"
    assert re.fullmatch(told, checked.line)
    assert (checked.why, checked.advice) == ("", "")


async def test_a_model_that_does_not_answer():
    checked = await check(model(ProviderFailed(Trouble.UNKNOWN, "status 404: no such model")))
    assert checked.line == "vllm/m  does not answer"
    assert checked.why == "vllm/m: The model was not found (status 404: no such model)."
    assert checked.advice.endswith(".")


async def test_a_model_that_does_not_keep_to_a_schema():
    checked = await check(Asking(Scripted(lambda question: "Hm, no."), patience=Patience(5)))
    assert "does not keep to a schema (The model's answer cannot be used (no answer fits the form))" in checked.line
    assert checked.why == ""


async def test_an_answer_in_one_piece_at_the_end_does_not_stream():
    script = Scripted(lambda question: APPLE, chunk=10_000)
    reads = [0.0, 0.0, 9.0]  # the deadline, the first request, the first word; then it is over at once
    clock = iter([*reads, *[9.0] * 1000])
    checked = await check(Asking(script, patience=Patience(60, clock=lambda: next(clock))))
    assert "answers, does not stream, keeps" in checked.line
