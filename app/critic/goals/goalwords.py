"""The words of goals: `data/measurability.yaml`, read once, and found in a row of words in one pass."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress, count
from pathlib import Path
from types import MappingProxyType

from app.critic.datafile import read, strings, wrong
from app.critic.kept import Kept
from app.critic.tokens import words

FILE = Path(__file__).parents[1] / "data" / "measurability.yaml"

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "nouns": tuple(
            "metric head dimensional share unit period short_time fraction magnitude event holiday month role design "
            "name group occasion".split()
        ),
        "verbs": tuple("change goal activity owns use takes".split()),
        "exact": tuple(
            "number comparator comparator_after than_before zero no multiple often rate reference baseline than "
            "achieved intent soft_number soft_after soft escape quality label_metric label_target label_baseline "
            "label_deadline label_owner label_other owner_adjective owner_noun rests_with rival year_on_year enough "
            "boundary of_today label_scope proviso by date_fill next population_prep all determiner "
            "no_group pronoun linking verb stop design_cue statistic_cue statistic_letter done_by "
            "title currency negative people verb_noun empty thing common_head comparative permit "
            "acronym condition beats must deed numbered_metric ranked_metric "
            "priority direction stages acceptance liking bounded trigger definition".split()
        ),
    }
)

Phrase = tuple[str, ...]
Tags = dict[str, int]  # by key, how many words the phrase has that starts here


@dataclass(frozen=True, slots=True)
class GoalWords:
    """Phrases by their first word, each with its key, and how its last word may be inflected."""

    terms: Mapping[str, tuple[tuple[str, Phrase], ...]]  # by key, for tests: (kind, phrase)
    starts: Mapping[str, tuple[tuple[str, str, Phrase], ...]]  # by first word: (key, kind, phrase)


@cache
def goal_words() -> GoalWords:
    """The lists that travel with the package."""
    return parse(FILE.read_text(encoding="utf-8"), name=FILE.name)


def parse(text: str, *, name: str) -> GoalWords:
    """The lists of a YAML text; Invalid if a key is unknown, missing or of the wrong kind."""
    tree = read(text, name=name)
    if not isinstance(tree, dict) or set(tree) != set(KEYS):
        raise wrong(name, "file", "must hold " + ", ".join(KEYS))
    terms: dict[str, tuple[tuple[str, Phrase], ...]] = {}
    starts: dict[str, list[tuple[str, str, Phrase]]] = defaultdict(list)
    for kind, lists in tree.items():
        if not isinstance(lists, dict) or set(lists) != set(KEYS[kind]):
            raise wrong(name, kind, "must hold the lists " + ", ".join(KEYS[kind]))
        for key, some in lists.items():
            phrases = dict.fromkeys(_phrase(each) for each in strings(some, name=name, key=key))
            terms[key] = tuple((kind, phrase) for phrase in phrases)
            for phrase in phrases:
                starts[phrase[0]].append((key, kind, phrase))
    return GoalWords(MappingProxyType(terms), MappingProxyType({word: tuple(some) for word, some in starts.items()}))


def _phrase(text: str) -> Phrase:
    return tuple(each.text for each in words(text)) or (text,)


Starts = tuple[Tags, tuple[tuple[str, str, Phrase], ...]]


def _starting(word: str) -> Starts:
    """What a word is by itself in one of its forms, and the phrases that may start with it, longest first."""
    starts = goal_words().starts
    found = set(starts.get(word, ()))
    for form in singulars(word):
        found |= {each for each in starts.get(form, ()) if each[1] == "nouns" and len(each[2]) == 1}
    for form in infinitives(word):
        found |= {each for each in starts.get(form, ()) if each[1] == "verbs"}
    longer = sorted((each for each in found if len(each[2]) > 1), key=lambda each: -len(each[2]))
    return {key: 1 for key, _, phrase in found if len(phrase) == 1}, tuple(longer)


starting = Kept(_starting).__getitem__


@lru_cache(maxsize=16384)
def _longer(word: str, after: str) -> tuple[Tags, tuple[tuple[str, str, Phrase], ...]]:
    """What two words in a row are together, and the phrases that they may start, longest first."""
    forms = {after, *singulars(after)}
    some = starting(word)[1]
    pairs = [each for each in some if len(each[2]) == 2]
    stand = {key: 2 for key, kind, pair in pairs if pair[1] == after or (kind == "nouns" and pair[1] in forms)}
    return stand, tuple(each for each in some if len(each[2]) > 2 and each[2][1] == after)


@lru_cache(maxsize=16384)
def singulars(word: str) -> tuple[str, ...]:
    """What a noun may be without its plural."""
    if word.endswith("'s"):
        return (word[:-2],)
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return ()
    forms = [word[:-1]]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    elif word.endswith(("ches", "shes", "xes", "sses", "oes")):
        forms.append(word[:-2])
    return tuple(forms)


@lru_cache(maxsize=16384)
def infinitives(word: str) -> tuple[str, ...]:
    """What a verb may be without -s, -ed and -ing."""
    forms = list(singulars(word))
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            forms += [stem, stem + "e"]
            if stem[-1] == stem[-2]:
                forms.append(stem[:-1])
            if stem.endswith("i"):
                forms.append(stem[:-1] + "y")
    return tuple(forms)


def tag(row: Sequence[str]) -> list[Tags]:
    """For each word of a row, which phrases start there; of several of one key, the longest counts."""
    if not row:
        return []
    alone, longer = zip(*map(starting, row), strict=True)
    found = list(alone)
    for index in compress(count(), longer[:-1]):
        pairs, more = _longer(row[index], row[index + 1])
        if more:
            found[index] = found[index] | pairs | _standing(row, index, more)
        elif pairs:
            found[index] = found[index] | pairs
    return found


def _standing(row: Sequence[str], index: int, some: Sequence[tuple[str, str, Phrase]]) -> Tags:
    found: Tags = {}
    for key, kind, phrase in some:
        if key not in found and _stands(row, index, kind, phrase):
            found[key] = len(phrase)
    return found


def _stands(row: Sequence[str], index: int, kind: str, phrase: Phrase) -> bool:
    end = index + len(phrase)
    if end > len(row):
        return False
    last = row[end - 1]
    whole = last == phrase[-1] or (kind == "nouns" and phrase[-1] in singulars(last))
    return whole and tuple(row[index + 1 : end - 1]) == phrase[1:-1]


_AIMING = frozenset("metric intent must label_target than_before comparator".split())
_COMPARING = frozenset("least most than maximum minimum".split())


@lru_cache(maxsize=16384)
def aims(word: str) -> bool:
    """Whether a word may make a sentence a goal: it tells what is measured, what is wanted, or how much at most."""
    here = starting(word)[0]
    measured = "head" in here and "common_head" not in here
    return measured or word in _COMPARING or not _AIMING.isdisjoint(here)


def metric_name(word: str) -> bool:
    """Whether a name with a number is a metric: “f1”, “macro-f1”, “recall@10”, “p95”, “r2”."""
    parts = word.split("@")[0].replace("-", " ").replace("_", " ").split()
    return any("numbered_metric" in starting(part)[0] for part in parts) or (
        "@" in word and "ranked_metric" in starting(parts[0])[0]
    )
