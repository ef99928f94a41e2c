"""Matching is one to one, and agreement is beyond chance: each against what was worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from evals.quality.match import Found, Gold, match, overlaps, places
from evals.quality.stats import Tally, interval, kappa, mean, total

# ---- statistics


def test_kappa_as_worked_by_hand() -> None:
    """20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: 0.7 agreed, 0.5 by chance."""
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_kappa_over_three_states_as_worked_by_hand() -> None:
    """4 of 6 agreed; chance: (2·3 + 2·2 + 2·1) / 36 = 1/3."""
    pairs = [("a", "a"), ("a", "a"), ("b", "b"), ("b", "a"), ("c", "c"), ("c", "b")]
    assert kappa(pairs) == pytest.approx((4 / 6 - 1 / 3) / (2 / 3))


@pytest.mark.parametrize("pairs", [[], [(True, True)] * 3])
def test_kappa_says_nothing_where_chance_explains_all(pairs: list[tuple[bool, bool]]) -> None:
    assert kappa(pairs) is None


def test_precision_recall_and_f1() -> None:
    tally = total([Tally(2, 1, 0), Tally(1, 0, 3)])
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.5, 0.6)
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)


def test_the_bootstrap_is_the_binomial_of_its_clusters() -> None:
    """Eight clusters, half of them hits: at most 0 of 8 in 1/256 of the draws, at most 1 in 9/256, above 2.5 %."""
    assert interval([0.0, 1.0] * 4, mean) == (0.125, 0.875)


def test_the_bootstrap_draws_clusters_and_not_what_is_in_them() -> None:
    hit, miss = Tally(50, 0, 0), Tally(0, 0, 50)
    assert interval([hit, miss], lambda drawn: total(drawn).recall) == (0.0, 1.0)
    assert interval([], mean) is None


# ---- matching

TEXT = "We want a robust model and a fast answer."


def gold(criterion: str = "VAG-01", quote: str = "robust", **changed: Any) -> Gold:
    return replace(Gold(criterion, "objectives", quote, places(TEXT, quote)), **changed)


def found(criterion: str = "VAG-01", quote: str = "robust", **changed: Any) -> Found:
    start = TEXT.index(quote)
    return replace(Found(criterion, "objectives", quote, start, start + len(quote)), **changed)


def test_a_finding_on_the_label_is_a_hit() -> None:
    assert match([gold()], [found()]).hits == ((gold(), found()),)


@pytest.mark.parametrize(
    "wrong",
    [
        found(box="background"),
        found("MEAS-01"),
        found(quote="fast"),
        found(start=0, end=0, quote=""),
    ],
    ids=["another box", "another family", "other words", "no words"],
)
def test_what_does_not_fit_the_label_is_a_false_alarm_and_a_miss(wrong: Found) -> None:
    met = match([gold()], [wrong])
    assert (met.hits, met.missed, met.false) == ((), (gold(),), (wrong,))


def test_two_findings_for_one_label_are_a_hit_and_a_false_alarm() -> None:
    met = match([gold()], [found(), found("VAG-06")])
    assert [each.criterion for _, each in met.hits] == ["VAG-01"]
    assert [each.criterion for each in met.false] == ["VAG-06"]


def test_one_finding_over_two_labels_hits_one() -> None:
    met = match([gold(), gold(quote="fast")], [found(quote="robust model and a fast")])
    assert (len(met.hits), len(met.missed), met.false) == (1, 1, ())


def test_a_greedy_choice_does_not_take_another_labels_only_finding() -> None:
    """The first label meets both findings, the second only the wide one."""
    labels = [gold(quote="robust model"), gold(quote="a fast answer")]
    wide, narrow = found(quote="robust model and a fast answer"), found(quote="robust")
    assert len(match(labels, [wide, narrow]).hits) == 2
    assert len(match(labels[::-1], [narrow, wide]).hits) == 2


def test_the_labels_own_criterion_is_preferred() -> None:
    met = match([gold("VAG-06")], [found("VAG-01"), found("VAG-06")])
    assert [each.criterion for _, each in met.hits] == ["VAG-06"]


def test_what_may_be_found_counts_neither_way() -> None:
    may = gold(must=False)
    assert match([may], []).missed == ()
    met = match([may], [found(), found("VAG-06")])
    assert (met.hits, met.false) == ((), ())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((0, 10), (7, 13), False),  # 3 of 13
        ((0, 10), (5, 15), True),  # 5 of 15
        ((0, 100), (40, 42), True),  # one holds the other
        ((0, 5), (5, 9), False),
        ((3, 3), (0, 9), False),
    ],
)
def test_words_overlap_by_a_third_or_by_containment(one: tuple[int, int], other: tuple[int, int], same: bool) -> None:
    assert overlaps(one, other) is same
    assert overlaps(other, one) is same


def test_a_contradiction_is_an_unordered_pair_of_boxes() -> None:
    label = gold("CON-01", other_box="inference")
    turned = Found("CON-08", "inference", "elsewhere", 90, 99, other_box="objectives")
    assert match([label], [turned]).hits == ((label, turned),)
    assert match([label], [replace(turned, other_box="decision")]).hits == ()
    assert match([label], [replace(turned, other_box=None)]).hits == ()


def test_a_gap_is_matched_by_its_box() -> None:
    label = gold("GAP-92")
    assert match([label], [Found("GAP-91", "objectives")]).hits
    assert not match([label], [Found("GAP-91", "background")]).hits


def test_a_quote_is_found_as_words_before_letters() -> None:
    assert places("some are somewhat handsome, and some", "some") == ((0, 4), (32, 36))
    assert places("handsome", "some") == ((4, 8),)
    assert places("≥ 90 % and 90 %", "90 %") == ((2, 6), (11, 15))
    assert places("anything", "") == ()
