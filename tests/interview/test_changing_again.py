"""A box that is changed after it was accepted: its column is not read back again, and what clashed with it goes."""

from dataclasses import replace

import pytest

from app.canvas.model import NonAnswer
from app.critic.finding import Engine, Finding, Severity, Status
from app.interview.effects import Ruled
from app.interview.moves import Accept, Clear, Edit, Move, Restore, Skip
from tests.interview.scenes import ANNA, Scene, accepted, scene, settled


def finish(at: Scene, box: str) -> list[str]:
    at.drafted(f"About {box}.", 1, 2, 3, box=box)
    return at.accept(box)


def through() -> Scene:
    """Both boxes of the first column are accepted, and it was read back."""
    at = scene()
    finish(at, "why")
    assert "read back Column 1: why,who" in finish(at, "who")
    return at


def read_back(lines: list[str]) -> list[str]:
    return [each for each in lines if each.startswith("read back")]


@pytest.mark.parametrize("text", ["They leak.", None])
def test_a_column_is_read_back_only_the_first_time(text: str | None) -> None:
    at = through()
    at.move(Edit("why", "Vials leak.", answer=1))
    assert read_back(at.move(Accept("why", at.draft_number(), text))) == []


def test_whoever_changes_a_box_again_still_moves_on() -> None:
    at = through()
    at.talk = at.talk.with_place(ANNA, "why")
    at.move(Edit("why", "Vials leak.", answer=1))
    assert "at how 3/3" in at.accept()


def test_a_box_that_was_emptied_is_read_back_with_its_column_once_more() -> None:
    at = through()
    at.move(Clear("why", answer=1))
    assert read_back(finish(at, "why")) == ["read back Column 1: why,who"]


# ---- clashes


def clash(id: str, box: str, other: str, **more: object) -> Finding:
    found = Finding(id, "CON-90", Severity.MUST, box, "", "", other_box=other, engine=Engine.MODEL)
    return replace(found, **more)  # type: ignore[arg-type]


def clashing() -> Scene:
    """A model found how “how” clashes with “why” and with “who”, and what else is wrong there."""
    at = settled()
    found = (
        clash("why", "how", "why"),
        clash("who", "how", "who"),
        clash("waived", "how", "why", status=Status.WAIVED),
        clash("rules", "how", "why", engine=Engine.RULES),
    )
    at.feed(Ruled("how", found))
    at.feed(Ruled("who", (clash("not-why", "who", "how"),)))
    return at


def states(at: Scene) -> dict[str, str]:
    return {each.id: each.status.value for findings in at.talk.findings.values() for each in findings}


AFTER = {"why": "fixed", "who": "open", "waived": "waived", "rules": "open", "not-why": "open"}


@pytest.mark.parametrize(
    "moves",
    [
        (Edit("why", "Vials leak.", answer=1), Accept("why", 2)),
        (Clear("why", answer=1),),
        (Clear("why", answer=1), Restore("why", 1, answer=2)),
    ],
    ids=["accept", "clear", "restore"],
)
def test_what_clashed_with_the_old_text_of_a_box_is_fixed_when_that_changes(moves: tuple[Move, ...]) -> None:
    at = clashing()
    lines = [line for move in moves for line in at.move(move, earlier=accepted("why", "Vials break."))]
    assert states(at) == AFTER
    assert lines.count("findings why:fixed") == 1


def test_a_draft_or_a_skip_leaves_a_clash_as_it_is() -> None:
    at = clashing()
    at.move(Edit("why", "Vials leak.", answer=1))
    at.move(Skip("why", NonAnswer.LATER, 3))
    assert states(at) == AFTER | {"why": "open"}
