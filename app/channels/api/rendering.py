"""Values to bytes, once: a view goes straight to JSON, without a second model in between."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import TypeAdapter
from starlette.responses import Response

T = TypeVar("T")


def shown(
    adapter: TypeAdapter[T], value: T, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(adapter.dump_json(value), status, headers, "application/json")
