"""Words and marks that several screens share. A mark always stands beside its word: never a meaning by colour alone."""

import re

from app.canvas.model import Covered, NonAnswer
from app.critic.finding import Status as FindingStatus
from app.interview.state import Pace, Status

Mark = tuple[str, str, str]  # sign, word, style

COVERED: dict[Covered, Mark] = {
    Covered.FULL: ("✔", "answered", "green"),
    Covered.PART: ("◐", "in part", "yellow"),
    Covered.NONE: ("○", "open", ""),
    Covered.NOT_APPLICABLE: ("–", "not needed", "dim"),
}
STATUS: dict[Status, Mark] = {
    Status.UNTOUCHED: ("○", "not begun", "dim"),
    Status.TALKING: ("◐", "in talk", "yellow"),
    Status.PROPOSED: ("◐", "draft to accept", "yellow"),
    Status.ACCEPTED: ("✔", "accepted", "green"),
    Status.SKIPPED: ("–", "left open", "dim"),
}
AGAIN: Mark = ("↻", "accepted, asked again", "yellow")  # an answer that carried over with an open question
STALE: Mark = ("↻", "read again", "yellow")
NON_ANSWER = {
    NonAnswer.DONT_KNOW: "not known yet",
    NonAnswer.NOT_APPLICABLE: "does not apply",
    NonAnswer.LATER: "put off for later",
    NonAnswer.NONE_OF_THESE: "none of what was offered; the question stays open",
}
SEVERITY = {"must": ("Must", "red"), "should": ("Should", "yellow"), "note": ("Note", "")}
FINDING = {
    FindingStatus.OPEN: "open",
    FindingStatus.FIXED: "settled",
    FindingStatus.WAIVED: "put aside",
    FindingStatus.DISMISSED: "dismissed",
}
PACE = {
    Pace.QUICK: "one question a box at most",
    Pace.GUIDED: "two questions a box at most",
    Pace.THOROUGH: "every question, one by one",
}

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


def brief(text: str, length: int) -> str:
    """The beginning of a text on one line of at most that many characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def gist(text: str, length: int) -> str:
    """A text in brief, of which long quotes are cut before what is said about them."""
    return brief(_QUOTE.sub(lambda quote: f"“{brief(quote[1], QUOTED)}”", text), length)


def count(number: int, noun: str) -> str:
    """“1 finding”, “2 findings”, “2 boxes”."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun}es" if noun.endswith("x") else f"{number} {noun}s"


def listed(names: list[str]) -> str:
    """“a, b and c”."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))


def progress(accepted: int, of: int) -> str:
    """A bar of boxes, and the same in words."""
    width = min(of, BAR)
    full = accepted * width // of
    return f"{'█' * full}{'░' * (width - full)} {accepted} of {of} accepted"
