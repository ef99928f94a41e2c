"""Which guiding questions a text answers, and where a passage fits."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, reduce
from itertools import chain
from operator import or_

from app.canvas.model import Coverage, Covered
from app.canvas.template import DEFAULT, Box, Question, Template, load
from app.critic.copies import copied
from app.critic.cues import Cue, Cues, book, cues
from app.critic.reading import Reading, read
from app.critic.sentences import Sentence, sentence
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
    answers = _answers(box, reading)
    judged = _careful if reading.english else _best
    found = {each.number: judged(box, each, answers) for each in box.questions}
    if asked is not None:
        number = box.question(asked).number
        found[number] = max(found[number], _reply(reading, answers), key=_strength)
    return {number: each for number, each in found.items() if each.state in (Covered.PART, Covered.FULL)}


def coverage_of(box: Box, text: str) -> dict[int, Coverage]:
    """The state of every guiding question of a box, each with the words of the text that show it."""
    return dict(_covered(box, text))


@lru_cache(maxsize=32)  # a review asks for the states, and again for what is unanswered
def _covered(box: Box, text: str) -> Mapping[int, Coverage]:
    reading = read(text)
    answers = _answers(box, reading)
    if answers and len(answers) <= _BRIEF and _moot(answers[0]):
        return {each.number: Coverage(Covered.NOT_APPLICABLE, answers[0].text) for each in box.questions}
    if not reading.english:
        return {each.number: _best(box, each, answers) for each in box.questions}
    said = _said(answers)
    return {each.number: _judged(box, each, said) for each in box.questions}


_NOTHING = Coverage(Covered.NONE)
_ORDER = (Covered.NONE, Covered.NOT_APPLICABLE, Covered.PART, Covered.FULL)


def _strength(coverage: Coverage) -> int:
    return _ORDER.index(coverage.state)


@dataclass(frozen=True)
class _Answer:
    """A sentence that can answer something. What is costly is found when it is first asked for."""

    reading: Reading
    read: Sentence

    @cached_property
    def text(self) -> str:
        return self.reading.quote(self.read.span)

    @cached_property
    def stems(self) -> frozenset[str]:
        return stems_of(self.reading.vocabulary[self.read.span])

    @cached_property
    def lead(self) -> str:
        """What stands before its colon, if anything stands after it."""
        head, _, rest = self.text.lstrip("-*• ").partition(":")
        return fold(head.strip("* ")) if rest.strip("* ") else ""


def _answers(box: Box, reading: Reading) -> list[_Answer]:
    """Every sentence but the canvas's own, headings, questions, and “we don't know”."""
    silent = copied(box, reading) | reading.unsettled
    return [
        _Answer(reading, sentence(reading, span))
        for span in reading.sentences
        if span not in silent and reading.text[span.end - 1] != ":"
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """The answers of a box, sorted once for all of its questions."""

    every: list[_Answer]
    firm: list[_Answer]
    moot: list[_Answer]  # say that something does not apply


def _said(answers: list[_Answer]) -> _Said:
    moot = book().classes["Moot"]
    return _Said(
        answers,
        [each for each in answers if not _vague(each)],
        [each for each in answers if each.read.bits & moot],
    )


def _judged(box: Box, question: Question, said: _Said) -> Coverage:
    known = _cues(box, question)
    if known is None:
        return _typed(question, _best(box, question, said.every), said.every)
    waved = [each for each in said.moot if each.read.bits & (known.topic | known.head)]
    excuse = next((each for each in waved if _says_why(each)), None)
    some = _said([each for each in said.every if each not in waved]) if waved else said
    found = max(_by_cues(known, some), _led(question, some.every), key=_strength)
    if excuse and found.state is not Covered.FULL:
        return Coverage(Covered.NOT_APPLICABLE, excuse.text)
    return found


def _led(question: Question, answers: list[_Answer]) -> Coverage:
    label = fold(question.label)
    some = (Coverage(Covered.FULL, each.text) for each in answers if label and each.lead == label)
    return next(some, _NOTHING)


def _careful(box: Box, question: Question, answers: list[_Answer]) -> Coverage:
    """By shared words, or by a cue in a sentence that shares at least one."""
    shared, known = _best(box, question, answers), _cues(box, question)
    if shared.state is Covered.FULL or known is None:
        return shared
    cued = _by_cues(known, _said(answers))
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


def _vague(answer: _Answer) -> bool:
    """It leaves open what is meant: by what it says, or by vague words with nothing beside them that settles it."""
    classes, bits = book().classes, answer.read.bits
    return bool(bits & classes["Open"] or (bits & classes["Vague"] and not bits & classes["Firm"]))


def _moot(answer: _Answer) -> bool:
    """It begins by saying that the whole box does not apply, and says why."""
    return bool(_MOOT.match(answer.text)) and _says_why(answer)


def _says_why(answer: _Answer) -> bool:
    """By a word such as “because”, or by some words of their own after a pause."""
    after = _PAUSE.split(answer.text)[1:]
    return bool(answer.read.bits & book().classes["As"]) or any(len(each.split()) >= _REASON for each in after)


def _first(answers: list[_Answer], some: tuple[Cue, ...], *, lead: int = 0) -> _Answer | None:
    """The first sentence that one of the cues strikes, or that is led by a word that leads to the question."""
    for each in answers:
        if each.read.lead & lead or _strikes(some, each.read.bits):
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


def _best(box: Box, question: Question, answers: list[_Answer]) -> Coverage:
    own = _specific(box)[question.number]
    found = max((_match(own, each) for each in answers), key=_strength, default=_NOTHING)
    return max(found, _led(question, answers), key=_strength)


def _match(own: frozenset[str], answer: _Answer) -> Coverage:
    shared = len(answer.stems & own)
    if shared >= _FULL:
        return Coverage(Covered.FULL, answer.text)
    return Coverage(Covered.PART, answer.text) if shared >= _PART else _NOTHING


# ---- by the kind of answer

_KINDS = (
    (("who", "whom", "whose"), ("Person", "Name")),
    (("when", "how often", "how long", "how soon", "how quickly"), ("Date", "Cadence", "Unit")),
    (("how much", "how many", "how far", "how large"), ("Number", "Percent", "Money")),
    (("where",), ("Setting", "Name")),
    (("why",), ("Because",)),
)


def _typed(question: Question, found: Coverage, answers: list[_Answer]) -> Coverage:
    """A sentence that touches a question answers it if it holds what the question asks for."""
    mask = _kind(question)
    if found.state is Covered.PART and any(each.text == found.quote and each.read.bits & mask for each in answers):
        return Coverage(Covered.FULL, found.quote)
    return found


def _kind(question: Question) -> int:
    classes, asked = book().classes, (fold(question.text), fold(question.plain))
    some = (names for starts, names in _KINDS if any(each.startswith(starts) for each in asked))
    return reduce(or_, (classes[each] for each in next(some, ())), 0)


def _reply(reading: Reading, answers: list[_Answer]) -> Coverage:
    """What a reply is worth for the question that was asked. A counter-question is worth nothing."""
    count = sum(len(reading.words_in(each.read.span)) for each in answers)
    if count < _REAL:
        return _NOTHING
    return Coverage(Covered.FULL if count >= _WHOLE else Covered.PART, reading.text.strip())


@lru_cache(maxsize=64)
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
