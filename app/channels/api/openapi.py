"""The OpenAPI document: the framework's, with shared parts said once and unions told apart by their tag."""

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from starlette.routing import BaseRoute

from app.channels.api import meanings
from app.channels.api.bodies import SCHEMAS
from app.channels.api.problems import ALL, MEDIA_TYPE, RETRY_AFTER, Problem, kinds_of
from app.channels.api.route import describe

Document = dict[str, Any]

TITLE, VERSION = "Canvas Facilitator", "1.0.0"
DESCRIPTION = """\
A team plans a machine-learning project on a canvas. This service interviews them through its boxes, drafts each
box from *their* words, says what is vague or cannot be measured, and keeps every answer with its history.

It listens on this machine only, and needs no account and no key.

* A **canvas** holds boxes; each has an accepted **answer**, numbered from 1, and may have a **draft** on the table.
* An **interview** belongs to a canvas's current round. You make **moves** in it (say, accept, edit, skip, …) and get
  **events** (the draft changed, a question, a finding, …), numbered without a gap.
* A **finding** is one thing to improve, with the words that show it. Accepting with open findings is allowed.
"""
NAMES = {
    "app__critic__finding__Status": "FindingStatus",
    "Status-Input": "FindingStatus",
    "app__interview__state__Status": "BoxStatus",
}
TAGS = [
    {"name": "Templates", "description": "The canvases that can be filled."},
    {"name": "Canvases", "description": "Begun, looked at, headed, put away, taken back; and their rounds."},
    {"name": "Interviews", "description": "Joined, moved on, and followed."},
    {"name": "History", "description": "Nothing is overwritten: every answer, and how it changed."},
    {"name": "Findings", "description": "What the critic found, and what people said to it."},
    {"name": "Checks", "description": "Boxes looked at without a canvas; nothing is stored."},
    {"name": "Files", "description": "One file holds a whole canvas, and comes back in."},
]
EXAMPLE = {
    "type": "/problems/answer-conflict",
    "title": "The box moved on",
    "status": 409,
    "detail": "Value proposition changed since you looked at it.",
    "advice": "Compare both texts and send the one that should stand, with the new number.",
    "box": "value-proposition",
    "yours": "Inspectors look at every vial.",
    "theirs": "Inspectors look at every vial by eye today.",
    "number": 4,
}


def document(routes: Sequence[BaseRoute]) -> Document:
    """Everything that the service can be asked, as an OpenAPI 3.1 document."""
    describe(routes)
    framework = get_openapi(title=TITLE, version=VERSION, description=DESCRIPTION, tags=TAGS, routes=routes)
    made: Document = _renamed(framework, _names(framework["components"]["schemas"]))
    schemas: Document = made["components"]["schemas"]
    for schema in schemas.values():
        if "properties" in schema:  # so far there are only shapes of answers, which leave nothing out
            schema["required"] = list(schema["properties"])
    for operation in _operations(made):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            _share(content, schemas)
        for status in [each for each in operation["responses"] if each >= "400"]:
            operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
    _tag_events(schemas)
    for name, schema in TypeAdapter(Problem).json_schema(ref_template=SCHEMAS + "{model}").pop("$defs").items():
        schemas[name] = schema
    schemas["Problem"] = _without_defs(TypeAdapter(Problem).json_schema(ref_template=SCHEMAS + "{model}"))
    for name, schema in schemas.items():
        _explain(name, schema)
    made["components"]["responses"] = {f"Problem{each}": _failure(each) for each in sorted({k.status for k in ALL})}
    return made


def _operations(made: Document) -> Iterator[Document]:
    for methods in made["paths"].values():
        yield from methods.values()


def _names(schemas: Document) -> dict[str, str]:
    """Names for people, of shapes that are named after their place in our code."""
    names = dict(NAMES)
    for name in schemas:
        if name.startswith("Page_"):
            names[name] = f"{name.removeprefix('Page_').removesuffix('_')}Page"
    return names


def _share(content: Document, schemas: Document) -> None:
    """Move a body's schema, with those it refers to, among the shared ones."""
    schema = content["schema"]
    if "title" not in schema:
        return
    names = {}
    for name, part in schema.pop("$defs", {}).items():
        names[name] = name if schemas.get(name, part) == part else f"{name}Body"
        schemas[names[name]] = part
    for name in names.values():
        schemas[name] = _renamed(schemas[name], names)
    schemas[schema["title"]] = _renamed(schema, names)
    content["schema"] = {"$ref": SCHEMAS + schema["title"]}


def _renamed(tree: Any, names: dict[str, str]) -> Any:
    """The same description with other names of shapes, where they stand and where they are referred to."""
    if isinstance(tree, dict):
        return {names.get(key, key): _renamed(value, names) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_renamed(each, names) for each in tree]
    if isinstance(tree, str) and tree.startswith(SCHEMAS):
        name = tree.removeprefix(SCHEMAS)
        return SCHEMAS + names.get(name, name)
    return tree


def _explain(name: str, schema: Document) -> None:
    """Add what a shape and its fields mean, where our code leaves it to their names."""
    if not schema.get("description"):
        schema["description"] = meanings.shape(name)
    for field, each in schema.get("properties", {}).items():
        if not each.get("description"):
            each["description"] = meanings.field(name, field)


def _tag_events(schemas: Document) -> None:
    """Say that an event's `type` tells which one it is."""
    field = schemas["EventView"]["properties"]["event"]
    options = field.pop("anyOf")
    tags = {
        schemas[each["$ref"].removeprefix(SCHEMAS)]["properties"]["type"]["const"]: each["$ref"] for each in options
    }
    field |= {"oneOf": options, "discriminator": {"propertyName": "type", "mapping": tags}}


def _without_defs(schema: Document) -> Document:
    return {key: value for key, value in schema.items() if key != "$defs"}


def _failure(status: int) -> Document:
    content: Document = {"schema": {"$ref": SCHEMAS + "Problem"}}
    if status == EXAMPLE["status"]:
        content["example"] = EXAMPLE
    failure: Document = {"description": kinds_of(status), "content": {MEDIA_TYPE: content}}
    if status == 503:
        retry = {"description": "Seconds to wait.", "required": True, "schema": {"type": "integer"}}
        failure["headers"] = {"Retry-After": retry | {"example": RETRY_AFTER}}
    return failure
