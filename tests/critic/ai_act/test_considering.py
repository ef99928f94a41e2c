from dataclasses import replace

import pytest

from app.canvas.template import Template
from app.critic.ai_act.considering import Consideration, aia, consider, screen
from app.critic.ai_act.facts import Fact
from app.critic.ai_act.screening import Screening
from app.critic.criteria import criterion
from app.critic.finding import Engine
from app.critic.rules import describe
from tests.critic.ai_act.cases import TODAY, closed, facts, screen as decided

HIRING = closed("annex-iii-4a")


def by_id(texts: dict[str, str], screening: Screening, **options: object) -> dict[str, Consideration]:
    return {each.id: each for each in consider(texts, screening, **options)}  # type: ignore[arg-type]


def required(*yes: str, no: tuple[str, ...] = ()) -> set[str]:
    return {each.id for each in consider({}, decided(closed(*yes, no=no))) if each.required}


def test_a_row_is_addressed_with_its_words_missing_or_for_nobody():
    text = "It runs at night. The recruiter may overrule each score."
    found = by_id({"decision": text}, decided(HIRING))
    one = found["DE1"]
    assert (one.state, one.quote, one.where) == ("addressed", "The recruiter may overrule each score.", "decision")
    assert text[one.start : one.end] == one.quote
    assert one.source.endswith("#art_14")
    assert found["DE2"].state == "missing"
    assert (found["DE11"].state, found["DE11"].quote) == ("not_applicable", "")


def test_words_in_another_box_count_where_the_row_says_so():
    texts = {"background": "We hire.", "lifetime": "Model and logs: high-risk under Annex III."}
    found = by_id(texts, decided(HIRING))
    assert (found["BG5"].state, found["BG5"].where) == ("addressed", "lifetime")
    assert found["OB1"].state == "missing"


def test_a_text_in_another_language_is_not_judged():
    texts = {"decision": "Die Entscheidung trifft am Ende immer der Mensch und nicht das System."}
    assert by_id(texts, decided(HIRING))["DE2"].state == "unread"


def test_what_only_high_risk_systems_have_is_asked_only_of_them():
    assert {"OB1", "DE1", "MG1"} <= required("annex-iii-4a")
    assert required() == {"BG1", "BG3", "BG8", "MG9"}
    unsure = {each.id for each in consider({}, decided({})) if each.required}
    assert unsure == {"BG1", "BG3", "BG8", "MG9"}


def test_a_machine_of_section_b_owes_no_chapter_iii():
    machine = ("endangers", "safety-function", "regulated-product", "annex-i-21", "third-party-assessment")
    assert "OB1" not in required(*machine, no=("annex-iii-2",))
    device = ("regulated-product", "annex-i-11", "is-the-product", "third-party-assessment")
    assert {"OB1", "DE1"} <= required(*device)
    assert {"DE6", "DE8", "VP6"}.isdisjoint(required(*device))


@pytest.mark.parametrize(
    ("yes", "row"),
    [
        (("research-only",), "BG2"),
        (("annex-iii-5b",), "BG6"),
        (("annex-iii-5a", "public-body"), "DE10"),
        (("annex-iii-4b",), "DE7"),
        (("annex-iii-4a", "at-work"), "DE7"),
        (("annex-iii-1a",), "DE11"),
        (("annex-iii-4a", "filter-narrow"), "MG6"),
        (("talks-to-people",), "VP5"),
        (("generates-content",), "IN7"),
        (("generates-media",), "SE7"),
        (("offers-general-model",), "DC9"),
        (("third-party-model",), "MO2"),
        (("modifies-model",), "MO3"),
        (("offers-general-model", "systemic-compute"), "SE6"),
        (("personal-data",), "DC8"),
        (("uses-biometrics",), "DC6"),
        (("influences-people",), "VP1"),
        (("evaluates-people",), "VP2"),
        (("special-data",), "DV4"),
        (("annex-iii-4a", "keeps-learning"), "FB5"),
        (("annex-iii-4a", "untrained"), "DV8"),
        (("annex-iii-4a", "real-world-test"), "ME8"),
        (("annex-iii-4a", "placed-before-high-risk"), "LI7"),
        (("annex-iii-4a", "digital-product"), "SE4"),
        (("annex-iii-4a", "third-party-model"), "LI8"),
    ],
)
def test_each_audience_brings_its_rows(yes: tuple[str, ...], row: str):
    assert row in required(*yes)
    assert row not in required(*yes[:-1])


def test_practices_that_are_ruled_out_need_no_statement():
    assert "VP2" not in required("evaluates-people", no=("art-5-1c", "art-5-1d"))
    assert "VP1" not in required("influences-people", no=("art-5-1a", "art-5-1b"))
    assert "VP2" not in required("evaluates-people", "military-only")


def test_infrastructure_owes_no_explanation_and_no_impact_assessment():
    found = required("annex-iii-2", "public-body", no=("regulated-product",))
    assert {"DE8", "DE10", "EX3"}.isdisjoint(found)


def test_roles_choose_whose_duties_count():
    both = decided(HIRING)
    provider, deployer = (by_id({}, both, roles=[role]) for role in ("provider", "deployer"))
    assert (provider["MG2"].required, provider["DE3"].required) == (True, False)
    assert (deployer["MG2"].required, deployer["DE3"].required) == (False, True)
    known = by_id({}, decided({**HIRING, **facts("deployer")}))
    assert (known["MG2"].required, known["DE3"].required) == (False, True)


def found(template: Template, box: str, text: str, screening: Screening, **others: str) -> dict[str, str]:
    spots = aia(template.box(box), text, screening, others)
    assert len({spot.criterion for spot in spots}) == len(spots)
    return {spot.criterion: spot.detail for spot in spots}


