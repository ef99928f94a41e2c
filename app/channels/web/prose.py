"""Text of people and models as HTML that runs nothing: Markdown without HTML, cleaned once more."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

KEPT = 2048  # texts whose HTML is kept: a page shows the same ones again and again
SHORT = 2_000  # characters of a text that is kept
TAGS = {"p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}
SCHEMES = {"http", "https", "mailto"}


@cache
def _parser() -> "MarkdownIt":
    """No images, which would tell another server who reads; no headings, which belong to the page; no definitions of
    links, whose lines would not be shown.
    """
    from markdown_it import MarkdownIt  # a fiftieth of the time to start

    off = ["image", "heading", "lheading", "html_block", "html_inline", "reference"]
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(off)


def prose(text: str) -> Markup:
    return _kept(text) if len(text) <= SHORT else _rendered(text)


@lru_cache(KEPT)
def _kept(text: str) -> Markup:
    return _rendered(text)


def _rendered(text: str) -> Markup:
    attributes = {"a": {"href"}, "ol": {"start"}}
    safe = nh3.clean(
        _parser().render(text),
        tags=TAGS,
        attributes=attributes,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(safe)
