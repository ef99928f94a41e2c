"""The built wheel, installed outside the checkout, does the main job and finds its data and prompts."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
def test_the_wheel_fills_the_sample_canvas_outside_the_checkout(tmp_path: Path) -> None:
    python = Path(sys.executable)
    run(python, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist", cwd=ROOT)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    pip = tmp_path / "venv" / "bin" / "pip"
    lock = ROOT / ".locks" / "run.txt"
    run(pip, "install", "-q", "--no-deps", "--require-hashes", "-r", lock, cwd=tmp_path)
    run(pip, "install", "-q", "--no-deps", wheel, cwd=tmp_path)

    facilitator = tmp_path / "venv" / "bin" / "facilitator"
    code = "import app.canvas.template as t; print(t.SAMPLES)"
    samples = run(tmp_path / "venv" / "bin" / "python", "-c", code, cwd=tmp_path).strip()
    assert str(ROOT) not in samples
    data = {"FACILITATOR_DATABASE": str(tmp_path / "canvases.db")}
    answers = Path(samples) / "vials-answers.txt"
    told = run(facilitator, "interview", "--answers", answers, "--export", "canvas.md", cwd=tmp_path, **data)
    assert "15 of 15 boxes accepted" in told
    assert (tmp_path / "canvas.md").read_text().count("\n### ") == 15
