"""A model over any provider: patience below, and above it a second and a third chance to say it right."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from app.llm.forms import Misread, again, on, read, schema_of, spoken
from app.llm.later import Later
from app.llm.meter import Meter
from app.llm.port import Peek, Prompt, R, Reply, Show, T, Tally, Trouble
from app.llm.prices import Prices
from app.llm.provider import End, Provider, ProviderFailed, Question, Rung
from app.llm.showing import Looks, Peeking, Showing
from app.llm.trying import Look, Patience, once, patiently
from app.llm.words import told

REASKS = 2
EMPTY = "It was empty."
SHORTER = "It was cut off before its end, because it was too long. Be much shorter."


class Asking:
    """Implements app.llm.port.Model. `rung` is how forms are asked for; it goes down where the provider refuses."""

    def __init__(
        self, provider: Provider | Later, *, patience: Patience, prices: Prices | None = None, rung: Rung = Rung.SCHEMA
    ) -> None:
        self.name = provider.name
        self.rung = rung
        self._provider = provider
        self._patience = replace(patience, stall=min(patience.stall, patience.seconds))
        self._looks = Looks(patience.every)
        self._prices = prices

    async def stream(self, prompt: Prompt, show: Show | None = None, *, tally: Tally | None = None) -> Reply[str]:
        meter = self._meter(prompt, tally)
        try:
            text = await self._in_time(self._write(prompt, Showing(show) if show else None, meter))
        except ProviderFailed as failed:
            raise told(failed, meter.usage()) from failed
        return Reply(text, meter.usage())

    async def parse(
        self,
        prompt: Prompt,
        into: type[T],
        peek: Peek | None = None,
        check: Callable[[T], str] | None = None,
        *,
        tally: Tally | None = None,
    ) -> Reply[T]:
        meter, fitting = self._meter(prompt, tally), list[T]()
        look = Peeking(peek, known=frozenset(schema_of(into).fields.get("properties", ()))) if peek else None
        try:
            await self._in_time(self._fill(prompt, into, look, meter=meter, check=check, fitting=fitting))
        except ProviderFailed as failed:
            if not fitting:  # else there is a form that only `check` would have better
                raise told(failed, meter.usage()) from failed
        return Reply(fitting[-1], meter.usage())

    async def warm(self) -> None:
        """Import what the first question would wait for."""
        if isinstance(self._provider, Later):
            await self._provider.made()

    async def close(self) -> None:
        await self._provider.close()

    async def _write(self, prompt: Prompt, look: Look, meter: Meter) -> str:
        until, question = self._until(), self._question(prompt)
        for _ in range(1 + REASKS):
            text, end = await self._ask(question, look, meter=meter, until=until)
            if (said := spoken(text)).strip():
                return said
            if end.finish == "length":
                raise ProviderFailed(Trouble.TOO_LONG, "no word came before the limit")
            question = replace(question, messages=again(prompt.messages, "", EMPTY))
        raise ProviderFailed(Trouble.UNREADABLE, "the answers were empty")

    async def _fill(
        self,
        prompt: Prompt,
        into: type[T],
        look: Look,
        *,
        meter: Meter,
        check: Callable[[T], str] | None,
        fitting: list[T],
    ) -> None:
        """Ask until a form fits and `check` is content. Every form that fits goes into `fitting`."""
        until, question, shortened = self._until(), self._question(prompt), False
        for _ in range(1 + REASKS):
            text, end = await self._ask_for(into, question, look, meter=meter, until=until)
            try:
                form = read(text, into, cut=end.finish == "length")
            except Misread as misread:
                complaint = SHORTER if end.finish == "length" else str(misread)
                if end.finish == "length" and shortened:
                    raise ProviderFailed(Trouble.TOO_LONG, "the form did not end before the limit") from misread
                shortened = shortened or end.finish == "length"
            else:
                fitting.append(form)
                complaint = check(form) if check else ""
                if not complaint:
                    return
            question = replace(question, messages=again(prompt.messages, text, complaint))
        raise ProviderFailed(Trouble.UNREADABLE, "no answer fits the form")

    async def _ask_for(
        self, into: type[T], question: Question, look: Look, *, meter: Meter, until: float
    ) -> tuple[str, End]:
        """Ask for a form in the strictest way that the provider takes, and remember which that is."""
        while True:
            rung = self.rung
            try:
                return await self._ask(on(rung, question, into), look, meter=meter, until=until)
            except ProviderFailed as failed:
                if not failed.formless or rung is Rung.TEXT:
                    raise
                self.rung = max(self.rung, Rung(rung + 1))  # another question may have gone down meanwhile

    async def _ask(self, question: Question, look: Look, *, meter: Meter, until: float) -> tuple[str, End]:
        patience = self._patience

        async def ask() -> tuple[str, End]:
            provider = await self._provider.made() if isinstance(self._provider, Later) else self._provider
            return await once(provider, question, look, meter=meter, patience=patience, looks=self._looks)

        return await patiently(ask, patience=patience, until=until)

    async def _in_time(self, work: Coroutine[Any, Any, R]) -> R:
        limit = asyncio.timeout(self._patience.seconds)
        try:
            async with limit:
                return await work
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise ProviderFailed(Trouble.SLOW, "no answer before the deadline") from error

    def _question(self, prompt: Prompt) -> Question:
        model = self.name.partition("/")[2]
        return Question(model, prompt.messages, prompt.longest, name=prompt.name, hash=prompt.hash)

    def _meter(self, prompt: Prompt, tally: Tally | None) -> Meter:
        meter = Meter(self.name, prices=self._prices, clock=self._patience.clock)
        if tally is not None:
            tally.begin(self.name, prompt, meter.usage)
        return meter

    def _until(self) -> float:
        return self._patience.clock() + self._patience.seconds
