"""Which finding is which label: same family, same box, words that overlap; one to one.

A contradiction is matched by its unordered pair of boxes, a gap by its box. What only `may` be found never counts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OVERLAP = 0.3  # intersection over union, unless one piece holds the other

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """A labelled finding. Its quote may stand in several places of the box: each of them is meant."""

    criterion: str
    box: str
    quote: str
    places: tuple[Place, ...]
    must: bool = True
    other_box: str | None = None

    @property
    def family(self) -> str:
        return family(self.criterion)


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found."""

    criterion: str
    box: str
    quote: str = ""
    start: int = 0
    end: int = 0
    other_box: str | None = None
    other_quote: str = ""

    @property
    def family(self) -> str:
        return family(self.criterion)


@dataclass(frozen=True, slots=True)
class Matched:
    """How findings and labels of one text meet."""

    hits: tuple[tuple[Gold, Found], ...]
    missed: tuple[Gold, ...]
    false: tuple[Found, ...]


def family(criterion: str) -> str:
    return criterion.split("-")[0]


def places(text: str, quote: str) -> tuple[Place, ...]:
    """Where a quote stands: as whole words if it does so anywhere, else wherever its letters are."""
    if not quote:
        return ()
    every = [match.span() for match in re.finditer(re.escape(quote), text)]
    whole = [each for each in every if _whole(text, each)]
    return tuple(whole or every)


def _whole(text: str, place: Place) -> bool:
    start, end = place
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


def overlaps(one: Place, other: Place) -> bool:
    """Whether two pieces of a text mean the same words."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    if shared <= 0:
        return False
    shorter = min(one[1] - one[0], other[1] - other[0])
    union = max(one[1], other[1]) - min(one[0], other[0])
    return shared == shorter or shared / union >= OVERLAP


def meets(gold: Gold, found: Found) -> bool:
    if gold.family != found.family:
        return False
    if gold.family == "CON":
        sides = {found.box, found.other_box}
        return {gold.box, gold.other_box} == sides or (gold.other_box is None and not gold.must and gold.box in sides)
    if gold.box != found.box:
        return False
    return gold.family == "GAP" or any(overlaps(place, (found.start, found.end)) for place in gold.places)


def match(golds: Sequence[Gold], found: Sequence[Found]) -> Matched:
    """Meet as many labels that must be found as can be; of the rest, forgive what may be found."""
    must = [gold for gold in golds if gold.must]
    may = [gold for gold in golds if not gold.must]
    pairs = _assigned(must, found)
    rest = [each for number, each in enumerate(found) if number not in pairs.values()]
    return Matched(
        hits=tuple((must[gold], found[number]) for gold, number in sorted(pairs.items())),
        missed=tuple(gold for number, gold in enumerate(must) if number not in pairs),
        false=tuple(each for each in rest if not any(meets(gold, each) for gold in may)),
    )


def _assigned(golds: Sequence[Gold], found: Sequence[Found]) -> dict[int, int]:
    """A largest one-to-one assignment, by augmenting paths; a finding with the label's own id is tried first."""
    wanted = [_candidates(gold, found) for gold in golds]
    holder: dict[int, int] = {}
    for gold in range(len(golds)):
        _place(gold, wanted, holder, set())
    return {gold: number for number, gold in holder.items()}


def _candidates(gold: Gold, found: Sequence[Found]) -> list[int]:
    some = [number for number, each in enumerate(found) if meets(gold, each)]
    return sorted(some, key=lambda number: found[number].criterion != gold.criterion)


def _place(gold: int, wanted: Sequence[Sequence[int]], holder: dict[int, int], tried: set[int]) -> bool:
    for number in wanted[gold]:
        if number not in tried:
            tried.add(number)
            if number not in holder or _place(holder[number], wanted, holder, tried):
                holder[number] = gold
                return True
    return False


def grounded(found: Iterable[Found], boxes: dict[str, str]) -> tuple[int, int]:
    """How many quotes stand word for word where the finding says, and of how many."""
    checks = [right for each in found for right in _quotes(each, boxes)]
    return sum(checks), len(checks)


def _quotes(found: Found, boxes: dict[str, str]) -> list[bool]:
    checks = []
    if found.quote or found.end:
        checks.append(boxes[found.box][found.start : found.end] == found.quote)
    if found.other_quote:
        checks.append(found.other_quote in boxes.get(found.other_box or found.box, ""))
    return checks
