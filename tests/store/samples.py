"""A canvas and its people, made small enough to read and rich enough to lose something."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import count

from app.canvas.model import (
    Answer,
    AnswerKind,
    Canvas,
    Coverage,
    Covered,
    Header,
    Iteration,
    Sentence,
    Source,
    SourceKind,
)
from app.canvas.template import load
from app.critic.finding import Finding, Severity
from app.interview.moves import Say
from app.interview.state import BoxTalk, Draft, Pace, Passage, Status, Talk
from app.store.database import Database
from app.store.records import Snapshot, TurnRecord
from app.store.writer import Writer

NOW = dt.datetime(2026, 11, 21, 9, 30, 15, 123456, tzinfo=dt.UTC)
TEMPLATE = load("mlops-canvas-1.1")

_count = count(1)


def new_id() -> str:
    """Falls while time goes on, so that a test that orders by id fails."""
    return f"{10**12 - next(_count):012d}"


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def canvas(name: str = "Vial inspection") -> Canvas:
    header = Header(name, "Anna, Jonas", NOW.date(), "first plan")
    return Canvas(id=new_id(), template=TEMPLATE, iteration=Iteration(1, header))


def sentence(text: str, turn: str = "turn-1", lead: str = "") -> Sentence:
    return Sentence(text, (Source(SourceKind.TURN, turn, text[:10]),), question=2, lead=lead)


def answer(by: str, *, box: str = "background", number: int = 1, text: str = "Glass may chip.", **more) -> Answer:
    made = {
        "id": new_id(),
        "iteration": 1,
        "kind": AnswerKind.ACCEPTED,
        "sentences": (sentence(text), sentence("Operators see it late.", lead=" ")) if text else (),
        "at": NOW,
        "built_on": {"data-collection": "0123456789ab"},
        "open_findings": ("finding-1", "finding-2"),
        "turn": "turn-1",
    }
    return Answer(box=box, number=number, by=by, **{**made, **more})


def finding(box: str = "background", **more) -> Finding:
    made = {"id": new_id(), "criterion": "VAG-01", "severity": Severity.SHOULD, "message": "“often” is vague."}
    return Finding(box=box, question="How often?", quote="often", start=3, end=8, **{**made, **more})


def box_talk(text: str = "Glass may chip.") -> BoxTalk:
    return BoxTalk(
        status=Status.PROPOSED,
        heard=("turn-1", "turn-2"),
        coverage={1: Coverage(Covered.FULL, "chip"), 10: Coverage(Covered.NOT_APPLICABLE)},
        draft=Draft(3, (sentence(text),), based_on=1),
        drafts=3,
    )


def talk(person: str) -> Talk:
    return Talk(
        id=new_id(),
        pace=Pace.THOROUGH,
        places={"somebody": "start", person: "background"},
        passages=(Passage(new_id(), "data-collection", "We have a camera.", "turn-1"),),
    )


def turn(snapshot: Snapshot, person: str, text: str = "Sometimes the glass has chips.", **more) -> TurnRecord:
    made = {
        "id": new_id(),
        "interview": snapshot.interview_id,
        "canvas": snapshot.canvas.id,
        "box": "background",
        "by": person,
        "speaker": person,
        "channel": "api",
        "move": Say(text, box="background"),
        "at": NOW,
        "text": text,
    }
    return TurnRecord(**{**made, **more})


async def say(store: Writer, before: Snapshot, person: str, text: str = "Glass has chips.", **more) -> TurnRecord:
    """Add a turn; it has no number yet."""
    said = turn(before, person, text, **more)
    await store.add_turn(said)
    return said


@dataclass(frozen=True)
class Begun:
    """What most tests start from: a stored canvas with an interview, and Anna."""

    canvas: str
    interview: str
    anna: str


async def begin(database: Database, name: str = "Vial inspection") -> Begun:
    made = canvas(name)
    async with database.write() as store:
        anna = await store.person("Anna", new_id=new_id())
        await store.add_canvas(made, by=anna, at=NOW)
        begun = talk(anna)
        await store.add_interview(made.id, begun)
    return Begun(made.id, begun.id, anna)


async def keep(store: Writer, before: Snapshot, person: str, *effects, talk: Talk | None = None, **more):
    """`keep` with what most tests do not care about."""
    made = {"turn": None, "by": person, "at": NOW}
    return await store.keep(before, talk=talk, effects=effects, **{**made, **more})


def with_box(before: Snapshot, box: str = "background", **changes) -> Talk:
    """The talk of a snapshot, with one box changed."""
    assert before.talk
    return before.talk.with_box(box, replace(before.talk.box(box), **changes))
