"""What a browser would silently mend: HTML that a parser reads differently from how it was written."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta"}
NOT_IN_P = {
    *("article", "aside", "blockquote", "details", "div", "dl", "fieldset", "footer", "form", "h1", "h2", "h3", "h4"),
    *("header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul"),
}
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"}}
ONE_EACH = {"form": {"form"}, "button": {"button", "a", "form", "input", "select", "textarea"}, "a": {"a", "button"}}


class Checked(HTMLParser):
    """Reads a page. `faults` are what is wrong with it, `text` what people read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.wanted: set[str] = set()
        self.text = ""
        self.levels: list[int] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{each}> is never closed" for each in self.open]
        self.faults += [f"the id {id} stands {n} times" for id, n in self.ids.items() if n > 1]
        self.faults += [f"nothing has the id {id}" for id in sorted(self.wanted - set(self.ids))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.faults += [
            f"<{tag} {name}> breaks the policy" for name in given if name.startswith("on") or name == "style"
        ]
        if "p" in self.open and tag in NOT_IN_P:
            self.faults.append(f"<{tag}> in a <p>")
        if self.open and tag not in CHILDREN.get(self.open[-1], {tag}):
            self.faults.append(f"<{tag}> in a <{self.open[-1]}>")
        self.faults += [f"<{tag}> in a <{each}>" for each in self.open if tag in ONE_EACH.get(each, ())]
        if "id" in given:
            self.ids[given["id"]] += 1
        for name in ("for", "form", "aria-labelledby", "aria-describedby"):
            self.wanted |= set(given.get(name, "").split())
        if tag in ("h1", "h2", "h3", "h4"):
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def checked(html: str) -> Checked:
    """A whole page that is written as it is read; fails if it is not."""
    found = Checked(html)
    assert not found.faults, found.faults
    steps = [(a, b) for a, b in zip(found.levels, found.levels[1:], strict=False) if b > a + 1]
    assert found.levels.count(1) == 1, found.levels
    assert not steps, found.levels
    return found
