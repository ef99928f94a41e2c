"""What the project promises about itself: locks, file sizes, the README."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from app.config import Settings
from app.main import create_app

ROOT = Path(__file__).parents[1]
LOCKS = {"run": ("build",), "test": ("build", "test")}


def pinned(lock: str) -> dict[str, str]:
    text = (ROOT / ".locks" / f"{lock}.txt").read_text()
    return {name.lower(): version for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.M)}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_host_and_hashes_everything(lock: str) -> None:
    text = (ROOT / ".locks" / f"{lock}.txt").read_text()
    assert "://" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_satisfies_the_project(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"]]
    for group in LOCKS[lock]:
        wanted += project["dependency-groups"][group]
    versions = pinned(lock)
    for each in map(Requirement, wanted):
        assert each.specifier.contains(versions[each.name.lower()]), each


def test_both_locks_agree() -> None:
    test = pinned("test")
    assert all(test[name] == version for name, version in pinned("run").items())


def test_no_file_is_longer_than_350_lines() -> None:
    files = [path for folder in ("app", "evals", "tests") for path in (ROOT / folder).rglob("*.py")]
    assert files
    assert [path for path in files if len(path.read_text().splitlines()) > 350] == []


def test_readme_names_every_setting() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [name for name in Settings.model_fields if f"FACILITATOR_{name.upper()}" not in readme] == []


def test_readme_names_every_route() -> None:
    readme = (ROOT / "README.md").read_text()
    paths = create_app(Settings()).openapi()["paths"]
    routes = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in paths.items()
        if path.startswith("/api/v1")
        for method in methods
    }
    assert len(routes) > 20
    assert sorted(route for route in routes if f"`{route}`" not in readme) == []
