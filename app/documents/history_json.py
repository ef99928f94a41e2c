"""The whole history of a canvas as one JSON file, and back without loss."""

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from app.documents import limits
from app.documents.checks import agree, problem
from app.documents.portable import Portable
from app.errors import DocumentInvalid

FORMAT: Final = "canvas-facilitator/1"
_NAME = "The JSON file"


@dataclass(frozen=True)
class _File:
    # Nested dataclasses take this over, so no level of the file may hold a key that we do not know.
    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    format: Literal["canvas-facilitator/1"]
    canvas: Portable


@cache
def _adapter() -> TypeAdapter[_File]:
    return TypeAdapter(_File)  # built when first used: 20 ms that most starts do without


def write(portable: Portable) -> bytes:
    """UTF-8 JSON, a line feed at its end. Warnings and unplaced text are of a reading, not of a canvas."""
    bare = replace(portable, warnings=(), unplaced=())
    try:
        data = _adapter().dump_json(
            _File(FORMAT, bare), indent=1, exclude={"canvas": {"warnings": True, "unplaced": True}}
        )
    except PydanticSerializationError as error:
        raise DocumentInvalid(
            "The canvas holds half a character, which no JSON can carry.",
            advice="Look for a broken emoji in its texts and write it anew.",
        ) from error
    return data + b"\n"


def read(data: bytes, *, limit: int, name: str = _NAME) -> Portable:
    """What `write` wrote; DocumentInvalid naming the path of anything else, TooLong above `limit` bytes."""
    limits.size(data, name=name, limit=limit)
    data = data.removeprefix(b"\xef\xbb\xbf")
    limits.json_depth(data, name=name)
    _check_format(_tree(data, name), name)
    try:
        portable = _adapter().validate_json(data).canvas
    except ValidationError as error:
        raise _invalid(problem(error), name) from error
    return agree(replace(portable, warnings=(), unplaced=()), name=name)


def _tree(data: bytes, name: str) -> object:
    try:
        return json.loads(data.decode(), object_pairs_hook=limits.unique_keys)
    except UnicodeDecodeError as error:
        raise _invalid(f"it is not UTF-8 text (byte {error.start})", name) from error
    except ValueError as error:
        raise _invalid(f"it is not JSON ({error})", name) from error


def _check_format(tree: object, name: str) -> None:
    found = tree.get("format") if isinstance(tree, dict) else None
    if found != FORMAT:
        told = f"“{found}”" if isinstance(found, str) and len(found) < 60 else "missing"
        raise DocumentInvalid(
            f"{name} is no canvas that this version can read: its format is {told}, not “{FORMAT}”.",
            advice="Send a file that this program exported, or update the program.",
        )


def _invalid(wrong: str, name: str) -> DocumentInvalid:
    return DocumentInvalid(f"{name} cannot be read: {wrong}.", advice="Mend that place and send it again.")
