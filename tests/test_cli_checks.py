"""`check` and `review` from the shell: a line in and a line out, a report, and the codes that CI reads."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

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


def test_half_a_character_spoils_its_own_line_only(home: Path) -> None:
    code, (bad, good) = lines('{"id": 1, "boxes": {"objectives": "So \\ud83d fast."}}', {"id": 2, "boxes": {}})
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
    one, other = (process("check", "--jsonl", input=sent, PYTHONHASHSEED=seed) for seed in "12")
    assert one.returncode == 0, one.stderr
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
    assert [each["criterion"] for each in answers[0]["findings"]] == ["VAG-10", "GAP-FOOD-01"]
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
        "import sys\nfrom app.cli import app\ntry: app()\nexcept SystemExit: pass\n"
        f"assert not [each for each in {heavy} if each in sys.modules]"
    )
    for words in (("check",), ("review", "hand.md")):
        done = subprocess.run([sys.executable, "-c", script, *words], input="", text=True, timeout=60, check=False)
        assert done.returncode == 0


# ---- review


@pytest.fixture
def hand(home: Path) -> Path:
    (home / "hand.md").write_text(HAND)
    return home


def test_a_report_quotes_with_the_line_worst_first(hand: Path) -> None:
    result = run("review", "hand.md")
    told = result.stdout
    assert result.exit_code == 0
    assert "Chat: a review" in told
    assert "not legal advice" in " ".join(told.split())
    assert "Must VAG-10, line 6: “TBD”" in told
    assert "Should VAG-04, line 10: “where possible”" in told
    assert told.index("Objectives ──") < told.index("Background ──") < told.index("Still empty ──")
    assert told.index("VAG-10") < told.index("VAG-03")
    assert "AI Act: " in told
    assert "Background: What goes wrong" in told
    assert told.strip().endswith("note.")


@pytest.mark.parametrize(("level", "code"), [("must", 3), ("should", 3), ("note", 3), ("never", 0)])
def test_the_code_tells_whether_something_weighs_enough(hand: Path, level: str, code: int) -> None:
    assert run("review", "hand.md", "--fail-on", level).exit_code == code


def test_what_weighs_less_does_not_fail(hand: Path) -> None:
    (hand / "mine.yaml").write_text(MINE)
    (hand / "mine.md").write_text("# P\n\n## Food\n\nBread where possible.\n\n## Place\n\nThe lake.\n")
    codes = [
        run("review", "mine.md", "--template", "mine.yaml", "--fail-on", level).exit_code
        for level in ("must", "should")
    ]
    assert codes == [0, 3]


def test_as_data(hand: Path) -> None:
    view = json.loads(run("review", "hand.md", "--json").stdout)
    assert list(view) == [
        *("file", "product", "designed_by", "date", "template", "template_version", "template_name", "engine"),
        *("ai_act", "boxes", "open_questions", "counts", "remarks"),
    ]
    first = view["boxes"][0]
    assert first["id"] == "objectives"
    assert first["findings"][0]["place"] == {"line": 5, "column": 1, "end_line": 5, "end_column": 38}
    assert set(first["findings"][0]["finding"]) == KEYS
    both = json.loads(run("review", "hand.md", "hand.md", "--json").stdout)
    assert both == [view, view]


def test_what_a_model_dismissed_in_the_file_is_told_apart_and_a_placeholder_never_is(hand: Path) -> None:
    (hand / "more.md").write_text(HAND.replace("TBD", "They probably agree. TBD", 1))
    view = json.loads(run("review", "more.md", "--json").stdout)
    prints = {each["finding"]["quote"]: each["finding"]["fingerprint"] for each in view["boxes"][0]["findings"]}
    rows = "".join(f"| {prints[each]} | Objectives | {each} | A term. | openai/x |\n" for each in ("probably", "TBD"))
    table = f"| Fingerprint | Box | Quote | Reason | By |\n|---|---|---|---|---|\n{rows}"
    with (hand / "more.md").open("a") as file:
        file.write(f"\n## Findings dismissed by a model\n\n{table}")
    told = " ".join(run("review", "more.md").stdout.split())
    assert f"Dismissed by openai/x: A term. (VAG-03 “probably”, {prints['probably']})" in told
    assert "Must VAG-10" in told
    assert "; 1 finding dismissed." in told


def test_a_waiver_in_the_file_is_honoured(hand: Path) -> None:
    view = json.loads(run("review", "hand.md", "--json").stdout)
    finding = next(each["finding"] for each in view["boxes"][0]["findings"] if each["finding"]["quote"] == "TBD")
    waived = (
        "\n## Waived findings\n\n| Fingerprint | Criterion | Box | Quote | Reason | By | Date |\n"
        "|---|---|---|---|---|---|---|\n"
        f"| {finding['fingerprint']} | VAG-10 | Objectives | TBD | We know. | Bo | 2026-11-01 |\n"
        "| 0123456789abcdef | VAG-10 | Objectives | TBD | Old. | Bo | 2026-11-01 |\n"
    )
    (hand / "waived.md").write_text(HAND + waived)
    told = " ".join(run("review", "waived.md").stdout.split())
    assert "Must VAG-10" not in told
    assert f"Waived: We know. (VAG-10, {finding['fingerprint']})" in told
    assert "1 finding waived" in told
    assert "One waiver of the file belongs to nothing that is found now." in told
    found = json.loads(run("review", "waived.md", "--sarif").stdout)["runs"][0]["results"]
    assert [each["suppressions"] for each in found if "suppressions" in each] == [
        [{"kind": "external", "status": "accepted", "justification": "We know."}]
    ]


@pytest.mark.parametrize("who", ["Anna", "rules", ""])
def test_what_people_said_of_the_system_in_the_file_holds(hand: Path, who: str) -> None:
    rows = [
        "| Fact | Answer | Words | Box | From | By | Date | Reason |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        f"| annex-iii-4a | yes | helps *people* | Background | a person | {who} | 2026-11-01 | |",
        f"| endangers | no | gone | Background | a person | {who} | 2026-11-01 | It sorts. |",
        "| art-5-1f | yes | helps | Background | the rules | | | |",
        "| of-another-version | yes | helps | Background | a person | | | |",
    ]
    (hand / "facts.md").write_text("\n".join((HAND, "## Facts for the AI Act", "", *rows, "")))
    told = json.loads(run("review", "facts.md", "--json").stdout)["ai_act"]
    assert "high_risk_annex_iii" in told["labels"]
    assert "prohibited" not in told["labels"]
    (label,) = [each for each in told["reasons"] if each["label"] == "high_risk_annex_iii"]
    (words,) = label["words"]
    assert (words["box"], words["quote"], words["place"]["line"]) == ("background", "helps *people*", 10)


def test_what_the_team_left_open_is_not_told_as_a_gap(hand: Path) -> None:
    rows = ("| Box | Question | Kind |", "|---|---|---|", "| Security | | later |", "| Background | 2 | |")
    (hand / "open.md").write_text("\n".join((HAND, "## Open questions", "", *rows, "")))
    before, after = (json.loads(run("review", name, "--json").stdout) for name in ("hand.md", "open.md"))
    assert after["counts"]["must"] == before["counts"]["must"] - 1
    left = [each for each in after["open_questions"] if each["kind"] == "left_open"]
    assert [(each["box"], each["number"]) for each in left] == [("security", None), ("background", 2)]
    assert "Security: the whole box (left open by the team)" in run("review", "open.md").stdout


def test_a_canvas_that_was_exported(home: Path) -> None:
    assert run("demo").exit_code == 0
    for name in ("a.md", "a.json"):
        assert run("export", "--output", name).exit_code == 0
    md, js = (json.loads(run("review", name, "--json").stdout) for name in ("a.md", "a.json"))
    assert (md["product"], md["date"]) == (js["product"], js["date"]) == ("Vial inspection", "2025-09-01")
    assert [box["id"] for box in md["boxes"]] == [box["id"] for box in js["boxes"]]

    def found(view: Any) -> list[tuple[str, str]]:
        return [
            (each["finding"]["fingerprint"], each["finding"]["quote"]) for b in view["boxes"] for each in b["findings"]
        ]

    assert found(md) == found(js)
    lines = (home / "a.md").read_text().splitlines()
    for box in md["boxes"]:
        for each in box["findings"]:
            if each["finding"]["quote"]:
                assert each["finding"]["quote"].split("\n")[0] in lines[each["place"]["line"] - 1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("review", "none.md"), "none.md could not be read: no such file"),
        (("review", "empty.md"), "empty.md has no box of the canvas"),
        (("review", "hand.md", "--template", "none.yaml"), "The template “none.yaml” could not be read"),
        (("check", "none.jsonl"), "none.jsonl could not be read: no such file"),
    ],
)
def test_what_does_not_work_is_code_1(hand: Path, words: tuple[str, ...], says: str) -> None:
    (hand / "empty.md").write_text("")
    result = run(*words)
    assert result.exit_code == 1
    assert says in " ".join(result.stderr.split())


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_it(hand: Path) -> None:
    result = run("review", "none.md", "hand.md", "--fail-on", "must")
    assert result.exit_code == 1
    assert "none.md could not be read" in result.stderr
    assert "Chat: a review" in result.stdout


def test_a_file_that_is_too_large(hand: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.channels.terminal.reviews.LARGEST", 10)
    assert "hand.md is too large" in run("review", "hand.md").stderr


@pytest.mark.parametrize(
    "words", [("review",), ("review", "a.md", "--json", "--sarif"), ("review", "a.md", "--fail-on", "x")]
)
def test_wrong_usage_is_code_2(home: Path, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_help_tells_the_codes(home: Path) -> None:
    assert "3 findings at or above --fail-on" in " ".join(run("review", "--help").stdout.split())
    assert "1 a line, or all of it, could not be" in " ".join(run("check", "--help").stdout.split())


def test_the_hook_runs_as_pre_commit_runs_it(hand: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["id"] == "canvas-review"
    program, *words = hook["entry"].split()
    assert program == "facilitator"
    (hand / "fine.md").write_text("# P\n\n## Food\n\nBread.\n\n## Place\n\nThe lake.\n")
    (hand / "mine.yaml").write_text(MINE)
    assert process(*words, *hook["args"], "hand.md", "hand.md").returncode == 3
    assert process(*words, *hook["args"], "--template", "mine.yaml", "fine.md").returncode == 0


def test_a_thousand_short_lines_take_seconds(home: Path) -> None:
    rows = [{"id": n, "boxes": {"objectives": f"Reach a recall of {n} % by May."}} for n in range(1000)]
    begun = time.perf_counter()
    code, answers = lines(*rows)
    assert (code, len(answers)) == (0, 1000)
    assert time.perf_counter() - begun < 15  # three times the goal, on a busy machine
