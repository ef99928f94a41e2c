"""The rule pack: the AI Act as dated data, `data/ai_act.yaml`, read once, with every key known."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from app.critic.ai_act.facts import form
from app.critic.datafile import read, strings, wrong

FILE = Path(__file__).parents[1] / "data" / "ai_act.yaml"

STATUSES = ("law", "guideline", "draft", "disputed")
_ANCHOR = re.compile(r"(?:Art\. (?P<article>\d++[a-z]?)|Annex (?P<annex>[IVX]++))")

Condition = str  # a fact's id for yes, `id=no` for no


@dataclass(frozen=True, slots=True)
class Rule:
    """Facts that give a label."""

    id: str
    label: str
    article: str
    hook: str
    title: str
    effective_from: dt.date
    status: str
    addressees: tuple[str, ...]
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...] = ()
    section: str = ""  # of Annex I: A or B
    effective_to: dt.date | None = None
    text_hash: str = ""  # of its row: tells when it was changed

    @property
    def question(self) -> str:
        """What to ask to find out whether it holds."""
        return form()[fact_of(self.when[0])].question

    @property
    def evidence_hint(self) -> str:
        return form()[fact_of(self.when[0])].hint


@dataclass(frozen=True, slots=True)
class Duty:
    """What follows from a label."""

    id: str
    regimes: tuple[str, ...]
    who: tuple[str, ...]
    article: str
    text: str
    when: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    rules: tuple[str, ...] = ()
    effective_from: dt.date | None = None
    status: str = "law"


@dataclass(frozen=True, slots=True)
class Note:
    """What to say beside a label."""

    id: str
    regimes: tuple[str, ...]
    status: str
    article: str
    text: str
    when: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Legacy:
    """Another date for what was there before."""

    rule: str
    when: tuple[Condition, ...]
    effective_from: dt.date
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Penalty:
    regimes: tuple[str, ...]
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Milestone:
    date: dt.date
    article: str
    text: str


@dataclass(frozen=True)
class Pack:
    """The law as of a date. One field a key of the file."""

    id: str
    version: str
    as_of: dt.date
    expires_after_days: int
    checked: str
    act: str
    disclaimer: str
    addresses: Mapping[str, str]
    rules: tuple[Rule, ...]
    conditions: Mapping[str, str]
    legacy: tuple[Legacy, ...]
    duties: tuple[Duty, ...]
    notes: tuple[Note, ...]
    penalties: tuple[Penalty, ...]
    timeline: tuple[Milestone, ...]

    @property
    def expires(self) -> dt.date:
        return self.as_of + dt.timedelta(days=self.expires_after_days)

    @property
    def articles(self) -> Iterator[str]:
        """Every article that a row names."""
        for rows in (self.rules, self.legacy, self.duties, self.notes, self.penalties, self.timeline):
            yield from (row.article for row in rows)

    @cached_property
    def by_label(self) -> Mapping[str, Sequence[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.label, []).append(rule)
        return found

    def address(self, article: str) -> str:
        """Where an article can be read; empty if the pack does not know."""
        law = next((each for each in self.addresses if article.startswith(each)), "")
        anchor = _ANCHOR.match(article)
        if anchor and law:
            return self.addresses[law] + (anchor["article"] or anchor["annex"])
        return self.addresses.get(law, "")


def fact_of(condition: Condition) -> str:
    return condition.removesuffix("=no")


@cache
def pack() -> Pack:
    """The pack that travels with the package."""
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def parse(text: str, *, name: str) -> Pack:
    """A pack from its YAML text; Invalid if a key is unknown, missing or wrong, or an article has no address."""
    tree = read(text, name=name)
    if not isinstance(tree, dict):
        raise wrong(name, "file", "must be keys and values")
    if odd := sorted(set(tree) ^ {each.name for each in fields(Pack)}):
        raise wrong(name, ", ".join(odd), "is unknown or missing")
    found = Pack(**{key: _SECTIONS.get(key, _text)(value, f"{name}: {key}") for key, value in tree.items()})
    if lost := sorted({article for article in found.articles if not found.address(article)}):
        raise wrong(name, ", ".join(lost), "has no address")
    if lost := sorted({each for row in found.duties for each in row.rules} - {rule.id for rule in found.rules}):
        raise wrong(name, ", ".join(lost), "is no rule of the pack")
    return found


_Row = TypeVar("_Row", Rule, Duty, Note, Legacy, Penalty, Milestone)
_KEYS = {"for": "regimes", "from": "effective_from", "to": "effective_to"}  # as they are called in the file


def _rows(kind: type[_Row]) -> Callable[[object, str], tuple[_Row, ...]]:
    def rows(value: object, where: str) -> tuple[_Row, ...]:
        if not isinstance(value, list):
            raise wrong(where, "rows", "must be a list")
        return tuple(_row(kind, each, f"{where}: row {number}") for number, each in enumerate(value, 1))

    return rows


def _row(kind: type[_Row], row: object, where: str) -> _Row:
    if not isinstance(row, dict):
        raise wrong(where, "row", "must be keys and values")
    keys: dict[str, Any] = {}
    for key, value in row.items():
        field = _KEYS.get(str(key), str(key))
        keys[field] = _FIELDS.get(field, _text)(value, f"{where}: {key}")
    known = {each.name for each in fields(kind)} - {"text_hash"}
    if odd := sorted(set(keys) - known):
        raise wrong(where, ", ".join(odd), "is unknown")
    if kind is Rule:
        keys["text_hash"] = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]
    try:
        return kind(**keys)
    except TypeError as error:
        raise wrong(where, "row", f"lacks a key ({error})") from None


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise wrong(where, "value", "must be text")
    return " ".join(value.split())


def _date(value: object, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(_text(value, where))
    except ValueError:
        raise wrong(where, "value", "must be a date such as 2026-12-02") from None


def _number(value: object, where: str) -> int:
    text = _text(value, where)
    if not text.isdecimal():
        raise wrong(where, "value", "must be a whole number")
    return int(text)


def _status(value: object, where: str) -> str:
    if value not in STATUSES:
        raise wrong(where, "value", f"must be one of {', '.join(STATUSES)}")
    return str(value)


def _list(value: object, where: str) -> tuple[str, ...]:
    return strings(value, name=where, key="value")


def _conditions(value: object, where: str) -> tuple[Condition, ...]:
    some = _list(value, where)
    if lost := sorted({fact_of(each) for each in some} - set(form())):
        raise wrong(where, ", ".join(lost), "is no question of the form")
    return some


def _map(value: object, where: str) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise wrong(where, "value", "must be keys and values")
    return MappingProxyType({key: _text(each, where) for key, each in value.items()})


_FIELDS: Mapping[str, Callable[[object, str], object]] = {
    "effective_from": _date,
    "effective_to": _date,
    "date": _date,
    "status": _status,
    "addressees": _list,
    "regimes": _list,
    "who": _list,
    "rules": _list,
    "when": _conditions,
    "unless": _conditions,
    "any": _conditions,
}

_SECTIONS: Mapping[str, Callable[[object, str], Any]] = {
    "as_of": _date,
    "expires_after_days": _number,
    "addresses": _map,
    "conditions": _map,
    "rules": _rows(Rule),
    "legacy": _rows(Legacy),
    "duties": _rows(Duty),
    "notes": _rows(Note),
    "penalties": _rows(Penalty),
    "timeline": _rows(Milestone),
}
