"""Three public sets, read from a path that you give; nothing of them is kept here, only scores are printed.

ARTA    DS1.xlsx of github.com/m-zakeri/ARTA: requirements with smelly words; vague if one of four columns has any
smart   goals_all.json of github.com/IvaBojic/SMARTMiner: goals, each measurable or not
aiact   scenarios.json of github.com/davidath/ai-act-evaluation-benchmark: systems in four tiers; the domain, which
        names the tier, is left out
"""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evals.quality.engine import Checked, Engine
from evals.quality.gold import Broken
from evals.quality.stats import Tally, interval, kappa, mean, total
from evals.quality.table import grid, number, ranged

_BOX = "objectives"  # where nothing vague is tolerated, and goals are asked for
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_VAGUE = ("Subjective_lang.", "Ambiguous_adv._adj.", "Loophole", "Nonverifiable_term")
_TIERS = {
    "prohibited": {"prohibited"},
    "high-risk": {"high_risk_annex_i", "high_risk_annex_iii"},
    "limited": {"transparency_50"},
    "minimal": {"minimal", "not_ai_system", "out_of_scope", "annex_iii_exempt_6_3"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One text of a set, and the classes that it has; `classes` of the engine are compared with them."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Reader:
    """How a set is read, what an engine says in its terms, and which of its classes count."""

    rows: Callable[[Path], Iterator[Row]]
    says: Callable[[Checked], str]
    classes: tuple[str, ...]


def score(name: str, path: Path, engine: Engine) -> str:
    """The scores of an engine on a set; Broken if the file is not what it should be."""
    reader = SETS[name]
    try:
        rows = list(reader.rows(path))
    except (OSError, ValueError, LookupError, TypeError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise Broken(
            f"{path} cannot be read as the set “{name}”: {type(error).__name__}, {error}.\n{__doc__}"
        ) from error
    pairs = [(row.label, reader.says(engine.check(f"{name}-{at}", {_BOX: row.text}))) for at, row in enumerate(rows)]
    lines = [_line(each, pairs) for each in reader.classes]
    if len(lines) > 1:
        lines.append(["macro", str(len(pairs)), "", "", ranged(_macro(pairs, reader), None), ""])
    return grid((name, "cases", "P", "R", "F1 [95 %]", "κ"), lines) + "\n"


_Pairs = list[tuple[str, str]]


def _line(name: str, pairs: _Pairs) -> list[str]:
    tallies = [_tally(name, *pair) for pair in pairs]
    all = total(tallies)
    agreed = kappa([(gold == name, own == name) for gold, own in pairs])
    spread = interval(tallies, lambda drawn: total(drawn).f1)
    cases = str(all.hits + all.missed)
    return [name, cases, number(all.precision), number(all.recall), ranged(all.f1, spread), number(agreed)]


def _tally(name: str, gold: str, own: str) -> Tally:
    return Tally(int(gold == own == name), int(gold != name == own), int(gold == name != own))


def _macro(pairs: _Pairs, reader: Reader) -> float | None:
    return mean(total(_tally(name, *pair) for pair in pairs).f1 for name in reader.classes)


# ---- the sets


def _arta(path: Path) -> Iterator[Row]:
    head, *rows = _cells(path)
    for row in rows:
        named = dict(zip(head, row, strict=False))
        smelly = any(named[column].strip() not in ("", "-") for column in _VAGUE)
        if text := named["Requirement_text"].strip():
            yield Row(text, "vague" if smelly else "clear")


def _cells(path: Path) -> Iterator[list[str]]:
    """The first sheet of a workbook, row by row."""
    with zipfile.ZipFile(path) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{_SHEET}si")
        strings = ["".join(part.text or "" for part in each.iter(f"{_SHEET}t")) for each in shared]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iter(f"{_SHEET}row"):
        yield [_cell(cell, strings) for cell in row.iter(f"{_SHEET}c")]


def _cell(cell: ElementTree.Element, strings: list[str]) -> str:
    value = cell.find(f"{_SHEET}v")
    text = (value.text or "") if value is not None else ""
    return strings[int(text)] if cell.get("t") == "s" else text


def _smart(path: Path) -> Iterator[Row]:
    for note in json.loads(path.read_text(encoding="utf-8")):
        for goal, detail in zip(note["goals"], note["goal_details"], strict=True):
            yield Row(goal, "measurable" if detail["Measurable"] else "not measurable")


def _aiact(path: Path) -> Iterator[Row]:
    for case in json.loads(path.read_text(encoding="utf-8"))["data"]:
        if case["risk_level"] not in _TIERS:
            raise ValueError(f"unknown risk level {case['risk_level']}")
        yield Row(_description(case), case["risk_level"])


def _description(case: Mapping[str, Any]) -> str:
    return f"{case['intended_use']}. System: {case['system_type']}. Input: {case['input_data']}."


def _vague(checked: Checked) -> str:
    return "vague" if any(each.family == "VAG" for each in checked.findings) else "clear"


def _measurable(checked: Checked) -> str:
    return "measurable" if any(each.verdict for each in checked.statements) else "not measurable"


def _tier(checked: Checked) -> str:
    """The strictest tier among the labels; one that is left open is none of them."""
    return next((tier for tier, labels in _TIERS.items() if labels & checked.labels), "unsure")


SETS: Mapping[str, Reader] = {
    "ARTA": Reader(_arta, _vague, ("vague",)),
    "smart": Reader(_smart, _measurable, ("measurable",)),
    "aiact": Reader(_aiact, _tier, tuple(_TIERS)),
}
