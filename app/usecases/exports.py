"""Canvases out to files: one Markdown file with the current round, or JSON with the whole history."""

from app.canvas.model import Answer
from app.documents import history_json, markdown_write
from app.documents.packing import Memory, by_name, pack
from app.documents.portable import Portable, Step
from app.store.reader import Reader
from app.store.records import Snapshot
from app.usecases.parts import Parts

PAGE = 500


class Exports:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    async def markdown(self, canvas: str) -> str:
        """The current round, ready for a README."""
        async with self.parts.database.read() as store:
            snapshot = await store.snapshot(canvas)
            portable = await _whole(store, snapshot)
        return markdown_write.write(portable, snapshot.canvas.template)

    async def json(self, canvas: str) -> bytes:
        """Everything, with every round and every answer."""
        async with self.parts.database.read() as store:
            portable = await _whole(store, await store.snapshot(canvas))
        return history_json.write(portable)


async def _whole(store: Reader, snapshot: Snapshot) -> Portable:
    canvas = snapshot.canvas
    answers = await _answers(store, canvas.id)
    findings = await store.findings(canvas.id)
    turns = {each.ref for answer in answers for sentence in answer.sentences for each in sentence.sources}
    words = await store.words(turns)
    names = {**snapshot.people, **await store.people({each.speaker for each in words.values()})}
    lives = {
        each.id: tuple(
            Step(change.status, change.iteration, by_name(change, names), change.at, change.reason)
            for change in await store.finding_life(each.id)
        )
        for each in findings
    }
    return pack(
        Memory(
            template=canvas.template,
            iterations=[
                (await store.as_of(canvas.id, each.number)).iteration for each in await store.iterations(canvas.id)
            ],
            answers=answers,
            findings=findings,
            names=names,
            speakers={id: names.get(each.speaker, "") for id, each in words.items()},
            lives=lives,
        )
    )


async def _answers(store: Reader, canvas: str) -> list[Answer]:
    answers: list[Answer] = []
    last = ("", 0)
    while page := await store.history(canvas, after=last, limit=PAGE):
        answers.extend(page)
        last = (page[-1].box, page[-1].number)
    return answers
