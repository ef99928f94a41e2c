import asyncio
import io
import os
from pathlib import Path

import pytest

from app.channels.terminal.answers import Answers, blocks, load
from app.channels.terminal.replies import Lines
from app.errors import Invalid, NotNow
from tests.channels.terminal.room import screen


async def all_of(lines: Lines) -> list[str]:
    found = []
    try:
        while True:
            found.append(await lines.read("Anna> "))
    except EOFError:
        return found


async def test_lines_of_a_pipe() -> None:
    reading, writing = os.pipe()
    shown, out, _ = screen()
    with os.fdopen(reading) as stream:
        lines = Lines(shown, stream)
        first = asyncio.create_task(lines.read("Anna> "))
        await asyncio.sleep(0.05)
        assert not first.done()
        os.write(writing, "It breaks, “often”.\nIt hu".encode())
        assert await first == "It breaks, “often”."
        os.write(writing, b"rts.\r\n\nlast \xff")
        os.close(writing)
        assert await all_of(lines) == ["It hurts.", "", "last �"]
    assert out.getvalue().startswith("Anna> It breaks, “often”.\n")


async def test_lines_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("One.\nTwo.")
    with path.open() as stream:
        assert await all_of(Lines(screen()[0], stream)) == ["One.", "Two."]


async def test_lines_in_memory() -> None:
    assert await all_of(Lines(screen()[0], io.StringIO("One.\n\nTwo.\n"))) == ["One.", "", "Two."]


TEXT = """\ufeff# A file of answers
Vials

Anna,  Bo
# said later
  \t
We fill vials.
They break.


/skip 2 later
/not a command

"""


def test_blocks(tmp_path: Path) -> None:
    path = tmp_path / "answers.txt"
    path.write_text(TEXT.replace("\n", "\r\n"), encoding="utf-8")
    found = blocks(load(str(path)))
    assert found == ["Vials", "Anna,  Bo", "We fill vials.\nThey break.", "/skip 2 later\n/not a command"]


async def test_answers_come_in_their_order_and_are_shown() -> None:
    shown, out, _ = screen()
    answers = Answers("One.\n\n/two", shown)
    assert [await answers.read("> "), await answers.read("Anna> ")] == ["One.", "/two"]
    answers.check_all_taken()
    with pytest.raises(EOFError):
        await answers.read("> ")
    assert out.getvalue() == "\n> One.\n\nAnna> /two\n"


async def test_what_failed_and_what_is_left_over_is_named() -> None:
    answers = Answers("One.\n\n/accept\n\nThree.", screen()[0])
    error = NotNow("There is no draft.", advice="Say something.")
    assert answers.blame(error) is error
    await answers.read("> ")
    await answers.read("> ")
    assert answers.blame(error).message == "block 2 (“/accept”) stopped it: There is no draft."
    assert answers.blame(error).advice == "Say something."
    with pytest.raises(Invalid, match=r"block 3 \(“Three.”\); answers left over: 1"):
        answers.check_all_taken()


def test_the_sample_ships() -> None:
    assert blocks(load("sample"))[:2] == ["Vial inspection", "Anna, Jonas, Mette"]


def test_answers_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no such file"):
        load(str(tmp_path / "none.txt"))
    (tmp_path / "image.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Invalid, match="not UTF-8"):
        load(str(tmp_path / "image.txt"))
