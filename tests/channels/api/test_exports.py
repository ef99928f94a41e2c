from typing import Any

import httpx
import pytest

BOX = "value-proposition"
TEXT = "Every vial is looked at, by eye and twice."


@pytest.fixture
def filled(api: httpx.Client, canvas: Any) -> str:
    """The id of a canvas with one answer."""
    moves = f"/interviews/{canvas['interview']}/moves"
    api.post(moves, json={"move": "edit", "box": BOX, "text": TEXT, "answer": 0})
    draft = next(b for b in api.get(f"/canvases/{canvas['id']}").json()["boxes"] if b["id"] == BOX)["draft"]
    accepted = api.post(moves, json={"move": "accept", "box": BOX, "draft": draft["number"]})
    assert accepted.status_code == 200, accepted.text
    return str(canvas["id"])


@pytest.mark.parametrize(("form", "media_type"), [("md", "text/markdown"), ("json", "application/json")])
def test_a_canvas_goes_out_and_comes_back(api: httpx.Client, filled: str, form: str, media_type: str) -> None:
    out = api.get(f"/canvases/{filled}/export.{form}")
    assert out.headers["content-type"].startswith(media_type)
    assert out.headers["content-disposition"] == f'attachment; filename="canvas.{form}"'

    back = api.post("/imports", content=out.content, headers={"Content-Type": f"{media_type}; charset=utf-8"})
    assert back.status_code == 201, back.text
    canvas = back.json()["canvas"]
    assert back.headers["location"] == f"/api/v1/canvases/{canvas['id']}"
    assert canvas["id"] != filled
    assert next(box for box in canvas["boxes"] if box["id"] == BOX)["text"] == TEXT
    again = api.get(f"/canvases/{canvas['id']}/export.{form}")
    assert again.status_code == 200


def test_the_name_of_the_file_is_kept_with_its_words(api: httpx.Client, filled: str) -> None:
    text = api.get(f"/canvases/{filled}/export.md").text.replace("twice", "three times")
    headers = {"Content-Type": "text/markdown"}
    back = api.post("/imports", content=text.encode(), headers=headers, params={"name": "workshop"})

    assert back.status_code == 201, back.text
    assert "workshop.md" in back.text


@pytest.mark.parametrize(
    ("media_type", "data", "status", "type"),
    [
        ("application/json", b"{}", 422, "document-invalid"),
        ("application/json", b"{", 422, "document-invalid"),
        ("text/markdown", b"\xff\xfe", 422, "document-invalid"),
        ("application/pdf", b"%PDF", 415, "media-type"),
        ("text/markdown", b"x" * 4_000_001, 413, "too-large"),
    ],
)
def test_what_is_no_canvas_is_refused(api: httpx.Client, media_type: str, data: bytes, status: int, type: str) -> None:
    refused = api.post("/imports", content=data, headers={"Content-Type": media_type})

    assert (refused.status_code, refused.json()["type"]) == (status, f"/problems/{type}")


def test_an_empty_name_is_refused(api: httpx.Client) -> None:
    refused = api.post("/imports?name=", content=b"# x", headers={"Content-Type": "text/markdown"})

    assert refused.json()["errors"][0]["path"] == "name"
