"""Views made by hand, so that what is read and shown can be tested without a database."""

import datetime as dt
from dataclasses import replace
from typing import Any

from app.canvas.model import Covered, Header, NonAnswer, Overview, Sentence
from app.channels.terminal.seen import Seen
from app.critic.finding import Status as FindingStatus
from app.interview.state import Ask, Passage, Status
from app.usecases.views import (
    BoxView,
    CanvasView,
    DraftView,
    FindingView,
    OpenQuestionView,
    PlaceView,
    QuestionView,
)

NOW = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)
QUESTIONS = ("Why now?", "For whom?", "Who decides?")


def question(number: int, **changes: Any) -> QuestionView:
    text = QUESTIONS[number - 1]
    plain = f"{text.rstrip('?')}, in other words?"
    made = QuestionView(number, text, plain, "", essential=number == 1, coverage=Covered.NONE, quote="")
    return replace(made, **changes)


def finding(id: str = "f1", **changes: Any) -> FindingView:
    made = FindingView(
        id=id,
        fingerprint=id,
        criterion="VAG-04",
        severity="should",
        box="background",
        other_box=None,
        quote="where possible",
        start=0,
        end=14,
        message="“where possible” lets this be left out.",
        question="When exactly does this apply?",
        suggestion="Name the condition.",
        sources=(),
        engine="rules",
        status=FindingStatus.OPEN,
        reason="",
        by=None,
        at=None,
    )
    return replace(made, **changes)


def open_question(question: int | None = 2, **changes: Any) -> OpenQuestionView:
    made = OpenQuestionView(
        id="q1",
        box="background",
        question=question,
        text="For whom?",
        kind=NonAnswer.DONT_KNOW,
        reason="",
        owner="",
        due=None,
        by="Anna",
        at=NOW,
        iteration=1,
    )
    return replace(made, **changes)


def box(id: str = "background", number: int = 1, **changes: Any) -> BoxView:
    made = BoxView(
        id=id,
        name=id.replace("-", " ").capitalize(),
        prompt="",
        column="Problem",
        number=number,
        status=Status.UNTOUCHED,
        text="",
        sentences=(),
        answer=0,
        answer_id=None,
        by=None,
        at=None,
        stale=(),
        draft=None,
        findings=(),
        open_questions=(),
        questions=tuple(question(each) for each in (1, 2, 3)),
        asked=None,
        asks_left=2,
        passages=(),
        confirm=None,
        running=False,
        can_retry=False,
    )
    return replace(made, **changes)


def drafted(**changes: Any) -> BoxView:
    """A box with a draft on the table, two findings, and words that were said before."""
    made = box(
        status=Status.PROPOSED,
        draft=DraftView(3, "It breaks.", (Sentence("It breaks."),), based_on=0),
        findings=(finding("f1"), finding("f2", severity="must")),
        passages=(Passage("p1", "background", "Glass breaks.", "t1"), Passage("p2", "background", "Often.", "t1")),
        asked=Ask("Why now?", question=1),
    )
    return replace(made, **changes)


def canvas(*boxes: BoxView, **changes: Any) -> CanvasView:
    made = CanvasView(
        id="01a1",
        template="short",
        template_version="1",
        template_name="Short canvas",
        header=Header("Vials", "Anna, Bo", dt.date(2027, 1, 1)),
        iteration=1,
        interview="i1",
        boxes=boxes or (drafted(), box("value", 2), box("data-collection", 3), box("data-quality", 4)),
        places=(),
        overview=Overview(),
        accepted=0,
        created_at=NOW,
        changed_at=NOW,
    )
    return replace(made, **changes)


def read(of: BoxView) -> dict[str, DraftView]:
    """That the draft of a box was shown."""
    return {of.id: of.draft} if of.draft else {}


def seen(view: CanvasView | None = None, place: str = "background", **changes: Any) -> Seen:
    view = view or canvas()
    ids = ["start", *(each.id for each in view.boxes), "close"]
    at = PlaceView("Anna", place, ids.index(place), len(view.boxes))
    known = {each.id: each for of in view.boxes for each in of.findings}
    made = Seen(view, me="Anna", speaker="Anna", at=at, findings=known, listed=tuple(known))
    return replace(made, **changes)
