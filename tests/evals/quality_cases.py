"""A canvas with its defects, and an engine that says what it was told to say."""

from collections.abc import Mapping
from typing import Any

from evals.quality.engine import Checked
from evals.quality.gold import Canvas
from evals.quality.match import Found


def canvas(**changed: Any) -> dict[str, Any]:
    return {
        "id": "t-c01",
        "project": "Bread.",
        "voice": "terse",
        "boxes": {
            "objectives": "Recall of 90 % by May 2027. Waste falls from 40 to 20 loaves by June 2027.",
            "inference": "Answers come within 2 s, all day.",
        },
        "coverage": {"objectives": {1: "full", 2: "none"}},
        "may": [{"criterion": "VAG-02", "box": "inference", "quote": "all day"}],
        "defects": [
            {"criterion": "MEAS-02", "box": "objectives", "from": "Waste falls from 40 to 20 loaves by June 2027.",
             "to": "Waste falls.", "quote": "Waste falls."},
            {"criterion": "VAG-08", "box": "objectives", "from": "by May 2027", "to": "as soon as it can be",
             "quote": "as soon as it can be"},
            {"criterion": "VAG-01", "box": "inference", "from": "within 2 s", "to": "fast", "quote": "fast"},
        ],
        **changed,
    }  # fmt: skip


CANVAS = Canvas.model_validate(canvas())


class Fake:
    """Says what it was told to say, by the id of the case."""

    name = "fake"

    def __init__(self, **said: Checked) -> None:
        self.said = said

    def check(self, id: str, boxes: Mapping[str, str]) -> Checked:
        return self.said.get(id.replace("/", "_").replace("-", "_"), Checked())


def at(criterion: str, box: str, quote: str, text: str, **more: Any) -> Found:
    return Found(criterion, box, quote, text.index(quote), text.index(quote) + len(quote), **more)
