"""The service with a facilitator that takes its time, so that a kill finds turns in the middle."""

import asyncio
import random
import sys

import uvicorn

from app.config import Settings
from app.facilitator.builtin import Builtin
from app.facilitator.port import Job, Provenance, Stream
from app.interview.effects import Heard
from app.main import create_app


class Slow(Builtin):
    """The built-in facilitator, as slow as a model now and then."""

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        await asyncio.sleep(random.uniform(0.0, 0.4))
        return await super().listen(job, stream)


def main() -> None:
    database, port = sys.argv[1], int(sys.argv[2])
    settings = Settings(database=database, port=port)
    uvicorn.run(create_app(settings, facilitator=Slow()), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
