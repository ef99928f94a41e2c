"""Between the pure dataclasses and the JSON in a row's body.

The dataclasses are the schema: a field may be added with a default, never renamed, or old rows no longer read.
Nothing is left out when writing, so a default that changes later does not change what was said earlier.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field, TypeAdapter
from pydantic_core import PydanticSerializationError

from app.canvas.model import Fact, Header, OpenQuestion, Overview, Sentence
from app.critic.finding import Finding
from app.errors import Invalid
from app.interview.events import Event
from app.interview.moves import Move
from app.interview.state import BoxTalk, Talk

T = TypeVar("T")


class Body(Generic[T]):
    """One shape of JSON. Its adapter is built when first used: together they would cost 20 ms at start."""

    def __init__(self, shape: Any) -> None:
        self.shape = shape

    @cached_property
    def adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self.shape)

    def dump(self, value: T) -> str:
        """The JSON of a value; Invalid if it holds half a character, which no JSON can carry."""
        try:
            return self.adapter.dump_json(value).decode()
        except PydanticSerializationError as error:
            if "surrogates" in str(error):
                raise unstorable() from error
            raise

    def load(self, text: str) -> T:
        return self.adapter.validate_json(text)


def storable(text: str) -> str:
    """The text itself; Invalid if a database would refuse it: PostgreSQL a NUL, both of them half an emoji."""
    if "\x00" in text:
        raise unstorable()
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise unstorable() from error
    return text


def unstorable() -> Invalid:
    return Invalid(
        "The text holds a character that cannot be stored.",
        advice="Take out NUL characters and halves of emoji, and send it again.",
    )


def state_of(talk: Talk) -> Talk:
    """A talk without what has rows of its own: the boxes and the findings."""
    return replace(talk, boxes={}, findings={})


EVENT: Body[Event] = Body(Annotated[Event, Field(discriminator="type")])
MOVE: Body[Move] = Body(Annotated[Move, Field(discriminator="move")])
STATE: Body[Talk] = Body(Talk)
BOX_TALK: Body[BoxTalk] = Body(BoxTalk)
FINDING: Body[Finding] = Body(Finding)
HEADER: Body[Header] = Body(Header)
OVERVIEW: Body[Overview] = Body(Overview)
OPEN_QUESTIONS: Body[tuple[OpenQuestion, ...]] = Body(tuple[OpenQuestion, ...])
FACTS: Body[tuple[Fact, ...]] = Body(tuple[Fact, ...])
SENTENCES: Body[tuple[Sentence, ...]] = Body(tuple[Sentence, ...])
MARKS: Body[Mapping[str, str]] = Body(Mapping[str, str])
IDS: Body[tuple[str, ...]] = Body(tuple[str, ...])
