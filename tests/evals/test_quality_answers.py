"""A model is asked about systems once; its raw answers are kept, and code decides on them at each run."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.canvas.model import Fact
from app.llm.port import ModelFailed
from evals.quality import answers
from evals.quality.__main__ import main
from evals.quality.answers import Answers, earlier, file_of, load
from evals.quality.gold import Broken, Split, System
from evals.quality.ladder import ladder, recorded, told
from evals.quality.origin import prompts
from evals.quality.record import asked
from tests.evals.quality_cases import Fake
from tests.facilitator.models import FakeModel, failure

GATES = ("evaluates-people", "uses-biometrics", "influences-people", "endangers", "offers-general-model")
SORTS = System(id="s", boxes={"background": "It sorts apples by size."}, labels=frozenset({"minimal"}), kind="plain")
CHATS = System(id="c", boxes={"background": "A chatbot."}, labels=frozenset({"transparency_50"}), kind="plain")


def form(quote: str, **yes: str) -> dict[str, Any]:
    shut = [{"id": id, "value": "no"} for id in (*GATES, "talks-or-generates") if id not in yes]
    open = [{"id": id, "value": "yes", "quote": words, "box": "background"} for id, words in yes.items()]
    return {"does": {"quote": quote, "box": "background"}, "facts": [*shut, *open]}


def split(*systems: System) -> Split:
    return Split("dev", Path(), (), (), (), (), (), systems)


async def keep(path: Path, *replies: dict[str, Any] | ModelFailed) -> list[str]:
    return await asked(FakeModel(*replies), [SORTS, CHATS], path, earlier(path))


async def test_answers_are_kept_raw_and_a_broken_run_goes_on(tmp_path: Path) -> None:
    path = file_of("dev", tmp_path / "new")
    assert await keep(path, form("sorts apples"), failure()) == ["c: The model gave no answer in time."]
    assert [each.id for each in load(path)[1]] == ["s"]
    chat = form("A chatbot.", **{"talks-or-generates": "A chatbot.", "talks-to-people": "chatbot"})
    assert await keep(path, chat) == []
    head, kept = load(path)
    assert head["model"] == "fake/talker"
    assert [(each.id, each.prompt) for each in kept] == [("s", prompts()["facts"]), ("c", prompts()["facts"])]
    assert kept[1].form == chat


async def test_code_decides_on_the_recorded_facts_at_each_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file_of("dev", tmp_path)
    await keep(path, form("sorts apples by size"), form("A chatbot.", **{"talks-to-people": "chatbot"}))
    model = Answers("model", path)
    assert model.check("s", SORTS.boxes).labels == {"minimal"}
    assert model.check("c", CHATS.boxes).labels == {"transparency_50"}
    (words,) = {each.words for each in model.check("s", SORTS.boxes).quotes}
    assert words == "sorts apples by size"
    seen = Fact("art-5-1f", "yes", "apples", "background", 9, 15)
    monkeypatch.setattr(answers, "recognise", lambda boxes: (seen,))
    assert Answers("both", path).check("s", SORTS.boxes).labels == {"unsure"}
    assert model.check("s", SORTS.boxes).labels == {"minimal"}
    with pytest.raises(Broken, match="“?other”? is not recorded"):
        model.check("other", {})


async def test_facts_alone_are_a_row_of_the_ladder_for_systems(tmp_path: Path) -> None:
    await keep(file_of("dev", tmp_path), form("It sorts apples"), form("", **{"talks-to-people": "chatbot"}))
    rows = dict(ladder(split(SORTS, CHATS), Fake(), recordings=tmp_path))
    assert rows["model"] is not None
    assert rows["model"].systems is not None
    assert rows["model"].canvases is None
    assert recorded("model", "test", tmp_path) == (None, None)
    assert "facts of 2 systems from fake/talker" in told("dev", tmp_path)[0]


async def test_an_older_prompt_is_told_and_asked_again(tmp_path: Path) -> None:
    path = file_of("dev", tmp_path)
    await keep(path, form("sorts"))
    path.write_text(path.read_text().replace(prompts()["facts"], "old", 1))
    assert "1 of 2 with an older prompt" in Answers("model", path).told
    await keep(path, form("sorts"))
    assert "with the prompt as it is" in Answers("model", path).told


def test_not_all_can_be_recorded_and_only_with_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="What can be recorded: systems, or some of vague, traps, pairs"):
        main(["--record", "model", "--only", "coverage"])
    folder = tmp_path / "dev" / "systems"
    folder.mkdir(parents=True)
    row = {"id": "s", "boxes": SORTS.boxes, "labels": ["minimal"], "kind": "plain"}
    (folder / "systems.jsonl").write_text(json.dumps(row))
    monkeypatch.setenv("FACILITATOR_MODEL", "")
    with pytest.raises(SystemExit, match="No model is set"):
        main(["--record", "model", "--only", "systems", "--data", str(tmp_path), "--recordings", str(tmp_path)])
    with pytest.raises(SystemExit, match="No model is set"):
        main(["--record", "both", "--only", "traps", "--data", str(tmp_path), "--recordings", str(tmp_path)])
