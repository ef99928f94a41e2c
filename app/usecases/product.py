"""Everything that people can do. What a channel is given."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from app.usecases.parts import Parts
from app.usecases.templates import Templates

if TYPE_CHECKING:
    from app.usecases.canvases import Canvases
    from app.usecases.checks import Checks
    from app.usecases.exports import Exports
    from app.usecases.histories import Histories
    from app.usecases.imports import Imports
    from app.usecases.joined import UseCases
    from app.usecases.recovery import Recovery
    from app.usecases.reviews import Reviews
    from app.usecases.screenings import Screenings
    from app.usecases.turns import Turns
    from app.usecases.usage import Usage


class Product:
    """The templates at once; what stores something, or judges it, from when it is first asked for.

    With the rules, the interview and the documents that it imports, that takes a third of the time to start: a
    service answers before, and imports it beside its first requests. Use it in the event loop of its database.
    """

    def __init__(self, parts: Callable[[], Parts]) -> None:
        self.templates = Templates()
        self._parts = parts
        self._joined: UseCases | None = None

    @cached_property
    def parts(self) -> Parts:
        return self._parts()

    def _all(self) -> "UseCases":
        if self._joined is None:
            from app.usecases.joined import join_all

            self._joined = join_all(self.parts)
        return self._joined

    @property
    def canvases(self) -> "Canvases":
        return self._all().canvases

    @property
    def turns(self) -> "Turns":
        return self._all().turns

    @property
    def histories(self) -> "Histories":
        return self._all().histories

    @property
    def exports(self) -> "Exports":
        return self._all().exports

    @property
    def imports(self) -> "Imports":
        return self._all().imports

    @property
    def recovery(self) -> "Recovery":
        return self._all().recovery

    @property
    def usage(self) -> "Usage":
        return self._all().usage

    @property
    def screenings(self) -> "Screenings":
        return self._all().screenings

    @property
    def checks(self) -> "Checks":
        return self._all().checks

    @property
    def reviews(self) -> "Reviews":
        return self._all().reviews

    async def close(self) -> None:
        """End what still runs, if anything began."""
        if self._joined is not None:
            await self._joined.reviews.close()
            await self._joined.turns.worker.close()


def join(parts: Parts) -> Product:
    return Product(lambda: parts)
