import pytest

from app.critic.ai_act.telling import FILE, parse, purpose, telling, tells
from app.critic.reading import read
from app.errors import Invalid


def told(text: str) -> bool:
    reading = read(text)
    return tells(reading, reading.sentences[0])


@pytest.mark.parametrize(
    "text",
    [
        "The model sorts vials into good and bad.",
        "Each night at three the new model ranks applicants.",
        "It shows a suggested level.",
        "Cameras watch the belt.",
        "Drones over the square tell who is there.",
        "The scorecard of the bank rates each borrower.",
        "Applicants are ranked by a neural network.",
        "Loans are granted using the score.",
        "A tool that ranks job applicants.",
        "An app to diagnose skin spots.",
        "A system for ranking applicants.",
        "We automatically rank applicants.",
        "We want to predict who leaves.",
        "We train a network that grades essays.",
        "Ranks job applicants.",
        "To rank job applicants fairly.",
        "Ranking of job applicants.",
        "Goal: rank job applicants.",
        "The patient waits, and the model scores the scan.",
        "The software automatically refuses loans.",
        "Planning of shifts.",
    ],
)
def test_a_sentence_with_the_system_as_its_subject_tells(text: str):
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Who benefits: patients first, then the operators at the line.",
        "And there is an existing model that we want to replace.",
        "A false rejection costs one vial of medicine.",
        "Measure of value: two counts that Mette reports.",
        "The existing model sorts the vials.",
        "The 2014 scorecard refuses loans.",
        "Mette compares the counts of the model with the goal.",
        "A clerk who knows the old habits and the model of the bank.",
        "The model does not see applicants.",
        "The model runs in the cloud.",
        "Today the model ranks applicants.",
        "We ranked applicants.",
        "We report how often patients fall.",
        "We use bread.",
        "We.",
        "Labels are late.",
        "Grades 1 to 6 are good.",
        "Judges decide cases.",
        "Ranked by hand.",
        "Sort.",
        "The new model",
        "The model which.",
        "Ranked by the existing model.",
        "Decided by the head of the town council here today.",
        "A tool for nurses.",
        "Two nurses on a ward have a computer.",
        "Yes: no.",
        "The computer on the desk of the nurse is grey.",
        "…",
        "Affected are patients, triage nurses and the doctors.",
        "Search drives without a find: from 71 % to 40 %.",
        "Counting by hand costs nine days.",
        "Label scanner cannot read 1.7 % of them.",
        "Forecast error of at most 22 %.",
        "No valve is moved by the software.",
        "Then inspect it by camera.",
        "Today: ranks applicants.",
    ],
)
def test_what_people_do_or_what_is_there_already_does_not(text: str):
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The model sorts vials into good and bad.",
        "When a vial comes, the model sorts it.",
        "Ranks job applicants.",
        "Applicants are ranked by a neural network.",
        "It shows a suggested level.",
        "Ranking of job applicants: the best come first.",
    ],
)
def test_a_purpose_is_told_with_a_verb_for_it(text: str):
    reading = read(text)
    assert purpose(reading, reading.sentences[0])


@pytest.mark.parametrize(
    "text",
    [
        "It goes quickly.",
        "The system has 8 cores.",
        "The model uses temperatures.",
        "If the model ranks applicants, the head signs.",
        "If more than 5 % are late, planning goes back to the board.",
    ],
)
def test_what_it_has_or_needs_is_no_purpose(text: str):
    reading = read(text)
    assert not purpose(reading, reading.sentences[0])


def test_every_doer_can_be_a_subject():
    assert [word for word in sorted(telling().doers) if not told(f"The {word} ranks applicants.")] == []


def test_every_other_makes_it_something_else():
    assert [word for word in sorted(telling().others) if told(f"The {word} model ranks applicants.")] == []


def test_every_verb_can_open():
    assert [word for word in sorted(telling().does) if not told(f"To {word} applicants.")] == []


def test_what_we_build_tells():
    assert [word for word in sorted(telling().builds) if not told(f"We {word} a model.")] == []


def test_what_we_do_as_people_does_not():
    assert telling().idle <= set(telling().does)
    assert [word for word in sorted(telling().idle) if told(f"We {word} applicants.")] == []


def test_a_wrong_file_is_refused():
    text = FILE.read_text(encoding="utf-8")
    assert parse(text, name="f") == telling()
    with pytest.raises(Invalid, match="f: file: must be doers, others, does, builds, idle"):
        parse(text.replace("idle:", "lazy:"), name="f")
    with pytest.raises(Invalid, match="f: file: must be"):
        parse("[]", name="f")
