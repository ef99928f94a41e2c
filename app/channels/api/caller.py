"""What a request says about who sends it: the person, and the key under which a repeat is known."""

import re
from typing import Any
from urllib.parse import unquote_to_bytes

from starlette.requests import Request

from app.channels.api.problems import Misread
from app.channels.api.words import Complaint
from app.usecases.parts import Actor
from app.usecases.product import Product

CHANNEL = "api"
LONGEST_NAME = 80  # characters
_KEY = re.compile(r"[!-~]([ -~]{0,253}[!-~])?")

_LATIN = "!-~¡-¬®-ÿ"  # what can stand in a header and be read
_NAME = f"^[{_LATIN}]([ {_LATIN}]*[{_LATIN}])?$"

PERSON: dict[str, Any] = {
    "name": "Facilitator-Person",
    "in": "header",
    "required": False,
    "description": "Who you are: a name of 1 to 80 characters. Write other characters than ASCII as percent-encoded "
    "UTF-8. Without it, the person in the service's settings is meant.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "pattern": _NAME},
    "example": "Mette",
}
KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "1 to 255 visible characters of your choice that name this move. Send the same move again under "
    "the same key after a broken connection: it happens once, and you get the same events.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]{0,253}[!-~])?$"},
    "example": "7f3c1a52-say-1",
}


def product_of(request: Request) -> Product:
    product: Product = request.app.state.product
    return product


def actor_of(request: Request) -> Actor:
    """The person that the request names, or the one from the settings."""
    sent = request.headers.get(PERSON["name"])
    return Actor(request.app.state.person if sent is None else _name(sent), CHANNEL)


def key_of(request: Request) -> str | None:
    key = request.headers.get(KEY["name"])
    if key is not None and not _KEY.fullmatch(key):
        raise _misread(KEY["name"], "must have 1 to 255 visible ASCII characters")
    return key


def _name(sent: str) -> str:
    """A name from a header: percent-encoded or plain UTF-8. What is neither is taken as it stands, "100%" too."""
    try:
        name = unquote_to_bytes(sent.encode("latin-1")).decode().strip()
    except UnicodeDecodeError:
        name = sent
    name = name if name.isprintable() else sent
    if not 1 <= len(name) <= LONGEST_NAME:
        raise _misread(PERSON["name"], f"must be a name of 1 to {LONGEST_NAME} characters")
    if not name.isprintable():
        raise _misread(PERSON["name"], "holds characters that no name has")
    return name


def _misread(header: str, message: str) -> Misread:
    return Misread([Complaint(path=header, message=message)], what="The header")
