"""The comparison counts from recordings, and trusts no label that it cannot find in them."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.canvas.template import DEFAULT, load
from evals.compare.__main__ import CASES, main
from evals.compare.brief import BOXES, Brief, load_brief
from evals.compare.recording import Line, Recording, asks, own_questions, questions, statements, turns, words_to_read

pytestmark = pytest.mark.no_cover  # it runs the rules over whole sets

BRIEF: dict[str, Any] = {
    "name": "tiny",
    "about": "A bakery guesses how many loaves it sells.",
    "speaker": "Ida",
    "style": "Short.",
    "story": "We bake 300 loaves a day.",
    "facts": [
        {"id": "a1", "text": "300 loaves a day.", "box": "background", "question": 1, "told": "volunteered"},
        {"id": "a2", "text": "40 are left over.", "box": "background", "question": 2, "told": "asked"},
        {"id": "a3", "text": "Nobody knows the price of waste.", "box": "value-proposition", "question": 5,
         "told": "asked", "unknown": True, "owner": "Per", "by": "2027-01-15"},
        {"id": "a4", "text": "The till knows the baker.", "box": "security", "question": 3, "told": "asked",
         "act": "staff data"},
    ],
    "contradictions": [
        {"id": "k1", "first": {"where": "story", "says": "Closed on Sunday."}, "right": "second", "fact": "a1",
         "second": {"where": "security", "says": "On Sundays we sell most."}, "when_asked": "Open."},
    ],
    "traps": [{"id": "t1", "text": "A share of waste in percent."}],
}  # fmt: skip
TALK = [
    {"who": "team", "text": "We bake 300 loaves a day. Closed on Sunday."},
    {"who": "facilitator", "kind": "position", "text": "Background. What is the context?"},
    {"who": "facilitator", "kind": "question", "text": "How many are left? Since when?"},
    {"who": "team", "text": "40 are left over. On Sundays we sell most. Per could find out the price by 15 January."},
    {"who": "facilitator", "kind": "finding", "text": "You said “Closed on Sunday” and “On Sundays we sell most”."},
    {"who": "team", "text": "ok"},
]
CANVAS = """# Tiny

| Product name | A bakery of ours |
| --- | --- |

## Problem

### Background

The bakery makes 300 loaves a day and 40 are
left over. Waste falls by 12 %.

- The price of waste is open: Per, 15 January.

_Nothing yet._
"""
LABELS: dict[str, Any] = {
    "labelled_by": "a test",
    "played_by": "a test",
    "answered_by": "nobody",
    "calls": 7,
    "facts": {
        "a1": {"told": True, "said": "300 loaves a day", "kept": True, "words": "300 loaves a day"},
        "a2": {
            "told": True,
            "called": "question",
            "said": "40 are left over",
            "kept": True,
            "words": "40 are left over",
        },
        "a3": {
            "told": True,
            "called": "printed",
            "said": "find out the price",
            "kept": True,
            "words": "The price of waste is open",
        },
        "a4": {"told": False, "kept": False},
    },
    "inventions": [{"words": "Waste falls by 12 %", "trap": "t1"}],
    "open_points": [{"words": "open: Per, 15 January", "owner": "Per", "date": "15 January"}],
    "contradictions": [{"id": "k1", "words": ["Closed on Sunday", "On Sundays we sell most"]}],
    "findings": [],
}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A folder with one case whose product side is recorded and labelled."""
    side = tmp_path / "tiny" / "product"
    side.mkdir(parents=True)
    (tmp_path / "tiny" / "brief.yaml").write_text(yaml.safe_dump(BRIEF))
    (side / "transcript.jsonl").write_text("\n".join(json.dumps(line) for line in TALK))
    (side / "canvas.md").write_text(CANVAS)
    write_labels(tmp_path)
    return tmp_path


def write_labels(cases: Path, **changes: object) -> None:
    (cases / "tiny" / "product" / "labels.yaml").write_text(yaml.safe_dump({**LABELS, **changes}))


def run(cases: Path) -> int:
    return main(["--cases", str(cases)])


