"""The service as a process of its own. Words that hold HELD_BACK stay on their way until a file appears."""

import asyncio
import sys
from pathlib import Path

import uvicorn

from app.config import Settings
from app.facilitator.builtin import Builtin
from app.facilitator.port import Delta, Job, Provenance, Stream
from app.interview.effects import Heard
from app.main import create_app
from tests.channels.api.serving import HELD_BACK


class Waiting(Builtin):
    """The built-in facilitator. It streams the beginning of a draft and waits for the file."""

    def __init__(self, go_on: Path) -> None:
        super().__init__()
        self.go_on = go_on

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        if any(HELD_BACK in each.text for each in job.news()):
            stream(Delta(job.box, job.turn, "draft", "On its way"))
            while not self.go_on.exists():
                await asyncio.sleep(0.02)
        return await super().listen(job, stream)


def main() -> None:
    database, port, go_on = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    settings = Settings(database=database, port=port, person="Anna")
    app = create_app(settings, facilitator=Waiting(go_on))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    main()
