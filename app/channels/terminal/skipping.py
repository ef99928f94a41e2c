"""Reading `/skip`: which question, in which of the four ways, with which reason, owner and date."""

import datetime as dt
import re
from dataclasses import dataclass

from app.canvas.model import NonAnswer
from app.channels.terminal.asides import Asking, Doing
from app.channels.terminal.seen import Seen
from app.errors import Invalid
from app.interview.moves import Skip
from app.interview.state import START

WAYS = {
    "dont-know": NonAnswer.DONT_KNOW,
    "don't-know": NonAnswer.DONT_KNOW,
    "unknown": NonAnswer.DONT_KNOW,
    "1": NonAnswer.DONT_KNOW,
    "not-applicable": NonAnswer.NOT_APPLICABLE,
    "n/a": NonAnswer.NOT_APPLICABLE,
    "2": NonAnswer.NOT_APPLICABLE,
    "later": NonAnswer.LATER,
    "3": NonAnswer.LATER,
    "none": NonAnswer.NONE_OF_THESE,
    "none-of-these": NonAnswer.NONE_OF_THESE,
    "4": NonAnswer.NONE_OF_THESE,
}
HOW = "In which way? 1 dont-know, 2 not-applicable, 3 later, 4 none of what was offered."
_OPTION = re.compile(r"--(owner|due)[ =]+(.*?)(?=\s--(?:owner|due)[ =]|$)", re.DOTALL)
_SPACED = re.compile(r"^(don'?t|not|none of)\s+(know|applicable|these)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Wish:
    box: str
    question: int | None
    owner: str = ""
    due: dt.date | None = None

    def skip(self, way: NonAnswer, reason: str) -> Skip:
        return Skip(self.box, way, question=self.question, reason=reason.strip(), owner=self.owner, due=self.due)


def skip(seen: Seen, text: str) -> Doing:
    """A skip, or a question for what is missing. Without a number it means the question just asked, else the box."""
    if seen.place == START:
        return Skip(START, NonAnswer.LATER)
    box = seen.box()
    text, options = _options(text)
    first, _, rest = text.partition(" ")
    if first.casefold() == "box":
        question = None
    elif first.isdecimal():
        question = int(first)
    else:
        question, rest = box.asked.question if box.asked else None, text
    wish = _Wish(box.id, question, options.get("owner", ""), _date(options.get("due", "")))
    return _in_a_way(wish, rest.strip())


def _in_a_way(wish: _Wish, text: str) -> Doing:
    if not text:
        return Asking(HOW, lambda answer: _in_a_way(wish, answer.strip() or "?"))
    spaced = _SPACED.sub(lambda match: match[0].replace(" ", "-"), text.replace("’", "'"))
    word, _, reason = spaced.partition(" ")
    way = WAYS.get(word.casefold().replace("_", "-").rstrip(":,."))
    if way is None:
        raise Invalid(f"“{word}” is not a way to skip.", advice="Say dont-know, not-applicable, later or none.")
    if way is NonAnswer.NOT_APPLICABLE and not reason.strip():
        return Asking("Why does it not apply?", lambda answer: wish.skip(way, answer))
    return wish.skip(way, reason)


def _options(text: str) -> tuple[str, dict[str, str]]:
    """The text without `--owner` and `--due`, and their values."""
    found = {match[1]: match[2].strip().strip('"') for match in _OPTION.finditer(text)}
    return _OPTION.sub("", text).strip(), found


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(f"“{text}” is not a date.", advice="Write it as year-month-day, such as 2027-03-01.") from None
