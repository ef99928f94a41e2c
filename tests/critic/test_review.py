"""A whole canvas at once: what the rules say, and what a model's look adds."""

import datetime as dt
from collections.abc import Mapping

import pytest

from app.canvas.model import Covered, Fact
from app.canvas.template import Box, Template
from app.critic import families
from app.critic.dismissing import Dismissal, Judgement
from app.critic.families import Claim
from app.critic.finding import Engine, Finding, Spot, Status
from app.critic.goals.slots import Slot
from app.critic.review import Review, Seen, bare, joined, review
from app.critic.tokens import Span
from app.errors import NotFound

DAY = dt.date(2026, 11, 21)
TEXTS = {
    "objectives": "The bot should probably be fast. TBD",
    "background": "Our shop ranks applicants where possible.",
    "security": "",
}


def at(criterion: str, quote: str, text: str, **more: str) -> Spot:
    start = text.index(quote)
    return Spot(criterion, quote, start, start + len(quote), **more)


def ranks(by: str = "model") -> Fact:
    text = TEXTS["background"]
    start = text.index("ranks applicants")
    return Fact("annex-iii-4a", "yes", "ranks applicants", "background", start, start + 16, by=by)


def test_the_boxes_stand_as_on_the_canvas_whatever_the_order_they_came_in(template: Template) -> None:
    backwards = dict(reversed(TEXTS.items()))
    one, other = review(template, TEXTS, on=DAY), review(template, backwards, on=DAY)
    assert list(one.texts) == ["background", "objectives", "security"]
    assert one == other
    assert [each.box for each in one.findings] == sorted((each.box for each in one.findings), key=template.order.index)


def test_every_quote_stands_where_the_finding_says(template: Template) -> None:
    found = review(template, TEXTS, on=DAY)
    assert {each.criterion for each in found.of("objectives")} >= {"VAG-03", "VAG-10"}
    assert [each.criterion for each in found.of("security")] == ["GAP-00"]
    for each in found.findings:
        assert TEXTS[each.box][each.start : each.end] == each.quote
        assert each.engine is Engine.RULES
    assert len({each.id for each in found.findings}) == len(found.findings)


def test_every_question_of_a_given_box_has_a_state_and_no_other_box(template: Template) -> None:
    coverage = review(template, TEXTS, on=DAY).coverage
    assert list(coverage) == ["background", "objectives", "security"]
    for box, states in coverage.items():
        assert list(states) == [each.number for each in template.box(box).questions]
    assert all(each.state is Covered.NONE for each in coverage["security"].values())


def test_a_box_that_the_canvas_does_not_have(template: Template) -> None:
    with pytest.raises(NotFound, match="moon"):
        review(template, {"moon": "x"}, on=DAY)


def test_facts_that_are_given_decide_the_labels_and_what_a_box_should_address(template: Template) -> None:
    before, after = review(template, TEXTS, on=DAY), review(template, TEXTS, on=DAY, facts=[ranks()])
    assert "unsure" in before.screening.labels
    assert "high_risk_annex_iii" in after.screening.labels
    assert [each.id for each in after.facts if each.by == "model"] == ["annex-iii-4a"]
    asked = [each for each in after.considerations if each.state == "missing"]
    assert len(asked) > len([each for each in before.considerations if each.state == "missing"])
    assert any(each.criterion.startswith("AIA-") for each in after.findings)


def test_a_fact_that_rules_and_model_leave_open_is_none_and_a_persons_is_one(template: Template) -> None:
    facts = [Fact("annex-iii-4a", "unsure", by="model"), Fact("eu", "unsure", by="anna")]
    assert "annex-iii-4a" not in {each.id for each in review(template, TEXTS, on=DAY, facts=facts).facts}
    assert "eu" in {each.id for each in review(template, TEXTS, on=DAY, facts=facts).facts}


def test_without_the_rules_there_are_no_findings_yet(template: Template) -> None:
    empty = bare(template, TEXTS, on=DAY)
    assert (empty.findings, empty.facts) == ((), ())
    assert empty.screening.labels == {"unsure"}


def joined_with(template: Template, before: Review, spots: Mapping[str, tuple[Spot, ...]] = {}) -> Review:
    judged = {box: Judgement(some) for box, some in spots.items()}
    return joined(template, before, Seen(judged, facts=(ranks(),)), on=DAY)