def row(printed: str, name: str) -> str:
    """What the product's column says."""
    (line,) = [line for line in printed.splitlines() if line.startswith(name)]
    return line[len(name) :].rsplit("-", 1)[0].strip()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("turns (replies of the team)", "3"),
        ("times the team was asked", "1"),
        ("question sentences shown", "3"),
        ("  without the printed guiding questions", "2"),
        ("words to read", "22"),
        ("statements in the final canvas", "3"),
        ("facts volunteered, kept", "1 of 1"),
        ("facts told only when asked, drawn out", "2 of 3"),
        ("  by a question put to the team", "1"),
        ("  by a printed guiding question", "1"),
        ("  and kept", "2 of 3"),
        ("facts that matter for the AI Act, kept", "0 of 1"),
        ("guiding questions touched", "3 of 30"),
        ("inventions", "1"),
        ("  traps of the brief among them", "1 of 1"),
        ("open points named", "1"),
        ("  with an owner", "1"),
        ("  with a date", "1"),
        ("unknowns of the brief, kept", "1 of 1"),
        ("contradictions surfaced", "1 of 1"),
        ("findings kept on the canvas", "0"),
        ("player: volunteered facts forgotten", "0"),
        ("player: told though nothing called for it", "0"),
        ("calls to the model", "7"),
        ("tokens read", "not known"),
    ],
)
def test_a_row_counts(cases: Path, capsys: pytest.CaptureFixture[str], name: str, value: str) -> None:
    assert run(cases) == 0
    assert row(capsys.readouterr().out, name) == value


def test_it_says_who_did_what_and_what_is_missing(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cases) == 0
    printed = capsys.readouterr().out
    assert "tiny, product: answers by nobody; played by a test; labelled by a test." in printed
    assert "tiny, plain form: not recorded yet." in printed


def test_two_models_are_named(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = cases / "tiny" / "form"
    form.mkdir()
    for name in ("transcript.jsonl", "canvas.md"):
        (form / name).write_text((cases / "tiny" / "product" / name).read_text())
    (form / "labels.yaml").write_text(yaml.safe_dump({**LABELS, "answered_by": "somebody"}))
    assert run(cases) == 0
    assert "tiny: the sides were answered by different models." in capsys.readouterr().out


def test_a_talk_without_labels_is_counted_and_said(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (cases / "tiny" / "product" / "labels.yaml").unlink()
    assert run(cases) == 0
    printed = capsys.readouterr().out
    assert "tiny, product: recorded, not labelled yet." in printed
    assert printed.splitlines()[2].split() == ["turns", "(replies", "of", "the", "team)", "3", "-"]


def test_nothing_recorded_is_said_plainly(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (cases / "tiny" / "product").iterdir():
        path.unlink()
    assert run(cases) == 0
    assert capsys.readouterr().out == "tiny, product: not recorded yet.\ntiny, plain form: not recorded yet.\n"


A1 = LABELS["facts"]["a1"]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        (
            {"facts": {**LABELS["facts"], "a1": {**A1, "words": "301 loaves"}}},
            "“301 loaves” does not stand in canvas.md",
        ),
        ({"facts": {**LABELS["facts"], "a1": {**A1, "said": "How many are left?"}}}, "does not stand in what the team"),
        ({"facts": {**LABELS["facts"], "a1": {**A1, "words": " "}}}, "fact a1, words: “ ” does not stand"),
        ({"facts": {**LABELS["facts"], "a1": {"told": True, "said": "300", "kept": True}}}, "kept needs words"),
        ({"facts": {**LABELS["facts"], "a1": {"told": False, "kept": True, "words": "300"}}}, "kept but never told"),
        ({"facts": {**LABELS["facts"], "a2": A1}}, "fact a2 was told: what called for it?"),
        ({"facts": {"a1": A1}}, "fact a2 has no label"),
        ({"facts": {**LABELS["facts"], "a9": A1}}, "label for the unknown fact a9"),
        ({"inventions": [{"words": "Waste falls by 13 %"}]}, "inventions 1: “Waste falls by 13 %” does not stand"),
        ({"inventions": [{"words": "Waste falls", "trap": "t9"}]}, "label for the unknown trap t9"),
        (
            {"open_points": [{"words": "open: Per", "date": "15 January"}]},
            "“15 January” does not stand in its own words",
        ),
        ({"findings": [{"words": "vague"}]}, "findings 1: “vague” does not stand in canvas.md"),
        ({"contradictions": [{"id": "k9", "words": "You said"}]}, "label for the unknown contradiction k9"),
        ({"contradictions": [{"id": "k1", "words": "You said"}] * 2}, "a contradiction is labelled twice"),
        ({"contradictions": [{"id": "k1", "words": "We bake"}]}, "does not stand in what the facilitator says"),
        ({"slips": [{"words": "How many"}]}, "slip: “How many” does not stand in what the team says"),
        ({"labelled_by": ""}, "labelled_by"),
        ({"score": 9}, "score"),
    ],
)
def test_a_label_that_cannot_be_trusted_fails(
    cases: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, object], complaint: str
) -> None:
    write_labels(cases, **changes)
    assert run(cases) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert complaint in printed.err


