"""The door: who may talk to this service, how much at once, and what every answer says to a browser.

A page elsewhere can make a browser send requests to localhost. So the Host must be one of ours (a foreign
name that resolves to 127.0.0.1 is refused), and an Origin, if there is one, must be the page that we serve.
"""

import logging
import re
import secrets
from collections.abc import Callable, Iterable, Mapping

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.channels.errors import HOST, INTERNAL, NO_PATH, ORIGIN, TOO_LARGE, Refused

log = logging.getLogger(__name__)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PORTS = {"http": 80, "https": 443}
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_AUTHORITY = r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:(?P<port>[0-9]{1,5}))?"
_HOST = re.compile(_AUTHORITY)
_ORIGIN = re.compile(f"(?P<scheme>https?)://{_AUTHORITY}")
_READ = frozenset({b"host", b"origin", b"sec-fetch-site", b"content-length"})

HEADERS: Mapping[bytes, bytes] = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}


class Guard:
    """ASGI middleware. `most` gives the bytes that a body may have, by path; `refused` says a refusal to who asked."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str],
        most: Callable[[str], int],
        refused: Callable[[Scope, Refused], Response],
    ) -> None:
        self.app = app
        self.hosts = LOOPBACK | {each.lower().strip("[]") for each in hosts}
        self.most = most
        self.refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer, path = _Answer(send), path_of(scope)
        refusal = self._refusal(scope, path)
        if refusal is not None:
            await self.refused(scope, refusal)(scope, receive, answer.send)
            return
        try:
            await self.app(scope, _Counted(receive, self.most(path)).receive, answer.send)
        except ClientDisconnect:
            return  # they left while they were still sending; there is nobody to answer
        except Exception:
            if answer.started:
                raise
            await self.refused(scope, _mistake(scope))(scope, receive, answer.send)

    def _refusal(self, scope: Scope, path: str) -> Refused | None:
        headers = _headers(scope)
        host = headers.get(b"host", "")
        if _hostname(host) not in self.hosts:
            return _wrong_host(host)
        if not _same_origin(scope, headers, host):
            return _wrong_origin()
        length = headers.get(b"content-length", "0")
        most = self.most(path)
        if length.isdecimal() and int(length) > most:
            return Refused(TOO_LARGE, _too_large(most), advice=SMALLER)
        if "\0" in scope["path"]:
            return Refused(
                NO_PATH, "A path with a NUL character leads nowhere.", advice="All paths are listed at /api."
            )
        return None


class _Answer:
    """Sends an answer, with the headers that every one has."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            own = message["headers"]
            names = {name for name, _ in own}
            message["headers"] = [*own, *(each for each in HEADERS.items() if each[0] not in names)]
        await self._send(message)


class _Counted:
    """Receives a body, up to a size."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = self._left = most

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise Refused(TOO_LARGE, _too_large(self._most), advice=SMALLER)
        return message


SMALLER = "Nothing was changed: send less at once."


def _too_large(most: int) -> str:
    return f"A request to this path may have {most:,} bytes."


def path_of(scope: Scope) -> str:
    """The path without the prefix under which a proxy shows us, whether it takes that off or not."""
    path, prefix = scope["path"], scope.get("root_path", "")
    return path[len(prefix) :] if prefix and path.startswith(f"{prefix}/") else path or "/"


def _headers(scope: Scope) -> dict[bytes, str]:
    return {name: value.decode("latin-1") for name, value in scope["headers"] if name in _READ}


def _hostname(host: str) -> str | None:
    """The name in a Host header, without its port."""
    found = _HOST.fullmatch(host.lower())
    return found["name"].strip("[]") if found else None


def _same_origin(scope: Scope, headers: Mapping[bytes, str], host: str) -> bool:
    """Whether no browser says that another page sent this. Programs send neither header."""
    if headers.get(b"sec-fetch-site") == "cross-site" and scope["method"] not in SAFE:
        return False
    origin = headers.get(b"origin")
    return origin is None or _origin(origin) == _origin(f"{scope['scheme']}://{host}") is not None


def _origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, name and port; None for what is no web origin, such as "null"."""
    found = _ORIGIN.fullmatch(url.lower())
    return (found["scheme"], found["name"], int(found["port"] or PORTS[found["scheme"]])) if found else None


def _wrong_host(host: str) -> Refused:
    return Refused(
        HOST,
        f"This service does not go by the name “{host}”.",
        advice="Use 127.0.0.1 or localhost, or name the host in FACILITATOR_ALLOWED_HOSTS.",
    )


def _wrong_origin() -> Refused:
    return Refused(
        ORIGIN,
        "A page of another origin sent this request, so it was not looked at.",
        advice="Send it from a program, or from a page that this service itself shows.",
    )


def _mistake(scope: Scope) -> Refused:
    id = secrets.token_hex(8)
    log.exception("%s %s failed; its problem is %s", scope["method"], scope["path"], id)
    return Refused(
        INTERNAL,
        "Something broke inside the service while it worked on this request.",
        advice=f"Try it again. If it stays, look for {id} in the service's log and report what stands there.",
        instance=f"/problems/internal/{id}",
    )
