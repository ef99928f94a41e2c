"""Every command of the interview: a table from names to what they do. Reading a line changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from app.channels.terminal import parsing
from app.channels.terminal.asides import Doing, Help, Look, Save, Unknown
from app.channels.terminal.seen import Seen
from app.channels.terminal.skipping import skip
from app.interview.moves import Deeper, Enough, Pause, StillTrue

Read = Callable[[Seen, str], Doing]


@dataclass(frozen=True, slots=True)
class Command:
    """`usage` is what may follow the name; `words` says what it does, in a line."""

    name: str
    usage: str
    words: str
    read: Read
    others: tuple[str, ...] = ()


def understood(seen: Seen, line: str) -> Doing:
    """What a line means: a command if it begins with “/”, else words for the place where we are."""
    line = line.strip()
    if not line.startswith("/"):
        return parsing.say(seen, line)
    name, rest = _parted(line)
    command = BY_NAME.get(name)
    if command is None:
        begins = [each for each in BY_NAME if name and each.startswith(name)]
        close = begins or get_close_matches(name, BY_NAME, n=1, cutoff=0.5)
        return Unknown(line, close[0] if close else "")
    return command.read(seen, rest)


def _parted(line: str) -> tuple[str, str]:
    """The name of a command, and what follows it."""
    head, *rest = line[1:].split(maxsplit=1) or [""]
    return head.casefold(), rest[0] if rest else ""


def _look(look: Look) -> Read:
    return lambda seen, text: look


COMMANDS: Sequence[Command] = (
    Command("accept", "", "Accept the draft. Saying “ok” does the same.", parsing.accept),
    Command("edit", "[TEXT]", "Change the text in your editor, or put TEXT in its place.", parsing.edit),
    Command("redraft", "[INSTRUCTION]", "Have the draft worded anew.", parsing.redraft),
    Command(
        "skip",
        "[N|box] WAY [REASON]",
        "Leave it open: dont-know, not-applicable, later, or none of what was offered.",
        skip,
    ),
    Command("later", "[N|box]", "Put it off; it comes back once, at the end.", parsing.later),
    Command("enough", "", "Ask no more here; show the draft.", lambda seen, text: Enough(seen.box().id)),
    Command(
        "deeper", "", "Ask the rest of this box's questions, one by one.", lambda seen, text: Deeper(seen.box().id)
    ),
    Command("explain", "[N] [for WHOM]", "Say what question N, or the box, is about.", parsing.explain),
    Command("suggest", "[N]", "Give ideas. They never enter a draft by themselves.", parsing.suggest),
    Command("use", "[N …]", "Take in words that you said before.", parsing.use),
    Command("reopen", "N [REASON]", "Take up again what was put aside or dismissed.", parsing.reopen),
    Command("waive", "N REASON", "Put finding N aside, with a reason.", parsing.waive),
    Command("vouch", "N …|all", "Stand behind sentences that are marked as assumptions.", parsing.vouch),
    Command(
        "fact",
        "N … [yes|no|unsure [REASON]]",
        "Confirm what is known about the system for the AI Act, or correct it.",
        parsing.fact,
    ),
    Command("law", "", "Show what the AI Act makes of the system, and why.", _look(Look("law"))),
    Command("yes", "", "Do what was just asked about.", parsing.yes),
    Command("no", "", "Do not.", parsing.no),
    Command(
        "still-true",
        "",
        "This box still holds, although another one changed.",
        lambda seen, text: StillTrue(seen.box().id),
    ),
    Command("goto", "BOX", "Go to a box by number or name, or to start or close.", parsing.goto, ("go",)),
    Command("next", "", "Go to the next box.", parsing.ahead),
    Command("back", "", "Go to the box before.", parsing.back),
    Command("canvas", "", "Show the whole canvas.", _look(Look("canvas"))),
    Command("box", "[BOX]", "Show this box again, or another one.", parsing.box),
    Command("findings", "[all]", "Show what could be better; all: also what was put aside.", parsing.findings),
    Command("open", "", "Show the open questions.", _look(Look("open"))),
    Command("history", "[BOX]", "Show how a box came to read as it does.", parsing.history),
    Command("restore", "N", "Bring answer N of this box back.", parsing.restore),
    Command("clear", "", "Empty this box. It asks first.", parsing.clear),
    Command("team", "[LINES|edit]", "Show the team and the timeline, and add to them.", parsing.team, ("overview",)),
    Command("pace", "quick|guided|thorough", "How much is asked: one question a box, two, or all.", parsing.pace),
    Command("as", "[NAME]", "Say who speaks now, when several sit at one keyboard.", parsing.speak),
    Command("stop", "", "Stop what is running here. Ctrl-C does the same.", parsing.stop),
    Command("retry", "", "Listen again to words whose turn was stopped or failed.", parsing.retry),
    Command(
        "export",
        "[FILE]",
        "Write the canvas to a file: Markdown, or JSON if it ends in .json.",
        lambda seen, text: Save(text.strip()),
    ),
    Command("pause", "", "Leave. Everything is kept.", lambda seen, text: Pause(), ("quit", "exit")),
    Command(
        "help",
        "[COMMAND]",
        "Show this, or more about one command.",
        lambda seen, text: Help(text.strip().lstrip("/").casefold()),
        ("?",),
    ),
)
BY_NAME = {name: each for each in COMMANDS for name in (each.name, *each.others)}
