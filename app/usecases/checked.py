"""What a check found, in plain values: the same object for programs in a shell, over HTTP and in the evals."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.critic.ai_act.screening import NAMES
from app.critic.finding import Finding
from app.critic.review import Review
from app.errors import FacilitatorError

LABELS = tuple(NAMES)


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """One thing to improve. `quote` stands at `start` to `end` of the box's text, in code points.

    `reason` is why it was waived or dismissed; `by` is who did: a person, or the model by its name.
    """

    criterion: str
    family: str
    severity: str
    box: str
    other_box: str | None
    quote: str
    other_quote: str
    start: int
    end: int
    message: str
    question: str
    suggestion: str
    sources: tuple[str, ...]
    engine: str
    status: str
    reason: str
    by: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence that states a goal, whether it can be checked later, and the words that fill its slots."""

    box: str
    sentence: str
    start: int
    end: int
    verdict: str
    score: int
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CheckedFact:
    """Something that the words say of the system: a claim about the project, or an answer for the AI Act."""

    kind: str
    id: str
    value: str
    box: str
    quote: str
    start: int
    end: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """What was found in the boxes that were given."""

    id: str | int | None
    findings: tuple[CheckedFinding, ...]
    measurable: tuple[CheckedSentence, ...]
    coverage: Mapping[str, Mapping[str, str]]
    labels: tuple[str, ...]
    facts: tuple[CheckedFact, ...]
    notices: tuple[str, ...] = ()


def check_view(review: Review, *, id: str | int | None = None, notices: Iterable[str] = ()) -> CheckView:
    return CheckView(
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
