"""A model takes back what the rules found: it stays visible with the reason and the model's name, also in files."""

from app.critic.finding import Status
from app.interview.moves import Accept, Enough, Say
from app.store.database import Database
from app.usecases.views import FindingView
from tests.facilitator.models import Desk
from tests.usecases.desk import ANSWERS, FORM, At, at_desk
from tests.usecases.scene import BO

WHY = "It is a forecast, and honest."
SAID = {"changes": [{"do": "add", "text": "Vials probably break.", "sources": ["T1"], "question": 1}]}
TAKEN = {"proposed": [{"proposal": "R1", "quote": "probably", "holds": False, "why": WHY}], "verdicts": []}


async def found(at: At) -> list[FindingView]:
    return [each for each in await at.product.canvases.findings(at.canvas) if each.quote == "probably"]


async def test_what_is_dismissed_stays_visible_and_is_neither_asked_nor_counted(database: Database) -> None:
    at = await at_desk(database, model=Desk(**{**ANSWERS, "listen": {**FORM, **SAID}, "review": TAKEN}))
    await at.move(Say("Because vials probably break.", box="why"))
    await at.move(Enough("why"))
    (finding,) = await found(at)
    assert (finding.status, finding.reason, finding.by) == (Status.DISMISSED, WHY, at.model.name)
    assert (await at.box()).findings == ()
    await at.move(Accept("why", text="Vials probably break.", answer=0))
    assert [each.status for each in await found(at)] == [Status.DISMISSED]  # the same words, looked at again
    await at.move(Accept("why", text="Vials probably break each day.", answer=1))
    assert [each.status for each in await found(at)] == [Status.DISMISSED]
    assert f"| {WHY} | {at.model.name} |" in await at.product.exports.markdown(at.canvas)
    back = await at.product.imports.read(await at.product.exports.json(at.canvas), name="canvas.json", actor=BO)
    kept = [each for each in await at.product.canvases.findings(back.canvas.id) if each.quote == "probably"]
    assert [(each.status, each.reason, each.by) for each in kept] == [(Status.DISMISSED, WHY, at.model.name)]
