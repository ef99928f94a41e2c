import json
from pathlib import Path

import pytest

from app.errors import Invalid
from app.llm.prices import LIST, Prices, prices
from app.llm.provider import Tokens


def test_what_is_set_holds():
    assert prices("openai/gpt-5-mini", " 0.25, 0.025 ,2 ") == Prices(0.25, 0.025, 2.0)


@pytest.mark.parametrize("setting", ["1", "1,2", "1,2,3,4", "a,b,c", "-1,0,0", "nan,0,0", "1,2,inf", ","])
def test_prices_that_cannot_be_read(setting: str):
    with pytest.raises(Invalid, match="cannot be read") as caught:
        prices("openai/m", setting)
    assert "0.25,0.025,2" in caught.value.advice


@pytest.mark.parametrize("spec", ["ollama/llama3", "lm_studio/x", "vllm/gpt-5-mini"])
def test_what_runs_at_home_costs_nothing(spec: str):
    assert prices(spec) == Prices(0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("spec", "key"),
    [
        ("openai/gpt-5-mini", "gpt-5-mini"),
        ("anthropic/claude-haiku-4-5", "claude-haiku-4-5"),
        ("gemini/gemini-2.5-flash", "gemini/gemini-2.5-flash"),
        ("mistral/mistral-small-latest", "mistral/mistral-small-latest"),
    ],
)
def test_known_prices_are_those_of_the_list(spec: str, key: str):
    import importlib.util

    found = importlib.util.find_spec("litellm")
    assert found
    assert found.origin
    entry = json.loads(Path(found.origin).with_name(LIST).read_text())[key]
    known = prices(spec)
    assert known
    assert known.read == pytest.approx(entry["input_cost_per_token"] * 1e6)
    assert known.written == pytest.approx(entry["output_cost_per_token"] * 1e6)
    cached = entry.get("cache_read_input_token_cost", entry["input_cost_per_token"])
    assert known.cached == pytest.approx(cached * 1e6)


@pytest.mark.parametrize("spec", ["openai/nobody-knows", "anthropic/gpt-5-mini", 'openai/"x', "openai/", "nobody"])
def test_prices_that_nobody_knows(spec: str):
    assert prices(spec) is None


def test_what_is_read_from_the_cache_is_paid_once():
    cost = Prices(1.0, 0.1, 10.0).cost(Tokens(read=1000, cached=400, written=100))
    assert cost == pytest.approx((600 * 1.0 + 400 * 0.1 + 100 * 10.0) / 1e6)
    assert Prices(1.0, 0.1, 10.0).cost(Tokens(read=0, cached=5)) == pytest.approx(0.5e-6)
