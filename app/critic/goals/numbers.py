"""What each number of a goal is: a name, a date, what is so today, a target. The first role that fits counts."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from app.critic.goals import aims, asides, baselines, givens, groups
from app.critic.goals.quantities import Quantity
from app.critic.goals.scene import Scene
from app.critic.goals.statement import Statement


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


Plays = Callable[[Scene, Quantity], bool]


class Numbers(Scene):
    """The quantities of a statement with their roles."""

    def __init__(self, s: Statement) -> None:
        super().__init__(s)
        self.roles = self._roles() if self.quantities else []
        self.targets = [q for q, role in self.roles if role is Role.TARGET]
        self.played = frozenset([role for _, role in self.roles])

    def _roles(self) -> list[tuple[Quantity, Role]]:
        some = self._cast()
        found: list[tuple[Quantity, Role]] = []
        for q in self.quantities:
            for role, plays in some:
                if plays(self, q):
                    found.append((q, role))
                    break
            else:
                found.append((q, Role.OTHER))
        return [each for each in self._paired(found) if each[0].kind in _VALUES or each[1] in _SAYING]

    def _cast(self) -> Sequence[tuple[Role, Plays]]:
        """The roles that any number may play here: few statements hold the cues of the rarer ones."""
        keys, words = self.s.keys, self.s.vocabulary
        if self.achieved:
            return _ALL
        if _CUES.isdisjoint(keys) and _CUES.isdisjoint(words):
            return _ALWAYS
        return [
            (role, plays)
            for role, plays, cues in _ROLES
            if cues is None or not cues.isdisjoint(keys) or not cues.isdisjoint(words)
        ]

    def _paired(self, found: list[tuple[Quantity, Role]]) -> list[tuple[Quantity, Role]]:
        """Beside a value of today, the one other number is the one to reach: “40 minutes now, 25 from May”."""
        roles = [role for _, role in found]
        if Role.TARGET in roles or Role.BASELINE not in roles or self.active:
            return found
        free = [k for k, (q, role) in enumerate(found) if role is Role.OTHER and q.kind in _VALUES]
        if len(free) != 1:
            return found
        (k,) = free
        return [*found[:k], (found[k][0], Role.TARGET), *found[k + 1 :]]


_VALUES = ("number", "fraction")
_SAYING = (Role.TARGET, Role.BASELINE, Role.ACHIEVED)  # a worded zero or part that is none of these says nothing

# Each with the phrases and the words of which one has to stand in a statement; with none, it may always be.
_ROLES: tuple[tuple[Role, Plays, frozenset[str] | None], ...] = (
    (Role.RANK, asides.is_rank, frozenset({"st", "nd", "rd", "th"})),
    (Role.ITEM, asides.is_item, None),
    (Role.DATE, asides.is_date, None),
    (Role.NAME, asides.is_name, None),
    (Role.DESIGN, asides.is_set, frozenset({"trigger"}) | asides.PREPARING | givens.CUES),
    (Role.DESIGN, asides.is_design, frozenset("design_cue design every each per once twice thrice".split())),
    (Role.STATISTIC, asides.is_statistic, frozenset({"statistic_letter", "statistic_cue"})),
    (Role.TIME, asides.is_length, None),
    (Role.BASELINE, baselines.is_baseline, None),
    (Role.ACHIEVED, baselines.is_achieved, frozenset({"achieved"})),
    (Role.POPULATION, groups.is_group, None),
    (Role.TARGET, aims.is_target, None),
)
_ALL = [(role, plays) for role, plays, _ in _ROLES]
_ALWAYS = [(role, plays) for role, plays, cues in _ROLES if cues is None]
_CUES = frozenset[str]().union(*(cues for _, _, cues in _ROLES if cues))
