"""The pages over HTTP, as a browser without scripts and htmx ask for them."""

import asyncio
import datetime as dt
import re
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.canvas.model import Milestone, NonAnswer
from app.channels.web.canvas import told
from app.channels.web.pages import rendered
from app.channels.web.room import ENTRIES, Room, room_of
from app.config import Settings
from app.critic.finding import Status
from app.interview.events import (
    Asked,
    Closing,
    ConfirmAsked,
    Covers,
    Decided,
    Disagreed,
    DraftChanged,
    Event,
    Explained,
    FactAsked,
    Failed,
    Judged,
    LabelSeen,
    Noticed,
    Planned,
    Position,
    Proposed,
    ReadBack,
    Screened,
    Suggested,
    ToAddress,
    Words,
)
from app.interview.state import Ask
from app.main import build
from app.usecases.parts import Actor
from app.usecases.views import EventView
from app.usecases.wishes import NewCanvas
from tests.channels.api.serving import HELD_BACK, Service
from tests.channels.web.desk import BOX, PART, Desk
from tests.channels.web.html import Checked, checked
from tests.channels.web.test_marked import finding

AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
LAST = "fairness"


# ---- the page of a canvas


def test_whoever_comes_first_joins_once(desk: Desk, shared: Service) -> None:
    bo = {"cookies": {"facilitator_person": "Bo"}}
    with httpx.Client(base_url=desk.web.base_url, timeout=20, **bo) as web:
        theirs = Desk.at(shared, web, desk.canvas, told=False)
        theirs.page()
        once = desk.events()
        checked(theirs.page())

    assert desk.events() == once
    assert {each["person"] for each in desk.view()["places"]} == {"Anna", "Bo"}


def test_a_page_of_a_canvas_is_whole_at_every_place(desk: Desk) -> None:
    for box in ("start", BOX, LAST, "close"):
        assert desk.move("goto", box=box).status_code == 303
        page = checked(desk.page())
    assert "The close" in page.text


def test_the_sample_is_whole_at_every_box(web: httpx.Client, shared: Service) -> None:
    desk = Desk.sample(shared, web)
    desk.page()
    for box in desk.view()["boxes"]:
        desk.move("goto", box=box["id"])
        assert box["name"] in checked(desk.page()).text


