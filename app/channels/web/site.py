"""The door to the pages. They and what draws them are imported when the first one is asked for: a program that talks
to the API needs none of it, and nobody who starts the service waits for it.
"""

from collections.abc import Callable
from functools import cached_property

from starlette.datastructures import URLPath
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

from app.channels.errors import Refused
from app.channels.guard import path_of

OTHERS = ("/api", "/problems")  # paths of another channel


class Site(BaseRoute):
    """Every path that is no other channel's."""

    @cached_property
    def app(self) -> ASGIApp:
        from app.channels.web.addresses import application

        return application()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        ours = scope["type"] == "http" and not is_other(path_of(scope))
        return (Match.FULL if ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        raise NoMatchFound(name, path_params)


def is_other(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in OTHERS)


def most(*, max_reply: int, max_canvas: int) -> Callable[[str], int]:
    """How many bytes a body may have, by path: a form takes up to twelve for a character."""
    files = ("/review", "/import")
    return lambda path: 8 * max_canvas if path.startswith(files) else 14 * max_reply


def refusal(scope: Scope, refused: Refused) -> Response:
    """A refusal before the pages were reached, or a mistake of ours in them, as a page or as the part that asked."""
    from app.channels.web import trouble

    return trouble.refusal(Request(scope), refused)


def warm() -> None:
    """Import the pages and read what the first ones need, so that nobody waits for it. In any thread."""
    from app.channels.web import pages
    from app.channels.web.addresses import application

    application()
    pages.warm()
