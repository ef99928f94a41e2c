"""What clears a word that may be vague: five looks at its company, in order, each with its reason."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.canvas.template import Box
from app.critic.reading import Reading
from app.critic.tokens import Span, Word, joined
from app.critic.wording import Cue, Patterns, wording
from app.critic.words import lexicon

_YEAR = re.compile(r"(?:19|20)\d\d")
_BAND = re.compile(r"\s?[(:=<>≤≥]\s?|\s")  # between a word and the numbers that it stands for
_PAUSES = frozenset(",.;:!?()[]…–—\n")
_AHEAD = 7  # words after it in which a number says how much
_BACK = 5  # words before it
_AROUND = 4  # words around it in which a longer phrase may have its key word
_CLAIM = 12  # words in which “we do not claim that” before it clears it
_REACH = 4  # words in which a “not” before it turns it around


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a sentence."""

    cue: Cue
    reading: Reading
    box: Box
    sentence: Span
    words: tuple[Word, ...]  # of the sentence
    first: int  # index of its first word
    last: int  # index of the word after it

    @property
    def span(self) -> Span:
        return Span(self.words[self.first].start, self.words[self.last - 1].end)

    @property
    def before(self) -> str:
        """The word before it in the same sentence."""
        return self.words[self.first - 1].text if self.first else ""

    @property
    def next(self) -> str:
        """The word after it, if nothing but space stands between."""
        if self.last == len(self.words) or not _PAUSES.isdisjoint(self.gap(self.last)):
            return ""
        return self.words[self.last].text

    def gap(self, index: int) -> str:
        """What stands between a word of the sentence and the one before it."""
        return self.reading.text[self.words[index - 1].end : self.words[index].start]

    def shown(self, first: int, last: int) -> str:
        return self.reading.text[self.words[first].start : self.words[last - 1].end]


def _list(name: str) -> frozenset[str]:
    return wording().lists[name]


def why(hit: Hit) -> tuple[str, str] | None:
    """The first thing that clears it, as (which look, in what words); None if nothing does."""
    for name, looks in SUPPRESSORS:
        for look in looks:
            if reason := look(hit):
                return name, reason
    return None


# ---- 1 protected: code, quotations of a name, compounds, proper nouns


def _code(hit: Hit) -> str:
    return "it stands in code or in an address" if hit.reading.in_code(hit.span) else ""


def _compound(hit: Hit) -> str:
    return "it is part of a compound" if joined(hit.reading.text, hit.span) else ""


def _name(hit: Hit) -> str:
    """A capital within a sentence, or two at its start: “Fast Track”, “Regular and Fixed are our tariffs”."""
    if len(hit.cue.pattern.slots) > 2 or hit.cue.criterion in ("VAG-03", "VAG-10"):
        return ""
    capital = _capital(hit, hit.first)
    if not capital or hit.shown(hit.first, hit.last).isupper():
        return ""
    opens = hit.first == 0 or not _PAUSES.isdisjoint(hit.gap(hit.first)) or '"' in hit.gap(hit.first)
    if _numeric(hit.next):  # “Prompt 7”
        return "it is part of a name"
    joins = hit.next in ("and", "or")
    follows = hit.last + joins
    capital_next = bool(hit.next) and follows < len(hit.words) and _capital(hit, follows)
    return "it is part of a name" if not opens or (capital_next and not _acronym(hit, follows)) else ""


def _capital(hit: Hit, index: int) -> bool:
    return hit.reading.text[hit.words[index].start].isupper()


def _acronym(hit: Hit, index: int) -> bool:
    return hit.shown(index, index + 1).isupper()


# ---- 2 collocations


def _collocation(hit: Hit) -> str:
    phrase = holding(hit, wording().collocations)
    return f"“{phrase}” is a term" if phrase else ""


def holding(hit: Hit, patterns: Patterns) -> str:
    """The longer phrase that holds the word that gives the hit away."""
    telling = hit.first + hit.cue.pattern.key
    for index in range(max(0, telling - _AROUND), min(len(hit.words), telling + _AROUND + 1)):
        for pattern in patterns.get(hit.words[index].text, ()):
            first = pattern.first(hit.reading.text, hit.words, index)
            if first is not None and first <= telling < first + len(pattern.slots):
                return hit.shown(first, first + len(pattern.slots))
    return ""


# ---- 3 a number that says how much


def _quantified(hit: Hit) -> str:
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
        if ";" in gap or (turned and word not in _list("compared") and not _numeric(word)):
            return
        turned = word in _list("turns")
        yield index


def _back(hit: Hit) -> Iterator[int]:
    for index in range(hit.first - 1, max(-1, hit.first - 1 - _BACK), -1):
        beside = index + 1 == hit.first and hit.words[hit.first].text == "too"  # “8 of 220, too few for a rate”
        paused = not _PAUSES.isdisjoint(hit.gap(index + 1)) and not (beside and hit.gap(index + 1).strip() == ",")
        if paused or hit.words[index].text in _list("turns"):
            return
        yield index


def _numeric(word: str) -> bool:
    return word[:1].isdigit()


def _measures(hit: Hit, index: int) -> bool:
    """Whether a number can say how much: “a smoother handover at 07:00” is as open as before."""
    return _counts(hit, index) and not (_clock(hit, index) or _clock(hit, index + 1))


def _clock(hit: Hit, index: int) -> bool:
    """Whether a word is the second half of a time of day."""
    if not 0 < index < len(hit.words) or hit.gap(index) != ":":
        return False
    return _numeric(hit.words[index].text) and _numeric(hit.words[index - 1].text)


