"""What a sentence tells around a word that may be vague: what was, why it is so, and what it leaves out."""

from bisect import bisect_left
from functools import lru_cache

from app.critic.amounts import counts
from app.critic.hits import PAUSES, Hit, listed, numeric
from app.critic.meaning import phrase_in
from app.critic.reading import Reading
from app.critic.tokens import Span
from app.critic.wording import wording

_CLOSE = 3  # words between it and the “since” that gives its reason
_NEAR = 16  # words around it in which a limit or a count belongs to it: few, as a sentence may hold thousands of hits
_BEHIND = 6  # words between the “since” before it and it


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
    if (hit.gap(hit.last).startswith(":") and _said_before(hit)) or _bounded(hit):
        return "what follows says in what way"
    if reason := _reason(hit):
        return f"“{reason}” gives the reason"
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
    return told and hit.cue.criterion in ("VAG-01", "VAG-07", "VAG-08")


def _bounded(hit: Hit) -> bool:
    """Whether a limit follows a colon: “Jonas keeps an eye on one curve: below 3.4 for four weeks, and …”."""
    words = hit.words
    for index in range(hit.last, min(len(words) - 1, hit.last + _NEAR)):
        if hit.gap(index).startswith(":"):
            return words[index].text in listed("compared") and numeric(words[index + 1].text)
    return False


def _reason(hit: Hit) -> str:
    """The “since” before it, where what follows says in what way: “since these are robust against a single value”."""
    if hit.next not in listed("respects") or hit.cue.criterion != "VAG-01":
        return ""
    for index in range(hit.first - 1, max(-1, hit.first - 1 - _BEHIND), -1):
        if hit.words[index].text in listed("reasons"):
            return hit.words[index].text
        if not PAUSES.isdisjoint(hit.gap(index + 1)):
            break
    return ""


def likened(hit: Hit) -> str:
    """What stands before it counts the same thing: “gaps of at most 1 hour are filled. A longer gap is marked”."""
    if hit.cue.criterion != "VAG-06":
        return ""
    sentences, among = hit.reading.sentences, hit.words
    place = bisect_left(sentences, hit.sentence)
    last = among[hit.last - 1].text
    things = {word.removesuffix("s") for word in (hit.next, last if hit.last - hit.first > 1 else "") if word}
    told = set[str]()
    first = max(0, hit.first - _NEAR)
    if any(counts(hit.reading, among, index) for index in range(first, hit.first)):
        told |= {word.text for word in among[first : hit.first]}
    if place and _counted(hit.reading, sentences[place - 1]):
        told |= hit.reading.vocabulary[sentences[place - 1]]
    same = things & {word.removesuffix("s") for word in told}
    return f"what stands before counts “{min(same)}”" if same else ""


def excluded(hit: Hit) -> str:
    """The sentence says that it is no part of the plan: “marking comes in 2028 maybe, it is not part of this”."""
    if hit.cue.criterion not in wording().plain:
        return ""
    phrase = _outside(hit.reading, hit.sentence)
    return f"“{phrase}” leaves it out" if phrase else ""


@lru_cache(maxsize=512)
def _outside(reading: Reading, sentence: Span) -> str:
    """The words with which a sentence leaves something out. Asked for each hit: a sentence may hold thousands."""
    return phrase_in(reading, reading.words_in(sentence), wording().outside)


def hazard(hit: Hit) -> str:
    """Where risks are asked for, might tells one: “the model might know large barns better”; “we might” does not."""
    asked = hit.box.id in listed("hazards") and hit.words[hit.first].text == "might"
    return "a risk is told" if asked and hit.before and hit.before not in listed("doers") and _acts(hit) else ""


def _acts(hit: Hit) -> bool:
    """Whether a verb follows: “might be flagged more often”; “might be added later” is a plan that nobody made."""
    if hit.next in ("", "also", "even", "then", "later"):
        return False
    done = hit.words[hit.last + 1].text if hit.next == "be" and hit.last + 1 < len(hit.words) else ""
    return hit.next != "be" or (done.endswith("ed") and done not in listed("planned"))
