"""Checks boxes that nobody stored: by rules, by a model, or by both. What the shell, the API and the evals call."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from app.canvas.model import Fact
from app.canvas.template import Template
from app.critic.finding import Finding
from app.critic.review import Review, Seen, bare, joined, review
from app.errors import NotNow
from app.usecases.checked import check_view
from app.usecases.found import CheckView
from app.usecases.naming import Given, by_id
from app.usecases.threads import Run, here

if TYPE_CHECKING:
    from app.facilitator.port import Provenance  # a third of the start of a check, and only models need it

Engine = Literal["rules", "model", "both"]
ENGINES: tuple[Engine, ...] = get_args(Engine)


@dataclass(frozen=True, slots=True)
class Progress:
    """A box was looked at: `done` of `of` that hold words are."""

    box: str
    done: int
    of: int
    name: str = ""


Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Look:
    """What a model saw. `notices` say what it did not manage; the rules stand in there: in boxes that `failed`, and for
    the AI Act if it is `unread`.
    """

    seen: Seen
    notices: tuple[str, ...] = ()
    made: tuple["Provenance", ...] = ()
    failed: frozenset[str] = frozenset()
    unread: bool = False


class ModelCritic(Protocol):
    """Looks at boxes with a language model. Decides nothing: what it quotes must stand there, and code decides."""

    async def look(
        self,
        template: Template,
        texts: Mapping[str, str],
        proposed: Mapping[str, tuple[Finding, ...]],
        watch: Watch,
    ) -> Look:
        """Look at every box. `proposed` is what the rules found, by box; empty if the model looks alone."""
        ...


@dataclass(frozen=True, slots=True)
class Checked:
    """A review, and what came of the model's part of it."""

    review: Review
    notices: tuple[str, ...] = ()
    made: tuple["Provenance", ...] = ()
    given: Given = field(default_factory=dict)

    def view(self, id: str | int | None = None) -> CheckView:
        """What is found, with the boxes named as they were given."""
        return check_view(self.review, id=id, notices=self.notices, given=self.given)


def today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


class Checking:
    """`today` is the day for which the AI Act is read; `run` is where the rules work."""

    def __init__(
        self,
        template: Template,
        critic: ModelCritic | None = None,
        *,
        today: Callable[[], dt.date] = today,
        run: Run = here,
    ) -> None:
        self.template = template
        self.critic = critic
        self.today = today
        self.run = run

    async def look(
        self,
        boxes: Mapping[str, str],
        engine: Engine = "rules",
        watch: Watch = lambda progress: None,
        *,
        facts: Sequence[Fact] = (),
    ) -> Checked:
        """Everything that can be said of these boxes, without storing them. `facts` are what people said of the system.

        NotFound if the canvas has no such box, Invalid if one is named twice; NotNow if a model is wanted and none is
        set.
        """
        if engine == "rules":
            return await self.run(partial(self.by_rules, boxes, facts, watch))
        critic = self.critic_for(engine)
        texts, given = by_id(self.template, boxes)
        first = await self.run(partial(self._first, texts, engine, facts))
        proposed = {box: first.of(box) for box in first.texts}
        look = await critic.look(self.template, first.texts, proposed, watch)
        whole = await self.run(partial(self._joined, first, look, engine, facts))
        unjudged = self._unjudged(whole) if engine == "both" else ()
        return Checked(whole, (*unjudged, *look.notices), look.made, given)

    def _joined(self, first: Review, look: Look, engine: Engine, facts: Sequence[Fact]) -> Review:
        if engine == "model" and (look.failed or look.unread):
            first = self._stood_in(first, look, facts)
        return joined(self.template, first, look.seen, on=self.today())

    def _first(self, boxes: Mapping[str, str], engine: Engine, facts: Sequence[Fact]) -> Review:
        """What the model's look is added to."""
        if engine == "both":
            return review(self.template, boxes, on=self.today(), facts=facts, guesses=True)
        return bare(self.template, boxes, on=self.today(), facts=facts)

    def _stood_in(self, first: Review, look: Look, facts: Sequence[Fact]) -> Review:
        """With what the rules say where the model failed."""
        rules = review(self.template, first.texts, on=self.today(), facts=facts)
        findings = tuple(each for box in look.failed for each in rules.of(box))
        return replace(first, findings=findings, facts=rules.facts if look.unread else first.facts)

    def critic_for(self, engine: Engine) -> ModelCritic:
        """The model that an engine needs; NotNow if none is set."""
        if self.critic is None:
            raise NotNow(
                f"The engine “{engine}” needs a language model, and none is set.",
                advice="Set FACILITATOR_MODEL and its key, or check by rules.",
            )
        return self.critic

    def by_rules(
        self, boxes: Mapping[str, str], facts: Sequence[Fact] = (), watch: Watch = lambda progress: None
    ) -> Checked:
        """The same by rules alone: offline, at once, and the same each time."""
        texts, given = by_id(self.template, boxes)
        filled = [box for box in self.template.order if texts.get(box, "").strip()]

        def seen(box: str) -> None:
            if box in filled:
                watch(Progress(box, filled.index(box) + 1, len(filled), self.template.box(box).name))

        found = review(self.template, texts, on=self.today(), facts=facts, seen=seen)
        return Checked(found, self._unjudged(found), given=given)

    def _unjudged(self, found: Review) -> tuple[str, ...]:
        """So that nobody takes the silence of the rules about another language for praise."""
        some = [self.template.box(each).name for each in found.foreign]
        return (f"Not in English, and so not judged by the rules: {', '.join(some)}.",) if some else ()
