"""What the people at this terminal were last shown. Commands mean this, whatever others did meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.errors import Invalid, NotFound, NotNow
from app.interview.events import FactAsked
from app.interview.state import CLOSE, START
from app.usecases.views import BoxView, CanvasView, DraftView, FindingView, PlaceView


class Told:
    """What was explained in this sitting. Whoever joins later is told anew."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def first(self, what: str) -> bool:
        """True once for each thing."""
        new = what not in self._known
        self._known.add(what)
        return new


@dataclass(frozen=True)
class Seen:
    """`me` acts and has the place; `speaker` is whose words the replies are.

    `listed` holds the ids of the findings that were last shown with numbers, in that order, `facts` the questions about
    the system; `read` the draft that was last shown of each box; `before` is the canvas as it was at the look before.
    `told` is shared by all that was seen in a sitting: showing something adds to it.
    """

    canvas: CanvasView
    me: str
    speaker: str
    at: PlaceView
    findings: Mapping[str, FindingView] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    facts: tuple[FactAsked, ...] = ()
    read: Mapping[str, DraftView] = field(default_factory=dict)
    before: CanvasView | None = None
    told: Told = field(default_factory=Told, compare=False)

    def first(self, what: str) -> bool:
        """Whether it is shown for the first time in this sitting, and has to be explained."""
        return self.told.first(what)

    @property
    def place(self) -> str:
        return self.at.place

    def box(self) -> BoxView:
        """The box where we are; NotNow at the start and the close."""
        if self.place in (START, CLOSE):
            where = "start" if self.place == START else "close"
            raise NotNow(f"You are at the {where}, not in a box.", advice="Go to one first, such as /goto 1.")
        return self.of(self.place)

    def of(self, id: str) -> BoxView:
        return next(each for each in self.canvas.boxes if each.id == id)

    def fact(self, number: int) -> str:
        """The id of the question about the system with that number in the list that was shown."""
        if not 1 <= number <= len(self.facts):
            raise NotFound(f"No question {number} about the system was shown.", advice="/law shows them with numbers.")
        return self.facts[number - 1].id

    def earlier(self, id: str) -> BoxView | None:
        """The box as it was before the last look."""
        return next((each for each in self.before.boxes if each.id == id), None) if self.before else None

    def name(self, place: str | None) -> str:
        """What people call a place."""
        if place in (START, CLOSE, None):
            return {START: "the start", CLOSE: "the close"}.get(place or "", "the canvas")
        return self.of(place).name

    def find(self, text: str) -> str:
        """The place that somebody means: `start`, `close`, a box's number, id, or the beginning of its name."""
        wanted = " ".join(text.casefold().split())
        if wanted in (START, CLOSE):
            return wanted
        boxes = self.canvas.boxes
        for same in (
            [each for each in boxes if wanted in (each.id.casefold(), str(each.number), each.name.casefold())],
            [each for each in boxes if wanted and _begins(each, wanted)],
        ):
            if len(same) == 1:
                return same[0].id
            if same:
                names = ", ".join(each.name for each in same)
                raise NotFound(
                    f"“{text}” could be several boxes: {names}.", advice="Say more of the name, or its number."
                )
        raise NotFound(
            f"There is no box “{text}”.", advice=f"Boxes have numbers from 1 to {len(boxes)}: /canvas shows them."
        )

    def find_box(self, text: str) -> str:
        """The id of the box that somebody means."""
        place = self.find(text)
        if place in (START, CLOSE):
            raise Invalid(f"“{text}” is not a box.", advice="Give a box's number or name.")
        return place

    def finding(self, number: int) -> str:
        """The id of the finding that was shown under a number."""
        if not 1 <= number <= len(self.listed):
            raise NotFound(f"No finding was shown with the number {number}.", advice="/findings lists them.")
        return self.listed[number - 1]

    def passage(self, number: int) -> str:
        """The id of what was said already and shown under a number in this box."""
        offered = self.box().passages
        if not 1 <= number <= len(offered):
            raise NotFound(f"Nothing was offered here as number {number}.", advice="/box shows what is offered.")
        return offered[number - 1].id


def _begins(box: BoxView, wanted: str) -> bool:
    return box.id.casefold().startswith(wanted) or box.name.casefold().startswith(wanted)
