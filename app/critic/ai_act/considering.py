"""What each box should address for this system, for whom, and whether its words do."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.canvas.template import Box
from app.critic.ai_act.deciding import decide
from app.critic.ai_act.evidence import Row, rows, shown
from app.critic.ai_act.facts import Fact, answered
from app.critic.ai_act.pack import pack
from app.critic.ai_act.screening import MINIMAL, OUTSIDE, UNSURE, Screening
from app.critic.finding import Spot
from app.critic.reading import read

State = Literal["addressed", "missing", "not_applicable", "unread"]  # unread: a language that the cues do not know

_FULL = frozenset({"high_risk_annex_iii", "high_risk_annex_i", "high_risk_annex_i_a"})  # Chapter III holds in full
_EXCLUSIONS = ("military-only", "foreign-authority", "research-only", "before-market", "personal-use", "open-source")
_RISKY = ("evaluates-people", "uses-biometrics", "endangers")


@dataclass(frozen=True, slots=True)
class Consideration:
    """One thing that a box should address. `where` is the box of the quote: mostly, but not always, its own."""

    id: str
    box: str
    article: str
    source: str
    text: str
    criterion: str
    state: State
    required: bool
    recommended: bool
    required_for: tuple[str, ...]
    recommended_for: tuple[str, ...]
    quote: str = ""
    where: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Screened:
    """A canvas under the AI Act."""

    screening: Screening
    considerations: tuple[Consideration, ...]


def screen(texts: Mapping[str, str], facts: Iterable[Fact], *, on: dt.date) -> Screened:
    """From the facts of all hands to labels, and on to what each box should address."""
    screening = decide(answered(facts), on=on)
    return Screened(screening, consider(texts, screening))


def consider(
    texts: Mapping[str, str], screening: Screening, *, roles: Collection[str] | None = None
) -> tuple[Consideration, ...]:
    """Every row of every box. Without roles, those that the facts name; if they name none, both main ones."""
    audiences = _audiences(screening, roles)
    return tuple(_consideration(row, texts, audiences) for some in rows().values() for row in some)


def aia(box: Box, text: str, screening: Screening, others: Mapping[str, str] | None = None) -> tuple[Spot, ...]:
    """The findings of a filled box: what it must address and does not, one a criterion, and what triggers a ban."""
    return asked(box, {**(others or {}), box.id: text}, screening, bound(screening))


def bound(screening: Screening) -> frozenset[str]:
    """For whom a box is held to what it must address.

    What is asked of every system is raised only beside a label that is stricter than minimal.
    """
    audiences = _audiences(screening, None)
    return audiences - {"ALL"} if screening.labels <= {MINIMAL, UNSURE} else audiences


def asked(box: Box, texts: Mapping[str, str], screening: Screening, audiences: frozenset[str]) -> tuple[Spot, ...]:
    """The findings of a box among the texts of a canvas, for those who are bound."""
    text = texts[box.id]
    if not text.strip() or not read(text).english:
        return ()
    missing: dict[str, list[str]] = {}
    for row in rows().get(box.id, ()):
        if not audiences.isdisjoint(row.required) and not any(_evidence(row, texts)):
            missing.setdefault(row.criterion, []).append(f"{row.text[:-1]} ({row.article}).")
    found = (*_banned(box, text, screening), *_unsupported(box, text, screening), *_unclassified(box, texts, screening))
    quoted = {spot.criterion: spot for spot in found}
    silent = [Spot(id, detail=" ".join(some)) for id, some in missing.items() if id not in quoted]
    return (*quoted.values(), *silent)


def _consideration(row: Row, texts: Mapping[str, str], audiences: frozenset[str]) -> Consideration:
    required, recommended = bool(audiences & set(row.required)), bool(audiences & set(row.recommended))
    place = next(_evidence(row, texts), None)
    state: State = "addressed" if place else "missing"
    if state == "missing" and not read(texts.get(row.box, "")).english:
        state = "unread"
    if not required:
        state = "not_applicable"
    return Consideration(
        id=row.id,
        box=row.box,
        article=row.article,
        source=pack().address(row.article),
        text=row.text,
        criterion=row.criterion,
        state=state,
        required=required,
        recommended=recommended,
        required_for=row.required,
        recommended_for=row.recommended,
        **(place or {}),
    )


def _evidence(row: Row, texts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    boxes = [row.box, *(box for box in texts if box != row.box)] if row.anywhere else [row.box]
    for box in boxes:
        if span := shown(row, texts.get(box, "")):
            yield {"quote": read(texts[box]).quote(span), "where": box, "start": span.start, "end": span.end}


def _banned(box: Box, text: str, screening: Screening) -> Iterator[Spot]:
    for ruling in screening.rulings:
        if ruling.label == "prohibited":
            detail = f"{ruling.reason[:-1]} is prohibited ({ruling.article}, from {ruling.applies_from})."
            yield from _spots("AIA-02", ruling.quotes, box, text, detail)
            if _classing(box) and not ruling.quotes and any(each.rank == 2 for each in ruling.facts):
                yield Spot("AIA-02", detail=detail)  # a person said so, and no words of the canvas do


def _unsupported(box: Box, text: str, screening: Screening) -> Iterator[Spot]:
    """A way out of Annex III that somebody claims and that does not hold yet."""
    if "high_risk_annex_iii" in screening.labels:
        claims = [screening.facts[id] for id in pack().conditions if screening.holds(id)]
        detail = "It counts only with the point, the condition, its reasons and no profiling in writing (Art. 6(4))."
        yield from _spots("AIA-16", claims, box, text, detail)


def _unclassified(box: Box, texts: Mapping[str, str], screening: Screening) -> Iterator[Spot]:
    """A system that may be high-risk, and nobody has said yet which point applies, or that none does."""
    gates = [screening.facts[id] for id in _RISKY if screening.holds(id)]
    classing = _classing(box)
    if classing and gates and screening.labels == {UNSURE} and not any(_evidence(classing, texts)):
        detail = "Name the point of Annex I or III that applies, or say why none does (Art. 6)."
        quoted = list(_spots("AIA-03", gates, box, texts[box.id], detail))
        yield quoted[0] if quoted else Spot("AIA-03", detail=detail)


def _classing(box: Box) -> Row | None:
    """What the box that says what kind of system it is should say."""
    return next((row for row in rows().get(box.id, ()) if row.id == "BG5"), None)


def _spots(criterion: str, facts: Iterable[Fact], box: Box, text: str, detail: str) -> Iterator[Spot]:
    for fact in facts:
        start = text.find(fact.quote, fact.start) if text[fact.start : fact.end] != fact.quote else fact.start
        if fact.quote and fact.box == box.id and start >= 0:
            yield Spot(criterion, fact.quote, start, start + len(fact.quote), detail)


# -- for whom -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Who:
    screening: Screening
    roles: Collection[str]

    def any(self, *ids: str) -> bool:
        return any(map(self.screening.holds, ids))

    def label(self, *labels: str) -> bool:
        return bool(self.screening.labels & set(labels))

    def near(self, *practices: str, gates: tuple[str, ...]) -> bool:
        """In the reach of these practices, and not all of them are ruled out."""
        left = any(self.screening.facts[id].value != "no" for id in practices)
        return left and self.any(*gates) and not self.label(*OUTSIDE)

    def rule(self, *rules: str) -> bool:
        return any(ruling.rule in rules for ruling in self.screening.rulings)

    @property
    def provider(self) -> bool:
        return bool(self.heavy and "provider" in self.roles)

    @property
    def deployer(self) -> bool:
        return bool(self.heavy and "deployer" in self.roles)

    @property
    def heavy(self) -> bool:
        return any(ruling.regime in _FULL for ruling in self.screening.rulings)

    @property
    def listed(self) -> bool:
        """Annex III other than critical infrastructure, which knows no explanation and no impact assessment."""
        points = [each.rule for each in self.screening.rulings if each.label == "high_risk_annex_iii"]
        return any(point != "annex-iii-2" for point in points)


def _audiences(screening: Screening, roles: Collection[str] | None) -> frozenset[str]:
    who = _Who(screening, roles or screening.roles or ("provider", "deployer"))
    return frozenset(name for name, holds in _AUDIENCES.items() if holds(who))


_AUDIENCES: Mapping[str, Callable[[_Who], bool]] = {
    "ALL": lambda who: not who.label(*OUTSIDE),
    "EXCLUSION": lambda who: who.any(*_EXCLUSIONS),
    "HRP": lambda who: who.provider,
    "HRP_BUILT": lambda who: who.provider and who.any("third-party-model"),
    "HRD": lambda who: who.deployer,
    "HR3P": lambda who: who.provider and who.label("high_risk_annex_iii"),
    "HRD3": lambda who: who.deployer and who.listed,
    "HRD_WORK": lambda who: who.deployer and (who.any("at-work") or who.rule("annex-iii-4b")),
    "HRD_REMOTE": lambda who: who.deployer and who.rule("annex-iii-1a"),
    "FRIA": lambda who: (
        who.deployer and who.listed and (who.any("public-body") or who.rule("annex-iii-5b", "annex-iii-5c"))
    ),
    "EX63": lambda who: (
        who.label("annex_iii_exempt_6_3") or (who.label("high_risk_annex_iii") and who.any(*pack().conditions))
    ),
    "T50": lambda who: who.label("transparency_50"),
    "T50_MARK": lambda who: who.rule("art-50-2") and "provider" in who.roles,
    "GPAI": lambda who: who.label("gpai"),
    "GPAI_USER": lambda who: who.any("third-party-model") and not who.label(*OUTSIDE),
    "GPAI_MODIFIER": lambda who: who.any("modifies-model"),
    "SYSTEMIC": lambda who: who.label("gpai_systemic"),
    "GDPR": lambda who: who.any("personal-data"),
    "FACES": lambda who: who.any("uses-biometrics") and not who.label(*OUTSIDE),
    "GENERATOR": lambda who: who.any("generates-media") and not who.label(*OUTSIDE),
    "INFLUENCE": lambda who: who.near("art-5-1a", "art-5-1b", gates=("influences-people",)),
    "JUDGES": lambda who: who.near(
        "art-5-1c", "art-5-1d", "art-5-1f", "art-5-1g", gates=("evaluates-people", "uses-biometrics")
    ),
    "BIAS": lambda who: who.any("special-data"),
    "LEARNING": lambda who: who.provider and who.any("keeps-learning"),
    "UNTRAINED": lambda who: who.provider and who.any("untrained"),
    "TRIAL": lambda who: who.provider and who.any("real-world-test"),
    "LEGACY": lambda who: who.provider and who.any("placed-before-high-risk"),
    "PRODUCT_CYBER": lambda who: who.provider and who.any("digital-product"),
}
