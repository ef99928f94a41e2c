"""A provider that is made when it is first needed: to import a vendor's SDK takes longer than to start the service."""

import asyncio
from collections.abc import Callable

from app.llm.provider import Provider


class Later:
    """Makes a provider once, in a thread of its own, however many ask for it."""

    def __init__(self, name: str, make: Callable[[], Provider]) -> None:
        self.name = name
        self._make = make
        self._making: asyncio.Task[Provider] | None = None

    async def made(self) -> Provider:
        if self._making is None:
            self._making = asyncio.create_task(asyncio.to_thread(self._make))
        return await asyncio.shield(self._making)

    async def close(self) -> None:
        if self._making is not None:
            await (await self._making).close()
