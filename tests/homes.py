"""A folder of one's own for the command line, with a canvas in it, and the ways to run a command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app

COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]
MINE = """\
id: picnic
version: "1"
name: Picnic canvas
licence: CC0-1.0
columns:
  - name: Plan
    boxes:
      - id: food
        name: Food
        questions:
          - {text: What do we eat?, essential: true}
          - How much of it?
      - id: place
        name: Place
        questions: [Where do we go?]
"""
PICNIC = """\
# name, who, story
A picnic

Anna, Bo

We want to eat outside.

1: Bread and cheese. 2: Two loaves.

ok
"""
REST = "1: The lake.\n\n/accept\n\nAnna; cook; buys the bread\n2027-06-01: the picnic\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: Path) -> Path:
    """A folder of one's own, where nothing of this machine's user is read or written; its database has its tables."""
    shutil.copy(migrated_sqlite, tmp_path / "canvases.db")
    for key in [each for each in os.environ if each.startswith(("FACILITATOR_", "XDG_"))]:
        monkeypatch.delenv(key)
    for key in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FACILITATOR_PERSON", "Anna")
    monkeypatch.setenv("FACILITATOR_DATABASE", str(tmp_path / "canvases.db"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, input: str = "", **env: str) -> Result:
    return CliRunner().invoke(app, words, input=input, env=env)


def done(*words: str, input: str = "") -> str:
    result = run(*words, input=input)
    assert result.exit_code == 0, result.output
    return result.stdout


def process(*words: str, input: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """The same, as a shell runs it. The suite may run on a machine that is busy."""
    settings = {**os.environ, **env}
    return subprocess.run([*COMMAND, *words], input=input, env=settings, capture_output=True, text=True, timeout=120)


@pytest.fixture
def picnic(home: Path) -> Path:
    """A canvas of a template of one's own, with its first box accepted."""
    (home / "mine.yaml").write_text(MINE)
    (home / "answers.txt").write_text(PICNIC)
    done("interview", "--template", "mine.yaml", "--answers", "answers.txt")
    return home
