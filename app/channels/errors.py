"""Errors in the words of every channel: a stable name, a status for HTTP, a title, what the kind means."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import (
    AnswerConflict,
    Conflict,
    DocumentInvalid,
    FacilitatorError,
    Invalid,
    KeyReused,
    NotFound,
    NotNow,
    Spent,
    TemplateInvalid,
    TooLong,
    Unavailable,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem. `name` never changes, so that programs can tell kinds apart."""

    name: str
    status: int
    title: str
    meaning: str


KINDS: Mapping[type[FacilitatorError], Kind] = {
    FacilitatorError: Kind("error", 500, "That did not work", "Something went wrong that has no better name."),
    Invalid: Kind("invalid", 422, "That breaks a rule", "Change what the message names and send it again."),
    TemplateInvalid: Kind(
        "template-invalid",
        422,
        "The template cannot be used",
        "The YAML of a canvas template has a key that is wrong or missing.",
    ),
    DocumentInvalid: Kind(
        "document-invalid", 422, "The file cannot be read", "The file holds no canvas that can be read without loss."
    ),
    TooLong: Kind(
        "too-long", 413, "Over a limit", "A text, a file or a canvas is over its limit. Nothing was changed or lost."
    ),
    NotFound: Kind("not-found", 404, "There is no such thing", "The id names nothing, or something that was deleted."),
    NotNow: Kind("not-now", 409, "Not at this point", "The request is fine but makes no sense as things stand now."),
    Conflict: Kind("conflict", 409, "Somebody was first", "What you saw is not the state any more; load it again."),
    AnswerConflict: Kind(
        "answer-conflict",
        409,
        "The box moved on",
        "Somebody changed this box since you looked. `yours` and `theirs` hold both texts, and `number` is the "
        "box's answer number now: send the text that should stand with that number.",
    ),
    KeyReused: Kind(
        "key-reused",
        422,
        "The idempotency key is taken",
        "This Idempotency-Key belongs to another request; a new request needs a new key.",
    ),
    Spent: Kind("spent", 503, "A spending limit is reached", "What models may cost is used up for now."),
    Unavailable: Kind(
        "unavailable", 503, "Not at the moment", "A deadline passed or something is busy; try again after Retry-After."
    ),
}


def kind_of(error: FacilitatorError) -> Kind:
    """The kind of an error: its own, or that of its nearest parent."""
    return next(KINDS[each] for each in type(error).__mro__ if each in KINDS)


# ---- what HTTP itself is used for that we do not take

NO_PATH = Kind("no-such-path", 404, "There is no such path", "Nothing is served under this path.")
TOO_LARGE = Kind("too-large", 413, "The body is too large", "The body has more bytes than any allowed text needs.")
HOST = Kind(
    "host-refused",
    421,
    "Not under this host name",
    "The Host header names neither this machine nor a host that was allowed.",
)
ORIGIN = Kind("origin-refused", 403, "Not from that page", "A page of another origin tried to talk to this service.")
REFUSED = Kind("refused", 400, "The request is refused", "The request is not one that HTTP allows here.")
INTERNAL = Kind("internal", 500, "That was our mistake", "`instance` names the entry in the service's log.")


class Refused(Exception):
    """Raise when HTTP itself is used in a way that we do not take, such as a body of a wrong type."""

    def __init__(self, kind: Kind, detail: str, *, advice: str, instance: str | None = None) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.advice, self.instance = kind, detail, advice, instance
