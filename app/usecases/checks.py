"""Checks for a service: next to those who talk, within its limits, and within what models may cost."""

import asyncio
from collections.abc import Mapping
from functools import partial

from app.canvas.template import DEFAULT, Template, shipped
from app.errors import NotFound, Unavailable
from app.usecases.checking import Checked, Checking, Engine
from app.usecases.files import of_ours
from app.usecases.found import CheckView
from app.usecases.looking import Looking, Took, uncounted
from app.usecases.parts import Parts
from app.usecases.spending import Spending
from app.usecases.threads import Threads

_LOOKING = 0.9  # of the time of a check


class Checks:
    def __init__(self, parts: Parts, spending: Spending, threads: Threads) -> None:
        self.parts = parts
        self.spending = spending
        self.threads = threads

    async def check(
        self,
        boxes: Mapping[str, str],
        *,
        template: str | None = None,
        engine: Engine = "rules",
        id: str | int | None = None,
    ) -> CheckView:
        """Everything that can be said of boxes that nobody stores.

        NotFound for a box or a template that is not there, TooLong above the size of a canvas, Unavailable if it takes
        longer than a turn may, Spent if a model may not be asked any more today.
        """
        return (await self._checked(_template(template), boxes, engine)).view(id)

    async def as_if(self, canvas: str, box: str, text: str) -> CheckView:
        """What the rules say of a canvas if that were the text of a box. Nothing is stored."""
        async with self.parts.database.read() as store:
            now = (await store.snapshot(canvas)).canvas
        texts = {each: now.text(each) for each in now.template.order} | {box: text}
        filled = {each: some for each, some in texts.items() if some.strip()}
        return (await self._checked(now.template, filled, "rules")).view()

    async def _checked(self, template: Template, boxes: Mapping[str, str], engine: Engine) -> Checked:
        limits = self.parts.limits
        limits.check_boxes(boxes)
        try:
            async with asyncio.timeout(limits.turn_seconds):
                return await (self._by_rules if engine == "rules" else self._by_model)(template, boxes, engine)
        except TimeoutError as error:
            raise Unavailable("The check took too long.", advice="Send fewer boxes at once, or try later.") from error

    def warm(self) -> None:
        """Read what the rules need, most of a second of work, by having them look at the template's examples."""
        template = _template(None)
        boxes = {box.id: " ".join(each.example for each in box.questions) for box in template.boxes.values()}
        self._checking(template).by_rules(boxes)

    async def _by_rules(self, template: Template, boxes: Mapping[str, str], engine: Engine) -> Checked:
        return await self.threads.run(partial(self._checking(template).by_rules, boxes))

    async def _by_model(self, template: Template, boxes: Mapping[str, str], engine: Engine) -> Checked:
        self._checking(template).critic_for(engine)
        async with self.spending.beside_turns() as spent:
            return await self._checking(template, spent.append).look(boxes, engine)

    def _checking(self, template: Template, took: Took = uncounted) -> Checking:
        critic = critic_of(self.parts, self.parts.limits.turn_seconds, took)
        return Checking(template, critic, today=lambda: self.parts.now().date(), run=self.threads.run)


def critic_of(parts: Parts, seconds: float, took: Took) -> Looking | None:
    """The model that looks, done in time to be joined after `seconds` at most; the rules stand in for what is not.

    None if no model is set.
    """
    whole = seconds * _LOOKING
    return Looking(parts.facilitator, parts.limits.turn_seconds, whole, took) if parts.fallback else None


def _template(id: str | None) -> Template:
    template = of_ours(id or DEFAULT)
    if template is None:
        raise NotFound(f"There is no template “{id}”.", advice=f"Choose one of: {', '.join(shipped())}.")
    return template
