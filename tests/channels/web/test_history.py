"""The page of a canvas's iterations."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.channels.api.serving import Service, serving
from tests.channels.web.pressing import press, text_of

HOSTILE = """</textarea></title>"><img src=x onerror="alert('1')"><script>alert(2)</script>{{ 7 * 7 }}"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('history') / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def canvas(service: Service) -> Any:
    """A canvas whose first box has an answer."""
    body = {"product_name": "Vials", "designed_by": "Anna", "date": "2026-11-30", "note": "First *plan*"}
    view = service.api.post("/canvases", json=body).json()
    accept(service, view["id"], "People look at vials.", answer=0)
    return view


def accept(service: Service, id: str, text: str, *, answer: int) -> None:
    interview = service.api.get(f"/canvases/{id}").json()["interview"]
    move = {"move": "accept", "box": "background", "text": text, "answer": answer}
    assert service.api.post(f"/interviews/{interview}/moves", json=move).status_code == 200


def history(service: Service, id: str, query: str = "") -> httpx.Response:
    return httpx.get(f"{service.url}/canvases/{id}/history{query}", timeout=30)


def test_the_first_iteration_stands_alone(service: Service, canvas: Any) -> None:
    page = history(service, canvas["id"])

    assert page.status_code == 200
    assert "30 Nov 2026. Designed by Anna. Begun on" in text_of(page)
    assert "<p>First <em>plan</em></p>" in page.text
    assert 'aria-label="1 iteration on a line, number 1 is the current one"' in page.text
    assert "This is the first iteration" in text_of(page)


def test_the_next_iteration_freezes_the_one_before(service: Service, canvas: Any) -> None:
    page = history(service, canvas["id"])
    assert "Iteration 1 is then frozen as it is" in text_of(page)
    after = press(page, "Start iteration 2", designed_by="Bo", date="2027-03-01", note="After the pilot")

    assert after.url.path == f"/canvases/{canvas['id']}"
    one, two = service.api.get(f"/canvases/{canvas['id']}/iterations").json()["items"]
    assert one["frozen_at"] is not None
    assert two["header"] == {
        "product_name": "Vials",
        "designed_by": "Bo",
        "date": "2027-03-01",
        "note": "After the pilot",
    }
    said = text_of(history(service, canvas["id"]))
    assert said.index("Iteration 2 current") < said.index("Iteration 1 30 Nov 2026. Designed by Anna. Frozen on")
    assert "From iteration 1 to 2: Nothing changed." in said


def test_a_draft_that_would_stay_behind_is_named(service: Service, canvas: Any) -> None:
    assert "not carried over" not in text_of(history(service, canvas["id"]))
    move = {"move": "say", "box": "background", "text": "1: Inspectors look at cartons."}
    service.api.post(f"/interviews/{canvas['interview']}/moves", json=move)

    assert "not carried over: the draft of Background." in text_of(history(service, canvas["id"]))


def test_an_iteration_begins_once_for_two_who_press_at_the_same_time(service: Service, canvas: Any) -> None:
    page = history(service, canvas["id"])
    press(page, "Start iteration 2", note="Mine")
    late = press(page, "Start iteration 2", note="Also mine")

    assert late.status_code == 409
    assert "Iteration 2 began meanwhile." in text_of(late)
    assert "Also mine" in text_of(late)
    assert len(service.api.get(f"/canvases/{canvas['id']}/iterations").json()["items"]) == 2


@pytest.mark.parametrize("after", ["", "x", "²", "99999999999999999999"])
def test_a_form_without_its_number_starts_nothing(service: Service, canvas: Any, after: str) -> None:
    sent = httpx.post(f"{service.url}/canvases/{canvas['id']}/iterations", data={"after": after})

    assert sent.status_code == 422
    assert "Load the page again." in text_of(sent)
    assert len(service.api.get(f"/canvases/{canvas['id']}/iterations").json()["items"]) == 1


def test_any_two_iterations_are_compared(service: Service, canvas: Any) -> None:
    id = canvas["id"]
    service.api.post(f"/canvases/{id}/iterations")
    accept(service, id, "Machines look at vials.", answer=1)
    service.api.post(f"/canvases/{id}/iterations")

    first = history(service, id, "?before=1&after=2")
    assert "From iteration 1 to 2: 1 box changed." in text_of(first)
    assert "Background removed: People (end) added: Machines (end) look at vials." in text_of(first)
    back = press(first, "Compare", before="3", after="1")
    assert "Background removed: Machines (end) added: People (end) look at vials." in text_of(back)
    same = history(service, id)
    assert "From iteration 2 to 3: Nothing changed." in text_of(same)


