"""The commands: most of them in this process, and what only a process of its own shows in one of its own."""

import json
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
from typer.testing import CliRunner, Result

from app.channels.terminal.answers import SAMPLE
from app.cli import app

COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]
MINE = """\
id: picnic
version: "1"
name: Picnic canvas
licence: CC0-1.0
columns:
  - name: Plan
    boxes:
      - id: food
        name: Food
        questions:
          - {text: What do we eat?, essential: true}
          - How much of it?
      - id: place
        name: Place
        questions: [Where do we go?]
"""
PICNIC = """\
# name, who, story
A picnic

Anna, Bo

We want to eat outside.

1: Bread and cheese. 2: Two loaves.

ok
"""
REST = "1: The lake.\n\n/accept\n\nAnna; cook; buys the bread\n2027-06-01: the picnic\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, where nothing of this machine's user is read or written."""
    for key in [each for each in os.environ if each.startswith(("FACILITATOR_", "XDG_"))]:
        monkeypatch.delenv(key)
    for key in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FACILITATOR_PERSON", "Anna")
    monkeypatch.setenv("FACILITATOR_DATABASE", str(tmp_path / "canvases.db"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, input: str = "") -> Result:
    return CliRunner().invoke(app, words, input=input)


def done(*words: str, input: str = "") -> str:
    result = run(*words, input=input)
    assert result.exit_code == 0, result.output
    return result.stdout


def process(*words: str, input: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """The same, as a shell runs it. The suite may run on a machine that is busy."""
    settings = {**os.environ, **env}
    return subprocess.run([*COMMAND, *words], input=input, env=settings, capture_output=True, text=True, timeout=120)


@pytest.fixture
def picnic(home: Path) -> Path:
    """A canvas of a template of one's own, with its first box accepted."""
    (home / "mine.yaml").write_text(MINE)
    (home / "answers.txt").write_text(PICNIC)
    done("interview", "--template", "mine.yaml", "--answers", "answers.txt")
    return home


# ---- the interview


def test_the_sample_is_played_to_its_end(home: Path) -> None:
    result = process("interview", "--answers", "sample", "--new", "--export", "vials.md")
    assert result.returncode == 0, result.stderr
    last = result.stdout.strip().splitlines()[-1]
    match = re.fullmatch(r"15 of 15 boxes accepted in (\d+) turns", last)
    assert match, last
    assert int(match[1]) <= 45
    assert "\x1b" not in result.stdout
    assert result.stderr == ""
    assert "EfficientNet-b0" in (home / "vials.md").read_text()
    assert len(SAMPLE.read_text()) > 10_000


def test_an_interview_goes_on_in_another_process(picnic: Path) -> None:
    (picnic / "rest.txt").write_text(REST)
    result = process("interview", "picnic", "--answers", "rest.txt")
    assert result.returncode == 0, result.stderr
    assert "Place, 2 of 2" in result.stdout
    assert "Food, 1 of 2" not in result.stdout
    assert "Tell us about the project" not in result.stdout
    assert result.stdout.strip().endswith("2 of 2 boxes accepted in 3 turns")
    assert "Anna; cook; buys the bread" in done("show")


def test_a_template_of_ones_own_asks_its_own_questions(picnic: Path) -> None:
    said = done("show", "--box", "food")
    assert "What do we eat? (essential)" in said
    assert "Bread and cheese." in said
    assert "Answer 1, iteration 1: accepted by Anna" in said
    assert "said in the interview" in said


def test_lines_of_another_program(home: Path) -> None:
    (home / "mine.yaml").write_text(MINE)
    lines = "A picnic\n\nWe eat.\n1: Bread.\nok\n1: The lake.\n"
    result = process("interview", "--template", "mine.yaml", input=lines)
    assert result.returncode == 0, result.stderr
    assert "✔ Food is accepted." in result.stdout
    assert "To go on: facilitator interview" in result.stdout
    again = process("interview", input="\nok\n/quit\n")
    assert "Last time: “A picnic”, 1 of 2 boxes accepted." in again.stdout
    assert "2 of 2" in done("list")


def test_editing_in_the_editor_of_the_environment(picnic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = picnic / "editor.sh"
    script.write_text('#!/bin/sh\nprintf "Cake." > "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    done("interview", "picnic", input="/goto food\n/edit\nok\n")
    assert "Cake." in done("show", "--box", "1")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("/accept\n", "block 6 (“/accept”) stopped it: There is no draft"),
        ("/fly\n", "block 6 (“/fly”) stopped it: /fly is not a command."),
        ("/pause\n\nleft over\n", "The interview was left before block 7 (“left over”); answers left over: 1."),
    ],
)
def test_answers_that_fail_name_their_block(home: Path, more: str, says: str) -> None:
    (home / "mine.yaml").write_text(MINE)
    (home / "answers.txt").write_text(f"{PICNIC}\n{more}")
    result = run("interview", "--template", "mine.yaml", "--answers", "answers.txt")
    assert result.exit_code == 1
    assert says in " ".join(result.stderr.split())
    assert "accepted in" not in result.stdout


def test_the_demo_opens_the_sample_canvas(home: Path) -> None:
    said = done("demo", input="/goto 3\n/history\n")
    assert "Vial inspection, iteration 3" in said
    assert "15 of 15 accepted" in said
    assert "Objectives, 3 of 15" in said
    assert "Answer 3, iteration 3" in said
    assert "Iteration 4" in done("new-iteration", "--note", "The fourth", "--as", "Mette")
    assert "Nothing changed." in done("diff")
    said = done("diff", "vial", "--from", "1", "--to", "2")
    assert "From iteration 1 to 2" in said
    assert "[-3-]{+1+}" in said


# ---- looking, taking out, bringing in


def test_a_canvas_goes_out_and_comes_back(picnic: Path) -> None:
    for name, words in (("a.md", ()), ("a.json", ()), ("b.txt", ("--format", "json"))):
        result = run("export", *words, "--output", name)
        assert result.exit_code == 0
        assert f"Written to {name}." in result.stderr
    assert (picnic / "b.txt").read_bytes() == (picnic / "a.json").read_bytes()
    assert json.loads((picnic / "a.json").read_bytes())
    assert process("export", "--format", "md").stdout == (picnic / "a.md").read_text()
    said = done("import", "a.json")
    assert "“A picnic” is here: 1 of 2 boxes filled" in said
    assert len(re.findall("A picnic", done("list"))) == 2
    assert run("show", "picnic").exit_code == 1


def test_what_a_file_holds_beside_the_canvas_is_told(home: Path) -> None:
    done("demo")
    done("export", "--output", "a.md")
    text = (home / "a.md").read_text().replace("### Objectives", "### Gifts\n\nMany.\n\n### Objectives")
    (home / "b.md").write_text(text)
    said = done("import", "b.md")
    assert "These texts belong to no box and were left out:" in said
    assert "Many." in said


def test_the_one_that_changed_last_is_meant_and_said(picnic: Path) -> None:
    result = run("show")
    assert "“A picnic”, the canvas that changed last:" in result.stderr
    assert "A picnic, iteration 1" in result.stdout
    assert run("show", "a picnic").stderr == ""
    said = done("history", "food")
    assert said == done("history", "A picnic", "food")
    assert "Bread and cheese." in said


def test_without_canvases(home: Path) -> None:
    assert "There is no canvas yet." in done("list")
    result = run("show")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Sorry: There is no canvas yet." in result.stderr
    assert "facilitator demo" in result.stderr


# ---- what goes wrong


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "moon"), "There is no canvas “moon”."),
        (("show", "--box", "moon"), "There is no box “moon”."),
        (("history", "start"), "“start” is not a box."),
        (("diff",), "There is only one iteration yet."),
        (("diff", "--from", "4", "--to", "9"), "no iteration"),
        (("export", "--output", "/no/such/x.md"), "/no/such/x.md could not be written: no such file or directory."),
        (("import", "none.md"), "none.md could not be read: no such file or directory."),
        (("interview", "--answers", "none.txt"), "The answers in “none.txt” could not be read: no such file"),
        (("interview", "--template", "none.yaml", "--answers", "answers.txt"), "The template “none.yaml” could not be"),
        (("list", "--database", "mysql://here/x"), "mysql"),
        (("list", "--database", "/proc/nowhere/x.db"), "database"),
        (("serve", "--port", "70000"), "The setting “port” cannot be used"),
        (("serve", "--host", "192.0.2.1", "--port", "0"), "The service cannot listen at 192.0.2.1"),
    ],
)
def test_errors_are_words_on_stderr_and_code_1(picnic: Path, words: tuple[str, ...], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert result.stderr.startswith(("Sorry: ", "“A picnic”"))
    assert says in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "words",
    [("fly",), ("import",), ("interview", "--pace", "slow"), ("interview", "x", "--new"), ("list", "--port", "1")],
)
def test_wrong_usage_is_code_2(home: Path, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_a_file_that_is_too_large(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.channels.terminal.errands.LARGEST", 10)
    (home / "large.md").write_text("# A canvas that is too large\n")
    assert "large.md is too large" in run("import", "large.md").stderr


def test_what_nobody_expected_is_told_without_a_traceback(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*given: object) -> None:
        raise RuntimeError("a secret path")

    monkeypatch.setattr("app.channels.terminal.errands.list_all", broken)
    result = run("list")
    assert result.exit_code == 1
    assert "Something went wrong that should not have: RuntimeError." in result.stderr
    assert "secret" not in result.output
    assert "facilitator.log" in result.stderr.replace("\n", "")


def test_a_log_that_cannot_be_written_breaks_nothing(home: Path) -> None:
    (home / ".local").touch()
    result = process("show")
    assert result.returncode == 1
    assert result.stderr.startswith("Sorry: There is no canvas yet.")


def test_the_details_of_what_nobody_expected_are_in_the_log(home: Path) -> None:
    script = (
        "import app.channels.terminal.errands as e\n"
        "async def broken(room): raise RuntimeError('inside')\n"
        "e.list_all = broken\n"
        "from app.cli import main\nmain()"
    )
    result = subprocess.run([sys.executable, "-c", script, "list"], capture_output=True, text=True, timeout=120)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    logs = [*home.rglob("facilitator.log")]
    assert "RuntimeError: inside" in logs[0].read_text()


def test_a_screen_that_cannot_show_a_sign_ends_nothing(picnic: Path) -> None:
    result = process("show", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "? accepted" in result.stdout


# ---- processes


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
    words = [*COMMAND, "interview", "--template", "mine.yaml"]
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
    until(waiting.stdout, "Nothing stands out")
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


def test_at_a_terminal_without_colours(picnic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    code, seen = at_a_terminal(["show"])
    assert code == 0
    assert "accepted" in seen
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", seen)


@pytest.mark.parametrize(("host", "warns"), [("127.0.0.1", False), ("0.0.0.0", True)])
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
