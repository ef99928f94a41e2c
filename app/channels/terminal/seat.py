"""Who is asked: a file of answers, a person at a terminal, or the lines of another program."""

import sys
from pathlib import Path

from app.channels.terminal.answers import Answers, load
from app.channels.terminal.commands import BY_NAME
from app.channels.terminal.prompt import Typed, history
from app.channels.terminal.replies import Lines, Reader
from app.channels.terminal.screen import Screen


def reader(screen: Screen, *, answers: str | None, folder: Path, database: str) -> Reader:
    """`folder` is where what a person types is remembered, for each database apart."""
    if answers is not None:
        return Answers(load(answers), screen)
    if sys.stdin.isatty() and sys.stdout.isatty():
        return Typed(history(folder, database), sorted(BY_NAME))
    return Lines(screen)
