"""`check` from the shell: a line in and a line out, and the codes that programs read."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.channels.terminal.lines import LARGEST
from tests.homes import COMMAND, MINE, process, run

ROOT = Path(__file__).parents[1]
HAND = """\
# Chat

## Objectives

The bot \\<b> should probably be fast.
TBD

## Background

It helps *people* where possible.
"""
KEYS = {
    *("criterion", "family", "severity", "box", "other_box", "quote", "other_quote", "start", "end", "message"),
    *("question", "suggestion", "sources", "engine", "status", "reason", "by", "fingerprint"),
}


def lines(*rows: object, words: tuple[str, ...] = ()) -> tuple[int, list[Any]]:
    """What `check` answers, line by line, and its code."""
    sent = "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
    result = run("check", "--jsonl", *words, input=sent)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


# ---- check


def test_a_line_in_a_line_out_with_everything_that_is_found(home: Path) -> None:
    text = "The bot should probably be fast.\u2028TBD"
    code, (answer,) = lines({"id": "a", "boxes": {"objectives": text}})
    assert code == 0
    assert set(answer) == {"id", "findings", "measurable", "coverage", "labels", "facts", "notices"}
    assert answer["id"] == "a"
    assert {"VAG-03", "VAG-10"} <= {each["criterion"] for each in answer["findings"]}
    for each in answer["findings"]:
        assert set(each) == KEYS
        assert text[each["start"] : each["end"]] == each["quote"]
    assert list(answer["coverage"]["objectives"]) == ["1", "2", "3", "4", "5"]
    assert answer["labels"][-1] == "unsure"


@pytest.mark.parametrize("boxes", ['{"objectives": "So \\ud83d fast."}', '{"objectives\\ud83d": "So."}'])
def test_half_a_character_spoils_its_own_line_only(home: Path, boxes: str) -> None:
    code, (bad, good) = lines(f'{{"id": 1, "boxes": {boxes}}}', {"id": 2, "boxes": {}})
    assert (code, bad["id"], good["id"]) == (1, 1, 2)
    assert "half a character" in bad["error"]["message"]


def test_a_bad_line_is_told_in_its_place_and_the_rest_goes_on(home: Path) -> None:
    code, answers = lines(
        {"id": "a", "boxes": {"background": "x"}},
        "no json",
        {"id": 7, "boxes": {"moon": "x"}},
        {"id": "c", "boxes": {"background": None}},
        {"id": True, "boxes": []},
        [1],
        '{"id": "twice", "boxes": {"background": "x", "background": "y"}}',
        "[" * 100_000,
        "",
        {"boxes": {}},
    )
    assert code == 1
    assert [each["id"] for each in answers] == ["a", None, 7, "c", None, None, None, None, None]
    wrong = [each["error"]["message"] for each in answers if "error" in each]
    assert len(wrong) == 7
    assert wrong[0].startswith("Line 2 is not JSON")
    assert "“moon”" in wrong[1]
    assert "background, value-proposition" in answers[2]["error"]["advice"]
    assert "a key stands twice" in wrong[5]
    assert answers[-1]["findings"] == []


def test_a_line_over_the_limit_is_wrong_and_the_next_is_not(home: Path) -> None:
    frame = len(json.dumps({"boxes": {"background": ""}}))
    fits, over = ("x" * (LARGEST - frame + more) for more in (0, 1))
    long, last = "x" * (3 * LARGEST), {"id": "last", "boxes": {}}
    code, answers = lines(
        {"boxes": {"background": fits}}, {"boxes": {"background": over}}, {"boxes": {"background": long}}, last
    )
    assert code == 1
    assert "findings" in answers[0]
    assert ["over 1,000,000 bytes" in each["error"]["message"] for each in answers[1:3]] == [True, True]
    assert answers[3]["id"] == "last"


def test_what_is_no_utf_8_is_told(home: Path) -> None:
    (home / "in.jsonl").write_bytes(b'{"id": "\xff"}\n{"id": "b", "boxes": {}}')
    result = run("check", "--jsonl", "in.jsonl")
    assert result.exit_code == 1
    assert ["error" in json.loads(each) for each in result.stdout.splitlines()] == [True, False]


def test_the_same_lines_give_the_same_bytes(home: Path) -> None:
    sent = json.dumps({"id": "a", "boxes": {"security": "Soon.", "objectives": "TBD, etc. 3 maybe"}})
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"  # sets are in another order there than here
    one, other = run("check", "--jsonl", input=sent), process("check", "--jsonl", input=sent, PYTHONHASHSEED=seed)
    assert one.exit_code == 0, one.stderr
    assert one.stdout == other.stdout
    assert one.stdout.isascii()


def test_each_line_is_answered_before_the_next_is_read(home: Path) -> None:
    with subprocess.Popen([*COMMAND, "check", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for id in ("a", "b"):
            running.stdin.write(json.dumps({"id": id, "boxes": {}}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == id
        running.stdin.close()
    assert running.returncode == 0


def test_whoever_reads_enough_may_go(home: Path) -> None:
    (home / "in.jsonl").write_text('{"boxes": {"background": "x"}}\n' * 2000)
    with subprocess.Popen([*COMMAND, "check", "in.jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""


def test_on_a_canvas_of_ones_own_the_law_asks_nothing_of_boxes_that_are_not_there(home: Path) -> None:
    (home / "mine.yaml").write_text(MINE)
    (home / "mine.md").write_text("# P\n\n## Food\n\nWe sort people.\n")
    told = json.loads(run("review", "mine.md", "--json", "--template", "mine.yaml").stdout)
    assert {each["box"] for each in told["ai_act"]["to_address"]} <= {each["id"] for each in told["boxes"]}


def test_a_template_of_ones_own(home: Path) -> None:
    (home / "mine.yaml").write_text(MINE)
    code, answers = lines({"boxes": {"food": "TBD"}}, {"boxes": {"security": ""}}, words=("--template", "mine.yaml"))
    assert code == 1
    assert [each["criterion"] for each in answers[0]["findings"]] == ["VAG-10"]
    assert "food, place" in answers[1]["error"]["advice"]


@pytest.mark.parametrize("words", [("check",), ("review", "hand.md")])
@pytest.mark.parametrize("engine", ["model", "both"])
def test_a_model_is_needed_for_what_a_model_does(home: Path, words: tuple[str, ...], engine: str) -> None:
    (home / "hand.md").write_text(HAND)
    result = run(*words, "--engine", engine)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "FACILITATOR_MODEL" in result.stderr


def test_neither_loads_what_only_the_service_needs(home: Path) -> None:
    (home / "hand.md").write_text(HAND)
    heavy = ("sqlalchemy", "fastapi", "uvicorn", "prompt_toolkit", "openai", "litellm", "aiohttp")
    script = (
        "import sys\nfrom app.cli import app\n"
        "for words in (['check'], ['review', 'hand.md']):\n"
        "    try: app(words)\n    except SystemExit as left: assert not left.code\n"
        f"assert not [each for each in {heavy} if each in sys.modules]"
    )
    assert subprocess.run([sys.executable, "-c", script], input="", text=True, timeout=60, check=False).returncode == 0
