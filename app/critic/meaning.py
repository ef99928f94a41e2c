"""What a sentence does with a word that may be vague: defines it, turns it around, tells a risk or what was."""

import re
from functools import lru_cache

from app.critic.hits import PAUSES, Hit, listed, numeric
from app.critic.reading import Reading
from app.critic.tokens import Span, Word
from app.critic.wording import Patterns, wording
from app.critic.words import lexicon

_BAND = re.compile(r"\s?[(:=<>≤≥]\s?|\s")  # between a word and the numbers that it stands for
_CLAIM = 12  # words in which “we do not claim that” before it clears it
_REACH = 4  # words in which a “not” before it turns it around


def quoted(hit: Hit) -> str:
    return "it is quoted" if hit.reading.protected(hit.span) else ""


def defined(hit: Hit) -> str:
    """Its sentence, or another one of the box that holds the word, says what it means."""
    if hit.cue.criterion not in wording().plain:
        return ""
    if phrase := _meaning(hit.reading, hit.sentence):
        return f"“{phrase}” tells what it means"
    word = hit.words[hit.first + hit.cue.pattern.key].text
    said = _explained(hit.reading, word) or (hit.cue.criterion in wording().counted and _banded(hit.reading, word))
    return f"the box says what “{word}” means" if said else ""


@lru_cache(maxsize=512)
def _meaning(reading: Reading, sentence: Span) -> str:
    """The words of a sentence that define something. Asked for each hit: a sentence may hold thousands."""
    return phrase_in(reading, reading.words_in(sentence), wording().definitions)


@lru_cache(maxsize=512)
def _explained(reading: Reading, word: str) -> bool:
    """Whether it is one of the last words before the defining words of a sentence."""
    known = wording().definitions
    return word not in lexicon().stop_words and any(
        not known.keys().isdisjoint(reading.vocabulary[sentence]) and word in _subject(reading, sentence)
        for sentence in reading.holding(frozenset([word]))
    )


@lru_cache(maxsize=512)
def _banded(reading: Reading, word: str) -> bool:
    """Whether it names a range of numbers: “high 61 and over”, “low (below 0.3)”."""
    for sentence in () if numeric(word) else reading.holding(frozenset([word])):
        among = reading.words_in(sentence)
        for index, each in enumerate(among[:-1]):
            after = among[index + 1]
            if each.text == word and _BAND.fullmatch(reading.text, each.end, after.start):
                compared = after.text in listed("compared") and index + 2 < len(among)
                if numeric(after.text) or (compared and numeric(among[index + 2].text)):
                    return True
    return False


@lru_cache(maxsize=512)
def _subject(reading: Reading, sentence: Span) -> frozenset[str]:
    among = reading.words_in(sentence)
    place = _place(reading, among, wording().definitions)
    return frozenset(word.text for word in among[max(0, place[0] - 3) : place[0]]) if place else frozenset()


def phrase_in(reading: Reading, among: tuple[Word, ...], patterns: Patterns) -> str:
    place = _place(reading, among, patterns)
    return reading.text[among[place[0]].start : among[place[1] - 1].end] if place else ""


def _place(reading: Reading, among: tuple[Word, ...], patterns: Patterns) -> tuple[int, int] | None:
    """Where the first of these phrases stands: its first word, and the word after its last."""
    for index, word in enumerate(among):
        for pattern in patterns.get(word.text, ()):
            first = pattern.first(reading.text, among, index)
            if first is not None:
                return first, first + len(pattern.slots)
    return None


def turned_around(hit: Hit) -> str:
    if hit.cue.criterion not in wording().plain:
        return ""
    for index in range(hit.first - 1, max(-1, hit.first - 1 - _REACH), -1):
        if not PAUSES.isdisjoint(hit.gap(index + 1)):
            break
        if hit.words[index].text in listed("negations"):
            return f"“{hit.words[index].text}” turns it around"
    phrase = phrase_in(hit.reading, _claimed(hit), wording().disclaimers)
    return f"“{phrase}” claims nothing" if phrase else ""


def _claimed(hit: Hit) -> tuple[Word, ...]:
    """The words before it that a claim may stand in: “we do not use it, but we hope” still hopes."""
    first = max(0, hit.first - _CLAIM)
    turns = [index + 1 for index in range(first, hit.first) if hit.words[index].text == "but"]
    return hit.words[max([first, *turns]) : hit.first]


def mentioned(hit: Hit) -> str:
    """The word is spoken of, not used: “vials marked maybe”, “maybe means a score above 0.4”."""
    opens = hit.first == 0 and hit.cue.criterion == "VAG-05" and len(hit.cue.pattern.slots) == 1  # “Etc. is expanded”
    article = hit.words[hit.first].text in ("a", "an")  # “we marked a heap of them”
    told = hit.before in listed("mentions") and not article
    if hit.next == "stands":  # “TBD stands for tick-borne disease”
        return "the word itself is meant"
    named = opens or told or hit.next in ("means", "denotes")
    return "the word itself is meant" if named and hit.cue.criterion != "VAG-10" else ""


def softened(hit: Hit) -> str:
    """Right before the number of a goal, MEAS says that it is soft: “something like 50 %”. Once is enough."""
    soft = hit.box.id.split("-")[0] in listed("measured_boxes") and hit.cue.criterion == "VAG-03" and numeric(hit.next)
    return "the goal that it softens is told so" if soft else ""


def singled_out(hit: Hit) -> str:
    """A clause says which or who, and how likely it is: “points out who is probably faking”."""
    if hit.words[hit.first].text not in listed("likelihoods") or hit.last - hit.first > 2:
        return ""
    for index in range(hit.first - 1, max(-1, hit.first - 1 - _REACH), -1):
        if not PAUSES.isdisjoint(hit.gap(index + 1)):
            break
        if hit.words[index].text in listed("relatives"):
            if index and not PAUSES.isdisjoint(hit.gap(index)):
                return ""  # “…, who perhaps finds more” only adds
            before = hit.words[index - 1].text if index else ""
            return "" if before in listed("minds") else f"“{hit.words[index].text}” singles out what is meant"
    return ""


def risk(hit: Hit) -> str:
    """What may go wrong is told with may, might and could."""
    if hit.words[hit.first].text in listed("negations"):  # “nobody can break it” denies the risk
        return ""
    read = hit.reading.vocabulary[hit.sentence]
    told = not listed("risk").isdisjoint(read) and not listed("risk_modals").isdisjoint(read)
    return "a risk is told" if told and hit.cue.criterion in wording().counted else ""


def honest(hit: Hit) -> str:
    """The sentence asks, or says that something is not known yet. That is what open questions are for."""
    if hit.cue.criterion == "VAG-10":
        return ""
    return "the sentence says openly what is not known" if hit.sentence in hit.reading.unsettled else ""
