"""How far a second labeller, who saw the texts alone, agrees with the first.

A `labels2.jsonl` beside the data holds lines with the `id` of a case and what the second labeller says of it, in the
words of the first: `verdict` of a goal, `gold` of a sentence, `labels` of a system, `coverage` of a canvas.
"""

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from evals.quality.gold import Broken, Split
from evals.quality.stats import kappa
from evals.quality.table import grid, number

FILE = "labels2.jsonl"

_Pair = tuple[Hashable, Hashable]
_Line = Mapping[str, Any]


def agreement(split: Split) -> str:
    """A row for each kind that was labelled twice; empty if none was."""
    second = _second(split)
    rows = []
    for name, compare in _KINDS.items():
        pairs = [pair for line in second for pair in compare(split, line)]
        if pairs:
            rows.append([name, str(len(pairs)), number(kappa(pairs))])
    return grid(("labelled twice", "decisions", "κ between labellers"), rows) + "\n" if rows else ""


def _second(split: Split) -> list[_Line]:
    paths = sorted(split.folder.rglob(FILE))
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]
    first = (split.canvases, split.vague, split.measurable, split.systems)
    known = {case.id for cases in first for case in cases}
    if lost := sorted({line["id"] for line in lines} - known):
        raise Broken(f"{FILE} labels what is not there: {', '.join(lost)}.")
    return lines


def _goals(split: Split, line: _Line) -> Iterator[_Pair]:
    if "verdict" in line:
        yield from ((goal.verdict, line["verdict"]) for goal in split.measurable if goal.id == line["id"])


def _vague(split: Split, line: _Line) -> Iterator[_Pair]:
    """Whether a sentence must be flagged, whichever its words."""
    if "gold" in line:
        said = any(label.get("must", True) for label in line["gold"])
        yield from ((any(label.must for label in each.gold), said) for each in split.vague if each.id == line["id"])


def _systems(split: Split, line: _Line) -> Iterator[_Pair]:
    """One decision for each label that anybody gives in the split."""
    if "labels" in line:
        known = {label for system in split.systems for label in system.labels} | set(line["labels"])
        for system in split.systems:
            if system.id == line["id"]:
                yield from ((label in system.labels, label in line["labels"]) for label in sorted(known))


def _coverage(split: Split, line: _Line) -> Iterator[_Pair]:
    for canvas in split.canvases:
        if canvas.id == line["id"]:
            for box, states in line.get("coverage", {}).items():
                first = canvas.coverage.get(box, {})
                yield from ((first[int(n)], state) for n, state in states.items() if int(n) in first)


_KINDS: Mapping[str, Callable[[Split, _Line], Iterator[_Pair]]] = {
    "goals: measurable or not": _goals,
    "sentences: something vague or not": _vague,
    "systems: each label": _systems,
    "canvases: coverage of a question": _coverage,
}
