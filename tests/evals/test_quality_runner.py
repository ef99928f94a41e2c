"""The runner prints what was measured, fails on what got worse, and keeps nothing of public sets."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.critic.reading import read as read_text
from app.critic.stems import stem
from evals.quality import external, gate, ladder, origin, publish, speed, table
from evals.quality.__main__ import main
from evals.quality.agreement import agreement
from evals.quality.engine import Checked, Statement, read, rules
from evals.quality.gold import Broken, Split, load
from evals.quality.match import Found
from evals.quality.report import Report, figures, report
from evals.quality.speed import Speed, Times
from tests.evals.quality_cases import Fake, canvas

pytestmark = pytest.mark.no_cover  # it runs the rules over whole sets

VAGUE = {"id": "s", "box": "background", "text": "Be good.", "gold": [{"criterion": "VAG-01", "quote": "good"}]}
TRAP = {"id": "t", "box": "background", "text": "Some 12 % of them."}
GOAL = {"id": "g", "box": "objectives", "text": "Recall of 0.9.", "verdict": True, "slots": {"metric": "Recall"}}
SYSTEM = {"id": "y", "boxes": {"background": "It sorts."}, "labels": ["prohibited"], "kind": "plain"}
PAIR = {"id": "p", "criterion": "CON-01", "boxes": {"decision": "At once.", "inference": "Nightly."},
        "gold": {"box": "decision", "quote": "At once", "other_box": "inference", "other_quote": "Nightly"},
        "clean": {"inference": "In 2 s."}}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "dev"
    for name in ("canvases", "sentences", "systems"):
        (folder / name).mkdir(parents=True)
    (folder / "canvases" / "canvases.yaml").write_text(yaml.safe_dump([canvas()]))
    for name, row in (("vague", VAGUE), ("traps", TRAP), ("measurable", GOAL), ("pairs", PAIR)):
        (folder / "sentences" / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    (folder / "systems" / "systems.jsonl").write_text(json.dumps(SYSTEM) + "\n")
    return tmp_path / "data"


@pytest.fixture
def split(data: Path) -> Split:
    return load("dev", data=data)


GOOD = Checked((Found("VAG-01", "background", "good", 3, 7),))
PROHIBITED = Checked(labels=frozenset({"prohibited"}))


# ---- the gate


def base(report: Report, tmp_path: Path) -> Mapping[str, Any]:
    gate.write(report, file=tmp_path / "baseline.json")
    return gate.baseline("dev", file=tmp_path / "baseline.json")


def test_nothing_is_worse_than_itself(split: Split, tmp_path: Path) -> None:
    now = report(split, Fake(s=GOOD, y=PROHIBITED))
    assert figures(now)["sentences VAG F1"] == 1
    assert list(gate.problems(now, base(now, tmp_path))) == []


def test_a_fall_of_more_than_two_points_fails(split: Split, tmp_path: Path) -> None:
    was = base(report(split, Fake(s=GOOD, y=PROHIBITED)), tmp_path)
    assert list(gate.problems(report(split, Fake(y=PROHIBITED)), was)) == [
        "sentences VAG F1 fell from 1.00 to 0.00",
    ]
    almost = {"figures": {"sentences VAG F1": 1.015}}
    assert list(gate.problems(report(split, Fake(s=GOOD, y=PROHIBITED)), almost)) == []


def test_a_trap_that_fires_beyond_the_baseline_fails(split: Split, tmp_path: Path) -> None:
    was = base(report(split, Fake(s=GOOD, y=PROHIBITED)), tmp_path)
    fires = Checked((Found("VAG-02", "background", "Some", 0, 4),))
    now = report(split, Fake(s=GOOD, y=PROHIBITED, t=fires))
    assert list(gate.problems(now, was)) == ["traps fired: 1, 0 in the baseline"]
    assert list(gate.problems(now, base(now, tmp_path))) == []


def test_a_quote_that_stands_elsewhere_fails(split: Split) -> None:
    now = report(split, Fake(s=Checked((Found("VAG-01", "background", "good", 2, 6),)), y=PROHIBITED))
    assert list(gate.problems(now, {})) == ["1 quotes do not stand where the finding says"]


def test_a_prohibited_practice_called_something_else_fails(split: Split) -> None:
    now = report(split, Fake(y=Checked(labels=frozenset({"minimal"}))))
    assert list(gate.problems(now, {})) == ["1 prohibited practices are called something else"]


def test_the_baseline_of_the_other_split_stays(split: Split, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    now = report(split, Fake())
    gate.write(replace(now, split=replace(split, name="test")), file=file)
    gate.write(now, file=file)
    assert sorted(json.loads(file.read_text())) == ["dev", "test"]
    assert gate.baseline("none", file=file) == {}


def test_times_fail_at_three_times_their_goal_only() -> None:
    fine = Speed(5000, Times((99.0,)), Times((9.0,)), Times((59.0,)), Times((5.9,)), hostile={"x": (30.0, 350.0)})
    assert list(gate.late(fine)) == []
    late = replace(fine, canvas_again=Times((61.0,)), hostile={"x": (30.0, 370.0)})
    assert list(gate.late(late)) == [
        "rules on one canvas after an edit: p95 61.0 ms, goal 20 ms",
        "hostile text “x” takes more than its length",
    ]


def test_percentiles() -> None:
    values = [float(each) for each in range(1, 41)]
    assert (speed.percentile(values, 0.5), speed.percentile(values, 0.95)) == (20.0, 38.0)
    assert speed.percentile([7.0], 0.95) == 7.0


def test_no_run_of_the_clock_sees_a_text_twice(split: Split) -> None:
    seen: list[str] = []

    class Watching:
        def look(self, boxes: Mapping[str, str]) -> None:
            seen.extend(boxes.values())

    measured = speed.measure(Watching(), load("dev").canvases, runs=3)
    whole = seen[: (1 + 3 * speed.ROUNDS) * 15]
    assert len(set(whole)) == len(whole)
    assert 4500 < measured.words < 5500
    assert len(measured.canvas.ms) == len(measured.box.ms) == len(measured.canvas_again.ms) == 3


def test_what_was_kept_of_texts_is_dropped_and_what_of_words_is_not() -> None:
    read_text("At least 90 % of the parcels arrive within 2 days.")
    stem("parcels")
    assert read_text.cache_info().currsize
    speed.forget()
    assert read_text.cache_info().currsize == 0
    assert stem.cache_info().currsize


# ---- the command


def test_the_command_prints_every_table(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--data", str(data), "--only", "canvases", "vague", "traps", "measurable", "pairs", "coverage", "systems"])
    printed = capsys.readouterr().out
    for words in ("canvases: VAG", "sentences: VAG", "pairs: CON", "coverage: label", "| population", "| prohibited"):
        assert words in printed
    assert "no human has labelled" in printed
    assert "dev/systems/systems.jsonl" in printed
    assert "It sorts." not in printed


def test_single_cases_are_shown_only_when_asked_for(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--data", str(data), "--only", "systems", "measurable", "--show", "1"])
    assert "It sorts." in capsys.readouterr().out


def test_the_gate_ends_the_command(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    words = ["--data", str(data), "--only", "pairs", "--baseline", str(file)]
    file.write_text(json.dumps({"dev": {"figures": {"pairs CON F1": 2.0}}}))
    with pytest.raises(SystemExit, match=r"pairs CON F1 fell from 2\.00"):
        main([*words, "--gate"])
    main([*words, "--write-baseline"])
    main([*words, "--gate"])


def test_an_engine_that_is_not_recorded_says_so(data: Path) -> None:
    with pytest.raises(SystemExit, match="not recorded for dev"):
        main(["--data", str(data), "--engine", "model"])


def test_cases_can_be_checked_elsewhere_and_scored_as_a_recording(data: Path, split: Split, tmp_path: Path) -> None:
    main(["--data", str(data), "--cases", str(tmp_path / "cases.jsonl")])
    cases = [json.loads(line) for line in (tmp_path / "cases.jsonl").read_text().splitlines()]
    assert len({case["id"] for case in cases}) == len(cases) == 8
    hashes = {"review": origin.prompts()["review"], "facts": "of another day"}
    head = {"model": "a model", "date": "2026-11-21", "prompts": hashes}
    lines = [{"recorded": head}, *(_checked(case["id"]) for case in cases)]
    (tmp_path / "both-dev.jsonl").write_text("\n".join(map(json.dumps, lines)))
    rungs = dict(ladder.ladder(split, rules(), recordings=tmp_path))
    assert rungs["model"] is None
    assert rungs["both"]
    assert figures(rungs["both"])["sentences VAG F1"] == 1
    assert ladder.told("dev", tmp_path) == [
        "both: 8 texts recorded from a model on 2026-11-21, with an older prompt: facts."
    ]
    assert rungs["rules, on the texts that follow"] == replace(rungs["rules"], split=split)
    with pytest.raises(Broken, match="other is not recorded"):
        ladder.Recorded("both", tmp_path / "both-dev.jsonl").check("other", {})


def _checked(id: str) -> dict[str, Any]:
    finding = {"criterion": "VAG-01", "box": "background", "quote": "good", "start": 3, "end": 7, "other_box": None,
               "other_quote": "", "status": "open"}  # fmt: skip
    return {"id": id, "findings": [finding] if id == "s" else [], "measurable": [], "coverage": {}, "labels": [],
            "facts": []}  # fmt: skip


def test_a_checked_line_is_read_whole() -> None:
    line = _checked("s") | {
        "measurable": [{"box": "b", "sentence": "x", "verdict": "not_measurable", "slots": {"metric": "x"}}],
        "coverage": {"b": {"1": "part"}},
        "labels": ["minimal"],
        "facts": [{"box": "b", "quote": "x", "start": 0, "end": 1}, {"box": "", "quote": "", "start": 0, "end": 0}],
    }
    line["findings"].append(line["findings"][0] | {"status": "dismissed"})
    checked = read(line)
    assert len(checked.findings) == 1
    assert checked.statements == (Statement("b", "x", verdict=False, slots={"metric": "x"}),)
    assert checked.coverage == {"b": {1: "part"}}
    assert (checked.labels, len(checked.quotes)) == (frozenset({"minimal"}), 1)


# ---- the ladder


def test_flagging_everything_finds_all_and_agrees_by_chance(split: Split) -> None:
    flagged = report(split, ladder.AlwaysFlag())
    assert flagged.vague
    assert flagged.vague.family.tally.recall == 1
    assert flagged.canvases
    assert all(each.tally.recall in (1, None) for each in flagged.canvases.families)


def test_the_word_list_flags_its_words_and_no_parts_of_words() -> None:
    checked = ladder.WordList().check("x", {"b": "Some genericity, almost always; a few."})
    assert [each.quote for each in checked.findings] == ["Some", "almost always", "a few"]


def test_the_ladder_says_what_is_not_recorded(split: Split) -> None:
    printed = table.ladder(ladder.ladder(split, rules()))
    assert printed.count("not recorded") == 2
    assert "1 of 1" in printed


# ---- what is published


def test_the_hashes_change_with_the_data(data: Path, split: Split) -> None:
    before = origin.origin(split)
    (data / "dev" / "sentences" / "traps.jsonl").write_text(json.dumps(TRAP | {"id": "u"}))
    changed = [line for line in origin.origin(split).splitlines() if line not in before]
    assert len(changed) == 1


TIMES = Speed(5000, Times((12.5,)), Times((1.25,)), Times((2.5,)), Times((0.5,)), hostile={"x": (1.0, 4.0)})


def test_publishing_replaces_what_stands_between_the_marks(split: Split, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"# Evals\n\n{publish.BEGIN}\nold\n{publish.END}\n\nAfter.\n")
    for _ in range(2):
        publish.publish([report(split, Fake(s=GOOD))], rules(), TIMES, date="2026-11-21", file=readme)
    text = readme.read_text()
    assert text.startswith(f"# Evals\n\n{publish.BEGIN}\n\nAs of 2026-11-21.")
    assert text.endswith(f"{publish.END}\n\nAfter.\n")
    assert "old" not in text
    assert text.count("sentences: VAG") == 1
    assert "| a canvas of 5,000 words, new        | 12.50  | 12.50  | p95 ≤ 20 |" in text
    with pytest.raises(Broken, match="marks"):
        publish.publish([], rules(), TIMES, date="", file=Path(__file__))


@pytest.mark.parametrize("name", ["dev", "test"])
def test_what_is_published_was_made_from_the_data_that_ships(name: str) -> None:
    """If this fails, the labels have changed: run `python -m evals.quality --publish`."""
    published = publish.README.read_text(encoding="utf-8")
    rows = [line for line in origin.origin(load(name)).splitlines() if line.startswith(f"| {name}/")]
    assert len(rows) >= 6
    assert [row for row in rows if row not in published] == []


def test_a_second_labeller_is_compared_with_the_first(data: Path) -> None:
    assert agreement(load("dev", data=data)) == ""
    lines = [{"id": "g", "verdict": False}, {"id": "s", "gold": []}, {"id": "y", "labels": ["prohibited", "gpai"]},
             {"id": "t-c01", "coverage": {"objectives": {"1": "full", "2": "part", "4": "full"}}}]  # fmt: skip
    (data / "dev" / "labels2.jsonl").write_text("\n".join(map(json.dumps, lines)))
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in agreement(load("dev", data=data)).splitlines()]
    assert rows[2:] == [
        ["goals: measurable or not", "1", "0.00"],
        ["sentences: something vague or not", "1", "0.00"],
        ["systems: each label", "2", "0.00"],
        ["canvases: coverage of a question", "2", "0.33"],
    ]
    (data / "dev" / "labels2.jsonl").write_text('{"id": "nobody"}')
    with pytest.raises(Broken, match="nobody"):
        agreement(load("dev", data=data))


# ---- public sets


def test_the_readers_read_what_the_sets_look_like(tmp_path: Path) -> None:
    smart = tmp_path / "goals_all.json"
    smart.write_text(json.dumps([{"goals": ["Walk", "Rest"], "goal_details": [{"Measurable": 1}, {"Measurable": 0}]}]))
    walks = Checked(statements=(Statement("objectives", "Walk", verdict=True, slots={}),))
    assert "| measurable | 1     | 1.00 | 1.00 |" in external.score("smart", smart, Fake(smart_0=walks))
    aiact = tmp_path / "scenarios.json"
    case = {"intended_use": "Sort", "system_type": "Model", "input_data": "Text", "risk_level": "high-risk"}
    aiact.write_text(json.dumps({"data": [case]}))
    high = Checked(labels=frozenset({"transparency_50", "high_risk_annex_i"}))
    assert "| high-risk  | 1     | 1.00 | 1.00 |" in external.score("aiact", aiact, Fake(aiact_0=high))
    vague = external.score("ARTA", _workbook(tmp_path), Fake(ARTA_0=GOOD, ARTA_1=GOOD))
    assert "| vague | 1     | 0.50 | 1.00 |" in vague


def _workbook(folder: Path) -> Path:
    """Two requirements, the first with a smelly word in one of the four columns."""
    columns = ["Requirement_text", "Subjective_lang.", "Ambiguous_adv._adj.", "Loophole", "Nonverifiable_term"]
    rows = [columns, ["Be safe.", "safe", "-", "-", "-"], ["Stop.", "-", "-", "-", "-"]]
    strings = sorted({cell for row in rows for cell in row})
    cells = [[f'<c t="s"><v>{strings.index(cell)}</v></c>' for cell in row] for row in rows]
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(folder / "DS1.xlsx", "w") as book:
        shared = "".join(f"<si><t>{each}</t></si>" for each in strings)
        book.writestr("xl/sharedStrings.xml", f"<sst {space}>{shared}</sst>")
        lines = "".join(f"<row>{''.join(row)}</row>" for row in cells)
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{lines}</sheetData></worksheet>")
    return folder / "DS1.xlsx"


@pytest.mark.parametrize("name", ["ARTA", "smart", "aiact"])
def test_a_file_of_another_kind_is_refused_with_what_is_wanted(name: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text('{"data": [{"risk_level": "odd"}]}')
    with pytest.raises(Broken, match=r"cannot be read as the set[\s\S]*github\.com"):
        external.score(name, tmp_path / "x", Fake())
    with pytest.raises(SystemExit, match="no reader"):
        main(["--external", "other", str(tmp_path / "x")])
