"""The recorded interviews, played again: what the product promises holds for answers that a model once gave."""

from pathlib import Path

import pytest

from evals.replay.cases import VIALS, Case, cases
from evals.replay.playing import play
from evals.replay.table import problems, table


@pytest.mark.slow
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
async def test_a_recorded_interview_keeps_the_promises(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    where = tmp_path / "where somebody works"
    where.mkdir()
    monkeypatch.chdir(where)
    outcome = await play(case, database=tmp_path / "replay.db", record=False)
    assert [*problems(outcome)] == []
    assert outcome.replayed
    assert case.name in table([outcome])
    assert [*where.iterdir()] == []


def test_the_sample_is_recorded():
    assert VIALS in [case.name for case in cases()]
