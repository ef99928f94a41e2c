"""GAP: what a box does not say yet. Also which guiding questions a text answers, and where a passage fits."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from app.canvas.model import Coverage, Covered
from app.canvas.template import Box, Question, Template
from app.critic.finding import Spot
from app.critic.reading import Reading, read
from app.critic.stems import stems, stems_of
from app.critic.tokens import Span, Word, fold, words

_LEAST = 4  # a shorter piece of the canvas's text may be anybody's words
_MOST = 0.7  # how much of a sentence must be the canvas's text to be a copy of it
_FULL, _PART = 2, 1  # distinct stems of a question that answer it, and that touch it
_REAL, _WHOLE = 2, 4  # words of a reply that touch the asked question, and that answer it
_CLEAR = 2  # how far the best box must be ahead of the next
_WEIGHT = 1.2  # how much a passage must share with a box to fit it


def gaps(box: Box, text: str) -> tuple[Spot, ...]:
    """An empty box, or the canvas's own words where the answer should be. In any language."""
    if not text.strip(_BLANK):
        return (Spot("GAP-00"),)
    reading = read(text)
    return tuple(Spot("GAP-91", reading.quote(span), *span) for span in _unanswered(box, reading))


_BLANK = " \t\r\n\f\v\u00a0\u200b\ufeff-–—*•"  # what an empty form leaves behind


# ---- copies of the canvas's text


def _unanswered(box: Box, reading: Reading) -> Iterator[Span]:
    """The copied sentences with nothing of one's own after them: before it, a question is a heading."""
    copied = _copied(box, reading)
    last = max((span.end for span in reading.sentences if span not in copied), default=0)
    run = [span for span in reading.sentences if span.start >= last]
    if run:
        yield Span(run[0].start, run[-1].end)


def _copied(box: Box, reading: Reading) -> frozenset[Span]:
    return frozenset(span for span in reading.sentences if _is_copy(reading.words_in(span), _own(box)))


def _is_copy(read: tuple[Word, ...], own: frozenset[tuple[str, ...]]) -> bool:
    some = _plain(read)
    if some in own:
        return True
    longest = max(map(len, own), default=0)
    if len(some) * _MOST > longest:  # also keeps the search below short
        return False
    line = f" {' '.join(some)} "
    return any(len(each) >= len(some) * _MOST and f" {' '.join(each)} " in line for each in own)


@lru_cache(maxsize=64)
def _own(box: Box) -> frozenset[tuple[str, ...]]:
    """The sentences that the canvas itself puts into a box."""
    texts = chain([box.prompt], *((each.text, each.plain) for each in box.questions))
    readings = [Reading(text) for text in texts]
    pieces = {_plain(reading.words_in(span)) for reading in readings for span in reading.sentences}
    return frozenset(piece for piece in pieces if len(piece) >= _LEAST)


def _plain(read: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(word.text for word in read)


# ---- guiding questions


def cover(box: Box, text: str, *, asked: int | None = None) -> dict[int, Coverage]:
    """Which guiding questions a free text answers, by the words that it shares with them.

    Holds only questions that are answered, or in part, each with the words of the text that do it.
    `asked` is the question to which the text replies; NotFound if the box does not have it.
    """
    reading = read(text)
    answers = _answers(box, reading)
    found = {each.number: _best(box, each, answers) for each in box.questions}
    if asked is not None:
        number = box.question(asked).number
        found[number] = max(found[number], _reply(reading, answers), key=_strength)
    return {number: each for number, each in found.items() if each.state is not Covered.NONE}


_NOTHING = Coverage(Covered.NONE)
_ORDER = (Covered.NONE, Covered.PART, Covered.FULL)


def _strength(coverage: Coverage) -> int:
    return _ORDER.index(coverage.state)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A sentence that can answer something."""

    text: str
    words: int
    stems: frozenset[str]


def _answers(box: Box, reading: Reading) -> list[_Answer]:
    """Every sentence but the canvas's own, headings, questions, and “we don't know”."""
    silent = _copied(box, reading) | reading.unsettled
    return [
        _Answer(reading.quote(span), len(reading.words_in(span)), stems_of(reading.vocabulary[span]))
        for span in reading.sentences
        if span not in silent and not reading.quote(span).endswith(":")
    ]


def _best(box: Box, question: Question, answers: list[_Answer]) -> Coverage:
    own = _specific(box)[question.number]
    return max((_match(question, own, each) for each in answers), key=_strength, default=_NOTHING)


def _match(question: Question, own: frozenset[str], answer: _Answer) -> Coverage:
    shared = len(answer.stems & own)
    if shared >= _FULL or _led_by(question.label, answer.text):
        return Coverage(Covered.FULL, answer.text)
    return Coverage(Covered.PART, answer.text) if shared >= _PART else _NOTHING


def _led_by(label: str, sentence: str) -> bool:
    """Whether a sentence is led by the question's label, as in “Analyses feedback: Anna”."""
    head, _, rest = sentence.lstrip("-*• ").partition(":")
    return bool(label and rest.strip("* ")) and fold(head.strip("* ")) == fold(label)


def _reply(reading: Reading, answers: list[_Answer]) -> Coverage:
    """What a reply is worth for the question that was asked. A counter-question is worth nothing."""
    count = sum(each.words for each in answers)
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
