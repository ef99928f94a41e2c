"""Which stretches of an answer are assumptions: from its sentences to positions, and back to sentences.

A stretch is one sentence, with the mark of the list that it may stand in. An assumption of several
sentences is several stretches: each is marked where people read it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from app.canvas.model import Sentence, Source, text_of
from app.canvas.sentences import split
from app.documents.regions import PREFIX

Span = tuple[int, int]

_PREFIX = re.compile(PREFIX)
# Looking for the end of a sentence costs the square of a run of blanks, so a wide one is an end by itself.
_WIDE = re.compile(r"([^\S\n]{200,})")


def spans(sentences: Sequence[Sentence]) -> Iterator[Span]:
    """Where the assumptions stand, sentence by sentence."""
    text, after = text_of(sentences), 0
    for first, last in _stretches(sentences):
        at, found = first, _split(text[first:last])
        for n, each in enumerate(found, 1):
            start = at + len(each.lead)
            at = start + len(each.text)
            if n == len(found) or not _PREFIX.fullmatch(f"{text[_line(text, after, start) : at]} "):
                yield _whole(text, after, start), at
                after = at


def begin(text: str, after: int, end: int) -> int:
    """Where the stretch begins that ends at `end`, if what stands before `after` is not part of it."""
    return _whole(text, after, end - len(_split(text[after:end])[-1].text))


def sentences(text: str, assumed: Iterable[Span], source: Source) -> tuple[Sentence, ...]:
    """A text in sentences that join to it exactly: each names its source, or is one of the assumptions."""
    found: list[Sentence] = []
    blank, at = "", 0
    for start, end in (*assumed, (len(text), len(text))):
        for each in _split(text[at:start]):
            found.append(replace(each, lead=blank + each.lead, sources=(replace(source, quote=each.text),)))
            blank = ""
        blank += _tail(text[at:start])
        if start < end:
            found.append(Sentence(text[start:end], assumption=True, lead=blank))
            blank = ""
        at = end
    return _ended(found, blank)


def _stretches(sentences: Iterable[Sentence]) -> Iterator[Span]:
    at = 0
    for sentence in sentences:
        start = at + len(sentence.lead)
        at = start + len(sentence.text)
        if sentence.assumption:
            yield start, at


def _whole(text: str, after: int, start: int) -> int:
    """The start with the list or quote marks before it, if nothing else stands before it on its line."""
    line = _line(text, after, start)
    if line == start or not _PREFIX.fullmatch(text, line, start):
        return start
    return start - len(text[line:start].lstrip())


def _line(text: str, after: int, at: int) -> int:
    """Where the line of `at` begins; `at` itself if that is before `after`, which keeps the search linear."""
    line = text.rfind("\n", after, at) + 1
    begins = after == 0 or text[after - 1] == "\n"
    return line or (after if begins else at)


def _split(text: str) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    blank = ""
    for piece in _WIDE.split(text):
        for each in split(piece):
            found.append(replace(each, lead=blank + each.lead))
            blank = ""
        blank += _tail(piece)
    return tuple(found)


def _tail(text: str) -> str:
    """The white space that `split` leaves out."""
    return text[len(text.rstrip()) :]


def _ended(found: list[Sentence], blank: str) -> tuple[Sentence, ...]:
    if not blank:
        return tuple(found)
    if not found:
        return (Sentence(blank),)
    return (*found[:-1], replace(found[-1], text=found[-1].text + blank))
