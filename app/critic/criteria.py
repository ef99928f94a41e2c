"""What the critic looks for: `data/criteria.yaml`, read once, with every key known."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

from app.critic.datafile import flag, read, strings, wrong
from app.critic.finding import Criterion, Engine, Severity
from app.errors import NotFound

FILE = Path(__file__).parent / "data" / "criteria.yaml"

_NEEDED = {"id", "severity", "definition", "message", "question"}
_KNOWN = set(Criterion.__dataclass_fields__)
_QUESTION = re.compile(r"GAP-[^\s].*-\d\d+")  # a template may name its boxes as it likes
_HELD = ("quote", "detail")  # what a message may hold


@cache
def criteria() -> Mapping[str, Criterion]:
    """Every criterion by id, in the order of the file."""
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def criterion(id: str) -> Criterion:
    """The criterion with that id; NotFound if there is none.

    Each guiding question of each canvas has one, such as GAP-DATA-COLLECTION-03: the third question of that box.
    """
    if row := criteria().get(id) or _unanswered(id):
        return row
    raise NotFound(f"There is no criterion “{id}”.", advice=f"Known are: {', '.join(criteria())}.")


def _unanswered(id: str) -> Criterion | None:
    """That a guiding question is not answered. The spot brings the question itself, as its detail."""
    if not _QUESTION.fullmatch(id):
        return None
    return Criterion(
        id=id,
        severity=Severity.SHOULD,
        definition="A guiding question that this box rests on is not answered.",
        message="Nothing here answers this yet: {detail}",
        question="What is your answer to it?",
        once=True,
        engine=Engine.RULES,
    )


def guessed(id: str) -> bool:
    """Whether rules only guess at it: that a guiding question is not answered."""
    return id not in criteria() and _QUESTION.fullmatch(id) is not None


def applies(id: str, box: str) -> bool:
    """Whether a criterion is judged in a box."""
    boxes = criterion(id).boxes
    return not boxes or box in boxes


def parse(text: str, *, name: str) -> Mapping[str, Criterion]:
    """Criteria from their YAML text; Invalid if a row has a key that is unknown, missing or wrong."""
    rows = read(text, name=name)
    if not isinstance(rows, list):
        raise wrong(name, "file", "must be a list of criteria")
    found: dict[str, Criterion] = {}
    for number, row in enumerate(rows, 1):
        each = _criterion(row, f"{name}: row {number}")
        if each.id in found:
            raise wrong(name, each.id, "stands twice")
        found[each.id] = each
    return MappingProxyType(found)


def _criterion(row: object, where: str) -> Criterion:
    if not isinstance(row, dict):
        raise wrong(where, "row", "must be keys and values")
    if not _NEEDED <= set(row) <= _KNOWN:
        odd = sorted((_NEEDED - set(row)) | (set(row) - _KNOWN))
        raise wrong(where, ", ".join(odd), "is unknown or missing")
    keys: dict[str, Any] = {key: _READERS.get(key, _text)(value, name=where, key=key) for key, value in row.items()}
    return Criterion(**keys)


def _text(value: object, *, name: str, key: str) -> str:
    if not isinstance(value, str):
        raise wrong(name, key, "must be text")
    return " ".join(value.split())


def _severity(value: object, *, name: str, key: str) -> Severity:
    try:
        return Severity[str(value).upper()]
    except KeyError:
        raise wrong(name, key, "must be note, should or must") from None


def _message(value: object, *, name: str, key: str) -> str:
    text = _text(value, name=name, key=key)
    try:
        held = {(field, spec, how) for _, field, spec, how in Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise wrong(name, key, str(error)) from None
    if not held <= {(field, "", None) for field in _HELD}:
        raise wrong(name, key, "may hold {quote} and {detail}, and nothing else in braces")
    return text


def _engine(value: object, *, name: str, key: str) -> Engine:
    try:
        return Engine(str(value))
    except ValueError:
        raise wrong(name, key, "must be rules or model") from None


_READERS: Mapping[str, Callable[..., object]] = {
    "severity": _severity,
    "message": _message,
    "boxes": strings,
    "once": flag,
    "within": flag,
    "asks": flag,
    "engine": _engine,
}
