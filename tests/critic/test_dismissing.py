from dataclasses import replace

import pytest

from app.critic.converge import converge
from app.critic.dismissing import Dismissal, Judgement, dismissable, dismissed
from app.critic.finding import Engine, Finding, Severity, Spot, Status

TEXT = "The bot is fast, and soon here."
FAST = Finding("f1", "VAG-01", Severity.SHOULD, "objectives", "m", "q", quote="fast", start=11, end=15)


@pytest.mark.parametrize(
    ("criterion", "severity", "may"),
    [
        ("VAG-01", Severity.SHOULD, True),
        ("CON-04", Severity.MUST, True),
        ("GAP-00", Severity.MUST, False),
        ("VAG-10", Severity.MUST, False),
        ("AIA-14", Severity.MUST, False),
        ("AIA-14", Severity.SHOULD, True),
    ],
)
def test_what_must_be_is_not_dismissed(criterion: str, severity: Severity, may: bool):
    finding = replace(FAST, criterion=criterion, severity=severity)
    assert dismissable(finding) is may
    (after,) = dismissed([finding], Judgement((), (Dismissal(finding.fingerprint, "No."),)), by="openai/x")
    assert (after.status is Status.DISMISSED) is may


@pytest.mark.parametrize(
    "finding",
    [
        replace(FAST, engine=Engine.MODEL),
        replace(FAST, status=Status.WAIVED, reason="ours"),
        replace(FAST, status=Status.FIXED),
    ],
)
def test_only_open_findings_of_the_rules_are_dismissed(finding: Finding):
    assert dismissed([finding], Judgement((), (Dismissal(finding.fingerprint, "No."),)), by="openai/x") == (finding,)


def test_a_dismissal_needs_a_reason_and_must_not_contradict_its_own_look():
    given = (Dismissal(FAST.fingerprint, "Measured below."),)
    assert dismissed([FAST], Judgement((), given), by="openai/x") == (
        replace(FAST, status=Status.DISMISSED, reason="Measured below.", by="openai/x"),
    )
    assert dismissed([FAST], Judgement((), (Dismissal(FAST.fingerprint, " "),)), by="openai/x") == (FAST,)
    assert dismissed([FAST], Judgement((), (Dismissal("other", "No."),)), by="openai/x") == (FAST,)
    assert dismissed([FAST], Judgement((Spot("VAG-01", "is fast", 8, 15),), given), by="openai/x") == (FAST,)
    assert dismissed([FAST], Judgement((Spot("VAG-02", "is fast", 8, 15),), given), by="openai/x") != (FAST,)


# ---- the next look of the rules

GONE = replace(FAST, status=Status.DISMISSED, reason="Measured below.", by="openai/x")


def looked(after: str, *quotes: str, old: Finding = GONE, engine: Engine = Engine.RULES) -> Finding:
    spots = [Spot(old.criterion, quote, after.index(quote), after.index(quote) + len(quote)) for quote in quotes]
    (found,) = converge(
        box="objectives", before=TEXT, after=after, old=[old], spots=spots, engine=engine, ids=lambda: "new"
    )
    return found


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("after", [TEXT, f"Well. {TEXT}", TEXT.replace("soon", "later")])
def test_with_the_same_words_it_stays_dismissed(after: str, engine: Engine):
    found = looked(after, "fast", engine=engine)
    assert (found.id, found.status, found.reason, found.by) == ("f1", Status.DISMISSED, "Measured below.", "openai/x")
    assert after[found.start : found.end] == "fast"


def test_with_other_words_it_is_judged_anew():
    found = looked(TEXT.replace("fast", "fast enough"), "fast enough")
    assert (found.id, found.status, found.reason, found.by) == ("f1", Status.OPEN, "", None)


def test_what_the_rules_no_longer_find_is_fixed_and_another_engine_keeps_it():
    assert looked(TEXT).status is Status.FIXED
    assert looked(TEXT, engine=Engine.MODEL).status is Status.DISMISSED
    assert looked("The bot is slow.", engine=Engine.MODEL).status is Status.FIXED


def test_without_words_of_its_own_it_is_the_whole_text_that_must_not_change():
    whole = replace(GONE, criterion="GAP-91", quote="", start=0, end=0)
    assert looked(TEXT, "", old=whole).status is Status.DISMISSED
    assert looked(f"{TEXT} More.", "", old=whole).status is Status.OPEN


def test_what_a_person_took_up_again_is_not_dismissed_a_second_time() -> None:
    assert dismissable(FAST)
    assert not dismissable(replace(FAST, by="anna"))
