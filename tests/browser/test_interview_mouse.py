"""The whole sample interview through the page, by mouse: what is stored is what was typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.talking import (
    Case,
    act,
    begin,
    box_of,
    cell,
    edit,
    events,
    goto,
    leave_open,
    more,
    now,
    said,
    sample,
    say,
    speak_as,
    stored,
)
from tests.channels.api.serving import Service

pytestmark = pytest.mark.slow

NUMBERED = re.compile(r"^\d: ")
LEFT_OPEN = "Lifetime"  # as a whole, in this test
VAGUE = "The laptop must be fast."
ASIDE = "It is the name that our line gave it."


def lines(text: str) -> list[str]:
    """What a reply says, line by line, without the numbers of the questions."""
    return [NUMBERED.sub("", line) for line in text.splitlines() if "don't know" not in line]


class Sitting:
    """Anna's laptop, with the whole team around it."""

    def __init__(self, page: Page, case: Case) -> None:
        self.page, self.case = page, case
        self.speaker = "Anna"
        self.typed: list[tuple[str, str]] = []

    def says(self, speaker: str, text: str) -> None:
        if speaker != self.speaker:
            speak_as(self.page, speaker)
            self.speaker = speaker
        say(self.page, text)
        self.typed.append((speaker, text))

    def tells(self, number: int) -> None:
        """What the team says about a box of the case; `number` counts from 1."""
        expect(now(self.page).locator(".place")).to_contain_text(f"{number} of 15")
        for speaker, text in self.case.boxes[number - 1].replies:
            self.says(speaker, text)

    def accepts(self, box: str) -> None:
        act(self.page, "Accept")
        expect(cell(self.page, box)).to_contain_text("✔ accepted")


def test_the_sample_case_from_the_story_to_the_close(page: Page, service: Service) -> None:
    case = sample()
    begin(page, case.name)
    at = Sitting(page, case)
    at.says("Anna", case.story)
    order = [each["id"] for each in stored(service, page)["boxes"]]
    before_the_first_reply(at)
    for number, box in enumerate(order, 1):
        if box == "value-proposition":
            say_little_and_be_asked(at)
        if box == "lifetime":
            leave_open(page, "Ask later", what="The whole box")
            expect(cell(page, box)).to_contain_text("– left open")
            continue
        at.tells(number)
        if box == "objectives":
            put_a_finding_aside(at)
        if box == "data-collection":
            have_it_redrafted(at)
        if box == "model-governance":
            change_a_word(at)
        if box == "fairness":
            leave_questions_open(at)
        at.accepts(box)
    comes_back_at_the_end(at)
    what_is_stored(at, service)


def before_the_first_reply(at: Sitting) -> None:
    """What is asked is explained; without a model there are no ideas, and it is said why."""
    act(at.page, "Explain")
    expect(at.page.locator("#log .ours").last).to_contain_text("How is this problem handled today")
    act(at.page, "Ideas")
    expect(at.page.locator("#log .ideas")).to_contain_text("Ideas only")


def say_little_and_be_asked(at: Sitting) -> None:
    """Of a little, more is asked; enough puts it on the table, deeper asks for the rest."""
    at.says("Anna", "3: Flawed vials reach a patient.")
    expect(at.page.locator("#log .asked").last).to_contain_text("Question 1")
    act(at.page, "Enough")
    expect(at.page.locator("#log")).to_contain_text("The draft of Value Proposition is on the table")
    more(at.page).get_by_role("button", name="Ask me all of it").click()
    expect(at.page.locator("#log .asked").last).to_contain_text("Question 2")


def put_a_finding_aside(at: Sitting) -> None:
    at.says("Anna", VAGUE)
    found = at.page.locator("#box .finding")
    expect(found.filter(has_text="fast")).not_to_have_count(0)
    many = found.count()
    found.first.get_by_text("Put it aside").first.click()
    found.first.get_by_label("Why may it stay as it is?").fill(ASIDE)
    found.first.get_by_role("button", name="Put it aside").click()
    expect(found).to_have_count(many - 1)
    expect(at.page.locator("#log")).to_contain_text(f"A finding in Objectives is put aside: {ASIDE}")


def have_it_redrafted(at: Sitting) -> None:
    menu = more(at.page)
    menu.get_by_label("Redraft: what should be different?").fill("Shorter, please")
    menu.get_by_role("button", name="Redraft").click()
    expect(at.page.locator("#log")).to_contain_text("I cannot word a draft anew")
    expect(menu.get_by_role("button", name="Redraft")).to_be_hidden()


def change_a_word(at: Sitting) -> None:
    text = at.page.locator("#box .text").inner_text()
    edit(at.page, "Model Governance", text.replace("24 months", "36 months"))
    expect(at.page.locator("#box .text")).to_contain_text("36 months")


def leave_questions_open(at: Sitting) -> None:
    page = at.page
    leave_open(page, "We don't know yet", what="Question 5", Who_finds_out="Mette", By_when="2027-03-01")
    expect(page.locator("#box")).to_contain_text("Question 5: not known yet. Mette finds out by 1 Mar 2027.")
    leave_open(page, "Does not apply", what="Question 2", Why="Vials are no people.")
    expect(page.locator("#box")).to_contain_text("Question 2: does not apply, Vials are no people.")
    leave_open(page, "None of these", what="Question 4")
    expect(page.locator("#log")).to_contain_text("question 4: none of what was offered")


def comes_back_at_the_end(at: Sitting) -> None:
    """What was put off comes back once. It is put off again, and the close is shown."""
    expect(now(at.page).locator(".place")).to_contain_text(LEFT_OPEN)
    leave_open(at.page, "Ask later", what="The whole box")
    expect(at.page.get_by_role("heading", name="The close")).to_have_count(2)  # in the talk, and in its own place
    expect(at.page.locator("#log .card").last).to_contain_text("open question")
    for text in at.case.close:
        at.says("Anna", text)
    expect(at.page.locator("#log")).to_contain_text("Noted. Team: Anna, Jonas and Mette.")


def what_is_stored(at: Sitting, service: Service) -> None:
    canvas = stored(service, at.page)
    assert said(service, at.page) == at.typed
    assert canvas["accepted"] == 14
    assert at.typed[0] == ("Anna", at.case.story)
    for box, part in zip(canvas["boxes"], at.case.boxes, strict=True):
        if box["name"] == LEFT_OPEN:
            assert (box["status"], box["text"]) == ("skipped", "")
            continue
        assert box["status"] == "accepted"
        assert not any(each["assumption"] for each in box["sentences"])
        for _, text in part.replies:
            for line in lines(text.replace("24 months", "36 months") if box["id"] == "model-governance" else text):
                assert line in box["text"], box["name"]
    open_ = {(each["box"], each["question"]): each["kind"] for box in canvas["boxes"] for each in box["open_questions"]}
    assert open_ == {
        ("lifetime", None): "later",
        ("fairness", 2): "not_applicable",
        ("fairness", 4): "none_of_these",
        ("fairness", 5): "dont_know",
        ("security", 4): "dont_know",
    }
    moves = [each["event"]["move"] for each in events(service, at.page) if each["event"]["type"] == "decision"]
    assert {"accept", "skip", "waive"} <= set(moves)
    assert [each["name"] for each in canvas["overview"]["team"]] == ["Anna", "Jonas", "Mette"]
    assert box_of(service, at.page, "objectives")["open_questions"] == []
    goto(at.page, "Background")
