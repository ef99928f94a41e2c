import asyncio
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from app.channels.terminal.prompt import Typed, history
from app.channels.terminal.replies import Interrupted

ENTER, ESC, CTRL_C, CTRL_D, UP, TAB = "\r", "\x1b", "\x03", "\x04", "\x1b[A", "\t"
PASTE = "\x1b[200~One.\nTwo.\r\nThree.\x1b[201~"


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as given:
        yield given


def typed(keys: PipeInput, past: InMemoryHistory | None = None) -> Typed:
    return Typed(past or InMemoryHistory(), ["accept", "waive"], input=keys, output=DummyOutput())


async def read(who: Typed, keys: PipeInput, *pressed: str, kept: bool = True) -> str:
    """A reply, typed in several goes with a moment between them, as fingers do."""

    async def press() -> None:
        for each in pressed:
            keys.send_text(each)
            await asyncio.sleep(0.15)

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(press())
        return await who.read("Anna> ", below="Why, 1 of 2", kept=kept)


@pytest.mark.parametrize(
    ("pressed", "reply"),
    [
        (f"  It breaks. {ENTER}", "It breaks."),
        (f"One.{ESC}{ENTER}Two.{ENTER}", "One.\nTwo."),
        (f"{PASTE}{ENTER}", "One.\nTwo.\nThree."),
        (ENTER, ""),
    ],
)
async def test_what_is_sent(keys: PipeInput, pressed: str, reply: str) -> None:
    assert await read(typed(keys), keys, pressed) == reply


async def test_tab_completes_a_command(keys: PipeInput) -> None:
    assert await read(typed(keys), keys, f"/wai{TAB}", f" 1{ENTER}") == "/waive 1"


async def test_arrows_bring_earlier_replies_back_but_no_answers_to_questions(keys: PipeInput) -> None:
    who = typed(keys)
    await read(who, keys, f"It breaks.{ENTER}")
    await read(who, keys, f"yes{ENTER}", kept=False)
    assert await read(who, keys, f"{UP}{ENTER}") == "It breaks."


async def test_control_c_takes_back_what_is_typed_and_an_arrow_brings_it_again(keys: PipeInput) -> None:
    assert await read(typed(keys), keys, f"A long thought{CTRL_C}", UP, ENTER) == "A long thought"


async def test_control_c_on_an_empty_line_leaves(keys: PipeInput) -> None:
    keys.send_text(CTRL_C)
    with pytest.raises(Interrupted):
        await typed(keys).read("Anna> ")


async def test_control_d_ends(keys: PipeInput) -> None:
    keys.send_text(CTRL_D)
    with pytest.raises(EOFError):
        await typed(keys).read("Anna> ")


def test_history_is_ones_own_and_apart_for_each_database(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    one, two = history(folder, "sqlite:///a.db"), history(folder, "sqlite:///b.db")
    one.append_string("It breaks.")
    assert [*one.load_history_strings()] == ["It breaks."]
    assert [*two.load_history_strings()] == []
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_history_without_a_folder_lasts_for_the_sitting(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert isinstance(history(file, "sqlite:///a.db"), InMemoryHistory)
