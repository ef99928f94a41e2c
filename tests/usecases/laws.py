"""A canvas with one accepted box, for what the AI Act makes of it."""

import datetime as dt

from app.canvas.model import Answer, AnswerKind, Canvas, Fact, Header, Iteration, Sentence
from app.canvas.template import load


def canvas(text: str, facts: tuple[Fact, ...] = (), box: str = "background") -> Canvas:
    now = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    answer = Answer("a1", box, 1, 1, AnswerKind.ACCEPTED, (Sentence(text),), by="p1", at=now)
    round = Iteration(1, Header("Hiring"), facts=facts)
    return Canvas("c1", load("mlops-canvas-1.1"), round, {box: answer})
