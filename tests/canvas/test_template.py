"""Templates: what ships, how little a person's own needs, and every refusal with the file and the key in it."""

import time
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
import yaml

from app.canvas.template import FOLDER, WORDS, Template, load, parse, shipped
from app.errors import NotFound, TemplateInvalid

SMALL = """\
id: lean
version: "1"
name: Lean canvas
licence: CC-BY-SA-3.0
columns:
  - name: Customers
    purpose: Who pays.
    boxes:
      - id: problem
        name: Problem
        questions: ["What hurts?", "Who says so?"]
        informs: [solution]
      - id: solution
        name: Solution
        questions: ["What would help?"]
"""


@pytest.fixture(scope="module")
def mlops() -> Template:
    return load("mlops-canvas-1.1")


def changed(*path: str | int, to: object) -> str:
    """The small template with one value changed, added, or taken out if `to` is None."""
    tree = yaml.safe_load(SMALL)
    at = tree
    for key in path[:-1]:
        at = at[key]
    if to is None:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return yaml.safe_dump(tree)


BOX = ("columns", 0, "boxes", 0)


# ---- what ships


def test_the_shipped_template_is_complete(mlops: Template) -> None:
    assert shipped() == ("mlops-canvas-1.1",)
    assert len(mlops.columns) == 6
    assert len(mlops.boxes) == 15
    assert sum(len(box.questions) for box in mlops.boxes.values()) == 75
    assert sum(len(box.references) for box in mlops.boxes.values()) == 37
    assert [len(column.boxes) for column in mlops.columns] == [3, 2, 3, 2, 2, 3]


def test_every_shipped_question_has_all_that_the_interview_needs(mlops: Template) -> None:
    for box in mlops.boxes.values():
        assert [each.number for each in box.questions] == [1, 2, 3, 4, 5]
        assert 2 <= sum(each.essential for each in box.questions) <= 3
        assert box.words[0] < box.words[1]
        assert box.words != WORDS
        for question in box.questions:
            assert question.text.endswith("?")
            assert question.plain.endswith("?")
            assert question.plain != question.text
            assert question.example.endswith(".")
            assert 3 <= len(question.label) <= 30
            assert not question.label.endswith(":")
        assert len({each.label for each in box.questions}) == 5


def test_a_shipped_box_informs_only_later_ones(mlops: Template) -> None:
    for number, id in enumerate(mlops.order):
        assert set(mlops.box(id).informs) <= set(mlops.order[number + 1 :])
    assert mlops.informed_by("objectives") == ("background", "value-proposition")
    assert mlops.informed_by("background") == ()


def test_the_shipped_boxes_are_filled_in_the_order_of_their_columns(mlops: Template) -> None:
    assert mlops.order == tuple(box.id for column in mlops.columns for box in column.boxes)
    assert mlops.column_of("fairness").name == mlops.columns[-1].name


def test_the_shipped_template_names_its_licence_and_its_author(mlops: Template) -> None:
    assert mlops.licence == "Apache-2.0"
    assert "Nicki Skafte Detlefsen" in mlops.attribution
    assert "plain, example, label and essential" in mlops.changes
    assert [each.id for each in mlops.header] == ["product_name", "designed_by", "date", "iteration"]


@pytest.mark.parametrize(
    ("box", "number", "text"),
    [
        ("background", 1, "What is the context or environment in which this problem exists?"),
        ("background", 2, "Why is this problem worth solving?"),
        ("value-proposition", 5, "How will success be measured in terms of value delivered?"),
    ],
)
def test_official_questions_are_unchanged(mlops: Template, box: str, number: int, text: str) -> None:
    assert mlops.box(box).question(number).text == text


def test_official_prompts_and_references_are_unchanged(mlops: Template) -> None:
    assert mlops.box("background").prompt == (
        "Describe the context, including the problem and business need. Explain why this ML project is important"
    )
    assert [column.name for column in mlops.columns][0] == "Problem"
    assert mlops.box("background").references[1].text == (
        "Shreya Shankar et al. (2022). Operationalizing Machine Learning: An Interview Study"
    )


