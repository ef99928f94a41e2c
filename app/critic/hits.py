"""Where a cue stands in a sentence, and the words around it."""

from dataclasses import dataclass

from app.canvas.template import Box
from app.critic.reading import Reading
from app.critic.tokens import Span, Word
from app.critic.wording import Cue, wording

PAUSES = frozenset(",.;:!?()[]…–—\n")


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
        if self.last == len(self.words) or not PAUSES.isdisjoint(self.gap(self.last)):
            return ""
        return self.words[self.last].text

    def gap(self, index: int) -> str:
        """What stands between a word of the sentence and the one before it."""
        return self.reading.text[self.words[index - 1].end : self.words[index].start]

    def shown(self, first: int, last: int) -> str:
        return self.reading.text[self.words[first].start : self.words[last - 1].end]


def listed(name: str) -> frozenset[str]:
    return wording().lists[name]


def numeric(word: str) -> bool:
    return word[:1].isdigit()
