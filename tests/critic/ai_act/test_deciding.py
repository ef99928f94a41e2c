import datetime as dt
from dataclasses import replace

import pytest

from app.critic.ai_act.deciding import decide
from app.critic.ai_act.facts import Fact
from app.critic.ai_act.pack import pack
from tests.critic.ai_act.cases import GATES, TODAY, closed, facts, screen

III, ANNEX_I, P = "high_risk_annex_iii", "high_risk_annex_i", "prohibited"
FILTER = ("filter-narrow", "filter-documented")


def notes(*args: str, no: tuple[str, ...] = ()) -> list[str]:
    return [note.id for note in screen(closed(*args, no=no)).notes]


def test_who_knows_nothing_is_unsure_and_asked_the_worst_first():
    found = screen({})
    assert found.labels == {"unsure"}
    assert [each.label for each in found.open][:2] == [P, P]
    assert {each.fact for each in found.open} == {*GATES, "offers-general-model"}


def test_a_label_says_why_in_whose_words_since_when_and_where_to_read_it():
    ruling = screen(closed("annex-iii-4a")).rulings[0]
    assert (ruling.article, ruling.hook, ruling.status) == ("Annex III", "4(a)", "law")
    assert [fact.quote for fact in ruling.quotes] == ["words on annex-iii-4a"]
    assert ruling.reason == "Recruiting and selecting people."
    assert (ruling.applies_from, ruling.effective) == (dt.date(2027, 12, 2), False)
    assert ruling.source.endswith("#anx_III")
    assert screen(closed("annex-iii-4a"), dt.date(2027, 12, 2)).rulings[0].effective


@pytest.mark.parametrize(
    ("yes", "no", "hook"),
    [
        (("military-only",), (), "2(3)"),
        (("foreign-authority",), (), "2(4)"),
        (("research-only",), (), "2(6)"),
        (("before-market",), ("real-world-test",), "2(8)"),
        (("personal-use",), ("provider",), "2(10)"),
        ((), ("eu",), "2(1)"),
    ],
)
def test_what_the_act_leaves_out_ends_it(yes: tuple[str, ...], no: tuple[str, ...], hook: str):
    found = screen(facts(*yes, "annex-iii-4a", "art-5-1c", no=no))
    assert found.labels == {"out_of_scope"}
    assert [ruling.hook for ruling in found.rulings] == [hook]
    assert found.open == ()


@pytest.mark.parametrize(
    "yes",
    [("before-market", "real-world-test"), ("before-market",), ("personal-use", "provider"), ("open-source",)],
)
def test_what_only_looks_left_out_stays_in(yes: tuple[str, ...]):
    assert screen(closed("annex-iii-4a", *yes)).labels == {III}


def test_open_source_lets_off_only_what_nothing_stricter_holds():
    assert screen(closed("open-source")).labels == {"out_of_scope"}
    assert screen(facts("open-source")).labels == {"unsure"}


@pytest.mark.parametrize(
    ("practice", "exception"),
    [
        ("art-5-1ba", "not-more-explicit"),
        ("art-5-1d", "supports-known-facts"),
        ("art-5-1f", "emotion-medical-safety"),
        ("art-5-1g", "lawful-labelling"),
        ("art-5-1h", "rbi-exception"),
    ],
)
def test_a_prohibited_practice_stands_alone_until_its_exception_is_confirmed(practice: str, exception: str):
    found = screen(closed(practice, "annex-iii-4a"))
    assert found.labels == {P}
    assert [each.fact for each in found.open] == [exception]
    assert P not in screen(closed(practice, exception, "annex-iii-4a")).labels


@pytest.mark.parametrize("practice", ["art-5-1a", "art-5-1b", "art-5-1bb", "art-5-1c", "art-5-1e"])
def test_other_practices_have_no_exception(practice: str):
    found = screen(closed(practice))
    assert (found.labels, found.open) == ({P}, ())
    assert [each.duty.id for each in found.dues] == ["stop"]


@pytest.mark.parametrize("practice", ["art-5-1ba", "art-5-1bb"])
def test_the_two_new_prohibitions_are_named_before_they_start_with_their_date(practice: str):
    found = screen(closed(practice))
    assert found.labels == {P}
    assert (found.rulings[0].applies_from, found.rulings[0].effective) == (dt.date(2026, 12, 2), False)
    assert "two-dates" in [note.id for note in found.notes]
    assert screen(closed(practice), dt.date(2026, 12, 2)).rulings[0].effective


GENERATOR = ("talks-or-generates", "generates-content", "generates-media")


def test_a_generator_without_safeguards_is_prohibited_for_who_provides_it():
    known = closed(*GENERATOR, "misuse-foreseeable", no=("generator-safeguards", "art-5-1ba", "art-5-1bb"))
    assert screen(known).labels == {P}
    assert P not in screen({**known, "provider": Fact("provider", "no")}).labels


