"""A file of answers, played as if somebody typed it."""

import re
from pathlib import Path

from app.canvas.template import SAMPLES
from app.channels.terminal.screen import Screen, joined
from app.channels.words import brief
from app.errors import FacilitatorError, Invalid

SAMPLE = SAMPLES / "vials-answers.txt"
GIVE = "Give a text file, or “sample” for the one that ships."


class Answers:
    """Blocks between blank lines; lines that begin with # are comments. Each block is one reply or command."""

    person = False
    strict = True

    def __init__(self, text: str, screen: Screen) -> None:
        self.blocks = blocks(text)
        self.screen = screen
        self.taken = 0

    async def read(self, prompt: str, *, below: str = "", kept: bool = True) -> str:
        if self.taken == len(self.blocks):
            raise EOFError
        block = self.blocks[self.taken]
        self.taken += 1
        self.screen.put(joined((f"\n{prompt}", "bold"), block))
        return block

    def blame(self, error: FacilitatorError) -> FacilitatorError:
        """The same error, naming the block that it came from."""
        if not self.taken:
            return error
        return Invalid(f"{_named(self.blocks, self.taken)} stopped it: {error.message}", advice=error.advice)

    def check_all_taken(self) -> None:
        """Invalid if there were more answers than questions."""
        if self.taken < len(self.blocks):
            left = len(self.blocks) - self.taken
            raise Invalid(
                f"The interview was left before {_named(self.blocks, self.taken + 1)}; answers left over: {left}.",
                advice="Take the block away that leaves, or those that follow it.",
            )


def _named(all: list[str], number: int) -> str:
    return f"block {number} (“{brief(all[number - 1], 40)}”)"


def blocks(text: str) -> list[str]:
    lines = (line.rstrip() for line in text.splitlines())
    kept = "\n".join(line for line in lines if not line.startswith("#"))
    return [block.strip() for block in re.split(r"\n\s*\n", kept) if block.strip()]


def load(name: str) -> str:
    """The text of a file of answers, or of the sample."""
    path = Path(name)
    try:
        return (SAMPLE if name == "sample" and not path.exists() else path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"The answers in “{name}” could not be read: {_why(error)}.", advice=GIVE) from error


def _why(error: OSError | UnicodeDecodeError) -> str:
    return "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else (error.strerror or "").casefold()
