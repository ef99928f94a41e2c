"""A history that a person wrote as YAML."""

import datetime as dt
import time
from pathlib import Path

import pytest

import app.canvas
from app.canvas.model import AnswerKind, Header, Member, Milestone, NonAnswer, Overview, Source, SourceKind
from app.documents import history_json, sample
from app.documents.portable import Portable, PortableQuestion
from app.errors import DocumentInvalid, TooLong

from .portables import MIDNIGHT, MLOPS, TEMPLATES

VIALS = Path(app.canvas.__file__).parent / "samples" / "vials.yaml"
TEXT = """
product_name: Vials
template: mlops-canvas-1.1
iterations:
  - number: 1
    date: 2025-09-01
    designed_by: Anna
    note: First.
    answers:
      background: |
        We fill vials. By hand.

      objectives: None missed.
    open_questions:
      - {box: security, question: 4, kind: dont_know, reason: New, owner: Jonas, due: 2025-10-01}
      - {box: fairness, question: null, kind: later}
    overview:
      team: [{name: Anna, role: Lead}]
      timeline: [{date: 2025-10-01, milestone: Done}, {date: Q4 2025, milestone: Live}]
  - number: 2
    answers: {background: We fill bottles.}
  - number: 3
    overview: {}
    open_questions: []
"""


def read(text: str) -> Portable:
    return sample.read(text, "vials.yaml", templates=TEMPLATES.get)


def test_all_that_it_tells() -> None:
    canvas = read(TEXT)
    first, second, third = canvas.iterations
    assert first.header == Header("Vials", "Anna", dt.date(2025, 9, 1), "First.")
    given = first.answers[0]
    assert (given.box, given.number, given.kind, given.at) == ("background", 1, AnswerKind.IMPORTED, MIDNIGHT)
    assert given.text == "We fill vials. By hand."
    assert given.sentences[1].sources == (Source(SourceKind.IMPORT, "vials.yaml", "By hand."),)
    assert first.open_questions == (
        PortableQuestion("security", 4, NonAnswer.DONT_KNOW, "New", "Jonas", dt.date(2025, 10, 1), at=MIDNIGHT),
        PortableQuestion("fairness", None, NonAnswer.LATER, at=MIDNIGHT),
    )
    timeline = (Milestone("2025-10-01", "Done"), Milestone("Q4 2025", "Live"))
    assert first.overview == Overview((Member("Anna", "Lead"),), timeline)
    assert (second.overview, second.open_questions) == (first.overview, first.open_questions)
    assert (second.answers[0].number, second.answers[0].at) == (2, None)
    assert (third.overview, third.open_questions, third.answers) == (Overview(), (), ())
    assert {box: each.text for box, each in canvas.latest.items()} == {
        "background": "We fill bottles.",
        "objectives": "None missed.",
    }
    assert (canvas.template_version, canvas.template_hash, canvas.template_text) == (
        "1.1",
        MLOPS.hash,
        MLOPS.text,
    )


def test_without_templates_nothing_is_told_of_them() -> None:
    canvas = sample.read(TEXT, "vials.yaml")
    assert (canvas.template_id, canvas.template_version, canvas.template_hash) == ("mlops-canvas-1.1", "", "")
    assert canvas.template_text is None


def test_the_sample_that_we_ship() -> None:
    canvas = read(VIALS.read_text(encoding="utf-8"))
    assert [iteration.number for iteration in canvas.iterations] == [1, 2, 3]
    assert set(canvas.latest) == set(MLOPS.order)
    assert history_json.read(history_json.write(canvas), limit=10**6) == canvas


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("designed_by: Anna", "designed_by: No", "iterations[0].designed_by: Input should be a valid string"),
        ("designed_by", "designer", "iterations[0].designer: Unexpected keyword argument"),
        ("number: 1", "number: 4", "iterations: their numbers must count up one by one"),
        (
            "box: security",
            "box: safety",
            "iterations[0].open_questions[0].box: this canvas has no box “safety”",
        ),
        ("template: mlops", "template: lean", "template: there is no canvas “lean-canvas-1.1” here"),
        ("number: 2", "number: 2\n    number: 2", "the key “number” stands twice"),
        ("2025-09-01", "2025-09-31", "day is out of range for month"),
        ("Anna", "!!binary aGk=", "a value of the kind bytes has no place in a canvas"),
        ("Anna", "!!python/name:os.system", "could not determine a constructor"),
        ("Anna", "&a [*a]", "it repeats the part *a"),
        ("Anna", "[" * 40, "it nests deeper than 32 levels"),
        ("Anna", "{? [] : 1}", "cannot be read"),
        ("Anna", "\x00", "it is not YAML"),
        ("Anna", "\ud800", "cannot be read"),
        (
            "Anna",
            "{" + ", ".join(f"k{n}: 1" for n in range(501)) + "}",
            "one of its parts has more than 500 keys",
        ),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, told: str) -> None:
    with pytest.raises(DocumentInvalid) as caught:
        read(TEXT.replace(old, new, 1))
    assert told in caught.value.message
    assert caught.value.message.startswith("vials.yaml")


def test_too_long_to_read() -> None:
    with pytest.raises(TooLong):
        sample.read(TEXT, "vials.yaml", limit=100)


@pytest.mark.no_cover
@pytest.mark.parametrize("text", ["[" * 400_000, "{a: " * 100_000, "- " * 200_000, "a: 1\n" * 100_000, "? " * 100_000])
def test_time_grows_with_the_file(text: str) -> None:
    start = time.process_time()
    with pytest.raises(DocumentInvalid):
        read(text)
    assert time.process_time() - start < 10
