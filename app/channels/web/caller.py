"""What a request says: who sends it, which form it carries, whether a page or a part of one is wanted."""

import datetime as dt
import re
from urllib.parse import quote, unquote

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.channels.errors import REFUSED, Refused
from app.errors import Invalid, TooLong
from app.usecases.parts import Actor
from app.usecases.product import Product

CHANNEL = "web"
LONGEST_NAME = 80  # characters
PERSON = "facilitator_person"  # the cookie that holds a name
YEAR = 365 * 24 * 3600  # seconds
FIELDS = 400  # of a form; the overview has several for each person and date
_LOCAL = re.compile(r"/(?![/\\])[!-~]*")


def product_of(request: Request) -> Product:
    product: Product = request.app.state.product
    return product


def actor_of(request: Request) -> Actor:
    """Who this browser belongs to, by its cookie; else the person in the service's settings."""
    name = tidy(unquote(request.cookies.get(PERSON, "")))
    return Actor(name or request.app.state.person, CHANNEL)


def tidy(name: str) -> str:
    """A name without what no name has; empty if nothing is left."""
    shown = "".join(each for each in name if each.isprintable() or each.isspace())
    return " ".join(shown.split())[:LONGEST_NAME].rstrip()


def remember(response: Response, request: Request, name: str) -> Response:
    """Keep who this browser belongs to."""
    path = request.scope.get("root_path", "") or "/"
    secure = request.url.scheme == "https"
    response.set_cookie(PERSON, quote(name, safe=""), YEAR, path=path, secure=secure, httponly=True, samesite="lax")
    return response


def in_part(request: Request) -> bool:
    """Whether a part of the page asks, which shows what happens by itself; else a browser waits for a page."""
    return request.headers.get("hx-request") == "true"


def number_of(request: Request, name: str) -> int | None:
    """A number in the address of a page; None if there is none that makes sense."""
    sent = request.query_params.get(name, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 9 else None


async def form_of(request: Request, *, longest: int, files: int = 1) -> FormData:
    """The form that was sent, with so many `files` at most; `longest` is how many bytes another part may have."""
    try:
        form = await request.form(max_files=files, max_fields=FIELDS, max_part_size=longest)
    except HTTPException as error:  # what Starlette makes of a form that it cannot parse
        raise TooLong(f"This form cannot be read: {error.detail}", advice="Send less at once.") from error
    request.state.form = form
    return form


def sent_form(request: Request) -> FormData | None:
    """The form as it was read already: a request has no second one."""
    return getattr(request.state, "form", None)


def text_of(form: FormData, name: str) -> str:
    """A field as people wrote it, with the line ends that every other channel has."""
    return _text(form.get(name, ""))


def texts_of(form: FormData, name: str) -> tuple[str, ...]:
    """A field that comes several times."""
    return tuple(_text(each) for each in form.getlist(name))


def _text(value: str | UploadFile) -> str:
    text = value if isinstance(value, str) else ""
    if "\0" in text:
        raise Invalid("This text holds a NUL character, which no text can keep.", advice="Take it out and send again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def day_of(form: FormData, name: str) -> dt.date | None:
    """A date field; None if it was left empty."""
    text = text_of(form, name).strip()
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(f"“{text}” is not a date.", advice="Write it like 2026-11-30, or leave it empty.") from None


async def file_of(form: FormData, name: str) -> tuple[str, bytes]:
    """A file and its name; a name of no bytes if none was chosen."""
    value = form.get(name)
    if not isinstance(value, UploadFile):
        return "", b""
    try:
        return value.filename or "", await value.read()
    finally:
        await value.close()


def back_to(form: FormData) -> str:
    """The place on this service that a form asks to be shown after it; never one elsewhere."""
    wanted = text_of(form, "back")
    if not wanted:
        return "/"
    if not _LOCAL.fullmatch(wanted):
        raise Refused(REFUSED, "This form leads to another place.", advice="Go back, and load the page again.")
    return wanted
