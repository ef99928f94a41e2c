"""What must not get worse: a baseline beside this file, written only when somebody says so."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.quality import speed as timing
from evals.quality.report import Report, alarms, figures
from evals.quality.speed import Speed

FILE = Path(__file__).parent / "baseline.json"
SLACK = 0.02


def problems(report: Report, base: Mapping[str, Any]) -> Iterator[str]:
    """What is worse than the baseline of this split, or breaks a promise."""
    now, grown = figures(report), alarms(report)
    for name, before in base.get("figures", {}).items():
        if name in now and now[name] < before - SLACK:
            yield f"{name} fell from {before:.2f} to {now[name]:.2f}"
    for name, before in base.get("alarms", {}).items():
        if grown.get(name, 0) > before:
            yield f"{name}: {grown[name]}, {before} in the baseline"
    if report.grounding.right < report.grounding.all:
        yield f"{report.grounding.all - report.grounding.right} quotes do not stand where the finding says"
    if report.systems and report.systems.prohibited_missed:
        yield f"{len(report.systems.prohibited_missed)} prohibited practices are called something else"


def late(speed: Speed) -> Iterator[str]:
    """Times of edits at three times their goal, and hostile texts that cost more than their length.

    What is all new takes near three times its goal; it is printed, and fails nothing yet: machines differ.
    """
    for name, times, goal in (
        ("canvas", speed.canvas_again, timing.CANVAS_MS),
        ("box", speed.box_again, timing.BOX_MS),
    ):
        if times.p95 > timing.FAR * goal:
            yield f"rules on one {name} after an edit: p95 {times.p95:.1f} ms, goal {goal:g} ms"
    yield from (f"hostile text “{name}” takes more than its length" for name in speed.steep)


def baseline(split: str, *, file: Path = FILE) -> Mapping[str, Any]:
    """The baseline of a split; empty if none was written."""
    found: Mapping[str, Any] = _all(file).get(split, {})
    return found


def write(report: Report, *, file: Path = FILE) -> None:
    """Take the figures of now as the baseline of their split."""
    all = {**_all(file), report.split.name: {"figures": figures(report), "alarms": alarms(report)}}
    file.write_text(json.dumps(all, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def _all(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}
