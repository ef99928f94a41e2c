"""The first page: my canvases, a new one, the sample."""

from starlette.requests import Request
from starlette.responses import Response

from app.canvas.template import DEFAULT
from app.channels.web import pages
from app.channels.web.caller import actor_of, back_to, day_of, form_of, number_of, product_of, remember, text_of, tidy
from app.channels.web.when import today
from app.errors import Invalid
from app.usecases.wishes import NewCanvas

PAGE = 24  # canvases on a page
FORM = 100_000  # bytes of one field


async def show(request: Request) -> Response:
    product = product_of(request)
    after = number_of(request, "after")
    lines, more = await product.canvases.page(after=after, limit=PAGE)
    return pages.page(
        request,
        "start.html",
        canvases=lines,
        more=more,
        first=after is None,
        templates=product.templates.all(),
        chosen=DEFAULT,
        today=today(),
    )


async def create(request: Request) -> Response:
    form = await form_of(request, longest=FORM, files=0)
    new = NewCanvas(
        product_name=text_of(form, "product_name"),
        designed_by=text_of(form, "designed_by"),
        date=day_of(form, "date"),
        template=text_of(form, "template") or DEFAULT,
    )
    view = await product_of(request).canvases.create(new, actor_of(request))
    return pages.redirect(request, f"/canvases/{view.id}")


async def sample(request: Request) -> Response:
    view = await product_of(request).imports.sample(actor_of(request))
    return pages.redirect(request, f"/canvases/{view.id}")


async def person(request: Request) -> Response:
    """Say who one is. There is no sign-in: on one machine, people are who they say they are."""
    form = await form_of(request, longest=FORM, files=0)
    name = tidy(text_of(form, "name"))
    if not name:
        raise Invalid("A name needs at least one character.", advice="Write the name that your team knows you by.")
    return remember(pages.redirect(request, back_to(form)), request, name)
