"""What can be typed."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.channels.terminal.commands import BY_NAME, COMMANDS, Command
from app.errors import NotFound

WAYS = """Four ways not to answer are kept apart:
  dont-know       nobody knows yet; it is asked again in the next iteration
  not-applicable  it does not apply here; say why
  later           it comes back once, at the close
  none            none of what was offered fits; the question stays open"""
MORE = {
    "skip": f"{WAYS}\nWithout a number it means the question that was just asked, else the whole box.\n"
    "Such as: /skip 3 dont-know nobody measured it --owner Mette --due 2027-03-01",
    "goto": "Such as: /goto 3, /goto objectives, /goto close.",
    "explain": "Such as: /explain 2, or /explain 2 for a new colleague.",
    "as": "Replies are kept as that person's words. Accepting, editing and skipping stay yours.",
    "team": "Such as: /team Anna; product owner; decides on releases\n         /team 2027-03-15: first model trained\n"
    "“/team edit” opens all of it in your editor.",
    "waive": "Such as: /waive 1 the auditor asked for these words",
    "retry": "The words of the place where you are. If none of them wait, your opening story is heard again.",
    "export": "Such as: /export, /export canvas.md, /export canvas.json.",
    "edit": "The editor is the one that EDITOR or VISUAL names, else vi or nano. "
    "An empty or unchanged text does nothing.",
}


def helped(topic: str) -> Iterator[RenderableType]:
    """All commands in a line each, or one with its example."""
    if not topic:
        yield Text("Type a reply and press Enter. Alt+Enter, or Esc then Enter, starts a new line.")
        yield Text("To answer one question, begin with its number: “2: …”. “ok” accepts a draft.")
        yield Text("A question with * matters most: if it stays open, it is asked about. Commands:")
        yield _table(COMMANDS)
        yield Text("/help COMMAND says more. Ctrl-C stops a turn that runs; Ctrl-D leaves, and everything is kept.")
        return
    command = BY_NAME.get(topic)
    if command is None:
        raise NotFound(f"There is no command /{topic}.", advice="/help lists them.")
    yield _table([command])
    if command.name in MORE:
        yield Text(MORE[command.name])


def _table(commands: Sequence[Command]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(max_width=34)
    for each in commands:
        table.add_row(_usage(each), Text(each.words))
    return table


def _usage(command: Command) -> Text:
    return Text(f"  /{command.name} {command.usage}".rstrip(), style="bold")