@pytest.mark.parametrize("gone", ["transcript.jsonl", "canvas.md"])
def test_labels_of_nothing_fail(cases: Path, capsys: pytest.CaptureFixture[str], gone: str) -> None:
    (cases / "tiny" / "product" / gone).unlink()
    assert run(cases) == 1
    assert "labels a recording that is not there" in capsys.readouterr().err


@pytest.mark.parametrize("talk", ["", '{"who": "judge", "text": "x"}', "not JSON"])
def test_a_torn_talk_fails(cases: Path, capsys: pytest.CaptureFixture[str], talk: str) -> None:
    (cases / "tiny" / "product" / "transcript.jsonl").write_text(talk)
    assert run(cases) == 1
    assert "tiny/product/transcript.jsonl" in capsys.readouterr().err


def test_what_is_counted_without_a_judge() -> None:
    lines = tuple(Line.model_validate(line) for line in TALK)
    talk = Recording((*lines, Line(who="facilitator", text="See https://a.example/?q=1 and say: “Why?”")), "")
    assert (turns(talk), asks(talk), questions(talk), own_questions(talk)) == (3, 2, 4, 3)
    assert words_to_read(talk) == 27


@pytest.mark.parametrize(
    ("canvas", "count"),
    [
        ("We lose 3.5 m of it. It costs 40 euro.", 2),
        ("**Background**\n\n1. First we\n   lose water.\n2. What do we lose?\n* Two words\n", 1),
        ("## Open questions\n\n| Box | Question |\n| --- | --- |\n| Why | Nobody knows the price |\n", 1),
        ("It is so.<!-- and this is not -->\n\n<!-- end of canvas -->\n\nPrinted by a machine today.\n", 1),
    ],
)
def test_statements(canvas: str, count: int) -> None:
    assert statements(canvas) == count


def real_briefs() -> list[Brief]:
    return [load_brief(path) for path in sorted(CASES.glob("*/brief.yaml"))]


@pytest.mark.parametrize("brief", real_briefs(), ids=lambda brief: str(brief.name))
def test_a_brief_is_rich_and_whole(brief: Brief) -> None:
    told = Counter(fact.told for fact in brief.facts)
    assert 40 <= len(brief.facts) <= 45
    assert 0.35 <= told["volunteered"] / len(brief.facts) <= 0.45
    assert {(fact.box, fact.question) for fact in brief.facts} == {(box, n) for box in BOXES for n in range(1, 6)}
    assert 3 <= sum(fact.unknown for fact in brief.facts) <= 4
    assert sum(bool(fact.act) for fact in brief.facts) >= 3
    assert 3 <= len(brief.traps) <= 4
    assert 80 <= len(brief.story.split()) <= 150
    for each in brief.contradictions:
        assert each.first.where != "story" or each.first.says in " ".join(brief.story.split())


def test_the_boxes_are_those_of_the_template() -> None:
    columns = {column.name: [box.id for box in column.boxes] for column in load(DEFAULT).columns}
    assert tuple(columns["Problem"] + columns["Risk"]) == BOXES


def test_the_real_cases_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "heat-network, product" in capsys.readouterr().out
