"""How a canvas came to be what it is: answers, differences between rounds, events."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from contextlib import aclosing
from typing import Any

from app.canvas.diff import word_diff
from app.canvas.model import Answer, Canvas
from app.errors import NotFound
from app.facilitator.delta import Delta
from app.usecases.parts import Parts
from app.usecases.viewing import event_view
from app.usecases.views import AnswerView, BoxDiff, EventView, IterationView, Names, SaidView

PAGE = 200
LOOK = 1.0  # seconds between looks for what another process wrote


class Histories:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    async def answers(
        self, canvas: str, box: str, *, after: int, limit: int
    ) -> tuple[tuple[AnswerView, ...], int | None]:
        """Answers of a box in their order, each with its change, and the cursor of the next page."""
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot(canvas)
            snapshot.canvas.template.box(box)
            found = await store.history(canvas, box, after=(box, max(after - 1, 0)), limit=limit + 2)
        before = found[0].text if after and found else ""
        found = found[1:] if after else found
        views = await asyncio.to_thread(_answer_views, found[:limit], before, snapshot.people)
        return views, found[limit - 1].number if len(found) > limit else None

    async def iterations(self, canvas: str) -> tuple[IterationView, ...]:
        async with self.parts.database.read() as store:
            await store.snapshot(canvas)
            found = await store.iterations(canvas)
        return tuple(IterationView(each.number, each.header, each.started_at, each.frozen_at) for each in found)

    async def diff(self, canvas: str, *, before: int, after: int) -> tuple[BoxDiff, ...]:
        """What changed between two iterations, box by box; boxes that did not change are left out."""
        async with self.parts.database.read() as store:
            await store.snapshot(canvas)
            old, new = await store.as_of(canvas, before), await store.as_of(canvas, after)
        return await asyncio.to_thread(_diffs, old, new)

    async def diff_answers(self, canvas: str, box: str, *, before: int, after: int) -> BoxDiff:
        """What changed between two answers of a box; number 0 is the empty box."""
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot(canvas)
            snapshot.canvas.template.box(box)
            texts = {}
            for number in (before, after):
                found = await store.history(canvas, box, after=(box, number - 1), limit=1) if number else []
                if number and (not found or found[0].number != number):
                    raise NotFound(f"This box has no answer {number}.", advice="Look at its history for the numbers.")
                texts[number] = found[0].text if found else ""
        return await asyncio.to_thread(_box_diff, snapshot.canvas, box, texts[before], texts[after])

    async def said(self, canvas: str, turns: Collection[str]) -> Mapping[str, SaidView]:
        """The words of these turns of a canvas, by turn. What is not of this canvas is left out."""
        if not turns:
            return {}
        async with self.parts.database.read() as store:
            found = await store.words(turns)
            names = (await store.snapshot(canvas)).people
        return {
            id: SaidView(names.get(each.speaker, each.speaker), each.at, each.text, each.channel)
            for id, each in found.items()
            if each.canvas == canvas
        }

    async def events(self, interview: str, *, after: int, limit: int = PAGE) -> tuple[EventView, ...]:
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot_of(interview)
            found = await store.events(interview, after=after, limit=limit)
        return tuple(event_view(each, snapshot.people) for each in found)

    async def follow(self, interview: str, *, after: int) -> AsyncGenerator[EventView | Delta | None]:
        """Events after a number, then those to come, with text on its way. None now and then: still here."""
        async with aclosing(self.news(interview, after=after)) as news:
            async for items in news:
                for item in items or (None,):
                    yield item

    def passing(self, interview: str, turn: str) -> bool:
        """Whether text of that turn is still on its way, in this process."""
        return self.parts.feed.passing(interview, turn)

    async def news(
        self, interview: str, *, after: int, until: asyncio.Future[Any] | None = None, read: bool = True
    ) -> AsyncGenerator[Sequence[EventView | Delta]]:
        """Like `follow`, all at once that is at hand at a time; nothing at all: still here.

        It ends when `until` is done and nothing is at hand. Without `read` the store is not asked at first, because
        whoever follows knows the event with the number `after` to be the last.
        """
        feed, over = self.parts.feed, until or asyncio.get_running_loop().create_future()
        events = await self.events(interview, after=after) if read else ()  # NotFound before the first byte is sent
        with feed.watch(interview) as watch:
            over.add_done_callback(lambda _: watch.news.set())
            deltas = watch.take().deltas
            while True:
                after = events[-1].number if events else after
                items: list[EventView | Delta] = [*events]
                # Of a turn whose text is not passing any more, it has arrived whole, as an event.
                items += [each for each in deltas if feed.passing(interview, each.turn)]
                if items:
                    yield items
                full = idle = len(events) == PAGE
                if not full:
                    if idle := not await watch.wait(0 if over.done() else LOOK):
                        if over.done():
                            return
                        yield ()
                came = watch.take()
                deltas, at_hand = came.deltas, None if full or idle else came.after(after)
                # Mostly what is told is at hand: thirty looks at the store would cost more than the rest of a turn.
                events = await self.events(interview, after=after) if at_hand is None else tuple(at_hand)


# ---- differences, each of which may take most of a second: in threads, for others are talking


def _diffs(old: Canvas, new: Canvas) -> tuple[BoxDiff, ...]:
    changed = [box for box in new.template.order if old.text(box) != new.text(box)]
    return tuple(_box_diff(new, box, old.text(box), new.text(box)) for box in changed)


def _answer_views(answers: Sequence[Answer], before: str, names: Names) -> tuple[AnswerView, ...]:
    texts = [before, *(each.text for each in answers)]
    return tuple(_answer_view(each, text, names) for each, text in zip(answers, texts, strict=False))


def _answer_view(answer: Answer, before: str, names: Names) -> AnswerView:
    return AnswerView(
        id=answer.id,
        box=answer.box,
        number=answer.number,
        iteration=answer.iteration,
        kind=answer.kind,
        text=answer.text,
        sentences=answer.sentences,
        by=names.get(answer.by, answer.by),
        at=answer.at,
        open_findings=answer.open_findings,
        changes=word_diff(before, answer.text),
    )


def _box_diff(canvas: Canvas, box: str, before: str, after: str) -> BoxDiff:
    name = canvas.template.box(box).name
    return BoxDiff(box=box, name=name, before=before, after=after, pieces=word_diff(before, after))
