import re

import pytest

from app.critic.tokens import words
from app.critic.wording import wording
from app.critic.words import FILE, Term, Terms, hits, lexicon, parse
from app.errors import Invalid

TEXT = FILE.read_text(encoding="utf-8")


def terms(table: Terms) -> list[Term]:
    return [term for some in table.values() for term in some]


def found(text: str, table: Terms) -> list[str]:
    return [term.text for term, _, _ in hits(text, words(text), table)]


def test_the_shipped_lists_are_read_once():
    assert lexicon() is lexicon()


def test_no_key_stands_twice():
    keys = re.findall(r"^(\w+):", TEXT, re.MULTILINE)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("key", ["open_questions", "today", "means"])
def test_no_term_stands_twice(key: str):
    some = [term.words for term in terms(getattr(lexicon(), key))]
    assert len(some) == len(set(some))


def test_words_that_yaml_would_read_as_booleans_are_words():
    assert {"no", "on", "off"} <= lexicon().stop_words
    assert "no" in wording().lists["negations"]


def test_hits_takes_the_longest_and_needs_nothing_but_space_between():
    table = parse(
        TEXT.replace("open_questions:\n", "open_questions:\n  - as far\n  - as far as now\n"), name="f"
    ).open_questions
    assert found("as far\n as  now, as far as then", table) == ["as far as now", "as far"]
    assert found("as far as, now undecided", table) == ["as far", "undecided"]
    assert found("as, far as now", table) == []
    assert found("it goes as", table) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (TEXT, "[a]", "f: file: must be keys and values"),
        ("\nmonths:", "\nmoons:", "f: months, moons: is unknown or missing"),
        ("\nmonths:\n", "\nmonths: may\nunused:\n", "f: unused: is unknown or missing"),
        ("\n  - undecided\n", "\n  - [undecided]\n", "f: open_questions: must be a list of texts"),
        ("  de: [", "  de: [[a], ", "f: de: must be a list of texts"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key(old: str, new: str, complaint: str):
    assert old in TEXT
    with pytest.raises(Invalid, match=re.escape(complaint)):
        parse(TEXT.replace(old, new, 1), name="f")


def test_languages_and_terms_have_a_shape():
    head, tail = TEXT.split("languages:\n")
    with pytest.raises(Invalid, match="f: languages: must be lists by language"):
        parse(f"{head}languages: [en]\n", name="f")
    short = re.sub(r"(?ms)^means: .*?\n", "means: team of\n", TEXT)
    with pytest.raises(Invalid, match="f: means: must be a list of texts"):
        parse(short, name="f")
    assert tail
