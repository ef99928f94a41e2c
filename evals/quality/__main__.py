"""Labelled canvases, sentences and systems against the critic. GUIDE.md says what the labels mean.

python -m evals.quality                       the tables for dev, by rules
python -m evals.quality --split test --gate   fails if something is worse than baseline.json
python -m evals.quality --show 20             also single cases, to work on the rules
python -m evals.quality --record model --only systems         ask FACILITATOR_MODEL, and keep what it answers
python -m evals.quality --record both --only vague traps pairs the same for looks at texts
"""

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

from evals.quality import external, gate, table
from evals.quality.agreement import agreement
from evals.quality.engine import rules
from evals.quality.gold import DATA, Broken, Split, load
from evals.quality.ladder import RECORDINGS, by_recording, cases, ladder, told
from evals.quality.misses import misses
from evals.quality.origin import origin
from evals.quality.publish import publish
from evals.quality.report import PARTS, Report, report
from evals.quality.speed import measure

SPLITS = ("dev", "dev2", "dev3", "dev4", "dev5", "dev6", "dev7", "dev8", "test")
PUBLISHED = ("dev", "test")


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
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--only", nargs="+", choices=(*PARTS, "speed", "ladder"), help="parts; all if left out")
    parser.add_argument("--engine", choices=("rules", "model", "both"), default="rules")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="single cases, at most N a part")
    parser.add_argument("--data", type=Path, default=DATA, help="a folder with the splits")
    parser.add_argument("--recordings", type=Path, default=RECORDINGS, help="a folder with recorded engines")
    parser.add_argument("--baseline", type=Path, default=gate.FILE, help="a file to compare with, or to write")
    parser.add_argument("--record", choices=("model", "both"), help="ask the model that is set; --only says of what")
    parser.add_argument("--first", type=int, metavar="N", help="record the first N cases of each part")
    parser.add_argument("--cases", type=Path, metavar="FILE", help="write the texts as lines for `facilitator check`")
    parser.add_argument("--external", nargs=2, metavar=("SET", "PATH"), help="score a public set: ARTA, smart or aiact")
    parser.add_argument("--publish", action="store_true", help="write the tables of both splits into README.md")
    parser.add_argument("--gate", action="store_true", help="fail if something is worse than the baseline")
    parser.add_argument("--gate-times", action="store_true", help="let --gate also fail at three times a time's goal")
    parser.add_argument("--write-baseline", action="store_true", help="take the figures of now as the baseline")
    return parser


def run(given: argparse.Namespace) -> list[str]:
    """Do what is asked for; what is worse than it must be comes back."""
    if given.external:
        _score_external(*given.external)
    elif given.publish:
        _publish(given.data)
    elif given.record:
        _record(given)
    elif given.cases:
        _write_cases(load(given.split, data=given.data), given.cases)
    else:
        return _score(given, load(given.split, data=given.data))
    return []


def _record(given: argparse.Namespace) -> None:
    from evals.quality import lines, record  # the product with its models: a second that no other run needs

    split, only = load(given.split, data=given.data), given.only or ["systems"]
    if only == ["systems"]:
        record.record(split, given.recordings, most=given.first)
    elif set(only) <= set(lines.PARTS):
        lines.record(split, given.recordings, given.record, only, most=given.first)
    else:
        raise Broken(f"What can be recorded: systems, or some of {', '.join(lines.PARTS)}.")


def _score(given: argparse.Namespace, split: Split) -> list[str]:
    only = tuple(given.only or (*PARTS, "speed", "ladder"))
    own = _reported(given, split, tuple(each for each in only if each in PARTS))
    sys.stdout.write(f"{table.table(own)}\n")
    broken = [*gate.problems(own, gate.baseline(split.name, file=given.baseline))]
    if "ladder" in only:
        sys.stdout.write(f"{table.ladder(ladder(split, rules(), recordings=given.recordings))}\n")
    sys.stdout.writelines(f"{line}\n\n" for line in told(split.name, given.recordings))
    if "speed" in only and given.engine == "rules":
        speed = measure(rules(), split.canvases)
        sys.stdout.write(f"{table.times(speed)}\n")
        late = list(gate.late(speed))
        sys.stdout.writelines(f"Late: {each}.\n" for each in late)
        broken += late if given.gate_times else []
    sys.stdout.write(f"{agreement(split)}{origin(split)}\n{_today()}. {table.WHO}\n")
    sys.stdout.writelines(f"{line}\n" for line in misses(own, given.show))
    if given.write_baseline:
        gate.write(own, file=given.baseline)
    return broken


def _reported(given: argparse.Namespace, split: Split, parts: tuple[str, ...]) -> Report:
    if given.engine == "rules":
        return report(split, rules(), parts)
    found = by_recording(given.engine, split, parts, given.recordings)
    if found is None:
        raise Broken(f"“{given.engine}” is not recorded for {split.name}. See README.md on how to record it.")
    return found


def _score_external(name: str, path: str) -> None:
    if name not in external.SETS:
        raise Broken(f"There is no reader for “{name}”; there are {', '.join(external.SETS)}.")
    sys.stdout.write(external.score(name, Path(path), rules()))


def _publish(data: Path) -> None:
    engine = rules()
    splits = [load(name, data=data) for name in PUBLISHED]
    speed = measure(engine, splits[0].canvases)
    publish([report(split, engine) for split in splits], engine, speed, date=_today())


def _today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()


def _write_cases(split: Split, path: Path) -> None:
    lines = (json.dumps({"id": id, "boxes": dict(boxes)}, ensure_ascii=False) for id, boxes in cases(split))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