@pytest.mark.parametrize("query", ["?before=0&after=x", "?before=-1", "?after=²", "?before=99999999999999999999"])
def test_numbers_that_make_no_sense_compare_the_last_two(service: Service, canvas: Any, query: str) -> None:
    service.api.post(f"/canvases/{canvas['id']}/iterations")

    assert "From iteration 1 to 2" in text_of(history(service, canvas["id"], query))


def test_an_iteration_that_is_not_there_is_not_found(service: Service, canvas: Any) -> None:
    page = history(service, canvas["id"], "?before=1&after=7")

    assert page.status_code == 404
    assert "This canvas has no iteration 7." in text_of(page)


def test_the_header_changes(service: Service, canvas: Any) -> None:
    page = press(history(service, canvas["id"]), "Change the header", product_name="Bottles", note="Two\r\nlines")

    assert page.url.path == f"/canvases/{canvas['id']}/history"
    header = service.api.get(f"/canvases/{canvas['id']}").json()["header"]
    assert header == {
        "product_name": "Bottles",
        "designed_by": "Anna",
        "date": "2026-11-30",
        "note": "Two\nlines",
    }


def test_a_date_that_is_left_empty_stays(service: Service, canvas: Any) -> None:
    press(history(service, canvas["id"]), "Change the header", date="")

    assert service.api.get(f"/canvases/{canvas['id']}").json()["header"]["date"] == "2026-11-30"


@pytest.mark.parametrize(
    ("field", "value", "status"), [("product_name", "  ", 422), ("date", "soon", 422), ("note", "x" * 20_001, 413)]
)
def test_a_header_that_cannot_be_is_refused(service: Service, canvas: Any, field: str, value: str, status: int) -> None:
    assert press(history(service, canvas["id"]), "Change the header", **{field: value}).status_code == status
    assert service.api.get(f"/canvases/{canvas['id']}").json()["header"] == canvas["header"]


def test_a_deleted_canvas_is_taken_back_on_the_page_after(service: Service, canvas: Any) -> None:
    page = history(service, canvas["id"])
    assert "It can be taken back for 30 days" in text_of(page)
    gone = press(page, "Yes, delete it")

    assert "“Vials” is deleted" in text_of(gone)
    assert "It can be taken back until" in text_of(gone)
    assert history(service, canvas["id"]).status_code == 404
    assert httpx.get(gone.url).status_code == 200
    assert press(gone, "Take it back").url.path == f"/canvases/{canvas['id']}"
    assert history(service, canvas["id"]).status_code == 200
    assert press(gone, "Take it back").status_code == httpx.get(gone.url).status_code == 409


def test_a_service_that_keeps_nothing_says_so(tmp_path: Path) -> None:
    with serving(database=f"sqlite:///{tmp_path / 'canvases.db'}", keep_deleted_days=0) as service:
        made = service.api.post("/canvases", json={"product_name": "Vials"}).json()

        assert "It cannot be taken back." in text_of(history(service, made["id"]))


def test_hostile_text_stays_text(service: Service) -> None:
    body = {"product_name": HOSTILE, "designed_by": HOSTILE, "note": HOSTILE}
    id = service.api.post("/canvases", json=body).json()["id"]
    accept(service, id, f"{HOSTILE} one", answer=0)
    press(history(service, id), "Start iteration 2", note=HOSTILE)
    accept(service, id, f"{HOSTILE} two", answer=1)

    page = history(service, id)
    gone = press(page, "Yes, delete it")
    for each in (page, gone):
        assert each.status_code == 200
        assert "<img" not in each.text
        assert "<script>" not in each.text
    assert " ".join(HOSTILE.split()) in text_of(gone)
    press(gone, "Take it back")
    press(page, "Change the header")  # what the form shows is what is there
    header = service.api.get(f"/canvases/{id}").json()["header"]
    assert (header["product_name"], header["designed_by"], header["note"]) == (HOSTILE, HOSTILE, HOSTILE)


def test_an_old_page_changes_no_more_of_the_header_than_was_changed_in_it(service: Service, canvas: Any) -> None:
    page = history(service, canvas["id"])
    press(page, "Change the header", product_name="Vials by camera", note="Theirs\n\nin lines")
    press(page, "Change the header", designed_by="Bo")

    header = service.api.get(f"/canvases/{canvas['id']}").json()["header"]
    assert header == {
        "product_name": "Vials by camera",
        "designed_by": "Bo",
        "date": "2026-11-30",
        "note": "Theirs\n\nin lines",
    }
    service.api.post(f"/canvases/{canvas['id']}/iterations", json={})
    late = press(page, "Change the header", designed_by="Zoe")
    assert late.status_code == 409
    assert service.api.get(f"/canvases/{canvas['id']}").json()["header"]["designed_by"] == "Bo"
