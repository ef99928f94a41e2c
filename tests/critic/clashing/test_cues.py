import re
from collections.abc import Iterator

import pytest

from app.critic.clashing.cues import FILE, Cue, Saying, Sayings, bared, cue, odd, parse, sayings
from app.critic.tokens import Span, bare_words
from app.errors import Invalid

TEXT = FILE.read_text(encoding="utf-8")
LISTS = {"colour": ("red", "dark blue"), "count": ("#", "two")}
ROWS = [(saying, each) for saying in sayings().rows for each in saying.cues]


def says(text: str, sentence: str) -> str | None:
    span = Span(0, len(sentence))
    table = Sayings((Saying("kind", "value", (cue(text, LISTS, "f"),)),), {})
    found = table.said("box", sentence, span, words(sentence))
    return sentence[found[0][1].start : found[0][1].end] if found else None


def words(sentence: str) -> frozenset[str]:
    read = frozenset(bare_words(sentence, Span(0, len(sentence))))
    return bared(read, odd(read))


@pytest.mark.parametrize(
    ("text", "sentence", "quote"),
    [
        ("the <colour> car", "here the dark-blue car's wheels", "the dark-blue car's"),
        ("the <colour> car", "the green car", None),
        ("car|lorry stops", "the lorry stops", "lorry stops"),
        ("by_hand|alone", "done by hand", "by hand"),
        ("car .. stops", "the car now and then stops", "car now and then stops"),
        ("car .. stops", "the car now and then also stops", None),
        ("car ... stops", "the car now and then also stops", "car now and then also stops"),
        ("car ... stops", "the car never stops", None),
        ("car ... stops", "the car; it stops", None),
        ("no? car stops", "no car stops", "no car stops"),
        ("no? car stops", "a car stops", "car stops"),
        ("within # ms", "within 300 ms", "within 300 ms"),
        ("within # ms", "within 300ms", "within 300ms"),
        ("within <count> ms", "within 1,300ms", "within 1,300ms"),
        ("within <count> ms", "within two ms", "within two ms"),
        ("within <count> ms", "within twoms", None),
        ("car", "the scar", None),
        ("car", "the cars", None),
    ],
)
def test_a_cue_is_words_in_order(text: str, sentence: str, quote: str | None):
    assert says(text, sentence) == quote


@pytest.mark.parametrize("text", ["car ..", "car stops?", ".. ...", "# ..", ""])
def test_a_cue_that_could_say_anything_is_refused(text: str):
    with pytest.raises(Invalid, match="holds no word that must stand there, or ends open"):
        cue(text, LISTS, "f")


def test_a_cue_with_an_unknown_list_is_refused():
    with pytest.raises(Invalid, match="names a list that is not there"):
        cue("<shape> car", LISTS, "f")


def samples(saying: Saying, row: Cue) -> Iterator[str]:
    """Sentences that the cue should be found in: each word of each of its tokens once, unless the row clears it."""
    choices = [some for token in row.text.split() if (some := list(choice(token, saying)))]
    first = [some[0] for some in choices]
    for place, some in enumerate(choices):
        yield from (" ".join([*first[:place], each, *first[place + 1 :]]) for each in some)


def choice(token: str, saying: Saying) -> Iterator[str]:
    if set(token) == {"."} or token.endswith("?"):
        return
    name = token.strip("<>")
    some = sayings().lists[name] if token.startswith("<") else token.replace("_", " ").split("|")
    for each in some:
        entry = " ".join("7" if word == "#" else word for word in each.split())
        if saying.clear.isdisjoint(bare_words(entry, Span(0, len(entry)))):
            yield entry


@pytest.mark.parametrize(("saying", "row"), ROWS, ids=lambda each: getattr(each, "text", None) or each.kind)
def test_every_cue_can_fire_with_each_of_its_words(saying: Saying, row: Cue):
    count = 0
    for sentence in samples(saying, row):
        span = Span(0, len(sentence))
        table = Sayings((Saying(saying.kind, saying.value, (row,), saying.clear),), {})
        assert table.said("box", sentence, span, words(sentence)), sentence
        count += 1
    assert count >= 1


def test_every_list_is_used():
    body = TEXT.split("\nclaims:\n")[1]
    code = "".join(path.read_text(encoding="utf-8") for path in FILE.parents[1].rglob("*.py"))
    inner = TEXT.split("\nclaims:\n")[0]
    unused = [name for name in sayings().lists if f"<{name}>" not in body + inner and f'"{name}"' not in code]
    assert unused == []


def test_a_row_speaks_once_a_sentence_and_only_in_its_boxes():
    text = "lists: {}\nclaims:\n  - {kind: k, value: v, cues: [red car, blue car], clear: [toy], boxes: [here]}\n"
    table = parse(text, name="f")
    sentence = "a red car and a blue car"
    span = Span(0, len(sentence))
    assert [each for _, each in table.said("here", sentence, span, words(sentence))] == [Span(2, 9)]
    assert not table.said("there", sentence, span, words(sentence))
    toy = "a red car and a toy"
    assert not table.said("here", toy, Span(0, len(toy)), words(toy))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[a]", "f: file: must hold lists and claims"),
        ("lists: {}", "f: file: must hold lists and claims"),
        ("lists: []\nclaims: []", "f: file: must hold lists by name, and a list of claims"),
        ("lists: {a: b}\nclaims: []", "f: a: must be a list of texts"),
        ("lists: {}\nclaims: [a]", "f: row 1: row: has an unknown key, or lacks kind, value or cues"),
        ("lists: {}\nclaims: [{kind: a, value: b}]", "f: row 1: row: has an unknown key"),
        ("lists: {}\nclaims: [{kind: a, value: b, cues: [c], colour: d}]", "f: row 1: row: has an unknown key"),
        ("lists: {}\nclaims: [{kind: a, value: b, cues: [c], clear: d}]", "f: row 1: clear: must be a list of texts"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key(text: str, complaint: str):
    with pytest.raises(Invalid, match=re.escape(complaint)):
        parse(text, name="f")
