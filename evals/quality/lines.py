"""Asks the model that is set to look at sentences and pairs of boxes, and keeps the lines that a check writes.

The facts for the AI Act are recorded apart (`record.py`), raw: here nobody is asked for them. A line is kept only if
the model managed all of it, so a broken run goes on where it stopped.
"""

import asyncio
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from app.canvas.model import Fact
from app.config import Settings
from app.facilitator.model import Modelled
from app.facilitator.port import Job, Provenance, provenance
from app.llm.asking import Asking
from app.llm.port import Usage
from app.usecases.checking import Checking
from app.usecases.looking import Looking
from evals.quality.engine import ON, template
from evals.quality.gold import Split
from evals.quality.origin import prompts
from evals.quality.record import with_model

PARTS = ("vague", "traps", "pairs")
AT_ONCE = 6  # cases

_Line = Mapping[str, Any]


class WithoutFacts(Modelled):
    """A model that looks at boxes, and is not asked about the system."""

    async def facts(self, job: Job) -> tuple[tuple[Fact, ...], Provenance]:
        return (), provenance(self.name, Usage(), outcome="done")


def cases(split: Split, parts: Sequence[str], most: int | None) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The texts of some parts, by the ids under which they are scored; the first of each part, `most` of them."""
    for part in parts:
        if part == "pairs":
            for pair in split.pairs[:most]:
                yield f"{pair.id}/clash", pair.boxes
                yield f"{pair.id}/clean", pair.cleaned
        else:
            yield from ((line.id, {line.box: line.text}) for line in getattr(split, part)[:most])


def record(
    split: Split, folder: Path, engine: Literal["model", "both"], parts: Sequence[str], *, most: int | None = None
) -> None:
    """Ask the model that is set for a look at each text; Broken if none is set, or one failed."""
    path, texts = folder / f"{engine}-{split.name}.jsonl", list(cases(split, parts, most))

    async def ask(critic: Asking) -> list[str]:
        looking = Looking(WithoutFacts(critic, critic), seconds=Settings().turn_seconds)
        return await looked(Checking(template(), looking, today=lambda: ON), critic.name, engine, texts, path)

    with_model(ask)


async def looked(
    checking: Checking,
    model: str,
    engine: Literal["model", "both"],
    texts: Sequence[tuple[str, Mapping[str, str]]],
    path: Path,
) -> list[str]:
    """Look at each text that is not kept yet, several at once; says which failed, and why."""
    kept = {line["id"]: line for line in _earlier(path)}
    gate, failed = asyncio.Semaphore(AT_ONCE), list[str]()

    async def look(id: str, boxes: Mapping[str, str]) -> None:
        async with gate:
            checked = await checking.look(boxes, engine)
        if checked.notices:
            failed.append(f"{id}: {' '.join(checked.notices)}")
            return
        kept[id] = _by_model(json.loads(json.dumps(asdict(checked.view(id)), default=str)))
        _write(path, model, kept.values())
        sys.stderr.write(f"{id}: {len(kept)} lines\n")

    async with asyncio.TaskGroup() as tasks:
        for id, boxes in texts:
            if id not in kept:
                tasks.create_task(look(id, boxes))
    return failed


def _by_model(line: dict[str, Any]) -> _Line:
    """A line without the facts that the rules read: they are the same each time, and nine tenths of it."""
    return line | {"facts": [each for each in line["facts"] if each["by"] != "rules"]}


def _earlier(path: Path) -> list[_Line]:
    """What was recorded with the prompts as they are."""
    if not path.exists():
        return []
    head, *lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return lines if head["recorded"]["prompts"] == prompts() else []


def _write(path: Path, model: str, lines: Iterable[_Line]) -> None:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    head = {"recorded": {"model": model, "date": today, "prompts": prompts()}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in (head, *lines)), encoding="utf-8")
