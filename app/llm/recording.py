"""Questions and answers as files that a person can read, and answers out of such files again."""

import json
from contextlib import aclosing
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from app.llm.port import Trouble
from app.llm.provider import End, Pieces, Provider, ProviderFailed, Question, Tokens


class Recorder:
    """Lets everything through, and writes each answer that ended to folder/NNN-<prompt name>.json.

    `written_by` says who answers: a model's name, or whoever wrote the answers by hand.
    """

    def __init__(self, provider: Provider, folder: Path, *, written_by: str = "") -> None:
        self.name, self.gathers = provider.name, provider.gathers
        self._provider = provider
        self._folder = folder
        self._written_by = written_by or provider.name

    async def answer(self, question: Question) -> Pieces:
        said: list[str] = []
        async with aclosing(self._provider.answer(question)) as pieces:
            async for piece in pieces:
                said.append(piece.text if isinstance(piece, End) else piece)
                if isinstance(piece, End):
                    self._keep(question, "".join(said), piece)
                yield piece

    async def close(self) -> None:
        await self._provider.close()

    def _keep(self, question: Question, text: str, end: End) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        whole = json.dumps(_written(question, text, end, by=self._written_by), ensure_ascii=False, indent=2)
        name = f"{question.name.replace('/', '-') or 'unnamed'}.json"
        for number in range(len(_files(self._folder)) + 1, 1_000_000):
            try:
                with (self._folder / f"{number:03}-{name}").open("x", encoding="utf-8") as file:
                    file.write(whole + "\n")
                return
            except FileExistsError:  # another question at the same time
                continue


def _written(question: Question, text: str, end: End, *, by: str) -> dict[str, Any]:
    return {
        "prompt": question.name,
        "hash": question.hash,
        "model": question.model,
        "written_by": by,
        "schema": question.schema.name if question.schema else None,
        "messages": [{"role": message.role, "text": message.text} for message in question.messages],
        "answer": text,
        "finish": end.finish,
        "refusal": end.refusal,
        "tokens": asdict(end.tokens) if end.tokens else None,
    }


ALIKE = 0.5
TURN = 3_000  # characters


@dataclass(frozen=True, slots=True)
class Replayed:
    """An answer that was given again. `matches`: the prompt is still the one that was asked then."""

    file: str
    prompt: str
    matches: bool


class Replay:
    """Answers from a folder, each once, to the question that is most like its own. `replayed` tells which."""

    def __init__(self, folder: Path, *, name: str = "replay/model") -> None:
        self.name, self.gathers = name, False
        self.replayed: list[Replayed] = []
        self._folder = folder
        self._left = [(path.name, json.loads(path.read_text(encoding="utf-8"))) for path in _files(folder)]

    async def answer(self, question: Question) -> Pieces:
        at = self._closest(question)
        if at is None:
            nth = 1 + sum(given.prompt == question.name for given in self.replayed)
            reason = f"{self._folder.name} holds no answer {nth} to the prompt {question.name}"
            raise ProviderFailed(Trouble.BROKEN, reason)
        file, kept = self._left.pop(at)
        self.replayed.append(Replayed(file, question.name, matches=kept["hash"] == question.hash))
        if kept["answer"]:
            yield kept["answer"]
        yield End(kept["finish"], Tokens(**kept["tokens"]) if kept["tokens"] else None, kept.get("refusal", ""))

    async def close(self) -> None: ...

    def _closest(self, question: Question) -> int | None:
        """The recorded answer to the same prompt, asked as often before, whose words are the most like these.

        Not simply the next one: where a turn goes another way than then, those after it still find theirs.
        """
        asked = [_said(message.text) for message in question.messages]
        alike = [
            (SequenceMatcher(None, asked[-1], _said(kept["messages"][-1]["text"])).ratio(), -at)
            for at, (_, kept) in enumerate(self._left)
            if kept["prompt"] == question.name and len(kept["messages"]) == len(asked)
        ]
        best = max(alike, default=(0.0, 0))
        return -best[1] if best[0] >= ALIKE else None


def _said(text: str) -> str:
    """The end of a message, where the words of a turn stand."""
    return text[-TURN:]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*-*.json"), key=lambda path: int(path.name.partition("-")[0]))
