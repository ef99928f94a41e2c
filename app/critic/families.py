"""What the families of criteria give for a whole canvas, under one roof: the one list of what a review asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.canvas.model import Coverage, Covered, Fact
from app.canvas.template import Box
from app.critic.coverage import cover
from app.critic.finding import Spot
from app.critic.goals.measurability import Measured as Measured
from app.critic.goals.measurability import measured as measured


@dataclass(frozen=True, slots=True)
class Claim:
    """What a box says about the project in a way that other boxes can agree or clash with."""

    kind: str
    value: object
    box: str
    quote: str
    start: int
    end: int


def coverage_of(box: Box, text: str) -> dict[int, Coverage]:
    """A state for every question of a box."""
    found = cover(box, text)
    return {each.number: found.get(each.number, Coverage(Covered.NONE)) for each in box.questions}


def unanswered(box: Box, text: str) -> tuple[Spot, ...]:
    return ()


def claims(box: str, text: str) -> tuple[Claim, ...]:
    """The facts of a box's text; `box` is its id."""
    return ()


def contradictions(box: Box, text: str, others: Mapping[str, str]) -> tuple[Spot, ...]:
    """Where a box contradicts an earlier one; `others` are the texts of the canvas in its order."""
    return ()


def recognise(texts: Mapping[str, str]) -> tuple[Fact, ...]:
    return ()
