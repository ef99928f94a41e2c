"""Files in and out over HTTP: what was surprising is told, and names are safe."""

from collections.abc import Iterator
from urllib.parse import unquote

import httpx
import pytest

from app.channels.web.files import LONGEST, attachment, file_name
from tests.channels.api.serving import Service, serving


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('web') / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def web(service: Service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.url, timeout=30) as client:
        yield client


def test_what_was_surprising_in_a_file_is_told_and_nothing_is_lost(web: httpx.Client, service: Service) -> None:
    text = "# Chat\n\nBy the <i>team</i>.\n\n## Background\n\nWe answer.\n\n## Lunch\n\n" + "Bread. " * 4000
    page = web.post("/import", files={"file": ("chat.md", text.encode())})
    assert page.status_code == 200
    assert "Chat is imported" in page.text
    assert "The heading “Lunch” is no box of this canvas" in page.text
    assert "By the &lt;i&gt;team&lt;/i&gt;." in page.text
    assert page.text.count("Bread.") == 4000
    assert "They have more than 20,000 characters" in page.text
    (canvas,) = [each for each in service.api.get("/canvases").json()["items"] if each["product_name"] == "Chat"]
    assert f'href="/canvases/{canvas["id"]}"' in page.text


def test_a_file_as_expected_leads_to_its_canvas_and_both_forms_come_back(web: httpx.Client) -> None:
    canvas = web.post("/sample").headers["location"]
    for ending, kind in (("md", "text/markdown"), ("json", "application/json")):
        out = web.get(f"{canvas}/file.{ending}")
        assert out.status_code == 200
        assert out.headers["content-type"].startswith(kind)
        assert out.headers["content-disposition"] == (
            f"attachment; filename=\"Vial inspection.{ending}\"; filename*=UTF-8''Vial%20inspection.{ending}"
        )
        back = web.post("/import", files={"file": (f"vials.{ending}", out.content)})
        assert back.status_code == 303, back.text
        again = web.get(f"{back.headers['location']}/file.{ending}")
        assert again.status_code == 200
        if ending == "md":
            assert again.text == out.text


def test_a_canvas_that_is_not_there_has_no_file(web: httpx.Client) -> None:
    for ending in ("md", "json"):
        assert web.get(f"/canvases/none/file.{ending}").status_code == 404


@pytest.mark.parametrize(
    ("title", "plain", "written"),
    [
        ("Vials", "Vials", "Vials"),
        ("Zoë's Prüfung", "Zoe's Prufung", "Zoë's Prüfung"),
        ("検査", "canvas", "検査"),
        ('a"b\r\nX: 1', "a b X 1", "a b X 1"),
        ("../../etc/passwd", "etc passwd", "etc passwd"),
        ("C:\\x%20;y", "C x 20 y", "C x 20 y"),
        ("a＂；b／c", "a b c", "a＂；b／c"),
        (".", "canvas", "canvas"),
        ("", "canvas", "canvas"),
        ("\u202egpj.exe", "gpj.exe", "gpj.exe"),
        ("x" * 500, "x" * 60, "x" * 60),
    ],
)
def test_names_to_save_under(title: str, plain: str, written: str) -> None:
    header = attachment(title, "md")
    header.encode("ascii")
    first, _, second = header.removeprefix('attachment; filename="').partition("\"; filename*=UTF-8''")
    assert first == f"{plain}.md"
    assert unquote(second) == f"{written}.md"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a.md", "a.md"),
        ("C:\\Users\\me\\a b.md", "a b.md"),
        ("/tmp/a.json", "a.json"),
        ("a\r\nb\0.md", "a b .md"),
        ("", "Your file"),
        ("\u202e", "Your file"),
        ("x" * 300 + ".json", "x" * (LONGEST - 6) + "….json"),
        ("x" * 300, "x" * (LONGEST - 1) + "…"),
        ("x." + "y" * 300, "x." + "y" * (LONGEST - 3) + "…"),
    ],
)
def test_names_of_files(sent: str, kept: str) -> None:
    assert file_name(sent) == kept
    assert len(kept) <= LONGEST
