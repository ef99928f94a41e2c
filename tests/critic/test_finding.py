from dataclasses import replace

from app.critic.finding import Criterion, Finding, Severity, worst_first

FINDING = Finding(
    id="f1",
    criterion="VAG-03",
    severity=Severity.SHOULD,
    box="decision",
    message="m",
    question="q",
    quote="Maybe  so",
    start=4,
    end=13,
)


def test_a_criterion_belongs_to_the_family_that_its_id_starts_with():
    row = Criterion(id="VAG-03", severity=Severity.NOTE, definition="d", message="m", question="q")
    assert row.family == "VAG"


def test_the_fingerprint_ignores_id_place_case_and_spacing():
    moved = replace(FINDING, id="f2", start=90, end=98, quote="maybe so", message="other")
    assert moved.fingerprint == FINDING.fingerprint
    assert len(FINDING.fingerprint) == 16


def test_the_fingerprint_tells_criterion_boxes_words_and_occurrence_apart():
    others = [
        replace(FINDING, criterion="VAG-04"),
        replace(FINDING, box="inference"),
        replace(FINDING, other_box="inference"),
        replace(FINDING, quote="perhaps so"),
        replace(FINDING, occurrence=1),
    ]
    assert len({FINDING.fingerprint, *(each.fingerprint for each in others)}) == 6


def test_two_boxes_that_contradict_each_other_have_one_fingerprint():
    one = replace(FINDING, other_box="inference")
    assert replace(one, box="inference", other_box="decision").fingerprint == one.fingerprint


def test_worst_first_sorts_by_severity_then_place():
    late_must = replace(FINDING, severity=Severity.MUST, start=50)
    early_note = replace(FINDING, severity=Severity.NOTE, start=0)
    early_should = replace(FINDING, start=1)
    some = [early_note, FINDING, late_must, early_should]
    assert sorted(some, key=worst_first) == [late_must, early_should, FINDING, early_note]
