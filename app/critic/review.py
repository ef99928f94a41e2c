"""A whole canvas, looked at once: everything that the rules say of it, and what a model's look adds."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from app.canvas.model import Coverage, Fact
from app.canvas.template import Template
from app.critic import families
from app.critic.ai_act.considering import Consideration, asked, bound, consider
from app.critic.ai_act.deciding import decide
from app.critic.ai_act.facts import answered
from app.critic.ai_act.screening import Screening
from app.critic.converge import converge
from app.critic.criteria import applies, guessed
from app.critic.dismissing import Judgement, dismissed
from app.critic.families import Claim, Measured
from app.critic.finding import Engine, Finding, Spot
from app.critic.reading import read
from app.critic.rules import judge


@dataclass(frozen=True, slots=True)
class Review:
    """What is found in the boxes that were given, in the order of the canvas; worst first within a box.

    `facts` are those of the AI Act that somebody answered: the rules, a model or a person.
    """

    texts: Mapping[str, str]
    findings: tuple[Finding, ...]
    measured: Mapping[str, tuple[Measured, ...]]
    coverage: Mapping[str, Mapping[int, Coverage]]
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...]
    screening: Screening

    @property
    def considerations(self) -> tuple[Consideration, ...]:
        """What each box should address for the AI Act. Not all who check a box want to know, and it takes its time."""
        return consider(self.texts, self.screening)

    @property
    def foreign(self) -> tuple[str, ...]:
        """The boxes in another language than English, which the rules do not judge."""
        return tuple(box for box, text in self.texts.items() if not read(text).english)

    def of(self, box: str) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.box == box)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a model, `by` its name, saw in these texts: its judgement by box, typed facts, answers about the AI Act."""

    judged: Mapping[str, Judgement]
    claims: tuple[Claim, ...] = ()
    facts: tuple[Fact, ...] = ()
    by: str = "model"


def review(
    template: Template,
    texts: Mapping[str, str],
    *,
    on: dt.date,
    facts: Iterable[Fact] = (),
    guesses: bool = False,
    seen: Callable[[str], None] = lambda box: None,
) -> Review:
    """What the rules find. `facts` of people or a model win over what the rules recognise. `seen` is told each box.

    `guesses` are told too where a model looks next, and can dismiss them: by themselves the rules are wrong too often
    about which guiding question is not answered. NotFound if the canvas has no such box.
    """
    given = _in_order(template, texts)
    known = answered((*families.recognise(given), *facts))
    screening = decide(known, on=on)
    spots = _spots(template, given, screening, seen)
    if guesses:
        spots = {id: (*some, *families.unanswered(template.box(id), given[id])) for id, some in spots.items()}
    return _review(template, given, _found(given, spots), known, screening)


def bare(template: Template, texts: Mapping[str, str], *, on: dt.date, facts: Iterable[Fact] = ()) -> Review:
    """A review without the rules' findings and facts: what a model's look alone is added to."""
    given, known = _in_order(template, texts), answered(facts)
    return _review(template, given, (), known, decide(known, on=on))


def joined(template: Template, before: Review, seen: Seen, *, on: dt.date) -> Review:
    """A review with a model's look. The same place of the same criterion is one finding, and code decides again."""
    known = answered((*before.facts, *seen.facts))
    screening = decide(known, on=on)
    # What the law asks follows from the labels, and those may be others now.
    law = _found(before.texts, _law(template, before.texts, screening), "law")
    kept = (each for each in before.findings if not each.criterion.startswith("AIA-"))
    old = (*(each for each in kept if each.box in seen.judged or not guessed(each.criterion)), *law)
    return replace(
        before,
        findings=tuple(_joined(before.texts, old, seen)),
        claims=families.together(before.claims, seen.claims),
        facts=_answers(known),
        screening=screening,
    )


def _joined(texts: Mapping[str, str], old: Iterable[Finding], seen: Seen) -> Iterator[Finding]:
    known, ids = tuple(old), map(str, count())
    clashes = families.read_by_model(texts, seen.claims)
    for box, text in texts.items():
        before = [each for each in known if each.box == box]
        judged = _with(seen.judged.get(box, Judgement()), clashes.get(box, ()), before)
        found = converge(
            box=box,
            before=text,
            after=text,
            old=before,
            spots=judged.spots,
            engine=Engine.MODEL,
            ids=lambda: f"model-{next(ids)}",
        )
        yield from dismissed(found, judged, by=seen.by)


def _with(judged: Judgement, clashes: Iterable[Spot], old: Iterable[Finding]) -> Judgement:
    """A look with what code concluded from its facts. No clash with a box is told twice."""
    told = {(each.criterion, each.other_box) for each in judged.spots}
    told |= {(each.criterion, each.other_box) for each in old}
    news = (each for each in clashes if (each.criterion, each.other_box) not in told)
    return replace(judged, spots=(*judged.spots, *news))


def _in_order(template: Template, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts in the order of the canvas, so that the same words give the same review."""
    for id in texts:
        template.box(id)
    return {id: texts[id] for id in template.order if id in texts}


def _spots(
    template: Template, texts: Mapping[str, str], screening: Screening, seen: Callable[[str], None]
) -> dict[str, tuple[Spot, ...]]:
    found, law = {}, _law(template, texts, screening)
    for id, text in texts.items():
        box = template.box(id)
        clashes = families.contradictions(box, text, texts)
        found[id] = (*judge(box, text), *(spot for spot in clashes if applies(spot.criterion, id)), *law[id])
        seen(id)
    return found


def _law(template: Template, texts: Mapping[str, str], screening: Screening) -> dict[str, tuple[Spot, ...]]:
    who = bound(screening)
    found = {id: asked(template.box(id), texts, screening, who) for id in texts}
    return {id: tuple(spot for spot in some if applies(spot.criterion, id)) for id, some in found.items()}


def _found(texts: Mapping[str, str], spots: Mapping[str, tuple[Spot, ...]], who: str = "rules") -> tuple[Finding, ...]:
    ids = map(str, count())
    return tuple(
        finding
        for box, text in texts.items()
        for finding in converge(
            box=box,
            before=text,
            after=text,
            old=(),
            spots=spots[box],
            engine=Engine.RULES,
            ids=lambda: f"{who}-{next(ids)}",
        )
    )


def _review(
    template: Template,
    texts: Mapping[str, str],
    findings: tuple[Finding, ...],
    facts: Mapping[str, Fact],
    screening: Screening,
) -> Review:
    boxes = {id: template.box(id) for id in texts}
    return Review(
        texts=texts,
        findings=findings,
        measured={id: families.measured(boxes[id], text) for id, text in texts.items()},
        coverage={id: families.coverage_of(boxes[id], text) for id, text in texts.items()},
        claims=tuple(claim for id, text in texts.items() for claim in families.claims(id, text)),
        facts=_answers(facts),
        screening=screening,
    )


def _answers(facts: Mapping[str, Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts.values() if fact.value != "unsure" or fact.rank == 2)
