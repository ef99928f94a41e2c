"""What was waived or dismissed can be taken up again; it keeps who, when and why."""

from dataclasses import replace

import pytest

from app.critic.finding import Engine, Finding, Severity, Status
from app.errors import NotFound, NotNow
from app.interview.moves import Reopen, Waive
from tests.interview.scenes import ANNA, BO, NOW, Scene, scene

FOUND = Finding("f1", "VAG-01", Severity.SHOULD, "why", "m", "q", quote="fast", start=0, end=4)


def at(status: Status, **more: object) -> Scene:
    made = scene()
    finding = replace(FOUND, status=status, **more)  # type: ignore[arg-type]
    made.talk = replace(made.talk, findings={"why": (finding,)})
    return made


@pytest.mark.parametrize("status", [Status.WAIVED, Status.DISMISSED])
def test_a_person_takes_it_up_again(status: Status) -> None:
    here = at(status, reason="Known.", by=ANNA)
    assert here.move(Reopen("f1", " It matters now. "), BO)[:2] == [
        "findings f1:open",
        "decided reopen why f1 It matters now.",
    ]
    (finding,) = here.talk.findings["why"]
    assert (finding.status, finding.by, finding.at, finding.reason) == (Status.OPEN, BO, NOW, "It matters now.")


@pytest.mark.parametrize("status", [Status.OPEN, Status.FIXED])
def test_only_what_was_put_aside_can_be_taken_up(status: Status) -> None:
    with pytest.raises(NotNow):
        at(status).move(Reopen("f1"))


def test_a_finding_that_is_not_there() -> None:
    with pytest.raises(NotFound):
        scene().move(Reopen("nothing"))


def test_it_can_be_waived_once_more() -> None:
    here = at(Status.WAIVED, reason="Known.")
    here.move(Reopen("f1"))
    here.move(Waive("f1", "Known, really."))
    (finding,) = here.talk.findings["why"]
    assert (finding.status, finding.reason, finding.engine) == (Status.WAIVED, "Known, really.", Engine.RULES)
