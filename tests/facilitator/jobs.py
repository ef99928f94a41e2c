"""A canvas with real questions, and jobs for a facilitator on it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from app.canvas.model import Answer, AnswerKind, Canvas, Header, Iteration, Sentence, Source, SourceKind
from app.canvas.template import parse
from app.facilitator.port import Delta, Job, Said
from app.interview.state import Ask, BoxTalk, Draft, Talk

CANVAS = """
id: short
version: "1"
name: Short canvas
licence: CC0-1.0
columns:
  - name: Work
    boxes:
      - id: feedback
        name: Feedback
        prompt: How you learn from use.
        questions:
          - {text: "Who analyses the feedback?", plain: "Who reads it?", label: Analyses feedback, example: Anna does.}
          - {text: "How often is the model retrained?", plain: "How often?", label: Retrained}
          - {text: "Which complaints are counted?", plain: "What do you count?"}
      - id: camera
        name: Camera
        questions:
          - {text: "Which camera takes the pictures on the conveyor belt?", label: Camera}
"""
TEMPLATE = parse(CANVAS, name="short.yaml")
NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
ANNA, BO = "Anna", "Bo"


def said(turn: str, speaker: str, text: str) -> Said:
    return Said(turn, speaker, text)


def sentence(text: str, turn: str, question: int | None = None, *, quote: str = "") -> Sentence:
    return Sentence(text, sources=(Source(SourceKind.TURN, turn, quote or text),), question=question)


def answer(*sentences: Sentence, box: str = "feedback", number: int = 1) -> Answer:
    return Answer("a", box, number, 1, AnswerKind.ACCEPTED, sentences, by="p1", at=NOW)


def job(
    *new: Said,
    box: str = "feedback",
    before: Sequence[Said] = (),
    draft: Sequence[Sentence] = (),
    accepted: Sequence[Sentence] = (),
    asked: int | None = None,
    literal: bool = False,
    people: tuple[str, ...] = (ANNA, BO),
) -> Job:
    """Listening to `new` words; the draft, if there is one, is the third."""
    canvas = Canvas(id="c", template=TEMPLATE, iteration=Iteration(1, Header("Vials")))
    if accepted:
        canvas = canvas.with_answer(answer(*accepted))
    talk = BoxTalk(
        draft=Draft(3, tuple(draft), based_on=0) if draft else None,
        drafts=3 if draft else 0,
        asked=Ask("?", question=asked) if asked else None,
    )
    return Job(
        canvas=canvas,
        talk=Talk("v", boxes={box: talk}),
        box=box,
        turn=new[0].turn if new else "t0",
        said={each.turn: each for each in (*before, *new)},
        new=tuple(each.turn for each in new),
        people=people,
        literal=literal,
    )


def saying(text: str, speaker: str = ANNA, **situation: object) -> Job:
    """One reply."""
    return job(said("t1", speaker, text), **situation)  # type: ignore[arg-type]


def asking(question: int | None = None) -> Job:
    return replace(job(), question=question)


def no_stream(delta: Delta) -> None:
    raise AssertionError("the facilitator without a model streams nothing")
