"""The page of the team and the timeline."""

from collections.abc import Iterator

import pytest

from tests.channels.api.serving import Service, serving
from tests.channels.web.sitting import Seat, seated, words

TEAM = [
    {"name": "Anna", "role": "Owner", "responsibilities": "Decides"},
    {"name": "Bo", "role": "", "responsibilities": ""},
]
STEPS = [
    {"date": "Q1 2027", "text": "Pilot"},
    {"date": "when ready", "text": "Growth"},
    {"date": "2026", "text": "Plan"},
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('overview') / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def seat(service: Service) -> Iterator[Seat]:
    with seated(service, "overview") as seat:
        yield seat


def planned(seat: Seat, team: object = TEAM, timeline: object = STEPS) -> Seat:
    told = seat.service.api.put(f"/canvases/{seat.view['id']}/overview", json={"team": team, "timeline": timeline})
    assert told.status_code == 200, told.text
    return seat


def test_nothing_is_written_down(seat: Seat) -> None:
    read = seat.reads()
    assert "Nobody is written down yet." in read
    assert "No date is written down yet." in read
    assert "<svg" not in seat.html()


def test_the_timeline_is_drawn_in_the_order_of_its_days_and_the_rest_is_listed(seat: Seat) -> None:
    planned(seat)
    html, read = seat.html(), seat.reads()
    assert html.count('<g class="flag">') == 2
    assert read.index("2026 Plan") < read.index("Q1 2027 Pilot") < read.index("when ready Growth")
    assert "Not drawn, because the date says no day, month or year that we can read when ready" in read
    assert "Anna Owner Decides" in read


def test_rows_are_changed_added_and_taken_out_and_keep_their_order(seat: Seat) -> None:
    form = planned(seat).form("/overview")
    assert {"member-5-name", "step-6-text"} <= form.fields.keys()
    assert "member-6-name" not in form.fields
    gone = {f"member-1-{name}": " " for name in ("name", "role", "responsibilities")}
    more = {
        "member-4-name": "  Mette   B. ",
        "step-1-date": "Q2 2027",
        "step-5-date": "2028",
        "step-5-text": "End\nof it",
    }
    assert seat.sends(form, **gone, **more) == seat.path
    overview = seat.get("")["overview"]
    assert [each["name"] for each in overview["team"]] == ["Bo", "Mette B."]
    assert [(each["date"], each["text"]) for each in overview["timeline"]] == [
        *(("Q2 2027", "Pilot"), ("when ready", "Growth"), ("2026", "Plan"), ("2028", "End of it")),
    ]


@pytest.mark.parametrize(
    ("written", "status", "said"),
    [
        ({"member-3-role": "Tester"}, 422, "The team, row 3 (“Tester”) has no name."),
        ({"step-4-date": "2027"}, 422, "The timeline, row 4 (“2027”) has no text."),
        ({"step-4-text": "Go"}, 422, "The timeline, row 4 (“Go”) has no date."),
        ({"member-3-name": "M" * 121}, 413, "row 3: the name “MMMM"),
        ({"step-81-text": "Go"}, 413, "The timeline has more than 80 rows."),
        ({"member-9999-name": "Go"}, 413, "The team has more than 60 rows."),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_changes(
    seat: Seat, written: dict[str, str], status: int, said: str
) -> None:
    before = planned(seat).get("")["overview"]
    answer = seat.send(seat.form("/overview"), **written)
    assert answer.status_code == status
    assert said in words(answer.text)
    assert seat.get("")["overview"] == before


def test_a_form_that_cannot_be_kept_comes_back_as_it_was_written(seat: Seat) -> None:
    answer = seat.send(seat.form("/overview"), **{"member-1-name": "Ute", "member-2-role": "Tester"})
    assert answer.status_code == 422
    assert 'value="Ute"' in answer.text
    assert 'value="Tester"' in answer.text


def test_all_of_it_together_may_be_too_long(seat: Seat) -> None:
    long = {f"member-{number}-responsibilities": "word " * 399 for number in range(1, 13)}
    names = {f"member-{number}-name": f"P{number}" for number in range(1, 13)}
    answer = seat.send(seat.form("/overview"), **long, **names)
    assert answer.status_code == 413
    assert "All of it together is too long." in words(answer.text)
    assert 'value="P12"' in answer.text
    assert seat.get("")["overview"]["team"] == []


def test_a_form_with_far_too_many_fields_is_refused(seat: Seat) -> None:
    form = seat.form("/overview")
    answer = seat.send(form, **{f"x{number}": "" for number in range(20_000)})
    assert answer.status_code == 413
    assert "Too many fields" in words(answer.text)
    assert seat.get("")["overview"]["team"] == []


def test_nobody_writes_over_what_another_person_changed_meanwhile(seat: Seat) -> None:
    form = seat.form("/overview")
    planned(seat)
    mine = {"member-1-name": "Ute"}
    answer = seat.send(form, **mine)
    assert answer.status_code == 409
    assert "Somebody changed the overview since you opened it." in words(answer.text)
    assert "Anna" in words(answer.text)
    assert 'value="Ute"' in answer.text
    assert seat.get("")["overview"]["team"] == TEAM
    seen = seat.form("/overview").fields["seen"]
    assert f'value="{seen}"' in answer.text
    seat.sends(form, **mine, seen=seen)
    assert [each["name"] for each in seat.get("")["overview"]["team"]] == ["Ute"]


def test_an_overview_with_more_rows_than_a_form_has_is_shown_and_not_cut(seat: Seat) -> None:
    planned(seat, timeline=[{"date": f"{year}", "text": "T"} for year in range(1900, 1985)])
    read = seat.reads()
    assert "There are more rows here than this page can change." in read
    assert "The first 30 dates are drawn; 55 more stand in the list." in read
    assert "1984 T" in read


def test_words_of_people_stay_words(seat: Seat) -> None:
    evil = "<script>alert(1)</script>"
    planned(
        seat, [{"name": evil, "role": evil, "responsibilities": "</textarea>" + evil}], [{"date": "2027", "text": evil}]
    )
    assert "<script>alert" not in seat.html()
    assert seat.form("/overview").fields["member-1-responsibilities"] == "</textarea>" + evil


def test_a_canvas_that_is_not_there(seat: Seat) -> None:
    assert seat.web.get("/canvases/nothing/overview").status_code == 404
    assert seat.web.post("/canvases/nothing/overview", data={"seen": ""}).status_code == 404
    assert seat.web.get("/canvases/nothing/questions").status_code == 404
