"""What each number of a goal is: a name, a date, what is so today, a target. The first role that fits counts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.critic.goals import aims, asides
from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import Scene


class Role(StrEnum):
    """In words that people read: “2024: a date, not a target”."""

    NAME = "part of a name"
    RANK = "a rank"
    ITEM = "the number of an item"
    DESIGN = "something that goes in"
    STATISTIC = "a statistic"
    DATE = "a date"
    TIME = "a length of time"
    BASELINE = "what it is compared with"
    ACHIEVED = "what is so today"
    POPULATION = "for whom or what"
    TARGET = "a target"
    OTHER = "a number without a goal"


@dataclass(frozen=True)
class Numbers(Scene):
    """The quantities of a statement with their roles."""

    @cached_property
    def roles(self) -> tuple[tuple[Quantity, Role], ...]:
        found: list[tuple[Quantity, Role]] = []
        for q in self.quantities:
            role = next((role for role, plays in _ROLES if plays(self, q)), Role.OTHER)
            found.append((q, role))
        return tuple(self._shared(found))

    @staticmethod
    def _shared(found: Sequence[tuple[Quantity, Role]]) -> Iterator[tuple[Quantity, Role]]:
        """A worded zero or part that is no target says nothing."""
        for q, role in found:
            if q.kind in ("number", "fraction") or role in (Role.TARGET, Role.BASELINE, Role.ACHIEVED):
                yield q, role

    @cached_property
    def targets(self) -> tuple[Quantity, ...]:
        return tuple(q for q, role in self.roles if role is Role.TARGET)


_ROLES: tuple[tuple[Role, Callable[[Scene, Quantity], bool]], ...] = (
    (Role.RANK, asides.is_rank),
    (Role.ITEM, asides.is_item),
    (Role.DATE, asides.is_date),
    (Role.NAME, asides.is_name),
    (Role.DESIGN, asides.is_design),
    (Role.STATISTIC, asides.is_statistic),
    (Role.TIME, asides.is_length),
    (Role.BASELINE, aims.is_baseline),
    (Role.ACHIEVED, aims.is_achieved),
    (Role.POPULATION, asides.is_group),
    (Role.TARGET, aims.is_target),
)
