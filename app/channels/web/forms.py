"""Forms to moves: the names of the fields are those of the move."""

from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from starlette.datastructures import FormData

from app.channels.web.caller import day_of, text_of, texts_of, tidy
from app.errors import Invalid
from app.interview.moves import Move

LISTS = ("sentences", "passages")
LARGEST = 2**31 - 1
SHOWN = 80  # characters of a value that does not fit
WORDS = ("text", "reason", "instruction")  # blank ones count as sent: the engine says in its words what is missing
_OURS = ("move", "interview", "key", "back", "another")  # fields that are about the form, not the move


@cache
def _adapter() -> TypeAdapter[Move]:
    return TypeAdapter(Annotated[Move, Field(discriminator="move")])


def move_of(name: str, form: FormData) -> Move:
    """The move that a form makes. A field left empty counts as not sent. Invalid if it does not fit the move."""
    data: dict[str, Any] = {"move": name}
    for field in form:
        if field in LISTS:
            data[field] = texts_of(form, field)
        elif field == "due":
            data[field] = day_of(form, field)
        elif field not in _OURS and ((value := text_of(form, field)).strip() or field in WORDS):
            data[field] = value
    if name == "say":
        data.setdefault("text", "")
        data |= {"speaker": another} if (another := tidy(text_of(form, "another"))) else {}
    try:
        move = _adapter().validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][-1]) if first["loc"] else "form"
        sent = str(data.get(field, ""))[:SHOWN]
        what = f"“{sent}” does not fit here" if sent else f"The form does not say its “{field}”"
        raise Invalid(f"{what}.", advice="Load the page again and try once more.") from error
    numbers = [getattr(move, each, None) for each in ("draft", "answer", "number", "question", "sentence")]
    numbers += getattr(move, "sentences", ())
    if any(isinstance(each, int) and not 0 <= each <= LARGEST for each in numbers):
        raise Invalid("A number in this form is out of range.", advice="Load the page again and try once more.")
    return move
