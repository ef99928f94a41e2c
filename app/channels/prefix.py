"""The path under which a proxy shows us, told to everything that makes links."""

from starlette.types import ASGIApp, Receive, Scope, Send


class Prefixed:
    """ASGI middleware, before all others. Ours, because FastAPI gives up its own way of setting this."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "root_path": self.prefix} if self.prefix else scope, receive, send)
