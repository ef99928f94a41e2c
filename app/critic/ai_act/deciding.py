"""From facts to labels: the order of the Act, decided in code, the same every time.

Three values all the way: what is unsure never counts as the answer that would let a system off.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from app.critic.ai_act import pack as shipped
from app.critic.ai_act.facts import Fact, Value, above, form, settled
from app.critic.ai_act.pack import Condition, Duty, Note, Pack, Rule, fact_of
from app.critic.ai_act.screening import MINIMAL, OUTSIDE, UNSURE, Due, Open, Ruling, Screening

_ROLES = ("provider", "deployer", "importer", "distributor", "product-manufacturer", "authorised-representative")
_MINIMAL = Rule(
    "minimal", MINIMAL, "Art. 95", "none", "None of the stricter rules applies.", dt.date(2025, 2, 2), "law",
    ("provider", "deployer"), (),
)  # fmt: skip


def decide(facts: Mapping[str, Fact], *, on: dt.date, pack: Pack | None = None) -> Screening:
    """The labels that the facts give on a day. What nobody answered is unsure, and EU use is assumed."""
    pack = pack or shipped.pack()
    case = _case(settled(facts), on, pack)
    rulings = case.rulings()
    open = case.open_questions(rulings)
    branching = [each for each in open if each.branching]
    if not rulings and not branching:
        rulings = (case.last(),)
    labels = {ruling.label for ruling in rulings} | ({UNSURE} if branching else set())
    regimes = {ruling.regime for ruling in rulings}
    return Screening(
        pack=pack.id,
        version=pack.version,
        as_of=pack.as_of,
        checked=pack.checked,
        on=on,
        rulings=rulings,
        labels=frozenset(labels),
        open=open,
        dues=tuple(case.dues(rulings)),
        penalties=tuple(each for each in pack.penalties if regimes & set(each.regimes)),
        facts=case.facts,
        roles=case.roles,
        warnings=tuple(case.warnings()),
        disclaimer=pack.disclaimer,
    )


def _case(facts: Mapping[str, Fact], on: dt.date, pack: Pack) -> "_Case":
    return _Case(facts, {id: fact.value for id, fact in facts.items()}, on, pack, pack.by_label)


@dataclass(frozen=True, slots=True)
class _Case:
    facts: Mapping[str, Fact]
    values: Mapping[str, Value]  # of the facts: asked for hundreds of times
    on: dt.date
    pack: Pack
    rules: Mapping[str, Sequence[Rule]]  # by label

    def yes(self, id: str) -> bool:
        return self.values[id] == "yes"

    def met(self, condition: Condition) -> bool:
        id, value, _ = _asked(condition)
        return self.values[id] == value

    def failed(self, condition: Condition) -> bool:
        id, _, other = _asked(condition)
        return self.values[id] == other

    @property
    def roles(self) -> frozenset[str]:
        """Ours. Who changes somebody's system as Art. 25(1) says has become its provider."""
        return frozenset(role for role in _ROLES if self.yes(role) or (role == "provider" and self.yes("changes-role")))

    def rulings(self) -> tuple[Ruling, ...]:
        """Scope ends it, then the definition, then a prohibition; the rest adds up."""
        for end in (self._outside(), self._fired("not_ai_system"), self._fired("prohibited")):
            if end:
                return end
        listed = self._fired("annex_iii_exempt_6_3") if self._exempt else self._fired("high_risk_annex_iii")
        rest = [each for label in ("transparency_50", "gpai", "gpai_systemic") for each in self._fired(label)]
        return (*self._product(), *(self._let_off() if self._exempt else listed), *rest)

    def last(self) -> Ruling:
        """What is left when nothing stricter applies: minimal, or outside the Act as open source."""
        free = next(rule for rule in self.pack.rules if rule.id == "open-source")
        return self._ruling(free if self.fires(free) else _MINIMAL)

    def _outside(self) -> tuple[Ruling, ...]:
        return tuple(each for each in self._fired("out_of_scope") if each.rule != "open-source")

    def _fired(self, label: str) -> tuple[Ruling, ...]:
        return tuple(self._ruling(rule) for rule in self.rules.get(label, ()) if self.fires(rule))

    def fires(self, rule: Rule) -> bool:
        return all(map(self.met, rule.when)) and not any(map(self.met, rule.unless)) and self._in_force(rule)

    def _in_force(self, rule: Rule) -> bool:
        """A rule that ended is gone. One that starts later counts already, with its date."""
        return rule.effective_to is None or self.on <= rule.effective_to

    def _product(self) -> tuple[Ruling, ...]:
        """Art. 6(1): the product or its safety component, and an assessment by a third party. Both."""
        if self._covered is not True or self._component is not True or not self.yes("third-party-assessment"):
            return ()
        acts = self._fired("high_risk_annex_i")
        named = tuple(each for each in acts if each.rule != "annex-i") or acts
        return named or (self._ruling(next(each for each in self.pack.rules if each.id == "annex-i")),)

    @property
    def _covered(self) -> bool | None:
        return _any(self._value(rule.when[0]) for rule in self.rules["high_risk_annex_i"])

    @property
    def _component(self) -> bool | None:
        safety = False if self.yes("no-safety-purpose") else self._value("safety-function")
        return _any((self._value("is-the-product"), safety, self._value("endangers")))

    def _value(self, id: str) -> bool | None:
        value = self.values[id]
        return None if value == "unsure" else value == "yes"

    @property
    def _exempt(self) -> bool:
        """Art. 6(3): point, condition, written reasons, and no profiling. A person who decides is no way out."""
        rule = self.rules["annex_iii_exempt_6_3"][0]
        return self.fires(rule) and any(map(self.yes, self.pack.conditions))

    def _let_off(self) -> tuple[Ruling, ...]:
        rule = self.rules["annex_iii_exempt_6_3"][0]
        why = [id for id in self.pack.conditions if self.yes(id)]
        reasons = "; ".join(self.pack.conditions[id] for id in why)
        used = tuple(self.facts[id] for id in why)
        return tuple(
            replace(
                self._ruling(rule),
                rule=point.rule,
                hook=f"{point.hook}, {rule.hook}",
                reason=f"{point.reason} {rule.title} {reasons[0].upper()}{reasons[1:]}.",
                facts=(*point.facts, *used, *self._ruling(rule).facts),
            )
            for point in self._fired("high_risk_annex_iii")
        )

    def _ruling(self, rule: Rule) -> Ruling:
        legacy = next(
            (each for each in self.pack.legacy if each.rule == rule.id and all(map(self.met, each.when))), None
        )
        start = legacy.effective_from if legacy else rule.effective_from
        regime = f"{rule.label}_{rule.section.lower()}" if rule.section else rule.label
        return Ruling(
            label=rule.label,
            rule=rule.id,
            article=rule.article,
            hook=rule.hook,
            reason=f"{rule.title} {legacy.text}" if legacy else rule.title,
            facts=tuple(self.facts[fact_of(each)] for each in rule.when),
            addressees=rule.addressees,
            applies_from=start,
            effective=self.on >= start,
            status=rule.status,
            source=self.pack.address(rule.article),
            regime=regime,
            notes=tuple(self._notes(regime)),
        )

    def _notes(self, regime: str) -> Iterator[Note]:
        for note in self.pack.notes:
            one = not note.any or any(map(self.met, note.any))
            if regime in note.regimes and one and all(map(self.met, note.when)):
                yield note

    def dues(self, rulings: Iterable[Ruling]) -> Iterator[Due]:
        """The duties of all labels, each once, since the earliest day that any of them brings it."""
        for duty in self.pack.duties:
            causes = [each for each in rulings if _brings(each, duty)]
            if causes and not self._spared(duty):
                start = duty.effective_from or min(each.applies_from for each in causes)
                ours = bool(self.roles & set(duty.who)) if self.roles else None
                yield Due(duty, start, self.on >= start, ours, self.pack.address(duty.article))

    def _spared(self, duty: Duty) -> bool:
        return any(map(self.failed, duty.when)) or (bool(duty.any) and all(map(self.failed, duty.any)))

    def warnings(self) -> Iterator[str]:
        if self.on > self.pack.expires:
            yield f"These rules are as of {self.pack.as_of} and expired on {self.pack.expires}. Look for newer ones."
        if self.facts["eu"].value == "unsure":
            yield "We assume that the system or its output is used in the EU."
        if self.facts["learned"].value == "unsure":
            yield "We assume that it is an AI system."

    def open_questions(self, rulings: tuple[Ruling, ...]) -> tuple[Open, ...]:
        """The questions that decide, the worst branch first; a closed branch has none."""
        labels = {ruling.label for ruling in rulings}
        found = [*self._ways_out(rulings)]
        if not labels & (OUTSIDE | {"prohibited"}):
            branches = [each for each in _BRANCHES if each not in labels]
            if "annex_iii_exempt_6_3" not in labels:
                found += self._missing_filter(labels)
            found = [*(each for label in branches for each in self._branch(label)), *found]
        seen: dict[str, Open] = {}
        for each in found:
            seen.setdefault(each.fact, each)
        return tuple(seen.values())

    def _branch(self, label: str) -> Iterator[Open]:
        if label == "high_risk_annex_i":
            yield from self._product_questions()
            return
        unmet = dict[str, None]()  # many rules of a label ask the same
        for rule in self.rules.get(label, ()):
            if self._in_force(rule) and not any(map(self.met, rule.unless)):
                unmet.update(self._unmet(rule))
        yield from (self._open(id, label) for id in unmet)

    def _unmet(self, rule: Rule) -> dict[str, None]:
        """The facts that a rule lacks; none if one of them rules it out."""
        unmet = dict[str, None]()
        for condition in rule.when:  # loops: most rules fail at their first condition
            id, value, other = _asked(condition)
            known = self.values[id]
            if known == other:
                return {}
            if known != value:
                unmet[id] = None
        return unmet

    def _product_questions(self) -> Iterator[Open]:
        parts = (self._covered, self._component, self._value("third-party-assessment"))
        if False in parts:
            return
        for known, id in zip(parts, ("regulated-product", "safety-function", "third-party-assessment"), strict=True):
            if known is None:
                yield self._open(id, "high_risk_annex_i")

    def _open(self, id: str, label: str, *, branching: bool = True) -> Open:
        """The question to ask first: the outermost gate that nobody has answered yet."""
        for gate in reversed(_gates(id)):
            if self.values[gate] == "unsure":
                return _question(gate, label, branching)
        return _question(id, label, branching)

    def _ways_out(self, rulings: Iterable[Ruling]) -> Iterator[Open]:
        """What could still take a label away. It stays until then."""
        rules = {rule.id: rule for rule in self.pack.rules}
        for ruling in rulings:
            for each in rules[ruling.rule].unless:
                if self.facts[fact_of(each)].value == "unsure" and not each.endswith("=no"):
                    yield Open(fact_of(each), form()[fact_of(each)].question, ruling.label, branching=False)

    def _missing_filter(self, labels: set[str]) -> Iterator[Open]:
        claimed = any(map(self.yes, self.pack.conditions))
        if "high_risk_annex_iii" in labels and claimed and not self.yes("profiles-people"):
            for id in ("profiles-people", "filter-documented"):
                if self.facts[id].value == "unsure":
                    yield Open(id, form()[id].question, "high_risk_annex_iii", branching=False)


# What could be stricter than the labels so far, the worst first. The way out of Annex III is no branch of its own.
_BRANCHES = ("prohibited", "high_risk_annex_iii", "high_risk_annex_i", "transparency_50", "gpai_systemic", "gpai")


@cache
def _asked(condition: Condition) -> tuple[str, Value, Value]:
    """The fact that a condition is about, the answer that it needs, and the one that it fails by."""
    return (fact_of(condition), "no", "yes") if condition.endswith("=no") else (condition, "yes", "no")


@cache
def _question(id: str, label: str, branching: bool) -> Open:
    return Open(id, form()[id].question, label, branching)


@cache
def _gates(id: str) -> tuple[str, ...]:
    return tuple(above(id))


def _any(values: Iterable[bool | None]) -> bool | None:
    known = set(values)
    return True if True in known else None if None in known else False


def _brings(ruling: Ruling, duty: Duty) -> bool:
    return ruling.regime in duty.regimes and (not duty.rules or ruling.rule in duty.rules)
