"""From what the store remembers to what files carry."""

import datetime as dt
from typing import Any

from app.canvas.model import (
    Answer,
    AnswerKind,
    Header,
    Iteration,
    NonAnswer,
    OpenQuestion,
    Sentence,
    Source,
    SourceKind,
)
from app.critic.finding import Finding, Severity, Status
from app.documents import history_json
from app.documents.packing import Memory, pack
from app.documents.portable import PortableQuestion, Step

from .portables import MIDNIGHT, MLOPS

_SOURCES = (
    Source(SourceKind.TURN, "turn-1", "vials"),
    Source(SourceKind.EDIT, "turn-9"),
    Source(SourceKind.ANSWER, "background#1"),
)


def given(box: str, number: int, iteration: int, *, by: str = "id-anna") -> Answer:
    return Answer(
        id=f"{box}-{number}",
        box=box,
        number=number,
        iteration=iteration,
        kind=AnswerKind.ACCEPTED,
        sentences=(Sentence("One.", _SOURCES),),
        by=by,
        at=MIDNIGHT,
        built_on={"background": "abc"},
        open_findings=("finding-1", "finding-gone"),
        turn="turn-1",
    )


def found(id: str, **parts: Any) -> Finding:
    return Finding(
        id=id,
        criterion="VAG-01",
        severity=Severity.MUST,
        box="background",
        message="M",
        question="Q",
        quote=id,
        **parts,
    )


def memory() -> Memory:
    asked = OpenQuestion(
        "q", "security", 4, NonAnswer.LATER, "id-jonas", MIDNIGHT, 2, "r", "Jonas", dt.date(2025, 9, 2)
    )
    return Memory(
        template=MLOPS,
        iterations=(Iteration(1, Header("Vials")), Iteration(2, Header("Vials"), open_questions=(asked,))),
        answers=(
            given("objectives", 1, 1),
            given("background", 2, 2),
            given("background", 1, 1, by="id-gone"),
        ),
        findings=(
            found("finding-1"),
            found("finding-2", status=Status.WAIVED, reason="Fine.", by="id-anna", at=MIDNIGHT),
            found("finding-3", status=Status.FIXED),
            found("finding-4", status=Status.DISMISSED, reason="A term.", by="openai/x", at=MIDNIGHT),
        ),
        names={"id-anna": "Anna", "id-jonas": "Jonas"},
        speakers={"turn-1": "Mette"},
        lives={"finding-3": (Step(Status.OPEN, 1), Step(Status.FIXED, 2))},
    )


def test_people_by_name_and_no_ids() -> None:
    canvas = pack(memory())
    first, second = canvas.iterations
    assert [(each.box, each.number, each.by) for each in first.answers] == [
        ("background", 1, ""),
        ("objectives", 1, "Anna"),
    ]
    assert [source.ref for source in first.answers[0].sentences[0].sources] == ["Mette", "", "background#1"]
    assert second.open_questions == (
        PortableQuestion("security", 4, NonAnswer.LATER, "r", "Jonas", dt.date(2025, 9, 2), "Jonas", MIDNIGHT),
    )
    data = history_json.write(canvas)
    assert not [id for id in (b"id-anna", b"turn-", b"finding-gone", b"background-1") if id in data]
    assert history_json.read(data, limit=10**6) == canvas


def test_findings_with_their_lives() -> None:
    canvas = pack(memory())
    first, waived, fixed, dismissed = canvas.findings
    assert (first.fingerprint, first.severity, first.status, first.life) == (
        memory().findings[0].fingerprint,
        "must",
        Status.OPEN,
        (),
    )
    assert waived.life == (Step(Status.WAIVED, 2, by="Anna", at=MIDNIGHT, reason="Fine."),)
    assert dismissed.life == (Step(Status.DISMISSED, 2, by="openai/x", at=MIDNIGHT, reason="A term."),)
    assert fixed.status is Status.FIXED
    assert canvas.with_status(Status.WAIVED) == (waived,)
    assert canvas.iterations[0].answers[0].open_findings == (first.fingerprint,)
