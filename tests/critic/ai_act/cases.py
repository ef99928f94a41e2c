"""Facts set by hand."""

import datetime as dt

from app.critic.ai_act.deciding import decide
from app.critic.ai_act.facts import Fact, Value, form
from app.critic.ai_act.screening import Screening

TODAY = dt.date(2026, 11, 20)
GATES = tuple(id for id, question in form().items() if question.group == "gate")


def facts(*yes: str, no: tuple[str, ...] = (), by: str = "rules") -> dict[str, Fact]:
    some: dict[str, Value] = {**dict.fromkeys(no, "no"), **dict.fromkeys(yes, "yes")}
    assert set(some) <= set(form())
    return {id: Fact(id, value, quote=f"words on {id}", box="background", by=by) for id, value in some.items()}


def closed(*yes: str, no: tuple[str, ...] = ()) -> dict[str, Fact]:
    """A system of which all is known: what is not said to be so is not so."""
    gates = (*GATES, "offers-general-model")
    return facts("eu", "learned", *yes, no=tuple(each for each in (*gates, *no) if each not in yes))


def screen(some: dict[str, Fact], on: dt.date = TODAY) -> Screening:
    return decide(some, on=on)
