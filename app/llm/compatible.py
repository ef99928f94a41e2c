"""Every endpoint that speaks OpenAI's protocol. The SDK makes the requests; reading its streams is cheaper here."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

import httpx
import openai

from app.llm.events import Events
from app.llm.failures import broken, of_status
from app.llm.port import Trouble
from app.llm.provider import End, Pieces, ProviderFailed, Question, Rung

CONNECT = 10.0  # seconds; for everything else whoever asks holds the clock
DRAIN = 0.25  # seconds for the last bytes after [DONE]: a connection read to its end can be used again
LARGEST = 8_000_000  # bytes of an answer that is no stream
STREAMED = {"X-Stainless-Raw-Response": "stream"}  # to the SDK: do not read the body
OWN_HOST = "api.openai.com"
LIMITS = ("max_tokens", "max_completion_tokens")
REFUSED = re.compile(
    r"unsupported|unrecogni[sz]ed|unknown|not (supported|permitted|allowed)|extra.?(field|input)", re.I
)
LOST = (openai.APIConnectionError, httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError)


class Compatible:
    """A provider at `url`, or at OpenAI's own address. Without a key the SDK looks for OPENAI_API_KEY.

    What the endpoint does not take is remembered, and left out from then on. Raises openai.OpenAIError without a key.
    """

    def __init__(
        self, name: str, *, url: str | None = None, key: str | None = None, http_client: httpx.AsyncClient | None = None
    ) -> None:
        self.name, self.gathers = name, True
        self._owned = None if http_client else openai.DefaultAioHttpClient()
        self._client = openai.AsyncOpenAI(
            base_url=url or None,
            api_key=key or None,
            max_retries=0,
            timeout=httpx.Timeout(None, connect=CONNECT),
            http_client=http_client or self._owned,
        )
        self._key = self._client.api_key
        self._limit = LIMITS[self._client.base_url.host == OWN_HOST]
        self._swapped = False
        self._counts = True

    async def answer(self, question: Question) -> Pieces:
        try:
            # Not `create`: it looks through messages and options for what it could transform, which costs 0.5 ms.
            response = await self._client.post(
                "/chat/completions", cast_to=httpx.Response, body=self._body(question), options={"headers": STREAMED}
            )
            try:
                yield ""
                async for piece in _pieces(response):
                    yield piece
            finally:
                await response.aclose()
        except openai.APIStatusError as error:
            raise self._failed(error) from error
        except LOST as error:
            raise broken(error.__cause__ or error) from error
        except openai.OpenAIError as error:
            raise ProviderFailed(Trouble.BROKEN, type(error).__name__) from error

    async def close(self) -> None:
        if self._owned:
            await self._owned.aclose()

    def _body(self, question: Question) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": question.model,
            "stream": True,
            "messages": [{"role": message.role, "content": message.text} for message in question.messages],
            self._limit: question.longest,
        }
        if self._counts:
            body["stream_options"] = {"include_usage": True}
        if form := response_format(question):
            body["response_format"] = form
        return body

    def _failed(self, error: openai.APIStatusError) -> ProviderFailed:
        status, words = error.status_code, error.response.text
        if status in (400, 422) and self._adapts(words):
            return ProviderFailed(Trouble.BROKEN, "an option was not accepted", again=True, wait=0.0, status=status)
        return of_status(status, words, error.response.headers, key=self._key)

    def _adapts(self, words: str) -> bool:
        """Whether the endpoint complains about an option that we can do without, or spell in another way."""
        if self._counts and re.search("stream_options|include_usage", words):
            self._counts = False
            return True
        if not self._swapped and re.search(rf"\b{self._limit}\b", words) and REFUSED.search(words):
            self._swapped = True
            self._limit = LIMITS[self._limit == LIMITS[0]]
            return True
        return False


def response_format(question: Question) -> dict[str, Any] | None:
    """How a form is asked for in OpenAI's protocol."""
    if question.rung is Rung.SCHEMA and (schema := question.schema):
        form = {"name": schema.name, "strict": schema.strict, "schema": schema.fields}
        return {"type": "json_schema", "json_schema": form}
    return {"type": "json_object"} if question.rung is Rung.JSON else None


async def _pieces(response: httpx.Response) -> AsyncGenerator[str | End, None]:
    events = Events()
    if "text/event-stream" not in response.headers.get("content-type", ""):
        yield _whole(await _body_of(response), events)
        yield events.end()
        return
    # The decoders and chunkers of httpx cost as much as the rest together.
    received = response.aiter_bytes() if "content-encoding" in response.headers else aiter(_stream(response))
    try:
        async for data in received:
            yield events.feed(data)
            if events.done:
                await _drain(received)
                break
    except httpx.HTTPError:
        if not events.finish:  # else only the goodbye was lost
            raise
    yield events.rest()
    if not events.started:
        raise ProviderFailed(Trouble.BROKEN, "a stream without a single event", again=True)
    yield events.end()


def _stream(response: httpx.Response) -> httpx.AsyncByteStream:
    assert isinstance(response.stream, httpx.AsyncByteStream)  # an async client's always is
    return response.stream


async def _drain(received: Any) -> None:
    with suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(DRAIN):
            async for _ in received:
                pass


async def _body_of(response: httpx.Response) -> bytes:
    body = b""
    async for data in response.aiter_bytes():
        body += data
        if len(body) > LARGEST:
            raise ProviderFailed(Trouble.TOO_LONG, "an answer that does not end")
    return body


def _whole(body: bytes, events: Events) -> str:
    """The text of an answer that came in one: a completion, or a stream that does not call itself one."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        text = events.feed(body + b"\n")
    else:
        text = events.take(event) if isinstance(event, dict) else ""
    if not events.started:
        raise ProviderFailed(Trouble.UNKNOWN, "an answer that is not a model's", status=200)
    return text
