"""Whether a model can do what we ask of models: answer, stream, keep to a form. Told in one line."""

from dataclasses import dataclass

from pydantic import BaseModel, Field

from app.llm.asking import Asking
from app.llm.port import Message, ModelFailed, Prompt
from app.llm.provider import ProviderFailed, Rung

RUNGS = {Rung.SCHEMA: "JSON schema", Rung.JSON: "JSON mode", Rung.TEXT: "plain text"}
TALK = Prompt("check/talk", "", (Message("user", "Count from one to twenty in words."),), longest=1000)
FILL = Prompt("check/form", "", (Message("user", "Name a fruit, its colour, and three dishes of it."),), longest=1000)


class Fruit(BaseModel):
    """A fruit."""

    name: str = Field(description="Its name in English.")
    colour: str
    dishes: list[str]


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a check. `line` is for people; so is `why`, which is empty if the model answers, and `advice`."""

    line: str
    why: str = ""
    advice: str = ""


async def check(model: Asking) -> Checked:
    """Ask twice, for a text and for a form."""
    shown: list[str] = []
    try:
        told = await model.stream(TALK, shown.append)
    except ModelFailed as failed:
        return Checked(f"{model.name}  does not answer", f"{model.name}: {_why(failed)}.", failed.advice)
    used = told.usage
    parts = ["answers", "streams" if _streamed(shown, used.first_token, used.milliseconds) else "does not stream"]
    parts.append(await _keeps(model))
    first, whole = used.first_token / 1000, used.milliseconds / 1000
    return Checked(f"{model.name}  {', '.join(parts)}; first word after {first:.1f} s, done after {whole:.1f} s")


async def _keeps(model: Asking) -> str:
    try:
        await model.parse(FILL, Fruit)
    except ModelFailed as failed:
        return f"does not keep to a schema ({_why(failed)})"
    return f"keeps to a schema ({RUNGS[model.rung]})"


def _streamed(shown: list[str], first: float, whole: float) -> bool:
    return len(shown) > 1 or first < whole / 2


def _why(failed: ModelFailed) -> str:
    said = failed.message.rstrip(".")
    cause = failed.__cause__
    return f"{said} ({cause.reason})" if isinstance(cause, ProviderFailed) else said
