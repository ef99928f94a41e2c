"""Everything that is measured for one split and one engine, and the figures that a gate can watch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evals.quality import scores, verdicts
from evals.quality.engine import Engine
from evals.quality.gold import Split
from evals.quality.scores import CanvasScores, Grounding, PairScores, Scorer, Text, VagueScores
from evals.quality.verdicts import CoverageScores, GoalScores, SystemScores

PARTS = ("canvases", "vague", "traps", "measurable", "pairs", "coverage", "systems")


@dataclass(frozen=True, slots=True)
class Report:
    """A part that was not asked for, or has no data, is None."""

    split: Split
    engine: str
    grounding: Grounding
    canvases: CanvasScores | None = None
    vague: VagueScores | None = None
    traps: tuple[Text, ...] | None = None
    goals: GoalScores | None = None
    pairs: PairScores | None = None
    coverage: CoverageScores | None = None
    systems: SystemScores | None = None


def report(split: Split, engine: Engine, parts: tuple[str, ...] = PARTS) -> Report:
    scorer, known = Scorer(engine), set(parts)
    return Report(
        split=split,
        engine=engine.name,
        grounding=scorer.grounding,
        canvases=scores.canvases(scorer, split.canvases) if "canvases" in known and split.canvases else None,
        vague=scores.vague(scorer, split.vague) if "vague" in known and split.vague else None,
        traps=scores.traps(scorer, split.traps) if "traps" in known and split.traps else None,
        goals=verdicts.goals(scorer, split.measurable) if "measurable" in known and split.measurable else None,
        pairs=scores.pairs(scorer, split.pairs) if "pairs" in known and split.pairs else None,
        coverage=verdicts.coverage(scorer, split.canvases) if "coverage" in known and split.canvases else None,
        systems=verdicts.systems(scorer, split.systems) if "systems" in known and split.systems else None,
    )


def figures(report: Report) -> dict[str, float]:
    """What must not fall, by name."""
    return {name: round(value, 4) for name, value in _figures(report) if value is not None}


def _figures(report: Report) -> Iterator[tuple[str, float | None]]:
    if report.canvases:
        yield from ((f"canvases {each.name} F1", each.tally.f1) for each in report.canvases.families)
        yield "canvases macro-F1", report.canvases.macro
    if report.vague:
        yield "sentences VAG F1", report.vague.family.tally.f1
    if report.pairs:
        yield "pairs CON F1", report.pairs.family.tally.f1
    if report.goals:
        yield "goals κ", report.goals.kappa
        yield "goals slots macro-F1", report.goals.macro
    if report.coverage:
        yield "coverage κ", report.coverage.kappa
    if report.systems:
        yield "systems macro-F1", report.systems.macro


def alarms(report: Report) -> Mapping[str, int]:
    """What must not grow, by name."""
    found = {}
    if report.traps is not None:
        found["traps fired"] = scores.fired(report.traps)
    if report.systems:
        found["high-risk called minimal"] = len(report.systems.high_called_minimal)
    return found