def _counts(hit: Hit, index: int) -> bool:
    """Whether the word is a number that is neither a name nor a date."""
    word = hit.words[index]
    before = hit.words[index - 1].text if index else ""
    after = hit.words[index + 1].text if index + 1 < len(hit.words) else ""
    if not _numeric(word.text):
        return word.text in _list("spelled") and (after in _list("measured") or before in _list("compared"))
    if before in _list("names") or before in _list("months") or after in _list("months"):
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
    dated = _YEAR.fullmatch(word) or (_numeric(word) and not _list("months").isdisjoint(beside))
    return bool(dated) or (_counts(hit, index) and _timed(hit, index))


def _timed(hit: Hit, index: int) -> bool:
    """Whether a number counts time: “2 s”, “20ms”, “16:00”, “50 Hz”."""
    number = hit.words[index]
    after = hit.words[index + 1] if index + 1 < len(hit.words) else None
    glued = number.text.lstrip("0123456789")
    if after and _numeric(after.text) and hit.gap(index + 1) == ":":
        return True
    return (glued or (after.text if after else "")) in _list("units_of_time")


def _amount(hit: Hit, index: int) -> str:
    return hit.shown(index, min(len(hit.words), index + 2))


def _cadence(hit: Hit) -> str:
    """A time that is told beside it: “regularly, every Friday”."""
    if hit.cue.criterion != "VAG-08":
        return ""
    for index in (*_ahead(hit), *_back(hit)):
        before = hit.words[index - 1].text if index else ""
        told = hit.words[index].text in _list("parts_of_time") and before in _list("each_time")
        if told or hit.words[index].text in _list("cadences"):
            return f"“{hit.shown(index - told, index + 1)}” says when"
    return ""


# ---- 4 defined, quoted, turned around, told as a risk or as open


def _quoted(hit: Hit) -> str:
    return "it is quoted" if hit.reading.protected(hit.span) else ""


def _defined(hit: Hit) -> str:
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
    return _phrase(reading, reading.words_in(sentence), wording().definitions)


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
    for sentence in () if _numeric(word) else reading.holding(frozenset([word])):
        among = reading.words_in(sentence)
        for index, each in enumerate(among[:-1]):
            after = among[index + 1]
            if each.text == word and _BAND.fullmatch(reading.text, each.end, after.start):
                compared = after.text in _list("compared") and index + 2 < len(among)
                if _numeric(after.text) or (compared and _numeric(among[index + 2].text)):
                    return True
    return False


@lru_cache(maxsize=512)
def _subject(reading: Reading, sentence: Span) -> frozenset[str]:
    among = reading.words_in(sentence)
    place = _place(reading, among, wording().definitions)
    return frozenset(word.text for word in among[max(0, place[0] - 3) : place[0]]) if place else frozenset()


def _phrase(reading: Reading, among: tuple[Word, ...], patterns: Patterns) -> str:
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


def _turned_around(hit: Hit) -> str:
    if hit.cue.criterion not in wording().plain:
        return ""
    for index in range(hit.first - 1, max(-1, hit.first - 1 - _REACH), -1):
        if not _PAUSES.isdisjoint(hit.gap(index + 1)):
            break
        if hit.words[index].text in _list("negations"):
            return f"“{hit.words[index].text}” turns it around"
    phrase = _phrase(hit.reading, _claimed(hit), wording().disclaimers)
    return f"“{phrase}” claims nothing" if phrase else ""


def _claimed(hit: Hit) -> tuple[Word, ...]:
    """The words before it that a claim may stand in: “we do not use it, but we hope” still hopes."""
    first = max(0, hit.first - _CLAIM)
    turns = [index + 1 for index in range(first, hit.first) if hit.words[index].text == "but"]
    return hit.words[max([first, *turns]) : hit.first]


def _mentioned(hit: Hit) -> str:
    """The word is spoken of, not used: “vials marked maybe”, “maybe means a score above 0.4”."""
    opens = hit.first == 0 and hit.cue.criterion == "VAG-05" and len(hit.cue.pattern.slots) == 1  # “Etc. is expanded”
    told = hit.before in _list("mentions") and hit.words[hit.first].text not in (
        "a",
        "an",
    )  # “we marked a heap of them”
    named = opens or told or hit.next in ("means", "denotes")
    return "the word itself is meant" if named and hit.cue.criterion != "VAG-10" else ""


def _risk(hit: Hit) -> str:
    """What may go wrong is told with may, might and could."""
    if hit.words[hit.first].text in _list("negations"):  # “nobody can break it” denies the risk
        return ""
    read = hit.reading.vocabulary[hit.sentence]
    told = not _list("risk").isdisjoint(read) and not _list("risk_modals").isdisjoint(read)
    return "a risk is told" if told and hit.cue.criterion in wording().counted else ""


def _honest(hit: Hit) -> str:
    """The sentence asks, or says that something is not known yet. That is what open questions are for."""
    if hit.cue.criterion == "VAG-10":
        return ""
    return "the sentence says openly what is not known" if hit.sentence in hit.reading.unsettled else ""


# ---- 5 a box that may tell a story


def _tolerated(hit: Hit) -> str:
    boxes = wording().tolerates.get(hit.cue.criterion, frozenset())
    return f"{hit.box.name} may tell a story" if hit.box.id in boxes else ""


Look = Callable[[Hit], str]
SUPPRESSORS: tuple[tuple[str, tuple[Look, ...]], ...] = (
    ("protected", (_code, _compound, _name)),
    ("collocation", (_collocation,)),
    ("quantified", (_quantified, _cadence)),
    ("meant", (_quoted, _defined, _turned_around, _mentioned, _risk, _honest)),
    ("box", (_tolerated,)),
)
