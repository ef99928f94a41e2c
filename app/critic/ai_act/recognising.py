"""Which facts of the form the words of a canvas answer, by rules: what it does, to whom, where, with what, what for.

A yes needs words that show it. A no needs words as well: what the system is for was recognised, and nothing in the
texts points to more. What is only half said stays open.
"""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.critic.ai_act.facts import Fact, Question, Value, above, form
from app.critic.ai_act.naming import named
from app.critic.ai_act.noticing import Noticed, noticed, stretch
from app.critic.ai_act.signs import Meanings, Sign, signs
from app.critic.reading import read

_AROUND = 2  # sentences before and after that `near` may look at
_BESIDE = 1  # and how far a sentence clears a doubt
_DECIDING = frozenset({"gate", "prohibited", "product", "act", "annex-iii", "transparency", "gpai"})
_STRICT = frozenset({"prohibited", "annex-iii", "act", "product", "gpai"})
_ELSE = "The text says what the system is for, and nothing in it points to this."


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that fired, and at which sentence of all."""

    sign: Sign
    number: int
    at: Noticed

    def fact(self, id: str, value: Value, text: str, reason: str = "") -> Fact:
        """An answer with the words that met."""
        places = [self.at.held[key] for one in self.sign.needs for key in one if key in self.at.held]
        start, end = stretch(read(text), self.at, places)
        return Fact(
            id, value, quote=text[start:end], box=self.at.box, start=start, end=end, reason=reason or self.sign.reason
        )


def recognise(texts: Mapping[str, str]) -> tuple[Fact, ...]:
    """The facts that texts, by box, answer yes or no, in the order of the form."""
    hits = tuple(_hits([each for box, text in texts.items() for each in noticed(box, read(text))]))
    answers = {fact.id: fact for fact in (*_said("no", hits, texts), *named(texts), *_said("yes", hits, texts))}
    if _any_yes(answers, {"prohibited"}):
        answers.pop("learned", None)  # words for fixed rules are weak: no prohibited practice is let off by them
    _ruled_out(hits, answers, texts)
    return tuple(answers[id] for id in form() if id in answers)


def _said(value: Value, hits: Sequence[Hit], texts: Mapping[str, str]) -> Iterator[Fact]:
    """What the rows answer, the first row last: it wins."""
    for hit in reversed(hits):
        yield from (hit.fact(id, value, texts[hit.at.box]) for id, said in hit.sign.answers() if said == value)


def _ruled_out(hits: Sequence[Hit], answers: dict[str, Fact], texts: Mapping[str, str]) -> None:
    """Adds a no to what nothing points to, once the text says what the system is for."""
    seen = {gate for id, fact in answers.items() if fact.value == "yes" for gate in (id, *above(id))}
    open = {gate for id in _doubted(hits, answers) for gate in (id, *above(id))} - seen
    for id in [id for id, fact in answers.items() if fact.value == "no" and form()[id].group == "gate"]:
        if id in open | seen:
            del answers[id]
    purpose = next((hit for hit in hits if hit.sign.tells), None)
    for id, question in form().items() if purpose else ():
        if id not in {*answers, *seen} and _decides(question, seen) and open.isdisjoint((id, *above(id))):
            answers[id] = purpose.fact(id, "no", texts[purpose.at.box], _ELSE)


def _decides(question: Question, seen: Container[str]) -> bool:
    """Whether a label hangs on it, and silence about it says no. Who assesses a product is seldom said."""
    assessed = question.group == "product" and "regulated-product" in seen
    return question.group in _DECIDING and question.careful == "yes" and not assessed


def _doubted(hits: Sequence[Hit], answers: Mapping[str, Fact]) -> Iterator[str]:
    """The questions that some sentence keeps open, and no sentence beside it answers.

    A hint at another gate is no news once a strict branch was recognised; one at a practice of Art. 5 always is.
    """
    strict = _any_yes(answers, _STRICT)
    cleared = {(id, hit.number) for hit in hits for id in hit.sign.no}
    for hit in hits:
        for id in hit.sign.doubt:
            beside = {(id, hit.number + away) for away in range(-_BESIDE, _BESIDE + 1)}
            if cleared.isdisjoint(beside) and not (strict and form()[id].group == "gate"):
                yield id


def _any_yes(answers: Mapping[str, Fact], groups: Container[str]) -> bool:
    return any(fact.value == "yes" and form()[id].group in groups for id, fact in answers.items())


def _hits(sentences: Sequence[Noticed]) -> Iterator[Hit]:
    """Each row at the first sentence where it fires; one that only doubts, at all of them."""
    places: dict[str, list[int]] = {}
    for number, each in enumerate(sentences):
        for key in each.held:
            places.setdefault(key, []).append(number)
    for sign in signs().rows:
        if _met((*sign.needs, *sign.near, *sign.about), places) and sign.never.isdisjoint(places):
            fired = (each for each in _candidates(sign, places) if _fires(sign, sentences, each))
            for number in fired if sign.doubt else islice(fired, 1):
                yield Hit(sign, number, sentences[number])


def _candidates(sign: Sign, places: Mapping[str, Sequence[int]]) -> Sequence[int]:
    """The sentences that hold the rarest of its needs, in order."""
    some = [sorted({place for key in one for place in places.get(key, ())}) for one in sign.needs]
    return min(some, key=len)


def _fires(sign: Sign, sentences: Sequence[Noticed], at: int) -> bool:
    held = sentences[at].held
    if not _met(sign.needs, held) or not sign.unless.isdisjoint(held):
        return False
    return not sign.near or _met(sign.near, _keys(sentences, at, _AROUND))


def _keys(sentences: Sequence[Noticed], at: int, reach: int) -> frozenset[str]:
    box = sentences[at].box
    some = sentences[max(0, at - reach) : at + reach + 1]
    return frozenset(key for each in some if each.box == box for key in each.held)


def _met(meanings: Meanings, held: Collection[str]) -> bool:
    return all(not one.isdisjoint(held) for one in meanings)
