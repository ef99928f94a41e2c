"""Lists in pages: give back what `next` said to get the page after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Query

T = TypeVar("T")

MOST, USUAL = 200, 50
LARGEST = 2**31 - 1  # numbers that people count with fit into this, in every database

Limit = Annotated[int, Query(ge=1, le=MOST, description=f"How many items a page may have, at most {MOST}.")]
After = Annotated[
    str | None,
    Query(pattern="^[0-9]{1,9}$", description="The `next` of the page before; leave it out for the first page."),
]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. `next` is the `after` of the page that follows, null on the last page."""

    items: tuple[T, ...]
    next: str | None


def number(after: str | None) -> int:
    return int(after or 0)


def page(items: Sequence[T], next: int | None) -> Page[T]:
    return Page(tuple(items), None if next is None else str(next))


def sliced(items: Sequence[T], after: str | None, limit: int) -> Page[T]:
    """A page of a list that is short enough to be read whole; the cursor counts items."""
    start = number(after)
    end = start + limit
    return page(items[start:end], end if end < len(items) else None)
