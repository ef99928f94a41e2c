"""Where words of a box stand in the file, also where the file writes them differently."""

import json
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given

from app.canvas.template import load
from app.documents import history_json, markdown_read
from app.documents.places import JsonPlaces, Place, Places
from app.documents.portable import Portable
from tests.documents.portables import histories

MLOPS = load("mlops-canvas-1.1")


def found(file: str, quote: str, box: str = "background") -> Place | None:
    """Where a quote is found that the reader of the file gives."""
    read = markdown_read.read(file, name="f.md", templates=lambda id: MLOPS, default=MLOPS, limit=10_000)
    text = read.latest[box].text
    start = text.index(quote)
    return Places(file, MLOPS).find(box, text, start, start + len(quote))


@pytest.mark.parametrize(
    ("file", "quote", "place"),
    [
        ("# V\n## Background\nIt is fast.", "fast", Place(3, 7, 3, 11)),
        ("# V\r\n\r\n## Background\r\n\r\nOne\r\ntwo fast\r\n", "fast", Place(6, 5, 6, 9)),
        ("\ufeff# V\n## Background\n\n\nfast", "fast", Place(5, 1, 5, 5)),
        ("# V\n## Background\na TBD\nTBD b TBD", "TBD b TBD", Place(4, 1, 4, 10)),
        ("# V\n## Background\nDone so far [assumption] and fast.", "fast", Place(3, 30, 3, 34)),
        ("# V\n## Background\nA &#38; \\<b> fast", "A & <b>", Place(3, 1, 3, 18)),  # not as written: the line
        ("# V\n## Background\none\ntwo\nthree", "ne\ntwo\nthr", Place(3, 2, 5, 4)),
        ("# V\n## Background\none\n## Security\nx\n## Background\nfast", "fast", Place(7, 1, 7, 5)),
        ("Background\n---\nfast", "fast", Place(3, 1, 3, 5)),
        ("# V\n## Background\n&#10;\nfast", "fast", Place(3, 1, 3, 6)),  # lines differ: the first of them
    ],
)
def test_places(file: str, quote: str, place: Place) -> None:
    assert found(file, quote) == place


def test_the_second_of_equal_words_in_a_line() -> None:
    file = "# V\n## Background\nfast and fast"
    assert Places(file, MLOPS).find("background", "fast and fast", 9, 13) == Place(3, 10, 3, 14)


def test_a_box_that_is_not_in_the_file() -> None:
    assert Places("# V\n## Background\nx", MLOPS).find("security", "x", 0, 1) is None


@pytest.mark.parametrize(
    ("file", "box", "place"),
    [
        ("# V\n\n## Background\n\n## Security\nx", "background", Place(3, 1, 3, 14)),
        ("# V\n\n## Security\nx\n## Background", "background", Place(5, 1, 5, 14)),  # the last line of all
        ("# V\n## Background\nx\n## Background\ny", "background", Place(2, 1, 2, 14)),
        ("\ufeff# V\r\n## Security\r\nx", "security", Place(2, 1, 2, 12)),
        ("# V\n## Security\nx", "background", Place(1, 1, 1, 4)),
        ("## Background\n## Security\n\nx", "background", Place(1, 1, 1, 14)),
        ("# V\nBackground\n---\nSecurity\n---\nx", "background", Place(2, 1, 2, 11)),
    ],
)
def test_what_is_about_a_whole_box_stands_on_its_heading(file: str, box: str, place: Place) -> None:
    assert Places(file, MLOPS).head(box) == place


def test_in_a_json_file_what_is_about_a_whole_box_stands_where_its_words_begin() -> None:
    file = '{\n"box": "background",\n"text": "One."\n}'
    assert JsonPlaces(file).head("background") == Place(3, 10, 3, 10)
    assert JsonPlaces(file).head("security") == Place(1, 1, 1, 1)


# ---- JSON


@given(histories())
def test_in_a_json_file_each_word_of_a_sentence_stands_where_it_is_said_to(portable: Portable) -> None:
    file = history_json.write(portable).decode()
    lines, places = file.split("\n"), JsonPlaces(file)
    for box, answer in portable.latest.items():
        for sentence in filter(None, (each.text for each in answer.sentences)):
            start = answer.text.find(sentence)
            place = places.find(box, answer.text, start, start + len(sentence))
            assert place is not None
            words = lines[place.line - 1][place.column - 1 : place.end_column - 1]
            assert json.loads(f'"{words}"') == sentence


@pytest.mark.parametrize("dumps", [json.dumps, partial(json.dumps, ensure_ascii=False)])
def test_the_newest_answer_counts_also_in_a_file_of_one_line(dumps: Callable[[object], str]) -> None:
    file = dumps([{"box": "background", "text": "Zügig."}, {"box": "background", "text": "Sehr zügig."}])
    (place,) = [JsonPlaces(file).find("background", "Sehr zügig.", 5, 10)]
    assert place is not None
    assert place.line == 1
    assert json.loads(f'"{file[place.column - 1 : place.end_column - 1]}"') == "zügig"


def test_words_that_no_sentence_of_the_box_holds_stand_nowhere() -> None:
    file = json.dumps([{"box": "background", "text": "One."}, {"box": "security", "text": "Two."}], indent=1)
    assert JsonPlaces(file).find("background", "One. Two.", 5, 9) is None
    assert JsonPlaces(file).find("lifetime", "One.", 0, 4) is None
    assert JsonPlaces(file).find("security", "Two.", 0, 4) == Place(8, 12, 8, 16)
