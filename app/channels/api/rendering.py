"""Values to bytes, once: a view goes straight to JSON, without a second model in between."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from starlette.responses import Response

T = TypeVar("T")


class Json(Generic[T]):
    """A shape that goes out as JSON. What writes it is built when first needed: a start waits for none of them."""

    def __init__(self, shape: Any) -> None:
        self.shape = shape

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self.shape)

    def bytes(self, value: T) -> bytes:
        return self._adapter.dump_json(value)


def shown(json: Json[T], value: T, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.bytes(value), status, headers, "application/json")
