"""What the families of criteria give for a whole canvas, under one roof: the one list of what a review asks for."""

from collections.abc import Mapping

from app.canvas.model import Coverage, Covered
from app.canvas.template import Box
from app.critic.ai_act.recognising import recognise as recognise
from app.critic.clashing.claim import Claim as Claim
from app.critic.clashing.claims import claims as claims
from app.critic.clashing.consistency import spots
from app.critic.coverage import cover
from app.critic.finding import Spot
from app.critic.goals.measurability import Measured as Measured
from app.critic.goals.measurability import measured as measured


def coverage_of(box: Box, text: str) -> dict[int, Coverage]:
    """A state for every question of a box."""
    found = cover(box, text)
    return {each.number: found.get(each.number, Coverage(Covered.NONE)) for each in box.questions}


def contradictions(box: Box, text: str, others: Mapping[str, str]) -> tuple[Spot, ...]:
    """Where a box contradicts an earlier one; `others` are the texts of the canvas in its order."""
    return spots(box, text, others)


def unanswered(box: Box, text: str) -> tuple[Spot, ...]:
    return ()
