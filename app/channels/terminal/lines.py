"""Boxes as lines of JSON: each line is checked and answered in its order, in constant memory."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from app.errors import FacilitatorError, Invalid, TooLong
from app.usecases.checked import line, plain
from app.usecases.checking import Checked, Checking, Engine

LARGEST = 1_000_000  # bytes of a line
MEND = "Look for a broken emoji in its texts and write it anew."
SHAPE = 'Send one object a line: {"id": "…", "boxes": {"objectives": "…"}}.'

Id = str | int | None

_HALF = re.compile("[\ud800-\udfff]")  # JSON can name one, and no encoding can write it


class Wrong(Exception):
    """A line that cannot be checked, and the id that it has, if that much could be read."""

    def __init__(self, id: Id, error: FacilitatorError) -> None:
        super().__init__(error.message)
        self.id = id
        self.error = error


async def check_lines(source: IO[bytes], out: IO[bytes], checking: Checking, engine: Engine) -> bool:
    """Answer every line; whether all of them could be checked. What is wrong with one is said in its answer."""
    good = True
    for number, data in _lines(source):
        try:
            id, boxes = _read(data, number)
            answer = line((await _checked(checking, boxes, engine, id)).view(id))
        except Wrong as wrong:
            good, answer = False, line({"id": wrong.id, "error": plain(wrong.error)})
        out.write(answer)
        out.flush()
    return good


async def _checked(checking: Checking, boxes: Mapping[str, str], engine: Engine, id: Id) -> Checked:
    try:
        return await checking.look(boxes, engine)
    except FacilitatorError as error:
        raise Wrong(id, error) from error


def _lines(source: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each line that holds something, with its number. Of one that is too long, a byte too many and no more."""
    number = 0
    while data := source.readline(LARGEST + 1):
        number += 1
        if len(data) > LARGEST and not data.endswith(b"\n"):
            _skip(source)
        if data.strip():
            yield number, data


def _skip(source: IO[bytes]) -> None:
    while rest := source.readline(LARGEST):
        if rest.endswith(b"\n"):
            return


def _read(data: bytes, number: int) -> tuple[Id, Mapping[str, str]]:
    tree = _tree(data, number)
    id = tree.get("id")
    id = id if isinstance(id, str | int) and not isinstance(id, bool) else None
    boxes = tree.get("boxes")
    if not isinstance(boxes, dict) or not all(isinstance(text, str) for text in boxes.values()):
        raise Wrong(id, Invalid(f"Line {number} has no “boxes” with a text for each box.", advice=SHAPE))
    if any(map(_HALF.search, (*boxes, *boxes.values()))):
        raise Wrong(id, Invalid(f"Line {number} holds half a character, such as \\ud83d alone.", advice=MEND))
    return id, boxes


def _tree(data: bytes, number: int) -> dict[str, Any]:
    if len(data.rstrip(b"\r\n")) > LARGEST:
        told = f"Line {number} is over {LARGEST:,} bytes."
        raise Wrong(None, TooLong(told, advice="Send fewer or shorter boxes at once."))
    try:
        tree = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Wrong(None, Invalid(f"Line {number} is not JSON in UTF-8: {error}.", advice=SHAPE)) from error
    if not isinstance(tree, dict):
        raise Wrong(None, Invalid(f"Line {number} is no JSON object.", advice=SHAPE))
    return tree


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands twice would silently drop a text."""
    tree = dict(pairs)
    if len(tree) < len(pairs):
        raise ValueError("a key stands twice")
    return tree
