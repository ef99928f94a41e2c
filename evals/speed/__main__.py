"""All figures, table by table. Exit code 1 only if one is over three times off its goal: `figures.py` has them."""

import argparse
import sys
from pathlib import Path

from evals.speed import cost, start, streams, turns
from evals.speed.baselines import HELD, KINDS
from evals.speed.figures import FAR, Figure, verdicts

TOPICS = ("turn", "stream", "start", "cost")
LONGEST = 30.0  # seconds in a cell: after 60 turns a client has no box left that needs no review


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.speed", description=__doc__)
    parser.add_argument("--only", choices=TOPICS, action="append", help="this table; may be given again")
    parser.add_argument("--rounds", type=int, default=20, help="turn: canvases of fifteen boxes to fill (default 20)")
    parser.add_argument("--seconds", type=float, default=6.0, help="stream: how long a cell is measured (default 6)")
    parser.add_argument("--brief", action="store_true", help="stream: only beside the baselines that goals name")
    parser.add_argument("--starts", type=int, default=3, help="start: how often each service is started (default 3)")
    parser.add_argument("--recording", type=Path, help="cost: the folder of a recorded interview")
    words = parser.parse_args()
    if not 1 <= words.seconds <= LONGEST:
        parser.error(f"--seconds is from 1 to {LONGEST:.0f}")
    return words


def _table(topic: str, words: argparse.Namespace) -> tuple[str, list[Figure]]:
    match topic:
        case "turn":
            return turns.report(words.rounds), []
        case "stream":
            return streams.report(words.seconds, kinds=HELD if words.brief else tuple(KINDS))
        case "start":
            return start.report(words.starts)
        case _:
            return cost.report(words.recording)


def main() -> int:
    words, figures = _words(), list[Figure]()
    for topic in words.only or TOPICS:
        table, found = _table(topic, words)
        figures += found
        sys.stdout.write(f"{table}\n\n")
        sys.stdout.flush()
    told, bad = verdicts(figures)
    if told:
        sys.stdout.write(f"Goals:\n{told}\n")
    if bad:
        sys.stdout.write(f"A figure is over {FAR:.0f} times off its goal.\n")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