def test_a_template_keeps_its_text_and_the_hash_of_it(mlops: Template) -> None:
    assert mlops.text == (FOLDER / "mlops-canvas-1.1.yaml").read_text(encoding="utf-8")
    assert len(mlops.hash) == 64
    assert parse(mlops.text, name="copy.yaml") == mlops
    assert parse(mlops.text + "\n", name="copy.yaml").hash != mlops.hash


# ---- a person's own


def test_fifteen_lines_make_a_canvas(tmp_path: Path) -> None:
    assert len(SMALL.splitlines()) == 15
    file = tmp_path / "lean.yaml"
    file.write_text(SMALL, encoding="utf-8")
    lean = load(str(file))
    assert lean.order == ("problem", "solution")
    assert lean.box("problem").words == WORDS
    assert [(each.number, each.text, each.plain, each.essential) for each in lean.box("problem").questions] == [
        (1, "What hurts?", "What hurts?", False),
        (2, "Who says so?", "Who says so?", False),
    ]
    with pytest.raises(FrozenInstanceError):
        lean.name = "Other"  # type: ignore[misc]


def test_the_fill_order_may_differ_from_the_drawing() -> None:
    lean = parse(changed("fill_order", to=["solution", "problem"]), name="lean.yaml")
    assert lean.order == ("solution", "problem")


def test_text_is_read_without_the_line_breaks_of_the_file() -> None:
    assert parse(changed("name", to="Lean\n  canvas "), name="lean.yaml").name == "Lean canvas"


@pytest.mark.parametrize(("id", "says"), [("why", "no box “why”"), ("", "no box “”")])
def test_a_box_that_is_not_there(id: str, says: str) -> None:
    with pytest.raises(NotFound, match=says) as missing:
        parse(SMALL, name="lean.yaml").box(id)
    assert missing.value.advice == "Its boxes are: problem, solution."


def test_a_question_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="Problem has no question 3") as missing:
        parse(SMALL, name="lean.yaml").box("problem").question(3)
    assert missing.value.advice == "Its questions are 1 to 2."


# ---- every refusal

