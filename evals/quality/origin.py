"""What the figures were made from: hashes of the data, of the word lists and of the prompts."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import app
from evals.quality.gold import Split
from evals.quality.table import grid

APP = Path(app.__file__).parent
LEXICON = APP / "critic" / "data"
PROMPTS = APP.parent / "prompts"
_ASKING = ("review", "facts", "claims")  # folders of prompts that judge a canvas
_SHOWN = 12  # characters of a hash


def origin(split: Split) -> str:
    """A row for each file of the split, and for what the engines are made of."""
    rows = [[str(path.relative_to(split.folder.parent)), sha([path])] for path in files(split.folder)]
    rows.append(["word lists and law, app/critic/data", sha(files(LEXICON))])
    rows += [[f"prompts/{name}", hash] for name, hash in prompts().items()]
    return grid(("made from", "sha256"), rows) + "\n"


def prompts() -> dict[str, str]:
    """The hash of each folder of prompts that judge a canvas."""
    return {name: sha(files(PROMPTS / name)) for name in _ASKING if (PROMPTS / name).is_dir()}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def sha(paths: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:_SHOWN]
