"""The product beside a plain chat with the form pasted in, from recordings only. Exit code 1 if a label misquotes."""

import argparse
import sys
from pathlib import Path

from evals.compare.brief import Broken, load_brief
from evals.compare.labels import load_labels
from evals.compare.recording import load_recording
from evals.compare.table import Side, notes, table, unlike

CASES = Path(__file__).parents[1] / "cases"
SIDES = {"product": "product", "form": "plain form"}  # folder, name


def load_sides(cases: Path) -> list[Side]:
    """Both sides of each case that has a brief; Broken with everything that is wrong in any of them."""
    sides: list[Side] = []
    wrong: list[str] = []
    for path in sorted(cases.glob("*/brief.yaml")):
        for folder in SIDES:
            try:
                sides.append(load_side(path, folder))
            except Broken as broken:
                wrong += broken.reasons
    if wrong:
        raise Broken(list(dict.fromkeys(wrong)))
    return sides


def load_side(path: Path, folder: str) -> Side:
    brief = load_brief(path)
    recording = load_recording(path.parent / folder)
    labels = load_labels(path.parent / folder, brief, recording)
    return Side(SIDES[folder], brief, recording, labels)


def report(sides: list[Side]) -> str:
    """The table if anything is recorded, and below it what is missing and who did what."""
    there = [table(sides), ""] if any(side.recording for side in sides) else []
    return "\n".join([*there, *notes(sides), *unlike(sides)]) + "\n"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.compare", description=__doc__)
    parser.add_argument("--cases", type=Path, default=CASES, help="folder with the cases (default evals/cases)")
    try:
        sides = load_sides(parser.parse_args(arguments).cases)
    except Broken as broken:
        sys.stderr.write("\n".join(["These files cannot be trusted, so nothing is counted:", *broken.reasons]) + "\n")
        return 1
    sys.stdout.write(report(sides) if sides else "There are no cases here.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
