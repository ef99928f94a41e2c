import datetime as dt
import re

import pytest

from app.critic.ai_act.facts import form
from app.critic.ai_act.pack import FILE, fact_of, pack, parse
from app.errors import Invalid

TEXT = FILE.read_text(encoding="utf-8")


def rule(id: str):
    return next(each for each in pack().rules if each.id == id)


def test_the_pack_is_read_once_and_says_what_it_is():
    assert pack() is pack()
    assert (pack().as_of, pack().expires, pack().checked) == (dt.date(2026, 11, 20), dt.date(2027, 2, 18), "secondary")
    assert "not legal advice" in pack().disclaimer


def test_ids_are_given_once():
    for rows in (pack().rules, pack().duties, pack().notes):
        ids = [row.id for row in rows]
        assert len(ids) == len(set(ids))


def test_every_decisive_question_has_a_rule():
    used = {fact_of(each) for row in pack().rules for each in (*row.when, *row.unless)}
    for id, question in form().items():
        if question.group in ("prohibited", "exception", "annex-iii", "act"):
            assert id in used, id


# What an old checker or a model gets wrong (facts/ai-act.md, section 1).
def test_high_risk_dates_are_those_of_the_amending_act():
    assert {each.effective_from for each in pack().by_label["high_risk_annex_iii"]} == {dt.date(2027, 12, 2)}
    assert {each.effective_from for each in pack().by_label["high_risk_annex_i"]} == {dt.date(2028, 8, 2)}


def test_article_5_has_ten_practices_two_of_them_from_december_2026():
    dates = {each.id: each.effective_from for each in pack().by_label["prohibited"] if each.id != "art-5-misuse"}
    assert len(dates) == 10
    late = {id for id, date in dates.items() if date == dt.date(2026, 12, 2)}
    assert late == {"art-5-1ba", "art-5-1bb"}
    assert {date for id, date in dates.items() if id not in late} == {dt.date(2025, 2, 2)}


def test_machinery_is_in_section_b_and_medical_devices_in_a():
    acts = {each.id: each.section for each in pack().by_label["high_risk_annex_i"] if each.section}
    assert len([each for each in acts.values() if each == "A"]) == 11
    assert len([each for each in acts.values() if each == "B"]) == 9
    assert (acts["annex-i-21"], acts["annex-i-11"]) == ("B", "A")
    assert "annex-i-1" not in acts


def test_literacy_applies_since_2025_and_promises_no_level():
    duty = next(each for each in pack().duties if each.id == "literacy")
    assert duty.effective_from == dt.date(2025, 2, 2)
    assert not re.search("sufficient|ensure", duty.text)


def test_small_mid_caps_share_the_lower_fine():
    assert all("small mid-caps the lower" in each.text for each in pack().penalties[:2])


def test_the_way_out_is_registered_and_data_duties_cite_no_deleted_paragraph():
    assert "Art. 49(2)" in {each.article for each in pack().duties if "annex_iii_exempt_6_3" in each.regimes}
    assert "10(5)" not in TEXT


def test_transparency_applies_and_the_grace_for_marking_ends_in_december():
    assert {each.effective_from for each in pack().by_label["transparency_50"]} == {dt.date(2026, 8, 2)}
    assert [each.effective_from for each in pack().legacy if each.rule == "art-50-2"] == [dt.date(2026, 12, 2)]


def test_serious_incidents_within_two_days_are_disruptions_not_deaths():
    text = next(each.text for each in pack().duties if each.id == "incidents")
    assert "10 after a death; 2 when critical infrastructure" in text


def test_the_draft_guidelines_are_marked_as_a_draft():
    assert {each.id for each in pack().notes if each.status == "draft"} >= {"human-in-the-loop", "critical-entity"}


def test_the_timeline_runs_forward():
    dates = [each.date for each in pack().timeline]
    assert dates == sorted(dates)
    assert dates[-1] == dt.date(2030, 12, 31)


@pytest.mark.parametrize(
    ("article", "end"),
    [
        ("Art. 5(1)(ba)", "20260727#art_5"),
        ("Art. 4a", "20260727#art_4a"),
        ("Annex III", "20260727#anx_III"),
        ("Regulation (EU) 2026/1744", "eli/reg/2026/1744/oj/eng"),
        ("GDPR 22", "eli/reg/2016/679/oj/eng"),
        ("Something else", ""),
    ],
)
def test_an_article_can_be_read_somewhere(article: str, end: str):
    found = pack().address(article)
    assert found.endswith(end)
    assert bool(found) == bool(end)


def test_every_article_has_an_address():
    assert all(pack().address(article).startswith("https://eur-lex.europa.eu/") for article in pack().articles)


def test_a_rule_knows_its_question_and_its_row():
    assert rule("annex-iii-5b").question == form()["annex-iii-5b"].question
    assert "fraud" in rule("annex-iii-5b").evidence_hint
    hashes = {each.text_hash for each in pack().rules}
    assert len(hashes) == len(pack().rules)
    moved = parse(TEXT.replace("Recruiting and selecting people.", "Hiring."), name="f")
    other = {each.id: each.text_hash for each in moved.rules}
    assert [id for id, each in other.items() if each != rule(id).text_hash] == ["annex-iii-4a"]


def test_what_people_read_is_short_and_calm():
    for text in [
        *(each.title for each in pack().rules),
        *(each.text for rows in (pack().duties, pack().notes, pack().penalties) for each in rows),
    ]:
        assert not re.search(r"[!—]", text)
        assert len(text.split()) <= 40, text
        assert text.endswith(".")


ROW = "  - id: outside-eu\n    label: out_of_scope\n"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (TEXT, "[a]", "f: file: must be keys and values"),
        ("\nchecked:", "\nverified:", "f: checked, verified: is unknown or missing"),
        ("version: \"2026.11.20\"", "version: [a]", "f: version: value: must be text"),
        ("as_of: 2026-11-20", "as_of: today", "f: as_of: value: must be a date"),
        ("expires_after_days: 90", "expires_after_days: ninety", "must be a whole number"),
        ("status: guideline", "status: rumour", "must be one of law, guideline, draft, disputed"),
        ("when: [eu=no]", "when: [mars=no]", "mars: is no question of the form"),
        ("when: [eu=no]", "when: eu=no", "must be a list of texts"),
        (ROW, ROW + "    colour: red\n", "f: rules: row 1: colour: is unknown"),
        (ROW, "  - id: outside-eu\n", "f: rules: row 1: row: lacks a key"),
        (ROW, "  - text\n" + ROW, "f: rules: row 1: row: must be keys and values"),
        ("article: Art. 2(1)\n", "article: Somewhere\n", "f: Somewhere: has no address"),
        ("rules: [art-50-1]", "rules: [art-50-9]", "f: art-50-9: is no rule of the pack"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused(old: str, new: str, complaint: str):
    assert old in TEXT
    with pytest.raises(Invalid, match=re.escape(complaint)):
        parse(TEXT.replace(old, new, 1), name="f")


def test_sections_have_a_shape():
    head, tail = TEXT.split("penalties:\n")
    with pytest.raises(Invalid, match="f: penalties: rows: must be a list"):
        parse(f"{head}penalties: none\ntimeline:{tail.split('timeline:')[1]}", name="f")
    with pytest.raises(Invalid, match="f: addresses: value: must be keys and values"):
        parse(re.sub(r"(?s)\naddresses:\n.*?\n\n", "\naddresses: none\n\n", TEXT), name="f")
