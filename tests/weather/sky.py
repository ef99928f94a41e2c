"""A model that does as it is told, and the weather that keeps it from doing so. It speaks over real sockets."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.canvas.sentences import split
from evals.provider import Answer

BEGINNINGS = {  # of the rules that a prompt opens with
    "You sit in a workshop": "listen",
    "You read one box": "review",
    "A team begins to plan": "story",
    "A team has been through": "close",
    "A team fills in a planning canvas for a machine-learning project. Somebody asks": "explain",
    "A team fills in a planning canvas for a machine-learning project, and asks": "suggest",
}
EXPLAINED = "It asks where the trouble is felt."
IDEAS = {"ideas": [{"text": "At most … % of the vials are thrown away.", "because": "you said good ones are lost"}]}


@dataclass(frozen=True)
class Asked:
    """One request as the model reads it."""

    prompt: str
    rules: str
    turn: str
    body: Mapping[str, Any]

    @property
    def news(self) -> dict[str, str]:
        """The new words by their label."""
        told = re.search(r"New words, to be listened to now: ([T\d, ]+)\.", self.turn)
        labels = told[1].split(", ") if told else []
        return {label: words for label, words in self.words().items() if label in labels}

    def words(self) -> dict[str, str]:
        return dict(re.findall(r'<words id="(T\d+)"(?: by="[^"]*")?>(.*?)</words>', self.turn, re.S))

    @property
    def open(self) -> int:
        told = re.search(r"Still open, in the order in which they come: (\d+)", self.turn)
        return int(told[1]) if told else 0

    @property
    def again(self) -> bool:
        """Whether it was asked before, and what it said was not good."""
        return len(self.body["messages"]) > 2

    @property
    def complaint(self) -> str:
        return str(self.body["messages"][-1]["content"]) if self.again else ""

    @property
    def form(self) -> str:
        return str((self.body.get("response_format") or {}).get("type", "text"))


def asked(body: Mapping[str, Any]) -> Asked:
    rules, turn = (str(each["content"]) for each in body["messages"][:2])
    prompt = next(name for words, name in BEGINNINGS.items() if rules.startswith(words))
    return Asked(prompt, rules, turn, body)


Weather = Answer | Callable[[Asked], Answer]


def form(**fields: Any) -> Answer:
    return Answer(json.dumps(fields, ensure_ascii=False), chunk=2000)


def told(question: Asked, **other: Any) -> dict[str, Any]:
    """A good form: each sentence of the new words goes into the draft, and answers the question that comes first."""
    changes = [
        {"do": "add", "sentence": "", "text": each.text, "sources": [label], "question": question.open}
        for label, words in question.news.items()
        for each in split(words)
    ]
    coverage = [{"question": question.open, "state": "full", "words": words} for words in question.news.values()]
    return {
        "kind": "answer",
        "command": "none",
        "reply": "",
        "next": {"question": 0, "lead": "", "translation": ""},
        "changes": changes,
        "coverage": coverage if question.open else [],
        **other,
    }


def sunny(question: Asked) -> Answer:
    """What a good model says."""
    match question.prompt:
        case "listen":
            return form(**told(question))
        case "review":
            return form(verdicts=[])
        case "story":
            return form(passages=[{"box": "background", "words": words} for words in question.words().values()])
        case "close":
            return form(reply="", members=[{"name": "Mira", "role": "product owner", "responsibilities": ""}])
        case "suggest":
            return form(**IDEAS)
    return Answer(EXPLAINED)


@dataclass
class Sky:
    """The script of a fake provider: good weather, or for one prompt these answers, the last of them for good."""

    prompt: str = ""
    weather: tuple[Weather, ...] = ()
    asked: list[Asked] = field(default_factory=list)  # in the bad weather

    def __call__(self, body: dict[str, Any]) -> Answer:
        question = asked(body)
        if question.prompt != self.prompt:
            return sunny(question)
        self.asked.append(question)
        each = self.weather[min(len(self.asked), len(self.weather)) - 1]
        return each if isinstance(each, Answer) else each(question)

    def turn(self, prompt: str, *weather: Weather) -> None:
        self.prompt, self.weather, self.asked = prompt, weather, []

    def clear(self) -> None:
        self.prompt = ""
