"""How long the service takes from its start to its first answer, and what it holds in memory then."""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from evals.speed import bare
from evals.speed.client import wait
from evals.speed.figures import Figure
from evals.speed.processes import Server, free_port, product, running

READY = "/api/v1/templates"
LITELLM = "tokenizers"  # a compiled library that only litellm brings in
LEGEND = """\
Start. From the start of the process to the first 200 of the API, on a new database, and the memory it holds then.
Nothing calls a model. litellm: whether it is in memory. Goals without it: 1 s and 120 MB. bare: the floor, an app of
FastAPI and SQLModel with one table and one route; the starts take turns with it. page: the median until the first web
page, of starts at which it is asked for first: it waits for all that the first answer of the API does without."""
HEADER = f"{'FACILITATOR_MODEL':18}{'n':>4}{'min s':>8}{'median':>8}{'max':>8}{'MB':>8}{'litellm':>9}{'page':>8}"
PAGE = "/"
MODELS: tuple[str, ...] = ("", "openai/fake", "anthropic/fake")
BARE = "bare"


@dataclass(frozen=True)
class Started:
    seconds: float
    memory: float
    litellm: bool
    page: float | None


def settings(model: str) -> Mapping[str, str]:
    if not model:
        return {}
    nowhere = f"http://127.0.0.1:{free_port()}/v1"
    return {"FACILITATOR_MODEL": model, "FACILITATOR_MODEL_URL": nowhere, "FACILITATOR_MODEL_KEY": "x"}


@contextmanager
def _bare() -> Iterator[Server]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "evals.speed.bare", str(port), f"{folder}/bare.db"]
        with running(command, port=port) as server:
            yield server


def start(what: str) -> Started:
    """Of the service with a model, or of the bare app."""
    begun = time.perf_counter()
    with _bare() if what == BARE else product(settings=settings(what)) as server:
        wait(server, bare.READY if what == BARE else READY, pause=0.01)
        took, memory, litellm = time.perf_counter() - begun, server.memory(), server.loaded(LITELLM)
    return Started(took, memory, litellm, None if what == BARE else _first_page(what))


def _first_page(model: str) -> float:
    begun = time.perf_counter()
    with product(settings=settings(model)) as server:
        wait(server, PAGE, pause=0.01)
        return time.perf_counter() - begun


def _row(what: str, runs: Sequence[Started]) -> str:
    times = [each.seconds for each in runs]
    took = (min(times), statistics.median(times), max(times))
    memory = statistics.median(each.memory for each in runs)
    litellm = "yes" if any(each.litellm for each in runs) else "no"
    pages = [each.page for each in runs if each.page is not None]
    page = f"{statistics.median(pages):.2f}" if pages else ""
    seconds = "".join(f"{each:>8.2f}" for each in took)
    return f"{what or 'none':18}{len(runs):>4}{seconds}{memory:>8.0f}{litellm:>9}{page:>8}".rstrip()


def report(times: int) -> tuple[str, list[Figure]]:
    kinds = (*MODELS, BARE)
    for what in ("", BARE):  # so that files are in the page cache, and bytecode beside them
        start(what)
    runs: dict[str, list[Started]] = {what: [] for what in kinds}
    for _ in range(times):
        for what in kinds:
            runs[what].append(start(what))
    rows = [LEGEND, "", HEADER, *(_row(what, found) for what, found in runs.items())]
    ours = (runs[model] for model in MODELS)
    return "\n".join(rows), _figures([found for found in ours if not any(each.litellm for each in found)])


def _figures(light: Sequence[Sequence[Started]]) -> list[Figure]:
    """The slowest and the largest of those without litellm, each in its median run."""
    if not light:
        return []
    return [
        Figure("ready", max(statistics.median(each.seconds for each in runs) for runs in light)),
        Figure("ready_memory", max(statistics.median(each.memory for each in runs) for runs in light)),
    ]
