"""What a newer pack changes on a canvas that was screened with an older one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.critic.ai_act import pack as shipped
from app.critic.ai_act.deciding import decide
from app.critic.ai_act.facts import Fact, form
from app.critic.ai_act.pack import Pack
from app.critic.ai_act.screening import Ruling, Screening

_SHOWN = {"article": "article", "hook": "point", "applies_from": "date", "status": "status"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two packs. `what` is label, article, point, date, status or wording."""

    label: str
    what: str
    before: str
    after: str
    rule: str = ""


def record(facts: Mapping[str, Fact], screening: Screening, *, pack: Pack | None = None) -> dict[str, Any]:
    """A screening as plain data: what `changed` needs later, from the pack that it was made with."""
    hashes = {rule.id: rule.text_hash for rule in (pack or shipped.pack()).rules}
    return {
        "pack": screening.pack,
        "version": screening.version,
        "on": screening.on.isoformat(),
        "labels": sorted(screening.labels),
        "facts": [_plain(fact) for fact in facts.values()],
        "rulings": [{**_shown(each), "text_hash": hashes.get(each.rule, "")} for each in screening.rulings],
    }


def changed(old: Mapping[str, Any], pack: Pack | None = None) -> tuple[Change, ...]:
    """What the same facts, on the same day, give with this pack and did not give with the old one."""
    facts = [_fact(each) for each in old["facts"]]
    known = {fact.id: fact for fact in facts if fact.id in form()}
    new = record(known, decide(known, on=dt.date.fromisoformat(old["on"]), pack=pack), pack=pack)
    gone = [Change(each, "label", each, "") for each in sorted(set(old["labels"]) - set(new["labels"]))]
    come = [Change(each, "label", "", each) for each in sorted(set(new["labels"]) - set(old["labels"]))]
    before = {(each["label"], each["rule"]): each for each in old["rulings"]}
    both = [(before[key], each) for each in new["rulings"] if (key := (each["label"], each["rule"])) in before]
    return (*gone, *come, *(change for pair in both for change in _differences(*pair)))


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    found = [
        Change(after["label"], what, before[key], after[key], after["rule"])
        for key, what in _SHOWN.items()
        if before[key] != after[key]
    ]
    if not found and before["text_hash"] != after["text_hash"]:
        found.append(Change(after["label"], "wording", before["reason"], after["reason"], after["rule"]))
    return found


def _shown(ruling: Ruling) -> dict[str, str]:
    return {
        "label": ruling.label,
        "rule": ruling.rule,
        "reason": ruling.reason,
        "article": ruling.article,
        "hook": ruling.hook,
        "applies_from": ruling.applies_from.isoformat(),
        "status": ruling.status,
    }


def _plain(fact: Fact) -> dict[str, Any]:
    return {**asdict(fact), "at": fact.at.isoformat() if fact.at else None}


def _fact(row: Mapping[str, Any]) -> Fact:
    at = row.get("at")
    known = {key: value for key, value in row.items() if key in Fact.__dataclass_fields__}
    return Fact(**{**known, "at": dt.datetime.fromisoformat(at) if at else None})
