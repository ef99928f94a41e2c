"""A model looks at sentences and pairs once; what a check writes is kept, and scored on those cases alone."""

import json
from pathlib import Path
from typing import Any

from app.llm.port import ModelFailed
from app.usecases.checking import Checking
from app.usecases.looking import Looking
from evals.quality.engine import ON, rules, template
from evals.quality.gold import Clash, Pair, Sentence, Split
from evals.quality.ladder import by_recording, ladder, told
from evals.quality.lines import WithoutFacts, cases, looked
from tests.facilitator.models import FakeModel, failure

CLEAN = {"verdicts": []}
VAGUE = {"verdicts": [{"id": "VAG-01", "fails": True, "quote": "nice", "why": "Nobody can check it."}]}


def split() -> Split:
    said = [Sentence(id=id, box="background", text=text, gold=()) for id, text in (("v1", "Be nice."), ("v2", "Go."))]
    gold = Clash(box="inference", quote="Nightly", other_box="decision", other_quote="At once")
    boxes, clean = {"decision": "At once.", "inference": "Nightly."}, {"inference": "In 2 s."}
    pair = Pair(id="p", criterion="CON-01", boxes=boxes, gold=gold, clean=clean)
    return Split("dev", Path(), (), tuple(said), (), (), (pair,), ())


async def keep(path: Path, *answers: dict[str, Any] | ModelFailed) -> tuple[list[str], FakeModel]:
    model = FakeModel(*answers)
    checking = Checking(template(), Looking(WithoutFacts(model, model), seconds=5), today=lambda: ON)
    return await looked(checking, model.name, "model", list(cases(split(), ["vague"], None)), path), model


def test_the_first_texts_of_each_part_are_asked_for() -> None:
    assert [id for id, _ in cases(split(), ["pairs", "vague"], 1)] == ["p/clash", "p/clean", "v1"]


async def test_what_failed_is_told_and_asked_again_alone(tmp_path: Path) -> None:
    path = tmp_path / "model-dev.jsonl"
    failed, _ = await keep(path, VAGUE, failure())
    assert len(failed) == 1
    assert failed[0].startswith("v2: Background:")
    failed, model = await keep(path, CLEAN)
    assert (failed, len(model.prompts)) == ([], 1)
    assert [each.name for each in model.prompts] == ["review"]  # nobody asked for the facts
    head, *lines = map(json.loads, path.read_text().splitlines())
    assert head["recorded"]["model"] == "fake/talker"
    assert [each["id"] for each in lines] == ["v1", "v2"]
    assert [each["quote"] for each in lines[0]["findings"]] == ["nice"]


async def test_a_recording_is_scored_on_its_own_cases_beside_the_rules(tmp_path: Path) -> None:
    await keep(tmp_path / "both-dev.jsonl", VAGUE, CLEAN)
    assert "2 texts recorded from fake/talker" in told("dev", tmp_path)[0]
    rows = dict(ladder(split(), rules(), recordings=tmp_path))
    for name in ("both", "rules, on the texts that follow"):
        assert (row := rows[name])
        assert row.vague
        assert row.pairs is None
    assert rows["model"] is None
    assert by_recording("both", split(), ("pairs",), tmp_path) is not None
