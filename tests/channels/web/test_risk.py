"""The page about the AI Act."""

import datetime as dt
from collections.abc import Iterator

import pytest

from app.channels.web.risk import dates_of, known
from app.usecases.screened import DutyView, FactView, LabelView, ScreeningView
from tests.channels.api.serving import Service, serving
from tests.channels.web.sitting import Seat, seated

RANKS = "The tool ranks applicants by their CV."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('risk') / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def seat(service: Service) -> Iterator[Seat]:
    with seated(service, "risk") as seat:
        yield seat


def hiring(seat: Seat) -> Seat:
    """The first column is accepted, and read for facts."""
    for number, box in enumerate(seat.view["boxes"][:3]):
        text = RANKS if number == 0 else "We check 80 % of all cases within two days."
        seat.move(move="accept", box=box["id"], text=text, answer=0)
    return seat


def test_of_a_new_canvas_nothing_is_known_and_questions_are_asked(seat: Seat) -> None:
    read = seat.reads()
    assert "Nothing is known about the system yet." in read
    assert "Now: Not decided yet" in read
    assert "“Unsure” is an answer too" in read
    assert "A screening aid, not legal advice." in read
    view = seat.get("/ai-act")
    assert f"pack {view['pack']}" in read
    assert all(each["question"] in read for each in view["open"])


def test_an_answer_with_its_reason_changes_the_labels_and_names_who_gave_it(seat: Seat) -> None:
    hiring(seat)
    form = seat.form("/correct_fact", fact="annex-iii-4a")
    assert ("value", "no") in form.buttons
    assert seat.sends(form, value="yes", reason="It ranks who applies.").endswith(f"{seat.path}#facts")
    read = seat.reads()
    assert "High risk, by what it is used for (Annex III)" in read
    assert "Applies from 2 Dec 2027." in read
    assert "Mette said so" in read
    assert "It ranks who applies." in read
    assert "https://eur-lex.europa.eu/" in seat.html()
    seat.sends(seat.form("/correct_fact", fact="annex-iii-4a"), value="no")
    assert "High risk, by what it is used for" not in seat.reads()


def test_what_the_rules_read_is_shown_with_its_words_and_can_be_confirmed(seat: Seat) -> None:
    hiring(seat)
    read = seat.reads()
    assert f"{RANKS} Background" in read
    assert "As the rules read it. Nobody has confirmed it yet." in read
    form = seat.form("/confirm_fact", fact="annex-iii-4a")
    assert seat.sends(form).endswith("#facts")
    fact = next(each for each in seat.get("/ai-act")["facts"] if each["id"] == "annex-iii-4a")
    assert (fact["value"], fact["by"], fact["confirmed"]) == ("yes", "Mette", True)


def test_what_follows_has_its_dates_drawn_and_in_words(seat: Seat) -> None:
    hiring(seat).move(move="correct_fact", fact="annex-iii-4a", value="yes")
    html, read = seat.html(), seat.reads()
    assert '<svg class="timeline"' in html
    assert ">today</text>" in html
    assert "2 Dec 2027 High risk, by what it is used for (Annex III)" in read
    assert "still ahead" in read
    assert "From 2 Dec 2027 Art. 9 Run risk management" in read


def test_every_box_says_what_it_should_address(seat: Seat) -> None:
    hiring(seat).move(move="correct_fact", fact="annex-iii-4a", value="yes")
    read = seat.reads()
    found = seat.get("/ai-act")["considerations"]
    assert {each["state"] for each in found} >= {"addressed", "missing"}
    for each in found:
        sign = {"addressed": "Said:", "missing": "Still to say:", "not_applicable": "Not needed:"}.get(
            each["state"], ""
        )
        assert f"{sign} {each['text']}" in read


def test_words_of_people_stay_words(seat: Seat) -> None:
    seat.move(move="correct_fact", fact="annex-iii-4a", value="yes", reason="<script>alert(1)</script>")
    assert "<script>alert(1)" not in seat.html()
    assert "<script>alert(1)</script>" in seat.reads()


def test_an_answer_that_is_none_and_a_canvas_that_is_none(seat: Seat) -> None:
    form = seat.form("/correct_fact")
    refused = seat.send(form, value="perhaps")
    assert refused.status_code == 422
    assert "“perhaps” does not fit here" in refused.text
    assert seat.web.get("/canvases/nothing/risk").status_code == 404


def label(name: str, at: dt.date | None) -> LabelView:
    return LabelView(name, name, "Art. 5", "", "", (), at, True, "law", "", ())


def duty(article: str, at: dt.date, *, ours: bool | None) -> DutyView:
    return DutyView(article, "Do it.", ("provider",), at, True, ours, "")


def fact(id: str, *, confirmed: bool) -> FactView:
    return FactView(id, id, "yes", "", "", "rules", confirmed, None, "")


def view(labels: tuple[LabelView, ...], duties: tuple[DutyView, ...], facts: tuple[FactView, ...]) -> ScreeningView:
    day = dt.date(2026, 11, 22)
    return ScreeningView("c", "p", day, day, "eur-lex", labels, facts, facts[:1], duties, (), (), (), "")


def test_a_date_names_each_label_once_and_counts_articles_beyond_three() -> None:
    early, late = dt.date(2025, 2, 2), dt.date(2027, 12, 2)
    duties = [duty(f"Art. {number}", late, ours=None) for number in range(1, 6)]
    others = duty("Art. 99", late, ours=False)
    seen = view((label("A", early), label("A", early), label("B", None)), (*duties, others), ())
    assert dates_of(seen) == [(early, "A"), (late, "To follow: Art. 1, Art. 2, Art. 3 and 2 more")]


def test_what_is_open_is_not_listed_as_known_and_what_nobody_confirmed_comes_first() -> None:
    facts = (fact("open", confirmed=True), fact("said", confirmed=True), fact("read", confirmed=False))
    assert [each.id for each in known(view((), (), facts))] == ["read", "said"]
