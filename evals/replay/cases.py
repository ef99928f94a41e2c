"""A case: what a team said, in order, and a folder of what a model answered."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from app.channels.terminal.answers import SAMPLE, blocks

CASES = Path(__file__).parents[1] / "cases"
VIALS = "vials"  # the sample that ships: its replies stand in the package


@dataclass(frozen=True)
class Mark:
    """A sentence that was marked as an assumption, and whether it truly says what nobody said."""

    words: str
    invented: bool


@dataclass(frozen=True)
class Case:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def calls(self) -> Path:
        return self.folder / "calls" if self.name == VIALS else self.folder / "product" / "calls"

    @property
    def recorded(self) -> bool:
        return any(self.calls.glob("*.json"))

    @cached_property
    def replies(self) -> list[str]:
        """What the team said, reply by reply. Of the sample, the first two name the product and the people.

        Exports are left out: a replay writes nothing where somebody works.
        """
        if self.name == VIALS:
            return blocks(SAMPLE.read_text(encoding="utf-8"))
        lines = (self.folder / "product" / "transcript.jsonl").read_text(encoding="utf-8").splitlines()
        rows: list[dict[str, str]] = [json.loads(line) for line in lines if line.strip()]
        said = [row["text"] for row in rows if row["who"] == "team"]
        return ["" if text == "(Enter)" else text for text in said if not text.startswith("/export")]

    @cached_property
    def written_by(self) -> str:
        names = {json.loads(path.read_text(encoding="utf-8"))["written_by"] for path in self.calls.glob("*.json")}
        return ", ".join(sorted(names)) or "nobody"

    @cached_property
    def marks(self) -> dict[str, Mark]:
        """Judged marks by their words; see `judged_by` in the file for who judged."""
        path = self.folder / "marks.yaml"
        rows: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["marks"] or [] if path.exists() else []
        return {row["words"]: Mark(row["words"], bool(row["invented"])) for row in rows}


def cases() -> list[Case]:
    """Every case that has a recording."""
    return [case for folder in sorted(CASES.iterdir()) if (case := Case(folder)).recorded]
