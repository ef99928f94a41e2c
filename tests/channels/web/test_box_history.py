"""The history on the page of one box: answers, what they changed, and earlier ones brought back."""

from collections.abc import Iterator

import pytest

from tests.channels.api.serving import Service, serving
from tests.channels.web.pressing import forms_of, press, text_of
from tests.channels.web.worked import Desk


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('answers') / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def desk(service: Service) -> Desk:
    return Desk(service)


def test_the_history_shows_each_change_word_by_word_the_newest_first(desk: Desk) -> None:
    desk.accept("People look at vials.", "Machines look at vials.")

    page = desk.page()
    said = text_of(page)
    assert said.index("Answer 2") < said.index("Answer 1")
    assert "removed: People (end) added: Machines (end) look at vials." in said
    assert page.text.count("<del>") == page.text.count("<ins>") == 1
    assert len(forms_of(page, "Bring this back")) == 1


def test_an_earlier_answer_comes_back_across_iterations(desk: Desk) -> None:
    desk.accept("People look at vials.", "Machines look at vials.")
    desk.service.api.post(f"/canvases/{desk.view['id']}/iterations")

    after = press(desk.page(), "Bring this back")
    assert (desk.box()["text"], desk.box()["answer"]) == ("People look at vials.", 3)
    assert "Iteration 2. Brought back by Anna" in text_of(after)
    assert "Iteration 1. Accepted by Anna" in text_of(after)


def test_who_brings_an_answer_back_too_late_sees_both_texts(desk: Desk) -> None:
    desk.accept("First.", "Second.")
    page = desk.page()
    desk.accept("Third.", after=2)

    late = press(page, "Bring this back")
    assert late.status_code == 409
    assert text_of(late).index("First.") < text_of(late).index("Third.")
    assert desk.box()["text"] == "Third."


def test_a_box_is_emptied_after_a_yes_and_its_text_is_kept(desk: Desk) -> None:
    desk.accept("People look at vials.")

    after = press(desk.page(), "Yes, empty it")
    assert desk.box()["text"] == ""
    assert "Nothing written yet" in text_of(after)
    assert "removed: People look at vials." in text_of(after)
    assert forms_of(after, "Yes, empty it") == []
    press(after, "Bring this back")
    assert desk.box()["text"] == "People look at vials."


def test_a_long_history_comes_in_pages(desk: Desk) -> None:
    desk.accept(*(f"Text {number}." for number in range(1, 24)))

    page, seen = desk.page(), []
    for until in (13, 3):
        seen.append(text_of(page))
        assert f"?until={until}#history" in page.text
        page = desk.page(query=f"?until={until}")
    seen.append(text_of(page))
    for number in range(1, 24):
        assert [f"Answer {number} Iteration" in each for each in seen].count(True) == 1
    assert "Earlier answers" not in seen[2]
    assert "The newest answers" in seen[2]


@pytest.mark.parametrize("until", ["0", "x", "-1", "99999999999999999999", "999999999", "²"])
def test_a_number_that_makes_no_sense_gives_the_newest_answers(desk: Desk, until: str) -> None:
    desk.accept("People look at vials.")

    assert "This is what stands now" in text_of(desk.page(query=f"?until={until}"))
