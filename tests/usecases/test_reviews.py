"""Reviews of files for a service: told while they go on, bounded in number, size, time and cost, and never stored."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from app.config import Settings
from app.critic.dismissing import Judgement
from app.errors import DocumentInvalid, NotFound, NotNow, TooLong, Unavailable
from app.facilitator.builtin import Builtin
from app.facilitator.port import Job, Provenance, Stream
from app.main import build
from app.store.database import Database
from app.usecases.kept import ReviewState
from app.usecases.product import join
from app.usecases.reviews import KEPT, Reviews
from app.usecases.threads import AT_ONCE
from tests.usecases.held_rules import Rules
from tests.usecases.scene import Clock, parts
from tests.usecases.test_checking import Eyes

Make = Callable[..., Reviews]

FILE = b"""\
# Chat

## Objectives

The bot should probably be fast.

## Background

Our shop ranks applicants.
"""


@pytest.fixture
async def made(database: Database) -> AsyncIterator[Make]:
    """Makes the reviews of a product; with a model if there are eyes. All are closed at the end."""
    all: list[Reviews] = []

    def make(eyes: Eyes | None = None, *, clock: Clock | None = None, **limits: float) -> Reviews:
        fallback = Builtin() if eyes else None
        all.append(join(parts(database, eyes or Builtin(), fallback=fallback, clock=clock, **limits)).reviews)
        return all[-1]

    yield make
    for each in all:
        await each.close()


async def over(reviews: Reviews, id: str) -> ReviewState:
    """The state of a review at its end."""
    return [each async for each in reviews.watch(id) if each][-1]


async def begun(reviews: Reviews, eyes: Eyes) -> str:
    """A review that a model looks at, and goes on looking."""
    eyes.slow = {"background", "objectives"}
    id = reviews.begin(FILE, "a.md")
    while not eyes.jobs:
        await asyncio.sleep(0.01)
    return id


class OneByOne(Eyes):
    """Looks longer at one box than at the other."""

    async def review(self, job: Job, stream: Stream) -> tuple[Judgement, Provenance]:
        await asyncio.sleep(0.3 if job.box == "objectives" else 0)
        return await super().review(job, stream)


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Rules:
    held = Rules()
    held.hold(monkeypatch)
    return held


# ---- what it tells


async def test_it_tells_box_by_box_and_then_all_of_it(made: Make) -> None:
    reviews = made(OneByOne())
    id = reviews.begin(FILE, "a.md")
    states = [each async for each in reviews.watch(id) if each]
    assert [(each.done, each.of) for each in states if each.running] == [(0, 0), (0, 2), (1, 2), (2, 2)]
    assert list(dict.fromkeys(each.box for each in states if each.done)) == ["Background", "Objectives"]
    report = states[-1].report
    assert report is not None
    assert (report.file, report.product, report.engine) == ("a.md", "Chat", "both")
    found = {(each.finding.criterion, each.finding.by) for box in report.boxes for each in box.findings}
    assert ("VAG-03", "eyes") in found  # found by the rules, dismissed by the model
    assert reviews.view(id) == states[-1]
    assert reviews.data(id) == (FILE, "a.md")


async def test_the_rules_alone_tell_it_too(made: Make) -> None:
    reviews = made()
    id = reviews.begin(FILE, "a.md")
    last = await over(reviews, id)
    assert last.report is not None
    assert (last.engine, last.done, last.of) == ("rules", 2, 2)
    assert b'"file": "a.md"' in await reviews.json(id)
    assert b'"VAG-03"' in await reviews.sarif(id)


async def test_whoever_watches_later_sees_where_it_is(made: Make) -> None:
    eyes = Eyes()
    reviews = made(eyes)
    id = await begun(reviews, eyes)
    for _ in range(2):
        async with aclosing(reviews.watch(id)) as states:
            first = await anext(states)
        assert first is not None
        assert (first.running, first.of) == (True, 2)
    with pytest.raises(NotNow, match="not done yet"):
        await reviews.json(id)


async def test_whoever_watches_stops_when_the_service_does(made: Make) -> None:
    eyes, stop = Eyes(), asyncio.get_running_loop().create_future()
    reviews = made(eyes)
    id = await begun(reviews, eyes)
    states = reviews.watch(id, until=stop)
    assert (await anext(states)) is not None
    stop.set_result(None)
    async with asyncio.timeout(1):
        assert [each async for each in states if each] == []
    assert reviews.view(id).running


async def test_somebody_who_watches_is_told_that_we_are_still_here(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.usecases.reviews.STILL", 0.01)
    eyes = Eyes()
    reviews = made(eyes)
    id = await begun(reviews, eyes)
    async with aclosing(reviews.watch(id)) as states:
        assert (await anext(states)) is not None
        assert (await anext(states)) is None
        assert (await anext(states)) is None


# ---- what does not work


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"\xff\xfe\x00", "a.md", "a.md is not UTF-8 text"),
        (b"PK\x03\x04\x14\x00\x00\x00", "a.zip", "NUL characters"),
        (b"", "a.md", "a.md is empty"),
        (b"{", "a.json", "it is not JSON"),
        (b'{"format": "x"}', "a.json", "its format is “x”"),
        (b"[" * 100_000, "a.json", "it nests deeper"),
        (b"Hello\n", "a.md", "has no box of the canvas"),
    ],
)
async def test_what_is_no_canvas_is_told_with_its_reason(made: Make, data: bytes, name: str, says: str) -> None:
    reviews = made()
    id = reviews.begin(data, name)
    last = await over(reviews, id)
    assert isinstance(last.error, DocumentInvalid)
    assert says in last.error.message
    assert last.report is None
    assert reviews.data(id) == (data, name)
    with pytest.raises(DocumentInvalid):
        await reviews.sarif(id)


async def test_a_file_over_the_size_of_one_is_refused_at_once(made: Make) -> None:
    reviews = made(canvas=10)
    with pytest.raises(TooLong, match="a file may have 80"):
        reviews.begin(b"x" * 81, "a.md")


async def test_boxes_over_the_size_of_a_canvas_are_told(made: Make) -> None:
    reviews = made(canvas=30)
    last = await over(reviews, reviews.begin(FILE, "a.md"))
    assert isinstance(last.error, TooLong)
    assert "a canvas may have 30" in last.error.message


async def test_a_review_that_takes_too_long(made: Make, rules: Rules) -> None:
    reviews = made(turn_seconds=0.2)
    last = await over(reviews, reviews.begin(FILE, "a.md"))
    rules.free.set()
    assert isinstance(last.error, Unavailable)
    assert "took too long" in last.error.message


async def test_boxes_that_the_model_does_not_manage_are_left_to_the_rules(made: Make) -> None:
    eyes = Eyes()
    eyes.slow = {"objectives"}
    await over(rules := made(), rules.begin(FILE, "a.md"))  # reads the data of the rules
    reviews = made(eyes, turn_seconds=2.5)
    last = await over(reviews, reviews.begin(FILE, "a.md"))
    assert last.report is not None
    assert any("The model took too long" in each for each in last.report.remarks)


async def test_a_mistake_of_ours_is_told_as_one(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.usecases.reviews.review_view", lambda reviewed: 1 / 0)
    reviews = made()
    last = await over(reviews, reviews.begin(FILE, "a.md"))
    assert last.error is not None
    assert "Something broke" in last.error.message
    assert last.id in last.error.advice


async def test_when_the_money_is_spent_the_rules_look_alone_and_it_is_said(made: Make) -> None:
    clock = Clock()
    reviews = made(Eyes(cost=0.5), clock=clock, day_dollars=1.0)
    first, second = [await over(reviews, reviews.begin(FILE, "a.md")) for _ in range(2)]
    assert first.report is not None
    assert second.report is not None
    assert (first.report.engine, second.report.engine) == ("both", "rules")
    assert second.engine == "rules"
    (remark,) = second.report.remarks
    assert "may cost in a day" in remark
    assert remark.endswith("Only the rules looked.")
    clock.forward(days=1)
    assert (await over(reviews, reviews.begin(FILE, "a.md"))).engine == "both"


# ---- how many, and until when


async def test_the_oldest_that_are_over_make_room(made: Make) -> None:
    reviews = made()
    ids = [reviews.begin(b"", f"{n}.md") for n in range(KEPT)]
    for id in ids:
        await over(reviews, id)
    reviews.begin(FILE, "more.md")
    with pytest.raises(NotFound, match="not here any more"):
        reviews.view(ids[0])
    assert reviews.view(ids[1]).file == "1.md"


async def test_one_that_is_over_is_forgotten_after_a_while(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.usecases.reviews.HOUR", 0.05)
    reviews = made()
    id = reviews.begin(FILE, "a.md")
    assert (await over(reviews, id)).report is not None
    await asyncio.sleep(0.2)
    with pytest.raises(NotFound, match="not here any more"):
        reviews.view(id)


async def test_while_all_run_no_other_begins(made: Make, rules: Rules) -> None:
    reviews = made()
    ids = [reviews.begin(FILE, f"{n}.md") for n in range(KEPT)]
    with pytest.raises(Unavailable, match="no more fit in"):
        reviews.begin(FILE, "more.md")
    await asyncio.to_thread(rules.came.acquire)
    rules.free.set()
    assert all([(await over(reviews, id)).report for id in ids])
    assert rules.most <= AT_ONCE
    reviews.begin(FILE, "more.md")


async def test_a_review_that_is_cancelled_ends_for_all(made: Make) -> None:
    eyes = Eyes()
    reviews = made(eyes)
    id = await begun(reviews, eyes)
    watching = asyncio.create_task(over(reviews, id))
    await asyncio.sleep(0)
    assert await reviews.cancel(id)
    last = await asyncio.wait_for(watching, 1)
    assert last.error is not None
    with pytest.raises(NotFound):
        reviews.view(id)
    assert not await reviews.cancel(id)


async def test_a_review_that_was_faster_than_its_cancel_stays(made: Make) -> None:
    reviews = made()
    id = reviews.begin(FILE, "a.md")
    await over(reviews, id)
    assert not await reviews.cancel(id)
    assert reviews.view(id).report is not None


async def test_one_that_is_cancelled_before_it_began_ends_too(made: Make) -> None:
    reviews = made()
    id = reviews.begin(FILE, "a.md")
    states = reviews.watch(id)
    assert (await anext(states)) is not None
    assert await reviews.cancel(id)
    last = [each async for each in states if each][-1]
    assert last.error is not None


async def test_rules_whose_review_is_cancelled_stop_at_the_next_box(made: Make, rules: Rules) -> None:
    reviews = made()
    id = reviews.begin(FILE, "a.md")
    await asyncio.to_thread(rules.came.acquire)
    assert await reviews.cancel(id)
    rules.free.set()
    for _ in range(200):
        if rules.left:
            break
        await asyncio.sleep(0.01)
    assert rules.left == 1
    assert (await over(reviews, reviews.begin(FILE, "b.md"))).report is not None


async def test_closing_breaks_off_what_runs_and_forgets_all(made: Make) -> None:
    eyes = Eyes()
    reviews = made(eyes)
    id = await begun(reviews, eyes)
    watching = asyncio.create_task(over(reviews, id))
    await asyncio.sleep(0)
    await asyncio.wait_for(reviews.close(), 2)
    assert (await asyncio.wait_for(watching, 1)).error is not None
    assert eyes.jobs
    with pytest.raises(NotFound) as gone:
        reviews.view(id)
    assert "Choose the file again" in gone.value.advice


async def test_the_product_closes_its_reviews(tmp_path: Path, rules: Rules) -> None:
    async with build(Settings(database=f"sqlite:///{tmp_path / 'canvases.db'}", person="Anna")) as product:
        id = product.reviews.begin(FILE, "a.md")
        watching = asyncio.create_task(over(product.reviews, id))
        await asyncio.to_thread(rules.came.acquire)
    rules.free.set()
    assert (await watching).error is not None


async def test_other_work_goes_on_beside_the_rules(made: Make, rules: Rules) -> None:
    reviews = made()
    id = reviews.begin(FILE, "a.md")
    await asyncio.to_thread(rules.came.acquire)
    assert reviews.view(id).running  # the loop is free although the rules are at work
    rules.free.set()
    assert (await over(reviews, id)).report is not None
