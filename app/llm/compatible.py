"""Every endpoint that speaks OpenAI's protocol. The SDK knows where it is and who asks; the rest is cheaper here."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import openai
from pydantic_core import to_json

from app.llm.events import Events
from app.llm.failures import broken, of_status
from app.llm.port import Trouble
from app.llm.provider import End, Pieces, ProviderFailed, Question, Rung

CONNECT = 10.0  # seconds; for everything else whoever asks holds the clock
DRAIN = 0.25  # seconds for the last bytes after [DONE]: a connection read to its end can be used again
LARGEST = 8_000_000  # bytes of an answer that is no stream, characters of what comes after the end of one that is
OWN_HOST = "api.openai.com"
LIMITS = ("max_tokens", "max_completion_tokens")
REFUSED = re.compile(
    r"unsupported|unrecogni[sz]ed|unknown|not (supported|permitted|allowed)|extra.?(field|input)", re.I
)
LOST = (httpx.HTTPError, httpx.StreamError, OSError)


class Compatible:
    """A provider at `url`, or at OpenAI's own address. Without a key the SDK looks for OPENAI_API_KEY.

    What the endpoint does not take is remembered, and left out from then on. Raises openai.OpenAIError without a key.
    """

    def __init__(
        self, name: str, *, url: str | None = None, key: str | None = None, http_client: httpx.AsyncClient | None = None
    ) -> None:
        self.name, self.gathers = name, True
        self._owns = http_client is None
        self._http = http_client or openai.DefaultAioHttpClient()
        sdk = openai.AsyncOpenAI(base_url=url or None, api_key=key or None, http_client=self._http)
        self._key = sdk.api_key
        self._url = sdk.base_url.copy_with(raw_path=sdk.base_url.raw_path + b"chat/completions")
        self._headers = _headers(sdk)
        self._extensions = _extensions(self._url.host)
        self._limit = LIMITS[self._url.host == OWN_HOST]
        self._swapped = False
        self._counts = True

    async def answer(self, question: Question) -> Pieces:
        try:
            response = await self._sent(question)
            try:
                if not response.is_success:
                    await response.aread()
                    raise self._failed(response)
                yield ""
                async for piece in _pieces(response):
                    yield piece
            finally:
                await response.aclose()
        except LOST as error:
            raise broken(error) from error

    async def _sent(self, question: Question) -> httpx.Response:
        """The head of the answer. Not through the SDK, which makes headers, URL and options anew: 1 ms a question."""
        body = to_json(self._body(question))
        request = httpx.Request("POST", self._url, headers=self._headers, content=body, extensions=self._extensions)
        try:
            return await self._http.send(request, stream=True)
        except Exception as error:  # the transports have more errors than they translate to httpx's
            raise broken(error) from error

    async def close(self) -> None:
        if self._owns:
            await self._http.aclose()

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

    def _failed(self, response: httpx.Response) -> ProviderFailed:
        status, words = response.status_code, response.text
        if status in (400, 422) and self._adapts(words):
            return ProviderFailed(Trouble.BROKEN, "an option was not accepted", again=True, wait=0.0, status=status)
        return of_status(status, words, response.headers, key=self._key)

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


def _headers(sdk: openai.AsyncOpenAI) -> httpx.Headers:
    """What the SDK sends with every request. Where it says Omit, there is nothing to send."""
    named = {**sdk.auth_headers, **sdk.default_headers}
    return httpx.Headers({name: value for name, value in named.items() if isinstance(value, str)})


def _extensions(host: str) -> dict[str, Any]:
    """How to connect. TLS takes no underscore in a name; a certificate for all names below one does take a hyphen."""
    named = {"sni_hostname": host.replace("_", "-")} if "_" in host else {}
    return {"timeout": httpx.Timeout(None, connect=CONNECT).as_dict(), **named}


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
    text = ""
    try:
        async for data in received:
            text += events.feed(data)
            if len(text) > LARGEST:
                raise ProviderFailed(Trouble.TOO_LONG, "an answer that goes on after its end")
            if events.done:
                await _drain(received)
                break
            if not events.finish:  # else all that is left is at hand
                with _held(response):
                    yield text
                text = ""
    except httpx.HTTPError:
        if not events.finish:  # else only the goodbye was lost
            raise
    text += events.rest()
    if not events.started:
        raise ProviderFailed(Trouble.BROKEN, "a stream without a single event", again=True)
    yield events.end(text)


def _stream(response: httpx.Response) -> httpx.AsyncByteStream:
    assert isinstance(response.stream, httpx.AsyncByteStream)  # an async client's always is
    return response.stream


@contextmanager
def _held(response: httpx.Response) -> Iterator[None]:
    """Leave what comes meanwhile to the kernel: to be woken for each event costs more than to read several at once."""
    connection = _connection(response)
    if connection is None or not connection.is_reading():  # else aiohttp holds it, and knows when to go on
        yield
        return
    connection.pause_reading()
    try:
        yield
    finally:
        if not connection.is_closing():
            connection.resume_reading()


def _connection(response: httpx.Response) -> asyncio.Transport | None:
    """The connection that brings an answer; None when all of it came, and for a client that is not aiohttp's.

    No layer shows the one below it. If they change their names, nothing is held, and all goes on as before.
    """
    stream = getattr(response.stream, "_stream", None)
    connection = getattr(getattr(stream, "_aiohttp_response", None), "connection", None)
    return connection.transport if connection else None


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
