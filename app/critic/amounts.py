"""Numbers and times beside a word that may be vague: what says how much, or when."""

import re
from collections.abc import Iterator, Sequence

from app.critic.hits import PAUSES, Hit, listed, numeric
from app.critic.reading import Reading
from app.critic.tokens import Word
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
        turned = word in listed("turns") and not _numbered(hit, index)
        yield index


def _numbered(hit: Hit, index: int) -> bool:
    """Whether a word stands between two numbers: “on the 1st and 15th of each month”."""
    return numeric(hit.words[index - 1].text) and index + 1 < len(hit.words) and numeric(hit.words[index + 1].text)


def _back(hit: Hit) -> Iterator[int]:
    for index in range(hit.first - 1, max(-1, hit.first - 1 - _BACK), -1):
        beside = index + 1 == hit.first and hit.words[hit.first].text == "too"  # “8 of 220, too few for a rate”
        which = hit.words[index + 1].text == "which"  # “4 min, which is fast enough”
        comma = (beside or which) and hit.gap(index + 1).strip() == ","
        paused = not PAUSES.isdisjoint(hit.gap(index + 1)) and not comma
        if paused or hit.words[index].text in listed("turns"):
            return
        yield index


def _measures(hit: Hit, index: int) -> bool:
    """Whether a number can say how much: “a smoother handover at 07:00” is as open as before."""
    if _clock(hit, index) or _clock(hit, index + 1) or _aged(hit, index):
        return False
    return counts(hit.reading, hit.words, index)


def _aged(hit: Hit, index: int) -> bool:
    """Whether a number only says who is meant: “interviewees over 60 make up a fair share”."""
    if not 0 < index < hit.first - 1 or hit.words[index - 1].text not in ("over", "under", "above", "below"):
        return False
    return hit.cue.criterion == "VAG-02" and hit.words[index + 1].text in ("are", "get", "have", "is", "make", "see")


def _clock(hit: Hit, index: int) -> bool:
    """Whether a word is the second half of a time of day."""
    if not 0 < index < len(hit.words) or hit.gap(index) != ":":
        return False
    return numeric(hit.words[index].text) and numeric(hit.words[index - 1].text)


def counts(reading: Reading, among: Sequence[Word], index: int) -> bool:
    """Whether one of these words is a number that is neither a name nor a date."""
    word = among[index]
    before = among[index - 1].text if index else ""
    after = among[index + 1].text if index + 1 < len(among) else ""
    if not numeric(word.text):
        return word.text in listed("spelled") and (after in listed("measured") or before in listed("compared"))
    dated = before in listed("months") and "," not in reading.text[among[index - 1].end : word.start]
    if before in listed("names") or dated or after in listed("months"):
        return False
    left = reading.text[max(0, word.start - 2) : word.start]
    glued = left[-1:].isalpha() or (left[-1:] in "-_@#" and left[:1].isalpha())
    year = len(word.text) == 4 and word.text[:2] in ("19", "20") and reading.text[word.end : word.end + 1] != "%"
    return not glued and not (year and word.text.isdigit())


def _tells_time(hit: Hit, index: int) -> bool:
    """Whether a number is a date or counts time."""
    word = hit.words[index].text
    beside = {each.text for each in hit.words[max(0, index - 1) : index + 2]}
    dated = _YEAR.fullmatch(word) or (numeric(word) and not listed("months").isdisjoint(beside))
    if dated or not counts(hit.reading, hit.words, index):
        return bool(dated)
    return _timed(hit, index) or _averaged(hit, index) or _enough(hit, index)


def _averaged(hit: Hit, index: int) -> bool:
    """“A few times a month, 3.1 on average”."""
    return [each.text for each in hit.words[index + 1 : index + 3]] == ["on", "average"]


def _enough(hit: Hit, index: int) -> bool:
    """“Anything under 30 is fast enough”."""
    return hit.words[hit.last - 1].text == "enough" and hit.words[index - 1].text in listed("compared")


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
        word = hit.words[index].text
        nth = before in listed("nth") and word.endswith("day") and word != "day"  # “on the first Monday of the month”
        told = nth or (word in listed("parts_of_time") and before in listed("each_time"))
        if told or hit.words[index].text in listed("cadences"):
            return f"“{hit.shown(index - told, index + 1)}” says when"
    return ""
