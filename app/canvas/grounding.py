"""Whether a sentence says a number that its sources do not hold."""

import re
from collections.abc import Iterable

_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
}
_NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?")
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


def numbers(text: str) -> set[str]:
    """The numbers in a text, as digits: “1,200”, “1 200” and “1200” are one, “two” is 2, “0.60” is 0.6."""
    spelled = _WORD.sub(lambda match: _WORDS[match.group().casefold()], text)
    return {_plain(match.group()) for match in _NUMBER.finditer(spelled)}


def holds(sentence: str, sources: Iterable[str]) -> bool:
    """Whether every number of the sentence occurs in one of its sources."""
    known: set[str] = set()
    for source in sources:
        known |= numbers(source)
    return numbers(sentence) <= known


def _plain(number: str) -> str:
    digits = re.sub(r"[.,\u00a0 ](?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    whole, _, fraction = digits.partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")
