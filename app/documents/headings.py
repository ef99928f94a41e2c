"""Names of boxes, columns and our own sections as headings, and headings back to what they name."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import chain, count

from app.canvas.template import Template
from app.documents.escaping import from_line


class Section(Enum):
    """The parts of the file beside the boxes, each by its heading."""

    OVERVIEW = "Project overview"
    OPEN_QUESTIONS = "Open questions"
    FINDINGS = "Findings left open"
    WAIVED = "Waived findings"
    DISMISSED = "Findings dismissed by a model"
    FACTS = "Facts for the AI Act"


class Column(Enum):
    """A column holds boxes and no text of its own."""

    COLUMN = "column"


COLUMN = Column.COLUMN
Place = str | Section | Column  # a box is its id

_ATX = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<title>.*))?$")
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """`title` is as written, with its escapes."""

    level: int
    title: str


def atx(line: str) -> Heading | None:
    """The heading that a line is by its # signs."""
    match = _ATX.match(line)
    if match is None:
        return None
    return Heading(len(match["marks"]), _CLOSING.sub("", match["title"] or "").strip(" \t"))


def underlined(line: str, below: str) -> Heading | None:
    """The heading that a line is by the line below it. Only names that we know count: see `outline`."""
    if not _UNDERLINE.match(below) or not line.strip(" \t") or atx(line):
        return None
    return Heading(1 if "=" in below else 2, line.strip(" \t"))


def key(name: str) -> str:
    """What two ways of writing a name share: letters and digits. A name without any is compared as it is."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("&", "and")
    return "".join(sign for sign in folded if sign.isalnum()) or folded.strip()


class Names:
    """The names of a canvas. Each box has a label that no other box, column or section goes by."""

    def __init__(self, template: Template) -> None:
        self.template = template

    @cached_property
    def labels(self) -> dict[str, str]:
        """The heading of each box: its name, with its id where the name alone is not enough."""
        taken = {key(section.value) for section in Section} | self._columns
        labels = {}
        for id, box in self.template.boxes.items():
            longer = f"{box.name} ({id})"
            ways = chain((box.name, longer), (f"{longer} {n}" for n in count(2)))
            labels[id] = next(way for way in ways if key(way) not in taken)
            taken.add(key(labels[id]))
        return labels

    def label(self, box: str | None) -> str:
        """How a table names a box; an unknown one by its id."""
        return self.labels.get(box or "", box or "")

    def place(self, title: str, level: int) -> Place | None:
        """What a heading names. A column and a box of one name: the upper two levels are the column's."""
        found = key(from_line(title))
        if found in self._labelled:
            return self._labelled[found]
        if found in self._sections:
            return self._sections[found]
        if found in self._columns and (level <= 2 or found not in self._aliases):
            return COLUMN
        return self._aliases.get(found)

    def box(self, name: str) -> str | None:
        """The box that a cell of a table names."""
        found = key(name)
        return self._labelled.get(found) or self._aliases.get(found)

    @cached_property
    def _labelled(self) -> dict[str, str]:
        return {key(label): id for id, label in self.labels.items()}

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {key(section.value): section for section in Section}

    @cached_property
    def _columns(self) -> set[str]:
        return {key(column.name) for column in self.template.columns}

    @cached_property
    def _aliases(self) -> dict[str, str]:
        """Names and ids that mean one box only."""
        ways = [(way, id) for id, box in self.template.boxes.items() for way in {key(box.name), key(id)}]
        times = Counter(way for way, _ in ways)
        return {way: id for way, id in ways if times[way] == 1}
