"""A form, a prompt, and models that do not wait: what the tests of this folder share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from app.llm.asking import Asking
from app.llm.port import Message, Prompt
from app.llm.prices import Prices
from app.llm.provider import Provider, Question
from app.llm.scripted import Said, Scripted
from app.llm.trying import Patience

PROMPT = Prompt("test/ask", "abc", (Message("system", "Be brief."), Message("user", "A fruit?")), longest=500)
GOOD = '{"name": "apple", "count": 3, "parts": ["core", "peel"]}'
PRICES = Prices(1.0, 0.1, 10.0)


class Fruit(BaseModel):
    """A fruit."""

    name: str = Field(description="In English.")
    count: int
    parts: list[str] = Field(default_factory=list)


@dataclass
class Slept:
    """A clock that moves only when somebody sleeps, and how long each slept."""

    now: float = 0.0
    naps: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    def patience(self, **given: Any) -> Patience:
        most: Callable[[float, float], float] = lambda low, high: high  # noqa: E731
        return replace(Patience(60.0, sleep=self, clock=lambda: self.now, jitter=most), **given)


def question(text: str = "Hello?", **given: Any) -> Question:
    return replace(Question("m", (Message("user", text),), 100, name="test/ask", hash="abc"), **given)


def asking(provider: Provider, **given: Any) -> Asking:
    return Asking(provider, patience=Slept().patience(**given), prices=PRICES)


def scripted(answers: Sequence[Said] | Callable[[Question], Said], **given: Any) -> tuple[Asking, Scripted]:
    script = Scripted(answers)
    return asking(script, **given), script


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def content(file: Path) -> str:
    return file.read_text(encoding="utf-8")
