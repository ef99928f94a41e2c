"""Just enough HTML: elements that escape what they hold, and the little Markdown of our descriptions."""

import re
from collections.abc import Iterable
from html import escape


class Html(str):
    """Markup that is safe as it stands. Any other text is escaped when an element takes it in."""

    __slots__ = ()


VOID = frozenset({"meta", "link"})


def el(name: str, /, *children: str, **attributes: str) -> Html:
    """An element. A trailing underscore keeps an attribute's name clear of Python's words: `class_`."""
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    if name in VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{joined(children)}</{name}>")


def joined(parts: Iterable[str], between: str = "") -> Html:
    return Html(safe(between).join(safe(each) for each in parts))


def safe(text: str) -> Html:
    return text if isinstance(text, Html) else Html(escape(text))


def prose(text: str) -> Html:
    """Paragraphs and bullet lists, with `code`, **strong** and *emphasis*."""
    return joined(_block(each) for each in re.split(r"\n\s*\n", text.strip()) if each.strip())


def _block(text: str) -> Html:
    if text.startswith("* "):
        items = re.split(r"\n\* ", text[2:])
        return el("ul", *(el("li", inline(item)) for item in items))
    return el("p", inline(text))


_MARKS = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)"), r"<em>\1</em>"),
)


def inline(text: str) -> Html:
    """The marks within a paragraph. What stands in `code` is left as it is."""
    parts = re.split(r"`([^`]+)`", " ".join(text.split()))
    return joined(el("code", part) if place % 2 else _marked(part) for place, part in enumerate(parts))


def _marked(text: str) -> Html:
    marked = escape(text)
    for mark, tag in _MARKS:
        marked = mark.sub(tag, marked)
    return Html(marked)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Html:
    """A table whose cells also say their column, for screens too narrow to stand side by side."""
    names = list(head)
    body = (el("tr", *(el("td", cell, data_label=name) for name, cell in zip(names, row, strict=True))) for row in rows)
    top = el("thead", el("tr", *(el("th", name, scope="col") for name in names)))
    return el("div", el("table", top, el("tbody", *body)), class_="wide")
