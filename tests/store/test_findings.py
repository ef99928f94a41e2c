"""Findings: their state now, and their lives."""

from dataclasses import replace

from app.critic.finding import Status
from app.interview.effects import KeepFindings
from app.store.findings import FIXED
from app.store.records import FindingChange
from tests.store.samples import NOW, begin, finding, keep, later
from tests.store.test_append import agree


async def put(database, begun, *findings, at=NOW):
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        await keep(store, before, begun.anna, KeepFindings(findings), at=at)


async def test_life(database):
    begun = await begin(database)
    flaw = finding(sources=("ISO 29148", "[3]"), other_box="objectives", suggestion="Name a number.", occurrence=2)
    waived = replace(flaw, status=Status.WAIVED, reason="known", by=begun.anna, at=later(2))
    steps = (flaw, flaw, replace(flaw, status=Status.FIXED), flaw, waived, replace(waived, reason="accepted"))
    for second, each in enumerate(steps):
        await put(database, begun, each, at=later(second))
    async with database.read() as store:
        assert await store.finding(flaw.id) == (begun.canvas, steps[-1])
        assert await store.finding_life(flaw.id) == [
            FindingChange(1, Status.OPEN, later(0), 1),
            FindingChange(2, Status.FIXED, later(2), 1),
            FindingChange(3, Status.OPEN, later(3), 1),
            FindingChange(4, Status.WAIVED, later(2), 1, "known", begun.anna),
            FindingChange(5, Status.WAIVED, later(2), 1, "accepted", begun.anna),
        ]
        assert await store.finding_life("unknown") == []


async def test_findings_of_a_canvas(database):
    begun, other = await begin(database), await begin(database)
    first, second, third = finding(), finding(status=Status.WAIVED), finding()
    await put(database, begun, first, second)
    await put(database, begun, third, replace(first, message="again"))
    await put(database, other, finding())
    async with database.read() as store:
        assert await store.findings(begun.canvas) == [replace(first, message="again"), second, third]
        assert await store.findings(begun.canvas, Status.OPEN) == [replace(first, message="again"), third]
        assert await store.findings(begun.canvas, Status.WAIVED) == [second]
        assert await store.findings(begun.canvas, Status.FIXED) == []


async def test_the_talk_keeps_only_the_last_fixed_ones(database, database_url):
    begun = await begin(database)
    fixed = [finding(status=Status.FIXED) for _ in range(FIXED + 3)]
    waived, left = finding(status=Status.WAIVED), finding(box="objectives", status=Status.FIXED)
    await put(database, begun, waived, *fixed, left)
    snapshot = await agree(database, database_url, begun.canvas)
    assert snapshot.talk.findings == {"background": (waived, *fixed[3:]), "objectives": (left,)}
    await put(database, begun, replace(waived, status=Status.FIXED))
    snapshot = await agree(database, database_url, begun.canvas)
    assert snapshot.talk.findings["background"] == tuple(fixed[3:])
    async with database.read() as store:
        assert len(await store.findings(begun.canvas)) == FIXED + 5


async def test_an_old_fixed_one_comes_back(database, database_url):
    begun = await begin(database)
    fixed = [finding(status=Status.FIXED) for _ in range(FIXED + 1)]
    await put(database, begun, *fixed)
    await put(database, begun, replace(fixed[0], status=Status.OPEN))
    async with database.read() as store:
        assert [each.status for each in await store.finding_life(fixed[0].id)] == [Status.FIXED, Status.OPEN]
        assert (await store.findings(begun.canvas, Status.OPEN))[0].id == fixed[0].id


async def test_iteration_of_a_change(database):
    begun = await begin(database)
    flaw = finding()
    await put(database, begun, flaw)
    async with database.write() as store:
        header = (await store.lock(begun.canvas)).canvas.iteration.header
        await store.add_iteration(begun.canvas, header, by=begun.anna, at=NOW)
    await put(database, begun, replace(flaw, status=Status.FIXED))
    async with database.read() as store:
        assert [each.iteration for each in await store.finding_life(flaw.id)] == [1, 2]
