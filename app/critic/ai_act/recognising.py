"""Which facts of the form the words of a canvas answer, by rules: what it does, to whom, where, with what, what for.

A yes needs words that show it. A no needs words as well: what the system is for was recognised, and nothing in the
texts points to more. What is only half said stays open.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count, islice

from app.critic.ai_act.facts import Fact, Question, Value, above, form
from app.critic.ai_act.naming import named
from app.critic.ai_act.noticing import Noticed, notice, places, stretch
from app.critic.ai_act.signs import Meanings, Sign, signs
from app.critic.ai_act.telling import tells
from app.critic.reading import read

_AROUND = 2  # sentences before and after that `near` may look at
_SHORT = 12  # sentences of a description in which everything is about one thing. In a longer one words meet by chance:
# a row answers only where all of it meets in a sentence that says what the system does; elsewhere it keeps open what
# it would have answered. And only the boxes that say what a system does are heard: who checks the data are people too
_TELLING = frozenset({"background", "value-proposition", "objectives", "inference", "decision"})
_BESIDE = (-1, 0, 1)  # and the sentences in which one clears a doubt
_DECIDING = frozenset({"gate", "prohibited", "product", "act", "annex-iii", "transparency", "gpai"})
_MILDER = frozenset({"product", "act", "annex-iii", "transparency", "gpai"})
_STRICT = frozenset({"prohibited", "annex-iii", "act", "product", "gpai"})
_BODIES_AND_MINDS = {"uses-biometrics", "influences-people"}  # while these are open, art. 50 is not all there is
_ELSE = "The text says what the system is for, and nothing in it points to this."


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that fired, and at which sentence of all."""

    sign: Sign
    number: int
    at: Noticed
    whole: bool = False  # quoted as a sentence, which says what the system does
    loose: bool = False  # met in a long text by what may be chance: it answers nothing

    @property
    def tells(self) -> bool:
        """Whether it says what the system is for."""
        return self.sign.tells and not self.loose

    @property
    def doubt(self) -> Sequence[str]:
        """The questions that it keeps open."""
        return self._strictly(prohibited=False) if self.loose else self.sign.doubt

    @property
    def suspect(self) -> Sequence[str]:
        """The practices of Art. 5 that it keeps open."""
        return self._strictly(prohibited=True) if self.loose else self.sign.suspect

    def _strictly(self, *, prohibited: bool) -> Sequence[str]:
        groups = {"prohibited"} if prohibited else _STRICT - {"prohibited"}
        return [id for id in self.sign.yes if form()[id].group in groups]

    def facts(self, ids: Iterable[str], value: Value, texts: Mapping[str, str], reason: str = "") -> Iterator[Fact]:
        """The same answer to some questions, with the words that met."""
        reading = read(texts[self.at.box])
        here = places(reading, self.at.span).items()
        met = [place for bit, place in here if any(one & bit for one in self.sign.needs)]
        span = self.at.span if self.whole else stretch(reading, self.at.span, met)
        quote, why = reading.quote(span), reason or self.sign.reason
        for each in ids:
            yield Fact(each, value, quote, self.at.box, *span, reason=why)


def recognise(texts: Mapping[str, str]) -> tuple[Fact, ...]:
    """The facts that texts, by box, answer yes or no, in the order of the form."""
    hits = tuple(_hits(*_heard(texts)))
    answers = {fact.id: fact for fact in (*_said("no", hits, texts), *named(texts), *_said("yes", hits, texts))}
    suspects = set() if _any_yes(answers, {"prohibited"}) else {id for hit in hits for id in hit.suspect}
    if suspects:
        _drop(answers, "yes", _MILDER)
    if suspects or _any_yes(answers, {"prohibited"}):
        answers.pop("learned", None)  # words for fixed rules are weak: no prohibited practice is let off by them
    _ruled_out(hits, answers, texts, suspects)
    return tuple(answers[id] for id in form() if id in answers)


def _said(value: Value, hits: Sequence[Hit], texts: Mapping[str, str]) -> Iterator[Fact]:
    """What the rows answer, the first row last: it wins."""
    for hit in reversed([hit for hit in hits if not hit.loose]):
        if ids := hit.sign.yes if value == "yes" else hit.sign.no:
            yield from hit.facts(ids, value, texts)


def _drop(answers: dict[str, Fact], value: Value, groups: Container[str]) -> None:
    for id in [id for id, fact in answers.items() if fact.value == value and form()[id].group in groups]:
        del answers[id]


