import re

import pytest

from app.critic.goals.goalwords import FILE, KEYS, goal_words, infinitives, metric_name, parse, singulars, tag
from app.critic.goals.statement import Statement
from app.critic.tokens import even
from app.errors import Invalid

TEXT = FILE.read_text(encoding="utf-8")


def statement(text: str) -> Statement:
    return Statement(text, even(text))


@pytest.mark.parametrize("key", [key for keys in KEYS.values() for key in keys])
def test_every_term_can_fire_and_stands_once(key: str):
    terms = goal_words().terms[key]
    for _, phrase in terms:
        found = statement(" ".join(phrase))
        assert found.has(0, key) == found.size
    (listed,) = re.findall(rf"^  {key}:\s*\[(.*?)\]$", TEXT, re.MULTILINE | re.DOTALL)
    assert len(terms) == len(listed.split(","))


@pytest.mark.parametrize(
    ("text", "key", "size"),
    [
        ("false alarms", "metric", 2),
        ("false-alarm", "metric", 3),
        ("deliveries", "unit", 0),
        ("churches", "metric", 0),
        ("switches", "unit", 0),
        ("inches", "unit", 1),
        ("shelves", "metric", 0),
        ("raising", "change", 1),
        ("cutting", "change", 1),
        ("dropped", "change", 1),
        ("tried", "activity", 1),
        ("raising", "metric", 0),
        ("customer's", "group", 1),
        ("recall@10", "metric", 1),
        ("macro-f1", "metric", 1),
        ("gpt-4", "metric", 0),
        ("at", "comparator", 0),
        ("no more than", "comparator", 3),
    ],
)
def test_words_are_known_in_their_forms(text: str, key: str, size: int):
    assert statement(text).has(0, key) == size


def test_forms_of_words():
    assert singulars("losses") == ("losse", "loss")
    assert singulars("loss") == ()
    assert "miss" in infinitives("misses")
    assert metric_name("p95")
    assert not metric_name("v3")


def test_the_longest_phrase_of_a_key_counts():
    assert tag(["waiting", "time"])[0]["metric"] == 2
    assert tag(["or", "more"])[0]["comparator_after"] == 2


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (TEXT, "[a]", "f: file: must hold nouns, verbs, exact"),
        ("\nverbs:", "\nwords:", "f: file: must hold nouns, verbs, exact"),
        ("\n  role:", "\n  rôle:", "f: nouns: must hold the lists metric, head"),
        ("\n  must: [", "\n  must: [[a], ", "f: must: must be a list of texts"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key(old: str, new: str, complaint: str):
    assert old in TEXT
    with pytest.raises(Invalid, match=re.escape(complaint)):
        parse(TEXT.replace(old, new, 1), name="f")


def test_where_words_stand():
    found = statement("Cut it. At most 5 (max. 7) a day, please.")
    assert found.words[found.size + 9] == found.kinds[-1] == ""
    assert found.quote(0, 2) == "Cut it"
    assert found.any("comparator") == 3
    assert found.any("comparator", first=4, last=6) == -1
    assert found.ends(5, "comparator") == 3
    assert found.ends(5, "metric") == -1
    assert found.clause_end(3) == 6
    assert statement("It is 0 .5 now").clause_end(0) == 5
    assert not found.capital(1)


def test_no_words_have_no_tags():
    assert tag([]) == []
