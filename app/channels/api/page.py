"""The page at /api: the OpenAPI document as a stranger can read it. No script, nothing from elsewhere."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.channels.api import opening
from app.channels.api.bodies import JSON, SCHEMAS
from app.channels.api.markup import Html, el, inline, joined, prose, table
from app.channels.api.problems import ALL
from app.channels.api.shapes import about, code, described, fields, given, kind, name_of, shape

Part = Mapping[str, Any]

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)

router = APIRouter(include_in_schema=False)


@router.api_route("/api", methods=["GET", "HEAD"])
async def show(request: Request) -> Response:
    address = f"{request.url.scheme}://{request.headers['host']}{request.scope['root_path']}"
    text: str = request.app.state.page()
    return HTMLResponse(text.replace(opening.ADDRESS, address), headers={"Content-Security-Policy": POLICY})


@router.get("/api/style.css")
async def style() -> Response:
    return Response(STYLE, media_type="text/css")


@router.get("/problems/{name:path}")
async def explain(request: Request, name: str) -> Response:
    """Where the type of a problem leads: to its explanation."""
    known = next((each.name for each in ALL if each.name == name.split("/")[0]), "")
    return RedirectResponse(f"{request.scope['root_path']}/api#problem{f'-{known}' if known else 's'}")


def rendered(document: Part) -> str:
    """The page for an OpenAPI document, with a placeholder for the address it is read at."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("title", f"{document['info']['title']}: API"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("link", rel="icon", href="data:,"),
        el("link", rel="stylesheet", href="api/style.css"),
    )
    main = el(
        "main",
        opening.opening(document),
        _routes(document),
        _moves(document),
        _events(document),
        _shapes(document),
        _problems(),
        id="top",
    )
    body = el("body", el("a", "Skip to the content", href="#top", class_="skip"), _contents(document), main)
    return "<!doctype html>" + el("html", head, body, lang="en")


# ---- what can be asked


