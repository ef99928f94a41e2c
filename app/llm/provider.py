"""What an adapter of a vendor does: it answers one question, once, piece by piece. Patience lives above it."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

from app.llm.port import Message, Trouble


class Rung(IntEnum):
    """How a form is asked for, the strictest way first."""

    SCHEMA = 0  # the provider holds the model to a JSON schema
    JSON = 1  # the provider holds it to JSON, the words say which
    TEXT = 2  # only the words ask for it


@dataclass(frozen=True)
class Schema:
    """A form as JSON schema. `strict`: every provider's strict mode can hold a model to it."""

    name: str
    fields: Mapping[str, Any]
    strict: bool = True


@dataclass(frozen=True)
class Question:
    """One request. `name` and `hash` are those of the prompt; `schema` is given on the rung SCHEMA only."""

    model: str
    messages: tuple[Message, ...]
    longest: int
    name: str = ""
    hash: str = ""
    rung: Rung = Rung.TEXT
    schema: Schema | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    read: int = 0
    cached: int = 0
    written: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """How an answer ended: stop, length, content_filter, or what else the provider says; empty if it does not.

    `text`: the last of its words, if it was known with them that they are the last: nobody waits for more then.
    """

    finish: str = ""
    tokens: Tokens | None = None
    refusal: str = ""
    text: str = ""


Pieces = AsyncGenerator[str | End, None]


class Provider(Protocol):
    """A vendor's model, named `name` by us. It tries each question once; closing the generator hangs up.

    `gathers`: what comes while nobody reads is given in one piece, so that reading more rarely costs less.
    """

    name: str
    gathers: bool

    def answer(self, question: Question) -> Pieces:
        """Yield the pieces of the text, then one End. An empty piece is a sign of life. Raises ProviderFailed."""
        ...

    async def close(self) -> None: ...


class ProviderFailed(Exception):
    """Raise when a provider gave no answer. Neither key nor address may be in `reason`.

    `wait` is what the provider asks for before the next try, in seconds. `formless`: it does not take forms asked
    for in this way, and may take them in a laxer one.
    """

    def __init__(
        self,
        trouble: Trouble,
        reason: str,
        *,
        again: bool = False,
        wait: float | None = None,
        status: int | None = None,
        formless: bool = False,
    ) -> None:
        super().__init__(reason)
        self.trouble = trouble
        self.reason = reason
        self.again = again
        self.wait = wait
        self.status = status
        self.formless = formless


def estimated(text: str | int) -> int:
    """Tokens of a text, or of so many characters, where nobody counted them."""
    return -(-(text if isinstance(text, int) else len(text)) // 4)
