"""Moves as request bodies: the engine's own dataclasses, read strictly and described with an example each."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, get_args

from pydantic import Field, TypeAdapter
from starlette.requests import Request

from app.channels.api.bodies import SCHEMAS, STRICT, Body
from app.channels.api.paging import LARGEST
from app.channels.api.problems import Misread
from app.channels.api.words import Complaint
from app.interview.moves import Move

TAG = "move"
BOX = "value-proposition"

EXAMPLES: Mapping[str, dict[str, Any]] = {
    "say": {"box": BOX, "text": "1: Inspectors look at every vial by eye today.", "speaker": "Mette"},
    "accept": {"box": BOX, "draft": 2},
    "edit": {"box": BOX, "text": "Inspectors look at every vial by eye today.", "answer": 0, "draft": 2},
    "redraft": {"box": BOX, "instruction": "Shorter, and put the number first."},
    "skip": {"box": BOX, "kind": "dont_know", "question": 4, "owner": "Jonas", "due": "2026-12-15"},
    "goto": {"box": "close"},
    "enough": {"box": BOX},
    "deeper": {"box": BOX},
    "explain": {"box": BOX, "question": 2, "reader": "a nurse"},
    "suggest": {"box": BOX, "question": 2},
    "use": {"box": BOX, "passages": ["0199c2f4-6f0e-7c11-8a53-2f6a7a0f3b11"]},
    "waive": {"finding": "0199c2f4-6f0e-7c11-8a53-2f6a7a0f3b12", "reason": "Fixed by the regulator."},
    "reopen": {"finding": "0199c2f4-6f0e-7c11-8a53-2f6a7a0f3b12", "reason": "It matters now."},
    "confirm_fact": {"fact": "evaluates-people"},
    "correct_fact": {"fact": "talks-or-generates", "value": "no", "reason": "It shows a table."},
    "confirm": {"box": BOX, "yes": True},
    "vouch": {"box": BOX, "sentences": [1, 3]},
    "still_true": {"box": BOX},
    "clear": {"box": BOX, "answer": 3},
    "restore": {"box": BOX, "number": 1, "answer": 3},
    "pace": {"pace": "quick"},
    "plan": {
        "overview": {
            "team": [{"name": "Mette", "role": "Head of release", "responsibilities": "Says what may go out"}],
            "timeline": [{"date": "2027-Q1", "text": "Shadow mode on line 2"}],
        }
    },
    "stop": {"box": BOX},
    "retry": {"box": BOX},
    "pause": {},
}

FIELDS: Mapping[str, str] = {
    "move": "Which move this is.",
    "box": "The id of a box. Places that are no box: `start` (the opening story) and `close` (the end).",
    "text": "The words: at most 20,000 characters unless the service was set otherwise.",
    "speaker": "The name of who said it, if not the sender: one laptop, a whole room.",
    "draft": "The number of the draft that you saw.",
    "answer": "The box's answer number that you saw; 0 before the first answer.",
    "instruction": "What to change about the draft; empty: try again.",
    "kind": "How it is left: not known yet, not applicable (needs a reason), for later, or none of what was offered.",
    "question": "The number of a question within its box, from 1; without it the whole box is meant.",
    "reason": "Why, for those who read it later.",
    "fact": "The id of a question about the system, as `GET /canvases/{canvas}/ai-act` lists them.",
    "value": "The answer. `unsure` keeps the stricter reading.",
    "owner": "Who will find out.",
    "due": "Until when, as a date.",
    "reader": "For whom to explain it, such as `a nurse`.",
    "passages": "The ids of passages that were offered for this box; without them, all of them.",
    "finding": "The id of a finding.",
    "yes": "Whether that move was meant.",
    "sentence": "A single sentence of the draft, counted from 1.",
    "sentences": "Which sentences of the draft, counted from 1. Name one at least, here or as `sentence`.",
    "number": "The number of the earlier answer.",
    "pace": "How much is asked: quick, guided or thorough.",
    "overview": "The whole overview, which takes the place of the one before.",
}
MEANINGS: Mapping[str, str] = {  # of moves whose name says it all in the code, but not to a stranger
    "redraft": "Have the draft reworked, with an instruction or without.",
    "explain": "Ask what a question, or the whole box, is about.",
    "suggest": "Ask for ideas. They are shown as ideas, and are never part of a draft unless somebody says them.",
    "waive": "Let a finding stay as it is, with a reason.",
    "still_true": "Confirm a stale box: it was read again after a change elsewhere, and stands.",
    "pace": "Choose how much is asked from now on.",
    "pause": "Leave it for now. Any later move, by anybody, goes on.",
}
WORDS = {"say": "text", "accept": "text", "edit": "text", "waive": "reason"}  # never blank; the engine sees to it

_BODY: Body[Move] = Body(lambda: TypeAdapter(Annotated[Move, Field(discriminator=TAG)], config=STRICT), tag=TAG)
_NUMBERS: Mapping[type, tuple[str, ...]] = {
    each: tuple(field.name for field in fields(each) if field.type in (int, int | None)) for each in get_args(Move)
}


async def read_move(request: Request) -> Move:
    move = await _BODY.read(request)
    for name in _NUMBERS[type(move)]:
        value = getattr(move, name)
        if value is not None and not 0 <= value <= LARGEST:
            message = f"must be a whole number from 0 to {LARGEST}"
            raise Misread([Complaint(path=name, message=message)], what="The body")
    return move


def described() -> dict[str, Any]:
    """The requestBody of OpenAPI for a move."""
    body = _BODY.described({})()
    content = next(iter(body["content"].values()))
    schema = content["schema"]
    schema["title"] = "Move"
    schema["description"] = "Something that a person does; the field `move` says what."
    mapping = schema["discriminator"]["mapping"]
    schema["discriminator"]["mapping"] = {name: mapping[name] for name in (*EXAMPLES, *mapping) if name in mapping}
    for name, reference in schema["discriminator"]["mapping"].items():
        kind = schema["$defs"][reference.removeprefix(SCHEMAS)]
        _complete(name, kind)
        summary = kind["description"].split("\n")[0]
        content["examples"][name] = {"summary": summary, "value": {TAG: name, **EXAMPLES.get(name, {})}}
    return body


def _complete(move: str, schema: dict[str, Any]) -> None:
    """Say in the schema what the dataclass cannot: which fields are needed, what they mean, how large they are."""
    schema.setdefault("description", MEANINGS.get(move))
    schema["required"] = [TAG, *schema.get("required", ())]
    for name, field in schema["properties"].items():
        field.pop("title", None)
        field["description"] = FIELDS.get(name, "")
        for option in (field, *field.get("anyOf", ())):
            if option.get("type") == "integer":
                option |= {"minimum": 0, "maximum": LARGEST}
            if option.get("type") == "string" and WORDS.get(move) == name:
                option["pattern"] = r"\S"
    schema["properties"][TAG] = {"const": move, "type": "string", "description": FIELDS[TAG]}
