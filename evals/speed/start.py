"""How long the service takes from its start to its first answer, and what it holds in memory then."""

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.speed.client import wait
from evals.speed.figures import Figure
from evals.speed.processes import free_port, product

READY = "/api/v1/templates"
LITELLM = "tokenizers"  # a compiled library that only litellm brings in
LEGEND = """\
Start. From the start of the process to the first 200 of the API, on a new database, and the memory it holds then.
Nothing calls a model. litellm: whether it is in memory. Goals without it: 1 s and 120 MB."""
HEADER = f"{'FACILITATOR_MODEL':18}{'n':>4}{'min s':>8}{'median':>8}{'max':>8}{'MB':>8}{'litellm':>9}"
MODELS: tuple[str, ...] = ("", "openai/fake", "anthropic/fake")


@dataclass(frozen=True)
class Started:
    seconds: float
    memory: float
    litellm: bool


def settings(model: str) -> Mapping[str, str]:
    if not model:
        return {}
    nowhere = f"http://127.0.0.1:{free_port()}/v1"
    return {"FACILITATOR_MODEL": model, "FACILITATOR_MODEL_URL": nowhere, "FACILITATOR_MODEL_KEY": "x"}


def start(model: str) -> Started:
    chosen, begun = settings(model), time.perf_counter()
    with product(settings=chosen) as server:
        wait(server, READY, pause=0.01)
        return Started(time.perf_counter() - begun, server.memory(), server.loaded(LITELLM))


def _row(model: str, runs: Sequence[Started]) -> str:
    times = [each.seconds for each in runs]
    took = (min(times), statistics.median(times), max(times))
    memory = statistics.median(each.memory for each in runs)
    litellm = "yes" if any(each.litellm for each in runs) else "no"
    return f"{model or 'none':18}{len(runs):>4}{''.join(f'{each:>8.2f}' for each in took)}{memory:>8.0f}{litellm:>9}"


def report(times: int) -> tuple[str, list[Figure]]:
    start("")  # so that files are in the page cache
    runs: dict[str, list[Started]] = {model: [] for model in MODELS}
    for _ in range(times):
        for model in MODELS:
            runs[model].append(start(model))
    rows = [LEGEND, "", HEADER, *(_row(model, found) for model, found in runs.items())]
    return "\n".join(rows), _figures([found for found in runs.values() if not any(each.litellm for each in found)])


def _figures(light: Sequence[Sequence[Started]]) -> list[Figure]:
    """The slowest and the largest of those without litellm, each in its median run."""
    if not light:
        return []
    return [
        Figure("ready", max(statistics.median(each.seconds for each in runs) for runs in light)),
        Figure("ready_memory", max(statistics.median(each.memory for each in runs) for runs in light)),
    ]
