"""Findings against labels: canvases with their twins, single sentences, traps, pairs of boxes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.critic.criteria import criteria
from app.critic.finding import Severity
from evals.quality.engine import Checked, Engine
from evals.quality.gold import Canvas, Pair, Sentence
from evals.quality.match import Found, Gold, Matched, Place, grounded, match, meets, overlaps
from evals.quality.stats import Tally, interval, kappa, mean, total

FAMILIES = ("VAG", "MEAS", "GAP", "CON")
_COUNTED = re.compile(r"(VAG|MEAS|CON)-\d\d|GAP-9[0-2]")  # which questions are unanswered is scored as coverage


@dataclass(frozen=True, slots=True)
class Family:
    """How well one family is found, with the range in which its F1 lies."""

    name: str
    tally: Tally
    range: tuple[float, float] | None


@dataclass(slots=True)
class Grounding:
    """Quotes that stand where the finding says, of all quotes; over everything that was scored."""

    right: int = 0
    all: int = 0

    def add(self, checked: Checked, boxes: Mapping[str, str]) -> None:
        right, count = grounded(checked.findings, dict(boxes))
        facts = [boxes[each.box][each.start : each.end] == each.words for each in checked.quotes]
        slots = [words in boxes[each.box] for each in checked.statements for words in each.slots.values()]
        self.right += right + sum(facts) + sum(slots)
        self.all += count + len(facts) + len(slots)

    @property
    def rate(self) -> float:
        return self.right / self.all if self.all else 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """One text that was scored: what was found in it, and how that meets its labels."""

    id: str
    boxes: Mapping[str, str]
    golds: tuple[Gold, ...]
    found: tuple[Found, ...]
    matched: Matched

    def tally(self, family: str) -> Tally:
        hits = sum(gold.family == family for gold, _ in self.matched.hits)
        false = sum(each.family == family for each in self.matched.false)
        return Tally(hits, false, sum(gold.family == family for gold in self.matched.missed))

    @property
    def false(self) -> int:
        return len(self.matched.false)


def scored(found: Iterable[Found], families: Sequence[str]) -> tuple[Found, ...]:
    return tuple(each for each in found if _COUNTED.fullmatch(each.criterion) and each.family in families)


@dataclass(slots=True)
class Scorer:
    """Asks an engine, and keeps count of its quotes."""

    engine: Engine
    grounding: Grounding = field(default_factory=Grounding)

    def text(self, id: str, boxes: Mapping[str, str], golds: Sequence[Gold], families: Sequence[str]) -> Text:
        checked = self.engine.check(id, boxes)
        self.grounding.add(checked, boxes)
        some = tuple(gold for gold in golds if gold.family in families)
        found = scored(checked.findings, families)
        return Text(id, boxes, some, found, match(some, found))


def family(name: str, clusters: Sequence[Sequence[Text]]) -> Family:
    """A family over clusters of texts: a canvas with its twin is one draw of the bootstrap."""
    tallies = [total(text.tally(name) for text in cluster) for cluster in clusters]
    return Family(name, total(tallies), interval(tallies, lambda drawn: total(drawn).f1))


def exact(texts: Iterable[Text]) -> Tally:
    """Of the hits, those with the label's own criterion (hits) and those with a neighbour's (false)."""
    same = [gold.criterion == found.criterion for text in texts for gold, found in text.matched.hits]
    return Tally(hits=sum(same), false=len(same) - sum(same))


# ---- canvases


@dataclass(frozen=True, slots=True)
class Twins:
    """A canvas as it is, and with its defects."""

    canvas: Canvas
    clean: Text
    twin: Text

    def caught(self, number: int) -> bool:
        """Whether a defect is flagged, and the words that it replaced are not."""
        gold = self.canvas.defective[number]
        flagged = any(gold == each for each, _ in self.twin.matched.hits)
        return flagged and not any(self._touches(gold, number, each) for each in self.clean.matched.false)

    def _touches(self, gold: Gold, number: int, found: Found) -> bool:
        if gold.family in ("CON", "GAP"):
            return meets(gold, found)
        place = self.canvas.replaced[number]
        return (gold.family, gold.box) == (found.family, found.box) and overlaps(place, _place(found))


def _place(found: Found) -> Place:
    return found.start, found.end


@dataclass(frozen=True, slots=True)
class CanvasScores:
    families: tuple[Family, ...]
    macro: float | None
    macro_range: tuple[float, float] | None
    kappa: float | None
    false_alarms: Mapping[str, float]  # per clean canvas, by family
    weighted_recall: float | None
    exact: Tally
    pairs: Mapping[str, tuple[int, int]]  # by family: defects caught, of how many
    twins: tuple[Twins, ...]


def canvases(scorer: Scorer, canvases: Sequence[Canvas]) -> CanvasScores:
    twins = tuple(_twins(scorer, canvas) for canvas in canvases)
    clusters = [(each.clean, each.twin) for each in twins]
    texts = [text for cluster in clusters for text in cluster]
    return CanvasScores(
        families=tuple(family(name, clusters) for name in FAMILIES),
        macro=_macro(clusters),
        macro_range=interval(_tallies(clusters), _macro_of),
        kappa=kappa([unit for text in texts for unit in _units(text)]),
        false_alarms={name: _false(twins, name) for name in FAMILIES},
        weighted_recall=_weighted(texts),
        exact=exact(texts),
        pairs={name: _caught(twins, name) for name in FAMILIES},
        twins=twins,
    )


def _twins(scorer: Scorer, canvas: Canvas) -> Twins:
    clean = scorer.text(f"{canvas.id}/clean", canvas.boxes, canvas.clean, FAMILIES)
    return Twins(canvas, clean, scorer.text(f"{canvas.id}/twin", canvas.twin, canvas.twin_gold, FAMILIES))


def _tallies(clusters: Iterable[Sequence[Text]]) -> list[tuple[Tally, ...]]:
    return [tuple(total(text.tally(name) for text in cluster) for name in FAMILIES) for cluster in clusters]


def _macro(clusters: Iterable[Sequence[Text]]) -> float | None:
    return _macro_of(_tallies(clusters))


def _macro_of(drawn: Sequence[tuple[Tally, ...]]) -> float | None:
    return mean(total(column).f1 for column in zip(*drawn, strict=True))


def _units(text: Text) -> list[tuple[bool, bool]]:
    """By box and family: whether something must be found there, and whether something was."""
    must = {unit for gold in text.golds if gold.must for unit in _where(gold)}
    found = {unit for _, each in text.matched.hits for unit in _where(each)}
    found |= {unit for each in text.matched.false for unit in _where(each)}
    every = [(box, name) for box in text.boxes for name in FAMILIES]
    return [(unit in must, unit in found) for unit in every]


def _where(each: Gold | Found) -> list[tuple[str, str]]:
    return [(box, each.family) for box in (each.box, each.other_box) if box]


def _false(twins: Sequence[Twins], name: str) -> float:
    return sum(each.clean.tally(name).false for each in twins) / max(len(twins), 1)


def _weighted(texts: Sequence[Text]) -> float | None:
    """Recall in which a `must` criterion weighs three times a note."""
    hit = sum(_weight(gold) for text in texts for gold, _ in text.matched.hits)
    missed = sum(_weight(gold) for text in texts for gold in text.matched.missed)
    return hit / (hit + missed) if hit + missed else None


def _weight(gold: Gold) -> int:
    row = criteria().get(gold.criterion)
    return row.severity if row else Severity.SHOULD


def _caught(twins: Sequence[Twins], name: str) -> tuple[int, int]:
    caught = [
        each.caught(number)
        for each in twins
        for number, gold in enumerate(each.canvas.defective)
        if gold.family == name and gold.must
    ]
    return sum(caught), len(caught)


# ---- sentences


@dataclass(frozen=True, slots=True)
class VagueScores:
    family: Family
    kappa: float | None  # by line: whether it holds something vague
    exact: Tally
    texts: tuple[Text, ...]


def vague(scorer: Scorer, lines: Sequence[Sentence]) -> VagueScores:
    texts = tuple(scorer.text(each.id, {each.box: each.text}, each.golds, ("VAG",)) for each in lines)
    lines_with = [(bool(text.matched.hits or text.matched.missed), _said(text)) for text in texts]
    return VagueScores(family("VAG", [[text] for text in texts]), kappa(lines_with), exact(texts), texts)


def _said(text: Text) -> bool:
    return bool(text.matched.hits or text.matched.false)


def traps(scorer: Scorer, lines: Sequence[Sentence]) -> tuple[Text, ...]:
    """Flawless sentences: whatever is vague or unmeasurable here is a false alarm."""
    return tuple(scorer.text(each.id, {each.box: each.text}, (), ("VAG", "MEAS")) for each in lines)


def fired(texts: Iterable[Text]) -> int:
    return sum(text.false > 0 for text in texts)


# ---- pairs of boxes


@dataclass(frozen=True, slots=True)
class PairScores:
    family: Family
    exact: Tally
    right: int  # flagged, and the clean twin is silent
    texts: tuple[tuple[Text, Text], ...]


def pairs(scorer: Scorer, rows: Sequence[Pair]) -> PairScores:
    texts = tuple(
        (
            scorer.text(f"{each.id}/clash", each.boxes, each.golds, ("CON",)),
            scorer.text(f"{each.id}/clean", each.cleaned, (), ("CON",)),
        )
        for each in rows
    )
    right = sum(bool(clash.matched.hits) and not clean.false for clash, clean in texts)
    return PairScores(family("CON", texts), exact(text for both in texts for text in both), right, texts)
