"""Labelled canvases, sentences and systems against the critic. GUIDE.md says what the labels mean.

python -m evals.quality                       the tables for dev, by rules
python -m evals.quality --split test --gate   fails if something is worse than baseline.json
python -m evals.quality --show 20             also single cases, to work on the rules
"""

import argparse
import json
import sys
from pathlib import Path

from evals.quality import gate, table
from evals.quality.engine import Engine, rules
from evals.quality.gold import DATA, Broken, Split, load
from evals.quality.ladder import cases, ladder, recorded
from evals.quality.misses import misses
from evals.quality.origin import origin
from evals.quality.report import PARTS, report
from evals.quality.speed import measure


def main(words: list[str] | None = None) -> None:
    given = _parser().parse_args(words)
    try:
        broken = run(given)
    except Broken as error:
        sys.exit(str(error))
    if given.gate and broken:
        sys.exit("\n".join(broken))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--only", nargs="+", choices=(*PARTS, "speed", "ladder"), help="parts; all if left out")
    parser.add_argument("--engine", choices=("rules", "model", "both"), default="rules")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="single cases, at most N a part")
    parser.add_argument("--data", type=Path, default=DATA, help="a folder with the splits")
    parser.add_argument("--cases", type=Path, metavar="FILE", help="write the texts as lines for `facilitator check`")
    parser.add_argument("--gate", action="store_true", help="fail if something is worse than the baseline")
    parser.add_argument("--write-baseline", action="store_true", help="take the figures of now as the baseline")
    return parser


def run(given: argparse.Namespace) -> list[str]:
    """Print what is asked for; what is worse than it must be comes back."""
    split = load(given.split, data=given.data)
    if given.cases:
        _write_cases(split, given.cases)
        return []
    only = tuple(given.only or (*PARTS, "speed", "ladder"))
    engine = _engine(given.engine, split)
    own = report(split, engine, tuple(each for each in only if each in PARTS))
    sys.stdout.write(f"{table.table(own)}\n")
    broken = [*gate.problems(own, gate.baseline(split.name))]
    if "ladder" in only:
        sys.stdout.write(f"{table.ladder(ladder(split, rules()))}\n")
    if "speed" in only and given.engine == "rules":
        speed = measure(engine, split.canvases)
        sys.stdout.write(f"{table.times(speed)}\n")
        broken += gate.late(speed)
    sys.stdout.write(f"{origin(split)}\n{table.WHO}\n")
    sys.stdout.writelines(f"{line}\n" for line in misses(own, given.show))
    if given.write_baseline:
        gate.write(own)
    return broken


def _engine(name: str, split: Split) -> Engine:
    if name == "rules":
        return rules()
    found = recorded(name, split.name)
    if found is None:
        raise Broken(f"“{name}” is not recorded for {split.name}. See README.md on how to record it.")
    return found


def _write_cases(split: Split, path: Path) -> None:
    lines = (json.dumps({"id": id, "boxes": dict(boxes)}, ensure_ascii=False) for id, boxes in cases(split))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
