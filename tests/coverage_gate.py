"""Whether the last run covered enough: `python -m tests.coverage_gate` after `pytest --cov`."""

import io
import json
import sys
import tempfile
from pathlib import Path

import coverage

LINES = 95.0  # percent of the lines of app
PURE = ("app/interview/", "app/canvas/", "app/critic/")  # every branch


def measured() -> dict[str, dict[str, dict[str, float]]]:
    data = coverage.Coverage()
    data.load()
    with tempfile.NamedTemporaryFile("r", suffix=".json") as report:
        data.json_report(outfile=report.name)
        return json.loads(Path(report.name).read_text())  # type: ignore[no-any-return]


def complaints() -> list[str]:
    report = measured()
    totals = report["totals"]
    lines = 100 * totals["covered_lines"] / totals["num_statements"]  # type: ignore[operator]
    found = [f"{lines:.1f} % of the lines of app are covered; {LINES} % are wanted"] if lines < LINES else []
    for name, file in report["files"].items():
        missing = file["summary"].get("missing_branches", 0) + file["summary"]["missing_lines"]
        if name.startswith(PURE) and missing:
            found.append(f"{name}: lines {file['missing_lines']}, branches {file.get('missing_branches')}")
    return found


def main() -> int:
    told = io.StringIO()
    found = complaints()
    for each in found:
        told.write(f"{each}\n")
    sys.stdout.write(told.getvalue() or "Coverage is as it should be.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
