"""The words that leave things open, and what clears them: `data/vague.yaml` and `data/collocations.yaml`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from app.critic.datafile import flag, read, strings, wrong
from app.critic.tokens import Word, words
from app.critic.words import lexicon

FILE = Path(__file__).parent / "data" / "vague.yaml"
COLLOCATIONS = Path(__file__).parent / "data" / "collocations.yaml"

_GROUP = re.compile(r"\(([^()]*)\)")
_LIST = re.compile(r"@(\w+)")
_GAP = re.compile(r"[\s%‐‑–-]+")
# What a place is worth as a key: each text is full of the first, and most hold some of the others.
_EVERYWHERE = frozenset("a and are as be by for from in is it no not of on or per the to we with".split())
_OFTEN = frozenset("data day days hours minutes model months more order risk run team time weeks working".split())
_LISTS = ("after", "not_after", "before", "not_before", "near")
_KEYS = {"criterion", "terms", "cased", "closes", "judged", "unless", *_LISTS}
_SECTIONS = {"lists", "tolerates", "counted", "plain", "definitions", "disclaimers", "outside", "cues"}

Slot = frozenset[str]  # the words that may stand at one place; “*” any word, “*ive” any with that ending
Named = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase, word by word. It is looked for where one of the words of its rarest place stands."""

    slots: tuple[Slot, ...]
    key: int
    wild: bool = False  # whether a place is open
    plural: bool = False  # the last word may also end in s

    def fits(self, read: Sequence[str], index: int) -> bool:
        """Whether its words stand around the one at that index, whatever stands between them: a look before `first`."""
        start, size = index - self.key, len(self.slots)
        if start < 0 or start + size > len(read):
            return False
        for place, slot in enumerate(self.slots):
            if place != self.key and not self._fills(slot, read[start + place], last=place == size - 1):
                return False
        return True

    def first(self, text: str, among: Sequence[Word], index: int) -> int | None:
        """Where the phrase begins if its key word is the word at that index."""
        start, size = index - self.key, len(self.slots)
        if start < 0 or start + size > len(among):
            return None
        for place, slot in enumerate(self.slots):
            if place != self.key and not self._fills(slot, among[start + place].text, last=place == size - 1):
                return None
            if place and not _GAP.fullmatch(text, among[start + place - 1].end, among[start + place].start):
                return None
        return start

    def _fills(self, slot: Slot, word: str, *, last: bool) -> bool:
        if word in slot or (last and self.plural and word.removesuffix("s") in slot):
            return True
        return self.wild and word.endswith(_endings(slot))


@cache
def _endings(slot: Slot) -> tuple[str, ...]:
    """The endings that an open place asks for; “” is in any word."""
    return tuple(each[1:] for each in slot if each[0] == "*")


Patterns = Mapping[str, tuple[Pattern, ...]]  # by each word of the key's place


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that leaves something open, and the company that it must or must not keep. See the file's head."""

    criterion: str
    pattern: Pattern
    unless: Patterns
    cased: bool = False
    closes: bool = False
    judged: str = ""
    after: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()

    def neighbour(self) -> "Neighbour":
        """The rarer of the words beside its key word, if there must be certain ones. Spares most words the search."""
        slots, key = self.pattern.slots, self.pattern.key
        right = slots[key + 1] if key + 1 < len(slots) else self.before
        left = slots[key - 1] if key else self.after if "" not in self.after else frozenset()
        some = [(side, slot) for side, slot in ((1, right), (-1, left)) if slot and not _open(slot)]
        return Neighbour(self, *min(some, key=_common, default=(0, frozenset[str]())))


class Neighbour(NamedTuple):
    """A cue, and what stands beside its key word: on which side (0 for nothing certain), and one of which words."""

    cue: Cue
    side: int
    words: Slot


class Keyed(NamedTuple):
    """The cues of a key word, longest first. Unless it is `free`, one of these words stands after it or before it."""

    cues: tuple[Neighbour, ...]
    free: bool
    after: Slot
    before: Slot

    @classmethod
    def of(cls, cues: Iterable[Neighbour]) -> "Keyed":
        some = tuple(sorted(cues, key=_size))
        after, before = (
            frozenset[str]().union(*(each.words for each in some if each.side == side)) for side in (1, -1)
        )
        return cls(some, not all(each.side for each in some), after, before)


@dataclass(frozen=True, slots=True)
class Wording:
    """One field a section of the file; the collocations are a file of their own."""

    lists: Named
    tolerates: Mapping[str, frozenset[str]]
    counted: frozenset[str]
    plain: frozenset[str]
    definitions: Patterns
    disclaimers: Patterns
    outside: Patterns
    cues: Mapping[str, Keyed]  # by each word of the key's place
    collocations: Patterns


@cache
def wording() -> Wording:
    """The lists that travel with the package."""
    texts = (FILE.read_text(encoding="utf-8"), COLLOCATIONS.read_text(encoding="utf-8"))
    return parse(*texts, name=FILE.name, other=COLLOCATIONS.name)


def parse(text: str, collocations: str, *, name: str, other: str) -> Wording:
    """The lists from their YAML texts; Invalid if a key is unknown, missing or of the wrong kind."""
    tree = _keys(read(text, name=name), name)
    if odd := sorted(set(tree) ^ _SECTIONS):
        raise wrong(name, ", ".join(odd), "is unknown or missing")
    lists: Named = {key: _bare(value, {}, name, key) for key, value in _keys(tree["lists"], name).items()}
    return Wording(
        lists=MappingProxyType(lists),
        tolerates=MappingProxyType(
            {key: frozenset(strings(some, name=name, key=key)) for key, some in _keys(tree["tolerates"], name).items()}
        ),
        counted=frozenset(strings(tree["counted"], name=name, key="counted")),
        plain=frozenset(strings(tree["plain"], name=name, key="plain")),
        definitions=_patterns(tree["definitions"], lists, name, "definitions"),
        disclaimers=_patterns(tree["disclaimers"], lists, name, "disclaimers"),
        outside=_patterns(tree["outside"], lists, name, "outside"),
        cues=_cues(tree["cues"], lists, name),
        collocations=_collocations(_keys(read(collocations, name=other), other), other),
    )


