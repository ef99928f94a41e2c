"""A canvas that a person wrote as YAML, iteration by iteration, each with the boxes that changed."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from pydantic import ConfigDict, TypeAdapter, ValidationError

from app.canvas.model import AnswerKind, Header, Member, Milestone, NonAnswer, Overview, Source, SourceKind
from app.canvas.template import Template
from app.documents import limits
from app.documents.checks import agree, problem
from app.documents.marks import sentences
from app.documents.portable import Number, Portable, PortableAnswer, PortableIteration, PortableQuestion
from app.errors import DocumentInvalid

LIMIT = 1_000_000  # characters
Templates = Callable[[str], Template | None]


@dataclass(frozen=True)
class _Milestone:
    date: str
    milestone: str


@dataclass(frozen=True)
class _Overview:
    team: list[Member] = field(default_factory=list)
    timeline: list[_Milestone] = field(default_factory=list)


@dataclass(frozen=True)
class _Question:
    box: str
    question: Number | None
    kind: NonAnswer
    reason: str = ""
    owner: str = ""
    due: dt.date | None = None


@dataclass(frozen=True)
class _Iteration:
    """An overview or a list of open questions that is not there is as in the iteration before."""

    number: Number
    date: dt.date | None = None
    designed_by: str = ""
    note: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    open_questions: list[_Question] | None = None
    overview: _Overview | None = None


@dataclass(frozen=True)
class _Sample:
    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    product_name: str
    template: str
    iterations: list[_Iteration]


@cache
def _adapter() -> TypeAdapter[_Sample]:
    return TypeAdapter(_Sample)


def read(text: str, name: str, *, templates: Templates | None = None, limit: int = LIMIT) -> Portable:
    """The history that a YAML file tells; `name` is the file, and the source of each sentence.

    Without `templates` the version, hash and text of the template stay empty and box ids are not
    checked. DocumentInvalid naming the path of what is wrong, TooLong above `limit` characters.
    """
    limits.size(text, name=name, limit=limit)
    try:
        sample = _adapter().validate_json(_json(limits.yaml_tree(text, name=name)))
    except TypeError as error:
        raise _invalid(name, str(error)) from error
    except ValidationError as error:
        raise _invalid(name, problem(error)) from error
    template = templates(sample.template) if templates else None
    if templates and template is None:
        raise _invalid(name, f"template: there is no canvas “{sample.template}” here")
    portable = Portable(
        template_id=sample.template,
        template_version=template.version if template else "",
        template_hash=template.hash if template else "",
        template_text=template.text if template else None,
        iterations=tuple(_iterations(sample, Source(SourceKind.IMPORT, name))),
    )
    return agree(portable, name=name)


def _json(tree: object) -> str:
    """As JSON: read strictly, it takes a date in words, and still no number where a text belongs."""
    return json.dumps(tree, default=_day)


def _day(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"a value of the kind {type(value).__name__} has no place in a canvas")


def _iterations(sample: _Sample, source: Source) -> Iterator[PortableIteration]:
    given: Counter[str] = Counter()
    overview = Overview()
    questions: tuple[PortableQuestion, ...] = ()
    for each in sample.iterations:
        at = dt.datetime.combine(each.date, dt.time(), dt.UTC) if each.date else None
        given.update(each.answers.keys())
        if each.overview is not None:
            overview = _overview(each.overview)
        if each.open_questions is not None:
            questions = tuple(_question(question, at) for question in each.open_questions)
        yield PortableIteration(
            number=each.number,
            header=Header(sample.product_name, each.designed_by, each.date, each.note),
            overview=overview,
            open_questions=questions,
            answers=tuple(
                PortableAnswer(box, given[box], AnswerKind.IMPORTED, sentences(text.rstrip(), (), source), at=at)
                for box, text in each.answers.items()
            ),
        )


def _overview(overview: _Overview) -> Overview:
    timeline = tuple(Milestone(each.date, each.milestone) for each in overview.timeline)
    return Overview(tuple(overview.team), timeline)


def _question(question: _Question, at: dt.datetime | None) -> PortableQuestion:
    return PortableQuestion(
        box=question.box,
        question=question.question,
        kind=question.kind,
        reason=question.reason,
        owner=question.owner,
        due=question.due,
        at=at,
    )


def _invalid(name: str, wrong: str) -> DocumentInvalid:
    return DocumentInvalid(f"{name} cannot be read: {wrong}.", advice="Mend that place and read it again.")
