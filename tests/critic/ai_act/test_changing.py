import datetime as dt
import json
from dataclasses import replace

from app.critic.ai_act.changing import Change, changed, record
from app.critic.ai_act.facts import Fact
from app.critic.ai_act.pack import FILE, Pack, pack, parse
from tests.critic.ai_act.cases import closed, screen

TEXT = FILE.read_text(encoding="utf-8")


def packed(old: str, new: str) -> Pack:
    assert old in TEXT
    return parse(TEXT.replace(old, new), name="f")


def kept(*yes: str) -> dict[str, object]:
    known = closed(*yes)
    at = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    known["provider"] = Fact("provider", "yes", by="p1", at=at)
    return json.loads(json.dumps(record(known, screen(known))))


def test_the_same_pack_changes_nothing_and_a_record_is_plain_data():
    old = kept("annex-iii-4a")
    assert changed(old) == ()
    assert (old["pack"], old["version"], old["labels"]) == ("eu-ai-act", "2026.11.20", ["high_risk_annex_iii"])


def test_a_moved_date_is_shown():
    newer = packed("from: 2027-12-02", "from: 2028-12-02")
    assert changed(kept("annex-iii-4a"), newer) == (
        Change("high_risk_annex_iii", "date", "2027-12-02", "2028-12-02", "annex-iii-4a"),
    )


def test_a_rule_that_is_gone_takes_its_label_and_another_may_come():
    rules = tuple(rule for rule in pack().rules if rule.id != "annex-iii-4a")
    assert changed(kept("annex-iii-4a"), replace(pack(), rules=rules)) == (
        Change("high_risk_annex_iii", "label", "high_risk_annex_iii", ""),
        Change("minimal", "label", "", "minimal"),
    )


def test_other_words_for_the_same_rule_are_a_change_of_wording():
    newer = packed("Recruiting and selecting people.", "Hiring people.")
    assert [(each.what, each.before, each.after) for each in changed(kept("annex-iii-4a"), newer)] == [
        ("wording", "Recruiting and selecting people.", "Hiring people.")
    ]


def test_a_fact_that_the_form_no_longer_asks_is_left_out():
    old = kept("annex-iii-4a")
    old["facts"] = [*old["facts"], {"id": "gone", "value": "yes"}]  # type: ignore[misc]
    assert changed(old) == ()


def test_a_record_of_a_newer_version_can_be_read():
    old = kept("annex-iii-4a")
    old["facts"] = [{**each, "mood": "glad"} for each in old["facts"]]  # type: ignore[attr-defined]
    assert changed(old) == ()
