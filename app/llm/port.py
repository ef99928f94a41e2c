"""What a language model can be asked: to write, or to fill in a form. Every vendor stays behind this door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

from app.errors import Unavailable

T = TypeVar("T", bound=BaseModel)
R = TypeVar("R")

Show = Callable[[str], None]
"""Takes the text of an answer as it grows: each call brings only what is new."""

Peek = Callable[[Mapping[str, Any]], bool | None]
"""Takes a form as far as it is filled in: each call brings all of it so far, unchecked, its last text unfinished.

False says that nothing of it is for people yet; until then it is called as soon as anything is new.
"""


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True)
class Prompt:
    """What is asked. Messages go from what never changes to what changes each time, so that caches hit.

    `hash` stands for the prompt files before their variables were filled in; `longest` bounds the answer, in tokens.
    """

    name: str
    hash: str
    messages: tuple[Message, ...]
    longest: int = 8000


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer took: `calls` counts every request, also those that failed or were asked again.

    `cached` of the `tokens_in` were read from the provider's cache. `cost` is in US dollars, 0 where no price is
    known. `first_token` and `milliseconds` count from the first request; the former is 0 if no token came.
    """

    model: str = ""
    calls: int = 0
    tokens_in: int = 0
    cached: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    first_token: float = 0.0
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply(Generic[R]):
    value: R
    usage: Usage


@dataclass
class Tally:
    """What a call takes, as far as it has come: for whoever may break it off, who gets neither reply nor error then.

    `model` is empty until the call begins.
    """

    model: str = ""
    prompt: str = ""
    prompt_hash: str = ""
    usage: Callable[[], Usage] = field(default=Usage)

    def begin(self, model: str, prompt: Prompt, usage: Callable[[], Usage]) -> None:
        """For the model, before anything is sent."""
        self.model, self.prompt, self.prompt_hash, self.usage = model, prompt.name, prompt.hash, usage


class Model(Protocol):
    """A language model. Every method raises ModelFailed, and nothing else, when no good answer came in time.

    A `tally` that is handed in can be read at any time, also after the call was cancelled.
    """

    name: str

    async def warm(self) -> None:
        """Do ahead of time what the first question would wait for."""
        ...

    async def stream(self, prompt: Prompt, show: Show | None = None, *, tally: Tally | None = None) -> Reply[str]:
        """The answer as plain text, shown while it comes."""
        ...

    async def parse(
        self,
        prompt: Prompt,
        into: type[T],
        peek: Peek | None = None,
        check: Callable[[T], str] | None = None,
        *,
        tally: Tally | None = None,
    ) -> Reply[T]:
        """The answer as a filled-in form, in whichever way this model can.

        An answer that does not fit the form, or of which `check` says what is wrong with it, goes back to the
        model with the reason, twice at most. If only `check` still complains then, the last answer stands.
        """
        ...


class Trouble(StrEnum):
    """Why no good answer came."""

    REFUSED = "refused"  # the provider does not accept our key
    UNKNOWN = "unknown"  # the provider does not know the model, or the address is wrong
    BUSY = "busy"  # too many requests, or overloaded
    BROKEN = "broken"  # an error of the provider's, or the connection broke
    SLOW = "slow"  # no answer before the deadline
    UNREADABLE = "unreadable"  # an answer came, and it was not what was asked for
    DECLINED = "declined"  # the model, or its provider's filter, would not answer
    TOO_LONG = "too_long"  # the answer did not end, or the words did not fit


class ModelFailed(Unavailable):
    """Raise when a language model gave no answer that we can use. What it took all the same travels along."""

    def __init__(self, message: str, *, advice: str, trouble: Trouble, usage: Usage) -> None:
        super().__init__(message, advice=advice)
        self.trouble = trouble
        self.usage = usage
