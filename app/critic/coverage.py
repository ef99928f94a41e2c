"""Which guiding questions a text answers, and where a passage fits."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

from app.canvas.model import Coverage, Covered
from app.canvas.template import DEFAULT, Box, Question, Template, load
from app.critic.copies import copied
from app.critic.cues import Cue, Cues, book, cues
from app.critic.reading import Reading, read
from app.critic.sentences import Sentence, sentences
from app.critic.shares import Share
from app.critic.stems import stems, stems_of
from app.critic.tokens import fold, words

_FULL, _PART = 2, 1  # distinct stems of a question that answer it, and that touch it
_REAL, _WHOLE = 2, 4  # words of a reply that touch the asked question, and that answer it
_CLEAR = 2  # how far the best box must be ahead of the next
_WEIGHT = 1.2  # how much a passage must share with a box to fit it
_REASON = 4  # words after a pause that can be a reason
_PAUSE = re.compile(r"[:;,(–—]")
_BRIEF = 2  # sentences of a text that only says why its box does not apply
_MOOT = re.compile(
    r"[-*•\s]{0,8}+(?:this |it |the box )?(?:n/a|(?:is |does )?not? ?(?:applicable|appl(?:y|ies)|relevant))\b",
    re.IGNORECASE,
)


# ---- guiding questions


def cover(box: Box, text: str, *, asked: int | None = None) -> dict[int, Coverage]:
    """Which guiding questions a free text answers. Careful: what is ticked here is hardly asked again.

    Holds only questions that are answered, or in part, each with the words of the text that do it.
    `asked` is the question to which the text replies; NotFound if the box does not have it.
    """
    reading = read(text)
    said = _said(box, reading)
    judged = _careful if reading.english else _best
    found = {each.question.number: judged(each, said) for each in _asked(box)}
    if asked is not None:
        number = box.question(asked).number
        found[number] = max(found[number], _reply(reading, said.every), key=_strength)
    return {number: each for number, each in found.items() if each.state in (Covered.PART, Covered.FULL)}


def coverage_of(box: Box, text: str) -> dict[int, Coverage]:
    """The state of every guiding question of a box, each with the words of the text that show it."""
    return dict(_covered(box, text))


@lru_cache(maxsize=32)  # a review asks for the states, and again for what is unanswered
def _covered(box: Box, text: str) -> Mapping[int, Coverage]:
    reading = read(text)
    said = _said(box, reading)
    if said.every and len(said.every) <= _BRIEF and _moot(said.every[0]):
        return {each.number: Coverage(Covered.NOT_APPLICABLE, said.every[0].text) for each in box.questions}
    if not reading.english:
        return {each.question.number: _best(each, said) for each in _asked(box)}
    found = {each.question.number: _judged(each, said) for each in _asked(box)}
    return {each.question.number: _shared(each, said, found) for each in _asked(box)}


_NOTHING = Coverage(Covered.NONE)
_ORDER = (Covered.NONE, Covered.NOT_APPLICABLE, Covered.PART, Covered.FULL)


def _strength(coverage: Coverage) -> int:
    return _ORDER.index(coverage.state)


class _Asked(NamedTuple):
    """A question of a box, and what answers it."""

    question: Question
    label: str
    stems: frozenset[str]  # that point to it, and to no other question of its box
    cues: Cues | None  # None for a question that the home canvas does not have
    share: Share | None


@lru_cache(maxsize=5000)  # of canvases, not of what people write
def _asked(box: Box) -> tuple[_Asked, ...]:
    stems, known = _specific(box), {each.number: _cues(box, each) for each in box.questions}
    return tuple(
        _Asked(each, fold(each.label), stems[each.number], *_known(each.number, known)) for each in box.questions
    )


def _known(number: int, known: Mapping[int, Cues | None]) -> tuple[Cues | None, Share | None]:
    own = known[number]
    others = [some for other, some in known.items() if some and other != number]
    return own, Share(own, others) if own else None


@dataclass(frozen=True)
class _Said:
    """What a box says, sorted once for all of its questions. What is costly is found when it is first asked for."""

    every: list[Sentence]

    @cached_property
    def firm(self) -> list[Sentence]:
        """Without those that leave open what is meant: that say so, or are vague with nothing that settles it."""
        classes = book().classes
        open, vague, firm = classes["Open"], classes["Vague"], classes["Firm"]
        return [each for each in self.every if not (each.bits & open or (each.bits & vague and not each.bits & firm))]

    @cached_property
    def moot(self) -> list[Sentence]:
        """Those that say that something does not apply."""
        moot = book().classes["Moot"]
        return [each for each in self.every if each.bits & moot]

    @cached_property
    def led(self) -> Mapping[str, Sentence]:
        """The first that begins with a label, by label."""
        return {each.label: each for each in reversed(self.every) if each.label}

    @cached_property
    def stems(self) -> list[frozenset[str]]:
        return [stems(each.text) for each in self.every]


def _said(box: Box, reading: Reading) -> _Said:
    """Every sentence but the canvas's own, headings, questions, and “we don't know”."""
    return _Said(sentences(reading, copied(box, reading) | reading.unsettled))


def _judged(asked: _Asked, said: _Said) -> Coverage:
    known = asked.cues
    if known is None:
        return _typed(asked.question, _best(asked, said), said.every)
    waved = [each for each in said.moot if each.bits & (known.topic | known.head)]
    some = _Said([each for each in said.every if each not in waved]) if waved else said
    found = _by_cues(known, some)
    if found.state is not Covered.FULL and asked.label in some.led:
        found = Coverage(Covered.FULL, some.led[asked.label].text)
    if waved and found.state is not Covered.FULL:
        excuses = [each for each in waved if _says_why(each)]
        return Coverage(Covered.NOT_APPLICABLE, excuses[0].text) if excuses else found
    return found


def _shared(asked: _Asked, said: _Said, found: Mapping[int, Coverage]) -> Coverage:
    """What is left of an answer beside the others of its box: each sentence counts most where it says most.

    People answer the essential questions first: one that seems left out has its answer where nothing else stands,
    between the answers to the questions before and after it. What answers any other only by the way touches it.
    """
    own, share = found[asked.question.number], asked.share
    if share is None:
        return own
    if asked.question.essential and own.state is Covered.NONE:
        some = [each for each in _between(asked.question, said, found) if share.speaks(each)]
        return Coverage(Covered.FULL, some[0].text) if some else _NOTHING
    clear = asked.question.essential or own.state is not Covered.FULL or len(said.every) == 1 or asked.label in said.led
    return own if clear or share.tops(said.firm) else Coverage(Covered.PART, own.quote)


def _between(question: Question, said: _Said, found: Mapping[int, Coverage]) -> list[Sentence]:
    """What no other question takes, between the answers to those before and to those after."""
    texts, taken = [each.text for each in said.every], {each.quote for each in found.values()}
    places = {number: texts.index(each.quote) for number, each in found.items() if each.state is Covered.FULL}
    first = max((place for number, place in places.items() if number < question.number), default=-1)
    last = min((place for number, place in places.items() if number > question.number), default=len(texts))
    firm = frozenset(said.firm)
    return [each for each in said.every[first + 1 : last] if each.text not in taken and each in firm]


def _careful(asked: _Asked, said: _Said) -> Coverage:
    """By shared words, or by a cue in a sentence that shares at least one."""
    shared = _best(asked, said)
    if shared.state is Covered.FULL or asked.cues is None:
        return shared
    cued = _by_cues(asked.cues, said)
    if cued.state is not Covered.FULL:
        return shared
    return cued if cued.quote == shared.quote else Coverage(Covered.PART, cued.quote)


# ---- by cues


@cache
def _home() -> Mapping[str, Box]:
    return load(DEFAULT).boxes


def _cues(box: Box, question: Question) -> Cues | None:
    """What answers a question of the home canvas. Another canvas may have a box of the same name."""
    own = _home().get(box.id)
    same = own and any((each.number, each.text) == (question.number, question.text) for each in own.questions)
    return cues(box.id).get(question.number) if same else None


def _by_cues(known: Cues, said: _Said) -> Coverage:
    if full := _first(said.firm, known.full, lead=known.head):
        return Coverage(Covered.FULL, full.text)
    struck = [each for aspect in known.aspects if (each := _first(said.firm, (aspect,)))]
    if struck:
        return Coverage(Covered.FULL if len(struck) == len(known.aspects) else Covered.PART, struck[0].text)
    part = _first(said.every, (*known.part, *known.full, *known.aspects), lead=known.head)
    return Coverage(Covered.PART, part.text) if part else _NOTHING


def _moot(answer: Sentence) -> bool:
    """It begins by saying that the whole box does not apply, and says why."""
    return bool(_MOOT.match(answer.text)) and _says_why(answer)


def _says_why(answer: Sentence) -> bool:
    """By a word such as “because”, or by some words of their own after a pause."""
    after = _PAUSE.split(answer.text)[1:]
    return bool(answer.bits & book().classes["As"]) or any(len(each.split()) >= _REASON for each in after)


def _first(answers: list[Sentence], some: tuple[Cue, ...], *, lead: int = 0) -> Sentence | None:
    """The first sentence that one of the cues strikes, or that is led by a word that leads to the question."""
    for each in answers:
        if each.lead & lead or _strikes(some, each.bits):
            return each
    return None


def _strikes(some: tuple[Cue, ...], bits: int) -> bool:
    for cue in some:  # plain loops: a generator for each cue takes three times as long
        for mask in cue:
            if not bits & mask:
                break
        else:
            return True
    return False


# ---- by shared words


def _best(asked: _Asked, said: _Said) -> Coverage:
    if asked.label in said.led:
        return Coverage(Covered.FULL, said.led[asked.label].text)
    shared = [min(len(each & asked.stems), _FULL) for each in said.stems]
    most = max(shared, default=0)
    if most < _PART:
        return _NOTHING
    return Coverage(Covered.FULL if most >= _FULL else Covered.PART, said.every[shared.index(most)].text)


# ---- by the kind of answer

_KINDS = (
    (("who", "whom", "whose"), ("Person", "Name")),
    (("when", "how often", "how long", "how soon", "how quickly"), ("Date", "Cadence", "Unit")),
    (("how much", "how many", "how far", "how large"), ("Number", "Percent", "Money")),
    (("where",), ("Setting", "Name")),
    (("why",), ("Because",)),
)


def _typed(question: Question, found: Coverage, answers: list[Sentence]) -> Coverage:
    """A sentence that touches a question answers it if it holds what the question asks for."""
    mask = _kind(question)
    if found.state is Covered.PART and any(each.text == found.quote and each.bits & mask for each in answers):
        return Coverage(Covered.FULL, found.quote)
    return found


def _kind(question: Question) -> int:
    classes, asked = book().classes, (fold(question.text), fold(question.plain))
    some = (names for starts, names in _KINDS if any(each.startswith(starts) for each in asked))
    return reduce(or_, (classes[each] for each in next(some, ())), 0)


def _reply(reading: Reading, answers: list[Sentence]) -> Coverage:
    """What a reply is worth for the question that was asked. A counter-question is worth nothing."""
    count = sum(len(reading.words_in(each.span)) for each in answers)
    if count < _REAL:
        return _NOTHING
    return Coverage(Covered.FULL if count >= _WHOLE else Covered.PART, reading.text.strip())


def _specific(box: Box) -> dict[int, frozenset[str]]:
    """By question, the stems that point to it and to no other question of its box."""
    asked = {each.number: stems(f"{each.text} {each.plain} {each.label}") for each in box.questions}
    seen = Counter(chain.from_iterable(asked.values()))
    return {number: frozenset(each for each in some if seen[each] == 1) for number, some in asked.items()}


# ---- boxes


def fits(template: Template, text: str) -> str | None:
    """The box that a passage fits best, by the words that it shares with it; None without a clear winner."""
    topics, some = _topics(template), stems(text)
    scores = {id: sum(weights[each] for each in some & weights.keys()) for id, weights in topics.items()}
    best, second = (*sorted(scores, key=lambda id: -scores[id]), "")[:2]
    return best if scores[best] >= max(_WEIGHT, _CLEAR * scores.get(second, 0)) else None


@lru_cache(maxsize=16)
def _topics(template: Template) -> dict[str, dict[str, float]]:
    """By box, its stems and how much of their use in the whole canvas is in this box."""
    boxes = {id: _topic(box) for id, box in template.boxes.items()}
    whole = sum(boxes.values(), Counter())
    return {id: {each: count / whole[each] for each, count in own.items()} for id, own in boxes.items()}


def _topic(box: Box) -> Counter[str]:
    asked = (f"{each.text} {each.plain} {each.label}" for each in box.questions)
    read = words(" ".join((box.name, box.prompt, *asked)))
    return Counter(chain.from_iterable(stems_of([word.text]) for word in read))
