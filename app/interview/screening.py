"""What the AI Act makes of the system: read in the boxes, confirmed by people, said at three places.

After the first column the facts to confirm, after the decision what changed, at the last column the labels.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from app.canvas.model import Fact
from app.critic.ai_act.asking import ask
from app.critic.ai_act.changing import changed, record
from app.critic.ai_act.considering import consider
from app.critic.ai_act.deciding import decide
from app.critic.ai_act.facts import answered, form, standing
from app.critic.ai_act.pack import pack
from app.critic.ai_act.recognising import recognise
from app.critic.ai_act.screening import NAMES, Ruling, Screening
from app.errors import NotFound, NotNow
from app.interview.effects import FindFacts
from app.interview.events import Decided, FactAsked, LabelSeen, Noticed, Screened, ToAddress
from app.interview.moves import ConfirmFact, CorrectFact
from app.interview.scratch import Scratch

GONE = "The words that said so are gone."
DECISION = "decision"  # the box of the home canvas after which it is looked at again


def due(step: Scratch, box: str) -> bool:
    """Whether the column that this box completes is one after which the boxes are read for facts."""
    columns, here = step.template.columns, step.template.column_of(box)
    if not any(step.canvas.text(id) for id in step.template.order):
        return False
    return here is columns[0] or any(each.id == DECISION for each in here.boxes)


def column_done(step: Scratch, box: str) -> None:
    """A column was read back: read in its boxes what the system does, at once by rules where no turn can wait."""
    if not due(step, box):
        return
    if step.turn:
        step.wait_beside(box)
        step.set(box, reading=(*step.box(box).reading, step.turn))
        step.talk = replace(step.talk, readings=(*step.talk.readings, step.turn))
        step.effects.append(FindFacts(box, step.turn))
    else:
        by_rules(step, box)


def read(step: Scratch, turn: str) -> bool:
    """Whether the reading of a turn counts, now that it is in: those that began before it count no more."""
    readings = step.talk.readings
    if turn not in readings:
        return False
    step.talk = replace(step.talk, readings=readings[readings.index(turn) + 1 :])
    return True


def unread(step: Scratch, box: str, turn: str) -> None:
    """The reading of a turn came to nothing: the rules read instead, unless a later one is in already."""
    readings = step.talk.readings
    if turn in readings:
        step.talk = replace(step.talk, readings=tuple(each for each in readings if each != turn))
        by_rules(step, box)


def arrived(step: Scratch, place: str) -> None:
    """Who comes to the last column is told the labels, once, and what its boxes should still say."""
    last = step.template.columns[-1]
    if place != last.boxes[0].id or len(step.template.columns) == 1 or step.talk.labels_told or not step.talk.pack:
        return
    step.talk = replace(step.talk, labels_told=True)
    _tell(step, "labels", step.talk.labels)


def by_rules(step: Scratch, box: str) -> None:
    """No model read this time: what one saw or doubted before holds as far as its words still stand.

    Not what it saw nothing of: it may stand in what was written since.
    """
    found(step, box, [each for each in step.canvas.iteration.facts if each.rank == 1 and each.value != "no"])


def found(step: Scratch, box: str, read: Iterable[Fact]) -> None:
    """Take what rules and the model read of the system, and say what is to be confirmed or has changed.

    What the model read counts by the boxes as they are now: they may have changed since it began.
    """
    said = (each for each in step.canvas.iteration.facts if each.rank == 2)
    texts = _texts(step)
    step.keep_facts((*recognise(texts), *_held(read, texts), *standing(said, texts)))
    first, before = step.template.column_of(box) is step.template.columns[0], step.talk.labels
    _tell(step, "facts" if first else "changes", before)
    if set(before) != set(step.talk.labels):
        _look_again(step)


def _texts(step: Scratch) -> Mapping[str, str]:
    return {id: text for id in step.template.order if (text := step.canvas.text(id))}


def _held(read: Iterable[Fact], texts: Mapping[str, str]) -> Iterator[Fact]:
    """What a model read, where its words stand now. If they are gone, a yes is in doubt and a no is none."""
    before = tuple(read)
    for was, now in zip(before, standing(before, texts), strict=True):
        if now.quote or not was.quote:
            yield now
        elif was.value == "yes":
            yield Fact(was.id, by=was.by, reason=GONE)


def rejoined(step: Scratch) -> None:
    """Who comes back to a canvas that was screened under older rules is told if they make a difference."""
    talk = step.talk
    if talk.screened and talk.pack != pack().version and changed(json.loads(talk.screened)):
        text = f"The rules about the AI Act are newer than those of {talk.pack}, and change something here: see /law."
        step.emit(Noticed(code="law_changed", text=text))


def confirm(step: Scratch, move: ConfirmFact) -> None:
    _known(move.fact)
    fact = screening(step).facts[move.fact]  # also one that follows from another: people are shown both
    if fact.value == "unsure":
        raise NotNow("Nobody has answered this question yet.", advice="Answer it with yes, no or unsure.")
    _answer(step, replace(fact, by=step.by, at=step.now), "confirm_fact")


def correct(step: Scratch, move: CorrectFact) -> None:
    _known(move.fact)
    before = screening(step).facts[move.fact]
    fact = Fact(move.fact, move.value, by=step.by, at=step.now, reason=move.reason.strip())
    if before.value == move.value:
        fact = replace(fact, quote=before.quote, box=before.box, start=before.start, end=before.end)
    _answer(step, fact, "correct_fact")


def screening(step: Scratch) -> Screening:
    """What the Act makes of the facts as they stand."""
    return decide(answered(standing(step.canvas.iteration.facts, _texts(step))), on=step.now.date())


def _known(fact: str) -> None:
    if fact not in form():
        raise NotFound(f"There is no question “{fact}” about the system.", advice="Look at the list of facts again.")


def _answer(step: Scratch, fact: Fact, move: str) -> None:
    """A person's answer takes the place of their earlier one; every version is kept. New labels are said at once."""
    others = (each for each in step.canvas.iteration.facts if each.id != fact.id or each.rank < 2)
    step.keep_facts((*others, fact))
    step.emit(Decided(move=move, fact=fact.id, reason=fact.value))
    before = step.talk.labels
    if step.talk.pack and set(before) != set(_labels(screening(step))):
        _tell(step, "changes", before)
        _look_again(step)


