"""Every prompt is a file with strict variables and a hash, and is kept as rendered beside this test.

To take over a change on purpose: PROMPTS=write pytest tests/llm, then read the difference.
"""

import hashlib
import os
import re
from pathlib import Path

import pytest

from app.llm.prompts import FOLDER, PromptError, names, render

RENDERED = Path(__file__).parent / "rendered"
VALUES = {
    "prompt": "Describe the context.",
    "questions": "1. Where does it happen?\n2. Why does it matter?",
    "plain": "Where does it happen?",
    "example": "On the line, for $5 a vial.",
    "number": "3",
}


def variables(name: str) -> dict[str, str]:
    wanted = re.findall(r"\$(?:\{(\w+)\}|(\w+))", (FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    return {key: VALUES[key] for key in {braced or plain for braced, plain in wanted}}


@pytest.mark.parametrize("name", names())
def test_every_prompt_reads_as_it_was_read_last(name: str) -> None:
    file = RENDERED / f"{name.replace('/', '-')}.txt"
    text = render(name, **variables(name)).text + "\n"
    if os.environ.get("PROMPTS") == "write":
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


def test_no_prompt_is_missing_and_none_is_left_over() -> None:
    assert {file.stem for file in RENDERED.glob("*.txt")} == {name.replace("/", "-") for name in names()}
    assert "builtin/greeting" in names()


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("builtin/explain", {}, r"wants \['plain'\] and got \[\]"),
        ("builtin/explain", {"plain": "P", "more": "M"}, r"wants \['plain'\] and got \['more', 'plain'\]"),
        ("builtin/suggest", {"plain": "P"}, r"wants \[\] and got \['plain'\]"),
        ("builtin/nothing", {}, "There is no prompt builtin/nothing"),
    ],
)
def test_one_variable_too_many_or_too_few(name: str, given: dict[str, str], says: str) -> None:
    with pytest.raises(PromptError, match=says):
        render(name, **given)


def test_the_hash_is_that_of_the_file_before_filling() -> None:
    one, other = render("builtin/explain", plain="One?"), render("builtin/explain", plain="Other?")
    source = (FOLDER / "builtin/explain.md").read_text(encoding="utf-8").strip()
    assert one.hash == other.hash == hashlib.sha256(source.encode()).hexdigest()[:16]
    assert one.hash != render("builtin/suggest").hash


def test_what_people_write_is_not_read_as_a_variable() -> None:
    assert render("builtin/explain", plain="$plain ${example} $$ $5").text == "$plain ${example} $$ $5"
