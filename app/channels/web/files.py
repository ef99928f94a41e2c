"""Canvases in from files and out to files."""

import unicodedata
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.channels.web import pages
from app.channels.web.caller import actor_of, file_of, form_of, product_of
from app.errors import Invalid
from app.usecases.views import Imported

FORM = 100_000  # bytes of one field beside the file
LONGEST = 100  # characters of a file's name that is shown and kept
SAVED = 60  # characters of a name to save under: four bytes each, and a disk takes 255
UNNAMED = "Your file"
_ODD = frozenset('<>:"/\\|?*%;')  # what some system or header does not take in a name


async def bring(request: Request) -> Response:
    """A new canvas from a file."""
    name, data = await chosen(await form_of(request, longest=FORM))
    if not name:
        raise Invalid("No file was chosen.", advice="Go back and choose a canvas as Markdown or JSON.")
    return arrived(request, await product_of(request).imports.read(data, name=name, actor=actor_of(request)))


async def chosen(form: FormData) -> tuple[str, bytes]:
    """The file of a form and a name for it; no name if none was chosen. Invalid if it holds nothing."""
    name, data = await file_of(form, "file")
    if not name and not data:
        return "", b""
    name = file_name(name)
    if not data.strip():
        raise Invalid(f"{name} is empty.", advice="Choose a file with a canvas in it: Markdown or JSON.")
    return name, data


def arrived(request: Request, imported: Imported) -> Response:
    """The canvas that came in; before it a page that tells what was surprising in the file, if anything was."""
    if not imported.warnings and not imported.unplaced:
        return pages.redirect(request, f"/canvases/{imported.canvas.id}")
    told = product_of(request).imports.parts.limits.reply
    over = sum(map(len, imported.unplaced)) > told
    return pages.page(request, "imported.html", imported=imported, told=told, over=over)


async def markdown(request: Request) -> Response:
    product, id = product_of(request), request.path_params["canvas"]
    data = await product.exports.markdown(id)
    title = (await product.canvases.get(id)).header.product_name
    return sent(data, title, "md", "text/markdown")


async def json(request: Request) -> Response:
    product, id = product_of(request), request.path_params["canvas"]
    data = await product.exports.json(id)
    title = (await product.canvases.get(id)).header.product_name
    return sent(data, title, "json", "application/json")


def sent(data: str | bytes, title: str, ending: str, media_type: str) -> Response:
    """A file to save, under a name that begins with a title."""
    return Response(data, headers={"Content-Disposition": attachment(title, ending)}, media_type=media_type)


def attachment(title: str, ending: str) -> str:
    """The header that names a file (RFC 6266): once for everybody, once as it is written."""
    name = saved_as(title)
    plain = saved_as(unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())  # “＂” becomes a quote
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(name, safe='')}.{ending}"


def saved_as(title: str) -> str:
    bare = "".join(each if each.isprintable() and each not in _ODD else " " for each in title)
    return " ".join(bare.split())[:SAVED].strip(" .") or "canvas"


def file_name(name: str) -> str:
    """A file's name in one line, without its folders. Of a long one, the beginning and the ending."""
    bare = "".join(each if each.isprintable() else " " for each in name.replace("\\", "/").rpartition("/")[2])
    bare = " ".join(bare.split())
    if len(bare) <= LONGEST:
        return bare or UNNAMED
    stem, dot, ending = bare.rpartition(".")
    ending = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
    return f"{bare[: LONGEST - 1 - len(ending)]}…{ending}"