def test_a_model_adds_what_the_rules_do_not_see_and_its_facts_decide_anew(template: Template) -> None:
    spot = at("VAG-01", "fast", TEXTS["objectives"])
    before = review(template, TEXTS, on=DAY)
    after = joined_with(template, before, {"objectives": (spot,)})
    assert ("VAG-01", "fast") in {(each.criterion, each.quote) for each in after.of("objectives")}
    kept = [each for each in before.findings if not each.criterion.startswith("AIA-")]
    assert {each.id for each in kept} <= {each.id for each in after.findings}
    assert all(each.status is Status.OPEN for each in after.findings)
    assert "high_risk_annex_iii" in after.screening.labels
    assert any(each.criterion.startswith("AIA-") and each.engine is Engine.RULES for each in after.findings)


def test_what_a_model_quotes_and_nobody_wrote_is_dropped(template: Template) -> None:
    before = bare(template, TEXTS, on=DAY)
    after = joined_with(template, before, {"objectives": (Spot("VAG-01", "swift", 0, 5),)})
    assert after.of("objectives") == tuple(each for each in after.of("objectives") if each.criterion[:3] == "AIA")


def test_the_same_place_of_the_same_criterion_is_one_finding(template: Template) -> None:
    text = TEXTS["objectives"]
    after = joined_with(template, review(template, TEXTS, on=DAY), {"objectives": (at("VAG-10", "TBD", text),)})
    assert [each.quote for each in after.of("objectives") if each.criterion == "VAG-10"] == ["TBD"]


def test_what_the_families_find_between_boxes_and_of_goals_is_in_it(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    clash = at("CON-90", "fast", TEXTS["objectives"], other_box="background", other_quote="applicants")
    elsewhere = Spot("MEAS-02", "")  # judged in objectives only
    claim = Claim("latency", "fast", "objectives", "fast", 28, 32, frozenset(), Span(0, 33), frozenset())
    goal = families.Measured(Span(0, 4), "The ", True, 80, (Slot("metric", "bot", 4, 7),), ())

    def contradicting(box: Box, text: str, others: Mapping[str, str]) -> tuple[Spot, ...]:
        assert list(others) == ["background", "objectives", "security"]
        return (clash,) if box.id == "objectives" else (elsewhere,)

    monkeypatch.setattr(families, "contradictions", contradicting)
    monkeypatch.setattr(families, "claims", lambda box, text: (claim,) if box == "objectives" else ())
    monkeypatch.setattr(families, "measured", lambda box, text: (goal,))
    found = review(template, TEXTS, on=DAY)
    clashing = [each for each in found.findings if each.criterion == "CON-90"]
    assert [(each.box, each.other_box, each.other_quote) for each in clashing] == [
        ("objectives", "background", "applicants")
    ]
    assert "MEAS-02" not in {each.criterion for each in found.of("background")}
    assert found.claims == (claim,)
    assert found.measured["security"] == (goal,)


def test_a_second_review_of_the_same_words_is_the_same(template: Template) -> None:
    def shown(one: Finding) -> tuple[str, str]:
        return one.id, one.fingerprint

    assert [*map(shown, review(template, TEXTS, on=DAY).findings)] == [
        *map(shown, review(template, dict(TEXTS), on=DAY).findings)
    ]


def test_a_model_takes_back_what_the_rules_found_and_is_named(template: Template) -> None:
    texts = {"objectives": "The bot should probably be fast.", "security": ""}
    before = review(template, texts, on=DAY)
    vague = next(each for each in before.of("objectives") if each.quote == "should probably")
    (empty,) = before.of("security")
    judged = {each.box: Judgement((), (Dismissal(each.fingerprint, "So."),)) for each in (vague, empty)}
    after = joined(template, before, Seen(judged, by="openai/x"), on=DAY)
    assert [(each.quote, each.reason, each.by) for each in after.findings if each.status is Status.DISMISSED] == [
        ("should probably", "So.", "openai/x")
    ]
    assert after.of("security")[0].status is Status.OPEN


def test_no_two_findings_of_a_joined_review_share_an_id_or_fingerprint(template: Template) -> None:
    before = review(template, TEXTS, on=DAY)
    after = joined_with(template, before, {"objectives": (at("VAG-01", "fast", TEXTS["objectives"]),)})
    assert len({each.id for each in after.findings}) == len(after.findings)
    assert len({each.fingerprint for each in after.findings}) == len(after.findings)
