"""A route that refuses query parameters which it does not know: a mistyped one would be silently ignored."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from app.channels.api.problems import Misread
from app.channels.api.words import Complaint


class Route(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        known = {field.alias for field in self.dependant.query_params}

        async def strictly(request: Request) -> Response:
            if request.scope["query_string"]:
                unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
                if unknown:
                    found = [Complaint(path=name, message="is not a known parameter") for name in unknown]
                    raise Misread(found, what="The address")
            return await handle(request)

        return strictly
