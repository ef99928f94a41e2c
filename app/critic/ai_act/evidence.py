"""What each box should address: `data/ai_act_considerations.yaml`, and the clause that shows that it does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from app.critic.ai_act.clauses import AS_IT_IS, Cue, Marks, Part, clauses, forms, heard, meets, part
from app.critic.datafile import flag, read, strings, wrong
from app.critic.reading import read as read_text
from app.critic.tokens import Span

FILE = Path(__file__).parents[1] / "data" / "ai_act_considerations.yaml"

_NEEDED = {"id", "box", "criterion", "article", "text", "required", "cues"}
_KNOWN = _NEEDED | {"recommended", "anywhere"}


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


@dataclass(frozen=True, slots=True)
class Table:
    """All rows, and what speaks against any of them in a clause."""

    rows: tuple[Row, ...]
    marks: Marks


@cache
def rows() -> Mapping[str, tuple[Row, ...]]:
    """The considerations by box, in the order of the canvas."""
    boxes: dict[str, list[Row]] = {}
    for row in _table().rows:
        boxes.setdefault(row.box, []).append(row)
    return MappingProxyType({box: tuple(some) for box, some in boxes.items()})


@cache
def _table() -> Table:
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def parse(text: str, *, name: str) -> Table:
    """The table of a YAML text; Invalid if a key is unknown, missing or wrong."""
    tree = read(text, name=name)
    if not isinstance(tree, dict) or set(tree) != {"marks", "classes", "rows"}:
        raise wrong(name, "file", "must be marks, classes and rows")
    known, listed = _texts(tree["classes"], name, "classes"), tree["rows"]
    if not isinstance(listed, list):
        raise wrong(name, "rows", "must be a list")
    found = tuple(_row(each, known, f"{name}: row {number}") for number, each in enumerate(listed, 1))
    if len({row.id for row in found}) < len(found):
        raise wrong(name, "rows", "one stands twice")
    return Table(found, _marks(_texts(tree["marks"], name, "marks"), name))


def _texts(tree: object, name: str, key: str) -> Mapping[str, str]:
    if not isinstance(tree, dict) or not all(isinstance(each, str) for each in tree.values()):
        raise wrong(name, key, "must be names and words")
    return tree


def _marks(some: Mapping[str, str], name: str) -> Marks:
    if set(some) != {"denials", "rescues", "doubts"}:
        raise wrong(name, "marks", "must be denials, rescues and doubts")
    return Marks(frozenset(some["denials"].split()), frozenset(some["rescues"].split()), part(some["doubts"].split()))


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
    told, *excluded = " ".join(text.split()).removeprefix(AS_IT_IS).split(" - ")
    parts = tuple(_part(each, known, where) for each in told.split(" + "))
    sieve = tuple(sorted((each.firsts for each in parts), key=len))
    return Cue(parts, sieve, tuple(_part(each, known, where) for each in excluded), as_it_is=text.startswith(AS_IT_IS))


def _part(text: str, known: Mapping[str, str], where: str) -> Part:
    some: list[str] = []
    for term in text.split():
        if term.startswith("@") and term[1:] not in known:
            raise wrong(where, term, "is no class of words")
        some += known[term[1:]].split() if term.startswith("@") else [term]
    return part(some)


@lru_cache(maxsize=32)
def _places(text: str) -> tuple[Mapping[str, int], frozenset[str]]:
    """The sentences, as bits, that hold a word that cues ask for, or a number: a row asks many words at once.

    The words once more as a set: to meet one with a set takes a third of the time.
    """
    places: dict[str, int] = {}
    bit = 1
    for some in read_text(text).vocabulary.values():
        for word in some:
            for each in _asked(word):
                places[each] = places.get(each, 0) | bit
        bit <<= 1
    return places, frozenset(places)


@lru_cache(maxsize=16_384)
def _asked(word: str) -> tuple[str, ...]:
    """What of a word any cue asks for: mostly nothing."""
    return tuple(each for each in forms(word) if each in _wanted())


@cache
def _wanted() -> frozenset[str]:
    parts = [part for row in _table().rows for cue in row.cues for part in cue.parts]
    return frozenset[str]().union(*(part.firsts for part in parts))


def shown(row: Row, text: str) -> Span | None:
    """The first clause of a text that addresses a row. One that asks, or admits not to know, does not."""
    places, known = _places(text)
    some = [(cue, near) for cue in row.cues if (near := _near(cue, places, known))]
    if not some:
        return None
    reading, every = read_text(text), 0
    for _, near in some:
        every |= near
    for place, span in enumerate(reading.sentences):
        if every >> place & 1:
            cues = [cue for cue, near in some if near >> place & 1]
            found = next((each for each in clauses(text, span) if _says(cues, text, each)), None)
            if found and span not in reading.unsettled:
                return found
    return None


def _near(cue: Cue, places: Mapping[str, int], known: frozenset[str]) -> int:
    """The sentences in which all parts of a cue can meet."""
    found = -1
    for some in cue.sieve:
        here = 0
        for each in some & known:
            here |= places[each]
        found &= here
        if not found:
            break
    return found


def _says(cues: Iterable[Cue], text: str, clause: Span) -> bool:
    said = heard(text, clause)
    return any(meets(cue, said, _table().marks) for cue in cues)
