"""Whether a sentence names what its sources do not name. For English, where names have capitals."""

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"[^\W_]+(?:[-'’&.][^\W_]+)*")
_STARTS = re.compile(r"(?:^|[.!?:;•\n(“\"–—-])\s*$")
_EVERYWHERE = frozenset(
    "i ai ml eu monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december".split()
)

# Words that a sentence begins with. Before a name they are still only that.
_BEGINNINGS = frozenset(
    "a about after all also although and as at because before both but by during each either every for from here if in "
    "into it its like most no not of on only or our since so some that the their then there these they this those "
    "through to today under until we what when where while who with without you your".split()
)


def named(sentence: str, sources: Iterable[str]) -> bool:
    """Whether the sources hold every name of the sentence, in any case, with or without an ending."""
    wanted = names(sentence)
    if not wanted:
        return True
    text = " ".join(sources)
    known = {_stem(part) for token in _TOKEN.findall(text) for part in (token, *re.split(r"[-'’&.]", token))}
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", text)).casefold()
    return all(_stem(each) in known or (each.isupper() and each.casefold() in initials) for each in wanted)


def names(sentence: str) -> set[str]:
    """Words that are names by their capitals. One at the start of a sentence counts only before another one."""
    tokens = list(_TOKEN.finditer(sentence))
    found = set()
    for index, token in enumerate(tokens):
        word = token.group()
        if word.casefold() in _EVERYWHERE or not any(letter.isupper() for letter in word):
            continue
        after = tokens[index + 1].group() if index + 1 < len(tokens) else ""
        if _inside(word) or (word[0].isupper() and not _begins(sentence, token, after)):
            found.add(word)
    return found


def _inside(word: str) -> bool:
    """Capitals that no start of a sentence explains: QA, PyTorch, b0-XL."""
    return len(word) > 1 and any(letter.isupper() for letter in word[1:])


def _begins(sentence: str, token: re.Match[str], after: str) -> bool:
    """Whether a capital is there only because a sentence begins: not before another name, as in a full name."""
    if _STARTS.search(sentence, 0, token.start()) is None:
        return False
    name_next = after[:1].isupper() and after.casefold() not in _EVERYWHERE and sentence[token.end()] == " "
    return not name_next or token.group().casefold() in _BEGINNINGS


def _stem(word: str) -> str:
    """Without the endings that a name takes in a sentence: Anna's, Fridays, Finnish stays."""
    return re.sub(r"(?:['’]s|s['’]?|['’])$", "", word.casefold())
