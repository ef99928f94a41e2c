"""Words that a model says it copied, looked up where they should stand."""

import re

from app.canvas.sentences import split

_LONGEST = 2_000  # characters of a quote; a longer one is no quote
_EDGES = " \t\n\"'“”„‘’«»…."
_ALIKE = {each: f"[{re.escape(like)}]" for like in ("'’‘", '"“”„', "-–—", "<‹") for each in like}
_WORD = re.compile(r"[^\W_]+")


def find(words: str, text: str) -> str:
    """The stretch of the text that is these words, as it stands there; empty if it is not there.

    White space, the case of letters and the shape of quotation marks may differ, nothing else; half a word is none.
    """
    words = words.strip()
    if len(words) > _LONGEST or not _WORD.search(words):
        return ""
    return _same(words, text) or _same(words.strip(_EDGES), text)


def _same(words: str, text: str) -> str:
    same = r"\s+".join("".join(_ALIKE.get(c, re.escape(c)) for c in token) for token in words.split())
    before, after = (r"(?<![^\W_])" if words[0].isalnum() else ""), (r"(?![^\W_])" if words[-1].isalnum() else "")
    found = re.search(f"{before}{same}{after}", text, re.IGNORECASE)
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


def fresh(text: str, before: str) -> str:
    """The words of a text that were not in the one before; numbers count as words."""
    known = _words(before)
    return " ".join(word for word in _WORD.findall(text) if word.casefold()[:5] not in known)


def _words(text: str) -> set[str]:
    """Words by their first five letters, so that “forecasts” is “forecast”."""
    return {word.casefold()[:5] for word in _WORD.findall(text)}
