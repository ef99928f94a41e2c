"""`review` from the shell: a report, data, SARIF, and the codes that CI reads."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.homes import MINE, run

ROOT = Path(__file__).parents[1]
HAND = """\
# Chat

## Objectives

The bot \\<b> should probably be fast.
TBD

## Background

It helps *people* where possible.
"""

CLASH = """\
# Ferries

## Decision

The captain decides each time whether the forecast is announced.

## Inference

Forecasts are announced automatically to the app without anybody looking.
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
    assert told.splitlines()[-1] == "hand.md: 15 must (13 boxes still empty), 4 should, 2 note."


def test_another_language_is_said_and_not_called_fine(home: Path) -> None:
    (home / "de.md").write_text(
        "# X\n\n## Objectives\n\nDie Gäste sollen schnell zufrieden sein.\n\n## Decision\n\nWe see.\n"
    )
    told = " ".join(run("review", "de.md").stdout.split())
    assert "Mind: Not in English, and so not judged by the rules: Objectives." in told
    assert "── Decision Still empty" in told.replace("─ ", "─ ")
    (answer,) = lines({"boxes": {"security": "Die Daten sind sicher, und der Schlüssel liegt im Tresor."}})[1]
    assert answer["notices"] == ["Not in English, and so not judged by the rules: Security."]


def test_the_law_comes_after_what_stands_there(home: Path) -> None:
    (home / "rank.md").write_text("# X\n\n## Objectives\n\nWe rank job applicants, maybe.\n")
    told = run("review", "rank.md").stdout
    assert told.index("Should VAG-03") < told.index("Should AIA-")
    law = told[told.index("Should AIA-") :]
    assert "Fingerprint: " in law
    assert "Source: AI Act" not in law


def test_standard_input(home: Path) -> None:
    result = run("review", "-", input=CLASH)
    assert result.stdout.splitlines()[-1] == "standard input: 14 must (13 boxes still empty), 0 should, 0 note."
    assert "standard input is empty." in run("review", "-", input=" \n").stderr
    twice = run("review", "-", "-", input=CLASH)
    assert twice.exit_code == 1
    assert "can be read only once" in twice.stderr


def test_json_may_begin_with_the_mark_of_some_editors(home: Path) -> None:
    assert "its format is missing" in " ".join(run("review", "-", input="\ufeff{}").stderr.split())


def test_a_clash_names_the_other_box(home: Path) -> None:
    (home / "clash.md").write_text(CLASH)
    told = " ".join(run("review", "clash.md").stdout.split())
    assert "against “without anybody looking” (Inference)" in told
    assert told.endswith("(13 boxes still empty), 0 should, 0 note.")


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
        (("review", "empty.md"), "empty.md is empty"),
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
    assert run(*words, *hook["args"], "hand.md", "hand.md").exit_code == 3
    assert run(*words, *hook["args"], "--template", "mine.yaml", "fine.md").exit_code == 0


@pytest.mark.no_cover
def test_a_thousand_short_lines_take_seconds(home: Path) -> None:
    rows = [{"id": n, "boxes": {"objectives": f"Reach a recall of {n} % by May."}} for n in range(1000)]
    begun = time.process_time()
    code, answers = lines(*rows)
    assert (code, len(answers)) == (0, 1000)
    assert time.process_time() - begun < 15  # three times the goal
