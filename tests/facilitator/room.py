"""A box of the real canvas, people who say something to it, and what was heard, told in short lines."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from app.canvas.model import Answer, AnswerKind, Canvas, Header, Iteration, Sentence, Source, SourceKind
from app.canvas.template import Template, load, parse
from app.facilitator.builtin import Builtin
from app.facilitator.port import Delta, Job, Provenance, Said
from app.interview.effects import Add, Change, Drop, Heard, Replace
from app.interview.state import START, Ask, BoxTalk, Draft, Passage, Talk

CANVAS = load("mlops-canvas-1.1")
BOX = "feedback"  # 1 Collects feedback, 2 Improves the model, 3 Analyses feedback, 4 Channels, 5 When it goes wrong
SHORT = parse(
    """
id: short
version: "1"
name: Short canvas
licence: CC0-1.0
columns:
  - name: Work
    boxes:
      - id: goals
        name: Goals
        prompt: What you want to reach.
        informs: [feedback]
        questions:
          - {text: "What do you want to reach?", plain: "What is better afterwards?", essential: true}
      - id: feedback
        name: Feedback
        prompt: How you learn from use.
        words: [5, 12]
        questions:
          - text: Who analyses the feedback?
            plain: Who reads it?
            label: Analyses feedback
            example: Anna does.
            essential: true
          - {text: "How often is the model retrained?", plain: "How often?", label: Retrained, essential: true}
          - {text: "Which complaints are counted?", plain: "What do you count?"}
      - id: camera
        name: Camera
        questions:
          - {text: "Which camera takes the pictures on the conveyor belt?", label: Camera}
""",
    name="short.yaml",
)
NOW = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)
Words = str | tuple[str, str]  # Anna says it, or whoever stands before it


def sentence(text: str, *sources: Source, question: int | None = None) -> Sentence:
    return Sentence(text, sources=sources, question=question)


def turn(ref: str, quote: str = "") -> Source:
    return Source(SourceKind.TURN, ref, quote)


def answer(*sentences: Sentence, box: str = BOX, number: int = 1) -> Answer:
    return Answer("a", box, number, 1, AnswerKind.ACCEPTED, sentences, by="Anna", at=NOW)


def job(
    *said: Words,
    new: int | None = None,
    box: str = BOX,
    asked: int | None = None,
    draft: Iterable[Sentence] = (),
    answers: Iterable[Answer] = (),
    template: Template = CANVAS,
    story: str = "",
    offered: Iterable[Passage] = (),
    **more: Any,
) -> Job:
    """Turns t1, t2, … hold the words; the last `new` of them are to be listened to, or all.

    Anna told the `story` as turn t0.
    """
    pairs = [("Anna", each) if isinstance(each, str) else each for each in said]
    turns = {f"t{n}": Said(f"t{n}", *pair) for n, pair in enumerate(pairs, 1)}
    told = {"t0": Said("t0", "Anna", story)} if story else {}
    drafted = tuple(draft)
    talk = BoxTalk(
        heard=tuple(turns),
        asked=Ask("So?", asked) if asked else None,
        draft=Draft(7, drafted, based_on=0) if drafted else None,
    )
    return Job(
        canvas=Canvas("c", template, Iteration(1, Header("Vials")), answers={each.box: each for each in answers}),
        talk=Talk("v", boxes={START: BoxTalk(heard=tuple(told)), box: talk}, passages=tuple(offered)),
        box=box,
        turn=f"t{len(turns)}",
        said=told | turns,
        new=tuple(turns)[len(turns) - (len(turns) if new is None else new) :],
        **more,
    )


def saying(text: str, speaker: str = "Anna", *, before: Iterable[Words] = (), **more: Any) -> Job:
    """One reply on the short canvas, after others. Bo is in the room, too."""
    return job(*before, (speaker, text), new=1, template=SHORT, people=("Anna", "Bo"), **more)


def silent(delta: Delta) -> None:
    raise AssertionError(f"Without a model nothing is streamed: {delta}")


async def heard(*said: Words, **more: Any) -> Heard:
    return (await heard_from(job(*said, **more)))[0]


async def heard_from(job: Job) -> tuple[Heard, Provenance]:
    return await Builtin().listen(job, silent)


def told(heard: Heard) -> list[str]:
    return [_told(each) for each in heard.changes]


def _told(change: Change) -> str:
    match change:
        case Add(new):
            return f"+ {_words(new)}"
        case Replace(index, new):
            return f"{index} {_words(new)}"
        case Drop(index, because):
            return f"- {index} {because}"


def _words(new: Sentence) -> str:
    return f"[{new.question or ''} {','.join(each.ref for each in new.sources)}] {new.text}"


def ticks(heard: Heard) -> dict[int, str]:
    return {number: each.state.value for number, each in heard.coverage.items()}
