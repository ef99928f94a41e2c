"""From what a check found to what people and programs see."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from app.critic.ai_act.screening import NAMES
from app.critic.finding import Finding
from app.critic.review import Review
from app.errors import FacilitatorError
from app.usecases.found import CheckedFact, CheckedFinding, CheckedSentence, CheckView
from app.usecases.naming import IDS, Given

LABELS = tuple(NAMES)


def check_view(
    review: Review, *, id: str | int | None = None, notices: Iterable[str] = (), given: Given = IDS
) -> CheckView:
    view = CheckView(
        id=id,
        findings=tuple(map(finding_view, review.findings)),
        measurable=tuple(_sentences(review)),
        coverage={
            box: {str(number): each.state.value for number, each in some.items()}
            for box, some in review.coverage.items()
        },
        labels=in_order(review.screening.labels),
        facts=(*_claims(review), *_answers(review)),
        notices=tuple(notices),
    )
    return _named(view, given) if given else view


def _named(view: CheckView, given: Given) -> CheckView:
    """The same with the boxes named as the caller does."""

    def name(box: str) -> str:
        return given.get(box, box)

    return replace(
        view,
        findings=tuple(
            replace(each, box=name(each.box), other_box=each.other_box and name(each.other_box))
            for each in view.findings
        ),
        measurable=tuple(replace(each, box=name(each.box)) for each in view.measurable),
        coverage={name(box): some for box, some in view.coverage.items()},
        facts=tuple(replace(each, box=name(each.box)) for each in view.facts),
    )


def in_order(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels in the order in which the Act is read, `unsure` last."""
    return tuple(sorted(labels, key=LABELS.index))


def finding_view(finding: Finding) -> CheckedFinding:
    return CheckedFinding(
        criterion=finding.criterion,
        family=finding.criterion.partition("-")[0],
        severity=finding.severity.name.lower(),
        box=finding.box,
        other_box=finding.other_box,
        quote=finding.quote,
        other_quote=finding.other_quote,
        start=finding.start,
        end=finding.end,
        message=finding.message,
        question=finding.question,
        suggestion=finding.suggestion,
        sources=finding.sources,
        engine=finding.engine.value,
        status=finding.status.value,
        reason=finding.reason,
        by=finding.by or "",
        fingerprint=finding.fingerprint,
    )


def _sentences(review: Review) -> Iterator[CheckedSentence]:
    for box, some in review.measured.items():
        for each in some:
            verdict = "measurable" if each.verdict else "not_measurable"
            slots: dict[str, str] = {}
            for slot in each.slots:
                slots.setdefault(slot.name, slot.quote)
            yield CheckedSentence(box, each.text, *each.sentence, verdict, each.score, slots)


def _claims(review: Review) -> Iterator[CheckedFact]:
    for each in review.claims:
        yield CheckedFact("claim", each.kind, str(each.value), each.box, each.quote, each.start, each.end, each.by, "")


def _answers(review: Review) -> Iterator[CheckedFact]:
    for each in review.facts:
        yield CheckedFact(
            "ai_act", each.id, each.value, each.box, each.quote, each.start, each.end, each.by, each.reason
        )


def plain(error: FacilitatorError) -> dict[str, str]:
    return {"message": error.message, "advice": error.advice}


def pretty(tree: object) -> bytes:
    """JSON over several lines; dates as 2026-11-30."""
    return json.dumps(tree, indent=2, default=str).encode() + b"\n"


def line(value: CheckView | Mapping[str, Any]) -> bytes:
    """One line of JSON. In ASCII: a text may hold signs that some readers take for the end of a line."""
    tree = asdict(value) if isinstance(value, CheckView) else value
    return json.dumps(tree).encode() + b"\n"
