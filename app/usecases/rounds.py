"""One input through `step`, with the rules asked on the way. What is left is to be kept, or is slow work."""

from collections import deque
from collections.abc import Sequence
from typing import get_args

from app.canvas.model import Canvas
from app.critic.converge import converge
from app.critic.finding import Engine, Finding, Spot
from app.critic.rules import judge
from app.interview.effects import Effect, Input, Judge, Review, Ruled, Work
from app.interview.engine import Step, step
from app.interview.state import Talk
from app.usecases.parts import Parts

WORKS = get_args(Work)


def play(parts: Parts, talk: Talk, canvas: Canvas, input: Input, *, by: str) -> Step:
    """Everything that an input decides. Reviews stay in the effects only if the facilitator does its own."""
    now = parts.now()
    kept: list[Effect] = []
    queue = deque([input])
    while queue:
        decided = step(talk, canvas, queue.popleft(), now=now, ids=parts.ids, by=by)
        talk, canvas = decided.talk, decided.canvas
        for effect in decided.effects:
            match effect:
                case Judge():
                    queue.append(rule(parts, talk, canvas, effect))
                case Review() if not parts.facilitator.reviews:
                    queue.append(rule(parts, talk, canvas, effect))
                case _:
                    kept.append(effect)
    return Step(talk=talk, canvas=canvas, effects=tuple(kept))


def rule(parts: Parts, talk: Talk, canvas: Canvas, look: Judge | Review, seen: Sequence[Spot] = ()) -> Ruled:
    """Look at a box with the rules, and add what a model has `seen` in the same text."""
    box = canvas.template.box(look.box)
    spots = judge(box, look.after) if look.after else ()
    findings: tuple[Finding, ...] = talk.findings.get(look.box, ())
    findings = converge(
        box=look.box,
        before=look.before,
        after=look.after,
        old=findings,
        spots=spots,
        engine=Engine.RULES,
        ids=parts.ids,
    )
    if isinstance(look, Judge):
        return Ruled(look.box, findings, turn=look.turn, lead=look.lead)
    if parts.facilitator.reviews:
        findings = converge(
            box=look.box,
            before=look.after,
            after=look.after,
            old=findings,
            spots=seen,
            engine=Engine.MODEL,
            ids=parts.ids,
        )
    return Ruled(look.box, findings, turn=look.turn, reviewed=True)
