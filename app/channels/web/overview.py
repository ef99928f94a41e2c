"""Who is in the team, and what happens when: shown, drawn, and changed as rows of a form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.canvas.model import Member, Milestone, Overview, fingerprint
from app.channels.errors import kind_of
from app.channels.web import pages
from app.channels.web.caller import actor_of, form_of, product_of, text_of
from app.channels.web.room import room_of
from app.channels.web.timeline import Mark, drawn
from app.channels.web.when import read, today
from app.errors import Conflict, FacilitatorError, Invalid, TooLong
from app.usecases.parts import Actor
from app.usecases.product import Product

FORM = 100_000  # bytes of one field
MORE = 3  # empty rows
MOST = {"member": 60, "step": 80}  # rows that a form may have, with the empty ones
WHAT = {"member": "The team", "step": "The timeline"}
FIELDS = {"member": ("name", "role", "responsibilities"), "step": ("date", "text")}
LONGEST = {"name": 120, "role": 200, "responsibilities": 2_000, "date": 60, "text": 1_000}  # characters

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the form. `seen` stands for the overview that they were made from."""

    member: tuple[Row, ...]
    step: tuple[Row, ...]
    seen: str


async def show(request: Request) -> Response:
    return await _page(request)


async def save(request: Request) -> Response:
    """Take the rows as the overview. If they cannot be taken, the page comes back with what was written."""
    product, id = product_of(request), request.path_params["canvas"]
    form = await form_of(request, longest=FORM)
    now = (await product.canvases.get(id)).overview
    rows = Rows(_rows(form, "member"), _rows(form, "step"), text_of(form, "seen"))
    try:
        if rows.seen != mark(now):
            raise Conflict(
                "Somebody changed the overview since you opened it.",
                advice="Above is what stands now, in the form what you wrote: join them, and save again.",
            )
        await _keep(product, id, overview_of(rows), actor_of(request))
    except (Invalid, Conflict) as error:
        return await _page(request, rows, error)
    return pages.redirect(request, f"/canvases/{id}/overview")


async def _keep(product: Product, id: str, overview: Overview, actor: Actor) -> None:
    try:
        await product.canvases.plan(id, overview, actor)
    except TooLong as error:
        advice = "Nothing was changed: shorten what people do, or leave out rows."
        raise TooLong("All of it together is too long.", advice=advice) from error


def mark(overview: Overview) -> str:
    """What stands for an overview, to see whether it changed meanwhile."""
    return fingerprint(repr(overview))


def overview_of(rows: Rows) -> Overview:
    """The overview that rows make, in their order; an empty row is none. Invalid names the row that is wrong."""
    team = tuple(Member(*row) for row in _full(rows.member, "member", needed=1))
    return Overview(team, tuple(Milestone(*row) for row in _full(rows.step, "step", needed=2)))


def _full(rows: Sequence[Row], kind: str, *, needed: int) -> list[Row]:
    """The rows that are not empty. `needed` is how many of their fields, from the first, must be."""
    for number, row in enumerate(rows, 1):
        missing = next((name for name, cell in zip(FIELDS[kind][:needed], row, strict=False) if not cell), None)
        if any(row) and missing:
            said = next(filter(None, row))[:80]
            raise Invalid(
                f"{WHAT[kind]}, row {number} (“{said}”) has no {missing}.",
                advice=f"Write a {missing}, or empty the row to take it out.",
            )
        for name, cell in zip(FIELDS[kind], row, strict=True):
            if len(cell) > LONGEST[name]:
                raise TooLong(
                    f"{WHAT[kind]}, row {number}: the {name} “{cell[:40]}…” has {len(cell):,} characters, "
                    f"and may have {LONGEST[name]:,}.",
                    advice="Shorten it and save again.",
                )
    return [row for row in rows if any(row)]


def _rows(form: FormData, kind: str) -> tuple[Row, ...]:
    """The rows that a form brought. TooLong if it is none of our forms."""
    pattern = re.compile(rf"{kind}-([0-9]{{1,4}})-[a-z]+")
    numbers = [int(match[1]) for field in form if (match := pattern.fullmatch(field))]
    if max(numbers, default=0) > MOST[kind]:
        raise TooLong(f"{WHAT[kind]} has more than {MOST[kind]} rows.", advice="Put some of them together.")
    return tuple(
        tuple(" ".join(text_of(form, f"{kind}-{number}-{name}").split()) for name in FIELDS[kind])
        for number in range(1, max(numbers, default=0) + 1)
    )


def _written(overview: Overview) -> Rows:
    """The rows of an overview as it stands. A cell is a line."""
    team = [(each.name, each.role, each.responsibilities) for each in overview.team]
    timeline = [(each.date, each.text) for each in overview.timeline]
    tidy = [tuple(tuple(" ".join(cell.split()) for cell in row) for row in rows) for rows in (team, timeline)]
    return Rows(tidy[0], tidy[1], mark(overview))


def _spare(rows: Sequence[Row], kind: str) -> list[Row]:
    """The rows with empty ones to write in."""
    empty = ("",) * len(FIELDS[kind])
    full = [row for row in rows if any(row)]
    return [*full, *[empty] * min(MORE, max(MOST[kind] - len(full), 0))]


async def _page(request: Request, rows: Rows | None = None, error: FacilitatorError | None = None) -> Response:
    room = await room_of(product_of(request), request.path_params["canvas"], actor_of(request))
    overview = room.canvas.overview
    told = [(each, read(each.date)) for each in overview.timeline]
    dated = sorted(((each, when) for each, when in told if when), key=lambda pair: pair[1].day)
    form = rows or _written(overview)
    values: dict[str, Any] = {
        "room": room,
        "drawing": drawn([Mark(when.day, each.date, each.text) for each, when in dated], today()),
        "dated": [each for each, _ in dated],
        "undated": [each for each, when in told if not when],
        "members": _spare(form.member, "member"),
        "steps": _spare(form.step, "step"),
        "fits": len(overview.team) <= MOST["member"] and len(overview.timeline) <= MOST["step"],
        "seen": mark(overview),
        "longest": LONGEST,
        "error": error,
    }
    return pages.page(request, "overview.html", status=kind_of(error).status if error else 200, **values)
