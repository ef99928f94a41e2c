import re

import pytest

from app.critic.ai_act.noticing import held_in, notice
from app.critic.ai_act.recognising import _hits
from app.critic.ai_act.signs import EXACT, FILE, GAP, Sign, Term, bases, parse, signs
from app.critic.reading import read
from app.errors import Invalid

TEXT = FILE.read_text(encoding="utf-8")
ROWS = [pytest.param(row, id=f"{row.reason} {number}") for number, row in enumerate(signs().rows)]
HINTS = [pytest.param(row, id=f"{row.reason} {number}") for number, row in enumerate(signs().hints)]
MASKS = {"denial", "elsewhere", "harmless", "no-denial", "made-words"}  # not for rows


def fires(row: Sign, text: str) -> bool:
    return any(hit.sign is row for hit in _hits(notice("background", read(text))))


@pytest.mark.parametrize("row", ROWS)
def test_every_row_fires_in_its_good_examples_and_not_in_its_bad_ones(row: Sign):
    assert row.good
    assert [text for text in row.good if not fires(row, text)] == []
    assert [text for text in row.bad if fires(row, text)] == []


def hinted(row: Sign, text: str) -> bool:
    reading = read(text)
    held = [held_in(reading, span) for span in reading.holding(signs().hinting)]
    return any(not row.unless & each and all(one & each for one in row.needs) for each in held)


@pytest.mark.parametrize("row", HINTS)
def test_every_hint_is_heard_in_its_good_examples_and_not_in_its_bad_ones(row: Sign):
    assert row.good
    assert row.bad
    assert [text for text in row.good if not hinted(row, text)] == []
    assert [text for text in row.bad if hinted(row, text)] == []


def test_a_hint_answers_nothing():
    assert [
        row.reason for row in signs().hints if row.answers or row.suspect or row.about or row.near or row.never
    ] == []


def test_a_row_answers_or_keeps_open():
    assert [row.reason for row in signs().rows if (row.yes or row.no) and not row.answers] == []
    assert [row.reason for row in signs().rows if row.silent and not row.answers] == []


@pytest.mark.parametrize("key", sorted(set(signs().classes) - {"elsewhere"}))
def test_every_term_can_fire_and_stands_once(key: str):
    terms = signs().classes[key]
    assert len(terms) == len(set(terms))
    assert [term for term in terms if not noticed(key, term)] == []


def noticed(key: str, term: Term) -> bool:
    """Whether a term is noticed where it stands in a text, in the middle of a sentence."""
    text = "The the xyz " + " ".join(word.removeprefix(EXACT).replace(GAP, "xyz") for word in term) + " xyz"
    return any(each.held & signs().bits[key] for each in notice("background", read(text)))


def test_what_is_elsewhere_silences_its_sentence():
    for term in signs().classes["elsewhere"]:
        said = " ".join(word.replace(GAP, "xyz") for word in term)
        assert [each.held for each in notice("background", read(f"Applicants: {said}"))] == [0], said


def test_every_class_is_used():
    used = 0
    for row in (*signs().rows, *signs().hints):
        for mask in (*row.needs, *row.near, *row.about, row.unless, row.never):
            used |= mask
    assert {key for key, bit in signs().bits.items() if not bit & used} == MASKS


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("ranks", "rank"),
        ("ranking", "rank"),
        ("ranked", "rank"),
        ("scored", "score"),
        ("scoring", "score"),
        ("planned", "plan"),
        ("prioritizes", "prioritise"),
        ("children", "child"),
        ("bakery's", "bakery"),
        ("tells", "tell"),
        ("postcode", "postcodes"),
        ("families", "family"),
        ("classified", "classify"),
    ],
)
def test_a_term_stands_for_its_forms(word: str, base: str):
    assert base in bases(word)


def test_a_card_is_no_car():
    assert "car" not in bases("card")


def test_a_note_is_no_not_and_training_is_no_train():
    assert not any(each in (f"{EXACT}not", f"{EXACT}train") for word in ("notes", "trained") for each in bases(word))


SMALL = """
irregular: {see: saw}
classes: {a: [see, look _ at], b: [bee]}
rows: [{needs: [a], no: [learned], reason: r}]
hints: [{needs: [a], doubt: [learned], reason: r, silent: yes}]
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (SMALL, "[a]", "f: file: must be irregular, classes, rows and hints"),
        ("classes:", "glasses:", "f: file: must be irregular, classes, rows and hints"),
        ("{see: saw}", "[see]", "f: irregular: must be keys and values"),
        ("{a: [see, look _ at], b: [bee]}", "[see]", "f: classes: must be keys and values"),
        ("[bee]", "bee", "f: b: must be a list of texts"),
        ("[bee]", '["_"]', "f: b: “_” is no term"),
        ("[bee]", '["-"]', "f: b: “-” is no term"),
        ("[{needs: [a], no: [learned], reason: r}]", "rows", "f: rows: must be a list"),
        ("hints: [", "hints: [[], ", "f: hint 1: row: has an unknown key, or no reason or needs"),
        ("reason: r", "reason: r, silent: maybe", "f: row 1: maybe: is no yes"),
        ("[{needs: [a], no: [learned], reason: r}]", "[a]", "f: row 1: row: has an unknown key, or no reason or needs"),
        ("reason: r", "reasons: r", "f: row 1: row: has an unknown key, or no reason or needs"),
        ("reason: r", "reason: r, never: [c]", "f: row 1: c: is no class"),
        ("needs: [a]", "needs: [a|c]", "f: row 1: c: is no class"),
        ("[learned]", "[unlearned]", "f: row 1: unlearned: is no question of the form"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key(old: str, new: str, complaint: str):
    assert old in SMALL
    with pytest.raises(Invalid, match=re.escape(complaint)):
        parse(SMALL.replace(old, new, 1), name="f")


def test_a_small_file_is_read():
    small = parse(SMALL, name="f")
    assert small.classes["a"] == (("see",), ("look", GAP, "at"))
    assert small.rows[0].no == ("learned",)
    assert small.rows[0].tells
    assert small.hints[0].doubt == ("learned",)
    assert {"see", "sees", "saw"} <= small.hinting
    assert "bee" not in small.hinting


def test_no_class_stands_twice():
    keys = re.findall(r"^  ([\w-]+): \[", TEXT, re.MULTILINE)
    assert len(keys) == len(set(keys))
