"""Promise 3: the critic converges. Unchanged words that passed do not fail later, whatever a model sees in them."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, strategies as st

from app.critic.converge import converge
from app.critic.finding import Engine, Finding, Spot, Status
from app.critic.passing import fair, marks, version

BOX = "objectives"
PIECES = ("It works.", "Maybe it works.", "We reach 5 %.", "Each shop counts.", "We wait.", "The bread is good.")
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5, unique=True).map(" ".join)


def look(text: str, *quotes: str, old: Sequence[Finding] = (), before: str = "") -> tuple[Finding, ...]:
    """What a model's look leaves, with what the looks before it let pass."""
    spots = [Spot("VAG-01", quote, text.index(quote), text.index(quote) + len(quote)) for quote in quotes]
    ids = map(str, itertools.count(len(old)))
    return converge(
        box=BOX, before=before or text, after=text, old=old, spots=spots, engine=Engine.MODEL, ids=lambda: next(ids)
    )


def judged(text: str, *quotes: str, old: Sequence[Finding] = (), passed: str = "", same: bool = True) -> list[str]:
    found = fair(look(text, *quotes, old=old), old=old, text=text, passed=marks(passed), same=same)
    return [f"{each.quote}{' (news)' if each.news else ''} {each.status}" for each in found]


def test_what_passed_is_not_found_fault_with_by_the_same_critic() -> None:
    assert judged("It works. Fine.", "works", passed="It works.") == []
    assert judged("It works. Fine.", "Fine", passed="It works.") == ["Fine open"]
    assert judged("It works. Fine.", "works") == ["works open"]


def test_a_newer_critic_may_and_its_findings_are_news() -> None:
    assert judged("It works. Fine.", "works", passed="It works.", same=False) == ["works (news) open"]
    assert judged("It works. Fine.", "Fine", passed="It works.", same=False) == ["Fine open"]


def test_what_was_found_before_stays_and_what_was_fixed_does_not_rise_again() -> None:
    (old,) = look("It works.", "works")
    assert judged("It works.", "works", old=[old], passed="It works.") == ["works open"]
    fixed = replace(old, status=Status.FIXED)
    assert judged("It works.", "works", old=[fixed], passed="It works.") == ["works fixed"]
    assert judged("It works.", "works", old=[fixed], passed="It works.", same=False) == ["works (news) open"]


def test_a_clash_with_another_box_may_be_new_because_of_the_other_one() -> None:
    text = "It works."
    (found,) = look(text, "works")
    clash = replace(found, other_box="decision")
    assert fair([clash], old=[], text=text, passed=marks(text), same=True) == (clash,)


def test_what_says_something_about_the_whole_box_has_no_words_that_could_have_passed() -> None:
    whole = replace(look("It works.", "works")[0], quote="")
    assert fair([whole], old=[], text="It works.", passed=marks("It works."), same=True) == (whole,)


def test_white_space_makes_no_other_sentence() -> None:
    assert marks("It  works.\nFine.") == marks("It works. Fine.")


def test_the_version_is_short_and_always_the_same() -> None:
    assert version() == version()
    assert len(version()) == 12


@given(texts, texts, st.data())
def test_only_what_changed_can_fail_and_waivers_stay(before: str, after: str, data: st.DataObject) -> None:
    """Two looks of a model that sees anything at all, with an edit between them."""
    first = look(before, *data.draw(st.lists(st.sampled_from(sentences(before)), unique=True)))
    waived = [replace(each, status=Status.WAIVED, by="Anna", reason="Known.") for each in first]
    seen = data.draw(st.lists(st.sampled_from(sentences(after)), unique=True))
    second = fair(
        look(after, *seen, old=waived, before=before), old=waived, text=after, passed=marks(before), same=True
    )
    known = {each.id: each for each in waived}
    for each in second:
        if each.id not in known:
            assert each.quote not in sentences(before)
    for each in waived:
        if each.quote in sentences(after):
            (same,) = [other for other in second if other.id == each.id]
            assert (same.status, same.by, same.reason) == (Status.WAIVED, "Anna", "Known.")


@given(texts)
def test_a_second_look_at_unchanged_words_changes_nothing(text: str) -> None:
    first = look(text, *sentences(text)[:2])
    again = fair(look(text, *sentences(text), old=first), old=first, text=text, passed=marks(text), same=True)
    assert again == first


def sentences(text: str) -> list[str]:
    return [each for each in PIECES if f" {each}" in f" {text}"]


def test_what_the_law_asks_of_words_may_be_new_because_of_the_labels() -> None:
    text = "It works."
    (found,) = look(text, "works")
    banned = replace(found, criterion="AIA-02")
    assert fair([banned], old=[], text=text, passed=marks(text), same=True) == (banned,)
    fixed = replace(banned, status=Status.FIXED)
    assert fair([banned], old=[fixed], text=text, passed=marks(text), same=True) == (banned,)
