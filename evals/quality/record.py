"""Asks the model that is set what it reads of each system, and keeps its raw answers: `answers.py` plays them again.

What was answered with the prompt as it is now is not asked again, so a broken run goes on where it stopped.
"""

import asyncio
import datetime as dt
import json
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.config import Settings
from app.errors import FacilitatorError
from app.facilitator.model import Modelled
from app.facilitator.port import Job
from app.interview.state import Talk
from app.llm.asking import Asking
from app.llm.port import Model, Peek, Prompt, Reply, Show, T, Tally
from app.main import open_models
from app.usecases.looking import boxed
from evals.quality.answers import Kept, earlier, file_of
from evals.quality.engine import template
from evals.quality.gold import Broken, Split, System
from evals.quality.origin import prompts

AT_ONCE = 4  # systems
_CASE = "eval"  # stands where a stored canvas has ids


class Keeping:
    """A model that keeps each form as it came."""

    def __init__(self, model: Model) -> None:
        self.name, self._model = model.name, model
        self.kept: list[Mapping[str, Any]] = []

    async def warm(self) -> None:
        await self._model.warm()

    async def stream(self, prompt: Prompt, show: Show | None = None, *, tally: Tally | None = None) -> Reply[str]:
        return await self._model.stream(prompt, show, tally=tally)

    async def parse(
        self,
        prompt: Prompt,
        into: type[T],
        peek: Peek | None = None,
        check: Callable[[T], str] | None = None,
        *,
        tally: Tally | None = None,
    ) -> Reply[T]:
        reply = await self._model.parse(prompt, into, peek, check, tally=tally)
        self.kept.append(reply.value.model_dump(exclude_defaults=True))
        return reply


def record(split: Split, folder: Path, *, most: int | None = None) -> None:
    """Ask the model that is set for the facts of each system; Broken if none is set, or one failed."""
    path = file_of(split.name, folder)
    with_model(lambda critic: asked(critic, split.systems[:most], path, earlier(path)))


def with_model(ask: Callable[[Asking], Awaitable[Sequence[str]]]) -> None:
    """Have FACILITATOR_CRITIC, or FACILITATOR_MODEL, asked; Broken if none is set, or with what `ask` says failed."""
    *_, critic = models = open_models(Settings()) or (None,)
    if critic is None:
        raise Broken("No model is set. Set FACILITATOR_MODEL, and its key or address.")

    async def run() -> Sequence[str]:
        try:
            return await ask(critic)
        finally:
            for each in dict.fromkeys(models):
                if each:
                    await each.close()

    if failed := asyncio.run(run()):
        raise Broken("\n".join((*failed, f"{len(failed)} are missing. Run it again: the others are kept.")))


async def asked(model: Model, systems: Sequence[System], path: Path, old: Sequence[Kept]) -> list[str]:
    """Ask for each system that is not among the `old`, several at once; says which failed, and why."""
    now = prompts()["facts"]
    kept = {each.id: each for each in old if each.prompt == now}
    left = [each for each in systems if each.id not in kept]
    gate, failed = asyncio.Semaphore(AT_ONCE), list[str]()

    async def ask(system: System) -> None:
        async with gate:
            try:
                kept[system.id] = Kept(system.id, now, await _form(model, system))
            except FacilitatorError as error:
                failed.append(f"{system.id}: {error.message}")
                return
        _write(path, model.name, [kept[each.id] for each in systems if each.id in kept])
        sys.stderr.write(f"{system.id}: {len(kept)} of {len(systems)}\n")

    async with asyncio.TaskGroup() as tasks:
        for system in left:
            tasks.create_task(ask(system))
    return failed


async def _form(model: Model, system: System) -> Mapping[str, Any]:
    keeping, canvas = Keeping(model), boxed(template(), system.boxes)
    await Modelled(keeping, keeping).facts(Job(canvas, Talk(id=_CASE), next(iter(system.boxes)), turn=_CASE))
    return keeping.kept[-1]


def _write(path: Path, model: str, kept: Sequence[Kept]) -> None:
    head = {"recorded": {"model": model, "date": dt.datetime.now(dt.UTC).date().isoformat()}}
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(each, ensure_ascii=False) for each in (head, *map(asdict, kept)))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
