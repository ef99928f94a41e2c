"""The published table: what README.md of the evals shows between its marks."""

from pathlib import Path

from evals.quality import table
from evals.quality.agreement import agreement
from evals.quality.engine import Engine
from evals.quality.gold import Broken
from evals.quality.ladder import ladder, told
from evals.quality.origin import origin
from evals.quality.report import Report
from evals.quality.speed import Speed

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- quality: written by `python -m evals.quality --publish` -->", "<!-- quality: end -->"


def publish(reports: list[Report], engine: Engine, speed: Speed, *, date: str, file: Path = README) -> None:
    """Replace what stands between the marks; Broken if they are not there."""
    text = file.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise Broken(f"{file} must hold each of its two marks once: {BEGIN} {END}")
    head, rest = text.split(BEGIN)
    _, tail = rest.split(END)
    blocks = [f"As of {date}. {table.WHO}", *(_block(each, engine) for each in reports), _clock(speed)]
    whole = "\n\n".join([f"{head}{BEGIN}", *blocks, f"{END}{tail}"])
    file.write_text(whole, encoding="utf-8")


def _block(report: Report, engine: Engine) -> str:
    split = report.split
    parts = table.table(report), table.ladder(ladder(split, engine)), *told(split.name), agreement(split), origin(split)
    return "\n".join(filter(None, parts)).rstrip()


def _clock(speed: Speed) -> str:
    return f"### Times\n\nOf the processor of the machine that wrote this page.\n\n{table.times(speed)}".rstrip()
