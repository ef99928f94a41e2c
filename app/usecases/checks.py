"""Checks for a service: next to those who talk, within its limits, and within what models may cost."""

import asyncio
from collections.abc import Mapping

from app.canvas.template import DEFAULT, Template, shipped
from app.errors import NotFound, TooLong, Unavailable
from app.usecases.checked import CheckView
from app.usecases.checking import Checked, Checking, Engine
from app.usecases.files import of_ours
from app.usecases.looking import Looking, Took, uncounted
from app.usecases.parts import Parts
from app.usecases.spending import Spending

_LOOKING = 0.9  # of the time of a check
AT_ONCE = 2  # checks by rules; each keeps a core busy, and turns need one too


class Checks:
    def __init__(self, parts: Parts, spending: Spending) -> None:
        self.parts = parts
        self.spending = spending
        self._gate = asyncio.Semaphore(AT_ONCE)

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
        self._check_size(boxes)
        asked, limits = _template(template), self.parts.limits
        try:
            async with asyncio.timeout(limits.turn_seconds):
                checked = await (self._by_rules if engine == "rules" else self._by_model)(asked, boxes, engine)
        except TimeoutError as error:
            raise Unavailable("The check took too long.", advice="Send fewer boxes at once, or try later.") from error
        return checked.view(id)

    def warm(self) -> None:
        """Read what the rules need, most of a second of work, by having them look at the template's examples."""
        template = _template(None)
        boxes = {box.id: " ".join(each.example for each in box.questions) for box in template.boxes.values()}
        self._checking(template).by_rules(boxes)

    def _check_size(self, boxes: Mapping[str, str]) -> None:
        size, most = sum(map(len, boxes.values())), self.parts.limits.canvas
        if size > most:
            raise TooLong(
                f"These boxes have {size:,} characters; a canvas may have {most:,}.", advice="Send fewer boxes at once."
            )

    async def _by_rules(self, template: Template, boxes: Mapping[str, str], engine: Engine) -> Checked:
        """A check that nobody waits for any more goes on in its thread, and keeps its place until it is done."""
        by_rules = self._checking(template).by_rules
        await self._gate.acquire()
        work = asyncio.ensure_future(asyncio.to_thread(by_rules, boxes))
        work.add_done_callback(self._left)
        return await asyncio.shield(work)

    def _left(self, work: asyncio.Future[Checked]) -> None:
        self._gate.release()
        if not work.cancelled():
            work.exception()  # looked at, should nobody wait for it

    async def _by_model(self, template: Template, boxes: Mapping[str, str], engine: Engine) -> Checked:
        self._checking(template).critic_for(engine)
        async with self.spending.beside_turns() as spent:
            return await self._checking(template, spent.append).look(boxes, engine)

    def _checking(self, template: Template, took: Took = uncounted) -> Checking:
        """What looks, and is done in time to be joined; the rules stand in for what is not."""
        parts, seconds = self.parts, self.parts.limits.turn_seconds
        critic = Looking(parts.facilitator, seconds, seconds * _LOOKING, took) if parts.fallback else None
        return Checking(template, critic, today=lambda: parts.now().date())


def _template(id: str | None) -> Template:
    template = of_ours(id or DEFAULT)
    if template is None:
        raise NotFound(f"There is no template “{id}”.", advice=f"Choose one of: {', '.join(shipped())}.")
    return template
