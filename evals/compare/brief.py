"""What a team of a case knows, and when it says so. Read from `brief.yaml`, never changed."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Literal, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

BOXES = ("background", "value-proposition", "objectives", "fairness", "explainability", "security")
QUESTIONS = 5 * len(BOXES)

Place = Literal["story", "background", "value-proposition", "objectives", "fairness", "explainability", "security"]
Told = Literal["volunteered", "asked"]


class Broken(Exception):
    """Raise when a file of a case cannot be trusted. `reasons` says what is wrong, each with its file."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(Strict):
    """One checkable statement. `question` is the guiding question of `box` that it answers best, from 1."""

    id: str
    text: str
    box: Place
    question: int
    told: Told
    story: bool = False  # stands in the story already
    when: str = ""  # which question calls for it, where the guiding question alone does not
    act: str = ""  # why it matters for the AI Act; the player keeps it to himself
    unknown: bool = False
    owner: str = ""
    by: date | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.box == "story" or not 1 <= self.question <= 5:
            raise ValueError(f"{self.id} has no guiding question: {self.box} {self.question}")
        if self.unknown and not (self.owner and self.by):
            raise ValueError(f"{self.id} is unknown, so it needs an owner and a date")
        return self


class Statement(Strict):
    where: Place
    says: str


class Contradiction(Strict):
    """Two statements that cannot both be right. `fact` is what holds when somebody asks."""

    id: str
    first: Statement
    second: Statement
    right: Literal["first", "second"]
    fact: str
    when_asked: str


class AskBack(Strict):
    when: str
    says: str
    then: str


class Trap(Strict):
    id: str
    text: str


class Brief(Strict):
    name: str
    about: str
    speaker: str
    style: str
    story: str
    facts: tuple[Fact, ...]
    contradictions: tuple[Contradiction, ...] = ()
    asks_back: tuple[AskBack, ...] = ()
    traps: tuple[Trap, ...] = ()

    @model_validator(mode="after")
    def _ids(self) -> Self:
        for kind in (self.facts, self.contradictions, self.traps):
            if twice := [each for each, count in Counter(item.id for item in kind).items() if count > 1]:
                raise ValueError(f"given twice: {', '.join(twice)}")
        known = {fact.id for fact in self.facts}
        if lost := [each.id for each in self.contradictions if each.fact not in known]:
            raise ValueError(f"name a fact that is not there: {', '.join(lost)}")
        return self


Form = TypeVar("Form", bound=BaseModel)


def load_brief(path: Path) -> Brief:
    return load(path, Brief)


def load(path: Path, form: type[Form]) -> Form:
    """A YAML file as `form`; Broken if it is not YAML, or has an unknown or a missing key."""
    name = "/".join(path.parts[-3:])
    try:
        return form.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise Broken([f"{name}: not YAML: {error}"]) from error
    except ValidationError as error:
        raise Broken([f"{name}: {_place(each['loc'])}: {each['msg']}" for each in error.errors()]) from error


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc) or "the file"
