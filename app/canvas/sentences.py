"""Text into sentences and back without loss, and an edited text onto the sentences that it came from."""

import re
from collections import defaultdict, deque
from dataclasses import replace

from app.canvas.model import Sentence, Source

# A sentence ends at a line break, or at . ! ? before white space and a new start. The look-behinds
# keep common abbreviations and single initials whole; a wrong split costs a badge, never a word.
_END = re.compile(
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bapprox\.)(?<!\bvs\.)(?<!\bno\.)(?<!\bNo\.)(?<!\b[A-Z]\.)"
    r"(?<=[.!?…])[ \t]+(?=[^\sa-z])"
    r"|(?<!\s)\s*\n\s*"  # only from the start of a gap: from each place in it, a long one would take forever
)


def split(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, without sources. Joined again they give the text without trailing white space."""
    sentences: list[Sentence] = []
    text = text.rstrip()
    start = len(text) - len(text.lstrip())
    lead = text[:start]
    for gap in _END.finditer(text, start):
        sentences.append(Sentence(text[start : gap.start()], lead=lead))
        start, lead = gap.end(), gap.group()
    if start < len(text):
        sentences.append(Sentence(text[start:], lead=lead))
    return tuple(sentences)


def edited(before: tuple[Sentence, ...], text: str, by: Source) -> tuple[Sentence, ...]:
    """The sentences of an edited text: those left alone or moved keep their sources, the others name the edit."""
    known: defaultdict[str, deque[Sentence]] = defaultdict(deque)
    for each in before:
        known[each.text].append(each)
    return tuple(
        replace(known[each.text].popleft(), lead=each.lead)
        if known[each.text]
        else replace(each, sources=(replace(by, quote=each.text),))
        for each in split(text)
    )
