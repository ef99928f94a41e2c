"""From what the store remembers to what a file carries: ids become names and fingerprints."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from app.canvas.model import Answer, Fact, Iteration, OpenQuestion, Sentence, Source, SourceKind
from app.canvas.template import Template
from app.critic.finding import Finding, Status
from app.documents.portable import (
    Portable,
    PortableAnswer,
    PortableFact,
    PortableFinding,
    PortableIteration,
    PortableQuestion,
    Step,
    Weight,
)

_WEIGHTS: tuple[Weight, ...] = ("note", "should", "must")


@dataclass(frozen=True)
class Memory:
    """A whole canvas as stored. `names` holds people by id, `speakers` the name behind each turn by its id.

    `lives` holds the steps of findings by id, with names already; a finding without any tells its last
    step itself.
    """

    template: Template
    iterations: Sequence[Iteration]
    answers: Sequence[Answer]
    findings: Sequence[Finding] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    speakers: Mapping[str, str] = field(default_factory=dict)
    lives: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)


def pack(memory: Memory) -> Portable:
    """Everything that a canvas is, without a single id."""
    numbers = [iteration.number for iteration in memory.iterations]
    return Portable(
        template_id=memory.template.id,
        template_version=memory.template.version,
        template_hash=memory.template.hash,
        template_text=memory.template.text,
        iterations=tuple(_iteration(memory, iteration) for iteration in memory.iterations),
        findings=tuple(_finding(memory, each, numbers[-1]) for each in memory.findings),
    )


def _iteration(memory: Memory, iteration: Iteration) -> PortableIteration:
    order = {box: n for n, box in enumerate(memory.template.order)}
    given = sorted(
        (answer for answer in memory.answers if answer.iteration == iteration.number),
        key=lambda answer: (order.get(answer.box, len(order)), answer.box, answer.number),
    )
    return PortableIteration(
        number=iteration.number,
        header=iteration.header,
        overview=iteration.overview,
        open_questions=tuple(_question(memory, each) for each in iteration.open_questions),
        facts=tuple(_fact(memory, each) for each in iteration.facts),
        answers=tuple(_answer(memory, each) for each in given),
    )


def _question(memory: Memory, question: OpenQuestion) -> PortableQuestion:
    return PortableQuestion(
        box=question.box,
        question=question.question,
        kind=question.kind,
        reason=question.reason,
        owner=question.owner,
        due=question.due,
        by=memory.names.get(question.by, ""),
        at=question.at,
    )


def _fact(memory: Memory, fact: Fact) -> PortableFact:
    hands: Mapping[str, Literal["rules", "model"]] = {"rules": "rules", "model": "model"}
    return PortableFact(
        id=fact.id,
        value=fact.value,
        quote=fact.quote,
        box=fact.box,
        hand=hands.get(fact.by, "person"),
        by="" if fact.by in hands else memory.names.get(fact.by, ""),
        at=fact.at,
        reason=fact.reason,
    )


def _answer(memory: Memory, answer: Answer) -> PortableAnswer:
    return PortableAnswer(
        box=answer.box,
        number=answer.number,
        kind=answer.kind,
        sentences=tuple(_sentence(memory, each) for each in answer.sentences),
        by=memory.names.get(answer.by, ""),
        at=answer.at,
        built_on=dict(answer.built_on),
        open_findings=tuple(_fingerprints(memory.findings, answer.open_findings)),
    )


def _sentence(memory: Memory, sentence: Sentence) -> Sentence:
    return replace(sentence, sources=tuple(_source(memory, each) for each in sentence.sources))


def _source(memory: Memory, source: Source) -> Source:
    if source.kind in (SourceKind.TURN, SourceKind.EDIT):
        return replace(source, ref=memory.speakers.get(source.ref, ""))
    return source


def _fingerprints(findings: Iterable[Finding], ids: Sequence[str]) -> Iterable[str]:
    known = {finding.id: finding.fingerprint for finding in findings}
    return (known[id] for id in ids if id in known)


def _finding(memory: Memory, finding: Finding, iteration: int) -> PortableFinding:
    return PortableFinding(
        fingerprint=finding.fingerprint,
        criterion=finding.criterion,
        box=finding.box,
        other_box=finding.other_box,
        severity=_WEIGHTS[finding.severity - 1],
        quote=finding.quote,
        start=finding.start,
        end=finding.end,
        occurrence=finding.occurrence,
        message=finding.message,
        question=finding.question,
        suggestion=finding.suggestion,
        sources=finding.sources,
        engine=finding.engine,
        life=memory.lives.get(finding.id) or _last_step(memory, finding, iteration),
    )


def _last_step(memory: Memory, finding: Finding, iteration: int) -> tuple[Step, ...]:
    if finding.status is Status.OPEN:
        return ()
    by = by_name(finding, memory.names)
    return (Step(finding.status, iteration, by=by, at=finding.at, reason=finding.reason),)


class _Decided(Protocol):
    """Somebody's decision on a finding: the finding itself, or a step of its life."""

    @property
    def status(self) -> Status: ...
    @property
    def by(self) -> str | None: ...


def by_name(decided: _Decided, names: Mapping[str, str]) -> str:
    """Whose decision it was. A model stands there by its name, which is nobody's id."""
    by = decided.by or ""
    return by if decided.status is Status.DISMISSED else names.get(by, "")