REFUSED = [
    (changed("colour", to="red"), "file: “colour” is not a known key"),
    (changed("columns", 0, "colour", to="red"), r"columns\[1\]: “colour” is not a known key"),
    (changed(*BOX, "colour", to="red"), r"columns\[1\].boxes\[1\]: “colour” is not a known key"),
    (
        changed(*BOX, "questions", 0, to={"text": "Q?", "hint": "h"}),
        r"problem.questions\[1\]: “hint” is not a known key",
    ),
    (
        changed(*BOX, "references", to=[{"number": 1, "text": "T", "url": "u"}]),
        "problem.references: “url” is not a known",
    ),
    (changed("header", to=[{"id": "a", "name": "A", "size": 1}]), "header: “size” is not a known key"),
    (changed("licence", to=None), "file: “licence” is missing"),
    (changed("licence", to=" "), "file: “licence” is missing"),
    (changed("id", to=None), "file: “id” is missing"),
    (changed("version", to=None), "file: “version” is missing"),
    (changed("name", to=""), "file: “name” is missing"),
    (changed("columns", to=[]), "file: “columns” is missing"),
    (changed("columns", 0, "boxes", to=[]), r"columns\[1\]: “boxes” is missing"),
    (changed("columns", 0, "name", to=None), r"columns\[1\]: “name” is missing"),
    (changed(*BOX, "id", to=None), r"columns\[1\].boxes\[1\]: “id” is missing"),
    (changed(*BOX, "questions", to=None), "problem.questions: a box needs at least one question"),
    (changed(*BOX, "questions", to=[]), "problem.questions: a box needs at least one question"),
    (changed(*BOX, "questions", 0, to={"plain": "P?"}), r"problem.questions\[1\]: “text” is missing"),
    (changed(*BOX, "questions", 0, to=["Q?"]), r"problem.questions\[1\]: must be a list of keys"),
    (changed(*BOX, "questions", 0, to={"text": "Q?", "essential": "yes"}), "essential: must be true or false"),
    (changed(*BOX, "id", to="solution"), "columns: the box id “solution” stands twice"),
    (changed(*BOX, "id", to="start"), "“start” is a place of the interview"),
    (changed(*BOX, "id", to="close"), "“close” is a place of the interview"),
    (changed(*BOX, "words", to=[40]), "problem.words: must be two whole numbers"),
    (changed(*BOX, "words", to=[40, 20]), "problem.words: must be two whole numbers"),
    (changed(*BOX, "words", to=[0, 20]), "problem.words: must be two whole numbers"),
    (changed(*BOX, "words", to="40-120"), "problem.words: must be two whole numbers"),
    (changed(*BOX, "informs", to=["nowhere"]), "problem.informs: “nowhere” is not another box"),
    (changed(*BOX, "informs", to=["problem"]), "problem.informs: “problem” is not another box"),
    (changed(*BOX, "informs", to="solution"), "problem.informs: must be a list"),
    (changed(*BOX, "informs", to=[1]), "problem.informs: must be a list of texts"),
    (changed(*BOX, "references", to=[{"number": "1", "text": "T"}]), "problem.references.number: must be a number"),
    (changed("fill_order", to=["problem"]), "fill_order: must name every box once"),
    (changed("fill_order", to=["problem", "problem"]), "fill_order: must name every box once"),
    (changed("version", to=1.1), "file.version: must be text; put it in quotes"),
    (changed("columns", to={"name": "Customers"}), "file.columns: must be a list"),
    (changed("columns", 0, to="Customers"), r"columns\[1\]: must be a list of keys and values"),
    ("", "file: must be a list of keys and values"),
    ("- id: lean", "file: must be a list of keys and values"),
    ("id: [", "file: is not YAML that can be used"),
    ("id: lean\nid: fat\n", "file: .*the key “id” stands twice"),
    (SMALL + "\n? [a]\n: 1\n", "file: is not YAML .*unhashable key"),
    ("id: !!python/object:os.path {}", "file: is not YAML"),
    ("id: !!timestamp soon", "file: is not YAML"),
    ("id: !!bool perhaps", "file: is not YAML"),
    ("id: !!int ''", "file: is not YAML"),
    ("id: !!map [[a, b]]", "file: is not YAML"),
    ("id: 2027-13-45", "file: is not YAML"),
    ("id: \x00", "file: is not YAML"),
    ("id: \ud800", "file: is not YAML"),
    ("columns: &a [*a]", "repeat the text instead of pointing to it with .a"),
    ("[" * 100_000, "more than 20 levels deep"),
    ("a: " + "{a: " * 30 + "1" + "}" * 30, "more than 20 levels deep"),
]


@pytest.mark.parametrize(("text", "says"), REFUSED, ids=[says[:50] for _, says in REFUSED])
def test_what_a_template_may_not_hold(text: str, says: str) -> None:
    with pytest.raises(TemplateInvalid, match=rf"^lean\.yaml: .*{says}") as refused:
        parse(text, name="lean.yaml")
    assert refused.value.advice


def test_a_bomb_of_aliases_costs_nothing() -> None:
    many = "".join(f"  - {{id: b{n}, name: B, questions: *q}}\n" for n in range(200))
    bomb = "x: &q [" + "Q, " * 500 + "]\ncolumns:\n- name: C\n  boxes: &b\n" + many + "- {name: C, boxes: *b}\n" * 500
    begun = time.thread_time()
    with pytest.raises(TemplateInvalid, match=r"pointing to it with \*q"):
        parse(bomb, name="bomb.yaml")
    assert time.thread_time() - begun < 1


def test_many_keys_are_refused_quickly() -> None:
    begun = time.thread_time()
    with pytest.raises(TemplateInvalid, match="“k0” is not a known key"):
        parse("".join(f"k{n}: 1\n" for n in range(20_000)), name="wide.yaml")
    assert time.thread_time() - begun < 3


@pytest.mark.parametrize("name", ["missing.yaml", ".", "\x00"])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(TemplateInvalid, match="could not be read") as refused:
        load(str(tmp_path / name))
    assert "mlops-canvas-1.1" in refused.value.advice


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    file = tmp_path / "picture.yaml"
    file.write_bytes(b"\x89PNG\xff")
    with pytest.raises(TemplateInvalid, match="could not be read"):
        load(str(file))
