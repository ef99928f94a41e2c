"""The sample case, played from its answers without a model: how long an interview takes, and what it keeps."""

import re
from dataclasses import dataclass, field

from app.canvas.template import SAMPLES, load
from app.facilitator.builtin import Builtin
from app.facilitator.port import Delta, Job, Said
from app.interview.effects import FindFacts, Found, Listen
from app.interview.moves import Say
from app.interview.state import CLOSE, START
from app.usecases.grounded import grounded
from tests.interview.judged import Judged
from tests.interview.scenes import ANNA, scene

TURNS = 45  # what the design allows the sample case at the guided pace
TEAM = ("Anna", "Jonas", "Mette")


@dataclass
class Sitting(Judged):
    """An interview in which whatever is said is listened to at once."""

    said: dict[str, Said] = field(default_factory=dict)
    moves: int = 0

    async def plays(self, text: str, speaker: str) -> None:
        self.moves += 1
        if text == "/accept":
            self.accept(self.talk.place(ANNA))
            return
        self.move(Say(text, speaker=speaker))
        while self.works:
            work = self.works.pop(0)
            if isinstance(work, FindFacts):
                self.feed(Found(work.box, work.turn))
                continue
            assert isinstance(work, Listen)
            self.said |= {turn: Said(turn, speaker, text) for turn in work.turns}
            job = Job(self.canvas, self.talk, work.box, work.turn, said=self.said, new=work.turns, people=TEAM)
            heard, _ = await Builtin().listen(job, none_expected)
            self.feed(grounded(heard, job))


def none_expected(delta: Delta) -> None:
    raise AssertionError("without a model nothing is streamed")


def blocks() -> list[str]:
    lines = (SAMPLES / "vials-answers.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    _, _, *rest = (each.strip() for each in re.split(r"\n\s*\n", text) if each.strip())
    return rest  # but for the name of the product and who is there


async def test_the_sample_case_is_through_in_time_and_holds_what_was_said() -> None:
    start = scene(load("mlops-canvas-1.1"), at=START)
    at, speaker = Sitting(start.canvas, start.talk), TEAM[0]
    for block in blocks():
        if block.startswith("/as "):  # one laptop, a whole room
            speaker = block.removeprefix("/as ")
        else:
            await at.plays(block, speaker)
    assert at.moves <= TURNS
    assert at.talk.place(ANNA) == CLOSE
    for box in at.canvas.template.order:
        assert at.canvas.text(box), box
        assert not any(each.assumption for each in at.canvas.answers[box].sentences)
    assert "EfficientNet-b0" in at.canvas.text("modelling")
    assert [each.name for each in at.canvas.iteration.overview.team] == list(TEAM)
