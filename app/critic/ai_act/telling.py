"""Whether a sentence says what the system does.

A canvas also tells of people, of today's work and of wishes. In ten boxes, words that mean something together meet by
chance; only a sentence with the system as its subject, or ours, shows what it does.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise, takewhile
from pathlib import Path
from typing import NamedTuple

from app.critic.datafile import read, strings, wrong
from app.critic.reading import Reading
from app.critic.tokens import Span

FILE = Path(__file__).parents[1] / "data" / "ai_act_telling.yaml"

_PART = re.compile(r"[,;:()\[\]…–—]\s*+")
_LINKED = re.compile(rf"{_PART.pattern}|\s(?=(?:and|but|so|while|because|when|if)\s)")  # four times as slow
_DETERMINERS = frozenset("the a an our this its each every one their that these".split())
_PREPOSITIONS = frozenset(
    "of in on at for from with to by than through over under between against as about into without per after before "
    "behind beside near via within like above below since until beyond".split()
)
_PLACES = frozenset({"in", "on", "at", "over", "of", "for", "with"})
_AGENT = frozenset({"by", "using"})
_RELATIVE = frozenset({"that", "which", "who"})
_LINKS = frozenset({"and", "but", "so", "while", "because", "when", "if"})
_HELPERS = frozenset(
    "can will must should may shall could would might has have had does do did is are was were never not only also "
    "then now thus still just always".split()
)
_WISHES = _HELPERS | {"want", "wish", "like", "plan", "aim", "intend", "need", "to"}
_DENIED = frozenset("not never nothing no nobody none cannot doesn't don't isn't aren't won't can't".split())
_COSTS = frozenset("costs takes needs is are was were has means saves finds".split())  # after “Counting with a lens”
_NO_VERB = _PREPOSITIONS | _DETERMINERS | _RELATIVE | _LINKS
_THERE = frozenset(
    "runs sits stays stands lives costs needs hosted".split()
)  # where it is tells nothing of what it does
_TODAY = frozenset({"today", "currently", "nowadays", "yesterday", "formerly"})
_BEFORE = 4  # words between “the” and what does it
_PASSIVE = frozenset("is are was were be been being get gets".split())
_NOUNS = frozenset("error errors rate rates time times quality scanner list lists box boxes line lines".split())
_IF = frozenset({"if", "when", "while", "because"})
_PUNCTUAL = 6  # words that may lead in: “each night at three”
_LABEL = 3  # words of a label before a colon
_ENDINGS = ("s", "es", "ed", "d", "ing")


class Telling(NamedTuple):
    """The lists of the file."""

    doers: frozenset[str]
    others: frozenset[str]
    does: frozenset[str]
    builds: frozenset[str]
    idle: frozenset[str]


@cache
def _doers() -> frozenset[str]:
    """What does it, in the singular or the plural."""
    return telling().doers | {f"{each}s" for each in telling().doers}


@cache
def telling() -> Telling:
    """The words that travel with the package."""
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def parse(text: str, *, name: str) -> Telling:
    """The lists from their YAML text; Invalid if a key is unknown or missing."""
    tree = read(text, name=name)
    if not isinstance(tree, dict) or set(tree) != set(Telling._fields):
        raise wrong(name, "file", f"must be {', '.join(Telling._fields)}")
    return Telling(**{key: frozenset(strings(value, name=name, key=key)) for key, value in tree.items()})


@lru_cache(maxsize=4096)
def tells(reading: Reading, span: Span) -> bool:
    """Whether a sentence says what the system does, or what we do with it."""
    parts = [part for part in _parts(reading, span) if _TODAY.isdisjoint(part)]
    if any(map(_opens, _openings(reading, span, parts))):
        return True
    said = reading.vocabulary[span]
    if "we" not in said and "it" not in said and _doers().isdisjoint(said):
        return False
    return any(_acts(part) or _we(part) for part in parts)


def does_something(reading: Reading, span: Span) -> bool:
    """Whether a sentence speaks of something that does it, or says itself what is done."""
    return not _doers().isdisjoint(reading.vocabulary[span]) or tells(reading, span)


def _openings(reading: Reading, span: Span, parts: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Where a sentence may start: at its first word, or after a label (“Goal: rank applicants”)."""
    label = _PART.search(reading.evened, *span)
    if not parts or not label or label[0][0] not in ":–—":
        return parts[:1]
    if len(parts[0]) <= _LABEL:
        return parts[1:2]
    return parts[: not any(map(str.isdigit, "".join(chain.from_iterable(parts[1:2]))))]  # “Sorting errors: 3 a day”


@lru_cache(maxsize=4096)
def purpose(reading: Reading, span: Span) -> bool:
    """Whether a sentence that tells what the system does says what for: with a verb for it, and as no condition."""
    parts = [part for part in _split(reading, span) if _TODAY.isdisjoint(part)]
    main = [_bare(part) for part in parts if part[0] not in _IF]  # “when the forecast is late” is a condition
    if parts[:1] != main[:1]:
        return any(_does_it(part) or _we(part) for part in main)
    return any(map(_opens, _openings(reading, span, main))) or any(_does_it(part) or _we(part) for part in main)


def _parts(reading: Reading, span: Span) -> list[Sequence[str]]:
    return [_bare(words) for words in _split(reading, span)]


def _bare(words: Sequence[str]) -> Sequence[str]:
    return words[words[0] in _LINKS :]


