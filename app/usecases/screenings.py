"""What the AI Act makes of a canvas: labels with their grounds, facts, duties, and what each box should address."""

import datetime as dt
import json

from app.canvas.model import Canvas, Fact
from app.critic.ai_act.changing import Change, changed
from app.critic.ai_act.considering import Consideration, Screened, screen
from app.critic.ai_act.facts import answered, form, standing
from app.critic.ai_act.screening import NAMES, Due, Ruling, Screening
from app.interview.state import Talk
from app.usecases.parts import Parts
from app.usecases.screened import ConsiderationView, DutyView, FactView, LabelView, ScreeningView
from app.usecases.views import Names


class Screenings:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    async def of(self, canvas: str) -> ScreeningView:
        """By the facts that are known now, under the rules of today."""
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot(canvas)
        talk = snapshot.talk or Talk(id="")
        return screening_view(snapshot.canvas, talk, snapshot.people, on=self.parts.now().date())


def screening_view(canvas: Canvas, talk: Talk, names: Names, *, on: dt.date) -> ScreeningView:
    texts = {id: text for id in canvas.template.order if (text := canvas.text(id))}
    facts = standing(canvas.iteration.facts, texts)
    found, known = screen(texts, facts, on=on), answered(facts)
    now = found.screening
    return ScreeningView(
        canvas=canvas.id,
        pack=now.version,
        as_of=now.as_of,
        on=now.on,
        checked=now.checked,
        labels=labels_view(now),
        facts=tuple(_fact(each, names) for each in known.values() if each.value != "unsure" or each.rank == 2),
        open=tuple(_fact(now.facts[each.fact], names) for each in now.open),
        duties=tuple(map(_duty, now.dues)),
        considerations=tuple(_consideration(each) for each in _of_interest(found) if each.box in canvas.template.boxes),
        changes=tuple(map(_change, changed(json.loads(talk.screened)))) if talk.screened else (),
        warnings=now.warnings,
        disclaimer=now.disclaimer,
    )


def labels_view(now: Screening) -> tuple[LabelView, ...]:
    """The labels in the order in which they are shown, each once for every ground that it has."""
    shown = []
    for label, name in NAMES.items():
        grounds = [each for each in now.rulings if each.label == label]
        shown += [_label(each, name) for each in grounds]
        if label in now.labels and not grounds:
            shown.append(LabelView(label, name, "", "", "", (), None, True, "", "", ()))
    return tuple(shown)


def _label(ruling: Ruling, name: str) -> LabelView:
    return LabelView(
        id=ruling.label,
        name=name,
        article=ruling.place,
        point=ruling.hook,
        reason=ruling.reason,
        quotes=tuple(each.quote for each in ruling.quotes),
        applies_from=ruling.applies_from,
        effective=ruling.effective,
        status=ruling.status,
        source=ruling.source,
        notes=tuple(each.text for each in ruling.notes),
    )


def _fact(fact: Fact, names: Names) -> FactView:
    return FactView(
        id=fact.id,
        question=form()[fact.id].question if fact.id in form() else fact.id,
        value=fact.value,
        quote=fact.quote,
        box=fact.box,
        by=names.get(fact.by, fact.by),
        confirmed=fact.rank == 2,
        at=fact.at,
        reason=fact.reason,
    )


def _duty(due: Due) -> DutyView:
    return DutyView(
        due.duty.article, due.duty.text, due.duty.who, due.applies_from, due.effective, due.ours, due.source
    )


def _of_interest(found: Screened) -> list[Consideration]:
    """What is asked of this system, and what would do it good; not what belongs to others."""
    return [each for each in found.considerations if each.required or each.state == "addressed"]


def _consideration(each: Consideration) -> ConsiderationView:
    return ConsiderationView(
        each.id, each.box, each.article, each.text, each.state, each.required, each.quote, each.source
    )


def _change(change: Change) -> str:
    name = NAMES.get(change.label, change.label)
    if change.what == "label":
        return f"{name}: now given." if change.after else f"{name}: no longer given."
    return f"{name}, {change.what}: {change.before} before, {change.after} now."
