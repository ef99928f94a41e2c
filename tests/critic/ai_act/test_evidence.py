import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from app.canvas.template import Template
from app.critic.ai_act.clauses import AS_IT_IS, NUMBER, YEAR
from app.critic.ai_act.considering import _AUDIENCES
from app.critic.ai_act.evidence import FILE, Row, parse, rows, shown
from app.critic.ai_act.pack import pack
from app.critic.criteria import criteria
from app.errors import Invalid

TEXT = FILE.read_text(encoding="utf-8")
TREE = yaml.load(TEXT, yaml.BaseLoader)
CLASSES = TREE["classes"]
RAW = {row["id"]: [" ".join(cue.split()) for cue in row["cues"]] for row in TREE["rows"]}
ALL = [row for some in rows().values() for row in some]
BY_ID = {row.id: row for row in ALL}
COUNTS = {"background": 8, "value-proposition": 7, "objectives": 7, "data-collection": 9,
          "data-verification-and-governance": 8, "modelling": 8, "metrics-and-evaluation": 9, "model-governance": 9,
          "inference": 8, "decision": 11, "feedback": 7, "lifetime": 8, "fairness": 9, "explainability": 7,
          "security": 8}  # fmt: skip


def test_each_box_has_all_its_rows(template: Template):
    assert {box: len(some) for box, some in rows().items()} == COUNTS
    assert set(rows()) == set(template.boxes)
    assert rows() is rows()


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_a_row_is_for_somebody_can_be_read_up_and_is_worded_plainly(row: Row):
    assert row.required or row.recommended
    assert {*row.required, *row.recommended} <= set(_AUDIENCES)
    assert pack().address(row.article)
    assert row.criterion in criteria()
    assert re.match(r"[A-Z].*\.$", row.text)
    assert len(row.text.split()) <= 25
    assert not re.search(r"[!—]", row.text)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_every_word_of_a_cue_can_fire(row: Row):
    assert row.cues
    for text, cue in zip(RAW[row.id], row.cues, strict=True):
        alone = replace(row, cues=(cue,))
        parts = [_terms(part) for part in text.removeprefix(AS_IT_IS).split(" - ")[0].split(" + ")]
        for place, part in enumerate(parts):
            for term in part:
                line = " ".join([*(some[0] for some in parts[:place]), term, *(some[0] for some in parts[place + 1 :])])
                assert shown(alone, f"{line}."), line


def _terms(part: str) -> list[str]:
    some = [term for each in part.split() for term in (CLASSES[each[1:]].split() if each[0] == "@" else [each])]
    return [term.replace(YEAR, "2027").replace(NUMBER, "7") for term in some]


SAID = yaml.load((Path(__file__).parent / "said.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


@pytest.mark.parametrize(("id", "text"), [(id, text) for id, both in SAID.items() for text in both["yes"]])
def test_words_that_address_a_row(id: str, text: str):
    assert shown(BY_ID[id], text)


@pytest.mark.parametrize(("id", "text"), [(id, text) for id, both in SAID.items() for text in both["no"]])
def test_near_misses_do_not_address_a_row(id: str, text: str):
    assert not shown(BY_ID[id], text)


@pytest.mark.parametrize(
    ("id", "text", "quote"),
    [
        ("DE1", "The list is long. A nurse may overrule each score. She signs.", "A nurse may overrule each score."),
        ("IN3", "If the network fails, the nurse triages by hand.", "If the network fails, the nurse triages by hand."),
        ("MG7", "Each verdict is stored with its model version.", "Each verdict is stored with its model version."),
        ("MG9", "Jonas trains the model twice.", ""),
        ("MG9", "Each reviewer is trained for two hours.", "Each reviewer is trained for two hours."),
        ("DE1", "Can a nurse overrule the score?", ""),
        ("DE1", "We do not know yet whether a nurse may overrule it.", ""),
        ("LI6", "We keep a feature if it helps.", ""),
        ("LI6", "Model versions are kept for 10 years.", "Model versions are kept for 10 years."),
        (
            "DE5",
            "The list is long; no score rejects anybody automatically; it waits.",
            "no score rejects anybody automatically;",
        ),
        ("IN2", "The list is short, but logs are kept for 2 years.", "logs are kept for 2 years."),
        ("IN2", "In 2025 we recorded 418 falls.", ""),
        ("IN2", "Logs are kept for 12 months.", "Logs are kept for 12 months."),
    ],
)
def test_the_sentence_that_addresses_a_row(id: str, text: str, quote: str):
    span = shown(BY_ID[id], text)
    assert (text[span.start : span.end] if span else "") == quote


FILE_OF_ONE = """
marks: {denials: nobody, rescues: without, doubts: maybe}
classes:
  who: nurse doctor
rows:
  - {id: A1, box: b, criterion: AIA-01, article: Art. 2, text: T., required: [ALL], cues: ["@who + override"]}
"""


def test_a_row_is_read_with_its_classes():
    (row,) = parse(FILE_OF_ONE, name="f").rows
    assert shown(row, "Doctors may override.")
    assert not shown(row, "Nobody may override.")
    assert (row.recommended, row.anywhere) == ((), False)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (FILE_OF_ONE, "[a]", "f: file: must be marks, classes and rows"),
        ("nobody, rescues", "[nobody], rescues", "f: marks: must be names and words"),
        ("denials", "denial", "f: marks: must be denials, rescues and doubts"),
        ("who: nurse doctor", "who: [nurse]", "f: classes: must be names and words"),
        (FILE_OF_ONE[FILE_OF_ONE.index("rows:") :], "rows: a", "f: rows: must be a list"),
        ("  - {id", "  - text\n  - {id", "f: row 1: row: must be keys and values"),
        ("article: Art. 2, ", "", "f: row 1: article: is unknown or missing"),
        ("box: b", "box: b, colour: red", "f: row 1: colour: is unknown or missing"),
        ("@who", "@whom", "f: row 1: @whom: is no class of words"),
        ("[ALL]", "ALL", "f: row 1: required: must be a list of texts"),
    ],
)
def test_a_wrong_file_is_refused(old: str, new: str, complaint: str):
    assert old in FILE_OF_ONE
    with pytest.raises(Invalid, match=re.escape(complaint)):
        parse(FILE_OF_ONE.replace(old, new), name="f")


def test_an_id_is_given_once():
    again = FILE_OF_ONE + FILE_OF_ONE[FILE_OF_ONE.index("  - {id") :]
    with pytest.raises(Invalid, match="f: rows: one stands twice"):
        parse(again, name="f")