def _look_again(step: Scratch) -> None:
    """Other labels ask other things of the boxes that were accepted."""
    for box in step.template.order:
        step.look_again(box)


def _tell(step: Scratch, moment: Literal["facts", "changes", "labels"], before: tuple[str, ...]) -> None:
    """Say how things stand, and remember what was said."""
    now = screening(step)
    labels = _labels(now)
    rows = [row for row in ask(now.facts, now) if moment == "facts" or step.talk.told.get(row.id) != row.value]
    step.talk = replace(
        step.talk,
        labels=labels,
        pack=now.version,
        screened=json.dumps(record(answered(step.canvas.iteration.facts), now)),
        told={**step.talk.told, **{row.id: row.value for row in rows}},
    )
    event = Screened(
        moment=moment,
        facts=tuple(FactAsked(row.id, row.question, row.value, row.quote, row.box, row.by) for row in rows),
        labels=tuple(_seen(label, now) for label in labels),
        pack=now.version,
        as_of=now.as_of.isoformat(),
        came=tuple(each for each in labels if each not in before),
        went=tuple(each for each in before if each not in labels),
        to_address=_to_address(step, now) if moment == "labels" else (),
    )
    if moment != "changes" or event.facts or event.came or event.went:
        step.emit(event)


def _labels(now: Screening) -> tuple[str, ...]:
    return tuple(each for each in NAMES if each in now.labels)


def _seen(label: str, now: Screening) -> LabelSeen:
    ruling: Ruling | None = next((each for each in now.rulings if each.label == label), None)
    if ruling is None:
        return LabelSeen(label, NAMES[label])
    return LabelSeen(
        label,
        NAMES[label],
        article=ruling.place,
        reason=ruling.reason,
        quote=next((each.quote for each in ruling.quotes), ""),
        since="" if ruling.effective else ruling.applies_from.isoformat(),
        note=" ".join(each.text for each in ruling.notes),
    )


def _to_address(step: Scratch, now: Screening) -> tuple[ToAddress, ...]:
    """What the boxes that are still to come should say, required ones only."""
    coming = {id: "" for id in step.template.order if not step.canvas.text(id)}
    return tuple(
        ToAddress(each.box, each.article, each.text)
        for each in consider(coming, now)
        if each.required and each.state == "missing" and each.box in coming
    )
