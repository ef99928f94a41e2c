"""What in a text shows a fact of the AI Act: words by their meaning, and rows of meanings that must meet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from app.critic.ai_act.facts import form
from app.critic.datafile import read, strings, wrong
from app.critic.tokens import words

FILE = Path(__file__).parents[1] / "data" / "ai_act_signs.yaml"

GAP = "_"  # in a term: up to MOST words that may stand here
MOST = 4
EXACT = "="  # before a word of a term: no other form of it

Term = tuple[str, ...]
Meanings = tuple[int, ...]  # each is met by any of the classes that its bits stand for

_ANSWERS = {"yes", "no", "doubt", "suspect"}
_MEETS = {"needs", "near", "about"}
_BARS = {"unless", "never"}
_TEXTS = {"good", "bad"}


@dataclass(frozen=True, slots=True)
class Sign:
    """One row: which meanings must meet for which answers. See the head of the file."""

    reason: str
    needs: Meanings
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    doubt: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    near: Meanings = ()
    about: Meanings = ()
    unless: int = 0
    never: int = 0
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    silent: bool = False
    every: Meanings = ()  # all that must be met somewhere in the boxes, made of the rest

    @property
    def answers(self) -> bool:
        """Whether it answers, rather than only keeps a question open."""
        return not (self.doubt or self.suspect)

    @property
    def tells(self) -> bool:
        """Whether it says what a system is for: who uses it or what it is made of says nothing of that."""
        return self.answers and not self.silent


@dataclass(frozen=True, slots=True)
class Signs:
    """The lists of the file, made ready for looking up."""

    classes: Mapping[str, tuple[Term, ...]]
    rows: tuple[Sign, ...]
    hints: tuple[Sign, ...]
    bits: Mapping[str, int]  # of the classes
    anchored: Mapping[
        str, tuple[tuple[Term, int, int], ...]
    ]  # by a term's longest word: the term, its place, the class
    known: frozenset[str]  # every word of every term
    hinting: frozenset[str]  # words of a text without which no hint fires
    irregular: Mapping[str, str]


@cache
def signs() -> Signs:
    """The signs that travel with the package."""
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def parse(text: str, *, name: str) -> Signs:
    """Signs from their YAML text; Invalid if a key, a class or a fact is unknown, or a value of the wrong kind."""
    tree = read(text, name=name)
    if not isinstance(tree, dict) or set(tree) != {"irregular", "classes", "rows", "hints"}:
        raise wrong(name, "file", "must be irregular, classes, rows and hints")
    classes = {key: _terms(value, name, key) for key, value in _map(tree["classes"], name, "classes").items()}
    bits = {key: 1 << number for number, key in enumerate(classes)}
    bent = {form: base for base, some in _map(tree["irregular"], name, "irregular").items() for form in some.split()}
    anchored, hints = _anchored(classes, bits), _signs(tree["hints"], name, "hint", bits)
    return Signs(
        classes=MappingProxyType(classes),
        rows=_signs(tree["rows"], name, "row", bits),
        hints=hints,
        bits=MappingProxyType(bits),
        anchored=anchored,
        hinting=_hinting(hints, anchored, bent),
        known=frozenset(word for terms in classes.values() for term in terms for word in term),
        irregular=MappingProxyType(bent),
    )


def _map(value: object, name: str, key: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise wrong(name, key, "must be keys and values")
    return value


def _terms(value: object, name: str, key: str) -> tuple[Term, ...]:
    return tuple(_term(each, name, key) for each in strings(value, name=name, key=key))


def _term(text: str, name: str, key: str) -> Term:
    term = tuple(each for part in text.split() for each in _part(part))
    if not term or GAP in (term[0], term[-1]):
        raise wrong(name, key, f"“{text}” is no term")
    return term


def _part(part: str) -> tuple[str, ...]:
    if part == GAP:
        return (GAP,)
    return tuple((EXACT if part.startswith(EXACT) else "") + word.text for word in words(part))


def _anchored(
    classes: Mapping[str, tuple[Term, ...]], bits: Mapping[str, int]
) -> Mapping[str, tuple[tuple[Term, int, int], ...]]:
    """Terms by their longest word: the rarest, as a rule, so that few are tried in vain."""
    table: dict[str, list[tuple[Term, int, int]]] = {}
    for key, terms in classes.items():
        for term in terms:
            at = max(range(len(term)), key=lambda place: len(term[place]))
            table.setdefault(term[at], []).append((term, at, bits[key]))
    return MappingProxyType({word: tuple(some) for word, some in table.items()})


def _signs(rows: object, name: str, what: str, bits: Mapping[str, int]) -> tuple[Sign, ...]:
    if not isinstance(rows, list):
        raise wrong(name, f"{what}s", "must be a list")
    return tuple(_sign(row, f"{name}: {what} {number}", bits) for number, row in enumerate(rows, 1))


def _hinting(
    hints: Iterable[Sign],
    anchored: Mapping[str, tuple[tuple[Term, int, int], ...]],
    bent: Mapping[str, str],
) -> frozenset[str]:
    """The forms of the words at which the first need of a hint is looked for."""
    wanted = 0
    for hint in hints:
        wanted |= hint.needs[0]
    some = {word.removeprefix(EXACT) for word, terms in anchored.items() if any(bit & wanted for _, _, bit in terms)}
    odd = {form for form, base in bent.items() if base in some}
    return frozenset(odd | {word + ending for word in some for ending in ("", "s", "'s", "d", "ed", "ing")})


def _sign(row: object, where: str, bits: Mapping[str, int]) -> Sign:
    if not isinstance(row, dict) or not {"reason", "needs"} <= set(row) <= set(Sign.__dataclass_fields__) - {"every"}:
        raise wrong(where, "row", "has an unknown key, or no reason or needs")
    lists = {key: strings(row[key], name=where, key=key) for key in set(row) - {"reason", "silent"}}
    if odd := sorted({each for key in _ANSWERS & set(lists) for each in lists[key]} - set(form())):
        raise wrong(where, ", ".join(odd), "is no question of the form")
    if odd := sorted(
        {one for key in (_MEETS | _BARS) & set(lists) for each in lists[key] for one in each.split("|")} - set(bits)
    ):
        raise wrong(where, ", ".join(odd), "is no class")
    met = {key: tuple(_mask(each.split("|"), bits) for each in lists[key]) for key in _MEETS & set(lists)}
    flat = {key: _mask(lists[key], bits) for key in _BARS & set(lists)}
    rest = {key: lists[key] for key in (_ANSWERS | _TEXTS) & set(lists)}
    every = tuple(each for some in met.values() for each in some)
    if row.get("silent", "yes") != "yes":
        raise wrong(where, row["silent"], "is no yes")
    silent = {"silent": "silent" in row}
    return Sign(**{"reason": row["reason"], **met, **flat, **rest, **silent, "every": every})


def _mask(keys: Iterable[str], bits: Mapping[str, int]) -> int:
    mask = 0
    for key in keys:
        mask |= bits[key]
    return mask


@lru_cache(maxsize=65_536)
def bases(word: str) -> tuple[str, ...]:
    """The words of the lists that a word of a text may be a form of, itself first."""
    some = signs()
    word = word.removesuffix("'s").removesuffix("'")
    guesses = [EXACT + word, word, some.irregular.get(word, word), *_cut(word), word + "s"]
    return tuple(dict.fromkeys(each for each in guesses if each in some.known))


def _cut(word: str) -> Iterator[str]:
    for ending, back in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 1 and rest.endswith(_BEFORE.get(ending, "")):
            yield rest + back
            if ending in ("ed", "ing") and rest[-1] == rest[-2]:
                yield rest[:-1]


_BEFORE = {"es": ("s", "x", "z", "ch", "sh", "o"), "d": ("e",)}  # what an ending needs: a card is no car
_ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"))
