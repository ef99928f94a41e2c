"""What somebody at a canvas has in front of them: the board, their box, what is asked, who else is here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from app.canvas.model import text_of
from app.channels.web.marked import MarkedSentence, marked, turns_of
from app.interview.state import CLOSE, START, Status
from app.usecases.parts import Actor
from app.usecases.product import Product
from app.usecases.views import BoxView, CanvasView, PlaceView, SaidView

SEVERITIES = ("must", "should", "note")
SPEAKERS = 24  # names to choose from; another can always be written
ENTRIES = 60  # of the talk that a page begins with; the ones before are asked for


@dataclass(frozen=True)
class Room:
    """`said` are the words that sentences of my box point to. `flowing` is text on its way, by place on the page."""

    canvas: CanvasView
    me: str
    place: PlaceView
    said: Mapping[str, SaidView] = field(default_factory=dict)
    flowing: Mapping[str, str] = field(default_factory=dict)

    @property
    def box(self) -> BoxView | None:
        """The box where I am; None at the start and the close."""
        return next((each for each in self.canvas.boxes if each.id == self.place.place), None)

    def columns(self) -> list[tuple[str, list[BoxView]]]:
        return [(name, list(boxes)) for name, boxes in groupby(self.canvas.boxes, key=lambda each: each.column)]

    def name(self, place: str | None) -> str:
        """What people call a place."""
        if place in (START, CLOSE, None):
            return {START: "The start", CLOSE: "The close"}.get(place or "", "The canvas")
        return next((each.name for each in self.canvas.boxes if each.id == place), place or "")

    def neighbour(self, step: int) -> str:
        """The place before mine, or after it."""
        number = self.place.number + step
        if number < 1:
            return START
        return self.canvas.boxes[number - 1].id if number <= len(self.canvas.boxes) else CLOSE

    def others(self, box: str) -> list[str]:
        """Who else is in a box."""
        return [each.person for each in self.canvas.places if each.place == box and each.person != self.me]

    def text(self, box: str) -> str:
        """The accepted text of a box."""
        return next((each.text for each in self.canvas.boxes if each.id == box), "")

    def speakers(self, heard: Iterable[str] = ()) -> list[str]:
        """Who may be speaking here: whoever's browser it is, then all who are here, in the team, or were `heard`."""
        names = (self.me, *(each.person for each in self.canvas.places), *(m.name for m in self.canvas.overview.team))
        return list(dict.fromkeys((*names, *heard)))[:SPEAKERS]

    def sentences(self) -> tuple[MarkedSentence, ...]:
        """The text of my box: the draft if there is one, else what was accepted."""
        box = self.box
        if box is None:
            return ()
        sentences = box.draft.sentences if box.draft else box.sentences
        text = text_of(sentences)  # a draft that grows was not looked at yet: what was found may be gone from it
        found = [each for each in box.findings if text[each.start : each.end] == each.quote]
        return marked(sentences, found, self.said)

    def flow(self, spot: str) -> str:
        return self.flowing.get(spot, "")


def tally(box: BoxView) -> list[tuple[str, int]]:
    """How many findings of a box are open, by severity, the worst first."""
    counts = [(name, sum(1 for each in box.findings if each.severity == name)) for name in SEVERITIES]
    return [(name, number) for name, number in counts if number]


def state(box: BoxView) -> str:
    """How far a box is, in one word that the style sheet knows too."""
    if box.stale:
        return "stale"
    if box.status is Status.UNTOUCHED and box.text:
        return "accepted"
    return box.status.value


async def room_of(product: Product, canvas: str, actor: Actor) -> Room:
    """The canvas as this person sees it now."""
    view = await product.canvases.get(canvas)
    place = next((each for each in view.places if each.person == actor.name), None)
    if place is None:
        place = PlaceView(actor.name, START, 0, len(view.boxes))
    room = Room(view, actor.name, place)
    if room.box is None:
        return room
    sentences = room.box.draft.sentences if room.box.draft else room.box.sentences
    said = await product.histories.said(canvas, turns_of(sentences))
    return Room(view, actor.name, place, said)
