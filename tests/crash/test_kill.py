"""kill -9 at random points: no acknowledged word is lost, no turn stays torn, nothing is doubled."""

import asyncio
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

TALKERS = 6
RECOVERED_WITHIN = 10.0  # seconds after the next start
PATIENCE = 3  # of so many starts one is left to finish what was torn; the others are killed while they do


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """The service as a process of its own, to be killed and started again on the same file."""

    database: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.crash.server", str(self.database), str(self.port)]
        self.process = subprocess.Popen(command, cwd=Path(__file__).parents[2])
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/templates", timeout=1).status_code == 200:
                    return
            time.sleep(0.02)
        raise AssertionError("the service did not start")

    def kill(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


async def talk(url: str, interview: str, box: str, name: str, acknowledged: list[str]) -> None:
    """Say things without end; what the service confirms as stored is acknowledged."""
    async with httpx.AsyncClient(timeout=10) as client:
        for number in range(10_000):
            text = f"{name} says thing {number} with {random.randrange(10**9)} in it."
            body = {"move": "say", "box": box, "text": text}
            headers = {"Accept": "text/event-stream", "Idempotency-Key": text, "Facilitator-Person": name}
            with contextlib.suppress(httpx.TransportError):
                request = client.stream("POST", f"{url}/interviews/{interview}/moves", json=body, headers=headers)
                async with request as answer:
                    async for line in answer.aiter_lines():
                        if line.startswith("event: words"):
                            acknowledged.append(text)
                continue
            return


async def talk_until_killed(service: Service, interview: str, boxes: list[str]) -> list[str]:
    acknowledged: list[str] = []
    talkers = [
        asyncio.create_task(talk(service.url, interview, boxes[n % len(boxes)], f"person{n}", acknowledged))
        for n in range(TALKERS)
    ]
    await asyncio.sleep(random.uniform(0.3, 1.2))
    await asyncio.to_thread(service.kill)
    await asyncio.gather(*talkers)
    return acknowledged


def events_of(service: Service, interview: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    after = 0
    while True:
        page = httpx.get(f"{service.url}/interviews/{interview}/events", params={"after": after, "limit": 200}).json()
        found.extend(page["items"])
        if not page["next"]:
            return found
        after = page["next"]


def torn(database: Path) -> int:
    import sqlite3

    with contextlib.closing(sqlite3.connect(database)) as rows:
        return int(rows.execute("select count(*) from turn where ended_at is null").fetchone()[0])


def seconds_until_whole(database: Path) -> float:
    start = time.monotonic()
    while torn(database):
        assert time.monotonic() - start < RECOVERED_WITHIN, f"{torn(database)} turns are still torn"
        time.sleep(0.1)
    return time.monotonic() - start


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(25, id="first half of 50"),
        pytest.param(25, id="second half of 50"),
    ],
)
@pytest.mark.slow
def test_kill_loses_nothing_tears_nothing_doubles_nothing(tmp_path: Path, kills: int) -> None:
    service = Service(tmp_path / "canvases.db")
    service.start()
    canvas = httpx.post(f"{service.url}/canvases", json={"product_name": "Crash"}).json()
    interview, boxes = canvas["interview"], [box["id"] for box in canvas["boxes"]][:3]
    acknowledged: list[str] = []
    tears, slowest = 0, 0.0
    for left in reversed(range(kills)):
        acknowledged += asyncio.run(talk_until_killed(service, interview, boxes))
        tears += torn(service.database)
        service.start()
        if not left % PATIENCE:
            slowest = max(slowest, seconds_until_whole(service.database))
    events = events_of(service, interview)
    after = httpx.get(f"{service.url}/canvases/{canvas['id']}").json()
    service.kill()

    said = [each["event"]["text"] for each in events if each["event"]["type"] == "words"]
    assert [each["number"] for each in events] == list(range(1, len(events) + 1))
    assert not set(acknowledged) - set(said), "an acknowledged word is gone"
    assert len(said) == len(set(said)), "words were stored twice"
    written = "\n".join(box["draft"]["text"] for box in after["boxes"] if box["draft"])
    assert all(written.count(text) == 1 for text in said), "a turn was lost or taken twice"
    sys.stderr.write(
        f"\n{kills} kills: {len(acknowledged)} acknowledged, 0 lost; turns found torn {tears} times, all finished, "
        f"the slowest {slowest:.1f} s after the start; 0 doubled\n"
    )
