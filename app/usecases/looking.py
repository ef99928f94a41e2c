"""A language model's look at boxes that nobody stored: box by box, several at once, each with its own deadline."""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from app.canvas.model import Answer, AnswerKind, Canvas, Fact, Header, Iteration, Sentence
from app.canvas.template import Template
from app.critic.clashing.claim import Claim
from app.critic.dismissing import Judgement
from app.critic.finding import Finding
from app.critic.review import Seen
from app.errors import FacilitatorError
from app.facilitator.delta import Delta
from app.facilitator.port import Facilitator, Job, Provenance, provenance
from app.interview.state import Talk
from app.llm.port import Tally
from app.usecases.checking import Look, Progress, Watch

log = logging.getLogger(__name__)

T = TypeVar("T")

CHECK = "check"  # stands where a stored canvas has ids
AT_ONCE = 4  # boxes
_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # nothing that is asked depends on when a text was accepted


Took = Callable[[Provenance], None]


def uncounted(made: Provenance) -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Asks a facilitator. What it does not manage is told in a notice, and the rules' findings stand there.

    `took` is told what each call took, at once: whoever breaks a look off has paid for it all the same.
    """

    facilitator: Facilitator
    seconds: float = 120.0  # that a call may take
    whole: float | None = None  # and all of them together; what is not done by then is left to the rules
    took: Took = uncounted

    async def look(
        self, template: Template, texts: Mapping[str, str], proposed: Mapping[str, tuple[Finding, ...]], watch: Watch
    ) -> Look:
        run = _Run(self, template, texts, proposed, watch)
        filled = [box for box, text in texts.items() if text.strip()]
        async with asyncio.TaskGroup() as tasks:
            facts = tasks.create_task(run.facts(filled))
            boxes = {box: tasks.create_task(run.box(box, of=len(filled))) for box in filled}
        found = {box: each.result() for box, each in boxes.items()}
        judged = {box: judgement for box, (judgement, _) in found.items() if judgement is not None}
        claims = tuple(claim for _, some in found.values() for claim in some)
        seen = Seen(judged, claims=claims, facts=facts.result() or (), by=run.by)
        failed = frozenset(filled) - judged.keys()
        return Look(seen, tuple(run.notices), tuple(run.made), failed, unread=facts.result() is None)


class _Run:
    """One look, and what it took."""

    def __init__(
        self,
        looking: Looking,
        template: Template,
        texts: Mapping[str, str],
        proposed: Mapping[str, tuple[Finding, ...]],
        watch: Watch,
    ) -> None:
        self.looking, self.template, self.texts = looking, template, texts
        self.proposed, self.watch = proposed, watch
        self.canvas = boxed(template, texts)
        self.gate = asyncio.Semaphore(AT_ONCE)
        self.done = 0
        now = asyncio.get_running_loop().time()
        self.until = None if looking.whole is None else now + looking.whole
        self.by = looking.facilitator.name  # who answered in the end may be another model of it
        self.made: list[Provenance] = []
        self.notices: list[str] = []

    async def box(self, box: str, *, of: int) -> tuple[Judgement | None, tuple[Claim, ...]]:
        job = Job(self.canvas, Talk(id=CHECK, findings={box: self.proposed.get(box, ())}), box, turn=CHECK)
        found, claims = await asyncio.gather(self._reviewed(job), self._claims(job))
        self.done += 1
        self.watch(Progress(box, self.done, of, self._name(job)))
        return found, claims or ()

    async def _reviewed(self, job: Job) -> Judgement | None:
        return await self._tried(self.looking.facilitator.review(job, _unseen), job, self._name(job))

    async def _claims(self, job: Job) -> tuple[Claim, ...] | None:
        """What a box says, to be compared; only where there are boxes to compare it with."""
        if len(self.canvas.answers) < 2:
            return None
        other = replace(job, tally=Tally())  # each call counts for itself
        return await self._tried(self.looking.facilitator.claims(other), other, self._name(job))

    def _name(self, job: Job) -> str:
        return self.template.box(job.box).name

    async def facts(self, filled: Sequence[str]) -> tuple[Fact, ...] | None:
        if not filled:
            return ()
        job = Job(self.canvas, Talk(id=CHECK), filled[0], turn=CHECK)
        return await self._tried(self.looking.facilitator.facts(job), job, "The AI Act")

    async def _tried(self, work: Coroutine[Any, Any, tuple[T, Provenance]], job: Job, name: str) -> T | None:
        """What came of a piece of work; None if nothing did, and a notice says so."""
        try:
            async with asyncio.timeout_at(self.until), self.gate, asyncio.timeout(self.looking.seconds):
                result, made = await work
        except asyncio.CancelledError:
            work.close()
            self._broken_off(job.tally, "stopped")
            raise
        except Exception as error:
            work.close()  # it may never have begun
            if isinstance(error, FacilitatorError):
                why = error.message
            elif isinstance(error, TimeoutError):
                why = "The model took too long."
            else:
                log.warning("a check: %s failed: %r", name, error)
                why = "The model's answer could not be used."
            if (notice := f"{name}: {why} There the rules stand alone.") not in self.notices:
                self.notices.append(notice)
            self._broken_off(job.tally, "failed")
            return None
        self._count(made)
        self.by = made.facilitator
        return result

    def _broken_off(self, tally: Tally, outcome: str) -> None:
        if tally.model:
            of = {"prompt": tally.prompt, "prompt_hash": tally.prompt_hash}
            self._count(provenance(tally.model, tally.usage(), outcome=outcome, **of))

    def _count(self, made: Provenance) -> None:
        self.made.append(made)
        self.looking.took(made)


def _unseen(delta: Delta) -> None:
    """Nobody watches a draft here."""


def boxed(template: Template, texts: Mapping[str, str]) -> Canvas:
    """A canvas that holds texts, by box, and nothing else."""
    answers = {
        box: Answer(CHECK, box, 1, 1, AnswerKind.IMPORTED, (Sentence(text),), by=CHECK, at=_LONG_AGO)
        for box, text in texts.items()
        if text.strip()
    }
    return Canvas(CHECK, template, Iteration(1, Header("")), answers)
