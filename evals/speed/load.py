"""So many people at once, each with a turn at a time: what they wait for, and what it costs the server."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import uvloop

from evals.speed.figures import percentile
from evals.speed.line import LOST, Line, Told
from evals.speed.paced import CHUNKS, FIRST, GAP, TURN
from evals.speed.processes import Server, cpu

WARM = 4.0  # seconds at most until everybody had a turn: only then is a server's queue as long as it gets
DRAIN = 2.5  # seconds for turns that still run at the end


@dataclass(frozen=True)
class Seat:
    """What one person asks: perhaps something before it counts, then turn after turn."""

    turns: Iterator[bytes]
    opening: bytes | None = None


@dataclass(frozen=True)
class Cell:
    """What was measured with so many people at one server, within the window.

    Times in milliseconds, one for each turn: `asking` until the model has the request, `coming` from when the first
    word leaves it until it arrives; `whole` is what the server adds to a turn from its beginning to its end. CPU and
    window in seconds.
    """

    system: str
    people: int
    seconds: float
    asking: tuple[float, ...]
    coming: tuple[float, ...]
    whole: tuple[float, ...]
    turns: int
    asked: int  # turns in all, also before the window and after it
    cpu: float
    memory: float
    own: float  # shares of a core that the load and the fake model took
    fake: float
    wrong: tuple[str, ...] = ()

    @property
    def added(self) -> tuple[float, ...]:
        """What the server adds to the wait for the first word, on both ways."""
        return tuple(there + back for there, back in zip(self.asking, self.coming, strict=True))

    def row(self) -> str:
        times = [percentile(self.asking, 0.5), percentile(self.coming, 0.5), percentile(self.coming, 0.95)]
        times += [percentile(self.added, 0.5), percentile(self.added, 0.95), percentile(self.whole, 0.5)]
        return (
            f"{self.people:>6}  {self.system:12}{len(self.added):>5}{''.join(f'{each:>9.1f}' for each in times)}"
            f"{self.turns / self.seconds:>9.1f}{self.per_turn():>8.2f}{self.memory:>6.0f}"
            f"{self.own:>6.0%}{self.fake:>6.0%}{len(self.wrong):>7}"
        )

    def per_turn(self) -> float:
        """Milliseconds of the server's CPU for a turn."""
        return self.cpu * 1000 / self.turns if self.turns else float("nan")


HEADER = (
    f"{'people':>6}  {'system':12}{'n':>5}{'ask p50':>9}{'word p50':>9}{'word p95':>9}{'sum p50':>9}{'sum p95':>9}"
    f"{'turn p50':>9}{'turns/s':>9}{'CPU ms':>8}{'MB':>6}{'load':>6}{'fake':>6}{'wrong':>7}"
)


@dataclass
class _Run:
    port: int
    people: int
    everybody: asyncio.Event = field(default_factory=asyncio.Event)  # had a turn
    told: list[Told] = field(default_factory=list)
    had: int = 0  # of them, so far
    stopping: bool = False

    async def sit(self, seat: Seat, line: Line, late: float) -> None:
        """Turn after turn. People begin one after the other, so that their turns do not come in step."""
        await asyncio.sleep(late)
        for number, data in enumerate(seat.turns):
            told = Told()
            self.told.append(told)
            await line.turn(data, told)
            self.had += not number
            if self.had == self.people:
                self.everybody.set()
            if self.stopping or told.wrong == LOST:
                return

    async def open(self, seats: Sequence[Seat]) -> list[Line]:
        loop = asyncio.get_running_loop()
        lines = [(await loop.create_connection(Line, "127.0.0.1", self.port))[1] for _ in seats]
        openings = [(line, seat.opening) for line, seat in zip(lines, seats, strict=True) if seat.opening]
        told = [Told() for _ in openings]
        await asyncio.gather(*(line.turn(data, each) for (line, data), each in zip(openings, told, strict=True)))
        if wrong := next((each.wrong for each in told if each.wrong), ""):
            raise SystemExit(f"An opening story failed: {wrong}")
        return lines

    async def warm(self) -> None:
        """Until everybody had a turn, or an overloaded server was given long enough."""
        await asyncio.sleep(2 * TURN)
        with suppress(TimeoutError):
            async with asyncio.timeout(WARM - 2 * TURN):
                await self.everybody.wait()


@dataclass(frozen=True)
class _Meter:
    """What three processes have taken of the machine so far."""

    at: int
    server: float
    own: float
    fake: float


def _read(server: Server, fake: Server) -> _Meter:
    return _Meter(time.monotonic_ns(), server.cpu(), time.process_time(), cpu(fake.process.pid))


@dataclass(frozen=True)
class System:
    """A server, the model behind it, and when after a request that model sends the first word, in milliseconds."""

    name: str
    server: Server
    fake: Server
    word: int


def measure(system: System, seats: Sequence[Seat], seconds: float) -> Cell:
    """One cell. The window begins when everybody is at it; what was asked before is not in it."""
    return uvloop.run(_measure(system, seats, seconds))


async def _measure(system: System, seats: Sequence[Seat], seconds: float) -> Cell:
    run, server, fake = _Run(system.server.port, len(seats)), system.server, system.fake
    lines = await run.open(seats)
    tasks = [
        asyncio.create_task(run.sit(seat, line, TURN * place / len(seats)))
        for place, (seat, line) in enumerate(zip(seats, lines, strict=True))
    ]
    await run.warm()
    before = _read(server, fake)
    await asyncio.sleep(seconds)
    after = _read(server, fake)
    run.stopping = True
    _, late = await asyncio.wait(tasks, timeout=DRAIN)
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for line in lines:
        line.close()
    window = (after.at - before.at) / 1e9
    heard = [each for each in run.told if before.at <= each.first < after.at]
    ended = [each for each in run.told if before.at <= each.ended < after.at and not each.wrong]
    return Cell(
        system=system.name,
        people=len(seats),
        seconds=window,
        asking=tuple((each.left - each.asked) / 1e6 - system.word for each in heard),
        coming=tuple((each.first - each.left) / 1e6 for each in heard),
        whole=tuple((each.ended - each.asked) / 1e6 - FIRST - GAP * (CHUNKS - 1) for each in ended),
        turns=len(ended),
        asked=len(run.told),
        cpu=after.server - before.server,
        memory=server.memory(most=True),
        own=(after.own - before.own) / window,
        fake=(after.fake - before.fake) / window,
        wrong=tuple(each.wrong for each in run.told if each.wrong),
    )
