"""Verdicts against labels: whether a goal is measurable, how far a question is answered, what the AI Act says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.quality.engine import Checked, Statement
from evals.quality.gold import SLOTS, STATES, Canvas, Goal, System
from evals.quality.match import overlaps, places
from evals.quality.scores import Family, Scorer
from evals.quality.stats import Tally, interval, kappa, mean, total

# ---- goals


@dataclass(frozen=True, slots=True)
class GoalScores:
    size: int
    accuracy: float | None
    kappa: float | None
    range: tuple[float, float] | None  # of κ
    present: Mapping[str, Tally]  # by slot: whether it is filled
    worded: Mapping[str, Tally]  # by slot: whether it is filled by words that overlap with the label's
    wrong: tuple[tuple[Goal, bool], ...]

    @property
    def macro(self) -> float | None:
        return mean(tally.f1 for tally in self.present.values())

    @property
    def worded_macro(self) -> float | None:
        return mean(tally.f1 for tally in self.worded.values())


def goals(scorer: Scorer, rows: Sequence[Goal]) -> GoalScores:
    said = [_statements(scorer, goal) for goal in rows]
    verdicts = [(goal.verdict, any(each.verdict for each in some)) for goal, some in zip(rows, said, strict=True)]
    filled = [_slots(some) for some in said]
    both = list(zip(rows, filled, strict=True))
    return GoalScores(
        size=len(rows),
        accuracy=mean(float(gold == own) for gold, own in verdicts),
        kappa=kappa(verdicts),
        range=interval(verdicts, kappa),
        present={name: total(_presence(goal, own, name) for goal, own in both) for name in SLOTS},
        worded={name: total(_wording(goal, own, name) for goal, own in both) for name in SLOTS},
        wrong=tuple((goal, own) for goal, (gold, own) in zip(rows, verdicts, strict=True) if gold != own),
    )


def _statements(scorer: Scorer, goal: Goal) -> tuple[Statement, ...]:
    boxes = {goal.box: goal.text}
    checked = scorer.engine.check(goal.id, boxes)
    scorer.grounding.add(checked, boxes)
    return checked.statements


def _slots(statements: Sequence[Statement]) -> dict[str, str]:
    """The slots of a line, the first statement's words where two fill the same."""
    filled: dict[str, str] = {}
    for each in statements:
        filled = {**each.slots, **filled}
    return filled


def _presence(goal: Goal, own: Mapping[str, str], name: str) -> Tally:
    return _tally(gold=name in goal.slots, own=name in own, same=True)


def _wording(goal: Goal, own: Mapping[str, str], name: str) -> Tally:
    gold = goal.slots
    same = _same(goal.text, gold.get(name, ""), own.get(name, ""))
    return _tally(gold=name in gold, own=name in own, same=same)


def _tally(*, gold: bool, own: bool, same: bool) -> Tally:
    """Wrong words are both: a slot that was missed and one that was made up."""
    hit = gold and own and same
    return Tally(int(hit), int(own and not hit), int(gold and not hit))


def _same(text: str, one: str, other: str) -> bool:
    return any(overlaps(mine, yours) for mine in places(text, one) for yours in places(text, other))


# ---- coverage of the guiding questions


@dataclass(frozen=True, slots=True)
class CoverageScores:
    size: int
    accuracy: float | None
    kappa: float | None
    range: tuple[float, float] | None
    confusion: Mapping[tuple[str, str], int]  # label, engine


def coverage(scorer: Scorer, canvases: Sequence[Canvas]) -> CoverageScores:
    clusters = [_states(canvas, scorer.engine.check(f"{canvas.id}/clean", canvas.boxes)) for canvas in canvases]
    pairs = [pair for cluster in clusters for pair in cluster]
    return CoverageScores(
        size=len(pairs),
        accuracy=mean(float(gold == own) for gold, own in pairs),
        kappa=kappa(pairs),
        range=interval(clusters, lambda drawn: kappa([pair for cluster in drawn for pair in cluster])),
        confusion=Counter(pairs),
    )


def _states(canvas: Canvas, checked: Checked) -> list[tuple[str, str]]:
    return [
        (state, checked.coverage.get(box, {}).get(number, "none"))
        for box, questions in canvas.coverage.items()
        for number, state in questions.items()
    ]


def confused(scores: CoverageScores) -> list[tuple[str, list[int]]]:
    """A row for each label, with how often the engine said each state."""
    return [(gold, [scores.confusion.get((gold, own), 0) for own in STATES]) for gold in STATES]


# ---- the AI Act


@dataclass(frozen=True, slots=True)
class SystemScores:
    size: int
    labels: tuple[Family, ...]
    macro: float | None
    range: tuple[float, float] | None
    exact: float | None
    kinds: Mapping[str, tuple[int, int]]  # by kind of description: exact sets, of how many
    prohibited_missed: tuple[str, ...]  # ids: called neither prohibited nor unsure
    high_called_minimal: tuple[str, ...]
    unsure_too_often: int  # cases that the engine leaves open though their label is known
    wrong: tuple[tuple[System, frozenset[str]], ...]


def systems(scorer: Scorer, rows: Sequence[System]) -> SystemScores:
    own = [_labels(scorer, each) for each in rows]
    both = list(zip(rows, own, strict=True))
    known = sorted({label for each in rows for label in each.labels})
    tallies = [tuple(_label(each.labels, said, name) for name in known) for each, said in both]
    return SystemScores(
        size=len(rows),
        labels=tuple(Family(name, total(each[at] for each in tallies), None) for at, name in enumerate(known)),
        macro=_macro(tallies),
        range=interval(tallies, _macro),
        exact=mean(float(each.labels == said) for each, said in both),
        kinds=_kinds(both),
        prohibited_missed=tuple(each.id for each, said in both if _missed(each, said)),
        high_called_minimal=tuple(each.id for each, said in both if _belittled(each, said)),
        unsure_too_often=sum("unsure" in said and "unsure" not in each.labels for each, said in both),
        wrong=tuple((each, said) for each, said in both if each.labels != said),
    )


def _labels(scorer: Scorer, system: System) -> frozenset[str]:
    checked = scorer.engine.check(system.id, system.boxes)
    scorer.grounding.add(checked, system.boxes)
    return checked.labels


def _label(gold: frozenset[str], own: frozenset[str], name: str) -> Tally:
    """`unsure` counts only where the label is unsure: elsewhere it is a miss of the true label, counted there."""
    if name == "unsure" and name not in gold:
        return Tally()
    return _tally(gold=name in gold, own=name in own, same=True)


def _macro(tallies: Sequence[tuple[Tally, ...]]) -> float | None:
    return mean(total(column).f1 for column in zip(*tallies, strict=True))


def _kinds(both: Sequence[tuple[System, frozenset[str]]]) -> dict[str, tuple[int, int]]:
    kinds = sorted({each.kind for each, _ in both})
    some = {kind: [each.labels == own for each, own in both if each.kind == kind] for kind in kinds}
    return {kind: (sum(right), len(right)) for kind, right in some.items()}


def _missed(system: System, own: frozenset[str]) -> bool:
    return "prohibited" in system.labels and not own & {"prohibited", "unsure"}


def _belittled(system: System, own: frozenset[str]) -> bool:
    high = system.labels & {"high_risk_annex_i", "high_risk_annex_iii"}
    return bool(high) and "minimal" in own