def test_what_was_said_earlier_is_asked_for(desk: Desk) -> None:
    for _ in range(ENTRIES // 2 + 5):
        desk.move("goto", box=BOX)
        desk.move("goto", box=LAST)
    page = desk.page()
    (before,) = re.findall(rf'href="/canvases/{desk.canvas}/earlier\?before=(\d+)"', page)
    shown = [int(each) for each in re.findall(r'id="e(\d+)"', page)]
    part = desk.web.get(f"/canvases/{desk.canvas}/earlier?before={before}", headers=PART).text
    whole = checked(desk.web.get(f"/canvases/{desk.canvas}/earlier?before={before}").text)
    earlier = [int(each) for each in re.findall(r'id="e(\d+)"', part)]

    assert earlier + shown == sorted({*earlier, *shown})
    assert earlier[-1] == int(before) - 1
    assert not Checked(part).faults
    assert "What was said earlier" in whole.text
    assert "hidden><a href" in desk.web.get(f"/canvases/{desk.canvas}/earlier?before=1", headers=PART).text


# ---- moves


def test_a_plain_form_leads_back_to_the_page(desk: Desk) -> None:
    moved = desk.move("say", text="1: By eye, every vial.", box=BOX)

    assert (moved.status_code, moved.headers["location"]) == (303, f"/canvases/{desk.canvas}#now")
    assert "By eye, every vial." in checked(desk.page()).text
    back = desk.move("goto", box=BOX, back=f"/canvases/{desk.canvas}/risk")
    assert back.headers["location"] == f"/canvases/{desk.canvas}/risk"
    away = desk.move("goto", box=BOX, back="https://evil.example/canvases/")
    assert away.headers["location"] == "/"


def test_a_part_of_a_page_is_answered_at_once_while_the_turn_goes_on(service: Service) -> None:
    with httpx.Client(base_url=service.url, timeout=20) as web:
        desk = Desk.new(service, web)
        moved = desk.move("say", headers=PART, text=f"1: By eye, {HELD_BACK}.", box=BOX)
        assert (moved.status_code, moved.text) == (204, "")
        page = checked(desk.page())
        assert "Working on it" in page.text
        service.facilitator.free.set()


def test_an_edit_closes_its_editor(desk: Desk) -> None:
    moved = desk.move("edit", headers={**PART, "HX-Target": "div#editor"}, box=BOX, text="By eye.", answer="0")

    assert (moved.status_code, moved.text) == (200, "")


def test_a_form_sent_twice_is_one_move(desk: Desk) -> None:
    for _ in range(2):
        assert desk.move("say", text="1: By eye.", box=BOX, key="one").status_code == 303
    other = desk.move("say", text="2: Something else.", box=BOX, key="one")

    assert desk.types().count("words") == 1
    assert other.status_code == 422
    assert "2: Something else." in other.text


def test_every_form_has_a_key_of_its_own(desk: Desk) -> None:
    keys = re.findall(r'name="key" value="([^"]+)"', desk.page())

    assert len(keys) == len(set(keys)) > 5


# ---- every kind of event, in words


CASES: list[tuple[Event, tuple[str, ...]]] = [
    (Words(BOX, "By *eye*.", "Mette"), ("Mette", "<em>eye</em>")),
    (Words(LAST, "Later.", "Mette", waiting=True), ("comes next", "Fairness")),
    (Covers(BOX, {}), ()),
    (DraftChanged(BOX, 1, ()), ()),
    (Judged(BOX, ("f",)), ()),
    (Asked(BOX, Ask("Why now?", question=2), lead="As you said:"), ("Question 2", "As you said: Why now?")),
    (Asked(BOX, Ask("Why now?"), translation="Warum jetzt?"), ("Warum jetzt?",)),
    (Proposed(BOX, 1, ("f", "g")), ("The draft of Background is on the table, with 2 things to look at",)),
    (Proposed(BOX, 1), ("on the table. Accept it, edit it, or say more.",)),
    (Position(BOX, 1, 15), ("Background, 1 of 15",)),
    (Position("start", 0, 15), ("The start", "Tell us about the project")),
    (Position("close", 16, 15), ("The close",)),
    (ReadBack("Objectives", (BOX,), ("f1",)), ("Objectives, read back", "These do not go together yet", "Too vague")),
    (
        Closing(("f1",), (BOX,), (LAST,), ("q1",)),
        ("Most worth changing", "Too vague", "1 open question", "Read again: Background", "Still empty: Fairness"),
    ),
    (Closing((), (), (), ()), ("Nothing that was found is still open",)),
    (ConfirmAsked(BOX, "accept", "Shall I accept it?"), ("Shall I accept it?",)),
    (Explained(BOX, "In **plain** words."), ("<strong>plain</strong>",)),
    (Suggested(BOX, "Think of:", ("a camera",)), ("a camera", "Ideas only")),
    (Disagreed(BOX, "Anna and Bo differ."), ("Anna and Bo differ.",)),
    (Noticed("paused", "It waits."), ("It waits.",)),
    (Failed(BOX, "That did not work out."), ("Background:", "That did not work out.", "Try again")),
    (Failed(LAST, "That did not work out."), ("Fairness:",)),
    (Planned(("Anna", "Bo"), (Milestone("2027", "Pilot"),)), ("Team: Anna and Bo. Dates in the timeline: 1.",)),
    (Planned((), ()), ("nobody yet",)),
    (
        Screened(
            "labels",
            (FactAsked("talks", "Does it talk to people?", "yes", "a chat"),),
            (LabelSeen("limited", "Limited risk", "Article 50", "It talks."),),
            "1",
            "2026-11-01",
            to_address=(ToAddress(LAST, "Article 10", "Say who is missing."),),
        ),
        (
            "Limited risk",
            "It talks.",
            "Article 50",
            "Does it talk to people?",
            "It is so",
            "Unsure",
            "Say who is missing.",
        ),
    ),
    (Decided("accept", BOX, answer=1), ("Background is accepted, with 1 open finding.",)),
    (Decided("accept", LAST, answer=1), ("Fairness is accepted.",)),
    (Decided("skip", BOX, question=2, kind=NonAnswer.LATER), ("Background, question 2: put off for later.",)),
    (Decided("skip", BOX), ("Background, the whole box: left open.",)),
    (Decided("waive", BOX, finding="f1", reason="A rule."), ("A finding in Background is put aside: A rule.",)),
    (Decided("reopen", BOX, finding="f1"), ("A finding is open again.",)),
    (Decided("clear", BOX), ("Background is empty now. Its earlier text is in its history.",)),
    (Decided("restore", BOX, answer=3), ("Background has its earlier text back, as answer 3.",)),
    (Decided("still_true", BOX), ("Background still holds.",)),
    (Decided("confirm_fact", fact="talks", reason="yes"), ("Noted about the system: yes",)),
    (Decided("pace", reason="quick"), ("Pace: quick, one question a box at most.",)),
    (Decided("pause"), ("Paused. Everything is kept.",)),
    (Decided("enough", BOX), ()),
]


def test_every_kind_of_event_has_a_case() -> None:
    assert {type(event) for event, _ in CASES} == set(Event.__args__)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Any:
    async def made() -> Room:
        database = f"sqlite:///{tmp_path_factory.mktemp('events') / 'e.db'}"
        async with build(Settings(database=database)) as product:
            canvas = await product.canvases.create(NewCanvas(product_name="Vials"), Actor("Anna", "web"))
            await product.canvases.join(canvas.id, Actor("Anna", "web"))
            return await room_of(product, canvas.id, Actor("Anna", "web"))

    room = asyncio.run(made())
    boxes = tuple(replace(b, findings=(finding(0, 0),)) if b.id == BOX else b for b in room.canvas.boxes)
    return replace(room, canvas=replace(room.canvas, boxes=boxes, to_retry=(BOX,)))


@pytest.mark.parametrize(("event", "words"), CASES)
@pytest.mark.parametrize("by", ["Anna", "Bo", None])
async def test_an_event_appears_in_words(room: Room, event: Event, words: tuple[str, ...], by: str | None) -> None:
    values = await told(None, room, ())  # type: ignore[arg-type]
    found = {"f1": replace(finding(0, 1), box=BOX, message="Too vague", status=Status.OPEN)}
    values |= {
        "events": [EventView(7, AT, by, "t", event)],
        "findings": found,
        "new_speakers": set(),
        "newest_facts": 7,
    }
    html = str(rendered("live.html", root="", me="Anna", **values))
    entry = html.split("</hx-partial>")[0].split(">", 1)[1]

    assert not [each for each in Checked(entry).faults if "nothing has" not in each]
    if isinstance(event, Position) and by != "Anna":
        assert not entry.strip()
        return
    for each in words:
        assert each in entry
    assert bool(words) == bool(entry.strip())
    assert ("Bo:" in entry) == (by == "Bo" and isinstance(event, Decided) and bool(words))


def test_a_turn_that_failed_says_so_where_it_happened_and_can_be_tried_again(service: Service) -> None:
    with httpx.Client(base_url=service.url, timeout=20) as web:
        desk = Desk.new(service, web)
        desk.move("say", headers=PART, text=f"1: By eye, {HELD_BACK}.", box=BOX)
        assert desk.move("stop", box=BOX).status_code == 303
        page = checked(desk.page())
        assert "Try again" in page.text
        assert "By eye" in page.text
        service.facilitator.free.set()
        assert desk.move("retry", box=BOX).status_code == 303

        assert desk.box()["draft"]["text"].startswith("By eye")


# ---- static files


def test_static_files_are_kept_for_ever_under_the_address_of_their_content(web: httpx.Client) -> None:
    (address,) = re.findall(r'href="(/static/[^"]+style\.css)"', web.get("/").text)
    now, old = web.get(address), web.get("/static/0/style.css")

    assert "immutable" in now.headers["cache-control"]
    assert old.headers["cache-control"] == "no-store"
    assert now.content == old.content
    assert now.headers["content-type"].startswith("text/css")
    assert web.get("/static/0/none.css").status_code == 404


def test_pages_are_not_kept_and_leave_other_paths_to_the_api(web: httpx.Client) -> None:
    page = web.get("/")

    assert page.headers["cache-control"] == "no-store"
    assert web.get("/api/nothing").headers["content-type"] == "application/problem+json"
    assert web.get("/apiary").headers["content-type"].startswith("text/html")


def test_a_question_for_the_head_changes_nothing_and_ends(shared: Service, web: httpx.Client) -> None:
    desk = Desk.new(shared, web, told=False)
    assert web.head(f"/canvases/{desk.canvas}").status_code == 200
    assert web.head(f"/canvases/{desk.canvas}/live").headers["content-type"].startswith("text/event-stream")
    assert desk.view()["places"] == []


def test_a_form_that_was_sent_before_is_told_in_plain_words(desk: Desk) -> None:
    assert desk.move("say", box=BOX, key="same", text="By eye.").status_code == 303
    page = desk.move("say", box=BOX, key="same", text="By night.")
    assert page.status_code == 422
    assert "sent already" in page.text
    assert "By night." in page.text
    assert "dempotency" not in page.text
