"""Which question of its box a sentence says most about: what speaks for another does not answer this one as well."""

from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from itertools import chain
from operator import or_

from app.critic.cues import Cues, book
from app.critic.sentences import Sentence

_LED = 2  # cues that a word before the colon is worth


class Share:
    """A question among the others of its box."""

    def __init__(self, own: Cues, others: Sequence[Cues]) -> None:
        self._own = own
        self._others = others

    def tops(self, answers: Iterable[Sentence]) -> bool:
        """Whether some sentence says more than one thing about it, or as much as about any other question."""
        for each in answers:
            said = _struck(self._own, each)
            if said > 1 or (said and said >= max((_struck(other, each) for other in self._others), default=0)):
                return True
        return False

    def speaks(self, answer: Sentence) -> bool:
        """Whether most words of a sentence that point to one question alone point to this one. No cue need strike."""
        own, *others = ((answer.bits & each).bit_count() for each in self._alone)
        return own > 0 and own >= max(others, default=0)

    @cached_property
    def _alone(self) -> tuple[int, ...]:
        """The bits that point to this question and to no other of its box; then those of each other."""
        every = [_bits(each) for each in (self._own, *self._others)]
        long = book().classes["Length"]
        return tuple(each & ~reduce(or_, every[:place] + every[place + 1 :], long) for place, each in enumerate(every))


def _struck(known: Cues, answer: Sentence) -> int:
    """How many cues of a question a sentence strikes."""
    bits, found = answer.bits, _LED if answer.lead & known.head else 0
    for cue in (*known.full, *known.aspects):
        for mask in cue:
            if not bits & mask:
                break
        else:
            found += 1
    return found


def _bits(known: Cues) -> int:
    return reduce(or_, chain.from_iterable((*known.full, *known.part, *known.aspects)), known.head | known.topic)
