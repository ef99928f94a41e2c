"""How long a check takes on new texts and on edited ones, and whether hostile text stays cheap.

Time of the processor, which is all that rules take: what else runs on the machine does not count.
"""

import gc
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from evals.quality.engine import template
from evals.quality.gold import Canvas

WORDS = 5000  # of a whole canvas
WORDS_KEPT = 5000  # a cache of the critic that holds as many results is one of words
RUNS = 40
ROUNDS = 3  # of so many runs each; the quietest counts, since what else a machine does only adds
CANVAS_MS, BOX_MS = 20.0, 2.0  # the targets, for the 95th percentile
FAR = 3  # how many times a target fails the gate: machines differ
SHORT, LONG = 25_000, 100_000  # characters of hostile text
SLOW_MS = 100.0  # a shorter time says nothing about growth

HOSTILE: Mapping[str, Callable[[int], str]] = {
    "no space": lambda size: "a" * size,
    "no end": lambda size: "word " * (size // 5),
    "nested quotes": lambda size: "“'\"" * (size // 3),
    "control characters": lambda size: "\x00\x1f\u200b" * (size // 3),
    "digits": lambda size: "1" * size,
    "numbers": lambda size: "1.5% " * (size // 5),
    "question marks": lambda size: "?" * size,
    "blanks": lambda size: " \t" * (size // 2),
    "lines": lambda size: "-\n" * (size // 2),
    "joined words": lambda size: "a-b/" * (size // 4),
    "bullets": lambda size: "- a, b\n" * (size // 7),
    "one phrase": lambda size: "human oversight of the test data that we check " * (size // 47),
}


class Looks(Protocol):
    def look(self, boxes: Mapping[str, str]) -> None:
        """Do all that is timed, and nothing else."""
        ...


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of single runs."""

    ms: tuple[float, ...]

    @property
    def p50(self) -> float:
        return percentile(self.ms, 0.5)

    @property
    def p95(self) -> float:
        return percentile(self.ms, 0.95)


@dataclass(frozen=True, slots=True)
class Speed:
    """Of a canvas and of one of its boxes, all of it new; then after a sentence was added to one box."""

    words: int
    canvas: Times
    box: Times
    canvas_again: Times
    box_again: Times
    hostile: Mapping[str, tuple[float, float]]  # milliseconds for the short text and for the long one

    @property
    def steep(self) -> tuple[str, ...]:
        """Hostile texts whose time grows far faster than their length."""
        growth = LONG / SHORT * FAR
        return tuple(name for name, (short, long) in self.hostile.items() if long > SLOW_MS and long > growth * short)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not exceeded by this share of them."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * len(ordered) * 1000) // 1000) - 1)]


def measure(engine: Looks, canvases: Sequence[Canvas], *, runs: int = RUNS) -> Speed:
    whole = filled(canvases)
    gc.collect()
    gc.freeze()  # as the service does at its start: what is there by now stays, and is not looked through again
    box, text = next(iter(whole.items()))
    return Speed(
        words=sum(len(each.split()) for each in whole.values()),
        canvas=_times(engine, whole, runs),
        box=_times(engine, {box: text}, runs),
        canvas_again=_times(engine, whole, runs, edited=box),
        box_again=_times(engine, {box: text}, runs, edited=box),
        hostile={name: _hostile(engine, box, make) for name, make in HOSTILE.items()},
    )


def filled(canvases: Sequence[Canvas]) -> dict[str, str]:
    """A canvas of about 5,000 words over all boxes, out of the clean texts."""
    boxes = template().order
    return {box: _text(box, canvases, WORDS // len(boxes)) for box in boxes}


def _text(box: str, canvases: Sequence[Canvas], size: int) -> str:
    own = [canvas.boxes[box] for canvas in canvases if box in canvas.boxes]
    others = [text for canvas in canvases for id, text in canvas.boxes.items() if id != box]
    words: list[str] = []
    for text in [*own, *others]:
        if len(words) >= size:
            break
        words += text.split(" ")
    return " ".join(words[:size])


def _times(engine: Looks, boxes: Mapping[str, str], runs: int, *, edited: str = "") -> Times:
    _timed(engine, _new(boxes, "warm-up"))
    rounds = ([f"{number}-{run}" for run in range(runs)] for number in range(ROUNDS))
    return min((Times(tuple(_run(engine, _new(boxes, run), edited) for run in each)) for each in rounds), key=_p95)


def _run(engine: Looks, boxes: Mapping[str, str], edited: str) -> float:
    forget()
    if not edited:
        return _timed(engine, boxes)
    engine.look(boxes)
    return _timed(engine, {**boxes, edited: f"{boxes[edited]} One more thing was added here."})


def forget() -> None:
    """Drop what the critic keeps of texts and sentences. What it keeps of single words, far more of them, stays."""
    for name, module in list(sys.modules.items()):
        for each in vars(module).values() if name.startswith("app.critic") else ():
            kept = each.cache_parameters()["maxsize"] if hasattr(each, "cache_parameters") else None
            if kept is not None and kept < WORDS_KEPT:
                each.cache_clear()


def _p95(times: Times) -> float:
    return times.p95


def _new(boxes: Mapping[str, str], run: str) -> dict[str, str]:
    return {box: f"Run {run}. {text}" for box, text in boxes.items()}


def _timed(engine: Looks, boxes: Mapping[str, str]) -> float:
    began = time.process_time()
    engine.look(boxes)
    return (time.process_time() - began) * 1000


def _hostile(engine: Looks, box: str, make: Callable[[int], str]) -> tuple[float, float]:
    return _timed(engine, {box: make(SHORT)}), _timed(engine, {box: make(LONG)})
