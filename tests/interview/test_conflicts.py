"""Accept, edit, restore and clear can conflict, on a box's answer number: whoever loses sees both texts."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.errors import AnswerConflict
from app.interview.moves import Accept, Clear, Edit, Move, Restore
from tests.interview.scenes import ANNA, BO, Scene, accepted, proposed, scene, settled


def rewritten() -> Scene:
    """Bo changed “why” after Anna looked at it: the accepted text is the second answer."""
    at = settled()
    at.move(Edit("why", "Vials leak.", answer=1), BO)
    at.accept("why", BO)
    return at


def redrafted() -> Scene:
    """Bo put his own text on the table after Anna saw the first draft."""
    at = proposed()
    at.move(Edit("why", "Vials leak.", answer=0), BO)
    return at


def imported() -> Scene:
    """An answer was imported while a draft was on the table."""
    at = proposed()
    at.canvas = at.canvas.with_answer(accepted("why", "Vials leak."))
    return at


CONFLICTS: list[tuple[str, Callable[[], Scene], Move, str, str, int]] = [
    ("accept an older draft", redrafted, Accept("why", 1), "", "Vials leak.", 0),
    ("accept other words for it", redrafted, Accept("why", 1, "They burst."), "They burst.", "Vials leak.", 0),
    ("accept what was accepted", settled, Accept("why", 1), "", "Vials break.", 1),
    ("accept other words for that", settled, Accept("why", 1, "They burst."), "They burst.", "Vials break.", 1),
    ("accept over an import", imported, Accept("why", 1), "Vials break.", "Vials leak.", 1),
    ("accept other words over it", imported, Accept("why", 1, "They burst."), "They burst.", "Vials leak.", 1),
    ("edit an older answer", rewritten, Edit("why", "They burst.", answer=1), "They burst.", "Vials leak.", 2),
    ("edit an older draft", redrafted, Edit("why", "They burst.", answer=0, draft=1), "They burst.", "Vials leak.", 0),
    ("edit a settled draft", settled, Edit("why", "They burst.", answer=1, draft=1), "They burst.", "Vials break.", 1),
    ("accept over an older", rewritten, Accept("why", None, "They burst.", 1), "They burst.", "Vials leak.", 2),
    ("clear an older answer", rewritten, Clear("why", answer=1), "", "Vials leak.", 2),
    ("restore over a newer one", rewritten, Restore("why", 1, answer=1), "Vials break.", "Vials leak.", 2),
]


@pytest.mark.parametrize(
    ("given", "move", "yours", "theirs", "number"),
    [each[1:] for each in CONFLICTS],
    ids=[each[0] for each in CONFLICTS],
)
def test_the_loser_sees_both_texts_and_nothing_changes(
    given: Callable[[], Scene], move: Move, yours: str, theirs: str, number: int
) -> None:
    at = given()
    before = at.talk, at.canvas
    with pytest.raises(AnswerConflict) as lost:
        at.move(move, ANNA, earlier=accepted("why", "Vials break."))
    assert (lost.value.box, lost.value.yours, lost.value.theirs, lost.value.number) == ("why", yours, theirs, number)
    assert (at.talk, at.canvas) == before


def test_with_the_new_number_it_goes_through() -> None:
    at = rewritten()
    at.move(Edit("why", "They burst.", answer=2))
    assert at.accept()[0] == "keep why#3 accepted: They burst."


def test_an_edit_of_the_draft_that_stands_replaces_it() -> None:
    at = redrafted()
    assert at.move(Edit("why", "They burst.", answer=0, draft=2))[0] == "draft why 3: They burst."


def test_words_never_conflict() -> None:
    at = rewritten()
    assert at.say("They burst.", by=ANNA)[0] == "words why: They burst."
    assert at.say("They leak.", by=BO) == ["words why waiting: They leak."]


def test_accepting_keeps_what_was_left_alone_and_names_the_edit_for_the_rest() -> None:
    at = scene().drafted("Vials break.", 1, 2)
    at.move(Accept("why", 1, text="Often. Vials break."))
    sentences = at.canvas.answers["why"].sentences
    assert [(each.text, each.lead, each.sources[0].kind, each.sources[0].ref) for each in sentences] == [
        ("Often.", "", "edit", "t2"),
        ("Vials break.", " ", "turn", "t1"),
    ]


def test_an_assumption_that_an_edit_leaves_alone_stays_one() -> None:
    at = proposed()
    draft = at.box().draft
    assert draft is not None
    marked = replace(draft, sentences=(replace(draft.sentences[0], assumption=True),))
    at.talk = at.talk.with_box("why", replace(at.box(), draft=marked))
    at.move(Edit("why", "Vials break. Often.", answer=0))
    edited = at.box().draft
    assert edited is not None
    assert [each.assumption for each in edited.sentences] == [True, False]
