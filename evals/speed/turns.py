"""A turn over the API with the built-in facilitator, beside a bare endpoint that writes one row. One table."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from evals.speed.client import Client
from evals.speed.figures import percentile
from evals.speed.processes import free_port, running, until

REPLY = (
    "1: Inspectors look at every vial by eye today.\n"
    "2: One missed particle can harm a patient, and each rejected good vial costs 4 euro.\n"
    "3: Patients, the inspectors, and Mette, who answers for releases.\n"
    "4: 0.3 % of the vials are flawed, and 2 % of the good ones are thrown away.\n"
    "5: The answer must come within 1 s for each vial."
)
STORY = "We inspect vials. Flawed ones must not reach a patient."


@contextmanager
def serving() -> Iterator[Client]:
    """The service and the bare endpoint in one process, on a new SQLite file."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "evals.speed.serve", f"{folder}/speed.db", str(port)]
        with running(command, port=port) as server:
            until(lambda: Client(port).post("/prepare", {}), server)
            yield Client(port)


def measure(client: Client, rounds: int) -> dict[str, list[float]]:
    """Interleaved, so that a slow moment of the machine hits both: a bare write, a reply, a bare write, an accept."""
    times: dict[str, list[float]] = {"bare": [], "say": [], "accept": []}
    for _ in range(rounds):
        canvas, _ = client.post("/api/v1/canvases", {"product_name": "Speed"})
        moves = f"/api/v1/interviews/{canvas['interview']}/moves"
        client.post(f"/api/v1/canvases/{canvas['id']}/interviews", {})
        client.post(moves, {"move": "say", "text": STORY})
        for box in [each["id"] for each in canvas["boxes"]]:
            times["bare"].append(client.post("/bare", {"text": REPLY})[1])
            said, took = client.post(moves, {"move": "say", "box": box, "text": REPLY})
            times["say"].append(took)
            times["bare"].append(client.post("/bare", {"text": REPLY})[1])
            draft = said["interview"]["box"]["draft"]["number"]
            times["accept"].append(client.post(moves, {"move": "accept", "box": box, "draft": draft})[1])
    return times


def table(times: dict[str, list[float]]) -> str:
    """Milliseconds, and how many times the bare write."""
    base = percentile(times["bare"], 0.5)
    rows = [f"{'':8}{'n':>6}{'p50 ms':>9}{'p95 ms':>9}{'p50 / bare':>12}"]
    for name, values in times.items():
        p50, p95 = percentile(values, 0.5), percentile(values, 0.95)
        rows.append(f"{name:8}{len(values):>6}{p50:>9.2f}{p95:>9.2f}{p50 / base:>12.2f}")
    return "\n".join(rows)


def report(rounds: int) -> str:
    with serving() as client:
        measure(client, 2)  # warm up
        times = measure(client, rounds)
    return (
        "A turn over the API, built-in facilitator, SQLite with synchronous=FULL, one connection.\n"
        "bare: one row, one commit, same engine. say: a reply, two commits. accept: one commit.\n\n" + table(times)
    )
