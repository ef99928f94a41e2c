"""Which facts of the form the words of a canvas answer, by rules: what it does, to whom, where, with what, what for.

A yes needs words that show it. A no needs words as well: what the system is for was recognised, and nothing in the
texts points to more. What is only half said stays open.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, count, islice

from app.critic.ai_act.facts import Fact, Question, Value, above, form
from app.critic.ai_act.naming import named
from app.critic.ai_act.noticing import Noticed, held_in, notice, places, stretch
from app.critic.ai_act.signs import Meanings, Sign, signs
from app.critic.ai_act.telling import does_something, purpose, tells
from app.critic.reading import Reading, read

_AROUND = 2  # sentences before and after that `near` may look at
_SHORT = 12  # sentences of a description in which everything is about one thing. In a longer one words meet by chance:
# a row answers only where all of it meets in a sentence that says what the system does; elsewhere it keeps open what
# it would have answered. And only the boxes that say what a system does are heard: who checks the data are people too
_TELLING = ("value-proposition", "inference", "decision", "background", "objectives")  # the best for a quote first
_WORK = (
    frozenset(  # tell of the work on a system, of its data and of its keeping: alone they say nothing of what it is for
        "data-collection data-verification-and-governance metrics-and-evaluation model-governance feedback "
        "lifetime fairness explainability security".split()
    )
)
_LEARNT = frozenset("model models trained training network learns boosting forest regression".split())
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
    sentences, long = _heard(texts)
    hits = tuple(_hits(sentences, long))
    answers = {fact.id: fact for fact in (*_said("no", hits, texts), *named(texts), *_said("yes", hits, texts))}
    suspects = set() if _any_yes(answers, {"prohibited"}) else {id for hit in hits for id in hit.suspect}
    if suspects:
        _drop(answers, "yes", _MILDER)
    if suspects or _any_yes(answers, {"prohibited"}):
        answers.pop("learned", None)  # words for fixed rules are weak: no prohibited practice is let off by them
    best = _purpose(hits, sentences, long=long)
    closes = best or any(fact.value == "no" for fact in answers.values())
    hinted = _hinted(texts, sentences) if long and closes else frozenset[str]()
    if long and "learned" in answers and any(not _LEARNT.isdisjoint(read(text).every_word) for text in texts.values()):
        _drop(answers, "no", {"definition"})  # of a long text that speaks of a model, one sentence on a rule is not all
    _ruled_out(hits, answers, texts, {*suspects, *hinted}, best)
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
    hits: Sequence[Hit], answers: dict[str, Fact], texts: Mapping[str, str], pointed: Collection[str], best: Hit | None
) -> None:
    """Adds a no to what nothing points to, with the words that say what the system is for; if there are any."""
    doubted = set(_doubted(hits, answers))
    if doubted & _BODIES_AND_MINDS and not _any_yes(answers, _STRICT):
        _drop(answers, "yes", {"transparency"})
    seen = {gate for id, fact in answers.items() if fact.value == "yes" for gate in (id, *above(id))}
    open = {gate for id in (*pointed, *doubted) for gate in (id, *above(id))} - seen
    for id in [id for id, fact in answers.items() if fact.value == "no" and form()[id].group == "gate"]:
        if id in open | seen:
            del answers[id]
    if best is None:
        return
    told = {*answers, *seen}
    silent = (id for id, question in form().items() if id not in told and _decides(question, seen))
    closed = [id for id in silent if open.isdisjoint((id, *above(id)))]
    answers.update((fact.id, fact) for fact in best.facts(closed, "no", texts, _ELSE))


def _purpose(hits: Sequence[Hit], sentences: Sequence[Noticed], *, long: bool) -> Hit | None:
    """Where the text says best what the system is for. A short one may say it in words that are no whole sentence."""
    telling = sorted((hit for hit in hits if hit.tells), key=_rank) if long else [hit for hit in hits if hit.tells]
    best = next((hit for hit in telling if hit.at.box not in _WORK and purpose(hit.at.reading, hit.at.span)), None)
    if best or long or not telling:
        return best
    plain = [hit for hit in telling if hit.sign.yes or _of_a_system(hit.at)]
    if plain:
        return plain[0]
    said = next((number for number, each in enumerate(sentences) if _of_a_system(each)), None)
    return None if said is None else Hit(telling[0].sign, said, sentences[said], whole=True)


def _rank(hit: Hit) -> tuple[int, int]:
    return _TELLING.index(hit.at.box) if hit.at.box in _TELLING else len(_TELLING), hit.number


def _of_a_system(at: Noticed) -> bool:
    """Whether a sentence is about what something does by itself; one on our work on it is not."""
    by_itself = signs().bits["learning-words"] | signs().bits["made-words"]
    return at.box not in _WORK and (bool(at.held & by_itself) or does_something(at.reading, at.span))


def _hinted(texts: Mapping[str, str], heard: Sequence[Noticed]) -> frozenset[str]:
    """The questions that a hint in any box of a long text keeps open."""
    boxes = {each.box for each in heard}
    return frozenset().union(*(_hints(box, read(text), box in boxes) for box, text in texts.items()))


@lru_cache(maxsize=64)
def _hints(box: str, reading: Reading, heard: bool) -> frozenset[str]:
    if not reading.english:
        return frozenset()
    known = {each.span: each.held for each in notice(box, reading)} if heard else {}
    some = signs()
    each_held = [known[span] if heard else held_in(reading, span) for span in reading.holding(some.hinting)]
    fired = (hint for held in each_held for hint in some.hints if not hint.unless & held and _met(hint.needs, held))
    return frozenset(id for hint in fired for id in hint.doubt)


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
    """Each row at the first sentence where it fires; one that doubts or clears a doubt, at all of them."""
    held, each_held = _union(sentences), [each.held for each in sentences]
    for sign in signs().rows:
        if not sign.never & held and _met(sign.every, held):
            worth = compress(count(), map(sign.needs[0].__and__, each_held))
            fired = [number for number in worth if _fires(sign, sentences, number, long=long)]
            told = fired if not (long and sign.answers) else [each for each in fired if _told(sign, sentences[each])]
            for number in islice(told, 1) if sign.answers and not sign.no else told:
                yield Hit(sign, number, sentences[number], whole=long)
            if not told:
                yield from (Hit(sign, number, sentences[number], loose=True) for number in fired)


def _told(sign: Sign, at: Noticed) -> bool:
    """Whether all of a row meets in a sentence that says what the system does; for a mere no, what it is for."""
    told = _met((*sign.near, *sign.about), at.held) and tells(at.reading, at.span)
    return told and (bool(sign.yes) or sign.silent or purpose(at.reading, at.span))


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
