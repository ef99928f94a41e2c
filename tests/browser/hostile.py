"""People, a model and files that try to get a script into the pages: every field holds a payload."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from app.canvas.model import Coverage, Covered, Fact, Sentence, text_of
from app.channels.web.caller import tidy
from app.critic.dismissing import Judgement
from app.critic.finding import Spot
from app.errors import Unavailable
from app.facilitator.port import Delta, Job, Provenance, Stream
from app.interview.effects import Add, Disagreement, Heard, Lead
from app.interview.events import Explained, Suggested
from app.interview.state import CLOSE, START, Passage
from tests.channels.api.serving import Held, Service

FILE = Path(__file__).parent / "payloads.txt"
LONG = "<img src=x onerror=window.__pwned=1>" * 60
REST = " is what inspectors on line two told us in spring, when they had better cameras. TBD"
FACT = "endangers"
_ESCAPES = {"\\n": "\n", "\\r": "\r", "\\t": "\t", "\\\\": "\\"}


def payloads() -> list[str]:
    lines = FILE.read_text(encoding="utf-8").split("\n")
    return [*(_plain(each) for each in lines if each and not each.startswith("# ")), LONG]


def _plain(line: str) -> str:
    def sign(found: re.Match[str]) -> str:
        return _ESCAPES.get(found[0]) or chr(int(found[0][2:], 16))

    return re.sub(r"\\(?:[nrt\\]|u[0-9a-f]{4}|U[0-9a-f]{8})", sign, line)


def template(attacks: dict[str, str]) -> str:
    """A canvas with a box for each payload, which says it in everything that a template says."""
    boxes = [
        {
            "id": id,
            "name": f"{id} {text}",
            "prompt": text,
            "questions": [
                {"text": text, "plain": text, "example": text, "label": text, "essential": True},
                {"text": text, "plain": text, "example": text},
            ],
            "references": [{"number": 1, "text": text}],
        }
        for id, text in attacks.items()
    ]
    size = -(-len(boxes) // 6)
    columns = [
        {"name": boxes[at]["name"], "purpose": boxes[at]["prompt"], "boxes": boxes[at : at + size]}
        for at in range(0, len(boxes), size)
    ]
    word = boxes[0]["prompt"]
    head = {"id": word, "version": word, "name": word, "licence": word, "attribution": word, "overview": word}
    return yaml.safe_dump({**head, "columns": columns}, allow_unicode=True)


class Hostile(Held):
    """A facilitator whose every word about a box is that box's payload."""

    name = '"><img src=x onerror=window.__pwned=1>'
    reviews = True

    def __init__(self) -> None:
        super().__init__()
        self.greeting = "<script>window.__pwned=1</script>"
        self.attacks: dict[str, str] = {}

    def _flow(self, job: Job, stream: Stream, part: str) -> str:
        text = self.attacks.get(job.box, self.name)
        middle = len(text) // 2
        for piece in (text[:middle], text[middle:], "\n\nevent: over\ndata: pwned\n\n"):
            stream(Delta(job.box, job.turn, part, piece))
        return text

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        self._flow(job, stream, "lead")
        text = self._flow(job, stream, "draft")
        heard, made = await super().listen(job, stream)
        if job.box == START:
            passages = tuple(Passage("", box, each, job.turn) for box, each in self.attacks.items())
            return replace(heard, passages=passages, notice=text, reply=text), made
        if job.box == CLOSE:
            return heard, made
        hostile = replace(
            heard,
            changes=(*heard.changes, Add(Sentence(text, lead="\n"))),
            coverage={1: Coverage(Covered.PART, text)},
            disagreements=(Disagreement(text, 1),),
            lead=Lead(text, 2, text),
            notice=text,
            reply=text,
        )
        return hostile, made

    async def review(self, job: Job, stream: Stream) -> tuple[Judgement, Provenance]:
        attack, text = self.attacks[job.box], text_of(job.standing)
        at = text.find(attack)
        spot = Spot("VAG-02", quote=attack, start=at, end=at + len(attack), detail=attack, question=attack)
        return Judgement((spot,) if at >= 0 else ()), Provenance(self.name, prompt=attack)

    async def explain(self, job: Job, stream: Stream) -> tuple[Explained, Provenance]:
        text = self._flow(job, stream, "explanation")
        if job.question == 2:
            raise Unavailable(text, advice=text)
        return Explained(job.box, text, question=job.question), Provenance(self.name)

    async def suggest(self, job: Job, stream: Stream) -> tuple[Suggested, Provenance]:
        text = self._flow(job, stream, "suggestions")
        return Suggested(job.box, text, ideas=(text, text)), Provenance(self.name)

    async def facts(self, job: Job) -> tuple[tuple[Fact, ...], Provenance]:
        attack = self.attacks[job.box]
        fact = Fact(FACT, "yes", quote=attack, box=job.box, start=0, end=len(attack), by="model")
        return (fact,), Provenance(self.name)


class Attack:
    """One canvas, filled over the API by people who mean no good."""

    def __init__(self, service: Service, attacks: dict[str, str]) -> None:
        self.service, self.attacks = service, attacks
        service.facilitator.attacks = attacks  # type: ignore[attr-defined]
        self.all = " ".join(attacks.values())[:2000]
        new = {"product_name": self.all, "designed_by": self.all, "note": self.all}
        self.view = self._sent("POST", "/canvases", new | {"template": "own", "template_text": template(attacks)}, 201)
        self.id = self.view["id"]
        people = [{"name": each, "role": each, "responsibilities": each} for each in attacks.values()]
        dates = [{"date": each, "text": each} for each in attacks.values()]
        self._sent("PUT", f"/canvases/{self.id}/overview", {"team": people, "timeline": dates})
        self.again()

    def again(self) -> None:
        """Another round, which is headed by payloads too."""
        self.view = self._sent(
            "POST", f"/canvases/{self.id}/iterations", {"designed_by": self.all, "note": self.all}, 201
        )

    def story(self) -> None:
        self.move("say", box=START, text=self.all)

    def box(self, id: str) -> None:
        """Everything that can be said and done in a box. It ends accepted, with a finding that is put aside."""
        text = self.attacks[id]
        self.move("goto", box=id)
        self.move("say", box=id, text=text, speaker=tidy(text))
        self.move("explain", box=id, question=1)
        self.move("explain", box=id, question=2)
        self.move("suggest", box=id)
        self.move("skip", box=id, question=1, kind="dont_know", reason=text, owner=tidy(text))
        self.move("redraft", box=id, instruction=text)
        self.move("edit", box=id, text=f"{text}{REST}", answer=0)
        found = self.shown(id)["findings"]
        assert found
        for finding in found[-1:]:
            self.move("waive", finding=finding["id"], reason=text)
        self.move("accept", box=id, text=f"{text}{REST}", answer=0)
        self.move("say", box=id, text=f"1: {text}", person=tidy(text))

    def move(self, move: str, *, person: str = "Anna", **fields: Any) -> Any:
        path = f"/interviews/{self.view['interview']}/moves"
        return self._sent("POST", path, {"move": move, **fields}, person=person)

    def shown(self, box: str) -> Any:
        boxes = self.service.api.get(f"/canvases/{self.id}").json()["boxes"]
        return next(each for each in boxes if each["id"] == box)

    def _sent(self, method: str, path: str, body: Any, status: int = 200, *, person: str = "Anna") -> Any:
        headers = {"Facilitator-Person": quote(person)}
        answer = self.service.api.request(method, path, json=body, headers=headers)
        assert answer.status_code == status, (path, answer.text)
        return answer.json()
