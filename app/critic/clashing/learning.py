"""CON-03, 09, 12: what the model learns from, when that is known, and whether it stays valid."""

from collections.abc import Sequence

from app.critic.clashing.claim import Claim, says
from app.critic.clashing.cues import sayings

_DAY, _SLOWER, _LATER = 86_400.0, 4, 1.5
_YEAR = 4  # digits


def labels_too_late(late: Claim, train: Claim, ones: Sequence[Claim], others: Sequence[Claim]) -> bool:
    newest = train.amount or _DAY
    return late.amount is not None and late.amount > _LATER * newest


def trained_too_often(late: Claim, train: Claim, ones: Sequence[Claim], others: Sequence[Claim]) -> bool:
    """Weekly training on labels that take months: unless it says which data is old enough."""
    ripe = sayings().words("matured") | sayings().words("ripe") | sayings().words("sooner")
    if late.amount is None or train.amount is None or not ripe.isdisjoint(train.words):
        return False
    return late.amount >= _SLOWER * train.amount


def same_world(one: Claim, other: Claim, ones: Sequence[Claim], others: Sequence[Claim]) -> bool:
    """What changes is what the model looks at, as far as words tell; and it is the whole model that stays."""
    if says(ones, "retraining", "again and again") or not sayings().words("fixed by nature").isdisjoint(one.beside):
        return False
    elsewhere = not sayings().words("changes elsewhere").isdisjoint(other.words)
    return not elsewhere or bool((one.about & other.about) - sayings().words("dull"))


def no_labels(one: Claim, other: Claim, ones: Sequence[Claim], others: Sequence[Claim]) -> bool:
    """There are none at all: not only of one year, or of a thing that the model does not learn."""
    if any(len(word) == _YEAR and word.isdigit() for word in other.words):
        return False
    limited = "none" not in other.words and not {"of", "for"}.isdisjoint(other.words)
    return not limited or bool((one.about & other.about) - sayings().words("dull"))


def same_record(one: Claim, other: Claim, ones: Sequence[Claim], others: Sequence[Claim]) -> bool:
    """What was not recorded is what the model learns from."""
    return bool((one.about & other.task) - sayings().words("dull"))
