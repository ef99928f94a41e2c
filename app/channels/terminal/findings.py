"""Findings on the screen: all that is known of one the first time, later only what it says."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from app.channels.terminal.seen import Seen
from app.channels.terminal.words import QUOTED, SEVERITY
from app.channels.words import FINDING, brief
from app.critic.finding import Status
from app.interview.state import Status as Box
from app.usecases.views import FindingView

LINE = 110  # characters of such a finding
REPEATED = 60  # of one that has just been read
NEWS = "Newer rules see this: "


def found(
    findings: Iterable[FindingView], seen: Seen, *, boxes: bool = False, whole: bool = False, longest: int = LINE
) -> Table:
    """Findings with numbers: how much each matters, in words; what it is; what to ask oneself.

    What was shown in this sitting has at most the `longest` of characters, unless the `whole` of it was asked for.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    table.add_column()
    for number, each in enumerate(findings, 1):
        word, style = SEVERITY[each.severity]
        line = Text(f"{seen.name(each.box)}: " if boxes else "")
        if is_new(each, seen) or whole:
            line.append_text(_long(each, whole=whole, asks=not waits(each, seen)))
        else:
            line.append(brief(short(each), longest))
        table.add_row(f"  {number}", Text(word, style=style), line)
    return table


def is_new(finding: FindingView, seen: Seen) -> bool:
    """Whether these words of it are shown for the first time in this sitting. From then on they are not."""
    return seen.first(f"finding {finding.id}: {finding.message}")


def short(finding: FindingView) -> str:
    """What it says, with a long quote cut; of a message that only names the words, what it asks about them."""
    said = finding.message.replace(finding.quote, brief(finding.quote, QUOTED)) if finding.quote else finding.message
    return said if said.endswith((".", "?")) or not finding.question else f"{said}: {finding.question}"


def named(finding: FindingView) -> str:
    """Enough of a finding that was read to know it by: its words, else how it begins."""
    return f"“{brief(finding.quote, QUOTED)}”" if finding.quote else brief(finding.message, REPEATED)


def question(finding: FindingView) -> str:
    """What it asks beside its message; nothing if that is a question already."""
    return "" if finding.message.rstrip().endswith("?") else finding.question


def waits(finding: FindingView, seen: Seen) -> bool:
    """Whether the other side of a clash has words to mend it: then nothing is asked about it here any more."""
    other = seen.of(finding.other_box) if finding.other_box else None
    return other is not None and other.status is Box.ACCEPTED and bool(other.passages)


def _long(finding: FindingView, *, whole: bool, asks: bool) -> Text:
    """Of a finding that asks something, what one could write comes with the `whole` of it."""
    line = Text(f"{NEWS}{finding.message}" if finding.news else finding.message)
    asked = question(finding)
    if asked and asks:
        line.append(f"\n{asked}", style="bold")
    if finding.status in (Status.WAIVED, Status.DISMISSED):
        who = f" by {finding.by}" if finding.by else ""
        line.append(f"\n{FINDING[finding.status]}{who}: {finding.reason}", style="yellow")
        return line
    if finding.suggestion and (whole or not asked):
        line.append(f"\n{finding.suggestion}", style="dim")
    return line
