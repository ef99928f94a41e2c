import re

import pytest

from app.critic.tokens import words
from app.critic.wording import COLLOCATIONS, FILE, Cue, Pattern, Patterns, parse, phrases, wording
from app.errors import Invalid

TEXT = FILE.read_text(encoding="utf-8")
TERMS = COLLOCATIONS.read_text(encoding="utf-8")


def every(patterns: Patterns) -> list[Pattern]:
    return list({id(each): each for some in patterns.values() for each in some}.values())


def test_the_shipped_lists_are_read_once():
    assert wording() is wording()


def test_a_phrase_of_the_file_is_several_phrases():
    lists = {"fruit": frozenset({"apple", "pear"})}
    some = {
        tuple(tuple(sorted(slot)) for slot in slots) for slots in phrases("(as|so far as) (@fruit) * (now|)", lists)
    }
    assert some == {
        (("as",), ("apple", "pear"), ("*",), ("now",)),
        (("as",), ("apple", "pear"), ("*",)),
        (("so",), ("far",), ("as",), ("apple", "pear"), ("*",), ("now",)),
        (("so",), ("far",), ("as",), ("apple", "pear"), ("*",)),
    }


def stands(pattern: Pattern, text: str) -> bool:
    read_words = words(text)
    return any(pattern.first(text, read_words, index) is not None for index in range(len(read_words)))


@pytest.mark.no_cover
def test_every_collocation_can_clear_something():
    for pattern in every(wording().collocations):
        text = " ".join(min(slot).replace("*", "thing") for slot in pattern.slots)
        assert stands(pattern, text)
        assert stands(pattern, f"{text}s") == (not text.endswith("*"))
        assert not stands(pattern, text.replace(" ", ", ")) or " " not in text


@pytest.mark.no_cover
def test_every_definition_and_disclaimer_can_stand():
    for pattern in (*every(wording().definitions), *every(wording().disclaimers)):
        assert stands(pattern, " ".join(min(slot).replace("*", "thing") for slot in pattern.slots))


@pytest.mark.no_cover
def test_every_exception_of_a_cue_can_stand():
    for some in wording().cues.values():
        for pattern in {id(each): each for known in some.cues for each in every(known.cue.unless)}.values():
            assert stands(pattern, " ".join(min(slot).replace("*", "thing") for slot in pattern.slots))


def test_no_list_is_left_over():
    code = "".join(each.read_text(encoding="utf-8") for each in FILE.parents[1].glob("*.py"))
    for name in wording().lists:
        assert f"@{name}" in TEXT or f'"{name}"' in code


@pytest.mark.parametrize(
    ("text", "stood"),
    [("as far as", False), ("far", False), ("as far now", True), ("as\u2011far  now", True), ("as, far now", False)],
)
def test_a_phrase_stands_with_nothing_but_space_or_a_hyphen_between(text: str, stood: bool):
    collocations = parse(TEXT, "a: [as far (now|then)]", name="f", other="g").collocations
    assert any(stands(pattern, text) for pattern in every(collocations)) == stood


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (TEXT, "[a]", "f: file: must be keys and values"),
        ("\ncounted:", "\ncount:", "f: count, counted: is unknown or missing"),
        ("\ncounted: [", "\ncounted: [[a], ", "f: counted: must be a list of texts"),
        ("\ntolerates:", "\ntolerates: [a]\nunused:", "f: unused: is unknown or missing"),
        ("  VAG-01: [background]", "  VAG-01: background", "f: VAG-01: must be a list of texts"),
        ("    cased: true\n", "    cased: yes\n", "f: VAG-10.cased: must be true or false"),
        ("    judged: size\n", "    judged: strong\n", "f: VAG-06.judged: must be quality or size"),
        ("    closes: true\n", "    colour: red\n", "has an unknown key, no criterion or no terms"),
        ('    near: ["@law"]\n', '    near: ["@lore"]\n', "@lore is no list"),
        ("    terms: [TODO]\n", "    terms: TODO\n", "f: VAG-10.terms: must be a list of texts"),
        ("    terms: [TODO]\n", "    terms: [(@lore) x]\n", "@lore is no list"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key(old: str, new: str, complaint: str):
    assert old in TEXT
    with pytest.raises(Invalid, match=re.escape(complaint)):
        parse(TEXT.replace(old, new, 1), TERMS, name="f", other="g")


def test_cues_are_a_list_and_collocations_are_lists_by_topic():
    head = TEXT.split("\ncues:\n")[0]
    with pytest.raises(Invalid, match="f: cues: must be a list"):
        parse(f"{head}\ncues: maybe\n", TERMS, name="f", other="g")
    with pytest.raises(Invalid, match="g: file: must be keys and values"):
        parse(TEXT, "[a]", name="f", other="g")
    with pytest.raises(Invalid, match="g: law: must be a list of texts"):
        parse(TEXT, "law: a", name="f", other="g")


@pytest.mark.parametrize(
    ("phrase", "key", "company", "side", "beside"),
    [
        ("pretty good", 0, {}, 1, "good"),
        ("pretty good", 1, {}, -1, "pretty"),
        ("in good hands", 1, {}, 1, "hands"),  # “in” stands everywhere
        ("very good *", 1, {}, -1, "very"),
        ("good *", 0, {}, 0, ""),
        ("fine", 0, {}, 0, ""),
        ("fine", 0, {"before": frozenset({"tuning"})}, 1, "tuning"),
        ("fine", 0, {"after": frozenset({"it"})}, -1, "it"),
        ("fine", 0, {"after": frozenset({"it", ""})}, 0, ""),  # a sentence may begin with it
        ("fine", 0, {"after": frozenset({"it"}), "before": frozenset({"tuning"})}, 1, "tuning"),
    ],
)
def test_a_cue_knows_the_word_beside_its_key_word(
    phrase: str, key: int, company: dict[str, frozenset[str]], side: int, beside: str
):
    slots = tuple(frozenset({word}) for word in phrase.split())
    cue = Cue("VAG-01", Pattern(slots, key, wild="*" in phrase), unless={}, **company)
    assert cue.neighbour()[1:] == (side, frozenset(beside.split()))


def test_the_key_of_a_phrase_is_its_rarest_word():
    head = TEXT.split("\ncues:\n")[0]
    for phrase, key in {"as at the seaside": "seaside", "in order to": "order", "on more days": "more"}.items():
        cues = parse(f"{head}\ncues: [{{criterion: VAG-01, terms: [{phrase}]}}]\n", TERMS, name="f", other="g").cues
        assert set(cues) == {key}
