"""Server-sent events, as every HTTP channel sends them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

EVENTS = "text/event-stream"
RECONNECT = b"retry: 1000\n\n"  # milliseconds a browser waits before it comes back; also opens the stream at once
UNBUFFERED = {"X-Accel-Buffering": "no"}  # a proxy would hold events back until it has a page of them
STILL_HERE = b": still here\n\n"


class EventStream(StreamingResponse):
    """An event stream that lets go of everything at its end, however it comes: a reader leaves, the server stops."""

    media_type = EVENTS

    def __init__(self, chunks: AsyncGenerator[bytes, None]) -> None:
        super().__init__(chunks, headers=UNBUFFERED)
        self.chunks = chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":  # whoever asks so waits for the end of it, before anything else is asked
            await self.chunks.aclose()
            await Response(headers=dict(self.headers))(scope, receive, send)
            return
        try:
            async with aclosing(self.chunks):
                await super().__call__(scope, receive, send)
        except asyncio.CancelledError:  # swallowed: nothing runs after this, and a server reports it as a crash
            with suppress(OSError):
                await send({"type": "http.response.body", "body": b"", "more_body": False})


def frame(event: str, data: bytes, *, id: int | None = None) -> bytes:
    """One event of a stream. JSON has no line ends of its own, so its data is one line."""
    head = b"" if id is None else b"id: %d\n" % id
    return head + b"event: %s\ndata: %s\n\n" % (event.encode(), data)
