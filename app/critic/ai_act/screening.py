"""What the AI Act says about a system, as far as its facts are known: labels with reasons, dates and duties."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from app.critic.ai_act.facts import Fact, Value
from app.critic.ai_act.pack import Duty, Note, Penalty

UNSURE = "unsure"
MINIMAL = "minimal"
OUTSIDE = frozenset({"out_of_scope", "not_ai_system"})  # these end it


@dataclass(frozen=True, slots=True)
class Ruling:
    """A label, and why it holds. `facts` are the answers that decided it, with their quotes."""

    label: str
    rule: str
    article: str
    hook: str
    reason: str
    facts: tuple[Fact, ...]
    addressees: tuple[str, ...]
    applies_from: dt.date
    effective: bool  # on the day of the screening
    status: str
    source: str
    regime: str  # the label, with the section of Annex I where that matters
    notes: tuple[Note, ...] = ()

    @property
    def place(self) -> str:
        """The article, with its point where the article alone is a long list."""
        return f"{self.article}, {self.hook}" if self.article.startswith("Annex") else self.article

    @property
    def quotes(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.quote)


@dataclass(frozen=True, slots=True)
class Due:
    """A duty that follows, since when, and whether it is one of ours: None if our role is not known."""

    duty: Duty
    applies_from: dt.date
    effective: bool
    ours: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class Open:
    """A question that decides: the label that a careful answer would give. Not `branching`: it could take one away."""

    fact: str
    question: str
    label: str
    branching: bool = True


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact to confirm or to answer, and why it is asked."""

    id: str
    question: str
    label: str
    value: Value = "unsure"
    quote: str = ""
    box: str = ""
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Screening:
    """The set of labels and what stands behind it. A screening aid, and it says so."""

    pack: str
    version: str
    as_of: dt.date
    checked: str
    on: dt.date
    rulings: tuple[Ruling, ...]
    labels: frozenset[str]
    open: tuple[Open, ...]
    dues: tuple[Due, ...]
    penalties: tuple[Penalty, ...]
    facts: Mapping[str, Fact]  # every question of the form, answered or unsure
    roles: frozenset[str]  # ours; empty if not known
    warnings: tuple[str, ...]
    disclaimer: str

    @property
    def notes(self) -> tuple[Note, ...]:
        """What has to be said beside the labels, once each."""
        return tuple(dict.fromkeys(note for ruling in self.rulings for note in ruling.notes))

    def holds(self, id: str) -> bool:
        return self.facts[id].value == "yes"


# What people call the labels, the strictest first; the order in which they are shown.
NAMES = {
    "out_of_scope": "Outside the AI Act",
    "not_ai_system": "Not an AI system",
    "prohibited": "Prohibited",
    "high_risk_annex_i": "High risk, as a product or its safety part (Annex I)",
    "high_risk_annex_iii": "High risk, by what it is used for (Annex III)",
    "annex_iii_exempt_6_3": "Listed in Annex III, but exempt (Art. 6(3))",
    "transparency_50": "People must be told (Art. 50)",
    "gpai": "A general-purpose model",
    "gpai_systemic": "A general-purpose model with systemic risk",
    MINIMAL: "None of the stricter rules",
    UNSURE: "Not decided yet",
}
