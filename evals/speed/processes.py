"""Servers in processes of their own, each on a chosen core, with what they take of the machine (Linux, /proc)."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PRODUCT = (sys.executable, "-c", "from app.cli import main; main()", "serve", "--port")
STOPPING = 8  # seconds that a server gets to end by itself
# What the environment of whoever measures must not change; a server gets its settings from us. And it may keep its
# bytecode, as it does where it is installed: without, each start compiles all of our files, a third of its time.
FOREIGN = re.compile(r"FACILITATOR_|XDG_|OPENAI_|ANTHROPIC_|LITELLM_|PYTHONDONTWRITEBYTECODE$|.*_proxy$", re.IGNORECASE)


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int
    log: IO[bytes]

    def complaint(self) -> str:
        """The end of what it wrote to stderr."""
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-2000:]

    def cpu(self) -> float:
        """Seconds of CPU so far, user and system, of all its threads that still run."""
        return cpu(self.process.pid)

    def memory(self, *, most: bool = False) -> float:
        """Resident memory in MB: now, or the most that it ever was."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+)" if most else r"VmRSS:\s+(\d+)", text)
        return int(found[1]) / 1024 if found else 0.0

    def loaded(self, library: str) -> bool:
        """Whether a compiled library of that name is in memory: how to see from outside what was imported."""
        return library in Path(f"/proc/{self.process.pid}/maps").read_text()


def cpu(process: int) -> float:
    """In nanosecond steps where the kernel counts them; /proc/…/stat counts in hundredths of a second."""
    total = 0
    for thread in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):  # a thread that just ended
            total += int((thread / "schedstat").read_text().split()[0])
    if total:
        return total / 1e9
    ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def cores() -> tuple[int, int]:
    """One for the server, one for the load and the model; the same where there is only one."""
    known = sorted(os.sched_getaffinity(0))
    return known[0], known[-1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], *, port: int, core: int | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server from its start until it is no longer needed."""
    known = {name: value for name, value in os.environ.items() if not FOREIGN.match(name)}
    log = tempfile.TemporaryFile()
    process = subprocess.Popen(command, env={**known, **(settings or {})}, stdout=subprocess.DEVNULL, stderr=log)
    try:
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        yield Server(process, port, log)
    finally:
        log.close()
        process.terminate()
        try:
            process.wait(timeout=STOPPING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def product(*, core: int | None = None, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """The service as `facilitator serve` starts it, on a new SQLite file, in a home of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        own = {"HOME": folder, "FACILITATOR_DATABASE": f"{folder}/speed.db", "FACILITATOR_PERSON": "Anna"}
        with running([*PRODUCT, str(port)], port=port, core=core, settings={**own, **(settings or {})}) as server:
            yield server


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """This process on one core, so that it takes nothing from a server on another."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def until(ready: Callable[[], object], server: Server, *, seconds: float = 60.0, pause: float = 0.02) -> None:
    """Wait until a call succeeds. SystemExit if the server ends first, or never answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.process.poll() is not None:
            break
        try:
            ready()
            return
        except OSError:
            time.sleep(pause)
    raise SystemExit(f"A server did not start: {server.process.args!r}\n{server.complaint()}")
