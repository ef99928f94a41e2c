"""What a validator found, in plain words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field


class Complaint(BaseModel):
    """One thing that is wrong with a request."""

    path: str = Field(
        description="Where: a field such as `overview.team[0].name`, or a parameter; empty for the whole."
    )
    message: str = Field(description="What is wrong there, in plain words.")


Context = Mapping[str, Any]

_WORDS: Mapping[str, str | Callable[[Context], str]] = {
    "missing": "is missing",
    "missing_argument": "is missing",
    "unexpected_keyword_argument": "is not a known field",
    "extra_forbidden": "is not a known field",
    "unknown_parameter": "is not a known parameter",
    "string_type": "must be text",
    "string_too_short": lambda it: f"must have at least {it['min_length']} characters",
    "string_too_long": lambda it: f"must have at most {it['max_length']} characters",
    "string_pattern_mismatch": lambda it: f"must look like {it['pattern']}",
    "string_nul": "holds a NUL character, which no text can keep",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "is too large a number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "greater_than_equal": lambda it: f"must be at least {it['ge']}",
    "less_than_equal": lambda it: f"must be at most {it['le']}",
    "date_type": "must be a date such as 2026-11-30",
    "date_parsing": "must be a date such as 2026-11-30",
    "date_from_datetime_parsing": "must be a date such as 2026-11-30",
    "date_from_datetime_inexact": "must be a date such as 2026-11-30",
    "enum": lambda it: f"must be one of {it['expected']}",
    "literal_error": lambda it: f"must be {it['expected']}",
    "union_tag_not_found": lambda it: f"must have a field {it['discriminator']}",
    "union_tag_invalid": lambda it: f"names no {it['discriminator']} that exists: use one of {it['expected_tags']}",
    "dict_type": "must be an object",
    "dataclass_type": "must be an object",
    "dataclass_exact_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
}


def complaints(errors: Iterable[Mapping[str, Any]], *, skip: int = 0) -> list[Complaint]:
    """A validator's errors in plain words. `skip` parts of each place are not the sender's, such as "query"."""
    return [Complaint(path=path_of(each["loc"][skip:]), message=_message(each)) for each in errors]


def path_of(place: Sequence[str | int]) -> str:
    """A place within a value, as people write it: overview.team[0].name."""
    parts = (f"[{each}]" if isinstance(each, int) else f".{each}" for each in place)
    return "".join(parts).removeprefix(".")


def _message(error: Mapping[str, Any]) -> str:
    words = _WORDS.get(error["type"])
    if words is None:
        return str(error["msg"][:1].lower() + error["msg"][1:])
    return words if isinstance(words, str) else words(error.get("ctx", {}))
