"""Opening a model: which provider, what it costs to open, and what it says about itself."""

import json
import logging
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import respx

from app.errors import Invalid
from app.llm.opening import open_model
from app.llm.port import ModelFailed, Trouble
from app.llm.trying import Patience
from evals.provider import Answer, FakeProvider
from tests.llm.asked import GOOD, PROMPT, Fruit, Slept, names

KEY = "sk-secret-0123456789"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


@pytest.mark.parametrize(
    ("spec", "given", "says"),
    [
        ("", {}, "“” is not the name of a model."),
        ("gpt-5", {}, "“gpt-5” is not the name of a model."),
        ("/gpt-5", {}, "is not the name of a model."),
        ("openai/", {}, "is not the name of a model."),
        ("vllm/m", {}, "Nobody knows where “vllm/m” is."),
        ("openai/m", {}, "There is no key for “openai/m”."),
        ("openai/m", {"key": KEY, "prices": "much"}, "The prices “much” cannot be read."),
        ("openai/m", {"key": KEY, "url": "here"}, "The model's address “here” cannot be used."),
        ("openai/m", {"key": KEY, "url": "ftp://here/v1"}, "cannot be used."),
        ("openai/m", {"key": KEY, "url": "http://here:x/v1"}, "cannot be used."),
        ("vllm/m", {"url": f"http://me:{KEY}@here/v1"}, "The model's address holds a name, a key or a password."),
        ("vllm/m", {"url": f"http://here/v1?key={KEY}"}, "The model's address holds a name, a key or a password."),
        ("nobody/m", {}, "Nobody knows the provider of “nobody/m”."),
    ],
)
def test_what_cannot_be_meant_is_said(spec: str, given: dict[str, str], says: str):
    with pytest.raises(Invalid) as caught:
        open_model(spec, **given)
    assert says in caught.value.message
    assert caught.value.advice.endswith((".", "2."))
    assert KEY not in f"{caught.value} {caught.value.advice}"


@pytest.mark.parametrize(
    ("spec", "url", "goes"),
    [
        ("openai/gpt-5-mini", "", "https://api.openai.com/v1/chat/completions"),
        (
            "openai/m",
            "https://me.openai.azure.com/openai/v1/",
            "https://me.openai.azure.com/openai/v1/chat/completions",
        ),
        ("ollama/llama3", "", "http://127.0.0.1:11434/v1/chat/completions"),
        ("lm_studio/x/y", "", "http://127.0.0.1:1234/v1/chat/completions"),
        ("vllm/m", "http://here:8000/v1", "http://here:8000/v1/chat/completions"),
    ],
)
async def test_where_a_model_is(client: httpx.AsyncClient, spec: str, url: str, goes: str):
    whole = {"choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}]}
    with respx.mock() as wire:
        wire.post(goes).mock(return_value=httpx.Response(200, json=whole))
        model = open_model(spec, url=url, key=KEY if spec.startswith("openai") else "", http_client=client)
        assert (await model.stream(PROMPT)).value == "Hi"
        body = json.loads(wire.calls.last.request.content)
    assert model.name == spec
    assert body["model"] == spec.partition("/")[2]


async def test_a_local_model_is_not_told_the_key_of_another(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with respx.mock() as wire:
        wire.route().mock(return_value=httpx.Response(404))
        with pytest.raises(ModelFailed):
            await open_model("ollama/m", http_client=client).stream(PROMPT)
        assert KEY not in str(wire.calls.last.request.headers.raw)


async def test_the_usual_variable_holds_the_key(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with respx.mock() as wire:
        wire.route().mock(return_value=httpx.Response(404))
        with pytest.raises(ModelFailed):
            await open_model("openai/m", http_client=client).stream(PROMPT)
        assert wire.calls.last.request.headers["authorization"] == f"Bearer {KEY}"


async def test_no_key_in_what_is_said_or_logged(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    model = open_model("openai/m", key=KEY, http_client=client)
    with respx.mock() as wire:
        wire.route().mock(return_value=httpx.Response(400, json={"error": {"message": f"bad {KEY}"}}))
        with pytest.raises(ModelFailed) as caught:
            await model.stream(PROMPT)
    said = [caught.value, caught.value.advice, caught.value.__cause__, model, vars(model), caplog.text]
    assert not [one for one in said if KEY in f"{one!r} {one}"]


async def test_a_retry_after_on_the_wire_is_honoured(client: httpx.AsyncClient):
    slept = Slept()
    model = open_model("openai/m", key=KEY, http_client=client, patience=slept.patience())
    whole = {"choices": [{"message": {"content": GOOD}, "finish_reason": "stop"}]}
    answers = [httpx.Response(429, headers={"Retry-After": "11"}), httpx.Response(200, json=whole)]
    with respx.mock() as wire:
        wire.route().mock(side_effect=answers)
        reply = await model.parse(PROMPT, Fruit)
    assert (slept.naps, reply.usage.calls) == ([11.0], 2)


async def test_seconds_prices_and_record_are_taken(tmp_path: Path):
    async with FakeProvider(lambda body: Answer("Hi")) as fake:
        model = open_model("vllm/m", url=fake.url, prices="1,1,1", record=tmp_path, seconds=2)
        usage = (await model.stream(PROMPT)).usage
        assert usage.cost == pytest.approx(150e-6)
        assert names(tmp_path) == ["001-test-ask.json"]
        fake.script = lambda body: Answer(hang=True)
        short = open_model("vllm/m", url=fake.url, seconds=0.05, patience=Patience(60))
        with pytest.raises(ModelFailed) as caught:
            await short.stream(PROMPT)
        assert caught.value.trouble is Trouble.SLOW
        await model.close()
        await short.close()


# ---- in a process of its own


def alone(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_litellm_is_not_imported_for_openai_nor_openai_before_it_is_needed():
    out = alone(
        "import asyncio, sys\n"
        "from app.llm.opening import open_model\n"
        f"model = open_model('openai/gpt-5-mini', key='{KEY}')\n"
        "print('openai' in sys.modules, 'httpx' in sys.modules)\n"
        "asyncio.run(model.warm())\n"
        "print('openai' in sys.modules, 'litellm' in sys.modules)\n"
    )
    assert out.split() == ["False", "False", "True", "False"]


@pytest.mark.slow
def test_litellm_is_quiet_and_asks_nobody():
    out = alone(
        "import asyncio, socket, sys\n"
        "def never(*given, **more): raise SystemExit('a call: %r' % (given,))\n"
        "socket.getaddrinfo = socket.socket.connect = socket.create_connection = never\n"
        "from app.llm.opening import open_model\n"
        f"model = open_model('anthropic/claude-haiku-4-5', key='{KEY}')\n"
        "asyncio.run(model.warm())\n"
        "print('litellm' in sys.modules)\n"
    )
    assert out == "True\n"
