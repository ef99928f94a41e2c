"""MEAS: goals that nobody could check. Every number plays one role; only a target makes a goal measurable.

Simple on purpose, and on the safe side: a number that plays no other evident role counts as a target.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.canvas.template import Box
from app.critic.criteria import applies
from app.critic.finding import Spot
from app.critic.reading import Reading, read
from app.critic.tokens import Span, Word, fold, words
from app.critic.words import hits, lexicon

_NUMBER = re.compile(r"\d++(?:[.,:/]\d++|-\d\d(?!\d))*+")
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?|\d\d?[./]\d\d?[./](\d\d){1,2}|\d\d?/\d{4}|\d\d?:\d\d")
_YEAR = re.compile(r"(19|20)\d\d")
_GLUED = re.compile(r"[^\W\d_]{1,12}")
_RANK = re.compile(r"st|nd|rd|th")
_SHORT_LIST = re.compile(r"\s*(?:and|or|to|&|-|–)\s*")
_SIGNS = ("<", ">", "=", "≤", "≥", "≈", "~", "±")
_SHOWN = 3  # how many numbers the message explains
_NEAR = 40  # how many characters around a number tell its role

_NAME = "part of a name"
_TODAY = "what is so today"


@dataclass(frozen=True, slots=True)
class _Number:
    """A number with what stands around it in its sentence."""

    text: str
    left: str  # at most _NEAR characters
    right: str
    before: tuple[Word, ...]
    after: tuple[Word, ...]
    glued: str  # letters that stick to it: “200ms”, “7B”

    @property
    def shown(self) -> str:
        """The number as people see it, with what sticks to it: “GPT-4”."""
        stuck = self.left.rsplit(maxsplit=1)[-1] if self.left and not self.left[-1].isspace() else ""
        return stuck.lstrip("([“\"'*-") + self.text + self.glued

    @property
    def unit(self) -> str:
        return fold(self.glued)

    @property
    def previous(self) -> str:
        return self.before[-1].text if self.before else ""

    @property
    def gap(self) -> str:
        """What stands between the word before it and the number."""
        return self.left[self.before[-1].end if self.before else 0 :].strip()

    @property
    def next(self) -> str:
        return self.after[0].text if self.after else ""

    @property
    def share(self) -> bool:
        return self.right.lstrip().startswith("%")

    @property
    def compared(self) -> bool:
        """Whether words or signs say how large it may be."""
        return self.previous in lexicon().comparators or self.gap.endswith(_SIGNS)


def measure(box: Box, text: str) -> tuple[Spot, ...]:
    """One spot if no sentence of the box holds a target; it quotes the first one that states a goal."""
    reading = read(text)
    if not applies("MEAS-02", box.id) or not reading.english:
        return ()
    roles: dict[str, str] = {}
    for sentence in reading.sentences:
        here = list(_roles(reading, sentence))
        if not all(role for _, role in here) or _amount(reading, sentence):
            return ()
        roles |= dict(here)
    goal = _goal(reading)
    return (Spot("MEAS-02", reading.quote(goal), *goal, detail=_detail(roles)),) if goal else ()


def _detail(roles: dict[str, str]) -> str:
    told = [f"“{number}” as {role}" for number, role in roles.items()][:_SHOWN]
    return f" We read {', '.join(told)}." if told else ""


def _goal(reading: Reading) -> Span | None:
    """The first sentence that states a goal, else the first that states anything in English."""
    stated = [span for span in reading.sentences if span not in reading.unsettled]
    for some in (lexicon().goals, lexicon().stop_words):
        for span in stated:
            if not some.isdisjoint(reading.vocabulary[span]):
                return span
    return None


# ---- numbers and their roles


def _roles(reading: Reading, sentence: Span) -> Iterator[tuple[str, str]]:
    """Each number of a sentence with its role; no role means a target."""
    other = _TODAY if _only_today(reading, sentence) else ""
    role, end = "", sentence.end
    for match in _NUMBER.finditer(reading.text, *sentence):
        if reading.in_code(Span(*match.span())):
            continue
        number = _number(reading.text, match, sentence)
        if not (role == _NAME and _continues(number, reading.text[end : match.start()])):
            role = next((name for name, plays in _ROLES if plays(number)), other)
        end = match.end()
        yield number.shown, role


def _number(text: str, match: re.Match[str], sentence: Span) -> _Number:
    letters = _GLUED.match(text, match.end())
    end = letters.end() if letters else match.end()
    left = text[max(sentence.start, match.start() - _NEAR) : match.start()]
    right = text[end : min(sentence.end, end + _NEAR)]
    glued = text[match.end() : end]
    return _Number(match.group(), left, right, before=words(left)[-2:], after=words(right)[:1], glued=glued)


def _only_today(reading: Reading, sentence: Span) -> bool:
    """Whether a sentence tells what is or was, and nothing of what should be."""
    known, read = lexicon(), reading.words_in(sentence)
    if not (known.intents | known.comparators).isdisjoint(reading.vocabulary[sentence]):
        return False
    return any(hits(reading.text, read, known.today)) and read[0].text not in known.goals


def _continues(number: _Number, gap: str) -> bool:
    """Whether a short number goes on with a list of names: “goals 1 and 4”."""
    return len(number.text) <= 2 and not number.share and bool(_SHORT_LIST.fullmatch(gap))


def _name(number: _Number) -> bool:
    """GPT-4, v3, ResNet-50, ISO 27001, recall@10, 7B, 24/7, goal 1."""
    stuck = number.left[-1:].isalpha() or number.left.endswith(("_", "@", "#"))
    hyphen = number.left.endswith("-") and number.left[-2:-1].isalpha()
    called = number.previous in lexicon().names and number.gap in ("", ".", "/", "#")
    odd = bool(number.unit) and number.unit not in lexicon().units
    return stuck or hyphen or called or odd or number.text == "24/7"


def _compound(number: _Number) -> bool:
    """Part of a word that describes: “a 12-month plan”, “the 3-class problem”."""
    return number.right.startswith("-") and number.right[1:2].isalpha()


def _item(number: _Number) -> bool:
    """The number of a list item."""
    return not number.left.strip(" \t*-•(") and not number.unit and number.right.startswith((".", ")", ":"))


def _rank(number: _Number) -> bool:
    return bool(_RANK.fullmatch(number.unit))


def _date(number: _Number) -> bool:
    year = _YEAR.fullmatch(number.text) and not (number.compared or number.unit or number.share)
    return bool(_DATE.fullmatch(number.text) or _month(number) or year)


def _month(number: _Number) -> bool:
    """Whether a month stands beside it. With its capital: “at most 5 may fail”."""
    left = [word for word in number.before[-1:] if number.left[word.start].isupper()]
    right = [word for word in number.after if number.right[word.start].isupper()]
    return any(word.text in lexicon().months for word in (*left, *right))


def _statistic(number: _Number) -> bool:
    letter = number.previous in ("p", "n") and number.gap in ("<", "=", "≤", "<=")
    return letter or number.next in ("ci", "confidence")


def _period(number: _Number) -> bool:
    """A time until something is done, or how often it is done: “within 6 months”, “every 2 weeks”."""
    return number.next in lexicon().periods and number.previous in lexicon().deadlines


def _resource(number: _Number) -> bool:
    """What goes in, not what comes out: “30 epochs”, “a team of 4”."""
    means = any(hits(number.left, number.before, lexicon().means))
    return not number.compared and (means or number.next in lexicon().resources)


_ROLES: tuple[tuple[str, Callable[[_Number], bool]], ...] = (
    ("a rank", _rank),
    ("a date", _date),
    (_NAME, _name),
    ("part of a description", _compound),
    ("the number of an item", _item),
    ("a statistic", _statistic),
    ("a length of time", _period),
    ("something that goes in", _resource),
)


# ---- amounts in words


def _amount(reading: Reading, sentence: Span) -> bool:
    """Whether a sentence says how much in words: “halve”, “no flawed vial”, “within two seconds”."""
    vocabulary = reading.vocabulary[sentence]
    if not lexicon().amounts.isdisjoint(vocabulary):
        return True
    wanted = not lexicon().goals.isdisjoint(vocabulary)
    pairs = pairwise(word.text for word in reading.words_in(sentence))
    return any(_spelled(*pair) or (wanted and _none(*pair)) for pair in pairs)


def _spelled(one: str, other: str) -> bool:
    known = lexicon()
    if one in known.comparators:
        return other in known.spelled
    return one in known.spelled and other in known.counted


def _none(one: str, other: str) -> bool:
    """“No” before a thing, where a goal is stated, is a target of zero."""
    return one == "no" and other not in lexicon().stop_words
