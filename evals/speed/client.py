"""A plain client for the API, and waiting for a server with it."""

import http.client
import json
import time
from typing import Any

from evals.speed.processes import Server, until


class Client:
    """One connection that stays open. http.client, because a heavier one would blur what is measured."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def post(self, path: str, body: object) -> tuple[dict[str, Any], float]:
        """The answer, and how long it took in milliseconds."""
        return self._ask("POST", path, json.dumps(body))

    def get(self, path: str) -> dict[str, Any]:
        return self._ask("GET", path, None)[0]

    def _ask(self, method: str, path: str, data: str | None) -> tuple[dict[str, Any], float]:
        text, took = self.fetch(method, path, data)
        return json.loads(text), took

    def fetch(self, method: str, path: str, data: str | None = None) -> tuple[bytes, float]:
        """What comes, whatever it is: a page too."""
        start = time.perf_counter()
        self._connection.request(method, path, data, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        text = answer.read()
        took = (time.perf_counter() - start) * 1000
        if answer.status >= 400:
            raise SystemExit(f"{path}: {answer.status} {text.decode()[:400]}")
        return text, took


def wait(server: Server, path: str, *, pause: float = 0.02) -> None:
    """Until a server answers with 200."""
    until(lambda: Client(server.port).fetch("GET", path), server, pause=pause)
