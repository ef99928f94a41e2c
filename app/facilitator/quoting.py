"""Words that a model says it copied, looked up where they should stand."""

import re

from app.canvas.sentences import split

_LONGEST = 2_000  # characters of a quote; a longer one is no quote
_EDGES = " \t\n\"'“”„‘’«»…."
_ALIKE = {each: f"[{re.escape(like)}]" for like in ("'’‘", '"“”„', "-–—", "<‹") for each in like}
_WORD = re.compile(r"[^\W_]+")


def find(words: str, text: str) -> str:
    """The stretch of the text that is these words, as it stands there; empty if it is not there.

    White space, the case of letters and the shape of quotation marks may differ, nothing else.
    """
    words = words.strip()
    if not words or len(words) > _LONGEST:
        return ""
    if words in text:
        return words
    tokens = words.strip(_EDGES).split()
    if not tokens:
        return ""
    found = re.search(r"\s+".join("".join(_ALIKE.get(c, re.escape(c)) for c in token) for token in tokens), text, re.I)
    return found.group() if found else ""


def closest(sentence: str, text: str) -> tuple[str, float]:
    """The sentence of a text that shares the most words with this one, and which part of this one's words it holds."""
    wanted = _words(sentence)
    if not wanted or not text:
        return "", 0.0
    best = max(split(text), key=lambda each: len(wanted & _words(each.text)), default=None)
    if best is None:
        return "", 0.0
    return best.text, len(wanted & _words(text)) / len(wanted)


def _words(text: str) -> set[str]:
    """Words by their first five letters, so that “forecasts” is “forecast”."""
    return {word.casefold()[:5] for word in _WORD.findall(text)}
