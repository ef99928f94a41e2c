"""What each box should address: `data/ai_act_considerations.yaml`, and the sentence that shows that it does."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from app.critic.datafile import flag, read, strings, wrong
from app.critic.reading import read as read_text
from app.critic.stems import stem
from app.critic.tokens import Span, words
from app.critic.words import hits, lexicon

FILE = Path(__file__).parents[1] / "data" / "ai_act_considerations.yaml"

_NEEDED = {"id", "box", "criterion", "article", "text", "required", "cues"}
_KNOWN = _NEEDED | {"recommended", "anywhere"}
NUMBER = "#"


@dataclass(frozen=True, slots=True)
class Part:
    """Words of which a sentence must hold one, as stems; `phrases` are those of several words."""

    words: frozenset[str]
    phrases: tuple[frozenset[str], ...] = ()

    def within(self, places: Mapping[str, Set[int]]) -> frozenset[int]:
        """The sentences that hold one of them."""
        found = [places[each] for each in self.words & places.keys()]
        found += [_all(phrase, places) for phrase in self.phrases]
        return frozenset[int]().union(*found)


def _all(phrase: frozenset[str], places: Mapping[str, Set[int]]) -> frozenset[int]:
    first, *rest = (frozenset(places.get(each, ())) for each in phrase)
    return first.intersection(*rest)


Cue = tuple[Part, ...]  # all of which must meet in a sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One consideration: for whom it is required or recommended, and the cues of its evidence."""

    id: str
    box: str
    criterion: str
    article: str
    text: str
    required: tuple[str, ...]
    recommended: tuple[str, ...]
    cues: tuple[Cue, ...]
    anywhere: bool = False


@cache
def rows() -> Mapping[str, tuple[Row, ...]]:
    """The considerations by box, in the order of the canvas."""
    boxes: dict[str, list[Row]] = {}
    for row in parse(FILE.read_text(encoding="utf-8"), name=FILE.name):
        boxes.setdefault(row.box, []).append(row)
    return MappingProxyType({box: tuple(some) for box, some in boxes.items()})


def parse(text: str, *, name: str) -> tuple[Row, ...]:
    """The rows of a YAML text; Invalid if a key is unknown, missing or wrong."""
    tree = read(text, name=name)
    if not isinstance(tree, dict) or set(tree) != {"classes", "rows"}:
        raise wrong(name, "file", "must be classes and rows")
    known, listed = tree["classes"], tree["rows"]
    if not isinstance(known, dict) or not all(isinstance(each, str) for each in known.values()):
        raise wrong(name, "classes", "must be names and words")
    if not isinstance(listed, list):
        raise wrong(name, "rows", "must be a list")
    found = tuple(_row(each, known, f"{name}: row {number}") for number, each in enumerate(listed, 1))
    if len({row.id for row in found}) < len(found):
        raise wrong(name, "rows", "one stands twice")
    return found


def _row(row: object, known: Mapping[str, str], where: str) -> Row:
    if not isinstance(row, dict):
        raise wrong(where, "row", "must be keys and values")
    if odd := sorted((_NEEDED - set(row)) | (set(row) - _KNOWN)):
        raise wrong(where, ", ".join(odd), "is unknown or missing")
    texts = {key: " ".join(str(row[key]).split()) for key in ("id", "box", "criterion", "article", "text")}
    return Row(
        **texts,
        required=strings(row["required"], name=where, key="required"),
        recommended=strings(row.get("recommended", []), name=where, key="recommended"),
        cues=tuple(_cue(each, known, where) for each in strings(row["cues"], name=where, key="cues")),
        anywhere=flag(row.get("anywhere", "false"), name=where, key="anywhere"),
    )


def _cue(text: str, known: Mapping[str, str], where: str) -> Cue:
    return tuple(_part(part, known, where) for part in " ".join(text.split()).split(" + "))


def _part(text: str, known: Mapping[str, str], where: str) -> Part:
    some: list[str] = []
    for term in text.split():
        if term.startswith("@") and term[1:] not in known:
            raise wrong(where, term, "is no class of words")
        some += known[term[1:]].split() if term.startswith("@") else [term]
    split = [frozenset(stem(each.text) for each in words(term)) or frozenset({term}) for term in some]
    single = frozenset[str]().union(*(each for each in split if len(each) == 1))
    return Part(single, tuple(each for each in split if len(each) > 1))


@lru_cache(maxsize=32)
def _places(text: str) -> Mapping[str, Set[int]]:
    """The sentences that hold a stem that cues ask for, or a number (#): a row asks many words at once."""
    places: dict[str, set[int]] = {}
    for place, some in enumerate(read_text(text).vocabulary.values()):
        for word in some:
            for each in _asked(word):
                places.setdefault(each, set()).add(place)
    return places


@lru_cache(maxsize=16_384)
def _asked(word: str) -> tuple[str, ...]:
    """What of a word any cue asks for: mostly nothing."""
    number = (NUMBER,) if word[0].isdigit() else ()
    own = stem(word.removesuffix("'s"))
    return (own, *number) if own in _stems() else number


@cache
def _stems() -> frozenset[str]:
    parts = [part for some in rows().values() for row in some for cue in row.cues for part in cue]
    return frozenset[str]().union(*(part.words.union(*part.phrases) for part in parts))


def shown(row: Row, text: str) -> Span | None:
    """The first sentence of a text that addresses a row. One that asks, or admits not to know, does not."""
    places, spans = _places(text), read_text(text).sentences
    hit = frozenset[int]().union(*(_meet(cue, places) for cue in row.cues))
    return next((spans[place] for place in sorted(hit) if _claims(text, spans[place])), None)


def _meet(cue: Cue, places: Mapping[str, Set[int]]) -> frozenset[int]:
    found = cue[0].within(places)
    for part in cue[1:]:
        found = found and found & part.within(places)
    return found


def _claims(text: str, span: Span) -> bool:
    reading, open = read_text(text), lexicon().open_questions
    if reading.quote(span).rstrip("\"'”’)]").endswith("?"):
        return False
    return open.keys().isdisjoint(reading.vocabulary[span]) or not any(hits(text, reading.words_in(span), open))
