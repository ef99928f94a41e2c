"""How the states of a canvas are called, in every channel that people read."""

from collections.abc import Mapping, Sequence

from app.canvas.model import AnswerKind, Covered, NonAnswer
from app.critic.finding import Status as FindingStatus
from app.interview.state import Pace, Status

COVERED: Mapping[Covered, tuple[str, str]] = {  # sign, word
    Covered.FULL: ("✔", "answered"),
    Covered.PART: ("◐", "in part"),
    Covered.NONE: ("○", "open"),
    Covered.NOT_APPLICABLE: ("–", "not needed"),
}
STATUS: Mapping[Status, tuple[str, str]] = {
    Status.UNTOUCHED: ("○", "not begun"),
    Status.TALKING: ("◐", "in talk"),
    Status.PROPOSED: ("◐", "draft to accept"),
    Status.ACCEPTED: ("✔", "accepted"),
    Status.SKIPPED: ("–", "left open"),
}
NON_ANSWER: Mapping[NonAnswer, str] = {
    NonAnswer.DONT_KNOW: "not known yet",
    NonAnswer.NOT_APPLICABLE: "does not apply",
    NonAnswer.LATER: "put off for later",
    NonAnswer.NONE_OF_THESE: "none of what was offered; the question stays open",
}
SEVERITY: Mapping[str, str] = {"must": "Must", "should": "Should", "note": "Note"}
FINDING: Mapping[FindingStatus, str] = {
    FindingStatus.OPEN: "open",
    FindingStatus.FIXED: "settled",
    FindingStatus.WAIVED: "put aside",
    FindingStatus.DISMISSED: "dismissed",
}
PACE: Mapping[Pace, str] = {
    Pace.QUICK: "one question a box at most",
    Pace.GUIDED: "two questions a box at most",
    Pace.THOROUGH: "every question, one by one",
}
ANSWER: Mapping[AnswerKind, str] = {
    AnswerKind.ACCEPTED: "accepted",
    AnswerKind.RESTORED: "brought back",
    AnswerKind.CLEARED: "emptied",
    AnswerKind.IMPORTED: "imported",
    AnswerKind.REAFFIRMED: "read again, still true",
}
LAW: Mapping[str, str] = {  # what stands behind a reading of the AI Act, where it is not the law itself
    "guideline": "guideline",
    "draft": "draft guideline, not binding",
    "disputed": "disputed",
}
UNSURE = "Facts that decide are open; see the questions below."
STORY = "Tell us about the project in your own words, or paste what you have."


def brief(text: str, length: int) -> str:
    """The beginning of a text on one line of at most that many characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def count(number: int, noun: str) -> str:
    """“1 finding”, “2 findings”, “2 boxes”."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun}es" if noun.endswith("x") else f"{number} {noun}s"


def listed(names: Sequence[str]) -> str:
    """“a, b and c”."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))
