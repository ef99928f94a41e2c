"""A review in plain values, for a report that people read and for JSON. Its keys stay as they are."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.canvas.model import Covered
from app.critic.ai_act.considering import Consideration
from app.critic.ai_act.screening import Ruling
from app.critic.criteria import applies
from app.critic.families import Measured
from app.critic.finding import Status
from app.documents.places import Place
from app.usecases.checked import finding_view, in_order
from app.usecases.found import CheckedFinding
from app.usecases.reviewing import EMPTY, Reviewed

MISSING: Mapping[str, str] = {  # what to ask about a part of a goal that is not there
    "metric": "What is counted?",
    "target": "Which value should it reach?",
    "unit": "In which unit?",
    "baseline": "Where does it stand today?",
    "deadline": "By when?",
    "population": "For whom, or on which data?",
    "owner": "Who answers for it?",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a box, and where they stand in the file; no place if nobody can tell."""

    box: str
    quote: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    finding: CheckedFinding
    place: Place | None


@dataclass(frozen=True, slots=True)
class Goal:
    """A sentence that holds a part of a goal. `missing` are the parts that it does not have, each as a question."""

    sentence: str
    place: Place | None
    verdict: str
    score: int
    slots: Mapping[str, str]
    missing: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReviewedBox:
    id: str
    name: str
    empty: bool
    english: bool  # or else the rules did not judge it
    findings: tuple[PlacedFinding, ...]
    goals: tuple[Goal, ...]
    coverage: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the AI Act, and why it holds."""

    label: str
    article: str
    point: str
    reason: str
    status: str
    applies_from: dt.date
    effective: bool
    source: str
    words: tuple[Words, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    article: str
    text: str
    applies_from: dt.date
    effective: bool
    source: str


@dataclass(frozen=True, slots=True)
class ToAddress:
    """Something that the law asks of a box. `state`: `addressed` by the words, `missing`, or `unread`."""

    box: str
    article: str
    text: str
    state: str
    required: bool
    words: Words | None


@dataclass(frozen=True, slots=True)
class Law:
    """Which rules of the AI Act were read, for which day, and what they give."""

    pack: str
    version: str
    as_of: dt.date
    checked: str
    on: dt.date
    disclaimer: str
    warnings: tuple[str, ...]
    labels: tuple[str, ...]
    reasons: tuple[Label, ...]
    duties: tuple[Duty, ...]
    to_address: tuple[ToAddress, ...]


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """What nobody has answered. `kind`: `ai_act`, `uncovered` for a guiding question, `left_open` by the team."""

    kind: str
    box: str
    number: int | None
    question: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    file: str
    product: str
    designed_by: str
    date: dt.date | None
    template: str
    template_version: str
    template_name: str
    engine: str
    ai_act: Law
    boxes: tuple[ReviewedBox, ...]
    open_questions: tuple[OpenMatter, ...]
    counts: Mapping[str, int]
    remarks: tuple[str, ...]


def review_view(reviewed: Reviewed) -> ReviewView:
    """The boxes stand worst first: by the worst finding, then by how many there are; then as on the canvas."""
    boxes = [_box(reviewed, id) for id in reviewed.template.order]
    header = reviewed.header
    return ReviewView(
        file=reviewed.file,
        product=header.product_name,
        designed_by=header.designed_by,
        date=header.date,
        template=reviewed.template.id,
        template_version=reviewed.template.version,
        template_name=reviewed.template.name,
        engine=reviewed.engine,
        ai_act=_law(reviewed),
        boxes=tuple(sorted(boxes, key=_badness)),
        open_questions=tuple(_open(reviewed)),
        counts=_counts(reviewed),
        remarks=reviewed.remarks,
    )


_WEIGHT = {"must": 3, "should": 2, "note": 1}


def _badness(box: ReviewedBox) -> tuple[bool, list[int]]:
    open = [-_WEIGHT[each.finding.severity] for each in box.findings if each.finding.status == Status.OPEN]
    counted = [-sum(weight == each for weight in open) for each in (-3, -2, -1)]
    return box.empty, counted


def _box(reviewed: Reviewed, id: str) -> ReviewedBox:
    review = reviewed.checked.review
    findings = [
        PlacedFinding(finding_view(each), reviewed.place(id, each.start, each.end))
        for each in reviewed.findings
        if each.box == id
    ]
    return ReviewedBox(
        id=id,
        name=reviewed.template.box(id).name,
        empty=not review.texts[id].strip() or any(each.finding.criterion == EMPTY for each in findings),
        english=id not in review.foreign,
        findings=tuple(findings),
        goals=tuple(_goal(reviewed, id, each) for each in review.measured[id] if _states_a_goal(id, each)),
        coverage={str(number): each.state.value for number, each in review.coverage[id].items()},
    )


def _states_a_goal(box: str, each: Measured) -> bool:
    """Numbers stand in every box; only where goals belong is a sentence held against what a goal needs."""
    return applies("MEAS-02", box) and (each.goal or each.verdict)


def _goal(reviewed: Reviewed, box: str, each: Measured) -> Goal:
    slots: dict[str, str] = {}
    for slot in each.slots:
        slots.setdefault(slot.name, slot.quote)
    missing = {name: asked for name, asked in MISSING.items() if name not in slots}
    if each.verdict:
        missing.pop("unit", None)  # it needs none
    return Goal(
        sentence=each.text,
        place=reviewed.place(box, *each.sentence),
        verdict="measurable" if each.verdict else "not_measurable",
        score=each.score,
        slots=slots,
        missing=missing,
    )


def _law(reviewed: Reviewed) -> Law:
    screening = reviewed.checked.review.screening
    return Law(
        pack=screening.pack,
        version=screening.version,
        as_of=screening.as_of,
        checked=screening.checked,
        on=screening.on,
        disclaimer=screening.disclaimer,
        warnings=screening.warnings,
        labels=in_order(screening.labels),
        reasons=tuple(_label(reviewed, each) for each in screening.rulings),
        duties=tuple(
            Duty(each.duty.article, each.duty.text, each.applies_from, each.effective, each.source)
            for each in screening.dues
            if each.ours is not False
        ),
        to_address=tuple(
            _to_address(reviewed, each)
            for each in reviewed.checked.review.considerations
            if each.state != "not_applicable" and each.box in reviewed.checked.review.texts
        ),
    )


def _to_address(reviewed: Reviewed, each: Consideration) -> ToAddress:
    found = bool(each.quote)
    words = Words(each.where, each.quote, reviewed.place(each.where, each.start, each.end)) if found else None
    return ToAddress(each.box, each.article, each.text, each.state, each.required, words)


def _label(reviewed: Reviewed, ruling: Ruling) -> Label:
    return Label(
        label=ruling.label,
        article=ruling.article,
        point=ruling.hook,
        reason=ruling.reason,
        status=ruling.status,
        applies_from=ruling.applies_from,
        effective=ruling.effective,
        source=ruling.source,
        words=tuple(
            Words(each.box, each.quote, reviewed.place(each.box, each.start, each.end))
            for each in dict.fromkeys(ruling.quotes)
        ),
        notes=tuple(each.text for each in ruling.notes),
    )


def _open(reviewed: Reviewed) -> Iterator[OpenMatter]:
    review, template = reviewed.checked.review, reviewed.template
    for fact in review.screening.open:
        yield OpenMatter("ai_act", "", None, fact.question)
    left = {(each.box, each.question) for each in reviewed.open_questions}
    for id, text in review.texts.items():
        for each in template.box(id).questions:
            uncovered = each.essential and review.coverage[id][each.number].state is Covered.NONE
            if text.strip() and uncovered and (id, each.number) not in left:
                yield OpenMatter("uncovered", id, each.number, each.plain)
    for question in reviewed.open_questions:
        box = template.box(question.box)
        asked = box.question(question.question).plain if question.question else ""
        yield OpenMatter("left_open", box.id, question.question, asked)


def _counts(reviewed: Reviewed) -> Mapping[str, int]:
    named = [each.severity.name.lower() for each in reviewed.open]
    put_aside = {name: sum(each.status == name for each in reviewed.findings) for name in ("waived", "dismissed")}
    return {**{name: named.count(name) for name in _WEIGHT}, **put_aside}
