"""What a reader could not place or not understand: told to the person, and kept."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.documents.portable import Unplaced

MOST = 50  # warnings; a file with more is of another kind, and nobody reads them
SHOWN = 80  # characters of what a warning quotes


@dataclass
class Remarks:
    """Filled while a file is read."""

    warnings: list[str] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def warn(self, warning: str) -> None:
        if len(self.warnings) < MOST:
            self.warnings.append(warning)
        elif len(self.warnings) == MOST:
            self.warnings.append("There is more of this kind.")

    def keep(self, heading: str, lines: Iterable[str], why: str, *, bare: bool = False) -> None:
        """Keep lines apart with a warning, if they hold a word or if a `bare` heading is worth keeping."""
        text = "\n".join(lines).strip()
        if text or bare:
            self.unplaced.append(Unplaced(heading, text))
            self.warn(why)

    def day(self, told: str, what: str) -> dt.date | None:
        """A date as people write it in a table; a warning if it is none."""
        try:
            return dt.date.fromisoformat(told.strip()) if told.strip() else None
        except ValueError:
            self.warn(f"{what} “{shown(told)}” is no date like 2025-09-01, so it was left out.")
            return None


def shown(text: str) -> str:
    line = " ".join(text[: 2 * SHOWN].split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
