"""A canvas in a file: Markdown, also one written by hand, or JSON with its whole history."""

from codecs import BOM_UTF8
from pathlib import PurePath

from app.canvas.template import Template, load, parse, shipped
from app.documents import history_json, markdown_read
from app.documents.portable import Portable
from app.errors import DocumentInvalid


def opened(data: bytes, *, name: str, default: Template, limit: int) -> Portable:
    """What a file's bytes hold; the ending of its name, or its first byte, tells what it is.

    `default` is the canvas of a file that names none. TooLong above `limit` bytes or characters.
    """
    if is_json(data, name):
        return history_json.read(data, name=name, limit=limit)

    def known(id: str) -> Template | None:
        return default if id == default.id else of_ours(id)

    return markdown_read.read(decoded(data, name), name=name, templates=known, default=default, limit=limit)


def is_json(data: bytes, name: str) -> bool:
    return PurePath(name).suffix.casefold() == ".json" or data.removeprefix(BOM_UTF8).lstrip()[:1] == b"{"


def of_ours(id: str) -> Template | None:
    return load(id) if id in shipped() else None


def decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentInvalid(
            f"{name} is not UTF-8 text (byte {error.start}).", advice="Save it as UTF-8 and send it again."
        ) from error


def template_of(portable: Portable, default: Template | None = None) -> Template:
    """What the canvas of a file asks. DocumentInvalid if nobody knows it."""
    if portable.template_text is not None:
        return parse(portable.template_text, name=f"{portable.template_id}.yaml")
    if default is not None and portable.template_id == default.id:
        return default
    template = of_ours(portable.template_id)
    if template is None:
        raise DocumentInvalid(
            f"This file is of the canvas “{portable.template_id}”, which is not one of ours.",
            advice="Export it as JSON, which carries its template along.",
        )
    return template
