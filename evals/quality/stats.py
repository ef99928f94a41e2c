"""Precision and recall, agreement beyond chance, and how far a figure could be off."""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

ROUNDS = 2000
SEED = 20261120

_Case = TypeVar("_Case")


class Tally(NamedTuple):
    """Labels that were found, findings without a label, labels that were missed."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        return _share(self.hits, self.hits + self.false)

    @property
    def recall(self) -> float | None:
        return _share(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float | None:
        return _share(2 * self.hits, 2 * self.hits + self.false + self.missed)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def total(tallies: Iterable[Tally]) -> Tally:
    hits = false = missed = 0
    for each in tallies:
        hits, false, missed = hits + each[0], false + each[1], missed + each[2]
    return Tally(hits, false, missed)


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of what is known."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's κ of two raters; None where chance alone would agree on everything."""
    if not pairs:
        return None
    size = len(pairs)
    agreed = sum(one == other for one, other in pairs) / size
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(count * others[label] for label, count in ones.items()) / size**2
    return (agreed - chance) / (1 - chance) if chance < 1 else None


def interval(
    clusters: Sequence[_Case], measure: Callable[[Sequence[_Case]], float | None], *, rounds: int = ROUNDS
) -> tuple[float, float] | None:
    """The 95 % interval of a measure, by drawing whole clusters with replacement; the same each time."""
    draw = random.Random(SEED)
    drawn = (measure(draw.choices(clusters, k=len(clusters))) for _ in range(rounds if clusters else 0))
    known = sorted(value for value in drawn if value is not None)
    if not known:
        return None
    return known[int(0.025 * (len(known) - 1))], known[round(0.975 * (len(known) - 1))]
