import re

import pytest

from app.canvas.template import Template
from app.critic.criteria import applies, criteria, criterion, parse
from app.critic.finding import Severity
from app.errors import Invalid, NotFound

ROW = """
- id: VAG-99
  severity: note
  definition: A definition.
  message: "{quote} is a message."
  question: A question?
"""


def test_the_shipped_criteria_and_who_looks_for_each():
    by_rules = [f"VAG-{number:02}" for number in range(2, 11)]
    by_rules += [f"MEAS-{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 10)] + ["GAP-00", "GAP-91", "GAP-92"]
    by_model = ["VAG-01", "VAG-11", "VAG-12", "MEAS-09", "MEAS-11", "MEAS-12"]
    by_model += ["GAP-94", "CON-04", "CON-08", "CON-90", "CON-91"]
    clashes = [f"CON-{number:02}" for number in range(1, 14) if number not in (4, 8)]
    by_law = [f"AIA-{number:02}" for number in range(1, 17)]
    assert sorted(criteria()) == sorted(by_rules + clashes + by_model + by_law)
    assert [each.id for each in criteria().values() if each.by_model] == by_model


def test_the_shipped_criteria_are_read_once():
    assert criteria() is criteria()


@pytest.mark.parametrize("id", criteria())
def test_what_people_read_is_short_and_calm(id: str):
    row = criterion(id)
    for text in (row.message, row.question, row.suggestion):
        assert not re.search(r"[!—]", text)
        assert len(text.split()) <= 25
    assert row.question.endswith("?")


def test_boxes_of_shipped_criteria_exist(template: Template):
    for row in criteria().values():
        assert set(row.boxes) <= set(template.boxes)


def test_a_criterion_that_names_boxes_applies_only_there():
    assert applies("MEAS-02", "objectives")
    assert not applies("MEAS-02", "background")
    assert applies("VAG-03", "anything")


def test_an_unknown_criterion_is_not_found():
    with pytest.raises(NotFound, match="VAG-77") as error:
        criterion("VAG-77")
    assert "VAG-03" in error.value.advice


def test_every_guiding_question_has_a_criterion(template: Template):
    ids = [f"GAP-{box.id.upper()}-{each.number:02}" for box in template.boxes.values() for each in box.questions]
    assert {criterion(id).id for id in ids} == set(ids)
    row = criterion("GAP-DATA-COLLECTION-03")
    assert (row.family, row.severity, row.once, row.by_model) == ("GAP", Severity.SHOULD, True, False)
    assert applies(row.id, "data-collection")
    with pytest.raises(NotFound):
        criterion("GAP-3")


def test_a_row_becomes_a_criterion():
    row = parse(f"{ROW}  boxes: [a, b]\n  once: true\n  good: g\n", name="f")["VAG-99"]
    assert (row.severity, row.boxes, row.once, row.good) == (Severity.NOTE, ("a", "b"), True, "g")
    assert row.message == "{quote} is a message."
    assert (row.bad, row.suggestion, row.source) == ("", "", "")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: b", "f: file: must be a list of criteria"),
        ("- just text", "f: row 1: row: must be keys and values"),
        (f"{ROW}  colour: red", "f: row 1: colour: is unknown or missing"),
        (ROW.replace("  question: A question?\n", ""), "f: row 1: question: is unknown or missing"),
        (ROW + ROW, "f: VAG-99: stands twice"),
        (ROW.replace("note", "bad"), "f: row 1: severity: must be note, should or must"),
        (ROW.replace("A definition.", "[a]"), "f: row 1: definition: must be text"),
        (ROW.replace("{quote}", "{name}"), "f: row 1: message: may hold {quote} and {detail}"),
        (ROW.replace("{quote}", "{quote!r}"), "f: row 1: message: may hold {quote} and {detail}"),
        (ROW.replace("{quote}", "{quote.x}"), "f: row 1: message: may hold {quote} and {detail}"),
        (ROW.replace("{quote}", "{quote"), "f: row 1: message: "),
        (f"{ROW}  boxes: objectives", "f: row 1: boxes: must be a list of texts"),
        (f"{ROW}  once: maybe", "f: row 1: once: must be true or false"),
        (f"{ROW}  engine: oracle", "f: row 1: engine: must be rules or model"),
    ],
)
def test_a_wrong_row_is_refused_with_file_row_and_key(text: str, complaint: str):
    with pytest.raises(Invalid, match=re.escape(complaint)):
        parse(text, name="f")
