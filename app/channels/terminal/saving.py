"""A canvas to a file of one's own."""

import asyncio
import re
from pathlib import Path

from app.errors import Invalid
from app.usecases.product import Product
from app.usecases.views import CanvasView


def named(path: str, canvas: CanvasView) -> Path:
    """The file that is meant; without one, the product's name in the current folder."""
    if path:
        return Path(path).expanduser()
    slug = re.sub(r"[^\w]+", "-", canvas.header.product_name.casefold()).strip("-")[:60]
    return Path(f"{slug or 'canvas'}.md")


def written(path: Path, canvas: CanvasView) -> str:
    """What a file holds, and what not yet."""
    drafts = canvas.drafts()
    left = f" It holds what is accepted, and so not the drafts of {', '.join(drafts)}." if drafts else ""
    return f"Written to {path}.{left}"


async def exported(product: Product, canvas: str, *, json: bool) -> bytes:
    return await product.exports.json(canvas) if json else (await product.exports.markdown(canvas)).encode()


async def save(product: Product, canvas: str, path: Path, *, json: bool | None = None) -> None:
    """Write a canvas to a file: as JSON if that is said, or else if its name ends in .json."""
    if json is None:
        json = path.suffix.casefold() == ".json"
    data = await exported(product, canvas, json=json)
    try:
        await asyncio.to_thread(path.write_bytes, data)
    except OSError as error:
        why = (error.strerror or "").casefold()
        raise Invalid(f"{path} could not be written: {why}.", advice="Choose another place for it.") from error
