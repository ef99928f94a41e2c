"""The page of one box."""

from collections.abc import Iterator

import httpx
import pytest

from tests.channels.api.serving import Service, serving
from tests.channels.web.pressing import forms_of, press, text_of
from tests.channels.web.worked import Desk
from tests.usecases.scene import SHORT

HOSTILE = """</p></textarea><img src=x onerror="alert('1')"><script>alert(2)</script>{{ 7 * 7 }}"""
VAGUE = "Inspectors look at vials, cartons, etc."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('boxes') / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def desk(service: Service) -> Desk:
    return Desk(service)


def test_whoever_looks_at_a_box_goes_nowhere(service: Service) -> None:
    canvas = service.api.post("/canvases", json={"product_name": "Vials"}).json()
    page = httpx.get(f"{service.url}/canvases/{canvas['id']}/boxes/fairness")

    assert page.status_code == 200
    assert "Nothing written yet" in text_of(page)
    assert service.api.get(f"/canvases/{canvas['id']}").json()["places"] == []


def test_a_button_leads_to_the_box(desk: Desk) -> None:
    canvas = press(desk.page("fairness"), "Go to this box")

    assert str(canvas.url).endswith(f"/canvases/{desk.view['id']}#now")
    view = desk.service.api.get(f"/canvases/{desk.view['id']}").json()
    assert [each["place"] for each in view["places"]] == ["fairness"]


def test_a_text_says_where_its_sentences_come_from(desk: Desk) -> None:
    desk.move(move="say", box="background", speaker="Jonas", text="1: Inspectors look at every vial.")

    said = text_of(desk.page())
    assert "Draft" in said
    assert "Said by Jonas" in said
    assert "“Inspectors look at every vial.”" in said


def test_an_assumption_is_marked(service: Service) -> None:
    file = "# Vials\n\n## Background\n\nInspectors look at vials. It takes 4 s. [assumption]\n"
    made = service.api.post("/imports", content=file, headers={"content-type": "text/markdown"}).json()
    page = httpx.get(f"{service.url}/canvases/{made['canvas']['id']}/boxes/background")

    assert page.text.count('class="sentence assumption"') == 1
    assert "It takes 4 s.assumption" in text_of(page)


def test_a_finding_is_underlined_and_can_be_put_aside_and_taken_up_again(desk: Desk) -> None:
    desk.accept(VAGUE)
    before = desk.page()
    assert '<mark class="should" title="1 thing to look at">etc</mark>' in before.text
    (finding,) = desk.box()["findings"]
    for part in (finding["message"], finding["question"], finding["suggestion"], *finding["sources"]):
        assert part in text_of(before)

    aside = press(before, "Put it aside", reason="The plant's own list.")
    assert aside.url == before.url.copy_with(fragment=None)
    assert "<mark" not in aside.text
    assert "1 finding settled or put aside" in text_of(aside)
    assert "put aside by Anna" in text_of(aside)
    assert "The plant's own list." in text_of(aside)
    assert desk.box()["findings"] == []

    assert "<mark" in press(aside, "Take it up again").text
    assert [each["id"] for each in desk.box()["findings"]] == [finding["id"]]


def test_a_finding_that_was_settled_cannot_be_taken_up_again(desk: Desk) -> None:
    desk.accept(VAGUE, "Inspectors look at vials and cartons.")

    page = desk.page()
    assert "✔ settled: the text does not have it any more" in text_of(page)
    assert forms_of(page, "Take it up again") == []


def test_the_questions_come_with_plain_words_an_example_and_what_covers_them(desk: Desk) -> None:
    desk.move(move="say", box="background", text="1: Inspectors look at every vial.")
    desk.move(move="skip", box="background", question=2, kind="dont_know", reason="Ask the plant.", owner="Mette")

    said = text_of(desk.page())
    for each in desk.box()["questions"]:
        for part in ("text", "plain", "example", "quote"):
            assert " ".join(each[part].split()) in said
    assert "✔ answered:" in said
    assert "Question 2, not known yet: Ask the plant. Mette finds out." in said


def test_a_stale_box_says_why_and_is_still_true(desk: Desk) -> None:
    desk.accept("Inspectors look at every vial.")
    desk.accept("Fewer flawed vials.", box="value-proposition")
    desk.accept("A camera looks at every vial.", after=1)

    page = desk.page("value-proposition")
    assert "Background changed since this was accepted. Does it still hold?" in text_of(page)
    after = press(page, "Still true")
    assert "Does it still hold?" not in text_of(after)
    assert "Read again, still true by Anna" in text_of(after)
    assert "No word changed." in text_of(after)


def test_a_box_that_is_not_there_is_not_found(desk: Desk, service: Service) -> None:
    assert desk.page("no-such-box").status_code == 404
    assert httpx.get(f"{service.url}/canvases/none/boxes/background").status_code == 404


def test_hostile_text_stays_text(service: Service) -> None:
    made = service.api.post("/canvases", json={"product_name": HOSTILE}).json()
    desk = Desk(service)
    desk.view = made
    desk.accept(f"{HOSTILE} etc.", f"{HOSTILE} and so on, etc.")
    desk.move(move="say", box="background", speaker="<script>alert(3)</script>", text=f"1: {HOSTILE}")
    desk.move(move="waive", finding=desk.box()["findings"][0]["id"], reason=HOSTILE)
    desk.move(move="skip", box="background", question=2, kind="dont_know", reason=HOSTILE, owner=HOSTILE)

    page = desk.page()
    assert page.status_code == 200
    assert "<img" not in page.text
    assert "<script>" not in page.text
    assert text_of(page).count(" ".join(HOSTILE.split())) >= 5


def test_a_box_of_ones_own_canvas_is_edited_with_what_its_rules_find(service: Service) -> None:
    made = service.api.post("/canvases", json={"product_name": "Vials", "template_text": SHORT}).json()
    path = f"{service.url}/canvases/{made['id']}/boxes/{made['boxes'][0]['id']}"

    assert httpx.get(f"{path}/edit").status_code == 200
    checked = httpx.post(f"{path}/check", data={"text": "We look at vials, cartons, etc."})
    assert checked.status_code == 200, checked.text
    assert "We look at vials" in text_of(checked)
