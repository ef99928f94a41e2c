import re
from dataclasses import fields
from html.parser import HTMLParser
from typing import Any, get_args

import httpx
import pytest

from app.channels.api import meanings, moves
from app.channels.api.problems import ALL
from app.interview.events import Event
from app.interview.moves import Move
from tests.channels.api.serving import Service

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document(shared: Service) -> Any:
    return httpx.get(f"{shared.url}/api/openapi.json").json()


@pytest.fixture(scope="module")
def page(shared: Service) -> str:
    return httpx.get(f"{shared.url}/api").text


def operations(document: Any) -> list[tuple[str, Any]]:
    found = [(f"{method} {path}", each) for path, it in document["paths"].items() for method, each in it.items()]
    assert len(found) >= 22
    return found


def test_every_route_is_described_for_a_stranger(document: Any) -> None:
    for name, operation in operations(document):
        assert operation["summary"], name
        assert len(operation["description"]) > 20, name
        assert operation["tags"], name
        assert all(each["description"] for each in operation["parameters"]) if "parameters" in operation else True, name
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert content.get("examples") or content["schema"].get("description"), name
        assert {"403", "421", "422", "500", "503"} <= operation["responses"].keys(), name


def test_operation_ids_are_names(document: Any) -> None:
    ids = [operation["operationId"] for _, operation in operations(document)]

    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", id) for id in ids)


def test_no_shape_is_named_after_our_code(document: Any) -> None:
    assert [name for name in document["components"]["schemas"] if not re.fullmatch(r"[A-Z][A-Za-z]+", name)] == []


def test_every_shape_and_every_field_is_explained(document: Any) -> None:
    schemas = document["components"]["schemas"]
    fields = {(name, field): each for name, it in schemas.items() for field, each in it.get("properties", {}).items()}

    assert [name for name, each in schemas.items() if not each.get("description")] == []
    assert [name for name, each in fields.items() if not each.get("description")] == []


def test_no_explanation_is_left_over(document: Any) -> None:
    schemas = document["components"]["schemas"]
    fields = {f"{name}.{field}" for name, it in schemas.items() for field in it.get("properties", {})}

    assert meanings.SHAPES.keys() - schemas.keys() == set()
    assert meanings.FIELDS.keys() - {each.partition(".")[2] for each in fields} == set()
    assert meanings.HERE.keys() - fields == set()


def test_every_reference_leads_somewhere(document: Any) -> None:
    for reference in set(re.findall(r"'(#/components/[^']+)'", str(document))):
        _, kind, name = reference.removeprefix("#/").split("/")
        assert name in document["components"][kind], reference


def test_every_move_is_explained_with_an_example_that_works(api: httpx.Client, document: Any) -> None:
    names = [str(next(f.default for f in fields(each) if f.name == "move")) for each in get_args(Move)]

    assert sorted(moves.EXAMPLES) == sorted(names)
    assert {f.name for each in get_args(Move) for f in fields(each)} == set(moves.FIELDS)
    schemas = document["components"]["schemas"]
    mapping = schemas["Move"]["discriminator"]["mapping"]
    assert list(mapping) == list(moves.EXAMPLES)
    for name, example in moves.EXAMPLES.items():
        assert api.post("/interviews/none/moves", json={"move": name, **example}).status_code == 404
        schema = schemas[mapping[name].rpartition("/")[2]]
        assert schema["description"]
        assert schema["additionalProperties"] is False
        assert schema["required"][0] == "move"


def test_events_are_told_apart_by_their_type(document: Any) -> None:
    event = document["components"]["schemas"]["EventView"]["properties"]["event"]
    types = [str(next(f.default for f in fields(each) if f.name == "type")) for each in get_args(Event)]

    assert event["discriminator"]["propertyName"] == "type"
    assert sorted(event["discriminator"]["mapping"]) == sorted(types)


def test_the_page_is_where_it_is_said_to_be(shared: Service) -> None:
    assert [httpx.head(shared.url + path).status_code for path in ("/", "/api")] == [200, 200]
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert httpx.get(shared.url + path).status_code == 404


class Page(HTMLParser):
    """What a page holds: its ids, where its links lead, what it loads, and which elements stay open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.loads += [given[name] for name in ("src", "href") if name in given and tag != "a"]
        assert "style" not in given, "a style attribute does not pass the policy"
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_from_elsewhere_and_no_script(page: str) -> None:
    read = Page(page)

    assert read.loads == ["data:,", "api/style.css"]
    assert "script" not in read.tags
    assert read.open == []


def test_every_link_of_the_page_leads_somewhere(page: str) -> None:
    read = Page(page)

    assert len(set(read.ids)) == len(read.ids)
    assert [each for each in read.links if each.startswith("#") and each[1:] not in read.ids] == []
    assert [each for each in read.links if not each.startswith("#")] == ["api/openapi.json"]


def test_the_page_shows_every_route_move_event_and_problem(page: str, document: Any) -> None:
    ids = Page(page).ids
    for name, operation in operations(document):
        assert operation["operationId"] in ids, name
    assert [each for each in moves.EXAMPLES if f"move-{each}" not in ids] == []
    assert [each.name for each in ALL if f"problem-{each.name}" not in ids] == []


def test_the_page_names_the_address_it_is_read_at(shared: Service, page: str) -> None:
    assert f"API=http://127.0.0.1:{shared.port}/api/v1" in page
    assert "address.invalid" not in page


def test_the_style_comes_as_css(shared: Service) -> None:
    assert httpx.get(f"{shared.url}/api/style.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/problems/answer-conflict", "/api#problem-answer-conflict"),
        ("/problems/internal/0123", "/api#problem-internal"),
        ("/problems/unheard-of", "/api#problems"),
    ],
)
def test_a_problem_type_leads_to_its_explanation(shared: Service, path: str, leads: str) -> None:
    assert httpx.get(shared.url + path).headers["location"] == leads
