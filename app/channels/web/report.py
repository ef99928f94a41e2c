"""A review as its page shows it: worst first, what goes together together, and no list longer than anybody reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.channels.web.room import SEVERITIES
from app.usecases.reviewed import Goal, OpenMatter, PlacedFinding, ReviewedBox, ReviewView, ToAddress

MOST = 40  # findings of a box, or goals: a file may hold ten thousand, and the JSON has them all
MATTERS = 200  # open questions


@dataclass(frozen=True)
class Part:
    """A box that there is something to say about. `aside` is what was waived or dismissed."""

    box: ReviewedBox
    open: Sequence[PlacedFinding]
    aside: Sequence[PlacedFinding]
    goals: Sequence[Goal]
    law: Sequence[ToAddress]
    left_out: int

    def tally(self) -> list[tuple[str, int]]:
        """How many findings are open, by severity, the worst first."""
        weighed = [each.finding.severity for each in self.box.findings if each.finding.status == "open"]
        return [(name, weighed.count(name)) for name in SEVERITIES if name in weighed]


@dataclass(frozen=True)
class Report:
    view: ReviewView

    def parts(self) -> list[Part]:
        return [_part(self.view, each) for each in self.view.boxes if _worth_telling(each)]

    def fine(self) -> list[str]:
        """Names of boxes that have words, and nothing to say about them."""
        return [each.name for each in self.view.boxes if each.english and not (each.empty or _worth_telling(each))]

    def empty(self) -> list[str]:
        return [each.name for each in self.view.boxes if each.empty]

    def matters(self) -> list[tuple[str, Sequence[OpenMatter]]]:
        """The open questions by what they are about: the law's, then those of each box."""
        found: dict[str, list[OpenMatter]] = {}
        for each in self.view.open_questions[:MATTERS]:
            found.setdefault(self.name(each.box) if each.box else "EU AI Act", []).append(each)
        return list(found.items())

    def more_matters(self) -> int:
        return max(len(self.view.open_questions) - MATTERS, 0)

    def name(self, box: str) -> str:
        return next((each.name for each in self.view.boxes if each.id == box), box)


def _worth_telling(box: ReviewedBox) -> bool:
    return not box.empty and (bool(box.goals) or any(_tells(each) for each in box.findings))


def _tells(each: PlacedFinding) -> bool:
    """Whether it says more than that a question is open: those stand together, below."""
    return each.finding.family != "GAP" or bool(each.finding.quote)


def _part(view: ReviewView, box: ReviewedBox) -> Part:
    told = [each for each in box.findings if _tells(each)]
    open = [each for each in told if each.finding.status == "open"]
    aside = [each for each in told if each.finding.status != "open"]
    goals = sorted(box.goals, key=lambda each: each.verdict == "measurable")
    law = [each for each in view.ai_act.to_address if each.box == box.id and each.required]
    left_out = sum(max(len(each) - MOST, 0) for each in (open, aside, goals))
    return Part(box, open[:MOST], aside[:MOST], goals[:MOST], law, left_out)
