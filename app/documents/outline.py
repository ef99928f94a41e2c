"""The parts of a Markdown canvas, by the headings that name something of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.documents.headings import COLUMN, Heading, Names, Place, atx, underlined
from app.documents.regions import regions
from app.documents.words import END

NO_LEVEL = 0  # of lines below no heading, or below our last line


@dataclass
class Part:
    """A heading and the lines below it. `place` is None if the heading names nothing of ours."""

    level: int
    title: str
    place: Place | None = None
    lines: list[str] = field(default_factory=list)
    head: str = ""  # the first line of the heading, as it was read

    def holds(self, heading: Heading, place: Place | None) -> bool:
        """Whether a heading is only text here: deeper than ours, and no name that matters at its depth."""
        if isinstance(place, str) or self.level == NO_LEVEL or self.place is COLUMN:
            return False
        return heading.level > self.level and (place is None or isinstance(self.place, str))


@dataclass(frozen=True)
class Outline:
    """The title part has the H1, or no title and what stands before the first heading."""

    title: Part
    parts: tuple[Part, ...]


def opening(lines: Sequence[str]) -> list[str]:
    """The lines before the first heading below the title: there the table of facts stands."""
    found: list[str] = []
    titled = False
    for line in lines:
        heading = atx(line)
        if heading is None:
            found.append(line)
        elif heading.level > 1 or titled:
            break
        else:
            titled = True
    return found


def outline(lines: Sequence[str], names: Names, *, ours: bool) -> Outline:
    """Each line in one part. In a file of `ours` the first heading is the title, whatever it says."""
    title = Part(NO_LEVEL, "")
    parts = [title]
    for heading, raw in _read(lines, names):
        if heading is None:
            if raw == [END]:
                parts.append(Part(NO_LEVEL, ""))
            else:
                parts[-1].lines += raw
            continue
        place = names.place(heading.title, heading.level)
        first = len(parts) == 1 and not title.title
        if heading.level == 1 and not title.title and (place is None or (ours and first)):
            title.title = heading.title
            if not first:
                parts.append(Part(NO_LEVEL, ""))
        elif parts[-1].holds(heading, place):
            parts[-1].lines += raw
        else:
            parts.append(Part(heading.level, heading.title, place, head=raw[0]))
    return Outline(title, tuple(parts[1:]))


def _read(lines: Sequence[str], names: Names) -> Iterator[tuple[Heading | None, list[str]]]:
    """Each heading with the lines that it is made of, and each other line alone."""
    opaque = regions(lines).opaque
    first = next((n for n, line in enumerate(lines) if line.strip(" \t")), 0)
    n = 0
    while n < len(lines):
        heading, size = None if opaque[n] else atx(lines[n]), 1
        if not any(opaque[n : n + 2]) and (under := underlined(lines[n], "".join(lines[n + 1 : n + 2]))):
            known = names.place(under.title, under.level) is not None
            if known or (under.level == 1 and n == first):
                heading, size = under, 2
        yield heading, list(lines[n : n + size])
        n += size
