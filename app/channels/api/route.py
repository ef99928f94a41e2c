"""A route that is strict about its address, and describes itself only when somebody asks."""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from fastapi.datastructures import DefaultPlaceholder
from fastapi.routing import APIRoute
from fastapi.utils import create_model_field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.channels.api.problems import Misread
from app.channels.api.words import Complaint


class Route(APIRoute):
    """Refuses query parameters that it does not know: a mistyped one would be silently ignored.

    Answers are written by our own hand, so what FastAPI would build of `response_model` at every start, in a
    tenth of a second for all routes, is built for the description alone. A `requestBody` may be a function.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], *, response_model: Any = None, **settings: Any) -> None:
        super().__init__(path, endpoint, response_model=None, **settings)
        self._shape = response_model

    def describe(self) -> None:
        if self._shape is not None and not isinstance(self._shape, DefaultPlaceholder):
            name = f"Response_{self.unique_id}"
            self.response_field = create_model_field(name=name, type_=self._shape, mode="serialization")
        extra = self.openapi_extra or {}
        if callable(body := extra.get("requestBody")):
            self.openapi_extra = extra | {"requestBody": body()}

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


def describe(routes: Iterable[BaseRoute]) -> None:
    """Make what only a description of the routes needs."""
    for each in routes:
        if isinstance(each, Route):
            each.describe()
