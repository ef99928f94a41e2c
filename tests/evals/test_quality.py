"""The quality scores count what they say: by family, by pair, by slot, by label."""

from dataclasses import replace

import pytest

from app.critic.criteria import criteria
from app.critic.finding import Severity
from evals.quality import scores, verdicts
from evals.quality.engine import Checked, Quote, Statement
from evals.quality.gold import Goal, Pair, Sentence, System
from evals.quality.match import Found
from evals.quality.scores import Scorer
from evals.quality.stats import Tally, kappa
from tests.evals.quality_cases import CANVAS, Fake, at

# ---- findings

TWIN = CANVAS.twin
WASTE = at("MEAS-02", "objectives", "Waste falls.", TWIN["objectives"])
FAST = at("VAG-01", "inference", "fast", TWIN["inference"])


def canvases(clean: tuple[Found, ...], twin: tuple[Found, ...]) -> scores.CanvasScores:
    engine = Fake(t_c01_clean=Checked(clean), t_c01_twin=Checked(twin))
    return scores.canvases(Scorer(engine), [CANVAS])


def by_family(scores: scores.CanvasScores) -> dict[str, Tally]:
    return {each.name: each.tally for each in scores.families}


def test_canvases_are_scored_by_family() -> None:
    scored = canvases((), (WASTE, FAST, at("VAG-02", "objectives", "Recall", TWIN["objectives"])))
    assert by_family(scored)["MEAS"] == Tally(1, 0, 0)
    assert by_family(scored)["VAG"] == Tally(1, 1, 1)
    assert by_family(scored)["CON"] == Tally()
    assert scored.macro == pytest.approx((1 + 0.5) / 2)
    assert scored.exact == Tally(hits=2)
    assert scored.pairs == {"VAG": (1, 2), "MEAS": (1, 1), "GAP": (0, 0), "CON": (0, 0)}


def test_a_neighbours_criterion_is_a_hit_but_not_the_same_id() -> None:
    assert canvases((), (replace(WASTE, criterion="MEAS-01"),)).exact == Tally(hits=0, false=1)


def test_a_defect_counts_as_a_pair_only_if_its_clean_words_are_left_alone() -> None:
    clean = CANVAS.boxes["objectives"]
    nagging = at("MEAS-02", "objectives", "Waste falls from 40 to 20 loaves", clean)
    scored = canvases((nagging,), (WASTE, FAST))
    assert scored.pairs["MEAS"] == (0, 1)
    assert scored.pairs["VAG"] == (1, 2)
    assert scored.false_alarms["MEAS"] == 1
    for harmless in (
        at("MEAS-02", "objectives", "Recall of 90 %", clean),
        at("VAG-01", "objectives", "Waste falls from 40 to 20 loaves", clean),
        replace(nagging, box="inference"),
    ):
        assert canvases((harmless,), (WASTE,)).pairs["MEAS"] == (1, 1)


def test_what_may_be_found_is_no_false_alarm_in_clean_text() -> None:
    may = at("VAG-02", "inference", "all day", CANVAS.boxes["inference"])
    assert canvases((may,), ()).false_alarms["VAG"] == 0


def test_agreement_counts_boxes_and_families() -> None:
    """16 units in two texts; three labels, of which two are found, and one box that is flagged wrongly."""
    wrong = at("VAG-02", "objectives", "Recall", CANVAS.boxes["objectives"])
    scored = canvases((wrong,), (WASTE, FAST))
    assert scored.kappa == pytest.approx(
        kappa([(True, True)] * 2 + [(True, False), (False, True)] + [(False, False)] * 12)
    )


def test_a_contradiction_concerns_both_its_boxes() -> None:
    """Flagged wrongly in the twin, it is two of 16 units; nothing else is found, and the three labels are missed."""
    clash = Found("CON-08", "objectives", other_box="inference")
    expected = kappa([(True, False)] * 3 + [(False, True)] * 2 + [(False, False)] * 11)
    assert canvases((), (clash,)).kappa == pytest.approx(expected)


def test_severity_weighs_recall() -> None:
    waste, missed = weight("MEAS-02"), weight("VAG-08") + weight("VAG-01")
    assert canvases((), (WASTE,)).weighted_recall == pytest.approx(waste / (waste + missed))


def weight(criterion: str) -> int:
    """A criterion that only a model looks for may have no row; it counts as one that should be mended."""
    return criteria()[criterion].severity if criterion in criteria() else Severity.SHOULD


def test_unanswered_questions_and_the_act_are_scored_elsewhere() -> None:
    others = (Found("GAP-OBJECTIVES-03", "objectives"), Found("GAP-00", "objectives"), Found("AIA-05", "objectives"))
    assert canvases(others, others).false_alarms["GAP"] == 0


def test_quotes_that_stand_elsewhere_are_counted() -> None:
    text = {"a": "one two", "b": "three"}
    checked = Checked(
        findings=(
            Found("VAG-01", "a", "two", 4, 7),
            Found("VAG-01", "a", "two", 3, 6),
            Found("CON-01", "a", "one", 0, 3, other_box="b", other_quote="four"),
            Found("GAP-00", "b"),
        ),
        statements=(Statement("a", "one two", verdict=True, slots={"metric": "two", "unit": "six"}),),
        quotes=(Quote("b", "three", 0, 5), Quote("b", "three", 1, 6)),
    )
    grounding = scores.Grounding()
    grounding.add(checked, text)
    assert (grounding.right, grounding.all) == (4, 8)


