"""Numbers and times beside a word that may be vague: what says how much, or when."""

import re
from collections.abc import Iterator

from app.critic.hits import PAUSES, Hit, listed, numeric
from app.critic.wording import wording

_YEAR = re.compile(r"(?:19|20)\d\d")
_AHEAD = 7  # words after it in which a number says how much
_BACK = 5  # words before it


def quantified(hit: Hit) -> str:
    if hit.cue.criterion not in wording().counted:
        return ""
    says = _tells_time if hit.cue.criterion == "VAG-08" else _measures
    for index in (*_ahead(hit), *_back(hit)):
        if says(hit, index):
            return f"“{_amount(hit, index)}” says {'when' if says is _tells_time else 'how much'}"
    return ""


def _ahead(hit: Hit) -> Iterator[int]:
    turned = False
    for index in range(hit.last, min(len(hit.words), hit.last + _AHEAD)):
        gap, word = hit.gap(index), hit.words[index].text
        if ";" in gap or (turned and word not in listed("compared") and not numeric(word)):
            return
        turned = word in listed("turns")
        yield index


def _back(hit: Hit) -> Iterator[int]:
    for index in range(hit.first - 1, max(-1, hit.first - 1 - _BACK), -1):
        beside = index + 1 == hit.first and hit.words[hit.first].text == "too"  # “8 of 220, too few for a rate”
        paused = not PAUSES.isdisjoint(hit.gap(index + 1)) and not (beside and hit.gap(index + 1).strip() == ",")
        if paused or hit.words[index].text in listed("turns"):
            return
        yield index


def _measures(hit: Hit, index: int) -> bool:
    """Whether a number can say how much: “a smoother handover at 07:00” is as open as before."""
    return counts(hit, index) and not (_clock(hit, index) or _clock(hit, index + 1))


def _clock(hit: Hit, index: int) -> bool:
    """Whether a word is the second half of a time of day."""
    if not 0 < index < len(hit.words) or hit.gap(index) != ":":
        return False
    return numeric(hit.words[index].text) and numeric(hit.words[index - 1].text)


def counts(hit: Hit, index: int) -> bool:
    """Whether the word is a number that is neither a name nor a date."""
    word = hit.words[index]
    before = hit.words[index - 1].text if index else ""
    after = hit.words[index + 1].text if index + 1 < len(hit.words) else ""
    if not numeric(word.text):
        return word.text in listed("spelled") and (after in listed("measured") or before in listed("compared"))
    if before in listed("names") or before in listed("months") or after in listed("months"):
        return False
    left = hit.reading.text[max(0, word.start - 2) : word.start]
    glued = left[-1:].isalpha() or (left[-1:] in "-_@#" and left[:1].isalpha())
    year = (
        len(word.text) == 4 and word.text[:2] in ("19", "20") and not hit.reading.text[word.end : word.end + 1] == "%"
    )
    return not glued and not (year and word.text.isdigit())


def _tells_time(hit: Hit, index: int) -> bool:
    """Whether a number is a date or counts time."""
    word = hit.words[index].text
    beside = {each.text for each in hit.words[max(0, index - 1) : index + 2]}
    dated = _YEAR.fullmatch(word) or (numeric(word) and not listed("months").isdisjoint(beside))
    return bool(dated) or (counts(hit, index) and _timed(hit, index))


def _timed(hit: Hit, index: int) -> bool:
    """Whether a number counts time: “2 s”, “20ms”, “16:00”, “50 Hz”."""
    number = hit.words[index]
    after = hit.words[index + 1] if index + 1 < len(hit.words) else None
    glued = number.text.lstrip("0123456789")
    if after and numeric(after.text) and hit.gap(index + 1) == ":":
        return True
    return (glued or (after.text if after else "")) in listed("units_of_time")


def _amount(hit: Hit, index: int) -> str:
    return hit.shown(index, min(len(hit.words), index + 2))


def cadence(hit: Hit) -> str:
    """A time that is told beside it: “regularly, every Friday”."""
    if hit.cue.criterion != "VAG-08":
        return ""
    for index in (*_ahead(hit), *_back(hit)):
        before = hit.words[index - 1].text if index else ""
        told = hit.words[index].text in listed("parts_of_time") and before in listed("each_time")
        if told or hit.words[index].text in listed("cadences"):
            return f"“{hit.shown(index - told, index + 1)}” says when"
    return ""
