"""What happened, for every channel to show. Stored and numbered per interview, in the append that decided it."""

from dataclasses import dataclass
from typing import Literal

from app.canvas.model import Coverage, Milestone, NonAnswer, Sentence
from app.interview.state import Ask, Passage


@dataclass(frozen=True, slots=True)
class Words:
    """Somebody said something. `waiting`: another turn runs here; these words join the next one."""

    box: str
    text: str
    speaker: str
    waiting: bool = False
    type: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Covers:
    """The checklist of a box after a reply: question number -> coverage."""

    box: str
    questions: dict[int, Coverage]
    type: Literal["covers"] = "covers"


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """The draft of a box as it now reads, sentence by sentence."""

    box: str
    draft: int
    sentences: tuple[Sentence, ...]
    type: Literal["draft"] = "draft"


@dataclass(frozen=True, slots=True)
class Asked:
    """One ask. `lead` is a clause that ties it to the project, and `translation` the question in the person's
    language, if a model wrote them.
    """

    box: str
    ask: Ask
    lead: str = ""
    translation: str = ""
    type: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class Proposed:
    """The draft is on the table: accept, edit, redraft, or say more. `findings` are ids, worst first."""

    box: str
    draft: int
    findings: tuple[str, ...] = ()
    type: Literal["proposal"] = "proposal"


@dataclass(frozen=True, slots=True)
class Judged:
    """The open findings of a box after a look, worst first, and those that the last change fixed."""

    box: str
    open: tuple[str, ...]
    fixed: tuple[str, ...] = ()
    type: Literal["findings"] = "findings"


@dataclass(frozen=True, slots=True)
class Decided:
    """A person decided something: the move that did it, and the answer number where there is one."""

    move: str
    box: str | None = None
    answer: int | None = None
    question: int | None = None
    kind: NonAnswer | None = None
    finding: str | None = None
    fact: str | None = None
    reason: str = ""
    type: Literal["decision"] = "decision"


@dataclass(frozen=True, slots=True)
class Position:
    """Somebody is now at a place: its number in the order, and what was already said that fits it."""

    box: str
    number: int
    of: int
    passages: tuple[Passage, ...] = ()
    open_questions: tuple[int | None, ...] = ()
    type: Literal["position"] = "position"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A column is through: its boxes, and the findings that set its boxes against others."""

    column: str
    boxes: tuple[str, ...]
    contradictions: tuple[str, ...] = ()
    type: Literal["read_back"] = "read_back"


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of the round: what is most worth changing, what was put off, what is stale or empty."""

    findings: tuple[str, ...]
    stale: tuple[str, ...]
    empty: tuple[str, ...]
    open_questions: tuple[str, ...]
    type: Literal["closing"] = "closing"


@dataclass(frozen=True, slots=True)
class ConfirmAsked:
    """A move was understood from free text; it happens only after a yes."""

    box: str
    move: str
    text: str
    type: Literal["confirm"] = "confirm"


@dataclass(frozen=True, slots=True)
class Explained:
    """What a question, or the box, is about, in plain words."""

    box: str
    text: str
    question: int | None = None
    type: Literal["explanation"] = "explanation"


@dataclass(frozen=True, slots=True)
class Suggested:
    """Ideas, asked for. Never part of a draft unless somebody says them."""

    box: str
    text: str
    ideas: tuple[str, ...] = ()
    type: Literal["suggestions"] = "suggestions"


@dataclass(frozen=True, slots=True)
class Disagreed:
    """Two people said different things; the draft shows both."""

    box: str
    text: str
    question: int | None = None
    type: Literal["disagreement"] = "disagreement"


@dataclass(frozen=True, slots=True)
class Planned:
    """The project overview changed."""

    members: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    type: Literal["overview"] = "overview"


@dataclass(frozen=True, slots=True)
class FactAsked:
    """A question about the system with the answer so far, and the words that it comes from."""

    id: str
    question: str
    value: Literal["yes", "no", "unsure"]
    quote: str = ""
    box: str = ""
    by: str = "rules"


@dataclass(frozen=True, slots=True)
class LabelSeen:
    """What the AI Act makes of the system: `id` is the label, `since` says from when it holds."""

    id: str
    name: str
    article: str = ""
    reason: str = ""
    quote: str = ""
    since: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToAddress:
    """Something that the AI Act has a box say, and that it does not say yet."""

    box: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Screened:
    """What the AI Act makes of the system as far as it is known: a screening aid, not legal advice.

    `moment` says why: facts (to confirm), changes (since the last time) or labels (and what the coming boxes should
    say). `came` and `went` are labels since the last time. `pack` is the version of the rules, `as_of` its date.
    """

    moment: Literal["facts", "changes", "labels"]
    facts: tuple[FactAsked, ...]
    labels: tuple[LabelSeen, ...]
    pack: str
    as_of: str
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    to_address: tuple[ToAddress, ...] = ()
    type: Literal["screened"] = "screened"


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something to know, in one sentence. `code` is stable, for programs."""

    code: str
    text: str
    box: str | None = None
    type: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True)
class Failed:
    """A turn did not finish. The words are kept; `retry` brings them back."""

    box: str
    text: str
    type: Literal["failure"] = "failure"


Event = (
    Words
    | Covers
    | DraftChanged
    | Asked
    | Proposed
    | Judged
    | Decided
    | Position
    | ReadBack
    | Closing
    | ConfirmAsked
    | Explained
    | Suggested
    | Disagreed
    | Planned
    | Screened
    | Noticed
    | Failed
)
