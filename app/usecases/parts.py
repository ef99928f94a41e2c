"""What every use case is given: where things are kept, who drafts, the clock, the ids, the limits."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.errors import TooLong
from app.store.database import Database
from app.usecases.feed import Feed

if TYPE_CHECKING:  # with the effects that it returns, the port is long to import
    from app.facilitator.port import Facilitator


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and through which channel. A name stands for one person."""

    name: str
    channel: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in characters, times in seconds, costs in US dollars."""

    reply: int = 20_000
    canvas: int = 500_000
    template: int = 200_000
    turn_seconds: float = 120.0
    lease_seconds: float = 4.0
    keep_deleted_days: int = 30
    canvas_dollars: float | None = None  # what models may cost for one canvas
    day_dollars: float | None = None  # and in one day (UTC), for all

    def check(self, text: str, *, size: int) -> None:
        """TooLong if a reply, or the canvas of `size` characters with it, is over its limit."""
        if len(text) > self.reply:
            raise TooLong(
                f"This text has {len(text):,} characters; a reply may have {self.reply:,}.",
                advice="Nothing was lost: split it in two and send both.",
            )
        if size + len(text) > self.canvas:
            raise TooLong(
                f"This canvas would hold more than {self.canvas:,} characters.",
                advice="Nothing was lost: export it and go on in a new one, or ask for a higher limit.",
            )

    def check_file(self, size: int) -> None:
        """TooLong if a file would bring more characters than a canvas may have."""
        if size > self.canvas:
            raise TooLong(
                f"This file holds {size:,} characters; a canvas may have {self.canvas:,}.",
                advice="Nothing was brought in: leave earlier rounds out of it, or ask for a higher limit.",
            )

    def check_boxes(self, boxes: Mapping[str, str]) -> None:
        """TooLong if the boxes have more characters together than a canvas may."""
        size = sum(map(len, boxes.values()))
        if size > self.canvas:
            raise TooLong(
                f"These boxes have {size:,} characters; a canvas may have {self.canvas:,}.",
                advice="Send fewer boxes at once.",
            )


@dataclass(frozen=True)
class Parts:
    database: Database
    facilitator: "Facilitator"
    now: Callable[[], dt.datetime]
    ids: Callable[[], str]
    owner: str  # names this process on the leases of its turns
    fallback: "Facilitator | None" = None  # does a piece of work when the facilitator's model does not
    limits: Limits = field(default_factory=Limits)
    feed: Feed = field(default_factory=Feed)
