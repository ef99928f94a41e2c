"""JSON schemas as people read them: a table of fields, and a type in a few words."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.channels.api.bodies import SCHEMAS
from app.channels.api.markup import Html, el, inline, joined, prose, safe, table

Schema = Mapping[str, Any]

FORMATS = {"date": "a date, as 2026-11-30", "date-time": "a moment, as 2026-11-30T09:00:00Z"}
WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "object", "null": "null"}


def kind(schema: Schema) -> Html:
    """The type of a value in a few words, with links to the shapes that it names."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(SCHEMAS)
        return joined(["page of ", link(name.removesuffix("Page"))]) if name.endswith("Page") else link(name)
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return joined((kind(each) for each in options), " or ")
    if "const" in schema:
        return el("code", json.dumps(schema["const"]))
    if "enum" in schema:
        return joined((el("code", json.dumps(each)) for each in schema["enum"]), " or ")
    if schema.get("type") == "array":
        return _array(schema)
    if isinstance(schema.get("additionalProperties"), Mapping):
        return joined(["map of ", kind(schema["additionalProperties"])])
    return safe(FORMATS.get(schema.get("format", ""), WORDS.get(schema.get("type", ""), "anything")))


def _array(schema: Schema) -> Html:
    if "prefixItems" in schema:
        return joined(["list of ", joined((kind(each) for each in schema["prefixItems"]), ", ")])
    return joined(["list of ", kind(schema.get("items", {}))])


def link(name: str) -> Html:
    return el("a", name, href=f"#{anchor(name)}")


def anchor(name: str) -> str:
    return f"shape-{name}"


def fields(schema: Schema, *, sent: bool = True) -> Html:
    """The fields of an object; nothing if it has none. `sent`: people send it, so what they must fill is marked."""
    properties: Schema = schema.get("properties", {})
    if not properties:
        return Html()
    required = schema.get("required", ()) if sent else ()
    return table(
        ("Field", "Type", "Meaning"),
        (
            (name_of(name, name in required), kind(given(each) if sent else each), about(each))
            for name, each in properties.items()
        ),
    )


def given(schema: Schema) -> Schema:
    """A schema without the null that only says: may be left out."""
    options = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return options[0] if len(options) == 1 else schema


def name_of(name: str, required: bool) -> Html:
    mark = joined([" ", el("span", "needed", class_="needed")]) if required else Html()
    return joined([el("code", name), mark])


def about(schema: Schema) -> Html:
    """What a field means, and within which bounds."""
    return joined([inline(schema.get("description", "")), *_bounds(schema)], " ")


def _bounds(schema: Schema) -> Iterator[Html]:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None and high < 10_000:
        yield safe(f"From {low} to {high:,}.")
    default = schema.get("default")
    if default not in (None, "", [], {}):
        yield joined([safe("Usually "), el("code", json.dumps(default)), safe(".")])


def shape(name: str, schema: Schema) -> Html:
    """One named schema: what it is, and its fields or the values that it can have."""
    head = el("h3", name, el("a", "#", href=f"#{anchor(name)}", class_="self", aria_label=f"Link to {name}"))
    about = prose(described(schema))
    inside = fields(schema, sent=name.endswith("Body")) if "properties" in schema else el("p", kind(schema))
    return el("section", head, about, inside, id=anchor(name), class_="shape")


def described(schema: Schema) -> str:
    """What a schema says of itself. A dataclass without a docstring describes itself by its signature: left out."""
    text: str = schema.get("description", "")
    return "" if text.startswith(f"{schema.get('title')}(") else text


def code(value: Any) -> Html:
    """A value as JSON, over several lines."""
    text = value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
    return el("pre", el("code", text), tabindex="0")
