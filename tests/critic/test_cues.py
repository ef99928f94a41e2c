import re

import pytest

from app.canvas.template import Template
from app.critic.cues import FILE, READ_OFF, Book, Cues, book, cues, parse
from app.critic.reading import Reading
from app.critic.sentences import Sentence, sentences
from app.errors import Invalid

TEXT = FILE.read_text(encoding="utf-8")
SMALL = """
classes:
  Team: crew, pilot*
questions:
  box:
    1:
      full:
        - Team + dark red, blue
      head: team
"""


def first(text: str) -> Sentence:
    return sentences(Reading(text), frozenset())[0]


def bits(text: str) -> int:
    return first(text).bits


def held(text: str) -> set[str]:
    return {name for name in READ_OFF if bits(text) & book().classes[name]}


def test_the_shipped_cues_are_read_once():
    assert book() is book()


def test_every_question_of_the_home_canvas_has_cues(template: Template):
    assert set(book().questions) == set(template.boxes)
    for id, box in template.boxes.items():
        assert set(cues(id)) == {each.number for each in box.questions}
        for each in cues(id).values():
            assert each.full or each.aspects
            assert each.part
            assert each.topic


def test_a_box_that_is_not_ours_has_no_cues():
    assert cues("somewhere") == {}


def test_no_key_stands_twice():
    classes = re.findall(r"^  ([A-Z]\w*):", TEXT, re.MULTILINE)
    assert len(classes) == len(set(classes))


def test_every_term_can_fire():
    """Each term, alone in a sentence, gives the bits that it stands for: no ligature, no capital, no dead star."""
    known = book()
    for word, bit in known.words.items():
        assert bits(word) & bit == bit
    for stem, bit in known.stems.items():
        assert bits(f"{stem}xyz") & bit == bit
    for some in known.phrases.values():
        for phrase, bit in some:
            assert bits(f"so {phrase} then") & bit == bit


def test_every_class_is_used():
    used = set(re.findall(r"(?<=[ ,])([A-Z][a-z]+)(?=,| \+|$)", TEXT, re.MULTILINE))
    assert set(book().classes) <= used | {"Vague", "Open", "Firm", "Moot", "As"}


def test_words_stems_and_phrases_have_their_bits():
    known = parse(SMALL, name="f")
    team, colour = known.questions["box"][1].full[0]
    assert known.bits_of(["crew"]) == known.bits_of(["pilots"]) == team == known.classes["Team"]
    assert known.bits_of(["blue"]) == known.bits_of(["in", "dark", "red"]) == colour
    assert known.bits_of(["crews"]) == known.bits_of(["dark"]) == known.bits_of([]) == 0
    assert known.phrases == {("dark", "red"): (("dark red", colour),)}


def test_equal_lists_share_a_bit():
    known = parse(SMALL.replace("head: team", "head: crew, pilot*"), name="f")
    assert known.questions["box"][1].head == known.classes["Team"]


def test_alternatives_are_as_many_phrases():
    known = parse(SMALL.replace("dark red", "dark|light red|green"), name="f")
    assert set(known.phrases) == {(one, two) for one in ("dark", "light") for two in ("red", "green")}


def test_without_stems_no_beginning_counts():
    assert parse(SMALL.replace("pilot*", "pilot"), name="f").bits_of(["pilots"]) == 0


def test_a_long_phrase_is_found_by_its_two_longest_words():
    known = parse(SMALL.replace("dark red", "in the morning"), name="f")
    assert set(known.phrases) == {("the", "morning")}
    assert known.bits_of("early in the morning we".split()) > 0
    assert known.bits_of("the morning after".split()) == known.bits_of("in a morning".split()) == 0


def test_a_flood_of_new_words_is_not_remembered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.critic.kept._MANY", 1)
    known: Book = parse(SMALL, name="f")
    assert [known.bits_of([word]) > 0 for word in ("crew", "crew", "pilot", "pilot")] == [True] * 4
    assert set(known.seen) == {"crew"}


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("since 2024", {"Year"}),
        ("in 20 ms", {"Number"}),
        ("about 12 %", {"Number", "Percent"}),
        ("it costs 3 €", {"Number", "Money"}),
        ("then Anna reads it", {"Name"}),
        ("under the GDPR it is", set()),
        ("it says “no”", {"Quoted"}),
        ("one two three four five six seven eight nine", {"Length"}),
    ],
)
def test_what_is_read_off_a_sentence(text: str, classes: set[str]):
    assert held(text) == classes


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("Owner: Anna", True),
        ("- Owner and deputy: Anna", True),
        ("The owner at 9:30 is Anna", False),
        ("It has an owner: Anna", False),
    ],
)
def test_a_word_before_the_colon_leads(text: str, led: bool):
    assert bool(first(text).lead & cues("model-governance")[5].head) is led


@pytest.mark.parametrize(
    ("text", "label"),
    [("- Owner: Anna", "owner"), ("**Owner:** Anna", "owner"), ("Owner: *", ""), ("It is Anna", "")],
)
def test_what_stands_before_a_colon_is_a_label(text: str, label: str):
    assert first(text).label == label


def test_headings_silent_and_wordless_sentences_say_nothing():
    reading = Reading("Owner:\n%\nAnna\nMette")
    assert [each.text for each in sentences(reading, frozenset([reading.sentences[-1]]))] == ["Anna"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("questions:", "riddles:", "f: file: must hold classes and questions"),
        ("  Team: crew, pilot*", "  - Team", "f: classes: must be keys and values"),
        ("  Team:", "  team:", "f: team: must begin with a capital"),
        ("  Team:", "  Number:", "f: Number: must begin with a capital, and stand once"),
        ("crew, pilot*", "[crew, pilot*]", "f: Team: must be terms with commas between them"),
        ("crew, pilot*", "Crowd", "f: Team: “Crowd” is no class that stands above it"),
        ("crew, pilot*", "crew of pilot*", "f: crew of pilot*: must hold a word; only a single word"),
        ("crew, pilot*", "crew, ..", "f: ..: must hold a word"),
        ("    1:", "    one:", "f: box.one: must be the number of a question"),
        ("head:", "tail:", "f: box.1.tail: is unknown"),
        ("- Team + dark red, blue", "a: Team", "f: box.1.full: must be a list of texts"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key(old: str, new: str, complaint: str):
    assert old in SMALL
    with pytest.raises(Invalid, match=re.escape(complaint)):
        parse(SMALL.replace(old, new, 1), name="f")


def test_cues_are_empty_by_default():
    assert parse(SMALL.replace("      full:\n        - Team + dark red, blue\n", ""), name="f").questions["box"][
        1
    ] == Cues(head=1 << len(READ_OFF) + 1)
