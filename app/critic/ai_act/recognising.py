"""Which facts of the form the words of a canvas answer, by rules: what it does, to whom, where, with what, what for.

A yes needs words that show it. A no needs words as well: what the system is for was recognised, and nothing in the
texts points to more. What is only half said stays open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.critic.ai_act.facts import Fact, Value, above, form
from app.critic.ai_act.naming import named
from app.critic.ai_act.noticing import Noticed, noticed, stretch
from app.critic.ai_act.signs import Meanings, Sign, signs
from app.critic.reading import read

_AROUND = 2  # sentences before and after that `near` may look at
_DECIDING = frozenset({"gate", "prohibited", "product", "act", "annex-iii", "transparency", "gpai"})
_STRICT = frozenset({"prohibited", "annex-iii", "act", "gpai"})
_ELSE = "The text says what the system is for, and nothing in it points to this."


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that fired, and where."""

    sign: Sign
    at: Noticed

    def fact(self, id: str, value: Value, text: str, reason: str = "") -> Fact:
        places = [self.at.held[key] for one in self.sign.needs for key in one if key in self.at.held]
        start, end = stretch(read(text), self.at, places)
        return Fact(
            id, value, quote=text[start:end], box=self.at.box, start=start, end=end, reason=reason or self.sign.reason
        )


def recognise(texts: Mapping[str, str]) -> tuple[Fact, ...]:
    """The facts that texts, by box, answer yes or no, in the order of the form."""
    hits = tuple(_hits([each for box, text in texts.items() for each in noticed(box, read(text))]))
    answers: dict[str, Fact] = {}
    for value in ("yes", "no"):
        for hit in hits:
            for id, said in hit.sign.answers():
                if said == value:
                    answers.setdefault(id, hit.fact(id, said, texts[hit.at.box]))
    for fact in named(texts):
        answers.setdefault(fact.id, fact)
    _open_gates(answers, [id for hit in hits for id in hit.sign.doubt if form()[id].group != "gate"])
    if any(fact.value == "yes" and form()[id].group == "prohibited" for id, fact in answers.items()):
        answers.pop("learned", None)  # words for fixed rules are weak; a practice that is prohibited is not let off by them
    for fact in _ruled_out(hits, answers, texts):
        answers[fact.id] = fact
    return tuple(answers[id] for id in form() if id in answers)


def _open_gates(answers: dict[str, Fact], doubted: Iterable[str]) -> None:
    """What was seen behind a gate, or is in doubt there, goes before what closed it."""
    seen = [id for id, fact in answers.items() if fact.value == "yes" and form()[id].careful == "yes"]
    for id in [*seen, *(each for each in doubted if each not in answers)]:
        for gate in above(id):
            if gate in answers and answers[gate].value == "no":
                del answers[gate]


def _ruled_out(hits: Sequence[Hit], answers: Mapping[str, Fact], texts: Mapping[str, str]) -> Iterator[Fact]:
    """A no to what nothing points to, once the text says what the system is for."""
    purpose = next((hit for hit in hits if hit.sign.tells), None)
    if purpose is None:
        return
    seen = {gate for id, fact in answers.items() if fact.value == "yes" for gate in (id, *above(id))}
    doubted = {id for hit in hits for id in hit.sign.doubt if not _strict(answers) or form()[id].group != "gate"}
    open = {gate for id in doubted for gate in (id, *above(id))} - seen
    for id, question in form().items():
        if question.group in _DECIDING and question.careful == "yes" and not {id, *above(id)} & open:
            if id not in answers and id not in seen and not (question.group == "product" and "regulated-product" in seen):
                yield purpose.fact(id, "no", texts[purpose.at.box], _ELSE)


def _strict(answers: Mapping[str, Fact]) -> bool:
    """Whether a strict branch was recognised: a vague hint at another one is no news then."""
    return any(fact.value == "yes" and form()[id].group in _STRICT for id, fact in answers.items())


def _hits(sentences: Sequence[Noticed]) -> Iterator[Hit]:
    """Each row at the first sentence where it fires."""
    places: dict[str, list[int]] = {}
    for number, each in enumerate(sentences):
        for key in each.held:
            places.setdefault(key, []).append(number)
    for sign in signs().rows:
        if _met((*sign.needs, *sign.near, *sign.about), places) and not sign.never & places.keys():
            at = next((each for each in _candidates(sign, places) if _fires(sign, sentences, each)), None)
            if at is not None:
                yield Hit(sign, sentences[at])


def _candidates(sign: Sign, places: Mapping[str, Sequence[int]]) -> Iterable[int]:
    some = [sorted({place for key in one for place in places.get(key, ())}) for one in sign.needs]
    return min(some, key=len)


def _fires(sign: Sign, sentences: Sequence[Noticed], at: int) -> bool:
    here = sentences[at]
    if not _met(sign.needs, here.held):
        return False
    if sign.near and not _met(sign.near, _keys(sentences, at, _AROUND)):
        return False
    return not sign.unless & here.held.keys()


def _keys(sentences: Sequence[Noticed], at: int, reach: int) -> frozenset[str]:
    box = sentences[at].box
    some = sentences[max(0, at - reach) : at + reach + 1]
    return frozenset(key for each in some if each.box == box for key in each.held)


def _met(meanings: Meanings, held: Iterable[str]) -> bool:
    keys = held if isinstance(held, dict | frozenset) else frozenset(held)
    return all(any(key in keys for key in one) for one in meanings)
