"""Where an interview stands: a talk for each box, a place for each person. Frozen; `step` returns new ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.canvas.model import Coverage, Sentence, text_of
from app.critic.finding import Finding

START, CLOSE = "start", "close"  # the two places that are not boxes


class Pace(StrEnum):
    QUICK = "quick"
    GUIDED = "guided"
    THOROUGH = "thorough"


class Status(StrEnum):
    """What the interview has done with a box."""

    UNTOUCHED = "untouched"
    TALKING = "talking"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask of ours: a guiding question, a finding's question, who could find out what nobody knows
    (`owner_of` is the number of that question), or a disagreement to settle.
    """

    text: str
    question: int | None = None
    finding: str | None = None
    owner_of: int | None = None


@dataclass(frozen=True)
class Draft:
    """A proposal for a box. Numbers count up per box; `based_on` is the answer number it started from."""

    number: int
    sentences: tuple[Sentence, ...]
    based_on: int

    @property
    def text(self) -> str:
        return text_of(self.sentences)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the opening story that seem to fit a box. Offered, never taken by themselves."""

    id: str
    box: str
    text: str
    turn: str
    used: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """A move that was only understood from free text, waiting for a yes.

    `turns` hold words that may be an answer after all; a set phrase, such as “later”, has none.
    """

    move: str
    by: str
    turns: tuple[str, ...] = ()


@dataclass(frozen=True)
class BoxTalk:
    """The talk about one box.

    `heard` are the turns whose words were listened to. `running` leads the `batch` of turns that end
    together when the words of `listening` are understood; `waiting` join the next batch; `unheard`
    were stopped or failed, and `retry` brings them back, also those of `again`, which were understood without
    the model because it failed. `looking` says that the running turn has taken
    its words and waits for the full look at its draft; `beside` are turns that wait for an explanation,
    for ideas or for a look, and hold nobody up; those of them that wait for facts are `reading`.
    `unowned` are questions that somebody said nobody can answer yet, without a name of who could.
    `looked` is the number of the draft that had its full look, `passed` the marks of the sentences that had one, and
    `under` by which critic; `unjudged` says that people were told of a language that nobody judges. `asks` is all that
    was asked here; `asked` the one that still stands; `doubts` are disagreements to ask about first. `deeper` lifts the
    pace's limit, `enough` ends the asking, `returned` says that what was put off for later came back.
    """

    status: Status = Status.UNTOUCHED
    heard: tuple[str, ...] = ()
    running: str | None = None
    batch: tuple[str, ...] = ()
    listening: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    looking: bool = False
    beside: tuple[str, ...] = ()
    coverage: Mapping[int, Coverage] = field(default_factory=dict)
    unowned: tuple[int, ...] = ()
    asks: tuple[Ask, ...] = ()
    asked: Ask | None = None
    doubts: tuple[Ask, ...] = ()
    deeper: bool = False
    enough: bool = False
    returned: bool = False
    draft: Draft | None = None
    drafts: int = 0
    looked: int = 0
    passed: tuple[str, ...] = ()
    under: str = ""
    unjudged: bool = False
    reading: tuple[str, ...] = ()
    pending: Pending | None = None


@dataclass(frozen=True)
class Talk:
    """A whole interview: `places` says where each person is; `findings` are the critic's, by box; `read_back` names
    the columns that were read back. `labels` are those of the AI Act that people saw last, under the rules of `pack`,
    `told` the answers about the system that they saw, and `screened` the whole of it as JSON, to tell what newer rules
    change. `readings` are the turns that read the boxes for facts about the system, in the order in which they began.
    """

    id: str
    pace: Pace = Pace.GUIDED
    places: Mapping[str, str] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()
    boxes: Mapping[str, BoxTalk] = field(default_factory=dict)
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    paused: bool = False
    read_back: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    pack: str = ""
    screened: str = ""
    labels_told: bool = False
    readings: tuple[str, ...] = ()

    def box(self, id: str) -> BoxTalk:
        return self.boxes.get(id) or BoxTalk()

    def place(self, person: str) -> str:
        """Where a person is. Somebody new starts where somebody last went, or at the start."""
        return self.places.get(person) or next(iter([*self.places.values()][::-1]), START)

    def with_box(self, id: str, talk: BoxTalk) -> "Talk":
        return replace(self, boxes={**self.boxes, id: talk})

    def with_place(self, person: str, place: str) -> "Talk":
        others = {who: where for who, where in self.places.items() if who != person}
        return replace(self, places={**others, person: place})

    def passages_text(self, box: str, ids: Collection[str]) -> str:
        """The words of offered passages of a box, each on a line of its own; of all if no ids are given."""
        return "\n".join(each.text for each in self.offered(box) if not ids or each.id in ids)

    def to_retry(self) -> tuple[str, ...]:
        """The places with words that can be tried again."""
        return tuple(place for place, talk in self.boxes.items() if talk.unheard or talk.again)

    def offered(self, box: str) -> tuple[Passage, ...]:
        """Passages that fit the box and were not taken yet."""
        return tuple(each for each in self.passages if each.box == box and not each.used)