def _ruled_out(
    hits: Sequence[Hit], answers: dict[str, Fact], texts: Mapping[str, str], suspects: Collection[str]
) -> None:
    """Adds a no to what nothing points to, once the text says what the system is for."""
    doubted = set(_doubted(hits, answers))
    if doubted & _BODIES_AND_MINDS and not _any_yes(answers, _STRICT):
        _drop(answers, "yes", {"transparency"})
    seen = {gate for id, fact in answers.items() if fact.value == "yes" for gate in (id, *above(id))}
    open = {gate for id in (*suspects, *doubted) for gate in (id, *above(id))} - seen
    for id in [id for id, fact in answers.items() if fact.value == "no" and form()[id].group == "gate"]:
        if id in open | seen:
            del answers[id]
    purpose = next((hit for hit in hits if hit.tells), None)
    if purpose is None:
        return
    told = {*answers, *seen}
    silent = (id for id, question in form().items() if id not in told and _decides(question, seen))
    closed = [id for id in silent if open.isdisjoint((id, *above(id)))]
    answers.update((fact.id, fact) for fact in purpose.facts(closed, "no", texts, _ELSE))


def _decides(question: Question, seen: Container[str]) -> bool:
    """Whether a label hangs on it, and silence about it says no. Who assesses a product is seldom said."""
    assessed = question.group == "product" and "regulated-product" in seen
    return question.group in _DECIDING and question.careful == "yes" and not assessed


def _doubted(hits: Sequence[Hit], answers: Mapping[str, Fact]) -> Iterator[str]:
    """The questions that some sentence keeps open, and no sentence beside it answers.

    A hint at another gate is no news once a strict branch was recognised; one at a practice of Art. 5 always is.
    """
    strict = _any_yes(answers, _STRICT)
    cleared = {(id, *_place(hit, away)) for hit in hits if not hit.loose for id in hit.sign.no for away in _BESIDE}
    for id, number, box in {(id, *_place(hit)) for hit in hits for id in hit.doubt}:
        if not (strict and form()[id].group == "gate") and (id, number, box) not in cleared:
            yield id


def _place(hit: Hit, away: int = 0) -> tuple[int, str]:
    """Where a hit stands; in a long text, what stands in another box is not beside it."""
    return hit.number + away, hit.at.box if hit.whole or hit.loose else ""


def _any_yes(answers: Mapping[str, Fact], groups: Container[str]) -> bool:
    return any(fact.value == "yes" and form()[id].group in groups for id, fact in answers.items())


def _heard(texts: Mapping[str, str]) -> tuple[Sequence[Noticed], bool]:
    """The sentences that may tell what a system does, and whether they are those of a long text."""
    readings = {box: reading for box, text in texts.items() if (reading := read(text)).english}
    long = sum(len(reading.sentences) for reading in readings.values()) > _SHORT
    boxes = (long and [box for box in readings if box in _TELLING]) or list(readings)
    return [each for box in boxes for each in notice(box, readings[box])], long


def _hits(sentences: Sequence[Noticed], long: bool = False) -> Iterator[Hit]:
    """Each row at the first sentence where it fires; one that only doubts, at all of them."""
    held, each_held = _union(sentences), [each.held for each in sentences]
    for sign in signs().rows:
        if not sign.never & held and _met(sign.every, held):
            worth = compress(count(), map(sign.needs[0].__and__, each_held))
            fired = [number for number in worth if _fires(sign, sentences, number, long=long)]
            told = fired if not (long and sign.tells) else [each for each in fired if _told(sign, sentences[each])]
            for number in islice(told, 1) if sign.tells else told:
                yield Hit(sign, number, sentences[number], whole=long)
            if not told:
                yield from (Hit(sign, number, sentences[number], loose=True) for number in fired)


def _told(sign: Sign, at: Noticed) -> bool:
    """Whether all of a row meets in a sentence that says what the system does."""
    return _met((*sign.near, *sign.about), at.held) and tells(at.reading, at.span)


def _fires(sign: Sign, sentences: Sequence[Noticed], number: int, *, long: bool) -> bool:
    held = sentences[number].held
    if sign.unless & held or not _met(sign.needs, held):
        return False
    beside = (*sign.about, *sign.near) if long else sign.near
    return _met(beside, held) or _met(beside, _around(sentences, number, across=not long))


def _around(sentences: Sequence[Noticed], number: int, *, across: bool) -> int:
    """What is held nearby: in a long text in the same box, in a short one also across boxes."""
    box, held = sentences[number].box, 0
    for each in sentences[max(0, number - _AROUND) : number + _AROUND + 1]:
        if across or each.box == box:
            held |= each.held
    return held


def _union(sentences: Sequence[Noticed]) -> int:
    held = 0
    for each in sentences:
        held |= each.held
    return held


def _met(meanings: Meanings, held: int) -> bool:
    for one in meanings:  # a loop: `all` over a generator takes three times as long
        if not one & held:
            return False
    return True
