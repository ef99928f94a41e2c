"""What comes of a piece of work when somebody stood in for the model, with the reason for people."""

from dataclasses import dataclass, replace

from app.critic.dismissing import Judgement
from app.interview.effects import Found, Heard, Input, Review, Told

STOOD_IN = "I noted your words without it. Try again to have them worked in, or go on."
NOT_REDRAFTED = "The draft stays as it is: ask again, or edit it."
RULES_ONLY = "Only the rules looked at this draft."
NO_MODEL = "This comes without it."
RULES_READ = "Only the rules read what the system does."


@dataclass(frozen=True, slots=True)
class Seen:
    """What a facilitator saw in a draft. Findings are made of it in the append, on the state as it is then."""

    review: Review
    judged: Judgement | None  # None if only the rules look
    by: str = ""  # the model that looked
    without_model: str = ""


def without_model(result: Input | Seen, why: str, *, redraft: bool) -> Input | Seen:
    """The result of whoever stood in, with the reason for people; without one they know it already."""
    if not why:
        return replace(result, judged=None) if isinstance(result, Seen) else result
    match result:
        case Heard():
            return replace(result, without_model=f"{why} {NOT_REDRAFTED if redraft else STOOD_IN}")
        case Seen():
            return replace(result, judged=None, without_model=f"{why} {RULES_ONLY}")
        case Told():
            return replace(result, without_model=f"{why} {NO_MODEL}")
        case Found():
            return replace(result, without_model=f"{why} {RULES_READ}")
    return result
