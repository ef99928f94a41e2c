"""Old findings and a new look: which are still open, which are fixed, which are new.

A finding keeps its id as long as somebody who reads the text would call it the same one. The span of an old
finding is carried through the edit; a new spot of the same criterion that overlaps it is that finding again.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product

from app.critic.carry import Edit, edit
from app.critic.criteria import criterion
from app.critic.finding import Engine, Finding, Spot, Status, worst_first
from app.critic.rules import describe
from app.critic.tokens import Span, fold

# A place that is wider than its quote by more than this was rewritten as a whole: which of its new words
# stand for the old ones nobody can tell, so only the same words are the same finding.
_SLACK = 80


@dataclass(frozen=True, slots=True)
class _Old:
    """A finding of the last look, and where its words are now."""

    index: int
    finding: Finding
    place: Span
    there: bool  # its words still stand at that place, and those of the same box that they clash with
    same: bool  # they do; without words of its own, the whole text is what it was

    @property
    def fixed(self) -> bool:
        return self.finding.status is Status.FIXED

    @property
    def wide(self) -> bool:
        return self.place.end - self.place.start > len(self.finding.quote) + _SLACK

    @property
    def key(self) -> tuple[str, str]:
        return self.finding.criterion, _words(self.finding.quote)


def converge(
    *,
    box: str,
    before: str,
    after: str,
    old: Sequence[Finding],
    spots: Sequence[Spot],
    engine: Engine,
    ids: Callable[[], str],
) -> tuple[Finding, ...]:
    """All findings of a box after a look at `after`, worst first, the fixed ones too.

    `old` point into `before`; `spots` are what `engine` finds in `after`, and one whose quote does not stand
    there is dropped. The `start` and `end` of a fixed finding say where its words were, in `after`.
    """
    kept = _carried(edit(before, after), old) if old else []  # most looks are at new words: no diff for nothing
    seen = [spot for spot in dict.fromkeys(spots) if after[spot.start : spot.end] == spot.quote]
    pairs = _pairs(kept, seen)
    again = {each.index: spot for spot, each in pairs.items()}
    found = [_judged(each, again.get(each.index), engine) for each in kept]
    found += [describe(spot, box=box, id=ids(), engine=engine) for spot in seen if spot not in pairs]
    return tuple(sorted(_counted(found), key=worst_first))


def _carried(change: Edit, old: Sequence[Finding]) -> list[_Old]:
    kept = []
    for index, finding in enumerate(old):
        place = change.carry(Span(finding.start, finding.end)) if finding.quote else Span(0, 0)
        # A clash within the box is gone when either of its sides is. The words of another box are not looked for here.
        other = finding.other_box is not None or finding.other_quote in change.after
        there = change.after[place.start : place.end] == finding.quote and other
        same = there and (bool(finding.quote) or change.before.text == change.after)
        kept.append(_Old(index, finding, place, there, same))
    return kept


# ---- which spot is which finding


def _pairs(kept: Sequence[_Old], spots: Sequence[Spot]) -> dict[Spot, _Old]:
    """Spots with the finding that each of them is. No finding is two spots."""
    pairs: dict[Spot, _Old] = {}
    taken: set[int] = set()
    for _, spot, each in sorted(_candidates(kept, spots), key=lambda candidate: candidate[0]):
        if spot not in pairs and each.index not in taken:
            pairs[spot] = each
            taken.add(each.index)
    rest = (each for each in kept if each.wide and each.index not in taken)
    return pairs | _same_words(rest, [spot for spot in spots if spot not in pairs])


_Rank = tuple[bool, bool, int, int]


def _candidates(kept: Sequence[_Old], spots: Sequence[Spot]) -> Iterator[tuple[_Rank, Spot, _Old]]:
    olds, news = defaultdict(list), defaultdict(list)
    for each in kept:
        olds[each.finding.criterion].append(each)
    for spot in spots:
        news[spot.criterion].append(spot)
    for id, some in news.items():
        for spot, each in _joined(olds[id], some, once=criterion(id).once):
            yield _rank(spot, each), spot, each


def _rank(spot: Spot, each: _Old) -> _Rank:
    """The better candidate first: one that is alive, with the same words, that shares the most."""
    shared = min(spot.end, each.place.end) - max(spot.start, each.place.start)
    return each.fixed, _words(spot.quote) != _words(each.finding.quote), -shared, each.index


def _joined(olds: list[_Old], spots: list[Spot], *, once: bool) -> Iterator[tuple[Spot, _Old]]:
    """Pairs that may be the same. Where a criterion is about the whole box, the place does not count."""
    if once:
        return product(spots, olds)
    whole = product((spot for spot in spots if not spot.quote), (each for each in olds if not each.finding.quote))
    return chain(whole, _overlapping([each for each in olds if each.finding.quote and not each.wide], spots))


def _overlapping(olds: list[_Old], spots: list[Spot]) -> Iterator[tuple[Spot, _Old]]:
    """Both in the order of the text, so that no pair that lies far apart is ever compared."""
    waiting = deque(sorted(olds, key=lambda each: each.place))
    near: list[_Old] = []
    for spot in sorted(spots, key=lambda spot: spot.start):
        while waiting and waiting[0].place.start < spot.end:
            near.append(waiting.popleft())
        near = [each for each in near if each.place.end > spot.start]
        yield from ((spot, each) for each in near)


def _same_words(rest: Iterable[_Old], spots: Iterable[Spot]) -> dict[Spot, _Old]:
    """What was rewritten as a whole: the same words, taken in order, what is alive first."""
    free: defaultdict[tuple[str, str], deque[_Old]] = defaultdict(deque)
    for each in sorted(rest, key=lambda each: (each.fixed, each.index)):
        free[each.key].append(each)
    pairs = {}
    for spot in spots:
        if some := free.get((spot.criterion, _words(spot.quote))):
            pairs[spot] = some.popleft()
    return pairs


def _words(quote: str) -> str:
    return " ".join(fold(quote).split())


# ---- what becomes of a finding


def _judged(each: _Old, spot: Spot | None, engine: Engine) -> Finding:
    return _seen(each, spot, engine) if spot else _not_seen(each, engine)


def _seen(each: _Old, spot: Spot, engine: Engine) -> Finding:
    """The finding again. What was waived stays waived, what was dismissed only while its words stay as they were; what
    was fixed is open again, without its reason.
    """
    finding = each.finding
    if each.fixed or (finding.status is Status.DISMISSED and not _unchanged(each, spot)):
        return describe(spot, box=finding.box, id=finding.id, engine=engine)
    if finding.engine is not engine and each.there:
        return _at(finding, each.place)
    now = describe(spot, box=finding.box, id=finding.id, engine=finding.engine)
    return replace(
        now,
        other_box=spot.other_box or finding.other_box,
        status=finding.status,
        reason=finding.reason,
        by=finding.by,
        at=finding.at,
    )


def _unchanged(each: _Old, spot: Spot) -> bool:
    return each.same and _words(spot.quote) == _words(each.finding.quote)


def _not_seen(each: _Old, engine: Engine) -> Finding:
    """Fixed, unless it is another engine's or waived, and its words still stand there."""
    finding, ours = each.finding, each.finding.engine is engine
    waived = finding.status is Status.WAIVED and finding.quote
    kept = each.there and (waived or not ours)
    return replace(_at(finding, each.place), status=finding.status if kept else Status.FIXED)


def _at(finding: Finding, place: Span) -> Finding:
    return replace(finding, start=place.start, end=place.end)


def _counted(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The same findings, equal ones numbered in the order of the text: it keeps their fingerprints apart."""
    seen: Counter[tuple[str, str | None, str]] = Counter()
    numbers = {}
    for finding in sorted(findings, key=lambda each: each.start):
        if finding.status is not Status.FIXED:
            key = finding.criterion, finding.other_box, _words(finding.quote)
            numbers[finding.id] = seen[key]
            seen[key] += 1
    return (replace(each, occurrence=numbers.get(each.id, each.occurrence)) for each in findings)
