"""Which stretches of an answer are assumptions: from its sentences to positions, and back to sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from app.canvas.model import Sentence, Source
from app.canvas.sentences import split

Span = tuple[int, int]

# Looking for the end of a sentence costs the square of a run of blanks; nobody types so many.
_WIDE = re.compile(r"[^\S\n]{200}")


def spans(sentences: Iterable[Sentence]) -> Iterator[Span]:
    """Where the assumptions stand, without the white space around them."""
    at = 0
    for sentence in sentences:
        at += len(sentence.lead)
        words = sentence.text.strip()
        if sentence.assumption and words:
            start = at + len(sentence.text) - len(sentence.text.lstrip())
            yield start, start + len(words)
        at += len(sentence.text)


def begin(text: str, after: int, end: int) -> int:
    """Where the sentence begins that ends at `end`, if what stands before `after` is not part of it."""
    return end - len(_split(text[after:end])[-1].text)


def sentences(text: str, assumed: Sequence[Span], source: Source) -> tuple[Sentence, ...]:
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


def _split(text: str) -> tuple[Sentence, ...]:
    if not _WIDE.search(text):
        return split(text)
    words = text.strip()
    return (Sentence(words, lead=text[: len(text) - len(text.lstrip())]),) if words else ()


def _tail(text: str) -> str:
    """The white space that `split` leaves out."""
    return text[len(text.rstrip()) :]


def _ended(found: list[Sentence], blank: str) -> tuple[Sentence, ...]:
    if not blank:
        return tuple(found)
    if not found:
        return (Sentence(blank),)
    return (*found[:-1], replace(found[-1], text=found[-1].text + blank))
