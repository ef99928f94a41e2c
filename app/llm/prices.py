"""What a model costs: as somebody set it, else as the list knows that litellm ships, read without litellm."""

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import Invalid
from app.llm.provider import Tokens

LOCAL = {"ollama", "lm_studio", "vllm"}
LIST = "model_prices_and_context_window_backup.json"
PROVIDERS = "types/utils.py"
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars per million tokens: read, read from the provider's cache, and written."""

    read: float
    cached: float
    written: float

    def cost(self, tokens: Tokens) -> float:
        fresh = max(0, tokens.read - tokens.cached)
        return (fresh * self.read + tokens.cached * self.cached + tokens.written * self.written) / MILLION


def prices(spec: str, setting: str = "") -> Prices | None:
    """The prices of a model such as openai/…; None if nobody knows them. Raises Invalid for an unreadable setting."""
    if setting.strip():
        return _set(setting)
    vendor, _, name = spec.partition("/")
    if vendor in LOCAL:
        return Prices(0.0, 0.0, 0.0)
    return _listed(vendor, name)


def _set(setting: str) -> Prices:
    try:
        read, cached, written = (float(part) for part in setting.split(","))
        if not all(0 <= price < MILLION for price in (read, cached, written)):
            raise ValueError
    except ValueError as error:
        raise Invalid(
            f"The prices “{setting}” cannot be read.",
            advice="Give US dollars per million tokens read, read from cache and written: 0.25,0.025,2.",
        ) from error
    return Prices(read, cached, written)


def known(vendor: str) -> bool:
    """Whether litellm names a provider so, read without litellm. If it cannot be read, anything may be one."""
    text = _shipped(PROVIDERS)
    return not text or f"= {json.dumps(vendor)}" in text


def _shipped(file: str) -> str:
    """The text of a file that travels with litellm."""
    found = importlib.util.find_spec("litellm")
    try:
        return (Path(found.origin).parent / file).read_text(encoding="utf-8") if found and found.origin else ""
    except OSError:
        return ""


def _listed(vendor: str, name: str) -> Prices | None:
    text = _shipped(LIST)
    for key in (f"{vendor}/{name}", name):
        entry = _entry(text, key)
        if entry and str(entry.get("litellm_provider", "")).startswith(vendor):
            return _of(entry)
    return None


def _entry(text: str, key: str) -> dict[str, Any] | None:
    """One model's entry: parsing the whole list would take 40 MB and a tenth of a second."""
    mark = f"\n    {json.dumps(key)}: "  # with its indentation, else a key inside an entry might be found
    at = text.find(mark)
    if at < 0:
        return None
    try:
        found, _ = json.JSONDecoder().raw_decode(text, at + len(mark))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _of(entry: dict[str, Any]) -> Prices | None:
    read, written = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    if not isinstance(read, int | float) or not isinstance(written, int | float):
        return None
    cached = entry.get("cache_read_input_token_cost")
    return Prices(read * MILLION, (cached if isinstance(cached, int | float) else read) * MILLION, written * MILLION)
