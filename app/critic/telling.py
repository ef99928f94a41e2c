"""What a sentence tells around a word that may be vague: what was, why it is so, and what it leaves out."""

from bisect import bisect_left
from functools import lru_cache

from app.critic.amounts import counts
from app.critic.hits import PAUSES, Hit, listed
from app.critic.meaning import phrase_in
from app.critic.reading import Reading
from app.critic.tokens import Span
from app.critic.wording import wording

_CLOSE = 3  # words between it and the “since” that gives its reason


def reported(hit: Hit) -> str:
    """A report of what was, with its numbers: “we tried a simpler method first: it sent 6.1 % to the wrong desk”."""
    if hit.cue.criterion not in ("VAG-06", "VAG-08") or not _of_the_past(hit.reading, hit.sentence):
        return ""
    return "it tells what was, in numbers" if _counted(hit.reading, hit.sentence) else ""


@lru_cache(maxsize=512)
def _of_the_past(reading: Reading, sentence: Span) -> bool:
    read = reading.vocabulary[sentence]
    return not listed("past").isdisjoint(read) and listed("wishes").isdisjoint(read)


@lru_cache(maxsize=512)
def _counted(reading: Reading, sentence: Span) -> bool:
    """Whether a number in it counts something. Asked for each hit: a sentence may hold thousands."""
    among = reading.words_in(sentence)
    return any(counts(reading, among, index) for index in range(len(among)))


def grounded(hit: Hit) -> str:
    """What follows says in what way: “the label is simple: kept or missed”, “fast enough because crews leave at 7”."""
    if hit.cue.criterion not in wording().counted or hit.last == len(hit.words):
        return ""
    if hit.gap(hit.last).startswith(":") and _said_before(hit):
        return "what follows says in what way"
    if not listed("wishes").isdisjoint(hit.reading.vocabulary[hit.sentence]):
        return ""
    for index in range(hit.last, min(len(hit.words), hit.last + _CLOSE)):
        word = hit.words[index].text
        if word in listed("reasons") or (word == "as" and _counted(hit.reading, hit.sentence)):
            return f"“{word}” gives the reason"
    return ""


def _said_before(hit: Hit) -> bool:
    """Whether it is said of something, and is no case of a list: “cluster way off: press stop”."""
    told = hit.words[hit.first].text == "in" or any(each.text in listed("copulas") for each in hit.words[: hit.last])
    return told and hit.cue.criterion in ("VAG-01", "VAG-08")


def likened(hit: Hit) -> str:
    """The sentence before it counts the same thing: “gaps of at most 1 hour are filled. A longer gap is marked”."""
    if hit.cue.criterion != "VAG-06":
        return ""
    sentences = hit.reading.sentences
    place = bisect_left(sentences, hit.sentence)
    last = hit.words[hit.last - 1].text
    things = {word.removesuffix("s") for word in (hit.next, last if hit.last - hit.first > 1 else "") if word}
    if not place or not _counted(hit.reading, sentences[place - 1]):
        return ""
    same = things & {word.removesuffix("s") for word in hit.reading.vocabulary[sentences[place - 1]]}
    return f"the sentence before counts “{min(same)}”" if same else ""


def excluded(hit: Hit) -> str:
    """The sentence says that it is no part of the plan: “marking comes in 2028 maybe, it is not part of this”."""
    if hit.cue.criterion not in wording().plain:
        return ""
    phrase = phrase_in(hit.reading, hit.words, wording().outside)
    return f"“{phrase}” leaves it out" if phrase else ""


def hazard(hit: Hit) -> str:
    """Where risks are asked for, might tells one: “the model might know large barns better”; “we might” does not."""
    asked = hit.box.id in listed("hazards") and hit.words[hit.first].text == "might"
    return "a risk is told" if asked and hit.before and hit.before not in listed("doers") and _acts(hit) else ""


def _acts(hit: Hit) -> bool:
    """Whether a verb of one word follows: “might be added later” is a plan that nobody made."""
    return hit.next not in ("", "be", "also", "even", "then", "later") and PAUSES.isdisjoint(hit.gap(hit.last))
