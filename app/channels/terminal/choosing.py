"""Which canvas is meant: by id, the beginning of an id, the product's name or a part of it; else the last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix

from app.errors import NotFound
from app.usecases.product import Product
from app.usecases.views import CanvasLine

PAGE = 100
SHORT = 8  # characters of an id that are shown at least
NONE = "There is no canvas yet."


@dataclass(frozen=True)
class Chosen:
    """`guessed` if nobody named it."""

    canvas: CanvasLine
    guessed: bool


async def all_canvases(product: Product) -> list[CanvasLine]:
    """Every canvas, the one that changed last first."""
    found: list[CanvasLine] = []
    after: int | None = None
    while True:
        some, after = await product.canvases.page(after=after, limit=PAGE)
        found.extend(some)
        if after is None:
            return sorted(found, key=lambda each: each.changed_at, reverse=True)


async def choose(product: Product, wanted: str | None) -> Chosen:
    """The canvas that is meant; NotFound if there is none, or several."""
    canvases = await all_canvases(product)
    if not canvases:
        raise NotFound(NONE, advice="Begin one with: facilitator interview. Or look at a full one: facilitator demo.")
    if not wanted:
        return Chosen(canvases[0], guessed=True)
    return Chosen(_named(canvases, wanted), guessed=False)


def _named(canvases: Sequence[CanvasLine], wanted: str) -> CanvasLine:
    word = " ".join(wanted.casefold().split())
    for found in (
        [each for each in canvases if each.id == word],
        [each for each in canvases if each.product_name.casefold() == word],
        [each for each in canvases if len(word) >= 4 and each.id.startswith(word)],
        [each for each in canvases if each.product_name.casefold().startswith(word)],
        [each for each in canvases if len(word) >= 3 and word in each.product_name.casefold()],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(short(each.id, canvases) for each in found)
            raise NotFound(f"“{wanted}” could be {len(found)} canvases.", advice=f"Give one of these ids: {ids}.")
    raise NotFound(f"There is no canvas “{wanted}”.", advice="facilitator list shows those that there are.")


def short(id: str, canvases: Sequence[CanvasLine]) -> str:
    """The beginning of an id that no other canvas shares."""
    shared = max((len(commonprefix([id, each.id])) for each in canvases if each.id != id), default=0)
    return id[: max(SHORT, shared + 1)]
