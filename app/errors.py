"""Every error that we raise on purpose.

FacilitatorError
├── Invalid              the input breaks a rule; change it and send it again
│   ├── TemplateInvalid    a canvas template that cannot be used
│   ├── DocumentInvalid    a file that cannot be read as a canvas
│   └── TooLong            a text or a canvas over its limit
├── NotFound             there is no such thing, or no longer
├── NotNow               the move makes no sense at this point of the interview
├── Conflict             somebody else was first
│   ├── AnswerConflict     on a box's text: carries both texts
│   └── KeyReused          an idempotency key that belongs to another request
└── Unavailable          we cannot do it at the moment; trying again is worth it
    ├── ModelFailed        a language model gave no good answer (app/llm/port.py, with what it took)
    └── Spent              what models may cost is used up

Each says what happened and to what (the message), and what to do next (`advice`).
"""


class FacilitatorError(Exception):
    """Root of the tree. Raise one of its children."""

    def __init__(self, message: str, *, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class Invalid(FacilitatorError):
    """Raise when the input breaks a rule that the sender can see and mend."""


class TemplateInvalid(Invalid):
    """Raise when a template file has a key, an id or a licence that is wrong or missing."""


class DocumentInvalid(Invalid):
    """Raise when a file does not hold a canvas that we can read without loss."""


class TooLong(Invalid):
    """Raise when a text, a file or a canvas is over its limit. Nothing was changed."""


class NotFound(FacilitatorError):
    """Raise when an id names nothing, or something that was deleted."""


class NotNow(FacilitatorError):
    """Raise when a move is known but makes no sense at this point, such as accepting no draft."""


class Conflict(FacilitatorError):
    """Raise when the state that the sender saw is not the state any more."""


class AnswerConflict(Conflict):
    """Raise when a box moved on since the sender saw it. Both texts travel with the error."""

    def __init__(self, message: str, *, advice: str, box: str, yours: str, theirs: str, number: int) -> None:
        super().__init__(message, advice=advice)
        self.box = box
        self.yours = yours
        self.theirs = theirs
        self.number = number


class KeyReused(Conflict):
    """Raise when an idempotency key comes back with another request under it."""


class Unavailable(FacilitatorError):
    """Raise when a deadline passed or a resource is busy; the same request may work later."""


class Spent(Unavailable):
    """Raise when a model may not be asked, because a spending limit is reached."""
