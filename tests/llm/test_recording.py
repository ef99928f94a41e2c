import json
from contextlib import aclosing
from pathlib import Path

import pytest

from app.llm.forms import on
from app.llm.port import Trouble
from app.llm.provider import End, Provider, ProviderFailed, Question, Rung, Tokens
from app.llm.recording import Recorder, Replay
from app.llm.scripted import Scripted
from tests.llm.asked import GOOD, PROMPT, Fruit, asking, content, names, question


async def answered(provider: Provider, asked: Question) -> tuple[str, End]:
    *texts, end = [piece async for piece in provider.answer(asked)]
    assert isinstance(end, End)
    return "".join(str(text) for text in texts), end


async def test_the_last_words_may_come_with_the_end(tmp_path: Path):
    recorder = Recorder(Scripted([("All but ", End("stop", text="the last."))]), tmp_path, written_by="Anna")
    await answered(recorder, question("A fruit?"))
    assert json.loads(content(tmp_path / "001-test-ask.json"))["answer"] == "All but the last."


async def test_a_question_is_kept_with_its_answer(tmp_path: Path):
    said = ("Grüße\n  und\tmehr ", End("length", Tokens(9, 8, 7)))
    recorder = Recorder(Scripted([said]), tmp_path / "kept", written_by="Anna")
    assert await answered(recorder, on(Rung.SCHEMA, question("A fruit?"), Fruit)) == said
    assert names(tmp_path / "kept") == ["001-test-ask.json"]
    text = content(tmp_path / "kept" / "001-test-ask.json")
    assert "Grüße" in text
    assert json.loads(text) == {
        "prompt": "test/ask",
        "hash": "abc",
        "model": "m",
        "written_by": "Anna",
        "schema": "Fruit",
        "messages": [{"role": "user", "text": "A fruit?"}],
        "answer": "Grüße\n  und\tmehr ",
        "finish": "length",
        "refusal": "",
        "tokens": {"read": 9, "cached": 8, "written": 7},
    }


async def test_files_are_numbered_on_and_never_written_over(tmp_path: Path):
    for _ in range(2):
        recorder = Recorder(Scripted(lambda asked: "Yes."), tmp_path)
        for name in ("b", "a", ""):
            await answered(recorder, question(name=name))
    assert names(tmp_path) == [
        "001-b.json",
        "002-a.json",
        "003-unnamed.json",
        "004-b.json",
        "005-a.json",
        "006-unnamed.json",
    ]


async def test_an_answer_that_did_not_end_is_not_kept(tmp_path: Path):
    recorder = Recorder(Scripted(["A long answer, in pieces.", ProviderFailed(Trouble.BUSY, "")]), tmp_path)
    async with aclosing(recorder.answer(question())) as pieces:
        await anext(pieces)
    with pytest.raises(ProviderFailed):
        await answered(recorder, question())
    assert names(tmp_path) == []


async def test_what_was_recorded_is_answered_again(tmp_path: Path):
    recorded = await asking(Recorder(Scripted(["No.", GOOD, "Bye."]), tmp_path)).parse(PROMPT, Fruit)
    replay = Replay(tmp_path)
    replayed = await asking(replay).parse(PROMPT, Fruit)
    assert replayed.value == recorded.value
    assert replayed.usage.tokens_out == recorded.usage.tokens_out
    assert [(one.file, one.matches) for one in replay.replayed] == [
        ("001-test-ask.json", True),
        ("002-test-ask.json", True),
    ]


async def test_each_prompt_has_its_own_order_and_changed_prompts_are_told(tmp_path: Path):
    recorder = Recorder(Scripted(["a1", "b1", "a2"]), tmp_path)
    for name in ("a", "b", "a"):
        await answered(recorder, question(name=name))
    replay = Replay(tmp_path)
    said = [
        (await answered(replay, question(name=name, hash=hash)))[0]
        for name, hash in (("b", "abc"), ("a", "abc"), ("a", "new"))
    ]
    assert said == ["b1", "a1", "a2"]
    assert [one.matches for one in replay.replayed] == [True, True, False]


async def test_a_missing_answer_is_named(tmp_path: Path):
    await answered(Recorder(Scripted(["Yes."]), tmp_path / "kept"), question())
    replay = Replay(tmp_path / "kept")
    await answered(replay, question())
    with pytest.raises(ProviderFailed, match="kept holds no answer 2 to the prompt test/ask") as caught:
        await answered(replay, question())
    assert not caught.value.again


async def test_closing_goes_through(tmp_path: Path):
    script = Scripted([])
    await Recorder(script, tmp_path).close()
    assert script.closed


async def test_a_script_that_ends_says_so():
    with pytest.raises(ProviderFailed, match="no answer 1, to test/ask"):
        await answered(Scripted([]), question())
