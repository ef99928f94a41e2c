"""What a model may take back of what the rules found. It proposes, with a reason; code decides."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.critic.finding import Engine, Finding, Severity, Spot, Status

_FIRM = ("GAP-00", "VAG-10")  # an empty box and a placeholder are what they are; so is what a law asks for


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A model's word that a finding of the rules, by its fingerprint, is a false alarm."""

    fingerprint: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a look at a box gave: the places that fail, and what is dismissed of that which was found before."""

    spots: tuple[Spot, ...] = ()
    dismissals: tuple[Dismissal, ...] = ()


def dismissable(finding: Finding) -> bool:
    """Whether a model is asked about a finding."""
    firm = finding.criterion in _FIRM or finding.criterion.startswith("AIA-")
    open = finding.status is Status.OPEN and finding.engine is Engine.RULES
    wanted = finding.by is not None  # a person took it up again
    return open and not wanted and not (firm and finding.severity is Severity.MUST)


def dismissed(
    findings: Iterable[Finding], judgement: Judgement, *, by: str, at: dt.datetime | None = None
) -> tuple[Finding, ...]:
    """The findings with the dismissals of a model. One without a reason, or that it found itself, stays open."""
    reasons = {each.fingerprint: reason for each in judgement.dismissals if (reason := each.reason.strip())}
    return tuple(
        replace(each, status=Status.DISMISSED, reason=reasons[each.fingerprint], by=by, at=at)
        if each.fingerprint in reasons and dismissable(each) and not _found(each, judgement.spots)
        else each
        for each in findings
    )


def _found(finding: Finding, spots: Sequence[Spot]) -> bool:
    """Whether the same look saw this itself."""
    some = (each for each in spots if each.criterion == finding.criterion)
    return any(each.start < finding.end and finding.start < each.end for each in some)