def test_sentences_and_traps() -> None:
    lines = [
        Sentence.model_validate(
            {"id": "s1", "box": "x", "text": "Be good.", "gold": [{"criterion": "VAG-01", "quote": "good"}]}
        ),
        Sentence(id="s2", box="x", text="Be there."),
    ]
    said = Checked((Found("VAG-01", "x", "good", 3, 7), Found("MEAS-01", "x", "Be good.", 0, 8)))
    scored = scores.vague(Scorer(Fake(s1=said, s2=Checked((Found("VAG-01", "x", "Be", 0, 2),)))), lines)
    assert scored.family.tally == Tally(1, 1, 0)
    assert scored.kappa == 0
    fired = scores.traps(Scorer(Fake(s2=Checked((Found("MEAS-01", "x", "Be there.", 0, 9),) * 2))), lines)
    assert scores.fired(fired) == 1


PAIR = Pair.model_validate(
    {
        "id": "p",
        "criterion": "CON-01",
        "boxes": {"decision": "At once.", "inference": "Every night."},
        "gold": {"box": "decision", "quote": "At once", "other_box": "inference", "other_quote": "Every night"},
        "clean": {"inference": "In 2 s."},
    }
)
CLASH = Found("CON-01", "inference", "Every", 0, 5, other_box="decision", other_quote="At once")


@pytest.mark.parametrize(
    ("clash", "clean", "tally", "right"),
    [
        ((CLASH,), (), Tally(1, 0, 0), 1),
        ((CLASH,), (replace(CLASH, quote="In 2", end=4),), Tally(1, 1, 0), 0),
        ((CLASH, CLASH), (), Tally(1, 1, 0), 1),
        ((), (), Tally(0, 0, 1), 0),
    ],
)
def test_pairs(clash: tuple[Found, ...], clean: tuple[Found, ...], tally: Tally, right: int) -> None:
    scored = scores.pairs(Scorer(Fake(p_clash=Checked(clash), p_clean=Checked(clean))), [PAIR])
    assert (scored.family.tally, scored.right) == (tally, right)


# ---- verdicts


def goal(id: str, verdict: bool, **slots: str) -> Goal:
    return Goal(id=id, box="objectives", text="Cut waste to 20 loaves by May 2027.", verdict=verdict, slots=slots)


def said(*slots: dict[str, str], verdict: bool = True) -> Checked:
    return Checked(statements=tuple(Statement("objectives", "…", verdict, each) for each in slots))


def test_goals_are_scored_by_verdict_and_slot() -> None:
    rows = [goal("a", True, metric="waste", target="to 20"), goal("b", False), goal("c", True, deadline="by May 2027")]
    engine = Fake(a=said({"metric": "Cut", "target": "20"}), b=said({}), c=said({}, {"deadline": "May 2027"}))
    scored = verdicts.goals(Scorer(engine), rows)
    assert scored.accuracy == pytest.approx(2 / 3)
    assert [each.id for each, _ in scored.wrong] == ["b"]
    assert (scored.present["metric"], scored.worded["metric"]) == (Tally(1, 0, 0), Tally(0, 1, 1))
    assert scored.worded["target"] == scored.worded["deadline"] == Tally(1, 0, 0)
    assert scored.present["owner"] == Tally()


def test_a_line_is_measurable_if_one_of_its_statements_is() -> None:
    both = Checked(statements=(*said({}, verdict=False).statements, *said({}).statements))
    assert verdicts.goals(Scorer(Fake(a=both)), [goal("a", True)]).accuracy == 1
    assert verdicts.goals(Scorer(Fake()), [goal("a", False)]).accuracy == 1


def test_coverage_compares_every_labelled_question() -> None:
    engine = Fake(t_c01_clean=Checked(coverage={"objectives": {1: "part", 5: "full"}}))
    scored = verdicts.coverage(Scorer(engine), [CANVAS])
    assert scored.confusion == {("full", "part"): 1, ("none", "none"): 1}
    assert verdicts.confused(scored)[0] == ("full", [0, 1, 0, 0])


def system(id: str, *labels: str) -> System:
    return System(id=id, boxes={"background": "A system."}, labels=frozenset(labels), kind="plain")


def labelled(*labels: str) -> Checked:
    return Checked(labels=frozenset(labels))


def test_systems_are_scored_by_label() -> None:
    rows = [system("a", "prohibited"), system("b", "high_risk_annex_iii", "transparency_50"), system("c", "unsure")]
    engine = Fake(a=labelled("unsure"), b=labelled("minimal"), c=labelled("unsure"))
    scored = verdicts.systems(Scorer(engine), rows)
    assert {each.name: each.tally for each in scored.labels} == {
        "prohibited": Tally(0, 0, 1),
        "high_risk_annex_iii": Tally(0, 0, 1),
        "transparency_50": Tally(0, 0, 1),
        "unsure": Tally(1, 0, 0),
    }
    assert scored.macro == 0.25
    assert scored.exact == pytest.approx(1 / 3)
    assert scored.prohibited_missed == ()
    assert scored.high_called_minimal == ("b",)
    assert scored.unsure_too_often == 1


def test_a_prohibited_practice_that_is_called_something_else_is_named() -> None:
    rows = [system("a", "prohibited"), system("b", "prohibited")]
    scored = verdicts.systems(Scorer(Fake(a=labelled("minimal"), b=labelled("prohibited"))), rows)
    assert scored.prohibited_missed == ("a",)
