"""The little that a service says where it was started: lines on stderr, without what a screen takes to load."""

import sys

from app.channels.terminal.words import clean
from app.errors import FacilitatorError


class Plain:
    def note(self, text: str) -> None:
        print(clean(text), file=sys.stderr, flush=True)  # noqa: T201 - this is where it is said

    def error(self, error: FacilitatorError) -> None:
        """What went wrong, then what to do."""
        self.note(f"Sorry: {error.message}\n{error.advice}")
