"""What a terminal shows, as plain text."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from rich.console import RenderableType

from app.channels.terminal import show
from app.channels.terminal.seen import Seen
from app.interview import events as e
from app.usecases.views import EventView
from tests.channels.terminal import views
from tests.channels.terminal.room import screen


def shown(parts: Iterable[RenderableType], *, width: int = 80) -> str:
    to, out, _ = screen(width)
    to.put(*parts, wide=True)
    return out.getvalue()


def told(
    event: e.Event, *, by: str = "Anna", turn: str | None = "t1", turns: tuple[str, ...] = ("t1",), **of: Any
) -> str:
    return of_all([EventView(1, views.NOW, by, turn, event)], views.seen(**of), turns=turns)


def of_all(events: Sequence[EventView], seen: Seen, *, turns: Collection[str] = ("t1",)) -> str:
    return shown(part for _, part in show.show(events, seen, turns=turns))


def again(event: e.Event, **of: Any) -> tuple[str, str]:
    """What an event shows the first time in a sitting, and the second time."""
    seen = views.seen(**of)
    first, second = (of_all([EventView(1, views.NOW, "Anna", "t1", event)], seen) for _ in range(2))
    return first, second
