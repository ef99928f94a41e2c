"""The command line as processes: what a person starts, pipes into, and interrupts."""

import os
import pty
import re
import select
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.homes import COMMAND, MINE, done, process, run


def test_help_comes_at_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in [each for each in os.environ if each.startswith("COV")]:
        monkeypatch.delenv(key)  # measuring what is covered takes its own time
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        result = process("--help")
        times.append(time.perf_counter() - begun)
        assert result.returncode == 0
        assert "Exit codes: 0 done" in " ".join(result.stdout.split())
    assert statistics.median(times) < 1.0


def test_help_loads_nothing_heavy() -> None:
    heavy = ("sqlalchemy", "fastapi", "pydantic", "uvicorn", "prompt_toolkit", "yaml", "rich.console")
    script = f"import sys, app.cli\nassert not [each for each in {heavy} if each in sys.modules]"
    assert subprocess.run([sys.executable, "-c", script], timeout=60).returncode == 0


@pytest.mark.slow
def test_the_rules_are_read_before_somebody_waits_for_them(tmp_path: Path) -> None:
    script = f"""
import asyncio
from app.config import Settings
from app.critic.ai_act.signs import signs
from app.main import create_app

async def until_read() -> None:
    app = create_app(Settings(database={str(tmp_path / "c.db")!r}))
    async with asyncio.timeout(30), app.router.lifespan_context(app):
        assert signs.cache_info().currsize == 0
        while not signs.cache_info().currsize:
            await asyncio.sleep(0.05)

asyncio.run(until_read())
"""
    ran = subprocess.run([sys.executable, "-c", script], timeout=60, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_a_service_answers_before_it_imports_the_rules_and_the_pages(tmp_path: Path) -> None:
    script = f"""
import asyncio, sys
import httpx
from app.config import Settings
from app.main import create_app

LATER = {{"app.critic.rules", "app.interview.engine", "app.documents.markdown_read", "app.channels.web.pages"}}

async def answers() -> None:
    warmed = asyncio.Event()
    app = create_app(Settings(database={str(tmp_path / "c.db")!r}), warmed=warmed.set)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")
    async with asyncio.timeout(30), app.router.lifespan_context(app), client:
        assert (await client.get("/api/v1/templates")).status_code == 200
        assert not LATER & sys.modules.keys()
        assert (await client.get("/")).status_code == 200
        await warmed.wait()
        assert LATER <= sys.modules.keys()

asyncio.run(answers())
"""
    ran = subprocess.run([sys.executable, "-c", script], timeout=60, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_each_command_tells_its_exit_codes(home: Path) -> None:
    for command in (
        "interview",
        "demo",
        "serve",
        "import",
        "export",
        "list",
        "show",
        "history",
        "diff",
        "new-iteration",
    ):
        assert "130 Ctrl-C" in " ".join(done(command, "--help").split()), command


@pytest.fixture
def waiting(home: Path) -> Iterator[subprocess.Popen[str]]:
    """An interview that waits for the next line of a pipe."""
    (home / "mine.yaml").write_text(MINE)
    # Whoever starts the tests in the background has Ctrl-C ignored, and so would this process have.
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    words = [*COMMAND[:-1], listening + COMMAND[-1], "interview", "--template", "mine.yaml"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as begun:
        yield begun
        begun.kill()


def until(stream: object, text: str) -> str:
    seen = ""
    while text not in seen:
        line = stream.readline()  # type: ignore[attr-defined]
        assert line, f"it ended without “{text}”: {seen}"
        seen += line
    return seen


def test_control_c_is_code_130_and_loses_nothing(waiting: subprocess.Popen[str]) -> None:
    assert waiting.stdin
    assert waiting.stderr
    waiting.stdin.write("A picnic\nAnna\n/skip\n1: Bread.\n")
    waiting.stdin.flush()
    until(waiting.stdout, "Bread.\n")
    until(waiting.stdout, "/edit changes it, or say more")
    waiting.send_signal(signal.SIGINT)
    assert waiting.wait(30) == 130
    assert "What was sent before is kept." in waiting.stderr.read()
    assert "Bread." in done("interview", "picnic", input="/quit\n")


READY = "\x1b[?2004h"  # what a prompt switches on when it begins to listen


def more(file: int, seen: str) -> str:
    """What a terminal shows next; nothing once its program is gone."""
    assert select.select([file], [], [], 60)[0], seen
    try:
        return os.read(file, 1 << 16).decode(errors="replace")
    except OSError:
        return ""


def at_a_terminal(words: list[str], *typed: str) -> tuple[int, str]:
    """The code and the screen of a command at a terminal. A text is typed as soon as there is a prompt for it."""
    ours, theirs = pty.openpty()
    settings = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm"}
    with subprocess.Popen([*COMMAND, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=settings) as begun:
        os.close(theirs)
        seen = ""
        for number, keys in enumerate(typed, 1):
            while seen.count(READY) < number and (news := more(ours, seen)):
                seen += news
            os.write(ours, keys.encode())
        while news := more(ours, seen):
            seen += news
        os.close(ours)
        return begun.wait(60), seen


def test_at_a_terminal(home: Path) -> None:
    (home / "mine.yaml").write_text(MINE)
    code, seen = at_a_terminal(
        ["interview", "--template", "mine.yaml"],
        "A picnic\r",
        "Anna\r",
        "We eat outside.\x1b\rBy the lake.\r",
        "1: Bread.\r",
        "ok\r",
        "half a thought\x03\x03",
    )
    assert code == 130
    assert "\x1b[1m" in seen  # colours and weights, at a terminal
    assert "Nothing is lost. To go on:" in seen
    assert "Bread." in done("show", "--box", "food")
    history = next(home.rglob("history-*.txt")).read_text()
    assert "half a thought" in history
    assert "We eat outside." in history


@pytest.mark.slow
def test_at_a_terminal_without_colours(picnic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    code, seen = at_a_terminal(["show"])
    assert code == 0
    assert "accepted" in seen
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", seen)


@pytest.mark.parametrize(
    ("host", "warns"), [("127.0.0.1", False), pytest.param("0.0.0.0", True, marks=pytest.mark.slow)]
)
def test_serve(home: Path, host: str, warns: bool) -> None:
    words = [*COMMAND, "serve", "--host", host, "--port", "0"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as served:
        said = until(served.stderr, "Ctrl-C ends it.")
        port = re.search(r":(\d+)\.", said)
        assert port
        with socket.create_connection(("127.0.0.1", int(port[1])), timeout=30):
            pass
        address = f"http://127.0.0.1:{port[1]}/api/v1/canvases"
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert answer.status == 200
        served.send_signal(signal.SIGINT)
        assert served.wait(30) == 0
        assert ("nobody signs in" in said) == warns
        assert served.stderr
        assert "Traceback" not in served.stderr.read()


def test_a_port_that_is_taken(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "address already in use" in result.stderr.replace("\n", " ")
    assert "--port" in result.stderr
