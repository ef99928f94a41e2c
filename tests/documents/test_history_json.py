"""The whole history as JSON: back as it was, and nothing else let in."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from app.canvas.model import Header, NonAnswer, Sentence, Source, SourceKind
from app.documents import history_json
from app.documents.portable import Portable, PortableFinding, PortableIteration, PortableQuestion, Unplaced
from app.errors import DocumentInvalid, TooLong

from .portables import MLOPS, answer, histories, portable

LIMIT = 1_000_000


def read(data: bytes) -> Portable:
    return history_json.read(data, limit=LIMIT)


def refusal(data: bytes) -> str:
    with pytest.raises(DocumentInvalid) as caught:
        read(data)
    assert caught.value.advice
    return caught.value.message


def small() -> Portable:
    sentence = Sentence("One.", (Source(SourceKind.TURN, "Anna", "one"),), assumption=True, question=2)
    question = PortableQuestion("background", 1, NonAnswer.LATER)
    return replace(portable(answers=(answer("background", sentence),), open_questions=(question,)), template_text=None)


def changed(**at: Any) -> bytes:
    """The small canvas with one value of its JSON changed, by its path with __ between the parts."""
    tree = json.loads(history_json.write(small()))
    for path, value in at.items():
        *parts, last = ["canvas", *path.split("__")]
        place = tree
        for part in parts:
            place = place[int(part) if part.isdigit() else part]
        place[int(last) if last.isdigit() else last] = value
    return json.dumps(tree).encode()


@given(histories())
def test_nothing_is_lost(canvas: Portable) -> None:
    data = history_json.write(canvas)
    assert read(data) == canvas
    assert history_json.write(read(data)) == data


def test_the_file_is_readable_and_names_its_format() -> None:
    data = history_json.write(small())
    assert data.startswith(b'{\n "format": "canvas-facilitator/1",\n "canvas": {')
    assert data.endswith(b"}\n")
    assert "warnings" not in json.loads(data)["canvas"]


def test_what_a_reading_remarked_does_not_travel() -> None:
    noisy = replace(small(), warnings=("a",), unplaced=(Unplaced("b", "c"),))
    assert history_json.write(noisy) == history_json.write(small())
    assert read(changed(warnings=["Send money."], unplaced=[])) == small()


def test_half_a_character_cannot_be_written() -> None:
    with pytest.raises(DocumentInvalid, match="half a character"):
        history_json.write(portable(header=Header("\ud800")))


def test_a_mark_of_windows_is_passed_over() -> None:
    assert read(b"\xef\xbb\xbf" + history_json.write(small())) == small()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"surprise": 1}, "surprise: Unexpected keyword argument"),
        (
            {"iterations__0__answers__0__sentences__0__sources__0__id": "7"},
            "sentences[0].sources[0].id: Unexpected",
        ),
        ({"iterations__0__number": "1"}, "iterations[0].number: Input should be a valid integer"),
        ({"iterations__0__number": 0}, "iterations[0].number: Input should be greater"),
        ({"iterations__0__answers__0__number": 10**30}, "answers[0].number: Input should be less than"),
        (
            {"iterations__0__answers__0__sentences__0__assumption": 1},
            "assumption: Input should be a valid boolean",
        ),
        ({"iterations__0__answers__0__at": "2025-09-01T00:00:00"}, "at: Input should have timezone info"),
        ({"iterations__0__header__date": "soon"}, "header.date: Input should be a valid date"),
        (
            {"iterations__0__open_questions__0__kind": "maybe"},
            "open_questions[0].kind: Input should be 'dont_know'",
        ),
        ({"iterations": []}, "iterations: there is none"),
        ({"template_text": "id: ["}, "template_text cannot be read: it is not YAML"),
        ({"template_text": "a: &a 1\nb: *a"}, "it repeats the part *a"),
        ({"template_text": "id: x"}, "“version” is missing"),
        ({"template_text": MLOPS.text, "template_hash": "0"}, "template_hash: is not that of the template"),
        (
            {"template_text": MLOPS.text, "iterations__0__answers__0__box": "feelings"},
            "iterations[0].answers[0].box: this canvas has no box “feelings”",
        ),
        (
            {"template_text": MLOPS.text, "iterations__0__open_questions__0__box": "feelings"},
            "iterations[0].open_questions[0].box: this canvas has no box “feelings”",
        ),
        (
            {"template_text": MLOPS.text, "iterations__0__open_questions__0__question": 6},
            "iterations[0].open_questions[0].question: Background has no question 6",
        ),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], told: str) -> None:
    assert told in refusal(changed(**change))


@pytest.mark.parametrize("numbers", [(2, 1), (1, 1), (1, 3)])
def test_iterations_without_gaps(numbers: tuple[int, int]) -> None:
    canvas = replace(small(), iterations=tuple(PortableIteration(n, Header("V")) for n in numbers))
    assert "iterations: their numbers must count up one by one" in refusal(history_json.write(canvas))


def test_answers_in_order() -> None:
    twice = portable(answers=(answer("background", "One.", number=2), answer("background", "Two.", number=2)))
    assert "the answers of “background”: their numbers must rise" in refusal(history_json.write(twice))


@pytest.mark.parametrize("place", ["box", "other_box"])
def test_findings_of_known_boxes(place: str) -> None:
    boxes = {"box": "background", "other_box": "objectives", place: "feelings"}
    finding = PortableFinding("f", "VAG-01", box=boxes["box"], other_box=boxes["other_box"])
    told = refusal(history_json.write(portable(findings=(finding,))))
    assert f"findings[0].{place}: this canvas has no box “feelings”" in told


@pytest.mark.parametrize("told", [b'"canvas-facilitator/2"', b"1", b'"' + b"x" * 100 + b'"'])
def test_another_format(told: bytes) -> None:
    data = history_json.write(small()).replace(b'"canvas-facilitator/1"', told)
    assert "is no canvas that this version can read" in refusal(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "it is not JSON"),
        (b"{", "it is not JSON"),
        (b"[]", "its format is missing"),
        (b"\xff\xfe{\x00", "it is not UTF-8 text (byte 0)"),
        (b'{"format": 1, "format": 2}', "the key “format” stands twice"),
        (b'{"format": "canvas-facilitator/1"}', "canvas: "),
        (b'{"format": "canvas-facilitator/1", "canvas": NaN}', "cannot be read"),
        (b'{"a": ' + b"9" * 5000 + b"}", "it is not JSON"),
        (b"[" * 500_000, "it nests deeper than 32 levels"),
        (b'{"a":' * 100_000, "it nests deeper than 32 levels"),
        (b'"\\"' + b'\\"' * 400_000, "it is not JSON"),
        (b'["[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["', "it is not JSON"),
    ],
)
def test_what_is_no_history(data: bytes, told: str) -> None:
    assert told in refusal(data)


def test_too_long_to_read() -> None:
    with pytest.raises(TooLong, match="has 11 bytes; a file may have 10"):
        history_json.read(b" " * 11, limit=10)
