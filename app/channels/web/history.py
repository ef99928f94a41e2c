"""The page of a canvas's iterations: what changed between two, the next one, the header, and the way out and back."""

from starlette.requests import Request
from starlette.responses import Response

from app.channels.web import pages
from app.channels.web.caller import actor_of, day_of, form_of, number_of, product_of, text_of, texts_of
from app.channels.web.when import today
from app.errors import Conflict, Invalid

FORM = 100_000  # bytes of one field
HEADER = ("product_name", "designed_by", "date", "note")
STEP = 112  # pixels between two iterations on their line; a date has room below each


async def show(request: Request) -> Response:
    """All iterations, and two of them compared: those that are asked for, else the last two."""
    product, id = product_of(request), request.path_params["canvas"]
    view = await product.canvases.get(id)
    iterations = await product.histories.iterations(id)
    before = number_of(request, "before") or max(view.iteration - 1, 1)
    after = number_of(request, "after") or view.iteration
    return pages.page(
        request,
        "history.html",
        view=view,
        iterations=iterations,
        before=before,
        after=after,
        changed=await product.histories.diff(id, before=before, after=after),
        drafts=[each for each in view.boxes if each.draft],
        keep=product.canvases.keep_deleted_days,
        step=STEP,
        today=today(),
    )


async def start(request: Request) -> Response:
    """Begin the next iteration, unless somebody began one since the form was shown."""
    form, id = await form_of(request, longest=FORM), request.path_params["canvas"]
    seen = text_of(form, "after")
    if not (seen.isascii() and seen.isdecimal() and len(seen) <= 9):
        raise Invalid("The form does not say which iteration it follows.", advice="Load the page again.")
    await product_of(request).canvases.start_iteration(
        id,
        actor_of(request),
        designed_by=text_of(form, "designed_by"),
        date=day_of(form, "date"),
        note=text_of(form, "note"),
        after=int(seen),
    )
    return pages.redirect(request, f"/canvases/{id}")


async def change_header(request: Request) -> Response:
    """Change what was changed in the form; a field that is not sent, or is as it was shown, stays as it is now."""
    form, id = await form_of(request, longest=FORM), request.path_params["canvas"]
    canvases = product_of(request).canvases
    seen, now = text_of(form, "iteration"), (await canvases.get(id)).iteration
    if seen and seen != str(now):
        raise Conflict(f"Iteration {now} began meanwhile.", advice="Look at it before you change its header.")
    changed = [each for each in HEADER if each in form and texts_of(form, f"was-{each}") != texts_of(form, each)]
    texts = {each: text_of(form, each) for each in changed if each != "date"}
    date = day_of(form, "date") if "date" in changed else None
    await canvases.change_header(id, actor_of(request), date=date, **texts)
    return pages.redirect(request, f"/canvases/{id}/history")


async def delete(request: Request) -> Response:
    id = request.path_params["canvas"]
    await product_of(request).canvases.delete(id)
    return pages.redirect(request, f"/canvases/{id}/deleted")


async def deleted(request: Request) -> Response:
    """The page after a deletion, where it can be taken back."""
    view, until = await product_of(request).canvases.deleted(request.path_params["canvas"])
    return pages.page(request, "deleted.html", view=view, until=until)


async def undelete(request: Request) -> Response:
    view = await product_of(request).canvases.undelete(request.path_params["canvas"])
    return pages.redirect(request, f"/canvases/{view.id}")
