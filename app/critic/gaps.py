"""GAP: what a box does not say yet."""

import re
from collections.abc import Iterator

from app.canvas.model import Covered
from app.canvas.template import Box
from app.critic.copies import copied
from app.critic.coverage import coverage_of
from app.critic.finding import Spot
from app.critic.reading import Reading, read
from app.critic.tokens import Span

_BLANK = " \t\r\n\f\v\u00a0\u200b\ufeff-–—*•"  # what an empty form leaves behind
_NOTHING_SAID = ("", "?", "??")  # “???” is a placeholder that can be pointed at


def gaps(box: Box, text: str) -> tuple[Spot, ...]:
    """An empty box, the canvas's own words where the answer should be, or “n/a” without a reason. In any language."""
    if text.strip(_BLANK) in _NOTHING_SAID:
        return (Spot("GAP-00"),)
    reading = read(text)
    return (
        *(Spot("GAP-91", reading.quote(span), *span) for span in _unanswered(box, reading)),
        *(Spot("GAP-92", reading.quote(span), *span) for span in _waved_off(reading)),
    )


def unanswered(box: Box, text: str) -> tuple[Spot, ...]:
    """The essential questions that a filled box does not touch at all. For a look at a whole file, not while typing."""
    reading = read(text)
    if not text.strip(_BLANK) or not reading.english:
        return ()
    found = coverage_of(box, text)
    missing = (each for each in box.questions if each.essential and found[each.number].state is Covered.NONE)
    return tuple(
        Spot(f"GAP-{box.id.upper()}-{each.number:02}", detail=each.plain, question=each.plain) for each in missing
    )


def _unanswered(box: Box, reading: Reading) -> Iterator[Span]:
    """The copied sentences that are no headings: with nothing of one's own after them, or in the midst of a line."""
    own = copied(box, reading)
    if not own:
        return
    last = max((span.end for span in reading.sentences if span not in own), default=0)
    yield from (span for span in _in_midst(reading, own) if span.end <= last)
    run = [span for span in reading.sentences if span.start >= last]
    if run:
        yield Span(run[0].start, run[-1].end)


def _in_midst(reading: Reading, own: frozenset[Span]) -> Iterator[Span]:
    """Copied sentences of a line that begins with one's own words: whoever uses questions as headings begins so."""
    headed, end = False, 0
    for span in reading.sentences:
        if not end or "\n" in reading.text[end : span.start]:
            headed = span in own
        if span in own and not headed:
            yield span
        end = span.end


# ---- “n/a”

_NAUGHT = r"n\.?[/.]?a|not (?:applicable|relevant|needed|required)|does(?:n[’']t| not) apply"
_ENDS = frozenset("a na applicable relevant needed required apply none nil nothing no nope".split())
_DASHES = ("-", "–", "—")
_START = r"[-*•\s]{0,8}+"
_NOTHING = re.compile(rf"{_START}(?P<naught>{_NAUGHT}|none|nil|nothing|no|nope)[.!]{{0,3}}+$", re.IGNORECASE)
_LED = re.compile(
    rf"{_START}[^\n:.;?!]{{2,60}}+:[*_]{{0,2}}+\s{{0,4}}+(?P<naught>{_NAUGHT}|[-–—]{{1,3}}+)[.!]{{0,3}}+$",
    re.IGNORECASE,
)


def _waved_off(reading: Reading) -> Iterator[Span]:
    """Sentences that are nothing but “n/a”. What follows on the same line may be the reason."""
    last = len(reading.sentences) - 1
    for index, (span, some) in enumerate(reading.said.items()):
        if not some:
            continue
        said = reading.quote(span)
        if (some[-1] in _ENDS or said.rstrip(".!").endswith(_DASHES)) and (found := _naught(said)):
            next = reading.sentences[index + 1] if index < last else None
            if next is None or "\n" in reading.text[span.end : next.start]:
                yield Span(span.start + found.start("naught"), span.start + found.end("naught"))


def _naught(sentence: str) -> re.Match[str] | None:
    # “Personal data: none” answers something; “Ownership: n/a” does not.
    return _NOTHING.match(sentence) or _LED.match(sentence)
