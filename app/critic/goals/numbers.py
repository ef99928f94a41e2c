"""What each number of a goal is: a name, a date, what is so today, a target. The first role that fits counts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.critic.goals import aims, asides, baselines
from app.critic.goals.lazy import lazy
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

    @lazy
    def roles(self) -> tuple[tuple[Quantity, Role], ...]:
        found: list[tuple[Quantity, Role]] = []
        for q in self.quantities:
            role = next((role for role, plays in _ROLES if plays(self, q)), Role.OTHER)
            found.append((q, role))
        return tuple(self._shared(self._paired(found)))

    def _paired(self, found: Sequence[tuple[Quantity, Role]]) -> Sequence[tuple[Quantity, Role]]:
        """Beside a value of today, the one other number is the one to reach: “40 minutes now, 25 from May”."""
        roles = [role for _, role in found]
        free = [k for k, (q, role) in enumerate(found) if role is Role.OTHER and q.kind in ("number", "fraction")]
        if Role.TARGET in roles or Role.BASELINE not in roles or len(free) != 1 or self.active:
            return found
        (k,) = free
        return [*found[:k], (found[k][0], Role.TARGET), *found[k + 1 :]]

    @staticmethod
    def _shared(found: Sequence[tuple[Quantity, Role]]) -> Iterator[tuple[Quantity, Role]]:
        """A worded zero or part that is no target says nothing."""
        for q, role in found:
            if q.kind in ("number", "fraction") or role in (Role.TARGET, Role.BASELINE, Role.ACHIEVED):
                yield q, role

    @lazy
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
    (Role.BASELINE, baselines.is_baseline),
    (Role.ACHIEVED, baselines.is_achieved),
    (Role.POPULATION, asides.is_group),
    (Role.TARGET, aims.is_target),
)
