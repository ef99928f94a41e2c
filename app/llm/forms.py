"""Forms: how they are asked for, and how they are read out of whatever text came back."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import json_repair
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from app.llm.port import Message, T
from app.llm.provider import Question, Rung, Schema

ASK = "Answer with one JSON object that fits this JSON schema, and with nothing else:"
SAID = 6000  # characters of a wrong answer that go back to the model
TOLD = 8  # mistakes that are told at a time
TRIES = 20  # braces in prose at which a form may begin
REPAIRABLE = 50_000  # characters; mending more costs more than asking again
UNHELD = ("default", "title", "minLength", "maxLength", "discriminator", "examples")  # strict modes refuse these
NAMED = {"properties", "$defs"}  # below these stand names, not words of the schema language
FENCED = re.compile(r"```[a-zA-Z]*\s*\n(.*?)```", re.S)
THINK, THOUGHT = "<think>", "</think>"


class Misread(Exception):
    """Raise when a text is not the form that was asked for; it says why in words for the model."""


def spoken(text: str) -> str:
    """What is said after thinking aloud; nothing while it is still thinking."""
    begun = text.lstrip()
    if not begun.startswith(THINK):
        return "" if THINK.startswith(begun) else begun
    return begun.partition(THOUGHT)[2].lstrip()


def read(text: str, into: type[T], *, cut: bool = False) -> T:
    """The form in a text: bare, fenced, amid prose, or a little broken. What was `cut` off is not mended.

    Raises Misread.
    """
    said = spoken(text)
    if not said.strip():
        raise Misread("The answer was empty.")
    keys, complaint = set(into.model_fields), ""
    # The one that has the most of the form's keys: parts of a broken form are objects too, and fit if all is optional.
    objects = {len(keys & each.keys()): each for each in [*_found(said, mend=not cut)][::-1]}
    for known in sorted(objects, reverse=True):
        if not known:
            complaint = complaint or f"It has none of the keys {', '.join(sorted(keys))}."
            continue
        try:
            return into.model_validate(objects[known])
        except ValidationError as error:
            complaint = complaint or _told(error)
    raise Misread(complaint or "The answer holds no JSON object.")


def _found(said: str, *, mend: bool) -> Iterator[dict[str, Any]]:
    """The objects in a text that may be the form, the likeliest first."""
    for candidate in (said, *FENCED.findall(said)):
        try:
            yield from _objects(from_json(candidate))
        except ValueError:
            continue
    for found in _amid(said):
        yield from _objects(found)
    begin = said.find("{")
    if mend and begin >= 0 and len(said) - begin <= REPAIRABLE:
        yield from _objects(_mended(said[begin:]))


def _objects(found: Any) -> Iterator[dict[str, Any]]:
    """An object itself, what a list holds, or what stands in an envelope."""
    if isinstance(found, list):
        yield from (each for each in found[:TRIES] if isinstance(each, dict))
    if isinstance(found, dict):
        yield found
        if len(found) == 1 and isinstance(inner := next(iter(found.values())), dict):
            yield inner


def _amid(said: str) -> Iterator[Any]:
    decoder, at = json.JSONDecoder(), -1
    for _ in range(TRIES):
        at = said.find("{", at + 1)
        if at < 0:
            return
        try:
            found, end = decoder.raw_decode(said, at)
        except (ValueError, RecursionError):
            continue
        yield found
        at = end - 1


def _mended(text: str) -> Any:
    try:
        return json_repair.loads(text)
    except (ValueError, RecursionError):
        return None


def _told(error: ValidationError) -> str:
    mistakes = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [f"{'.'.join(str(part) for part in mistake['loc']) or 'It'}: {mistake['msg']}" for mistake in mistakes]
    more = [f"and {len(lines) - TOLD} more"] if len(lines) > TOLD else []
    return "; ".join(lines[:TOLD] + more)


# ---- asking


def on(rung: Rung, question: Question, into: type[BaseModel]) -> Question:
    """The question, asking for a form in the way of this rung."""
    schema = schema_of(into)
    if rung is Rung.SCHEMA:
        return replace(question, rung=rung, schema=schema)
    wanted = f"{ASK}\n{json.dumps(schema.fields, ensure_ascii=False)}"
    return replace(question, rung=rung, messages=_with_rule(question.messages, wanted))


def _with_rule(messages: tuple[Message, ...], rule: str) -> tuple[Message, ...]:
    """The rule goes to the other rules, in front: there it is read from the cache."""
    first, *rest = messages
    if first.role != "system":
        return (Message("system", rule), *messages)
    return (Message("system", f"{first.text}\n\n{rule}"), *rest)


def again(messages: tuple[Message, ...], answer: str, complaint: str) -> tuple[Message, ...]:
    """The same question, with an answer that was not good and what is wrong with it."""
    said = spoken(answer)[:SAID]
    wanted = Message("user", f"That answer cannot be used. {complaint}\nAnswer again, whole, with nothing around it.")
    return (*messages, Message("assistant", said), wanted) if said.strip() else (*messages, wanted)


@lru_cache(maxsize=64)  # half a millisecond each time, and there are few forms
def schema_of(into: type[BaseModel]) -> Schema:
    """A form as strict modes want it: every key required, no other key allowed, references and descriptions kept."""
    fields = _strict(into.model_json_schema())
    return Schema(name=into.__name__, fields=fields, strict=not _open(fields))


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _strict(value) for key, value in node.items() if key not in UNHELD and key not in NAMED}
    for key in NAMED & node.keys():
        kept[key] = {name: _strict(value) for name, value in node[key].items()}
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    if "properties" in kept:
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    if "$ref" in kept and len(kept) > 1:  # no strict mode takes a reference with company
        kept["anyOf"] = [{"$ref": kept.pop("$ref")}]
    return kept


def _open(node: Any) -> bool:
    """Whether a form somewhere takes keys that nobody listed: no strict mode can hold a model to that."""
    if isinstance(node, list):
        return any(_open(item) for item in node)
    if not isinstance(node, dict):
        return False
    free = node.get("type") == "object" and node.get("additionalProperties") is not False
    return free or any(_open(value) for value in node.values())
