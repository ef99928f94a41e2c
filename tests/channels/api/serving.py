"""The service on a real socket, in a thread of its own, with a facilitator that a test can hold back."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn

from app.config import Settings
from app.facilitator.builtin import Builtin
from app.facilitator.port import Delta, Job, Provenance, Stream
from app.interview.effects import Heard
from app.main import create_app

HELD_BACK = "please take your time"


class Held(Builtin):
    """The built-in facilitator. Words that hold HELD_BACK are streamed at once and understood when `free` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        if any(HELD_BACK in each.text for each in job.news()):
            for piece in ("On its ", "way"):
                stream(Delta(job.box, job.turn, "draft", piece))
            await asyncio.to_thread(self.free.wait, 20)
        return await super().listen(job, stream)


class Service:
    """A running service; `api` talks to it."""

    def __init__(self, settings: Settings, facilitator: Held) -> None:
        self.app = create_app(settings, facilitator=facilitator)
        self.facilitator = facilitator
        config = uvicorn.Config(self.app, port=0, log_config=None, timeout_graceful_shutdown=3)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        await self.server.serve()

    def start(self) -> None:
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive(), "the service did not start"
            time.sleep(0.002)  # it shares the interpreter with whoever waits for it
        self.port = int(self.server.servers[0].sockets[0].getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.api = httpx.Client(base_url=f"{self.url}/api/v1", timeout=20)

    def close(self) -> None:
        """What whoever runs the server does first when it is told to stop."""
        self.loop.call_soon_threadsafe(self.app.state.closing.set)

    def stop(self) -> None:
        self.facilitator.free.set()
        self.api.close()
        self.server.should_exit = True
        self.thread.join(timeout=10)
        assert not self.thread.is_alive(), "the service did not stop"


@contextmanager
def serving(facilitator: Held | None = None, **settings: Any) -> Iterator[Service]:
    service = Service(Settings(person="Anna", **settings), facilitator or Held())
    service.start()
    try:
        yield service
    finally:
        service.stop()
