"""The same weather where the provider is reached through litellm, whose adapters see to the protocol."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.weather.outside import outside
from tests.weather.test_replies import RAINS, through
from tests.weather.test_waiting import RUNGS

MODEL = "deepseek/fake"  # speaks OpenAI's protocol and takes our HTTP client; hosted_vllm leaves one of its own open
NAMES = {
    "401",
    "429 with a short Retry-After",
    "429 with a long Retry-After",
    "500 always",
    "a stream cut once",
    "JSON with single quotes",
    "a wrong shape once",
    "content_filter",
    "length once",
    "schemas and JSON mode are refused",
}
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")  # its own, of its types
SAME = [each for each in (*RAINS, *RUNGS) if each.name in NAMES]


@pytest.mark.slow
async def test_the_same_weather_through_litellm(tmp_path: Path):
    """All in one test, so that one process imports it, which takes two seconds."""
    assert len(SAME) == len(NAMES)
    async with outside(tmp_path, model=MODEL) as out:
        for rain in SAME:
            try:
                await out.begin()
                await through(out, replace(rain, most=10.0), model=MODEL)
            except AssertionError as error:
                error.add_note(rain.name)
                raise
