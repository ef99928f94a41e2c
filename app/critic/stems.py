"""Words cut down to what their forms share, so that “measured” meets “measurable”."""

from collections.abc import Iterable
from functools import cache, lru_cache

from app.critic.tokens import words
from app.critic.words import lexicon

# A suffix goes only if enough of the word is left; the longest that fits does.
_SUFFIXES = tuple(
    sorted(
        """
        abilities ability able acy age ance ances ate ated ates ating ation ations ator ators atory e ed
        ement ements ence ences er ers es iance ibilities ibility ible ied ies ing ings ion ions isation
        isations ise ised ises ising ive ization izations ize ized izes izing ly ment ments or ors ory s y
        """.split(),
        key=len,
        reverse=True,
    )
)
_LEFT = 4


@cache
def _dull() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon().generic)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The stem of a word in lower case. Rough: meant to compare a text with a question, not to be read."""
    if not word.endswith("ss"):
        word = word.removesuffix(next((each for each in _SUFFIXES if _fits(word, each)), ""))
    if len(word) > _LEFT and word[-1] == word[-2] != "s":
        word = word[:-1]  # “labell” of “labelled”
    return word


def _fits(word: str, suffix: str) -> bool:
    # “logs” may lose its s; with the other endings a stem of three letters could be anything.
    return word.endswith(suffix) and len(word) - len(suffix) >= _LEFT - (suffix == "s")


def stems(text: str) -> frozenset[str]:
    """What a text is about: the stems of its words, without stop words and what each canvas is full of."""
    return stems_of(word.text for word in words(text))


def stems_of(read: Iterable[str]) -> frozenset[str]:
    """The same, from words that were read already."""
    stop = lexicon().stop_words
    some = (stem(word.removesuffix("'s")) for word in read if word not in stop and len(word) > 1)
    return frozenset(each for each in some if each not in _dull() and not each.isdigit())
