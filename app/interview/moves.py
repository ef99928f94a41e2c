"""What a person can do at any time. A move names its box; where it may be left out, the person's place is meant."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from app.canvas.model import NonAnswer, Overview
from app.interview.state import Pace


@dataclass(frozen=True, slots=True)
class Say:
    """Words, for the box or for the opening story. `speaker` is who spoke, if not the sender.

    `draft` is the number of the draft that the person saw, in case the words turn out to accept it.
    """

    text: str
    box: str | None = None
    speaker: str | None = None
    draft: int | None = None
    move: Literal["say"] = "say"


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept the draft with that number as it is, or `text` instead.

    A text needs no draft if `answer` says which answer number the person saw.
    """

    box: str
    draft: int | None = None
    text: str | None = None
    answer: int | None = None
    move: Literal["accept"] = "accept"


@dataclass(frozen=True, slots=True)
class Edit:
    """Put a person's own text on the table as the draft.

    `answer` is the answer number that they saw, `draft` the number of the draft that they started from.
    """

    box: str
    text: str
    answer: int
    draft: int | None = None
    move: Literal["edit"] = "edit"


@dataclass(frozen=True, slots=True)
class Redraft:
    """Have the draft reworked, in the way that `instruction` says."""

    box: str
    instruction: str = ""
    move: Literal["redraft"] = "redraft"


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave a question, or the whole box if `question` is None, in one of four ways."""

    box: str
    kind: NonAnswer
    question: int | None = None
    reason: str = ""
    owner: str = ""
    due: dt.date | None = None
    move: Literal["skip"] = "skip"


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go to a box, or to `start` or `close`."""

    box: str
    move: Literal["goto"] = "goto"


@dataclass(frozen=True, slots=True)
class Enough:
    """Ask no more here; propose what there is."""

    box: str
    move: Literal["enough"] = "enough"


@dataclass(frozen=True, slots=True)
class Deeper:
    """Ask the rest of this box's questions, one by one."""

    box: str
    move: Literal["deeper"] = "deeper"


@dataclass(frozen=True, slots=True)
class Explain:
    """Ask what a question, or the whole box, is about. `reader` is who asks: business, data, engineering."""

    box: str
    question: int | None = None
    reader: str = ""
    move: Literal["explain"] = "explain"


@dataclass(frozen=True, slots=True)
class Suggest:
    """Ask for ideas. They are shown, and never slipped into a draft."""

    box: str
    question: int | None = None
    move: Literal["suggest"] = "suggest"


@dataclass(frozen=True, slots=True)
class Use:
    """Take passages that were offered for a box as words for it; all of them if none is named."""

    box: str
    passages: tuple[str, ...] = ()
    move: Literal["use"] = "use"


@dataclass(frozen=True, slots=True)
class Waive:
    """Live with a finding, for a reason."""

    finding: str
    reason: str
    move: Literal["waive"] = "waive"


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take up a finding again that was waived, or that a model dismissed. The reason may be left out."""

    finding: str
    reason: str = ""
    move: Literal["reopen"] = "reopen"


@dataclass(frozen=True, slots=True)
class ConfirmFact:
    """Say that what is proposed about the system is so. `fact` is the id of its question."""

    fact: str
    move: Literal["confirm_fact"] = "confirm_fact"


@dataclass(frozen=True, slots=True)
class CorrectFact:
    """Answer a question about the system oneself. `unsure` keeps the stricter reading."""

    fact: str
    value: Literal["yes", "no", "unsure"]
    reason: str = ""
    move: Literal["correct_fact"] = "correct_fact"


@dataclass(frozen=True, slots=True)
class Confirm:
    """Yes or no to a move that was only understood from free text."""

    box: str
    yes: bool
    move: Literal["confirm"] = "confirm"


@dataclass(frozen=True, slots=True)
class Vouch:
    """Stand behind sentences of the draft that are marked as assumptions. `sentences` count from 1.

    `sentence` names a single one. One at least is named: nobody stands behind what they did not point at.
    """

    box: str
    sentence: int | None = None
    sentences: tuple[int, ...] = ()
    move: Literal["vouch"] = "vouch"


@dataclass(frozen=True, slots=True)
class StillTrue:
    """Say that an accepted text holds, although something that it rests on changed."""

    box: str
    move: Literal["still_true"] = "still_true"


@dataclass(frozen=True, slots=True)
class Clear:
    """Empty a box on purpose. `answer` is the answer number that the person saw."""

    box: str
    answer: int
    move: Literal["clear"] = "clear"


@dataclass(frozen=True, slots=True)
class Restore:
    """Bring an earlier answer of the box back, as a new one. `answer` is the number that the person saw."""

    box: str
    number: int
    answer: int
    move: Literal["restore"] = "restore"


@dataclass(frozen=True, slots=True)
class SetPace:
    """Change how much is asked from now on."""

    pace: Pace
    move: Literal["pace"] = "pace"


@dataclass(frozen=True, slots=True)
class Plan:
    """Set the project overview: who is in the team, and the timeline."""

    overview: Overview
    move: Literal["plan"] = "plan"


@dataclass(frozen=True, slots=True)
class Stop:
    """End the running turn of a box; its words are kept."""

    box: str
    move: Literal["stop"] = "stop"


@dataclass(frozen=True, slots=True)
class Retry:
    """Listen again to words whose turn was stopped or failed: of a box, of the opening story, of the close."""

    box: str
    move: Literal["retry"] = "retry"


@dataclass(frozen=True, slots=True)
class Pause:
    """Leave for now. Everything is kept."""

    move: Literal["pause"] = "pause"


Move = (
    Say
    | Accept
    | Edit
    | Redraft
    | Skip
    | GoTo
    | Enough
    | Deeper
    | Explain
    | Suggest
    | Use
    | Waive
    | Reopen
    | ConfirmFact
    | CorrectFact
    | Confirm
    | Vouch
    | StillTrue
    | Clear
    | Restore
    | SetPace
    | Plan
    | Stop
    | Retry
    | Pause
)
