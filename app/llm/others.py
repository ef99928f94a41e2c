"""Every provider that speaks a protocol of its own, through litellm. Importing this module does not import it."""

import asyncio
import logging
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from types import ModuleType
from typing import Any

import httpx
import openai

from app.llm.compatible import CONNECT, response_format
from app.llm.failures import FORM, broken, of_status, short
from app.llm.port import Trouble
from app.llm.provider import End, Pieces, ProviderFailed, Question, Tokens

ENVIRONMENT = {  # each of these keeps it from a call, or from a file, that nobody asked for
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_LOCAL_BLOG_POSTS": "True",
    "LITELLM_MODE": "PRODUCTION",
    "HF_HUB_OFFLINE": "1",
}
LOGGERS = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy")
HANDLED = {  # these take our HTTP client; for the rest it makes one of its own
    "anthropic",
    "cohere",
    "deepseek",
    "fireworks_ai",
    "gemini",
    "groq",
    "huggingface",
    "mistral",
    "openrouter",
    "together_ai",
    "xai",
}


def load() -> ModuleType:
    """Litellm, quiet. It costs two seconds and 190 MB, so it is imported when a model of its is opened."""
    os.environ.update(ENVIRONMENT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about its own types, once, when they are first used
        import litellm
        from litellm.types.utils import Delta

        for kind in (Delta, litellm.ModelResponse):
            kind()
    litellm.suppress_debug_info = True
    litellm.telemetry = False
    litellm.disable_aiohttp_transport = True
    litellm.num_retries = 0
    litellm.callbacks = []
    litellm.success_callback = []
    litellm.failure_callback = []
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # it logs what it asks, and what it is told
    return litellm


def _handler(client: httpx.AsyncClient) -> Any:
    """Litellm's own kind of client around ours."""
    from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler

    class Handler(AsyncHTTPHandler):
        made = False

        def create_client(self, *_: Any, **__: Any) -> httpx.AsyncClient:
            if self.made:  # it asks for another client to try again by itself
                raise httpx.ReadError("the connection broke")
            self.made = True
            return client

    handler = Handler()
    handler.client = client  # and so it does not close it
    return handler


class Other:
    """A provider by litellm's prefix, such as anthropic/…; without a key litellm looks for the usual variable.

    Raises ValueError for a prefix that litellm does not know.
    """

    def __init__(
        self, name: str, *, url: str | None = None, key: str | None = None, http_client: httpx.AsyncClient | None = None
    ) -> None:
        self.name, self.gathers = name, False
        self._litellm = load()
        if name.partition("/")[0] not in self._litellm.provider_list:
            raise ValueError(name)
        self._owned = None if http_client else httpx.AsyncClient(timeout=httpx.Timeout(None, connect=CONNECT))
        self._given: dict[str, Any] = {"model": name, "api_base": url or None, "api_key": key or None}
        if name.partition("/")[0] in HANDLED:
            self._given["client"] = _handler(http_client or self._owned)  # type: ignore[arg-type]
        self._key = key or ""

    async def answer(self, question: Question) -> Pieces:
        try:
            stream = await self._litellm.acompletion(**self._given, **_body(question))
            yield ""
            async with aclosing(stream):
                end, came = End(), False
                async for chunk in stream:
                    text, end = _read(chunk, end)
                    came = came or bool(text)
                    yield text
                if not came and end.tokens is None:  # it takes any page for an answer
                    raise ProviderFailed(Trouble.UNKNOWN, "an answer that is not a model's", status=200)
                yield end
        except (ProviderFailed, asyncio.CancelledError):
            raise
        except Exception as error:  # it raises what its adapters raise: anything
            raise self._failed(error) from error

    async def close(self) -> None:
        if self._owned:
            await self._owned.aclose()

    def _failed(self, error: Exception) -> ProviderFailed:
        kinds = self._litellm.exceptions
        words = short(str(error), key=self._key)
        answer = next((one.response for one in _behind(error) if isinstance(one, httpx.HTTPStatusError)), None)
        if isinstance(error, kinds.ContentPolicyViolationError):
            return ProviderFailed(Trouble.DECLINED, words)
        if isinstance(error, kinds.ContextWindowExceededError):
            return ProviderFailed(Trouble.TOO_LONG, words)
        if isinstance(error, kinds.UnsupportedParamsError):
            return ProviderFailed(Trouble.BROKEN, words, formless=bool(FORM.search(words)))
        if answer is not None:
            return of_status(answer.status_code, words, _lower(answer.headers), key=self._key)
        if isinstance(error, kinds.MidStreamFallbackError | openai.APIConnectionError):
            return _lost(error, words)
        if isinstance(error, openai.APIStatusError):
            headers = getattr(error, "litellm_response_headers", None) or {}
            return of_status(error.status_code, str(error), _lower(headers), key=self._key)
        if isinstance(error, httpx.HTTPError | OSError):
            return broken(error)
        return ProviderFailed(Trouble.BROKEN, type(error).__name__)


def _body(question: Question) -> dict[str, Any]:
    body: dict[str, Any] = {
        "messages": [{"role": message.role, "content": message.text} for message in question.messages],
        "max_tokens": question.longest,
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_retries": 0,
        "num_retries": 0,
    }
    form = response_format(question)
    return body | ({"response_format": form} if form else {})


def _read(chunk: Any, end: End) -> tuple[str, End]:
    """The text of one chunk, and how the answer ends as far as one knows."""
    tokens = _tokens(getattr(chunk, "usage", None)) or end.tokens
    choice = chunk.choices[0] if chunk.choices else None
    finish = (choice.finish_reason if choice else None) or end.finish
    delta = choice.delta if choice else None
    refusal = end.refusal + (getattr(delta, "refusal", None) or "")
    return getattr(delta, "content", None) or "", End(finish=finish, tokens=tokens, refusal=refusal)


def _tokens(usage: Any) -> Tokens | None:
    if usage is None:
        return None
    details = getattr(usage, "prompt_tokens_details", None)
    cached = getattr(details, "cached_tokens", None) or 0
    return Tokens(read=usage.prompt_tokens or 0, cached=cached, written=usage.completion_tokens or 0)


def _lost(error: Exception, words: str) -> ProviderFailed:
    """A connection that broke; or a status that litellm noticed only when it read the stream."""
    original = getattr(error, "original_exception", None)
    status = getattr(original, "status_code", None)
    if isinstance(original, openai.APIStatusError) and isinstance(status, int):
        return of_status(status, words, _lower(getattr(original, "litellm_response_headers", None) or {}))
    if isinstance(error, openai.APITimeoutError):
        return ProviderFailed(Trouble.SLOW, "the connection was silent", again=True)
    return broken(error)


def _behind(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it."""
    seen: BaseException | None = error
    for _ in range(10):
        if seen is None:
            return
        yield seen
        seen = getattr(seen, "original_exception", None) or seen.__cause__ or seen.__context__


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.casefold(): value for name, value in headers.items()}
