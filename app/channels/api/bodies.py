"""Request bodies: strict JSON, no unknown field, and a description that says the same."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import from_json, to_json
from starlette.requests import Request

from app.channels.api.problems import MEDIA, NOT_JSON, Misread
from app.channels.api.words import Complaint, complaints
from app.channels.errors import Refused

JSON = "application/json"
STRICT = ConfigDict(strict=True, extra="forbid", frozen=True)
SCHEMAS = "#/components/schemas/"

T = TypeVar("T")
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Strict(BaseModel):
    """A body of which every field is known. Nothing is converted: "1" is not 1."""

    model_config = STRICT


class Body(Generic[T]):
    """Reads one kind of body, and describes it. What does so is built when first needed.

    `optional`: a request without a body counts as `{}`. `tag` names the field that tells the members of a
    union apart, which the validator puts before each place that it complains about.
    """

    def __init__(
        self, adapter: Callable[[], TypeAdapter[T]], *, tag: str | None = None, optional: bool = False
    ) -> None:
        self._make = adapter
        self.tag = tag
        self.optional = optional

    @cached_property
    def adapter(self) -> TypeAdapter[T]:
        return self._make()

    async def read(self, request: Request) -> T:
        """The body, or Refused, or Misread with everything that is wrong."""
        data = await request.body()
        if not data and self.optional:
            return self.adapter.validate_json(b"{}")
        require(request, JSON)
        if b"\\u0000" in data and _NUL.search(data):
            raise Misread(
                [Complaint(path="", message="holds a NUL character, which no text can keep")], what="The body"
            )
        try:
            return self.adapter.validate_json(data)
        except ValidationError as error:
            return self._read_again(data, error)

    def described(self, examples: Mapping[str, Any]) -> Callable[[], dict[str, Any]]:
        """Makes the requestBody of OpenAPI. Its schema carries `$defs`, which the document moves to its components."""

        def describe() -> dict[str, Any]:
            schema = self.adapter.json_schema(ref_template=SCHEMAS + "{model}")
            content = {"schema": schema, "examples": examples}
            return {"required": not self.optional, "content": {JSON: content}}

        return describe

    def _read_again(self, data: bytes, error: ValidationError) -> T:
        """To JSON and to our description 1.0 is a whole number, to the validator it is not: say it as 1."""
        if any(each["type"] == "int_type" for each in error.errors(include_url=False)):
            try:
                return self.adapter.validate_json(to_json(_whole(from_json(data))))
            except ValidationError as second:
                raise self._failure(second) from second
        raise self._failure(error) from error

    def _failure(self, error: ValidationError) -> Exception:
        found = error.errors(include_url=False, include_input=False)
        if found[0]["type"] == "json_invalid":
            detail = f"The body is not JSON: {found[0]['ctx']['error']}."
            return Refused(NOT_JSON, detail, advice="Send one JSON object, in UTF-8.")
        return Misread(complaints(found, skip=1 if self.tag else 0), what="The body")


def _whole(value: Any) -> Any:
    """The same value, its whole numbers written without a fraction."""
    if isinstance(value, dict):
        return {key: _whole(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def body(model: type[T], *, optional: bool = False) -> Body[T]:
    return Body(lambda: TypeAdapter(model), optional=optional)


def media_type(request: Request) -> str:
    """The type of the body that was sent, without parameters; empty if it has none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require(request: Request, *allowed: str) -> str:
    """The type of the body; Refused if it is none of those that are allowed.

    This also keeps out what a foreign page's form can send without asking: it never is JSON.
    """
    sent = media_type(request)
    if sent not in allowed:
        what = f"Content-Type is {sent}" if sent else "There is no Content-Type"
        raise Refused(MEDIA, f"{what}; this path takes {' or '.join(allowed)}.", advice=f"Send {allowed[0]}.")
    return sent
