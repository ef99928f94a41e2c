import pytest

from app.critic.stems import stem, stems, stems_of
from app.critic.words import lexicon


@pytest.mark.parametrize(
    "family",
    [
        "measure measures measured measuring measurable",
        "label labels labeled labelled labelling",
        "validate validates validated validating validation",
        "prioritise prioritize prioritising prioritized prioritisation",
        "complies complied compliance",
        "access accesses accessed accessing",
        "regulator regulators regulatory regulation regulations",
        "store stored storage storing",
        "private privacy",
        "log logs",
    ],
)
def test_forms_of_a_word_share_a_stem(family: str):
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("bias", "base"), ("class", "clash"), ("risk", "rise"), ("pass", "past")])
def test_other_words_do_not(one: str, other: str):
    assert stem(one) != stem(other)


def test_a_short_word_keeps_its_ending():
    assert [stem(word) for word in ("red", "ring", "is", "glass")] == ["red", "ring", "is", "glass"]


def test_stems_are_what_a_text_is_about():
    assert stems("The stakeholder’s 12 models are labelled by A, and we measure it.") == {
        stem("stakeholder"),
        stem("labelled"),
        stem("measure"),
    }
    assert stems_of(["labelled", "the"]) == {"label"}


@pytest.mark.parametrize("key", ["stop_words", "generic"])
def test_every_word_that_points_nowhere_is_left_out(key: str):
    assert [word for word in getattr(lexicon(), key) if stems(word)] == []