def test_a_finding_lists_what_a_box_must_say_and_does_not(template: Template):
    spots = found(template, "decision", "The recruiter may overrule each score.", decided(HIRING))
    assert {"AIA-06", "AIA-12"} <= set(spots)
    assert "what keeps people from simply following it (Art. 14(4)(b))." in spots["AIA-06"]
    assert "override and stop it" not in spots["AIA-06"]


def test_a_described_finding_is_short_enough_to_read(template: Template):
    (spot,) = [
        each for each in aia(template.box("decision"), "It runs.", decided(HIRING)) if each.criterion == "AIA-06"
    ]
    finding = describe(spot, box="decision", id="f", engine=Engine.RULES)
    assert finding.message.startswith("People must be able to oversee this system: Say who can")
    assert finding.quote == ""


@pytest.mark.parametrize("text", ["", " \n", "Die Entscheidung trifft am Ende immer der Mensch und nicht das System."])
def test_an_empty_box_and_another_language_have_no_findings(template: Template, text: str):
    assert aia(template.box("decision"), text, decided(HIRING)) == ()


def test_a_minimal_system_is_not_nagged(template: Template):
    assert found(template, "background", "There is a queue.", decided(closed())) == {}
    assert found(template, "background", "There is a queue.", decided({})) == {}
    assert "AIA-01" in found(template, "background", "There is a queue.", decided(HIRING))


def test_words_elsewhere_spare_a_finding(template: Template):
    text = "There is a queue."
    assert "AIA-15" in found(template, "model-governance", text, decided(HIRING))
    taught = found(template, "model-governance", text, decided(HIRING), decision="Recruiters take a course of one day.")
    assert "AIA-15" not in taught


BAN = "The cameras read how motivated the staff look."


@pytest.mark.parametrize(("start", "end"), [(0, len(BAN)), (7, 9)])  # the place was right, or is out of date
def test_a_prohibited_practice_is_found_at_its_words(template: Template, start: int, end: int):
    known = {"art-5-1f": Fact("art-5-1f", "yes", BAN, "background", start, end)}
    shift = 0 if start == 0 else 9
    text = f"{'Finally. ' if shift else ''}{BAN} It is cheap."
    spots = [each for each in aia(template.box("background"), text, decided(known)) if each.criterion == "AIA-02"]
    assert [(each.quote, each.start) for each in spots] == [(BAN, shift)]
    assert "is prohibited (Art. 5(1)(f), from 2025-02-02)." in spots[0].detail
    assert "AIA-02" not in found(template, "decision", BAN, decided(known))


def test_words_that_are_gone_are_not_quoted(template: Template):
    known = {"art-5-1f": Fact("art-5-1f", "yes", BAN, "background", 0, len(BAN))}
    assert "AIA-02" not in found(template, "background", "It is cheap.", decided(known))
    unquoted = {"art-5-1f": replace(known["art-5-1f"], quote="", end=0)}
    assert "AIA-02" not in found(template, "background", "It is cheap.", decided(unquoted))


def test_a_prohibited_practice_that_only_a_person_told_of_is_found_where_the_system_is_classed(template: Template):
    told = {"art-5-1f": Fact("art-5-1f", "yes", by="anna")}
    (spot,) = [
        each for each in aia(template.box("background"), "It is cheap.", decided(told)) if each.criterion == "AIA-02"
    ]
    assert (spot.quote, "is prohibited (Art. 5(1)(f)" in spot.detail) == ("", True)
    assert "AIA-02" not in found(template, "decision", "It is cheap.", decided(told))


def test_a_way_out_that_is_only_claimed_is_found_at_its_words(template: Template):
    claim = "It only prepares the decision."
    known = {**HIRING, "filter-preparatory": Fact("filter-preparatory", "yes", claim, "decision", 0, len(claim))}
    assert "in writing" in found(template, "decision", claim, decided(known))["AIA-16"]
    whole = {**known, **facts("filter-documented"), "profiles-people": Fact("profiles-people", "no")}
    assert "AIA-16" not in found(template, "decision", f"{claim} It does not score anybody.", decided(whole))


def test_a_system_that_may_be_high_risk_is_asked_for_its_class(template: Template):
    text = "The score decides who gets a flat."
    known = {"evaluates-people": Fact("evaluates-people", "yes", text, "background", 0, len(text))}
    (spot,) = aia(template.box("background"), text, decided(known))
    assert (spot.criterion, spot.quote) == ("AIA-03", text)
    elsewhere = {"evaluates-people": replace(known["evaluates-people"], box="decision")}
    assert found(template, "background", text, decided(elsewhere)) == {"AIA-03": spot.detail}
    assert found(template, "decision", text, decided(known)) == {}
    assert found(template, "background", f"{text} No point of Annex III applies.", decided(known)) == {}
    assert "AIA-03" not in found(template, "background", text, decided({}))


def test_facts_of_all_hands_become_labels_and_considerations():
    said = [Fact("annex-iii-4a", "no", by="rules"), Fact("annex-iii-4a", "yes", by="p1")]
    result = screen({"decision": "The recruiter decides."}, said, on=TODAY)
    assert "high_risk_annex_iii" in result.screening.labels
    assert len(result.considerations) == 123


@pytest.mark.parametrize("number", range(1, 17))
def test_every_criterion_of_the_act_has_words_for_people(number: int):
    row = criterion(f"AIA-{number:02}")
    assert row.once
    assert row.message.endswith("{detail}")
    assert row.good != row.bad
