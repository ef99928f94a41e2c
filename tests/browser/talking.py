"""What people do at the page of a canvas, by mouse, and how one sees that it is done."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

from app.channels.terminal.answers import SAMPLE, blocks
from tests.channels.api.serving import Service

BUSY = "Working on it"


@dataclass
class Part:
    """What is said about one box of the sample case, by whom, in the order of the file."""

    replies: list[tuple[str, str]] = field(default_factory=list)  # speaker and words


@dataclass
class Case:
    """The sample case as people type it: the story, what is said about each box, and who does what and when."""

    name: str
    story: str
    boxes: list[Part]
    close: list[str]


def sample() -> Case:
    name, _, story, *rest = blocks(SAMPLE.read_text(encoding="utf-8"))
    boxes, speaker, now = [], "Anna", Part()
    for block in rest:
        if block == "/accept":
            boxes.append(now)
            now = Part()
        elif block.startswith("/as "):
            speaker = block.removeprefix("/as ")
        else:
            now.replies.append((speaker, block))
    return Case(name, story, boxes, [text for _, text in now.replies])


def begin(page: Page, name: str = "Vial inspection") -> None:
    """A new canvas; its page asks for the story."""
    page.get_by_label("Product name").fill(name)
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text("Tell us about the project")


def words(page: Page) -> Locator:
    return page.get_by_label("Your words")


def now(page: Page) -> Locator:
    return page.get_by_role("region", name="What you can do now")


def cell(page: Page, box: str) -> Locator:
    """A box on the board, by its id."""
    return page.locator(f"#cell-{box}")


def act(page: Page, name: str) -> None:
    now(page).get_by_role("button", name=name, exact=True).click()


def speak_as(page: Page, name: str) -> None:
    """One click if the name is there already; whoever is new is written down once."""
    speakers = page.get_by_role("group", name="Who speaks")
    if speakers.get_by_text(name, exact=True).count():
        speakers.get_by_text(name, exact=True).click()
        expect(speakers.get_by_role("radio", name=name)).to_be_checked()
    else:
        page.get_by_label("Somebody else speaks").fill(name)


def say(page: Page, text: str) -> None:
    """Say it and wait until it is understood."""
    words(page).fill(text)
    page.get_by_role("button", name="Send").click()
    heard(page, text)


def heard(page: Page, text: str) -> None:
    """The last words in the talk are these, nobody works on them any more, and the field is free again."""
    expect(page.locator("#log .said").last).to_contain_text(text.splitlines()[0])
    expect(words(page)).to_have_value("")
    expect(page.locator("#after-log")).not_to_contain_text(BUSY)


def more(page: Page) -> Locator:
    """The menu with the rarer moves, opened."""
    menu = now(page).locator("details.more")
    menu.get_by_text("More", exact=True).click()
    return menu


def leave_open(page: Page, way: str, *, what: str = "", **fields: str) -> None:
    """Leave a question, or the whole box, in one of the four ways."""
    menu = more(page)
    if what:
        menu.get_by_label("What", exact=True).select_option(label=what)
    menu.get_by_role("radio", name=way).check()
    for label, text in fields.items():
        menu.get_by_label(label.replace("_", " ")).fill(text)
    menu.get_by_role("button", name="Leave it open").click()
    expect(menu.get_by_role("button", name="Leave it open")).to_be_hidden()


def edit(page: Page, box: str, text: str, *, button: str = "Put it on the table") -> None:
    """Change the text of a box in its editor. `box` is its name."""
    now(page).get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label(f"Text of {box}").fill(text)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_label(f"Text of {box}")).to_have_count(0)


def goto(page: Page, name: str) -> None:
    """Go to a box by a click on the board."""
    page.get_by_role("group", name="The boxes of the canvas").get_by_role("button", name=name, exact=True).click()
    expect(now(page).locator(".place")).to_contain_text(name)


# ---- what is stored


def id_of(page: Page) -> str:
    return page.url.partition("/canvases/")[2].partition("#")[0].partition("/")[0]


def stored(service: Service, page: Page) -> Any:
    """The canvas as it is stored."""
    return service.api.get(f"/canvases/{id_of(page)}").raise_for_status().json()


def box_of(service: Service, page: Page, box: str) -> Any:
    return next(each for each in stored(service, page)["boxes"] if each["id"] == box)


def events(service: Service, page: Page) -> list[Any]:
    """Everything that happened, in its order."""
    interview, found, after = stored(service, page)["interview"], [], 0
    while True:
        answer = service.api.get(f"/interviews/{interview}/events", params={"after": after, "limit": 200}).json()
        found += answer["items"]
        if not answer["next"]:
            return found
        after = answer["next"]


def said(service: Service, page: Page) -> list[tuple[str, str]]:
    """Who said what, in the order in which it was said."""
    happened = (each["event"] for each in events(service, page))
    return [(each["speaker"], each["text"]) for each in happened if each["type"] == "words"]
