"""Words and marks that several screens share. A mark always stands beside its word: never a meaning by colour alone."""

import re

from app.canvas.model import Covered
from app.channels import words
from app.channels.words import brief
from app.interview.state import Status

Mark = tuple[str, str, str]  # sign, word, style
_COVERED = {Covered.FULL: "green", Covered.PART: "yellow", Covered.NONE: "", Covered.NOT_APPLICABLE: "dim"}
_STATUS = {
    Status.UNTOUCHED: "dim",
    Status.TALKING: "yellow",
    Status.PROPOSED: "yellow",
    Status.ACCEPTED: "green",
    Status.SKIPPED: "dim",
}
_SEVERITY = {"must": "red", "should": "yellow", "note": ""}

COVERED: dict[Covered, Mark] = {each: (*mark, _COVERED[each]) for each, mark in words.COVERED.items()}
STATUS: dict[Status, Mark] = {each: (*mark, _STATUS[each]) for each, mark in words.STATUS.items()}
AGAIN: Mark = ("↻", "accepted, asked again", "yellow")  # an answer that carried over with an open question
STALE: Mark = ("↻", "read again", "yellow")
SEVERITY = {each: (word, _SEVERITY[each]) for each, word in words.SEVERITY.items()}  # word, style

QUOTED = 32  # characters of a quote in a text that is shown in brief
_QUOTE = re.compile(r"“([^“”]+)”")
BAR = 30  # signs that a bar has at most

# What a terminal could obey, or what could make a line read differently from what it says.
_SIGNS = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
_HIDDEN = (*range(0x80, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))
_HALVES = range(0xD800, 0xE000)  # half an emoji cannot be written in any encoding
_VISIBLE: dict[int, str] = {
    **_SIGNS,
    0x7F: "␡",
    **dict.fromkeys((*_HIDDEN, *_HALVES), "\N{REPLACEMENT CHARACTER}"),
    0x2028: " ",
    0x2029: " ",
}


def clean(text: str) -> str:
    """People's text with everything that a terminal would obey turned into signs that it prints."""
    return text.replace("\r\n", "\n").translate(_VISIBLE)


def gist(text: str, length: int) -> str:
    """A text in brief, of which long quotes are cut before what is said about them."""
    return brief(_QUOTE.sub(lambda quote: f"“{brief(quote[1], QUOTED)}”", text), length)


def progress(accepted: int, of: int) -> str:
    """A bar of boxes, and the same in words."""
    width = min(of, BAR)
    full = accepted * width // of
    return f"{'█' * full}{'░' * (width - full)} {accepted} of {of} accepted"
