"""The page of open questions."""

from collections.abc import Iterator

import pytest

from tests.channels.api.serving import Service, serving
from tests.channels.web.sitting import Seat, seated, words

BOX = "inference"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('questions') / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def seat(service: Service) -> Iterator[Seat]:
    with seated(service, "questions") as seat:
        yield seat


def left(seat: Seat, question: int, kind: str = "dont_know", **more: str) -> None:
    seat.move(move="skip", box=BOX, question=question, kind=kind, **more)


def test_nothing_is_open(seat: Seat) -> None:
    assert "Nothing is open." in seat.reads()


def test_questions_stand_under_who_finds_them_out_and_what_nobody_took_comes_first(seat: Seat) -> None:
    left(seat, 1, owner="Zoe")
    left(seat, 2, owner="anna", due="2999-01-01")
    left(seat, 3, kind="later")
    left(seat, 4, owner="anna", due="2020-01-31", reason="Nobody has counted.")
    read = seat.reads()
    texts = [each["text"] for each in sorted(seat.get("/open-questions")["items"], key=lambda each: each["question"])]
    wanted = ("Who takes these?", texts[2], "anna", texts[3], texts[1], "Zoe", texts[0])
    places = [read.index(each) for each in wanted]
    assert places == sorted(places)
    assert "overdue It was due on 31 Jan 2020." in read
    assert "Due on 1 Jan 2999." in read
    assert "Not known yet: Nobody has counted." in read
    assert read.count("overdue") == 1


@pytest.mark.parametrize("kind", ["dont_know", "later", "none_of_these", "not_applicable"])
def test_each_can_be_given_to_somebody_and_taken_back(seat: Seat, kind: str) -> None:
    left(seat, 2, kind=kind, reason="No “data”,\nyet.")
    before = seat.get("/open-questions")["items"]
    assert seat.sends(seat.form("/questions"), owner="Jonas", due="2027-01-31") == seat.path
    assert seat.get("/open-questions")["items"] == [before[0] | {"owner": "Jonas", "due": "2027-01-31"}]
    assert seat.form("/questions").fields["owner"] == "Jonas"
    seat.sends(seat.form("/questions"), owner="", due="")
    assert seat.get("/open-questions")["items"] == before


def test_giving_one_away_moves_nobody_and_asks_nothing(seat: Seat) -> None:
    left(seat, 2)
    before = seat.get("")
    seat.sends(seat.form("/questions"), owner="Jonas")
    after = seat.get("")
    assert [each["asked"] for each in after["boxes"]] == [each["asked"] for each in before["boxes"]]
    assert {each["person"]: each["place"] for each in before["places"]}.items() <= {
        each["person"]: each["place"] for each in after["places"]
    }.items()


def test_what_is_said_not_to_apply_waits_for_nobody(seat: Seat) -> None:
    left(seat, 2, kind="not_applicable", reason="No users.")
    read = seat.reads()
    assert "Nothing waits for anybody." in read
    assert "Said not to apply" in read
    assert "Who takes these?" not in read


def test_a_question_is_answered_in_its_box(seat: Seat) -> None:
    left(seat, 2)
    assert seat.sends(seat.form("/goto")) == f"/canvases/{seat.view['id']}#now"
    places = {each["person"]: each["place"] for each in seat.get("")["places"]}
    assert places["Mette"] == BOX


def test_a_whole_box_and_an_earlier_iteration(seat: Seat) -> None:
    seat.move(move="skip", box=BOX, kind="dont_know")
    assert "the whole box What belongs in this box?" in seat.reads()
    started = seat.service.api.post(f"/canvases/{seat.view['id']}/iterations", json={})
    assert started.status_code == 201, started.text
    assert "since iteration 1" in seat.reads()


def test_a_date_that_is_none_is_refused(seat: Seat) -> None:
    left(seat, 2)
    refused = seat.send(seat.form("/questions"), due="soon")
    assert refused.status_code == 422
    assert "“soon” is not a date" in refused.text


def test_words_of_people_stay_words(seat: Seat) -> None:
    left(seat, 2, owner='"><script>alert(1)</script>', reason="<img src=x onerror=alert(1)>")
    html = seat.html()
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<img src=x onerror=alert(1)>" in seat.reads()


def test_keep_without_a_change_changes_nothing(seat: Seat) -> None:
    left(seat, 2, owner="Jonas")
    before = seat.get("")
    seat.sends(seat.form("/questions"))
    after = seat.get("")
    same = ("boxes", "places", "open_questions")
    assert {each: after.get(each) for each in same} == {each: before.get(each) for each in same}


def test_an_answer_that_came_meanwhile_stays(seat: Seat) -> None:
    left(seat, 2)
    form = seat.form("/questions")
    seat.move(move="say", box=BOX, text="2: Thirty operators per shift look at every vial by eye today.")
    late = seat.send(form, owner="Jonas")
    assert late.status_code == 409
    assert "not open any more" in words(late.text)
    assert seat.get("/open-questions")["items"] == []
