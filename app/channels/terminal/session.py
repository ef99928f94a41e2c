"""The interview in a terminal: read a line, make the move, show what happened. Only who speaks is kept here."""

from collections.abc import Sequence
from dataclasses import replace

from rich.console import RenderableType
from rich.text import Text

from app.channels.terminal import asides, looking, saving
from app.channels.terminal.commands import understood
from app.channels.terminal.conflict import settled
from app.channels.terminal.editor import edited
from app.channels.terminal.helping import helped
from app.channels.terminal.overviews import read, written
from app.channels.terminal.parsing import rewritten, say, sure
from app.channels.terminal.playing import Room, play
from app.channels.terminal.replies import Interrupted
from app.channels.terminal.screen import hint
from app.channels.terminal.seen import Seen
from app.channels.terminal.show import asked_facts, drafts, numbered, show
from app.errors import AnswerConflict, FacilitatorError, Invalid, NotNow
from app.interview.events import Event, Failed
from app.interview.moves import Move, Pause, Plan
from app.interview.state import Pace
from app.usecases.views import EventView

SLOW = "This takes longer than usual. It goes on by itself: press Enter to look again, or go on."


class Session:
    """One sitting at one canvas. `moves` counts what was done in the interview."""

    def __init__(self, room: Room, seen: Seen, interview: str, *, events: int) -> None:
        self.room = room
        self.seen = seen
        self.interview = interview
        self.moves = 0
        self._events = events
        self._turns: set[str] = set()
        self._saved: set[str] = set()

    @classmethod
    async def begin(cls, room: Room, canvas: str, *, pace: Pace | None = None) -> "Session":
        """Join the interview of a canvas and show where we are."""
        canvases, actor = room.product.canvases, room.actor
        view = await canvases.get(canvas)
        before = await canvases.interview(view.interview or "", actor)
        joined = await canvases.join(canvas, actor, pace=pace)
        seen = Seen(view, me=actor.name, speaker=actor.name, at=joined.place)
        session = cls(room, seen, joined.id, events=before.events)
        await session.look_around()
        return session

    async def run(self) -> None:
        """Until somebody leaves, the answers end, or Ctrl-C on an empty line."""
        try:
            while await self.hear(await self._reply()):
                pass
        except EOFError:
            if not self.room.reader.strict:
                await self.leave()
        except Interrupted:
            self._farewell()
            raise

    async def hear(self, line: str) -> bool:
        """Act on a line. False when that was the end of the sitting."""
        try:
            if not line:
                await self.look_around()
                return True
            return await self.do(understood(self.seen, line))
        except FacilitatorError as error:
            if self.room.reader.strict:
                raise
            self.room.screen.error(error)
            return True

    async def do(self, doing: asides.Doing) -> bool:  # noqa: C901 - a table of what a line may ask for
        match doing:
            case asides.Asking(question=question, then=then):
                return await self.do(then(await self._ask(question)))
            case asides.Look():
                await self.look_around()
                self.seen = await looking.look(self.room, self.seen, doing)
            case asides.Write(what=what):
                return await self.do(await self._written(what))
            case asides.Speak(name=name):
                self.seen = replace(self.seen, speaker=name)
                self._say(f"Now {name} speaks.")
            case asides.Save():
                return await self.do(await self._save(doing))
            case asides.Help(topic=topic):
                self.room.screen.put(*helped(topic))
            case asides.Several(moves=moves):
                for move in moves:
                    await self._play(move)
                await self.look_around()
            case asides.Unknown():
                return await self.do(self._unknown(doing))
            case asides.Nothing(text=text):
                self._say(text)
            case Pause():
                await self.leave()
                return False
            case _:
                await self.make(doing)
        return True

    async def make(self, move: Move) -> None:
        """A move of the interview, and what came of it. Where two people collide, one text is chosen."""
        try:
            await self._play(move)
        except AnswerConflict as conflict:
            if self.room.reader.strict:
                raise
            again = await settled(self.room, move, conflict)
            if again is not None:
                await self._play(again)
        await self.look_around()

    async def leave(self) -> None:
        await self._play(Pause())
        self._farewell()

    # ---- inside

    async def _play(self, move: Move) -> None:
        box = getattr(move, "box", None) or self.seen.place
        played = await play(self.room, self.interview, move, after=self._events, box=box)
        self.moves += 1
        self._turns.add(played.turn)
        if played.running:
            self._say(SLOW)

    async def look_around(self) -> None:
        """Show what happened since we looked last, ours and others'."""
        product, id = self.room.product, self.seen.canvas.id
        canvas = await product.canvases.get(id)
        findings = {each.id: each for each in await product.canvases.findings(id)}
        at = next((each for each in canvas.places if each.person == self.seen.me), self.seen.at)
        self.seen = replace(self.seen, before=self.seen.canvas, canvas=canvas, at=at, findings=findings)
        while events := await product.histories.events(self.interview, after=self._events):
            self._show(events)
            self._events = events[-1].number

    def _show(self, events: Sequence[EventView]) -> None:
        for event, part in show(events, self.seen, turns=self._turns):
            self._put(event, part)
        read = {**self.seen.read, **drafts(events, self.seen)}
        facts = asked_facts(events, self.seen)
        self.seen = replace(self.seen, listed=numbered(events, self.seen), read=read, facts=facts)
        failed = next((each.event for each in events if isinstance(each.event, Failed)), None)
        if failed is not None and self.room.reader.strict:
            raise NotNow(failed.text, advice="Play the file again from here, or look at what failed.")

    def _put(self, event: Event, part: RenderableType) -> None:
        self.room.screen.put(part)

    async def _reply(self) -> str:
        canvas, at = self.seen.canvas, self.seen.at
        name = self.seen.name(at.place)
        where = f"{name}, {at.number} of {at.of}" if 1 <= at.number <= at.of else name.capitalize()
        below = f"{where}, {canvas.accepted} accepted"
        return await self.room.reader.read(f"{self.seen.speaker}> ", below=below)

    async def _ask(self, question: str) -> str:
        self.room.screen.put(Text(question, style="bold"))
        try:
            return await self.room.reader.read("> ", kept=False)
        except EOFError:
            if self.room.reader.strict:
                raise Invalid(f"Nothing answers the question “{question}”.", advice="Add a block for it.") from None
            raise

    async def _written(self, what: str) -> asides.Doing:
        room = self.room
        if what == "overview":
            before = written(self.seen.canvas.overview)
            after = await edited(before, command=room.editor, person=room.reader.person)
            return Plan(read(after)) if after and after != before else asides.Nothing("Nothing changed.")
        box = self.seen.box()
        before = box.draft.text if box.draft else box.text
        return rewritten(self.seen, await edited(before, command=room.editor, person=room.reader.person))

    async def _save(self, save: asides.Save) -> asides.Doing:
        path = saving.named(save.path, self.seen.canvas)
        if path.exists() and not save.sure and str(path) not in self._saved:
            again = asides.Save(save.path, sure=True)
            return asides.Asking(f"{path} exists. Replace it? (y/n)", sure(again, "Nothing was written."))
        await saving.save(self.room.product, self.seen.canvas.id, path)
        self._saved.add(str(path))
        return asides.Nothing(saving.written(path, self.seen.canvas))

    def _unknown(self, unknown: asides.Unknown) -> asides.Doing:
        name = unknown.line.split()[0]
        guess = f"Did you mean /{unknown.close}?" if unknown.close else "/help lists the commands."
        if self.room.reader.strict:
            raise Invalid(f"{name} is not a command.", advice=guess)
        question = f"{name} is not a command. {guess} Shall I send the line as your words? (y/n)"
        return asides.Asking(question, sure(say(self.seen, unknown.line), "Nothing was sent."))

    def _say(self, text: str) -> None:
        if text:
            self.room.screen.put(hint(text))

    def _farewell(self) -> None:
        self._say(f"\nNothing is lost. To go on: {self.room.again}")
