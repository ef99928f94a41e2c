"""What the terminal says about the AI Act: facts to confirm, labels, and all of it on demand."""

import datetime as dt
from dataclasses import replace

from app.canvas.model import Fact
from app.channels.terminal.law import law, rows
from app.channels.terminal.show import asked_facts, show
from app.interview import events as e
from app.interview.state import Talk
from app.usecases.screenings import screening_view
from app.usecases.views import EventView
from tests.channels.terminal import views
from tests.channels.terminal.telling import again, shown, told
from tests.usecases.laws import canvas

B = "background"
DAY = dt.date(2026, 11, 21)
HIRES = e.LabelSeen(
    "high_risk_annex_iii", "High risk", "Annex III(4)(a)", "It selects.", "ranks who applies", "2027-12-02"
)
EVALUATES = e.FactAsked("evaluates-people", "Does it judge people?", "yes", "ranks who applies", B)
SPEAKS = e.FactAsked("talks-or-generates", "Do people talk with it?", "unsure")


def screened(moment: str, **more: object) -> e.Screened:
    return e.Screened(moment, (EVALUATES, SPEAKS), (HIRES,), "2026.11.20", "2026-11-20", **more)  # type: ignore[arg-type]


def test_facts_are_numbered_with_their_words_and_how_to_answer_is_said_once() -> None:
    text, once_more = again(screened("facts"))
    assert "1  Does it judge people? yes (“ranks who applies”, Background)" in text
    assert "2  Do people talk with it?" in text
    assert "/fact 1 2 says that these are so" in text
    assert "A screening aid, not legal advice. As of 2026-11-20" in text
    assert "/fact N …, as before." in once_more
    assert "legal advice" not in once_more


def test_labels_come_with_article_words_and_date() -> None:
    text = told(screened("labels", to_address=(e.ToAddress(B, "Art. 9(9)", "Name who is under 18."),)))
    line = "High risk, Annex III(4)(a). It selects. “ranks who applies” Applies from 2027-12-02."
    assert line in " ".join(text.split())
    assert "Background should say:\n    Name who is under 18. (Art. 9(9))" in text


def test_what_holds_no_longer_is_said() -> None:
    assert "No longer: transparency 50." in told(screened("changes", went=("transparency_50",)))


def test_numbers_mean_the_facts_that_were_shown() -> None:
    told_facts = screened("facts")
    event = EventView(1, dt.datetime.now(dt.UTC), "Anna", None, told_facts)
    assert [each.id for each in asked_facts([event], views.seen())] == ["evaluates-people", "talks-or-generates"]
    shown_before = views.seen(facts=told_facts.facts)
    assert asked_facts([], shown_before) == shown_before.facts
    said = shown(part for _, part in show([noted()], shown_before, turns=()))
    assert "✔ Noted: no, to “Does it judge people?”" in said


def test_the_law_is_told_whole_on_demand() -> None:
    facts = (
        Fact("annex-iii-4a", "yes", "ranks who applies", B, 3, 20, by="model"),
        Fact("deployer", "yes", by="p1", at=dt.datetime(2026, 11, 21, tzinfo=dt.UTC)),
    )
    view = screening_view(canvas("It ranks who applies.", facts), Talk(id="t"), {"p1": "Mette"}, on=DAY)
    text = shown(law(view, views.seen(views.canvas(views.box(text="It ranks who applies.")))))
    assert "High risk, by what it is used for (Annex III), Annex III, 4(a)." in text
    assert "Applies from 2027-12-02." in text
    assert "as the model read it" in text
    assert "by Mette" in text
    assert "What follows:" in text
    assert "Still missing in accepted boxes:" in text
    assert rows(view)[0].value == "unsure"


def test_what_newer_rules_change_is_told() -> None:
    facts = (Fact("annex-iii-4a", "yes", by="p1"),)
    old = '{"pack": "eu-ai-act", "version": "2026.01.01", "on": "2026-11-21", "labels": ["minimal"], "facts": [{"id": "annex-iii-4a", "value": "yes", "quote": "", "box": "", "start": 0, "end": 0, "by": "p1", "at": null, "reason": ""}], "rulings": []}'  # noqa: E501
    view = screening_view(canvas("It ranks.", facts), Talk(id="t", pack="2026.01.01", screened=old), {}, on=DAY)
    assert "High risk, by what it is used for (Annex III): now given." in view.changes
    assert "Newer rules change:" in shown(law(view, views.seen()))


def noted() -> EventView:
    event = e.Decided("correct_fact", fact="evaluates-people", reason="no")
    return EventView(2, dt.datetime.now(dt.UTC), "Anna", None, event)


def test_what_is_taken_for_not_so_is_said_in_few_words_and_the_words_behind_it_once() -> None:
    no = [
        e.FactAsked(id, "A long question?", "no", "sorts vials", B) for id in ("uses-biometrics", "influences-people")
    ]
    text = told(replace(screened("facts"), facts=(*no, e.FactAsked("gone", "One of another version?", "no"))))
    assert "1  It uses faces, voices or other traits of the body: no (“sorts vials”,\n     Background)" in text
    assert "2  It changes what people do, buy or believe: no\n" in text
    assert "3  One of another version? no" in text
