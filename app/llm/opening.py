"""Opens a model by its name. The vendors' SDKs are imported only then: the cheaper one takes half a second."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.errors import Invalid
from app.llm.asking import Asking
from app.llm.later import Later
from app.llm.prices import LOCAL, known, prices
from app.llm.provider import Provider
from app.llm.recording import Recorder
from app.llm.trying import Patience

if TYPE_CHECKING:
    import httpx  # a tenth of a second that only the SDKs need

HOMES = {"ollama": "http://127.0.0.1:11434/v1", "lm_studio": "http://127.0.0.1:1234/v1"}
NAMELESS = "none"  # a key for servers that want none: the SDK insists on one
WHERE = "in FACILITATOR_MODEL_URL (FACILITATOR_CRITIC_URL for the critic's model)"
KEY = "FACILITATOR_MODEL_KEY (FACILITATOR_CRITIC_KEY for the critic's model)"
OPENAI_KEY = "OPENAI_API_KEY"
LIKE = "Name it as provider/model, such as openai/…, anthropic/… or ollama/…."


def open_model(
    spec: str,
    *,
    url: str = "",
    key: str = "",
    prices: str = "",
    seconds: float = 60.0,
    record: Path | None = None,
    http_client: "httpx.AsyncClient | None" = None,
    patience: Patience | None = None,
) -> Asking:
    """The model `spec`, such as openai/…, at its provider's usual address or at `url`. Close it in the end.

    An `http_client` that is given stays the giver's to close. Raises Invalid for what cannot be meant.
    """
    costs = _prices(spec, prices)
    make = _provider(spec, url=url.strip(), key=key.strip(), http_client=http_client)

    def made() -> Provider:
        return Recorder(make(), record) if record else make()

    return Asking(Later(spec, made), patience=replace(patience or Patience(seconds), seconds=seconds), prices=costs)


_prices = prices  # the argument has the setting's name


def _provider(spec: str, *, url: str, key: str, http_client: "httpx.AsyncClient | None") -> Callable[[], Provider]:
    """How to make the provider, once it is needed; Invalid at once if it could not be."""
    vendor, slash, model = spec.partition("/")
    if not (vendor.strip() and slash and model.strip()):
        raise Invalid(f"“{spec}” is not the name of a model.", advice=LIKE)
    _check(url)
    if vendor in LOCAL:
        if not (url := url or HOMES.get(vendor, "")):
            raise Invalid(f"Nobody knows where “{spec}” is.", advice="Give its address as well: …_URL, ending in /v1.")
        key = key or NAMELESS
    if vendor == "openai" or vendor in LOCAL:
        if not key and not os.environ.get(OPENAI_KEY):  # the SDK would say so, half a second later
            raise Invalid(f"There is no key for “{spec}”.", advice=f"Set {KEY}, or {OPENAI_KEY}.")
        return partial(_compatible, spec, url=url, key=key, http_client=http_client)
    if not known(vendor):
        raise Invalid(f"Nobody knows the provider of “{spec}”.", advice=LIKE)
    return partial(_other, spec, url=url, key=key, http_client=http_client)


def _check(url: str) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0
    except ValueError:
        wrong, parts = True, urlsplit("")
    if parts.username or parts.password or parts.query:  # addresses are logged
        raise Invalid("The model's address holds a name, a key or a password.", advice=f"Set {KEY} instead.")
    if wrong:
        raise Invalid(f"The model's address “{url}” cannot be used.", advice="Give one such as http://host:8000/v1.")


def _compatible(spec: str, *, url: str, key: str, http_client: "httpx.AsyncClient | None") -> Provider:
    from app.llm.compatible import Compatible

    return Compatible(spec, url=url, key=key, http_client=http_client)


def _other(spec: str, *, url: str, key: str, http_client: "httpx.AsyncClient | None") -> Provider:
    from app.llm.others import Other

    return Other(spec, url=url, key=key, http_client=http_client)
