"""What the families of criteria give for a whole canvas, under one roof: the one list of what a review asks for."""

from collections.abc import Mapping

from app.canvas.template import Box
from app.critic.ai_act.recognising import recognise as recognise
from app.critic.clashing.claim import Claim as Claim
from app.critic.clashing.claims import claims as claims
from app.critic.clashing.consistency import read_by_model as read_by_model, spots, together as together
from app.critic.coverage import coverage_of as coverage_of
from app.critic.finding import Spot
from app.critic.gaps import unanswered as unanswered
from app.critic.goals.measurability import Measured as Measured, measured as measured


def contradictions(box: Box, text: str, others: Mapping[str, str]) -> tuple[Spot, ...]:
    """Where a box contradicts an earlier one; `others` are the texts of the canvas in its order."""
    return spots(box, text, others)
