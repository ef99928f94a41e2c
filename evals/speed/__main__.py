"""A turn over the API with the built-in facilitator, beside a bare endpoint that writes one row. One table."""

import argparse
import http.client
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPLY = (
    "1: Inspectors look at every vial by eye today.\n"
    "2: One missed particle can harm a patient, and each rejected good vial costs 4 euro.\n"
    "3: Patients, the inspectors, and Mette, who answers for releases.\n"
    "4: 0.3 % of the vials are flawed, and 2 % of the good ones are thrown away.\n"
    "5: The answer must come within 1 s for each vial."
)


class Client:
    """One connection that stays open. http.client, because a heavier one would blur what is measured."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def post(self, path: str, body: object) -> tuple[dict[str, object], float]:
        """The answer, and how long it took in milliseconds."""
        data = json.dumps(body)
        start = time.perf_counter()
        self._connection.request("POST", path, data, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        text = answer.read()
        took = (time.perf_counter() - start) * 1000
        if answer.status >= 400:
            raise SystemExit(f"{path}: {answer.status} {text.decode()[:400]}")
        return json.loads(text), took


@contextmanager
def serving(folder: Path) -> Iterator[Client]:
    """The service in a process of its own, on a new SQLite file."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "evals.speed.serve", str(folder / "speed.db"), str(port)]
    process = subprocess.Popen(command)
    try:
        yield _ready(port)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _ready(port: int) -> Client:
    for _ in range(600):
        try:
            client = Client(port)
            client.post("/prepare", {})
            return client
        except OSError:
            time.sleep(0.05)
    raise SystemExit("The service did not start.")


def measure(client: Client, rounds: int) -> dict[str, list[float]]:
    """Interleaved, so that a slow moment of the machine hits both: a bare write, a reply, a bare write, an accept."""
    times: dict[str, list[float]] = {"bare": [], "say": [], "accept": []}
    for _ in range(rounds):
        canvas, _ = client.post("/api/v1/canvases", {"product_name": "Speed"})
        moves = f"/api/v1/interviews/{canvas['interview']}/moves"
        client.post(f"/api/v1/canvases/{canvas['id']}/interviews", {})
        client.post(moves, {"move": "say", "text": "We inspect vials. Flawed ones must not reach a patient."})
        boxes = [box["id"] for box in canvas["boxes"]]  # type: ignore[attr-defined]
        for box in boxes:
            times["bare"].append(client.post("/bare", {"text": REPLY})[1])
            said, took = client.post(moves, {"move": "say", "box": box, "text": REPLY})
            times["say"].append(took)
            times["bare"].append(client.post("/bare", {"text": REPLY})[1])
            draft = said["interview"]["box"]["draft"]["number"]  # type: ignore[index]
            times["accept"].append(client.post(moves, {"move": "accept", "box": box, "draft": draft})[1])
    return times


def percentile(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]


def table(times: dict[str, list[float]]) -> str:
    """Milliseconds, and how many times the bare write."""
    base = percentile(times["bare"], 0.5)
    rows = [f"{'':8}{'n':>6}{'p50 ms':>9}{'p95 ms':>9}{'p50 / bare':>12}"]
    for name, values in times.items():
        p50, p95 = percentile(values, 0.5), percentile(values, 0.95)
        rows.append(f"{name:8}{len(values):>6}{p50:>9.2f}{p95:>9.2f}{p50 / base:>12.2f}")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="canvases of fifteen boxes to fill (default 20)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as client:
        measure(client, 2)  # warm up
        times = measure(client, rounds)
    sys.stdout.write("A turn over the API, built-in facilitator, SQLite with synchronous=FULL, one connection.\n")
    sys.stdout.write("bare: one row, one commit, same engine. say: a reply, two commits. accept: one commit.\n\n")
    sys.stdout.write(table(times) + "\n")


if __name__ == "__main__":
    main()