def test_a_generator_of_unknown_safeguards_is_unsure_and_asked():
    known = closed(*GENERATOR, no=("art-5-1ba", "art-5-1bb", "talks-to-people", "deep-fake", "public-text"))
    found = screen(known)
    assert found.labels == {"transparency_50", "unsure"}
    assert [each.fact for each in found.open if each.branching] == ["misuse-foreseeable", "generator-safeguards"]
    safe = screen({**known, **facts("generator-safeguards")})
    assert safe.labels == {"transparency_50"}


def test_emotions_are_prohibited_at_work_and_high_risk_elsewhere():
    assert screen(closed("art-5-1f")).labels == {P}
    assert screen(closed("annex-iii-1c")).labels == {III, "transparency_50"}
    assert screen(closed("art-5-1f", "emotion-medical-safety")).labels == {III, "transparency_50"}


PRODUCT = ("endangers", "regulated-product", "annex-i-11", "is-the-product", "third-party-assessment")


def test_a_product_needs_both_conditions():
    other = ("annex-iii-2",)
    assert screen(closed(*PRODUCT, no=other)).labels == {ANNEX_I}
    assert screen(closed(*PRODUCT[:-1], no=(*other, PRODUCT[-1]))).labels == {"minimal"}
    assert screen(closed(*PRODUCT[:-1], no=other)).labels == {"unsure"}
    covered = closed("regulated-product", "third-party-assessment", no=("is-the-product",))
    assert screen(covered).labels == {"minimal"}  # its failure endangers nobody


def test_a_product_without_its_act_is_high_risk_and_says_what_is_missing():
    found = screen(closed("regulated-product", "is-the-product", "third-party-assessment"))
    assert found.labels == {ANNEX_I}
    assert "section-unknown" in [note.id for note in found.notes]
    assert "risk" in [each.duty.id for each in found.dues]


def test_an_act_alone_says_that_a_product_law_covers_it():
    known = facts("eu", "learned", "annex-i-2", "is-the-product", "third-party-assessment")
    assert [ruling.hook for ruling in screen(known).rulings] == ["6(1), Annex I A.2"]


def test_quality_control_is_no_safety_component_unless_its_failure_endangers():
    base = ("regulated-product", "third-party-assessment", "no-safety-purpose", "annex-i-21")
    assert screen(closed(*base, no=("is-the-product",))).labels == {"minimal"}
    found = screen(closed(*base, "endangers", no=("is-the-product", "annex-iii-2")))
    assert found.labels == {ANNEX_I}
    assert "quality-control" in [note.id for note in found.notes]


def test_the_vial_inspector_is_no_high_risk_and_says_what_to_confirm():
    vial = closed(
        "endangers", "regulated-product", "annex-i-21", "no-safety-purpose",
        no=("third-party-assessment", "annex-iii-2", "is-the-product"),
    )  # fmt: skip
    assert screen(vial).labels == {"minimal"}
    assert "quality-not" in [note.id for note in screen(vial).notes]


@pytest.mark.parametrize(
    "missing", [{"filter-narrow": "no"}, {"filter-documented": "unsure"}, {"filter-documented": "no"},
                {"profiles-people": "yes"}, {"profiles-people": "unsure"}],
)  # fmt: skip
def test_the_way_out_of_annex_iii_needs_all_of_it(missing: dict[str, str]):
    whole = closed("annex-iii-4a", *FILTER, no=("profiles-people",))
    found = screen(whole)
    assert found.labels == {"annex_iii_exempt_6_3"}
    assert found.rulings[0].hook == "4(a), 6(3)"
    assert "Art. 6(3)(a)" in found.rulings[0].reason
    assert {"six-four", "six-four-register", "literacy"} == {each.duty.id for each in found.dues}
    less = {**whole, **{id: Fact(id, value) for id, value in missing.items()}}  # type: ignore[arg-type]
    assert screen(less).labels == {III}


def test_who_claims_the_way_out_is_asked_for_the_rest():
    found = screen(closed("annex-iii-4a", "filter-narrow"))
    assert [each.fact for each in found.open] == ["profiles-people", "filter-documented"]
    assert "filter-missing" in [note.id for note in found.notes]
    assert screen(closed("annex-iii-4a", "filter-narrow", "profiles-people")).open == ()


def test_the_way_out_is_none_for_products():
    known = closed(*PRODUCT, *FILTER, "annex-iii-4a", no=("profiles-people", "annex-iii-2"))
    assert screen(known).labels == {ANNEX_I, "annex_iii_exempt_6_3"}


def test_a_person_who_decides_is_no_way_out():
    assert "human-in-the-loop" in notes("annex-iii-4a")


def test_high_risk_and_transparency_add_up():
    known = closed("annex-iii-4a", "talks-or-generates", "talks-to-people", no=("generates-content", "obvious-ai"))
    duties = [each.duty.id for each in screen(known).dues]
    assert {"risk", "say-ai", "literacy"} <= set(duties)
    assert "mark-content" not in duties
    assert len(duties) == len(set(duties))


