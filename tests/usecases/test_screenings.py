"""The boxes are read for facts once a column is through: by the model, or by the rules if it fails."""

import asyncio
import json
from typing import Any

import pytest

from app.critic.finding import Status
from app.errors import NotNow
from app.facilitator.builtin import Builtin
from app.interview.events import Noticed, Screened
from app.interview.moves import Accept, ConfirmFact, CorrectFact
from app.llm.port import ModelFailed, Prompt, Trouble, Usage
from app.store.database import Database
from app.usecases.product import Product, join
from app.usecases.wishes import NewCanvas
from tests.facilitator.models import Desk
from tests.usecases.desk import ANSWERS, At, at_desk
from tests.usecases.scene import ANNA, parts

READ = {"facts": [{"id": "annex-iii-4a", "value": "yes", "quote": "ranks who applies", "box": "why"}]}


@pytest.fixture
async def at(database: Database) -> At:
    return await at_desk(database, model=Desk(**ANSWERS, facts=READ))


async def through(at: At) -> list[object]:
    """The first column is settled."""
    await at.move(Accept("why", text="It ranks who applies.", answer=0))
    return await at.move(Accept("how", text="With a model that learned from old files.", answer=0))


async def test_the_model_reads_the_boxes_and_its_words_are_checked(at: At) -> None:
    events = await through(at)
    (screened,) = [each for each in events if isinstance(each, Screened)]
    assert screened.facts[0].quote == "ranks who applies"
    assert screened.facts[0].by == "model"
    assert "high_risk_annex_iii" in {each.id for each in screened.labels}
    view = await at.product.screenings.of(at.canvas)
    assert view.labels[0].id == "high_risk_annex_iii"
    assert [row[:3] for row in await at.works()][-1][1:] == ("facts", "done")


async def test_without_the_model_the_rules_read_and_it_is_said(at: At) -> None:
    at.model.answers["facts"] = ModelFailed(
        "The model is gone.", advice="Try again.", trouble=Trouble.BROKEN, usage=Usage()
    )
    events = await through(at)
    assert [each for each in events if isinstance(each, Noticed) and "Only the rules read" in each.text]
    assert [each for each in events if isinstance(each, Screened)]


async def test_what_a_person_says_wins_over_the_next_reading(at: At) -> None:
    await through(at)
    await at.move(CorrectFact("annex-iii-4a", "no", "It only sorts post."))
    await at.move(Accept("how", text="With another model.", answer=1))
    view = await at.product.screenings.of(at.canvas)
    fact = next(each for each in view.facts if each.id == "annex-iii-4a")
    assert (fact.value, fact.by, fact.confirmed) == ("no", "Anna", True)
    await at.move(CorrectFact("annex-iii-4a", "yes"))
    await at.move(ConfirmFact("annex-iii-4a"))
    assert (await at.product.screenings.of(at.canvas)).labels[0].id == "high_risk_annex_iii"


async def test_facts_of_a_file_with_boxes_and_questions_that_are_not_there(at: At) -> None:
    await through(at)
    await at.move(ConfirmFact("annex-iii-4a"))
    tree = json.loads(await at.product.exports.json(at.canvas))
    odd = {"id": "of-another-version", "value": "yes", "hand": "rules", "quote": "x", "box": "moon"}
    facts = tree["canvas"]["iterations"][-1]["facts"]
    facts += [{**facts[-1], **odd}, {**facts[-1], "box": "moon"}]
    back = await at.product.imports.read(json.dumps(tree).encode(), name="canvas.json", actor=ANNA)
    view = await at.product.screenings.of(back.canvas.id)
    assert view.labels[0].id == "high_risk_annex_iii"
    assert "moon" not in {each.box for each in view.facts}


async def test_what_the_law_asks_goes_with_the_label_that_a_person_takes_back(database: Database) -> None:
    read = {"facts": [{"id": "art-5-1c", "value": "yes", "quote": "grades how people behave", "box": "why"}]}
    at = await at_desk(database, model=Desk(**ANSWERS, facts=read))

    async def banned() -> list[str]:
        found = await at.product.canvases.findings(at.canvas)
        return [each.status for each in found if each.criterion == "AIA-02"]

    await at.move(Accept("why", text="It grades how people behave.", answer=0))
    await at.move(Accept("how", text="With a model.", answer=0))
    await at.move(Accept("why", text="It grades how people behave. We ask nobody.", answer=1))
    assert await banned() == ["open"]
    await at.move(CorrectFact("art-5-1c", "no"))
    assert await banned() == ["fixed"]


