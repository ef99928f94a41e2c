"""The rules: a table of criterion families, and what a spot says to people."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.canvas.template import Box
from app.critic.clashing.consistency import spots as contradictions
from app.critic.criteria import applies, criterion
from app.critic.finding import Engine, Finding, Spot
from app.critic.gaps import gaps
from app.critic.goals.measurability import measure
from app.critic.vagueness import vague

Rule = Callable[[Box, str], tuple[Spot, ...]]

RULES: Mapping[str, Rule] = {"VAG": vague, "MEAS": measure, "GAP": gaps}

_NONE: Mapping[str, str] = MappingProxyType({})
_SHOWN = 90  # characters of a quote that a message repeats; the finding holds all of it


def judge(box: Box, text: str, others: Mapping[str, str] = _NONE) -> tuple[Spot, ...]:
    """What every rule finds in a box's text, in the order of the text. Offline, and the same each time.

    `others` are the accepted texts of the canvas by box id, in its order: what the box must not contradict.
    """
    spots = [spot for rule in RULES.values() for spot in rule(box, text) if applies(spot.criterion, box.id)]
    if others:
        spots += contradictions(box, text, others)
    return tuple(sorted(spots, key=lambda spot: (spot.start, spot.criterion)))


def describe(spot: Spot, *, box: str, id: str, engine: Engine) -> Finding:
    """A spot as an open finding, in the words of its criterion; NotFound if there is no such criterion."""
    row = criterion(spot.criterion)
    return Finding(
        id=id,
        criterion=row.id,
        severity=row.severity,
        box=box,
        message=row.message.format(quote=_short(spot.quote), detail=spot.detail).strip(),
        question=spot.question or row.question,
        quote=spot.quote,
        start=spot.start,
        end=spot.end,
        suggestion=row.suggestion,
        sources=(row.source,) if row.source else (),
        other_box=spot.other_box,
        other_quote=spot.other_quote,
        engine=engine,
    )


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()}…"
