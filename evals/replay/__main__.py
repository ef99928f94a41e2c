"""Recorded interviews, played again without a network. See README.md in this folder's neighbour, evals/cases.

python -m evals.replay [CASE…]          play the recordings, print what came of them; fails if a promise broke
python -m evals.replay CASE --record    play the replies against the model that is set, and keep its answers
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from evals.replay.cases import CASES, Case, cases
from evals.replay.playing import Outcome, play
from evals.replay.table import problems, table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", help="names of cases; all that are recorded if left out")
    parser.add_argument("--record", action="store_true", help="ask the model that is set, instead of replaying")
    given = parser.parse_args()
    chosen = [Case(CASES / name) for name in given.cases] or cases()
    outcomes = [asyncio.run(_play(each, record=given.record)) for each in chosen]
    sys.stdout.write(table(outcomes))
    broken = [problem for each in outcomes for problem in problems(each)]
    if broken:
        sys.exit("\n".join(broken))


async def _play(case: Case, *, record: bool) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        return await play(case, database=Path(folder) / "replay.db", record=record)


if __name__ == "__main__":
    main()