def _operations(document: Part, tag: str) -> Iterator[tuple[str, str, Part]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if tag in operation["tags"]:
                yield method.upper(), path, operation


def _contents(document: Part) -> Html:
    groups = []
    for tag in document["tags"]:
        items = [
            el("li", el("a", operation["summary"], href=f"#{operation['operationId']}"))
            for _, _, operation in _operations(document, tag["name"])
        ]
        groups.append(joined([el("h2", tag["name"]), el("ul", *items)]))
    parts = (
        ("start", "Start here"),
        ("every-request", "Every request"),
        ("routes", "Routes"),
        ("moves", "Moves"),
        ("events", "Events"),
        ("shapes", "Shapes"),
        ("problems", "Problems"),
    )
    top = el("ul", *(el("li", el("a", words, href=f"#{place}")) for place, words in parts))
    return el("nav", el("p", document["info"]["title"], class_="brand"), top, *groups, aria_label="Contents")


def _groups(document: Part) -> Iterator[Html]:
    for tag in document["tags"]:
        found = [_operation(*each, document) for each in _operations(document, tag["name"])]
        yield el("section", el("h2", tag["name"]), el("p", tag["description"], class_="lead"), *found)


def _routes(document: Part) -> Html:
    return el("div", *_groups(document), id="routes")


def _operation(method: str, path: str, operation: Part, document: Part) -> Html:
    head = el("h3", operation["summary"])
    line = el("p", el("span", method, class_=f"method {method.lower()}"), " ", el("code", path), class_="line")
    return el(
        "article",
        head,
        line,
        prose(operation.get("description", "")),
        _parameters(operation),
        _body(operation, document),
        _answers(operation),
        _try(method, path, operation),
        id=operation["operationId"],
    )


def _parameters(operation: Part) -> Html:
    parameters = operation.get("parameters", ())
    if not parameters:
        return Html()
    rows = (
        (name_of(each["name"], each.get("required", False)), each["in"], kind(given(each["schema"])), _meaning(each))
        for each in parameters
    )
    return joined([el("h4", "Parameters"), table(("Name", "In", "Type", "Meaning"), rows)])


def _meaning(parameter: Part) -> Html:
    return about({**parameter["schema"], "description": parameter.get("description", "")})


def _body(operation: Part, document: Part) -> Html:
    if "requestBody" not in operation:
        return Html()
    wanted = operation["requestBody"]
    parts = [el("h4", "Body" if wanted["required"] else "Body, which may be left out")]
    for media_type, content in wanted["content"].items():
        schema = content["schema"]
        name = schema.get("$ref", "").removeprefix(SCHEMAS)
        if name == "Move":
            parts.append(el("p", el("code", media_type), ": one of the ", el("a", "moves", href="#moves"), "."))
        elif name:
            parts += [el("p", el("code", media_type)), fields(document["components"]["schemas"][name])]
        else:
            parts.append(el("p", el("code", media_type), ": ", schema["description"]))
    return joined(parts)


def _answers(operation: Part) -> Html:
    rows, problems = [], []
    for status, answer in operation["responses"].items():
        if status >= "400":
            problems.append(el("a", status, href=f"#problem-{status}"))
            continue
        kinds = (joined([el("code", each), ": ", kind(content["schema"])]) for each, content in _content(answer))
        rows.append((el("code", status), inline(answer["description"]), joined(kinds, ", ")))
    failures = el("p", "Problems: ", joined(problems, ", "), class_="problems")
    return joined([el("h4", "Answer"), table(("Status", "Meaning", "Content"), rows), failures])


def _content(answer: Part) -> Iterator[tuple[str, Part]]:
    yield from answer.get("content", {}).items()


def _try(method: str, path: str, operation: Part) -> Html:
    """A line to paste. The capitals are to be filled in."""
    query = "&".join(f"{p['name']}={_example(p)}" for p in operation.get("parameters", ()) if _wanted(p))
    address = opening.ADDRESS + re.sub(r"{(\w+)}", lambda found: found[1].upper(), path)  # curl expands braces
    parts = [f"curl {'' if method == 'GET' else f'-X {method} '}'{address}{'?' if query else ''}{query}'"]
    content = operation.get("requestBody", {}).get("content", {})
    if "examples" in content.get(JSON, {}):
        value = next(iter(content[JSON]["examples"].values()))["value"]
        parts += [f"-H 'Content-Type: {JSON}'", f"-d '{json.dumps(value, ensure_ascii=False)}'"]
    elif content:
        parts += [f"-H 'Content-Type: {next(iter(content))}'", "--data-binary @canvas.md"]
    return joined([el("h4", "Try it"), code(" \\\n  ".join(parts))])


def _wanted(parameter: Part) -> bool:
    return parameter["in"] == "query" and bool(parameter.get("required"))


def _example(parameter: Part) -> str:
    examples = parameter["schema"].get("examples") or ["1"]
    return str(examples[0])


# ---- what it is made of


def _moves(document: Part) -> Html:
    schemas = document["components"]["schemas"]
    content = document["paths"]["/api/v1/interviews/{interview}/moves"]["post"]["requestBody"]["content"][JSON]
    parts = []
    for name, reference in schemas["Move"]["discriminator"]["mapping"].items():
        schema = schemas[reference.removeprefix(SCHEMAS)]
        example = json.dumps(content["examples"][name]["value"], ensure_ascii=False)
        shown = joined([prose(described(schema)), _own_fields(schema), code(example)])
        parts.append(el("article", el("h3", el("code", name)), shown, id=f"move-{name}"))
    lead = el(
        "p",
        "The bodies of ",
        el("a", "Make a move", href="#makeMove"),
        ", told apart by their field ",
        el("code", "move"),
        ".",
        class_="lead",
    )
    return el("section", el("h2", "Moves"), lead, *parts, id="moves")


def _own_fields(schema: Part) -> Html:
    own = {name: each for name, each in schema["properties"].items() if name != "move"}
    return fields({**schema, "properties": own})


def _events(document: Part) -> Html:
    schemas = document["components"]["schemas"]
    mapping = schemas["EventView"]["properties"]["event"]["discriminator"]["mapping"]
    rows = (
        (el("code", name), kind({"$ref": reference}), inline(described(schemas[reference.removeprefix(SCHEMAS)])))
        for name, reference in mapping.items()
    )
    return el("section", el("h2", "Events"), opening.streams(), table(("Type", "Fields", "Meaning"), rows), id="events")


def _shapes(document: Part) -> Html:
    schemas = document["components"]["schemas"]
    moves = {each.removeprefix(SCHEMAS) for each in schemas["Move"]["discriminator"]["mapping"].values()}
    known = {name: schema for name, schema in sorted(schemas.items()) if name not in {*moves, "Move"}}
    shown = [shape(name, schema) for name, schema in known.items() if not name.endswith("Page")]
    return el("section", el("h2", "Shapes"), *shown, id="shapes")


def _problems() -> Html:
    rows = []
    seen: set[int] = set()
    for each in sorted(ALL, key=lambda kind: kind.status):
        place = {} if each.status in seen else {"id": f"problem-{each.status}"}
        seen.add(each.status)
        name = el("code", f"/problems/{each.name}", id=f"problem-{each.name}")
        rows.append(
            (
                el("span", str(each.status), **place),
                name,
                joined([el("strong", each.title), ". ", inline(each.meaning)]),
            )
        )
    return el(
        "section", el("h2", "Problems"), opening.problems(), table(("Status", "Type", "Meaning"), rows), id="problems"
    )
