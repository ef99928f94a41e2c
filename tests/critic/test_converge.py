import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from app.canvas.template import load
from app.critic.converge import converge
from app.critic.finding import Engine, Finding, Severity, Spot, Status
from app.critic.rules import judge

BOX = load("mlops-canvas-1.1").box("objectives")
AT = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)


def counter() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"f{next(numbers)}"


IDS = counter()


def look(
    before: str,
    after: str,
    old: Sequence[Finding] = (),
    *,
    spots: Sequence[Spot] | None = None,
    engine: Engine = Engine.RULES,
) -> tuple[Finding, ...]:
    some = judge(BOX, after) if spots is None else spots
    return converge(box=BOX.id, before=before, after=after, old=old, spots=some, engine=engine, ids=IDS)


def first(text: str, **kind: object) -> tuple[Finding, ...]:
    return look("", text, **kind)  # type: ignore[arg-type]


def waive(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(replace(each, status=Status.WAIVED, reason="fine", by="anna", at=AT) for each in findings)


def spot(text: str, quote: str, *, id: str = "VAG-03", after: int = 0) -> Spot:
    start = text.index(quote, after)
    return Spot(id, quote, start, start + len(quote))


def seen(text: str, quote: str, **kind: str) -> tuple[Finding, ...]:
    """A finding of the model."""
    return first(text, spots=[spot(text, quote, **kind)], engine=Engine.MODEL)


def summary(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(each.quote, each.status.value) for each in findings]


DRY = "Keep errors below 5 %."  # nothing to find here


def test_a_first_look_opens_findings_worst_first():
    found = first("It must improve, maybe. Owner: TBD")
    assert [(each.criterion, each.severity) for each in found] == [
        ("MEAS-01", Severity.MUST),
        ("VAG-10", Severity.MUST),
        ("VAG-03", Severity.SHOULD),
    ]
    assert all(each.status is Status.OPEN and each.box == "objectives" for each in found)
    assert len({each.id for each in found}) == 3


def test_a_rewording_around_it_keeps_the_finding():
    (old,) = first(f"{DRY} It maybe works.")
    (new,) = look(f"{DRY} It maybe works.", f"Now. {DRY} It maybe works there.", [old])
    assert new == replace(old, start=31, end=36)


def test_other_words_at_the_same_place_are_the_same_finding():
    before, after = f"{DRY} It maybe works.", f"{DRY} It perhaps works."
    (old,) = first(before)
    (new,) = look(before, after, [old])
    assert (new.id, new.quote, new.message) == (old.id, "perhaps", old.message.replace("maybe", "perhaps"))


def test_what_is_not_found_any_more_is_fixed_and_says_where_it_was():
    before, after = f"{DRY} It maybe works.", f"{DRY} It surely works."
    (old,) = first(before)
    (new,) = look(before, after, [old])
    assert (new.id, new.status, new.quote) == (old.id, Status.FIXED, "maybe")
    assert after[new.start : new.end].strip() == "surely"


def test_a_fixed_finding_opens_again_at_its_place():
    before, after, again = (f"{DRY} It {word} works." for word in ("maybe", "surely", "perhaps"))
    (old,) = first(before)
    (fixed,) = look(before, after, [old])
    (new,) = look(after, again, [fixed])
    assert (new.id, new.status, new.quote) == (old.id, Status.OPEN, "perhaps")


def test_a_sentence_that_was_cut_and_pasted_back_brings_its_finding_back():
    text = f"{DRY} It maybe works. The end."
    (old,) = first(text)
    (fixed,) = look(text, f"{DRY} The end.", [old])
    (new,) = look(f"{DRY} The end.", text, [fixed])
    assert (fixed.status, new) == (Status.FIXED, old)


def test_the_same_word_elsewhere_is_a_new_finding():
    before, after = f"{DRY} It maybe works. The end.", f"{DRY} It works. The end. We are kind, maybe."
    (old,) = first(before)
    new = look(before, after, [old])
    assert sorted(summary(new)) == [("maybe", "fixed"), ("maybe", "open")]
    assert new[0].id != new[1].id


def test_a_waiver_stays_with_its_reason_when_its_words_change():
    before, after = f"{DRY} It maybe works.", f"{DRY} It perhaps works."
    (old,) = waive(first(before))
    (new,) = look(before, after, [old])
    assert (new.status, new.quote, new.reason, new.by, new.at) == (Status.WAIVED, "perhaps", "fine", "anna", AT)


def test_a_waiver_moves_with_its_sentence():
    before, after = f"It maybe works. {DRY} The end.", f"The end. {DRY} It maybe works."
    (old,) = waive(first(before))
    (new,) = look(before, after, [old])
    assert new == replace(old, start=after.index("maybe"), end=after.index("maybe") + 5)


def test_a_waiver_whose_words_are_gone_is_fixed_and_opens_without_its_reason():
    text, gone = f"{DRY} It maybe works.", DRY
    (fixed,) = look(text, gone, waive(first(text)))
    assert fixed.status is Status.FIXED
    (new,) = look(gone, text, [fixed])
    assert (new.id, new.status, new.reason, new.by, new.at) == (fixed.id, Status.OPEN, "", None, None)


def test_a_waiver_whose_words_are_still_there_stays_though_no_rule_sees_them():
    before, after = f"{DRY} It maybe works.", f"{DRY} It “maybe” works."
    (old,) = waive(first(before))
    (new,) = look(before, after, [old])
    assert new == replace(old, start=old.start + 1, end=old.end + 1)
    assert summary(look(before, after, [replace(old, status=Status.OPEN)])) == [("maybe", "fixed")]


def test_a_rewritten_text_does_not_inherit_a_waiver_for_other_words():
    before = f"{DRY} It maybe works."
    after = f"{DRY} " + "Every vial is looked at from each side by two cameras and a person, who perhaps finds more."
    old = waive(first(before))
    assert sorted(summary(look(before, after, old))) == [("maybe", "fixed"), ("perhaps", "open")]


def test_a_rewritten_text_keeps_a_waiver_for_the_same_words():
    before = f"{DRY} Maybe it works, said Anna."
    after = f"{DRY} " + "Every vial is looked at from each side by two cameras, and maybe a person, who maybe sees it."
    (old,) = waive(first(before))
    assert [(each.id == old.id, each.status) for each in look(before, after, [old])] == [
        (True, Status.WAIVED),
        (False, Status.OPEN),
    ]


def test_of_two_findings_for_one_spot_the_one_that_is_alive_wins():
    before, after = f"{DRY} It maybe now perhaps works.", f"{DRY} It possibly works."
    old = first(before)
    new = look(before, after, old)
    assert sorted(summary(new)) == [("perhaps", "fixed"), ("possibly", "open")]
    assert look(after, after, new) == new


def test_a_fixed_finding_at_the_same_words_stays_fixed():
    text = f"{DRY} It maybe works."
    (live,) = first(text)
    fixed = replace(live, id="fixed", status=Status.FIXED)
    assert look(text, text, [fixed, live]) == (fixed, live)


def test_of_two_findings_for_one_spot_the_one_that_shares_more_wins():
    text = "It maybe works now."
    less, more = (first(text, spots=[spot(text, quote)])[0] for quote in ("It maybe", "maybe works now"))
    new = look(text, text, [less, more], spots=[spot(text, "maybe works")])
    assert {each.id: each.status for each in new} == {less.id: Status.FIXED, more.id: Status.OPEN}


def test_in_a_rewritten_text_what_is_alive_comes_before_what_was_fixed():
    before = f"{DRY} Maybe it works, said Anna."
    after = f"{DRY} " + "Every vial is looked at from each side by two cameras, and maybe a person, who maybe sees it."
    (live,) = first(before)
    new = look(before, after, [replace(live, id="fixed", status=Status.FIXED), live])
    assert [(each.id, each.status) for each in new] == [(live.id, Status.OPEN), ("fixed", Status.OPEN)]


def test_an_empty_box_is_one_finding_for_as_long_as_it_is_empty():
    (old,) = first("")
    assert (old.criterion, old.quote) == ("GAP-00", "")
    assert look("", " ", [old]) == (old,)
    (fixed,) = look(" ", DRY, waive([old]))
    assert fixed.status is Status.FIXED
    (new,) = look(DRY, "", [fixed])
    assert (new.id, new.status) == (old.id, Status.OPEN)


def test_a_finding_of_the_whole_box_stays_the_same_when_another_sentence_shows_it():
    before, after = "The line is old. We want speed.", "We aim high. The line is old. We want speed."
    (old,) = waive(first(before, spots=[spot(before, "We want speed.", id="GAP-94")]))
    (new,) = look(before, after, [old], spots=[spot(after, "We aim high.", id="GAP-94")])
    assert (new.id, new.status, old.quote, new.quote) == (old.id, Status.WAIVED, "We want speed.", "We aim high.")


def test_a_spot_whose_quote_is_not_in_the_text_is_dropped():
    some = [Spot("VAG-03", "maybe", 0, 5), Spot("VAG-03", "It", 0, 2), Spot("VAG-03", "works", 3, 90)]
    assert summary(first("It works.", spots=some)) == [("It", "open")]


def test_a_spot_that_comes_twice_is_one_finding():
    some = [Spot("VAG-03", "It", 0, 2)] * 2
    assert len(first("It works.", spots=some)) == 1


# ---- two engines


FOUR, EIGHT = "It takes four weeks", "after eight weeks"
CLASH = f"{FOUR}. {DRY} Bo decides {EIGHT}."


def clashing() -> Finding:
    """Two statements of one box, as the model saw them."""
    (found,) = first(CLASH, spots=[replace(spot(CLASH, FOUR, id="CON-91"), other_quote=EIGHT)], engine=Engine.MODEL)
    return found


@pytest.mark.parametrize("side", [FOUR, EIGHT])
@pytest.mark.parametrize("engine", Engine)
def test_a_clash_within_a_box_is_fixed_when_either_side_changes(side: str, engine: Engine):
    (new,) = look(CLASH, CLASH.replace(side, "It takes nine weeks"), [clashing()], spots=[], engine=engine)
    assert new.status is Status.FIXED


def test_a_clash_within_a_box_stays_while_both_sides_stand():
    after = CLASH.replace(DRY, "Bo knows it.")
    (new,) = look(CLASH, after, [clashing()], spots=[])
    assert (new.status, new.quote, new.other_quote) == (Status.OPEN, FOUR, EIGHT)
    (again,) = look(
        CLASH, after, [new], spots=[replace(spot(after, FOUR, id="CON-91"), other_quote=EIGHT)], engine=Engine.MODEL
    )
    assert (again.id, again.status, again.other_quote) == (new.id, Status.OPEN, EIGHT)


ELSEWHERE = Spot("CON-07", "No clerk looks", 0, 14, other_box="decision", other_quote="each clerk looks")


@pytest.mark.parametrize("engine", Engine)
def test_a_clash_with_another_box_stands_though_its_other_words_are_not_here(engine: Engine):
    text = "No clerk looks. It runs."
    (old,) = first(text, spots=[ELSEWHERE])
    (new,) = look(text, f"{text} It rests.", [old], spots=[ELSEWHERE] if engine is Engine.RULES else [], engine=engine)
    assert (new.id, new.status, new.other_box, new.other_quote) == (old.id, Status.OPEN, "decision", "each clerk looks")


def test_a_clash_that_moved_to_another_box_says_so():
    (old,) = first("No clerk looks.", spots=[ELSEWHERE])
    moved = replace(ELSEWHERE, other_box="feedback", other_quote="a clerk looks")
    (new,) = look("No clerk looks.", "No clerk looks.", [old], spots=[moved])
    assert (new.id, new.other_box, new.other_quote) == (old.id, "feedback", "a clerk looks")


def test_a_waived_clash_with_another_box_stays_waived():
    old = waive(first("No clerk looks.", spots=[ELSEWHERE]))
    (new,) = look("No clerk looks.", "No clerk looks.", old, spots=[])
    assert new.status is Status.WAIVED