@pytest.mark.parametrize(
    ("fact", "off", "hook"),
    [
        ("talks-to-people", "obvious-ai", "50(1)"),
        ("generates-content", "only-assists-editing", "50(2)"),
        ("public-text", "editorial-responsibility", "50(4) s.2"),
        ("deep-fake", "crime-detection", "50(4) s.1"),
        ("annex-iii-1b", "crime-detection", "50(3)"),
    ],
)
def test_a_transparency_duty_stays_until_its_exception_is_confirmed(fact: str, off: str, hook: str):
    assert hook in [ruling.hook for ruling in screen(closed(fact)).rulings]
    assert hook not in [ruling.hook for ruling in screen(closed(fact, off)).rulings]


def test_art_tones_the_disclosure_down_and_takes_nothing_away():
    assert "art" in notes("deep-fake", "artistic")


@pytest.mark.parametrize(
    ("yes", "rule", "date"),
    [
        (("generates-content",), "art-50-2", dt.date(2026, 8, 2)),
        (("generates-content", "placed-before-2026-08-02"), "art-50-2", dt.date(2026, 12, 2)),
        (("offers-general-model",), "gpai", dt.date(2025, 8, 2)),
        (("offers-general-model", "placed-before-2025-08-02"), "gpai", dt.date(2027, 8, 2)),
    ],
)
def test_what_was_there_before_has_a_later_date(yes: tuple[str, ...], rule: str, date: dt.date):
    found = {ruling.rule: ruling for ruling in screen(closed(*yes)).rulings}
    assert found[rule].applies_from == date


def test_an_old_high_risk_system_is_told_so():
    assert "legacy" in notes("annex-iii-4a", "placed-before-high-risk")
    assert "legacy-public" in notes("annex-iii-4a", "placed-before-high-risk", "public-body")


def test_a_model_of_unknown_compute_may_be_systemic():
    assert screen(closed("offers-general-model")).labels == {"gpai", "unsure"}
    assert screen(closed("offers-general-model", no=("systemic-compute",))).labels == {"gpai"}


def test_an_open_model_is_spared_documents_unless_it_is_systemic():
    def duties(*yes: str, no: tuple[str, ...] = ()) -> set[str]:
        return {each.duty.id for each in screen(closed("offers-general-model", *yes, no=no)).dues}

    assert "model-docs" in duties("open-source", "systemic-compute")
    assert "model-docs" in duties(no=("systemic-compute",))
    assert "model-docs" not in duties("open-source", no=("systemic-compute",))
    assert "copyright" in duties("open-source", no=("systemic-compute",))


def test_a_model_changed_by_a_third_counts_as_ones_own():
    found = screen(closed("modifies-model", no=("systemic-compute",)))
    assert found.labels >= {"gpai"}
    assert "one-third" in [note.id for note in found.notes]


def test_duties_know_whose_they_are():
    unknown = screen(closed("annex-iii-4a"))
    assert {each.ours for each in unknown.dues} == {None}
    ours = {each.duty.id: each.ours for each in screen(closed("annex-iii-4a", "deployer")).dues}
    assert (ours["overseers"], ours["quality"]) == (True, False)
    literacy = next(each for each in unknown.dues if each.duty.id == "literacy")
    assert literacy.effective
    assert not next(each for each in unknown.dues if each.duty.id == "risk").effective


def test_who_changes_a_system_has_become_its_provider():
    assert screen(closed("annex-iii-4a", "changes-role", "deployer")).roles == {"provider", "deployer"}


def test_disputed_matters_carry_a_note():
    disputed = {note.id for note in screen(closed("detects-fraud")).notes if note.status == "disputed"}
    assert disputed == {"fraud"}
    assert "fraud-combined" in notes("annex-iii-5b", "detects-fraud")
    assert "dates-open" in notes("annex-iii-5b")
    vehicle = ("regulated-product", "annex-i-18", "is-the-product", "third-party-assessment", "talks-to-people")
    assert "sector-and-50" in notes(*vehicle)


def test_what_is_assumed_and_what_is_old_is_said():
    assert len(screen({}).warnings) == 2
    assert screen(closed()).warnings == ()
    assert "expired" in screen(closed(), pack().expires + dt.timedelta(days=1)).warnings[0]


def test_a_rule_that_ended_gives_no_label():
    ended = tuple(
        replace(rule, effective_to=TODAY - dt.timedelta(days=1)) if rule.id == "art-5-1c" else rule
        for rule in pack().rules
    )
    old = replace(pack(), rules=ended)
    assert decide(closed("art-5-1c"), on=TODAY, pack=old).labels == {"minimal"}
    assert decide(closed("art-5-1c"), on=TODAY - dt.timedelta(days=1), pack=old).labels == {P}
