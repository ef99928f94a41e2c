"""Convergence with two engines, its occurrences, and what always holds."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import assume, given, strategies as st

from app.critic.finding import Engine, Spot, Status, worst_first
from app.critic.rules import judge
from tests.critic.test_converge import BOX, DRY, first, look, seen, spot, summary, waive


def test_another_engines_finding_stays_while_its_words_are_there():
    before, after = f"{DRY} We are the best.", f"Now. {DRY} We are the best."
    (old,) = seen(before, "We are the best")
    (new,) = look(before, after, [old])
    assert new == replace(old, start=old.start + 5, end=old.end + 5)
    assert summary(look(before, f"{DRY} We were the best.", [old])) == [("We are the best", "fixed")]


def test_another_engines_finding_of_the_whole_box_stays():
    (old,) = first(DRY, spots=[Spot("VAG-04")], engine=Engine.MODEL)
    assert look(DRY, "Keep errors at 5 %.", [old]) == (old,)
    (fixed,) = look(DRY, DRY, [old], spots=(), engine=Engine.MODEL)
    assert fixed.status is Status.FIXED
    assert look(DRY, DRY, [fixed], spots=[Spot("VAG-04")], engine=Engine.MODEL) == (old,)


def test_a_finding_of_the_whole_box_is_not_one_of_its_words():
    text = f"{DRY} It maybe works."
    (old,) = first(text, spots=[Spot("VAG-03")], engine=Engine.MODEL)
    assert sorted(summary(look(text, text, [old]))) == [("", "open"), ("maybe", "open")]


def test_both_engines_see_one_finding():
    text = f"{DRY} It maybe works."
    (old,) = seen(text, "It maybe works.")
    assert look(text, text, [old]) == (old,)
    (rules,) = first(text)
    assert look(text, text, [rules], spots=[spot(text, "It maybe works.")], engine=Engine.MODEL) == (rules,)


def test_another_engines_finding_whose_words_changed_points_to_the_new_ones():
    before, after = f"{DRY} It maybe works.", f"{DRY} It maybe runs."
    (old,) = seen(before, "It maybe works.")
    (new,) = look(before, after, [old])
    assert (new.id, new.engine, new.quote, new.status) == (old.id, Engine.MODEL, "maybe", Status.OPEN)


def test_the_engine_that_sees_a_fixed_finding_again_owns_it():
    before, after = f"{DRY} It maybe works.", f"{DRY} It surely works."
    (fixed,) = look(before, after, seen(before, "maybe"), spots=(), engine=Engine.MODEL)
    (new,) = look(after, before, [fixed])
    assert (new.id, new.engine, new.status) == (fixed.id, Engine.RULES, Status.OPEN)


def test_a_contradiction_keeps_its_other_box():
    text = f"{DRY} It maybe works."
    old = [replace(each, other_box="metrics") for each in first(text)]
    assert [each.other_box for each in look(text, text, old)] == ["metrics"]


# ---- occurrences


def test_equal_words_are_numbered_in_the_order_of_the_text():
    text = "It maybe works. Maybe not, at 5 %. It “maybe” does. And maybe so."
    found = first(text)
    assert [(each.quote, each.occurrence) for each in found] == [("maybe", 0), ("Maybe", 1), ("maybe", 2)]
    assert len({each.fingerprint for each in found}) == 3


def test_a_fixed_finding_frees_its_number():
    before, after = "It maybe works at 5 %. Maybe not.", "It works at 5 %. Maybe not."
    new = look(before, after, first(before))
    assert [(each.quote, each.status.value, each.occurrence) for each in new] == [
        ("maybe", "fixed", 0),
        ("Maybe", "open", 0),
    ]


# ---- properties

PIECES = [
    "we",
    "might",
    "maybe",
    "improve",
    "it",
    "TBD",
    "if possible,",
    "5 %",
    "fast.",
    "\n",
    "Now",
    "perhaps.",
    "“",
    "”",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)
LINES = st.lists(
    st.lists(
        st.sampled_from(["The", "line", "might", "stop", "maybe", "5 %", "red", "TBD"]), min_size=1, max_size=8
    ).map(lambda some: f"{' '.join(some)}."),
    max_size=4,
)


@given(TEXTS, TEXTS, st.lists(st.sampled_from(list(Status)), max_size=8), st.sampled_from(list(Engine)))
def test_an_unchanged_text_gives_the_same_list(one: str, other: str, kinds: list[Status], engine: Engine):
    old = [replace(each, status=kind) for each, kind in itertools.zip_longest(first(one), kinds) if each and kind]
    settled = look(one, other, [*old, *first(one, spots=judge(BOX, one)[:2], engine=Engine.MODEL)])
    assert look(other, other, settled) == settled
    again = look(other, other, settled, spots=judge(BOX, other), engine=engine)
    assert look(other, other, again, spots=judge(BOX, other), engine=engine) == again


@given(TEXTS, TEXTS, TEXTS)
def test_a_live_finding_quotes_the_text_and_none_is_lost(one: str, two: str, three: str):
    a = first(one)
    b = look(one, two, a)
    c = look(two, three, b)
    for text, findings in ((one, a), (two, b), (three, c)):
        assert list(findings) == sorted(findings, key=worst_first)
        live = [each for each in findings if each.status is not Status.FIXED]
        assert all(text[each.start : each.end] == each.quote for each in live)
        assert {(each.criterion, each.start, each.end) for each in live} == {
            (each.criterion, each.start, each.end) for each in judge(BOX, text)
        }
        assert len({each.fingerprint for each in live}) == len(live)
    ids = [[each.id for each in findings] for findings in (a, b, c)]
    assert set(ids[0]) <= set(ids[1]) <= set(ids[2])
    assert all(len(some) == len(set(some)) for some in ids)


@given(
    LINES,
    LINES,
    LINES,
    LINES,
    st.sampled_from([("The line might stop.", "might"), ("Maybe it is red.", "Maybe"), ("Owner: TBD", "TBD")]),
)
def test_a_waiver_survives_the_rewording_of_other_sentences(
    before: list[str], more: list[str], after: list[str], others: list[str], waived: tuple[str, str]
):
    sentence, quote = waived
    assume(sentence not in [*before, *more, *after, *others])
    one, two = "\n".join([*before, sentence, *more]), "\n".join([*after, sentence, *others])
    start = one.index(sentence) + sentence.index(quote)
    old = [waive([each])[0] if (each.quote, each.start) == (quote, start) else each for each in first(one)]
    (new,) = [each for each in look(one, two, old) if each.status is Status.WAIVED]
    assert new.id in [each.id for each in old if each.status is Status.WAIVED]
    assert (new.quote, new.start) == (quote, two.index(sentence) + sentence.index(quote))


@pytest.mark.no_cover
@pytest.mark.parametrize("count", [10, 3000])
def test_a_waiver_survives_however_much_is_rewritten(count: int):
    before = "\n".join([*(f"Old line {n}." for n in range(count)), "It maybe works at 5 %."])
    after = "\n".join([*(f"New row {n}." for n in range(count)), "It maybe works.", *("More." for _ in range(count))])
    (new,) = look(before, after, waive(first(before)))
    assert (new.status, new.quote) == (Status.WAIVED, "maybe")
