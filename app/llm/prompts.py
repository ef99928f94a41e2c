"""Prompts are files with strict variables, hashed, so that every answer can name the words that asked for it."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

_PACKAGE = Path(__file__).parents[1]
# In the wheel the prompts travel inside the package; in a checkout they stand beside it.
FOLDER = next(path for path in (_PACKAGE / "prompts", _PACKAGE.parent / "prompts") if path.is_dir())


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt with its variables filled in. `hash` is that of the file, before filling."""

    text: str
    hash: str


class PromptError(LookupError):
    """Raise when a prompt file and the code that fills it disagree: a fault of ours, never of a person."""


def render(name: str, /, **variables: str) -> Rendered:
    """The prompt `name` with exactly these variables; one too many or too few raises PromptError."""
    template, wanted, hash = _read(FOLDER / f"{name}.md", name)
    given = set(variables)
    if wanted != given:
        raise PromptError(f"The prompt {name} wants {sorted(wanted)} and got {sorted(given)}.")
    return Rendered(text=template.substitute(variables), hash=hash)


def joined(parts: Iterable[Rendered]) -> str:
    """One hash for several files that ask together."""
    return _hash(" ".join(each.hash for each in parts))


def names() -> tuple[str, ...]:
    """Every prompt that there is, by its path without the ending."""
    return tuple(sorted(re.sub(r"\.md$", "", path.relative_to(FOLDER).as_posix()) for path in FOLDER.rglob("*.md")))


@cache
def _read(path: Path, name: str) -> tuple[Template, set[str], str]:
    try:
        source = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise PromptError(f"There is no prompt {name}.") from error
    template = Template(source)
    return template, set(template.get_identifiers()), _hash(source)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