async def test_a_box_that_was_accepted_is_looked_at_again_when_another_one_contradicts_it(database: Database) -> None:
    product = join(parts(database, Builtin()))
    canvas = await product.canvases.create(NewCanvas("Ward"), ANNA)
    texts = {"security": "Recordings never leave the hospital.", "inference": "We send each recording to a cloud API."}
    for box, text in texts.items():
        await product.turns.move(canvas.interview or "", Accept(box, text=text, answer=0), ANNA)
    found = {each.box: each for each in await product.canvases.findings(canvas.id) if each.criterion == "CON-06"}
    assert found["security"].other_box == "inference"
    await product.turns.move(
        canvas.interview or "", Accept("inference", text="It runs in the basement.", answer=1), ANNA
    )
    (after,) = [each for each in await product.canvases.findings(canvas.id) if each.criterion == "CON-06"]
    assert after.status is Status.FIXED


async def laws(product: Product, canvas: str) -> set[tuple[str, str]]:
    """What the AI Act asks for, by box and criterion, and is open."""
    found = await product.canvases.findings(canvas, status=Status.OPEN)
    return {(each.box, each.criterion) for each in found if each.criterion.startswith("AIA-")}


async def test_what_the_law_asks_for_is_found_once_facts_are_known_and_comes_back_with_a_file(
    database: Database,
) -> None:
    product = join(parts(database, Builtin()))
    canvas = await product.canvases.create(NewCanvas("Hiring"), ANNA)
    interview = canvas.interview or ""
    await product.turns.move(interview, Accept("background", text="We rank who applies for a job.", answer=0), ANNA)
    assert await laws(product, canvas.id) == set()
    await product.turns.move(interview, CorrectFact("annex-iii-4a", "yes"), ANNA)
    await product.turns.move(interview, Accept("background", text="We rank who applies for work.", answer=1), ANNA)
    asked = await laws(product, canvas.id)
    assert asked
    exports = product.exports
    files = {"canvas.json": await exports.json(canvas.id), "canvas.md": (await exports.markdown(canvas.id)).encode()}
    for file, data in files.items():
        brought = await product.imports.read(data, name=file, actor=ANNA)
        assert await laws(product, brought.canvas.id) == asked


async def test_the_first_reading_has_accepted_boxes_looked_at_again(database: Database) -> None:
    product = join(parts(database, Builtin()))
    canvas = await product.canvases.create(NewCanvas("Hiring"), ANNA)
    texts = {
        "background": "Our tool ranks the people who apply for a job, best first.",
        "value-proposition": "Recruiters read the best applications first.",
        "objectives": "Cut the time to hire from 40 to 30 days by June 2027.",
    }
    for box, text in texts.items():
        await product.turns.move(canvas.interview or "", Accept(box, text=text, answer=0), ANNA)
    assert "high_risk_annex_iii" in {each.id for each in (await product.screenings.of(canvas.id)).labels}
    assert {box for box, _ in await laws(product, canvas.id)} >= {"background", "value-proposition"}


class Reader(Desk):
    """Reads facts only once it is let go."""

    def __init__(self) -> None:
        super().__init__(**ANSWERS, facts=READ)
        self.free = asyncio.Event()

    async def parse(self, prompt: Prompt, *given: Any, **more: Any) -> Any:
        if prompt.name == "facts":
            await self.free.wait()
        return await super().parse(prompt, *given, **more)


async def test_no_round_begins_while_the_boxes_of_this_one_are_read(database: Database) -> None:
    reader = Reader()
    at = await at_desk(database, model=reader)
    await at.move(Accept("why", text="It ranks who applies.", answer=0))
    reading = asyncio.create_task(at.product.turns.move(at.interview, Accept("how", text="By hand.", answer=0), ANNA))
    async with asyncio.timeout(5):
        while not (await at.product.canvases.get(at.canvas)).boxes[1].text:
            await asyncio.sleep(0)
    with pytest.raises(NotNow):
        await at.product.canvases.start_iteration(at.canvas, ANNA)
    reader.free.set()
    await reading
    await at.product.canvases.start_iteration(at.canvas, ANNA)
    assert (await at.product.screenings.of(at.canvas)).labels[0].id == "high_risk_annex_iii"
