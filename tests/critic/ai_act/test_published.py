"""The published examples of facts/ai-act.md, section 9, with facts set by hand, and the traps beside them."""

import pytest

from app.critic.ai_act.facts import form
from tests.critic.ai_act.cases import closed, facts, screen

III, ANNEX_I, T, M, P = "high_risk_annex_iii", "high_risk_annex_i", "transparency_50", "minimal", "prohibited"

PEOPLE = tuple(id for id, question in form().items() if question.behind == "evaluates-people")

EXAMPLES = {
    "T25 one advert for all": (closed(), {M}, "none"),
    "T26 adverts by profile": (closed("annex-iii-4a", "profiles-people"), {III}, "4(a)"),
    "T27 housing benefit": (closed("annex-iii-5a", "public-body"), {III}, "5(a)"),
    "T28 emergency calls": (closed("annex-iii-5d"), {III}, "5(d)"),
    "T29 drafts for judges": (closed("annex-iii-8a"), {III}, "8(a)"),
    "T30 traffic lights": (closed("annex-iii-2", "safety-function", no=("regulated-product",)), {III}, "2"),
    "T31 cobot": (
        closed("endangers", "safety-function", "regulated-product", "annex-i-21", "third-party-assessment",
               no=("annex-iii-2",)),
        {ANNEX_I},
        "6(1), Annex I B.21",
    ),
    "T32 demand forecast": (closed(), {M}, "none"),
    "T33 spreadsheet": (facts("eu", no=("learned",)), {"not_ai_system"}, "3(1)"),
    "T34 news unread": (
        closed("talks-or-generates", "generates-content", "public-text",
               no=("talks-to-people", "generates-media", "editorial-responsibility")),
        {T},
        "50(4) s.2",
    ),
    "T35 code assistant": (closed("talks-to-people", "obvious-ai", no=("generates-content",)), {M}, "none"),
    "T36 own language model": (closed("offers-general-model", "systemic-compute"), {"gpai", "gpai_systemic"}, "51-55"),
    "T37 armed forces only": (facts("military-only"), {"out_of_scope"}, "2(3)"),
    "T38 finds nude pictures": (closed(), {M}, "none"),
    "T39 undresses people": (closed("generates-media", "art-5-1ba"), {P}, "5(1)(ba)"),
    "T40 tired driver": (
        closed("uses-biometrics", "endangers", "safety-function",
               no=("art-5-1e", "art-5-1f", "art-5-1g", "art-5-1h", "annex-iii-1a", "annex-iii-1b", "annex-iii-1c",
                   "annex-iii-2", "third-party-assessment")),
        {M},
        "none",
    ),
    "T41 written reviews": (closed(), {M}, "none"),
    "T42 ranks applicants": (closed("annex-iii-3a", "profiles-people"), {III}, "3(a)"),
    "T43 vocabulary": (closed(), {M}, "none"),
    "T44 money laundering": (closed("evaluates-people", no=PEOPLE), {M}, "none"),
    "T45 apples": (closed("no-safety-purpose"), {M}, "none"),
    "T46 from Texas": (closed("annex-iii-4a", "eu"), {III}, "4(a)"),
    "T47 agent": (
        closed("annex-iii-4a", "talks-or-generates", "talks-to-people", "third-party-model",
               no=("obvious-ai", "generates-content")),
        {III, T},
        "4(a)",
    ),
    "T48 passports": (closed(), {M}, "none"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_published_example_gets_its_labels_and_its_hook(name: str):
    known, labels, hook = EXAMPLES[name]
    found = screen(known)
    assert found.labels == labels
    assert hook in [ruling.hook for ruling in found.rulings]


def test_building_on_a_model_makes_nobody_its_provider():
    found = screen(EXAMPLES["T47 agent"][0])
    assert "gpai" not in found.labels
    assert "system-not-model" in [note.id for note in found.notes]


def test_a_machine_is_in_section_b_where_the_sector_rules():
    found = screen(EXAMPLES["T31 cobot"][0])
    assert [each.duty.id for each in found.dues] == ["sector"]
    assert found.penalties == ()


def test_a_benefit_of_a_public_body_needs_the_impact_assessment():
    duties = [each.duty.id for each in screen(EXAMPLES["T27 housing benefit"][0]).dues]
    assert "fria" in duties
    assert "fria-money" not in duties
    assert "two-people" not in duties


@pytest.mark.parametrize("point", ["5b", "5c"])
def test_credit_and_insurance_need_it_from_everybody(point: str):
    duties = [each.duty.id for each in screen(closed(f"annex-iii-{point}", no=("public-body",))).dues]
    assert "fria-money" in duties
    assert "fria" not in duties


def test_infrastructure_needs_no_impact_assessment_and_no_explanation():
    duties = [each.duty.id for each in screen(closed("annex-iii-2", "public-body", no=("regulated-product",))).dues]
    assert {"fria", "explain"}.isdisjoint(duties)
