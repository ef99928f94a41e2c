import hashlib
from pathlib import Path

import pytest

from app.llm import prompts
from app.llm.prompts import PromptError, names, render
from tests.facilitator.test_prompts_as_rendered import RENDERED

SNAPSHOTS = Path(__file__).parent / "snapshots"
SAMPLES: dict[str, dict[str, str]] = {
    "builtin/explain": {"plain": "Who reads the feedback?"},
    "builtin/explain-box": {"prompt": "Describe the context.", "questions": "1. Where?\n2. Why?"},
    "builtin/explain-with-example": {"plain": "Who reads the feedback?", "example": "Anna, at $5 a page."},
    "builtin/greeting": {},
    "builtin/overview": {},
    "builtin/reason": {"number": "2"},
    "builtin/redraft": {},
    "builtin/suggest": {},
}


BUILTIN = [name for name in names() if name.startswith("builtin/")]


def test_every_prompt_of_the_builtin_has_sample_variables_and_a_snapshot_and_nothing_else_has():
    kept = sorted(path.relative_to(SNAPSHOTS).with_suffix("").as_posix() for path in SNAPSHOTS.rglob("*.txt"))
    assert sorted(SAMPLES) == kept == BUILTIN


def test_every_other_prompt_takes_part_in_a_prompt_to_a_model_of_which_there_is_a_snapshot():
    assert sorted({*names()} - {*BUILTIN}) == sorted(RENDERED)


@pytest.mark.parametrize("name", BUILTIN)
def test_a_rendered_prompt_reads_as_its_snapshot(name: str):
    kept = (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8")
    assert render(name, **SAMPLES[name]).text + "\n" == kept


@pytest.mark.parametrize(
    ("name", "variables", "told"),
    [
        ("builtin/explain-with-example", {"plain": "Who?"}, r"wants \['example', 'plain'\] and got \['plain'\]"),
        ("builtin/explain", {}, r"wants \['plain'\] and got \[\]"),
        ("builtin/explain", {"plain": "Who?", "tone": "dry"}, r"wants \['plain'\] and got \['plain', 'tone'\]"),
        ("builtin/greeting", {"who": "Anna"}, r"wants \[\] and got \['who'\]"),
        ("builtin/nobody", {}, "There is no prompt builtin/nobody"),
        ("builtin", {}, "There is no prompt builtin"),
    ],
)
def test_a_prompt_and_its_variables_agree_or_it_is_our_fault(name: str, variables: dict[str, str], told: str):
    with pytest.raises(PromptError, match=told):
        render(name, **variables)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of prompts of our own."""
    monkeypatch.setattr(prompts, "FOLDER", tmp_path)
    return tmp_path


def test_the_hash_is_of_the_file_and_not_of_what_was_filled_in(folder: Path):
    (folder / "ask.md").write_text("Ask $who.\n", encoding="utf-8")
    anna, bo = render("ask", who="Anna"), render("ask", who="Bo")
    assert (anna.text, bo.text) == ("Ask Anna.", "Ask Bo.")
    assert anna.hash == bo.hash == hashlib.sha256(b"Ask $who.").hexdigest()[:16]
    (folder / "please.md").write_text("Please ask $who.\n", encoding="utf-8")
    assert render("please", who="Anna").hash != anna.hash


def test_what_people_wrote_is_not_filled_in_again(folder: Path):
    (folder / "ask.md").write_text("$who: $what", encoding="utf-8")
    assert render("ask", who="$what", what="$$5 ${who}").text == "$what: $$5 ${who}"


def test_names_are_paths_without_the_ending(folder: Path):
    for path in ("b.md", "a/c.md", "a/notes.txt"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text("", encoding="utf-8")
    assert names() == ("a/c", "b")
