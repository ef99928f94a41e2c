"""Reviews of files that nobody stores: choose one, watch it being looked at, read the report, take it on."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from starlette.requests import Request
from starlette.responses import Response

from app.canvas.template import DEFAULT, load
from app.channels.streaming import RECONNECT, STILL_HERE, EventStream
from app.channels.web import pages
from app.channels.web.caller import actor_of, form_of, product_of, text_of
from app.channels.web.files import arrived, chosen, sent
from app.channels.web.live import OVER, message
from app.channels.web.report import Report
from app.critic.ai_act.screening import NAMES
from app.errors import FacilitatorError, Invalid, NotFound
from app.usecases.kept import ReviewState
from app.usecases.reviews import Reviews

PASTED = "Your text"  # the name of what was pasted


async def ask(request: Request) -> Response:
    return _form(request)


async def begin(request: Request) -> Response:
    reviews = product_of(request).reviews
    form = await form_of(request, longest=reviews.largest)
    name, data = await chosen(form)
    if not name:
        name, data = PASTED, text_of(form, "text").encode("utf-8", "replace")
    if not data.strip():
        raise Invalid("There is no file and no text yet.", advice="Go back, and choose a file or paste its text.")
    return pages.redirect(request, f"/review/{reviews.begin(data, name)}")


async def show(request: Request) -> Response:
    """How far a review is, then its report. What does not work is told where another file can be chosen."""
    try:
        state = product_of(request).reviews.view(request.path_params["review"])
    except NotFound as gone:
        return _form(request, trouble=gone, status=404)
    if state.error is not None:
        return _form(request, trouble=state.error, text=_pasted(request, state))
    if state.report is None:
        return pages.page(request, "reviewing.html", state=state)
    return pages.page(request, "report.html", state=state, report=Report(state.report), labels=NAMES)


async def follow(request: Request) -> Response:
    """How far it is, while it runs. A review that is not there is over: the page loads again, and says so."""
    return EventStream(_news(product_of(request).reviews, request.path_params["review"], request.app.state.closing))


async def _news(reviews: Reviews, id: str, closing: asyncio.Event) -> AsyncGenerator[bytes, None]:
    yield RECONNECT
    stop = asyncio.create_task(closing.wait())
    try:
        async with aclosing(reviews.watch(id, until=stop)) as states:
            async for state in states:
                yield _told(state)
    except NotFound:
        yield OVER
    finally:
        stop.cancel()


def _told(state: ReviewState | None) -> bytes:
    if state is None:
        return STILL_HERE
    return message(pages.rendered("reviewing-live.html", state=state), id=None) if state.running else OVER


async def cancel(request: Request) -> Response:
    """Break a review off. One that was faster shows its report."""
    id = request.path_params["review"]
    broken_off = await product_of(request).reviews.cancel(id)
    return pages.redirect(request, "/review" if broken_off else f"/review/{id}")


async def become(request: Request) -> Response:
    """The file that was reviewed, as a canvas."""
    product = product_of(request)
    data, name = product.reviews.data(request.path_params["review"])
    return arrived(request, await product.imports.read(data, name=name, actor=actor_of(request)))


async def as_json(request: Request) -> Response:
    reviews, id = product_of(request).reviews, request.path_params["review"]
    return sent(await reviews.json(id), _title(reviews.view(id)), "json", "application/json")


async def as_sarif(request: Request) -> Response:
    reviews, id = product_of(request).reviews, request.path_params["review"]
    return sent(await reviews.sarif(id), _title(reviews.view(id)), "sarif", "application/sarif+json")


def _title(state: ReviewState) -> str:
    return f"Review of {state.report.product or state.file if state.report else state.file}"


def _pasted(request: Request, state: ReviewState) -> str:
    """What was pasted, to mend it: the browser has no other copy."""
    data, name = product_of(request).reviews.data(state.id)
    return data.decode("utf-8", "replace") if name == PASTED else ""  # a file may have that name too


def _form(request: Request, *, trouble: FacilitatorError | None = None, text: str = "", status: int = 200) -> Response:
    reviews = product_of(request).reviews
    boxes = [each.name for each in load(DEFAULT).boxes.values()]
    return pages.page(
        request, "review.html", status=status, trouble=trouble, text=text, model=reviews.model, boxes=boxes
    )
