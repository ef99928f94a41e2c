"""The tables, in Markdown: for a terminal and for README.md."""

from collections.abc import Iterable, Iterator, Sequence

from evals.quality import speed as timing
from evals.quality.gold import STATES
from evals.quality.report import Report
from evals.quality.scores import Family, fired
from evals.quality.speed import Speed
from evals.quality.stats import Tally
from evals.quality.verdicts import confused

WHO = (
    "Written and labelled by a language model; dev and test by different hands of it; no human has labelled or "
    "adjudicated them."
)


def table(report: Report) -> str:
    """Everything about one engine on one split."""
    blocks = (_families(report), _figures(report), _slots(report), _confusion(report), _labels(report))
    head = f"### {report.engine} on {report.split.name}"
    return "\n\n".join([head, *(grid(*block) for block in blocks if block)]) + "\n"


Grid = tuple[Sequence[str], Sequence[Sequence[str]]]


def grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, padded so that it can be read as it is."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    rule = " | ".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in (lines[0], rule, *lines[1:]))


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def ranged(value: float | None, range: tuple[float, float] | None) -> str:
    return number(value) if range is None or value is None else f"{value:.2f} [{range[0]:.2f}, {range[1]:.2f}]"


def share(part: int, whole: int) -> str:
    return f"{part} of {whole}"


def _exact(tally: Tally) -> str:
    return share(tally.hits, tally.hits + tally.false)


# ---- findings


def _families(report: Report) -> Grid | None:
    rows = [*_canvas_rows(report), *_sentence_rows(report)]
    head = ("findings", "labels", "P", "R", "F1 [95 %]", "κ", "same id", "pairs right", "false per clean")
    return (head, rows) if rows else None


def _row(name: str, family: Family, *rest: str) -> list[str]:
    tally = family.tally
    labels = str(tally.hits + tally.missed)
    return [name, labels, number(tally.precision), number(tally.recall), ranged(tally.f1, family.range), *rest]


def _canvas_rows(report: Report) -> Iterator[list[str]]:
    scores = report.canvases
    if scores:
        for each in scores.families:
            alarms = number(scores.false_alarms[each.name])
            yield _row(f"canvases: {each.name}", each, "", "", share(*scores.pairs[each.name]), alarms)
        caught = [sum(column) for column in zip(*scores.pairs.values(), strict=True)]
        alarms, macro = number(sum(scores.false_alarms.values())), ranged(scores.macro, scores.macro_range)
        whole = [number(scores.kappa), _exact(scores.exact), share(*caught), alarms]
        yield ["canvases: macro", "", "", "", macro, *whole]


def _sentence_rows(report: Report) -> Iterator[list[str]]:
    if report.vague:
        yield _row(
            "sentences: VAG", report.vague.family, number(report.vague.kappa), _exact(report.vague.exact), "", ""
        )
    if report.pairs:
        right = share(report.pairs.right, len(report.pairs.texts))
        yield _row("pairs: CON", report.pairs.family, "", _exact(report.pairs.exact), right, "")


# ---- single figures


def _figures(report: Report) -> Grid | None:
    rows = [list(row) for row in _single(report)]
    return ("figure", "value"), rows


def _single(report: Report) -> Iterator[tuple[str, str]]:
    yield "quotes that stand where the finding says", share(report.grounding.right, report.grounding.all)
    if report.canvases:
        yield "canvases: recall, weighted by severity", number(report.canvases.weighted_recall)
    if report.traps is not None:
        yield "traps: flawless sentences flagged", share(fired(report.traps), len(report.traps))
    if report.goals:
        goals = report.goals
        yield "goals: verdict, accuracy", number(goals.accuracy)
        yield "goals: verdict, κ", ranged(goals.kappa, goals.range)
        yield "goals: slots, macro-F1 of presence", number(goals.macro)
        yield "goals: slots, macro-F1 of the words", number(goals.worded_macro)
    if report.coverage:
        yield "coverage: accuracy", number(report.coverage.accuracy)
        yield "coverage: κ over four states", ranged(report.coverage.kappa, report.coverage.range)
    yield from _act(report)


def _act(report: Report) -> Iterator[tuple[str, str]]:
    scores = report.systems
    if scores:
        yield "systems: macro-F1 over labels", ranged(scores.macro, scores.range)
        yield "systems: exact set of labels", number(scores.exact)
        for kind, right in scores.kinds.items():
            yield f"systems: exact set, {kind}", share(*right)
        yield "systems: prohibited, called something else", str(len(scores.prohibited_missed))
        yield "systems: high-risk, called minimal", str(len(scores.high_called_minimal))
        yield "systems: left open though the label is known", share(scores.unsure_too_often, scores.size)


# ---- details


def _slots(report: Report) -> Grid | None:
    if not report.goals:
        return None
    worded = report.goals.worded
    rows = [
        [name, str(tally.hits + tally.missed), *map(number, (tally.precision, tally.recall, tally.f1, worded[name].f1))]
        for name, tally in report.goals.present.items()
    ]
    return ("slot", "labels", "P", "R", "F1 of presence", "F1 of the words"), rows


def _confusion(report: Report) -> Grid | None:
    if not report.coverage:
        return None
    rows = [[gold, *map(str, counts)] for gold, counts in confused(report.coverage)]
    return ("coverage: label \\ engine", *STATES), rows


def _labels(report: Report) -> Grid | None:
    if not report.systems:
        return None
    rows = [_row(each.name, each) for each in report.systems.labels]
    return ("systems: label", "cases", "P", "R", "F1"), rows


# ---- the ladder and the clock


def ladder(rungs: Iterable[tuple[str, Report | None]]) -> str:
    head = ("engine", "canvases macro-F1", "VAG F1", "traps", "goals κ", "slots", "CON F1", "coverage κ", "systems")
    return grid(head, [[name, *_rung(report)] for name, report in rungs]) + "\n"


def _rung(report: Report | None) -> list[str]:
    if report is None:
        return ["not recorded", *[""] * 7]
    return [
        number(report.canvases.macro if report.canvases else None),
        number(report.vague.family.tally.f1 if report.vague else None),
        "–" if report.traps is None else share(fired(report.traps), len(report.traps)),
        number(report.goals.kappa if report.goals else None),
        number(report.goals.macro if report.goals else None),
        number(report.pairs.family.tally.f1 if report.pairs else None),
        number(report.coverage.kappa if report.coverage else None),
        number(report.systems.macro if report.systems else None),
    ]


def times(speed: Speed) -> str:
    named = (
        (f"a canvas of {speed.words:,} words, new", speed.canvas, timing.CANVAS_MS),
        ("the same after a sentence was added", speed.canvas_again, timing.CANVAS_MS),
        ("one box of it, new", speed.box, timing.BOX_MS),
        ("the same after a sentence was added", speed.box_again, timing.BOX_MS),
    )
    rows = [[name, f"{each.p50:.2f}", f"{each.p95:.2f}", f"p95 ≤ {goal:g}"] for name, each, goal in named]
    some = grid(("rules", "p50 ms", "p95 ms", "goal"), rows)
    hostile = [[name, f"{short:.1f}", f"{long:.1f}"] for name, (short, long) in speed.hostile.items()]
    lengths = (f"{timing.SHORT:,} characters, ms", f"{timing.LONG:,} characters, ms")
    return f"{some}\n\n{grid(('hostile text', *lengths), hostile)}\n"
