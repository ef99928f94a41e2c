"""One input through `step`, with the rules asked on the way. What is left is to be kept, or is slow work."""

import datetime as dt
from collections import deque
from typing import get_args

from app.canvas.model import Canvas
from app.critic.ai_act.considering import aia
from app.critic.ai_act.deciding import decide
from app.critic.ai_act.facts import answered, standing
from app.critic.converge import converge
from app.critic.dismissing import Judgement, dismissed
from app.critic.finding import Engine, Finding, Spot
from app.critic.passing import fair, marks, version
from app.critic.reading import read
from app.critic.rules import judge
from app.interview.effects import Effect, FindFacts, Found, Input, Judge, Review, Ruled, Work
from app.interview.engine import Step, step
from app.interview.state import Talk
from app.usecases.parts import Parts

WORKS = get_args(Work)
TELLING = 8  # words: fewer may be names


def play(parts: Parts, talk: Talk, canvas: Canvas, input: Input, *, by: str) -> Step:
    """Everything that an input decides. Reviews stay in the effects only if the facilitator does its own."""
    now = parts.now()
    kept: list[Effect] = []
    queue = deque([input])
    seen = None
    while queue:
        decided = step(talk, canvas, queue.popleft(), now=now, ids=parts.ids, by=by)
        talk, canvas = decided.talk, decided.canvas
        for effect in decided.effects:
            if isinstance(effect, Judge) or (isinstance(effect, Review) and not parts.facilitator.reviews):
                # A draft that was judged in this very round and is now proposed reads the same: no second look.
                same = seen == (effect.box, effect.after)
                queue.append(_again(parts, talk, effect) if same else rule(parts, talk, canvas, effect))
                seen = (effect.box, effect.after)
            elif isinstance(effect, FindFacts) and not parts.facilitator.reviews:
                # The rules, which read in any case, are all there is.
                queue.append(Found(effect.box, effect.turn, read=False))
            else:
                kept.append(effect)
    return Step(talk=talk, canvas=canvas, effects=tuple(kept))


def rule(
    parts: Parts,
    talk: Talk,
    canvas: Canvas,
    look: Judge | Review,
    seen: Judgement | None = None,
    *,
    by: str = "",
) -> Ruled:
    """Look at a box with the rules, and add what a model has `seen` in the same text; None if none looked."""
    spots = spotted(canvas, look.box, look.after, on=parts.now().date())
    findings = converge(
        box=look.box,
        before=look.before,
        after=look.after,
        old=talk.findings.get(look.box, ()),
        spots=spots,
        engine=Engine.RULES,
        ids=parts.ids,
    )
    if seen is not None:
        findings = converge(
            box=look.box,
            before=look.after,
            after=look.after,
            old=findings,
            spots=seen.spots,
            engine=Engine.MODEL,
            ids=parts.ids,
        )
        findings = dismissed(findings, seen, by=by, at=parts.now())
    old, before = talk.findings.get(look.box, ()), talk.box(look.box)
    findings = fair(findings, old=old, text=look.after, passed=before.passed, same=before.under == _critic(parts))
    return _ruled(parts, look, findings, judged=seen is not None)


def spotted(canvas: Canvas, box: str, text: str, *, on: dt.date) -> tuple[Spot, ...]:
    """What the rules find in a text for a box beside the accepted others, and what the law asks for."""
    if not text:
        return ()
    texts = {id: text if id == box else canvas.text(id) for id in canvas.template.order}
    others = {id: each for id, each in texts.items() if each}
    facts = standing(canvas.iteration.facts, others)
    spots = judge(canvas.template.box(box), text, others)
    if not facts:
        return spots
    return (*spots, *aia(canvas.template.box(box), text, decide(answered(facts), on=on), others))


def _again(parts: Parts, talk: Talk, look: Judge | Review) -> Ruled:
    return _ruled(parts, look, talk.findings.get(look.box, ()))


def _ruled(parts: Parts, look: Judge | Review, findings: tuple[Finding, ...], *, judged: bool = False) -> Ruled:
    if isinstance(look, Judge):
        return Ruled(look.box, findings, turn=look.turn, lead=look.lead)
    return Ruled(
        look.box,
        findings,
        turn=look.turn,
        reviewed=True,
        looked=judged or not parts.facilitator.reviews,
        foreign=not judged and len(look.after.split()) >= TELLING and not read(look.after).english,
        passed=marks(look.after),
        under=_critic(parts),
    )


def _critic(parts: Parts) -> str:
    """Names who looks, down to the word lists."""
    return f"{version()} {parts.facilitator.name}"