def _keys(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise wrong(name, "file", "must be keys and values")
    return value


# ---- phrases


def phrases(text: str, lists: Named) -> Iterator[tuple[Slot, ...]]:
    """A phrase of the file as places; one with an alternative of more words, or of none, is several phrases."""
    pieces = [_piece(part, lists, grouped=odd % 2 == 1) for odd, part in enumerate(_GROUP.split(text))]
    for some in product(*pieces):
        yield tuple(slot for slots in some for slot in slots)


def _piece(part: str, lists: Named, *, grouped: bool) -> list[tuple[Slot, ...]]:
    if not grouped:
        return [_places(part)]
    choices = [choice.strip() for choice in part.split("|")]
    single: set[str] = set()
    longer = []
    for choice in choices:
        places = _places(choice) if not choice.startswith("@") else (lists[choice[1:]],)
        if len(places) == 1:
            single |= places[0]
        else:
            longer.append(places)
    return [(frozenset(single),), *longer] if single else longer


def _places(text: str) -> tuple[Slot, ...]:
    each = (part if part.startswith("*") else "".join(word.text + " " for word in words(part)) for part in text.split())
    return tuple(frozenset({word}) for part in each for word in part.split())


def _pattern(slots: tuple[Slot, ...], *, plural: bool = False) -> Pattern:
    """The key is the place whose words are the rarest: none so short that every text holds it, and few of them."""
    ranked = [
        (_open(slot), _frequency(slot), len(slot), -max(map(len, slot)), place)
        for place, slot in enumerate(slots[: len(slots) - plural] or slots)
    ]
    key = min(ranked)[-1]
    return Pattern(slots, key, wild=any(map(_open, slots)), plural=plural)


def _frequency(slot: Slot) -> int:
    if not _EVERYWHERE.isdisjoint(slot):
        return 2
    return int(not (_OFTEN.isdisjoint(slot) and lexicon().stop_words.isdisjoint(slot)))


def _open(slot: Slot) -> bool:
    return any(each[0] == "*" for each in slot)


def _patterns(value: object, lists: Named, name: str, key: str) -> Patterns:
    some = strings(value, name=name, key=key)
    return _indexed(_pattern(slots) for text in some for slots in phrases(text, lists))


def _collocations(topics: Mapping[str, object], name: str) -> Patterns:
    some = [text for key, value in topics.items() for text in strings(value, name=name, key=key)]
    return _indexed(_pattern(slots, plural=True) for text in some for slots in phrases(text, {}))


def _indexed(patterns: Iterable[Pattern]) -> Patterns:
    table: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for word in pattern.slots[pattern.key]:
            table.setdefault(word, []).append(pattern)
    return MappingProxyType({word: tuple(some) for word, some in table.items()})


# ---- cues


def _cues(value: object, lists: Named, name: str) -> Mapping[str, Keyed]:
    if not isinstance(value, list):
        raise wrong(name, "cues", "must be a list")
    table: dict[str, list[Neighbour]] = {}
    for entry in value:
        for cue in _entry(entry, lists, name):
            known = cue.neighbour()
            for word in cue.pattern.slots[cue.pattern.key]:
                table.setdefault(word, []).append(known)
    return {word: Keyed.of(some) for word, some in table.items()}  # no proxy: each word of a text is looked up


def _size(known: Neighbour) -> int:
    return -len(known.cue.pattern.slots)


def _entry(entry: object, lists: Named, name: str) -> Iterator[Cue]:
    if not isinstance(entry, dict) or not {"criterion", "terms"} <= set(entry) <= _KEYS:
        raise wrong(name, "cues", f"“{entry}” has an unknown key, no criterion or no terms")
    id = entry["criterion"]
    if entry.get("judged", "size") not in ("quality", "size"):
        raise wrong(name, f"{id}.judged", "must be quality or size")
    conditions: dict[str, Any] = {
        **{key: flag(entry[key], name=name, key=f"{id}.{key}") for key in ("cased", "closes") if key in entry},
        **{key: _bare(entry[key], lists, name, f"{id}.{key}") for key in _LISTS if key in entry},
        "judged": entry.get("judged", ""),
        "unless": _patterns(entry.get("unless", []), lists, name, f"{id}.unless"),
    }
    for text in strings(entry["terms"], name=name, key=f"{id}.terms"):
        if odd := [each for each in _LIST.findall(text) if each not in lists]:
            raise wrong(name, f"{id}.terms", f"@{odd[0]} is no list")
        for slots in phrases(text, lists):
            yield Cue(id, _pattern(slots), **conditions)


def _common(beside: tuple[int, Slot]) -> int:
    return _frequency(beside[1])


def _bare(value: object, lists: Named, name: str, key: str) -> frozenset[str]:
    """Plain words, and those of the lists that “@…” names. “^” is no word: where a sentence begins."""
    some = strings(value, name=name, key=key)
    if odd := [each for each in some if each.startswith("@") and each[1:] not in lists]:
        raise wrong(name, key, f"{odd[0]} is no list")
    named = frozenset[str]().union(*(lists[each[1:]] for each in some if each.startswith("@")))
    plain = {word.text for each in some if not each.startswith("@") for word in words(each)}
    return named | plain | ({""} if "^" in some else frozenset[str]())
