"""What a model answers about systems: asked once, kept raw, and decided anew by the code of today at each run.

recordings/facts-SPLIT.jsonl: a first line that says who was asked, then one line for each system.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.canvas.model import Fact
from app.critic.ai_act.deciding import decide
from app.critic.ai_act.facts import answered
from app.critic.families import recognise
from app.facilitator import forms
from app.facilitator.screening import facts_of
from evals.quality.engine import ON, Checked, Quote
from evals.quality.gold import Broken
from evals.quality.origin import prompts


@dataclass(frozen=True, slots=True)
class Kept:
    """One raw answer, and the hash of the prompt files that it answers."""

    id: str
    prompt: str
    form: Mapping[str, Any]


class Answers:
    """An engine for systems alone: the recorded answers, and for `both` the rules beside them."""

    parts = ("systems",)

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        head, kept = load(path)
        self.head: Mapping[str, Any] = head
        self._kept = {each.id: each for each in kept}

    @property
    def told(self) -> str:
        """Who answered, when, and how many answered an older prompt."""
        now, total = prompts()["facts"], len(self._kept)
        old = sum(each.prompt != now for each in self._kept.values())
        age = f"{old} of {total} with an older prompt" if old else "with the prompt as it is"
        return f"{self.name}: facts of {total} systems from {self.head['model']} on {self.head['date']}, {age}."

    def check(self, id: str, boxes: Mapping[str, str]) -> Checked:
        if id not in self._kept:
            raise Broken(f"{self.name}: the system {id} is not recorded.")
        facts = facts_of(forms.Facts.model_validate(self._kept[id].form), boxes)
        beside: tuple[Fact, ...] = recognise(boxes) if self.name == "both" else ()
        known = answered((*beside, *facts))
        quotes = (Quote(each.box, each.quote, each.start, each.end) for each in known.values() if each.quote)
        return Checked(labels=decide(known, on=ON).labels, quotes=tuple(quotes))


def file_of(split: str, folder: Path) -> Path:
    return folder / f"facts-{split}.jsonl"


def load(path: Path) -> tuple[Mapping[str, Any], list[Kept]]:
    head, *lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return head["recorded"], [Kept(**line) for line in lines]


def earlier(path: Path) -> list[Kept]:
    """What was recorded before, if anything."""
    return load(path)[1] if path.exists() else []
