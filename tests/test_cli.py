"""The commands: most of them in this process, and what only a process of its own shows in one of its own."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from app.channels.terminal.answers import SAMPLE
from evals.provider import Answer, FakeProvider, Script
from tests.homes import MINE, PICNIC, REST, done, process, run

# ---- the interview


def test_the_sample_is_played_to_its_end(home: Path) -> None:
    result = run("interview", "--answers", "sample", "--new", "--export", "vials.md")
    assert result.exit_code == 0, result.stderr
    last = result.stdout.strip().splitlines()[-1]
    match = re.fullmatch(r"15 of 15 boxes accepted in (\d+) turns", last)
    assert match, last
    assert int(match[1]) <= 45
    assert "\x1b" not in result.stdout
    assert result.stderr == ""
    assert "EfficientNet-b0" in (home / "vials.md").read_text()
    assert len(SAMPLE.read_text()) > 10_000


@pytest.mark.slow
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
    assert "1*  ✔ answered  What do we eat?" in said
    assert "Bread and cheese." in said
    assert "Answer 1, iteration 1: accepted by Anna" in said
    assert "said in the interview" in said


def test_lines_of_another_program(home: Path) -> None:
    (home / "mine.yaml").write_text(MINE)
    lines = "A picnic\n\nWe eat.\n1: Bread.\nok\n1: The lake.\n"
    result = run("interview", "--template", "mine.yaml", input=lines)
    assert result.exit_code == 0, result.stderr
    assert "✔ Food is accepted." in result.stdout
    assert "To go on: facilitator interview" in result.stdout
    again = run("interview", input="\nok\n/quit\n")
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


def test_what_a_file_does_not_hold_is_told(picnic: Path) -> None:
    (picnic / "more.txt").write_text("1: The lake.\n\n/export\n")
    assert (
        "Written to a-picnic.md. It holds what is accepted"
        in run("interview", "picnic", "--answers", "more.txt").output
    )
    told = run("export", "--output", "a.md").stderr
    assert " ".join(told.split()).endswith(
        "Written to a.md. It holds what is accepted, and so not the drafts of Place."
    )


def test_a_canvas_goes_out_and_comes_back(picnic: Path) -> None:
    for name, words in (("a.md", ()), ("a.json", ()), ("b.txt", ("--format", "json"))):
        result = run("export", *words, "--output", name)
        assert result.exit_code == 0
        assert f"Written to {name}." in result.stderr
    assert (picnic / "b.txt").read_bytes() == (picnic / "a.json").read_bytes()
    assert json.loads((picnic / "a.json").read_bytes())
    assert run("export", "--format", "md").stdout == (picnic / "a.md").read_text()
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


@pytest.mark.slow
def test_a_log_that_cannot_be_written_breaks_nothing(home: Path) -> None:
    (home / ".local").touch()
    result = process("show")
    assert result.returncode == 1
    assert result.stderr.startswith("Sorry: There is no canvas yet.")


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_screen_that_cannot_show_a_sign_ends_nothing(picnic: Path) -> None:
    result = process("show", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "? accepted" in result.stdout


# ---- the models


def test_without_a_model_it_is_said_how_to_set_one(home: Path) -> None:
    result = run("models", "check")
    assert result.exit_code == 1
    assert "No language model is set." in result.stderr
    assert "FACILITATOR_MODEL" in result.stderr


def checked_models(home: Path, script: Script, **critic: str) -> Result:
    async def check() -> Result:
        async with FakeProvider(script) as fake:
            set_ = {"FACILITATOR_MODEL": "vllm/m", "FACILITATOR_MODEL_URL": fake.url, **critic}
            return await asyncio.to_thread(run, "models", "check", **set_)

    return asyncio.run(check())


def test_a_line_for_each_model_that_answers(home: Path) -> None:
    def script(body: dict[str, object]) -> Answer:
        return Answer('{"name": "apple", "colour": "red", "dishes": []}', gap=0.01)

    result = checked_models(home, script)
    assert result.exit_code == 0, result.stderr
    assert re.fullmatch(
        r"vllm/m  answers, streams, keeps to a schema \(JSON schema\); first word after .* s, done after .* s",
        result.stdout.strip(),
    )


def test_a_model_that_does_not_answer_is_code_1(home: Path) -> None:
    critic = {"FACILITATOR_CRITIC": "openai/none", "FACILITATOR_CRITIC_KEY": "sk-secret-0123456789"}
    set_ = {**critic, "FACILITATOR_CRITIC_URL": "http://127.0.0.1:9/v1", "FACILITATOR_MODEL_SECONDS": "6"}
    result = checked_models(home, lambda body: Answer(status=401, body="sk-secret-0123456789"), **set_)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == ["vllm/m  does not answer", "openai/none  does not answer"]
    assert "vllm/m: The model did not accept our key (status 401)." in result.stderr
    assert "sk-secret" not in result.stdout + result.stderr
