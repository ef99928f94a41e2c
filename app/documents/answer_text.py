"""An answer as lines of Markdown, and back: every character and every assumption."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from app.canvas.model import Sentence, Source, text_of
from app.documents import marks
from app.documents.escaping import (
    ASSUMED,
    ASSUMED_FROM,
    NOT_ANSWERED,
    after,
    guarded,
    in_text,
    reference,
    tokens,
    unguarded,
)
from app.documents.headings import Names, atx, underlined
from app.documents.regions import fence, regions

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

BOX_LEVEL = 3
CRLF = "<!-- lines end with CRLF -->"
CODE_LIMIT = 20_000  # characters; above it, code is not looked for and is escaped like all else

_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
_BLANK_FIRST = re.compile(r"[ \t]*(?:\n|\Z)")
_BLANK_LAST = re.compile(r"(?:\A|\n)[ \t]*\Z")
_LONE_END = re.compile(r"(?<!\r)\n|\r(?!\n)")

Mark = tuple[int, int, bool]  # an assumption from, to, and whether its beginning has to be told


def write(sentences: Sequence[Sentence], names: Names) -> list[str]:
    """The lines below a box's heading. The first and the last are never blank."""
    text = text_of(sentences)
    if not text:
        return [NOT_ANSWERED]
    assumed = tuple(_told(text, tuple(marks.spans(sentences))))
    if "\r" not in text or _LONE_END.search(text):
        return _lines(text, assumed, names)
    # Windows editors and browsers end lines so: said once, it need not stand at the end of each line.
    ends = [match.start() for match in re.finditer("\r", text)]
    moved = [(start - bisect_left(ends, start), end - bisect_left(ends, end), told) for start, end, told in assumed]
    return [CRLF, *_lines(text.replace("\r", ""), moved, names)]


def read(lines: Sequence[str], source: Source) -> tuple[Sentence, ...]:
    """The sentences of the lines below a box's heading; none if it has no answer."""
    lines = _trimmed(lines)
    newline = "\n"
    if lines and lines[0].rstrip(" \t") == CRLF:
        lines, newline = _trimmed(lines[1:]), "\r\n"
    if not lines or (len(lines) == 1 and lines[0].rstrip(" \t") == NOT_ANSWERED):
        return ()
    text, ends = _assembled("\n".join(unguarded(line) for line in lines), newline)
    return marks.sentences(text, tuple(_spans(text, ends)), source)


def _told(text: str, spans: Sequence[marks.Span]) -> Iterator[Mark]:
    before = 0
    for start, end in spans:
        yield start, end, start != marks.begin(text, before, end)
        before = end


def _lines(text: str, assumed: Sequence[Mark], names: Names) -> list[str]:
    """Code stays as typed if that is safe: a backslash would be seen in it. All else is escaped alike."""
    if len(text) <= CODE_LIMIT and ("`" in text or "~~~" in text):
        lines = _escaped(text, assumed, _code(text)).split("\n")
        found = regions(lines)
        lines = _guarded(lines, found.opaque, names)
        if not found.loose and _contained(lines):
            return lines
    lines = _escaped(text, assumed, b"").split("\n")
    return _guarded(lines, [False] * len(lines), names)


def _code(text: str) -> bytes:
    """A mask over the text: 1 for what is code."""
    mask, at = bytearray(len(text)), 0
    lines = text.split("\n")
    for line, opaque in zip(lines, regions(lines, comments=False).opaque, strict=True):
        whole = [(0, len(line))] if opaque else [match.span() for match in _CODE.finditer(line)]
        for start, end in whole:
            mask[at + start : at + end] = b"\x01" * (end - start)
        at += len(line) + 1
    return bytes(mask)


def _escaped(text: str, assumed: Sequence[Mark], code: bytes) -> str:
    first = int(bool(_BLANK_FIRST.match(text)))
    last = len(text) - int(len(text) > first and bool(_BLANK_LAST.search(text, max(0, text.rfind("\n")))))
    parts, at = [reference(text[0]) if first else ""], first
    for start, end, told in assumed:
        if told:
            parts.append(after(in_text(text[at:start], code=code[at:start]), ASSUMED_FROM))
            at = start
        parts.append(f"{in_text(text[at:end], code=code[at:end])} {ASSUMED}")
        at = end
    rest = in_text(text[at:last], code=code[at:last])
    return "".join(parts) + (after(rest, reference(text[last])) if last < len(text) else rest)


def _guarded(lines: Sequence[str], opaque: Sequence[bool], names: Names) -> list[str]:
    done: list[str] = []
    for line, code in zip(lines, opaque, strict=True):
        above = done[-1] if done else ""
        alone = len(lines) == 1 and line.rstrip(" \t") == NOT_ANSWERED
        done.append(guarded(line, always=not code and (alone or _structural(line, above, names))))
    return done


def _structural(line: str, above: str, names: Names) -> bool:
    """Whether a reader would take the line for the end of the answer, or for the beginning of code."""
    if heading := atx(line):
        return heading.level <= BOX_LEVEL or isinstance(names.place(heading.title, heading.level), str)
    below = underlined(above, line)
    return fence(line) or bool(below and names.place(below.title, below.level))


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # takes a fiftieth of the time to start; most texts need none

    return MarkdownIt("commonmark").enable("table")


def _contained(lines: Sequence[str]) -> bool:
    """Whether, as GitHub reads it, no markup but ours is active and the next heading is still a heading."""
    tokens = _markdown().parse("\n".join([*lines, "", "### next"]))
    for token in tokens:
        every = (token, *(token.children or ()))
        if any(each.type in ("html_block", "html_inline") and each.content != ASSUMED_FROM for each in every):
            return False
    headings = [token for token in tokens if token.type == "heading_open" and token.level == 0]
    ours = [token.markup for token in headings if token.markup in ("#", "##", "###")]
    return ours == ["###"] and tokens[-2].content == "next"


def _trimmed(lines: Sequence[str]) -> Sequence[str]:
    """Lines without the blank ones at both ends."""
    filled = [n for n, line in enumerate(lines) if line.strip(" \t")]
    return lines[filled[0] : filled[-1] + 1] if filled else ()


def _assembled(raw: str, newline: str) -> tuple[str, list[tuple[int | None, int]]]:
    """The text, and where each assumption ends, with its beginning where it is told."""
    done: list[str] = []
    chunk: list[str] = []  # since the last mark
    ends: list[tuple[int | None, int]] = []
    at, size, told = 0, 0, None
    for part, mark in tokens(raw):
        if mark == ASSUMED_FROM:
            told = at + size
        elif mark == ASSUMED and (words := "".join(chunk)).strip():
            ends.append((told, at + len(words.rstrip())))
            done.append(words)
            chunk, at, size, told = [], at + len(words), 0, None
        else:
            chunk.append(part.replace("\n", newline))
            size += len(chunk[-1])
    return "".join([*done, *chunk]), ends


def _spans(text: str, ends: Sequence[tuple[int | None, int]]) -> Iterator[marks.Span]:
    before = 0
    for told, end in ends:
        words = text[told:end].lstrip() if told is not None else ""
        start = end - len(words) if words else marks.begin(text, before, end)
        yield start, end
        before = end