def _split(reading: Reading, span: Span) -> list[Sequence[str]]:
    part = _PART if _LINKS.isdisjoint(reading.vocabulary[span]) else _LINKED
    starts = [span.start, *[stop.end() for stop in part.finditer(reading.evened, *span)], span.end]
    return [words for each in pairwise(starts) if (words := reading.bare_in(Span(*each)))]


def _acts(words: Sequence[str]) -> bool:
    """Whether something that does it is the subject, or does what is told (“by the model”, “a model that ranks”)."""
    return next(_doings(words), None) is not None


def _does_it(words: Sequence[str]) -> bool:
    """The same, with a verb that says what a system is for; “has”, “runs” and “uses” say nothing of that."""
    return any(any(map(_does, verb)) for verb in _doings(words))


def _doings(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """For each thing that does something in a part of a sentence: the words among which the verb stands."""
    if words[:1] == ["it"] and _verb(words[1:], plural=False):
        yield words[1 : 1 + _BEFORE]
    if _doers().isdisjoint(words):
        return
    for index, word in enumerate(words):
        if word in _AGENT and _agent(words, index):
            yield words[:index]
        elif index < _PUNCTUAL + _BEFORE and word in _doers() and _subject(words, index):
            yield words[index + 1 : index + 2 + _BEFORE]


def _subject(words: Sequence[str], index: int) -> bool:
    start = next((at for at in range(index - 1, max(-1, index - 2 - _BEFORE), -1) if words[at] in _DETERMINERS), None)
    first = index if start is None else start
    if start is None and index > 2:
        return False
    between = words[first:index]
    if any(_other(word) for word in between) or (first and words[first - 1] in _PREPOSITIONS):
        return False
    rest = words[index + 1 :]
    if rest and (rest[0] in _RELATIVE or rest[0] in ("to", "for")):
        return _serves(rest)
    plural = words[index] not in telling().doers
    return _verb(rest, plural=plural) or _later_verb(rest, plural=plural)


def _other(word: str) -> bool:
    return word in telling().others or word.isdigit() or word in _PREPOSITIONS


def _serves(rest: Sequence[str]) -> bool:
    """“A model that ranks”, “a tool to rank”, “a tool for ranking”; not “a model that we want to replace”."""
    after = rest[1:2]
    if rest[0] in _RELATIVE:
        return bool(after) and _verb(rest[1:], plural=False)
    return any(map(_does, after))


def _verb(rest: Sequence[str], *, plural: bool) -> bool:
    """Whether a verb follows that says what is done, not what is not."""
    while rest and rest[0].endswith("ly"):
        rest = rest[1:]
    if not rest or rest[0] in _NO_VERB | _THERE or not _DENIED.isdisjoint(rest[:3]):
        return False
    return plural or rest[0] in _HELPERS or rest[0].endswith(("s", "ed"))


def _later_verb(rest: Sequence[str], *, plural: bool) -> bool:
    """Whether the verb follows where it stands: “drones over the square tell”."""
    if not rest or rest[0] not in _PLACES:
        return False
    near = takewhile(lambda word: word not in _RELATIVE, rest[2 : 3 + _BEFORE])
    return any(_does(word) and (plural or word.endswith("s")) for word in near)


def _agent(words: Sequence[str], at: int) -> bool:
    if not _DENIED.isdisjoint(words[:at]):
        return False
    if _PASSIVE.isdisjoint(words[:at]) and _DETERMINERS.isdisjoint(words[at + 1 : at + 2]) and words[at] == "by":
        return False  # “look at it by camera”: with what, not by whom
    for word in words[at + 1 : at + 2 + _BEFORE]:
        if _other(word):
            return False
        if word in _doers():
            return True
    return False


def _opens(words: Sequence[str]) -> bool:
    """“Ranks applicants”, “To rank applicants”, “Ranking of applicants”; not “Labels are late”, “Measure of value”."""
    words = words[words[:1] == ["to"] :]
    if len(words) < 2 or not _does(words[0]) or words[0].endswith("ed"):
        return False
    if words[0].endswith("ing") and not _COSTS.isdisjoint(words):
        return False  # “Counting by hand takes nine days”
    after = words[1]
    if after in _NOUNS or not _DENIED.isdisjoint(words[1:4]):
        return False  # “Forecast error”, “Label scanner cannot read”
    plain = after not in _HELPERS | _LINKS and after not in telling().does and not after.isdigit()
    return plain and (words[0].endswith("ing") or after not in _PREPOSITIONS)


def _does(word: str) -> bool:
    known = telling().does
    cut = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
    guesses = [word, *cut, *(each + "e" for each in cut), *(each[:-1] for each in cut if each[-1:] == each[-2:-1])]
    return not known.isdisjoint(guesses)


def _we(words: Sequence[str]) -> bool:
    """“We rank”, “we want to rank”, “we train a model”; not “we had”, “we ranked” or “we report”."""
    if "we" not in words:
        return False
    at = words.index("we")
    if at and words[at - 1] in _RELATIVE:
        return False
    rest = [each for each in words[at + 1 : at + 5] if not each.endswith("ly")]
    some = telling()
    if rest and rest[0] in some.builds:
        return not _doers().isdisjoint(words[at + 2 :])
    verb = next((each for each in rest if each not in _WISHES), "")
    return verb not in some.idle and not verb.endswith("ed") and _does(verb)
