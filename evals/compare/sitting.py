"""One sitting of a player, by files: what is shown goes to out/, what the player says comes from in/.

    python -m evals.compare.sitting FOLDER CASE product
    python -m evals.compare.sitting FOLDER CASE form

The product side is the real interview of the terminal, the form side a plain chat with the same model.
FOLDER/out/NN.txt holds what is shown before reply NN, FOLDER/in/NN.txt the reply (write it under another name
first, then rename it).
The reply “/end” ends the sitting. FOLDER then holds transcript.jsonl and canvas.md; every question to the model and
its answer are kept in FOLDER/calls. The model is set as for the service: FACILITATOR_MODEL, FACILITATOR_MODEL_URL.
"""

import argparse
import asyncio
import io
import json
from collections.abc import Callable
from pathlib import Path

from rich.console import Console, RenderableType

from app.canvas.template import DEFAULT, load
from app.channels.terminal.playing import Room
from app.channels.terminal.screen import Screen
from app.channels.terminal.session import Session
from app.config import Settings
from app.errors import FacilitatorError
from app.interview.events import Event
from app.llm.opening import open_model
from app.llm.port import Message, Prompt
from app.main import build
from app.usecases.parts import Actor
from app.usecases.wishes import NewCanvas
from evals.compare.boxes import columns, template_text
from evals.compare.brief import load_brief

WIDTH = 96  # columns of the terminal
LOOK = 0.2  # seconds between looks for a reply
PATIENCE = 3000.0  # seconds: whoever answers by hand needs time


class Ended(EOFError):
    """The player left."""


class Transcript:
    """What was said, line by line. `kind` says what is being shown now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: list[dict[str, str]] = []
        self.kind = ""
        self._told = 0
        self._count = 0

    def shown(self, text: str) -> None:
        if text.strip():
            last = self.lines[-1] if self.lines else {}
            if last.get("who") == "facilitator" and last.get("kind", "") == self.kind and self._told < len(self.lines):
                last["text"] += f"\n{text.strip(chr(10))}"
            else:
                self.lines.append({"who": "facilitator", "text": text.strip("\n"), "kind": self.kind})

    async def reply(self) -> str:
        """Tell the player all that was shown, and wait for what they say."""
        self._count += 1
        told = "\n\n".join(line["text"] for line in self.lines[self._told :])
        _write(self.folder / "out" / f"{self._count:02}.txt", told)
        path = self.folder / "in" / f"{self._count:02}.txt"
        while not path.exists():  # noqa: ASYNC110 - the reply comes from another program, as a file
            await asyncio.sleep(LOOK)
        text = path.read_text(encoding="utf-8").strip()
        if text == "/end":
            raise Ended
        self.lines.append({"who": "team", "text": text or "(Enter)"})
        self._told = len(self.lines)
        return text

    def save(self, canvas: str) -> None:
        rows = (json.dumps(line, ensure_ascii=False) for line in self.lines)
        _write(self.folder / "transcript.jsonl", "\n".join(rows) + "\n")
        _write(self.folder / "canvas.md", canvas)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


# ---- the product, in its terminal


class Kept(Screen):
    """A terminal whose text goes into the transcript."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(_console(), _console())
        self.transcript = transcript

    def put(self, *parts: RenderableType, wide: bool = False) -> None:
        for part in parts:
            self._print(lambda part=part: super(Kept, self).put(part, wide=wide), self.out)  # type: ignore[misc]

    def error(self, error: FacilitatorError) -> None:
        self._print(lambda: super(Kept, self).error(error), self.err)

    def _print(self, say: Callable[[], None], console: Console) -> None:
        say()
        file = console.file
        assert isinstance(file, io.StringIO)
        self.transcript.shown(file.getvalue())
        file.seek(0)
        file.truncate()


def _console() -> Console:
    return Console(file=io.StringIO(), width=WIDTH, markup=False, emoji=False, highlight=False)


class Replies:
    """A reader that asks whoever plays."""

    person = False
    strict = False

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript

    async def read(self, prompt: str, *, below: str = "", kept: bool = True) -> str:
        return await self.transcript.reply()


class Sitting(Session):
    """A session whose every line is kept with what it is."""

    transcript: Transcript

    def _put(self, event: Event, part: RenderableType) -> None:
        self.transcript.kind = event.type
        super()._put(event, part)
        self.transcript.kind = ""


async def with_product(transcript: Transcript, settings: Settings, *, name: str, speaker: str) -> str:
    """The whole interview; the Markdown of the canvas as it was left."""
    actor = Actor(speaker, "terminal")
    Sitting.transcript = transcript
    async with build(settings) as product:
        new = NewCanvas(name, designed_by=speaker, template_text=template_text())
        view = await product.canvases.create(new, actor)
        session = await Sitting.begin(Room(product, Kept(transcript), Replies(transcript), actor), view.id)
        await session.run()
        return await product.exports.markdown(view.id)


# ---- the plain chat


def form() -> str:
    """The boxes as somebody would paste them: name, prompt, guiding questions."""
    lines = [load(DEFAULT).name]
    for column in columns():
        lines += ["", f"# {column.name}"]
        for box in column.boxes:
            lines += ["", f"## {box.name}", box.prompt, *(f"- {each.text}" for each in box.questions)]
    return "\n".join(lines)


async def with_form(transcript: Transcript, settings: Settings, *, story: str) -> str:
    """A chat with the form pasted in; the last message that has headings is the canvas."""
    model = open_model(
        settings.model,
        url=settings.model_url,
        key=settings.model_key.get_secret_value(),
        prices=settings.model_prices,
        seconds=settings.model_seconds,
        record=settings.record,
    )
    said = f"{form()}\n\nPlease help us fill this in.\n\n{story}"
    transcript.lines.append({"who": "team", "text": story})
    messages: list[Message] = []
    try:
        while True:
            messages.append(Message("user", said))
            answer = await model.stream(Prompt("form", "", tuple(messages), longest=8000))
            messages.append(Message("assistant", answer.value))
            transcript.shown(answer.value)
            said = await transcript.reply()
    except Ended:
        texts = [each.text for each in messages if each.role == "assistant"]
        return next(
            (text for text in reversed(texts) if text.count("Background") and text.count("Security")), texts[-1]
        )
    finally:
        await model.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("case", help="the name of a case, such as heat-network")
    parser.add_argument("side", choices=("product", "form"))
    given = parser.parse_args()
    brief = load_brief(Path(__file__).parents[1] / "cases" / given.case / "brief.yaml")
    folder: Path = given.folder
    database = str(folder / "canvases.db")
    settings = Settings(database=database, record=folder / "calls", model_seconds=PATIENCE, turn_seconds=PATIENCE)
    transcript = Transcript(folder)
    speaker = brief.speaker.partition(",")[0]
    if given.side == "product":
        canvas = asyncio.run(with_product(transcript, settings, name=brief.name, speaker=speaker))
    else:
        canvas = asyncio.run(with_form(transcript, settings, story=brief.story))
    transcript.save(canvas)


if __name__ == "__main__":
    main()
