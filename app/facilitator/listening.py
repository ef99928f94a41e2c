"""A filled-in form of what new words mean, made into what `step` takes. What it points at must exist."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.canvas.grounding import holds
from app.canvas.model import Coverage, Covered, NonAnswer, Sentence, Source, SourceKind
from app.canvas.sentences import split
from app.critic.finding import Engine, Finding
from app.facilitator.context import Labels, on_the_table, turn_source
from app.facilitator.forms import Changed, LeftOpen, Listened
from app.facilitator.port import Job
from app.facilitator.quoting import closest, find, fresh
from app.interview.effects import Add, Change, Disagreement, Drop, Heard, Lead, Replace, Unanswered, Unknown
from app.interview.leaving import takes
from app.interview.state import Passage

_ENOUGH = 0.6  # of a sentence's words in the new words: then they are its source, also if the model named none
_ABOUT = 0.2  # of an approved sentence's words, or of those that take its place
_CURT = 6  # words of a reply that may take something back without naming it
_LEAD, _REPLY, _CLASH, _OWNER = 200, 1_000, 400, 80  # characters


def understood(form: Listened, job: Job, labels: Labels) -> Heard:
    """What the form says of the new words. Sources, sentences and quotes that do not exist count for nothing."""
    reading = _Reading(job, labels, reworded=form.kind == "command")
    changes = tuple(reading.changes(form.changes))
    questions = {each.number for each in job.canvas.template.box(job.box).questions}
    draft = job.talk.box(job.box).draft
    skips = _gathered(reading.left_open(each) for each in form.left_open if reading.left(each, questions))
    redraft = job.instruction is not None
    return Heard(
        job.box,
        job.turn,
        draft=draft.number if draft else 0,
        meaning="command" if redraft else _meaning(form, job),
        inferred=None if redraft or job.literal or form.kind != "command" else _named(form, job),
        changes=changes,
        coverage={} if redraft else reading.coverage(form, questions) | _excused(skips),
        skips=() if redraft else skips,
        unknown=() if redraft else tuple(reading.unknown(form, questions)),
        disagreements=tuple(
            Disagreement(_line(each.text, _CLASH), each.question if each.question in questions else None)
            for each in form.disagreements
            if each.text.strip()
        ),
        passages=tuple(dict.fromkeys(reading.elsewhere(form))),
        used=tuple(dict.fromkeys(reading.used)),
        lead=reading.lead(form),
        reply="" if form.kind == "command" else form.reply.strip()[:_REPLY],
    )


def _meaning(form: Listened, job: Job) -> str:
    if job.literal:
        return "answer"
    return form.kind


def _named(form: Listened, job: Job) -> str | None:
    """The move that the words seem to be, if it can be made; else they are an answer after all."""
    draft, text = job.talk.box(job.box).draft, job.canvas.text(job.box)
    impossible = {"none"} | (set() if draft else {"accept", "enough"}) | (set() if text else {"clear"})
    return None if form.command in impossible else form.command


def _gathered(left: Iterable[Unanswered]) -> tuple[Unanswered, ...]:
    """One entry a question, as a canvas keeps it: all that is unknown there, and with each thing who finds out."""
    found: dict[tuple[int, NonAnswer], list[Unanswered]] = {}
    for each in left:
        found.setdefault((each.question, each.kind), []).append(each)
    return tuple(_joined(list(dict.fromkeys(entries))) for entries in found.values())


def _joined(entries: Sequence[Unanswered]) -> Unanswered:
    first, named = entries[0], {(each.owner, each.due) for each in entries}
    if len(named) == 1:
        return replace(first, reason=_listed(each.reason for each in entries))
    told = (f"{each.reason}{takes(each)}".strip() for each in entries)
    return Unanswered(first.question, first.kind, reason=_listed(told))


def _listed(parts: Iterable[str]) -> str:
    return "; ".join(filter(None, parts))[:_REPLY]


def _excused(skips: Sequence[Unanswered]) -> dict[int, Coverage]:
    return {
        each.question: Coverage(Covered.NOT_APPLICABLE, each.reason)
        for each in skips
        if each.kind is NonAnswer.NOT_APPLICABLE and each.reason
    }


def _open(finding: Finding) -> str:
    """What nobody knows: of what rules find, the words that it is about with what they ask."""
    asks = finding.engine is Engine.RULES and finding.unanswered != finding.question
    return f"{finding.message} {finding.question}" if asks else finding.unanswered


def _alike(reason: str, finding: Finding) -> float:
    """How much of a reason stands in a finding. To what it has in common with none, a clash is the last to be meant."""
    return closest(reason, f"{finding.message} {finding.question}")[1]


def _whole(words: str, text: str) -> str:
    """The sentence in which the words begin: a model need not copy all of it."""
    return next((each.text for each in split(text) if words in each.text), words)


def _line(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]


@dataclass
class _Reading:
    job: Job
    labels: Labels
    reworded: bool = False  # somebody asked for other words
    used: list[str] = field(default_factory=list)

    @property
    def news(self) -> list[str]:
        return [each.text for each in self.job.news()]

    # ---- the draft

    def changes(self, given: Sequence[Changed]) -> Iterator[Change]:
        because = self.job.new[0] if self.job.new and self.job.instruction is None else self.job.turn
        texts = {each.text for each in self.labels.sentences.values()}
        told = False
        for each in given:
            index = self._place(each)
            if each.do == "drop" or (each.do == "replace" and not each.text.strip()):
                if index is not None and each.do == "drop":
                    yield Drop(index, because)
            elif each.do == "replace" and index is not None:
                told = True
                yield Replace(index, self._sentence(each, " ".join(each.text.split())))
            elif each.do == "add" or each.sentence.strip().upper() not in self.labels.places:
                for piece in split(each.text):
                    if piece.text not in texts:
                        told = True
                        yield Add(self._sentence(each, piece.text), after=index if each.do == "add" else None)
        if told:  # what these very words made before, without a model, is in the new sentences now
            yield from (Drop(index, because) for index in sorted(self.labels.hidden))

    def _place(self, change: Changed) -> int | None:
        """The sentence that a change is about. One that a person approved changes only for words that are about it."""
        label = change.sentence.strip().upper()
        sentence = self.labels.sentences.get(label)
        if sentence is None or change.do == "add" or self.job.instruction is not None:
            return self.labels.places.get(label)
        about = sentence.text if change.do == "drop" else fresh(change.text, sentence.text)
        taken_back = change.do == "drop" and sum(len(said.split()) for said in self.news) <= _CURT
        free = self.reworded or taken_back or not self.labels.by_hand(sentence)
        return self.labels.places[label] if free or self._told(about) >= _ABOUT else None

    def _sentence(self, change: Changed, text: str) -> Sentence:
        known = {each.number for each in self.job.canvas.template.box(self.job.box).questions}
        sources = self._sources(change.sources, text) or self._likely(text)
        question = change.question if change.question in known else None
        return Sentence(text, sources=sources, question=question, lead=" ")

    def _sources(self, names: Sequence[str], text: str) -> tuple[Source, ...]:
        found: dict[tuple[SourceKind, str], Source] = {}
        for name in names:
            for source in self._named(name.strip().strip("[]"), text):
                found.setdefault((source.kind, source.ref), source)
        return tuple(found.values())

    def _named(self, name: str, text: str) -> tuple[Source, ...]:
        label, canvas = name.upper(), self.job.canvas
        if label in self.labels.turns:
            said = self.labels.turns[label]
            return (turn_source(said, closest(text, said.text)[0]),)
        if label in self.labels.passages:
            passage = self.labels.passages[label]
            self.used.append(passage.id)
            return (Source(SourceKind.TURN, passage.turn, passage.text),)
        if label in self.labels.sentences:
            return self.labels.sentences[label].sources
        if name.casefold() == "story":
            return tuple(turn_source(each, closest(text, each.text)[0]) for each in self.labels.story)
        if name in canvas.template.boxes and canvas.text(name):
            return (Source(SourceKind.ANSWER, f"{name}#{canvas.number(name)}"),)
        return ()

    def _likely(self, text: str) -> tuple[Source, ...]:
        """The new words that a sentence without a source plainly comes from."""
        matches = ((said, *closest(text, said.text)) for said in self.job.news())
        return tuple(turn_source(said, quote) for said, quote, share in matches if share >= _ENOUGH)

    # ---- the questions

    def coverage(self, form: Listened, questions: set[int]) -> dict[int, Coverage]:
        texts = [each.text for each in self.labels.turns.values()]
        texts += [each.text for each in self.labels.passages.values()]
        ticks: dict[int, Coverage] = {}
        for each in form.coverage:
            quote = next((_whole(words, text) for text in reversed(texts) if (words := find(each.words, text))), "")
            known = ticks.get(each.question)
            if each.question in questions and quote and (known is None or known.state is Covered.PART):
                ticks[each.question] = Coverage(Covered(each.state), quote)
        return ticks

    def unknown(self, form: Listened, questions: set[int]) -> Iterator[Unknown]:
        """What is left open and is no guiding question answers the finding that was shown with the draft.

        Models, and people who number what they say, often name the guiding question that comes nearest to it.
        """
        shown = on_the_table(self.job)
        left = [each for each in form.left_open if each.kind == "dont_know" and not self.left(each, questions)]
        for each in left[: len(shown)]:
            finding = max(shown, key=lambda found: (_alike(each.reason, found), not found.criterion.startswith("CON")))
            shown.remove(finding)
            about = next((s.question for s in self.job.standing if finding.quote in s.text), None)
            answer = self.left_open(each)
            yield Unknown(finding.id, about or min(questions), _open(finding), answer.owner, answer.due)

    def left(self, given: LeftOpen, questions: set[int]) -> bool:
        """Whether the words leave that question open: it was asked, or its reason stands in them."""
        asked = self.job.talk.box(self.job.box).asked
        told = given.reason.strip() and self._told(given.reason) >= _ENOUGH
        was_asked = asked is not None and given.question in (asked.question, asked.owner_of)
        unknown = given.kind == "dont_know" and (was_asked or self._named_open(given.question))
        return given.question in questions and bool(told or unknown)

    def _named_open(self, number: int) -> bool:
        """Whether the new words name a guiding question by its number (“3: no idea”) that is not answered yet."""
        known = self.job.talk.box(self.job.box).coverage.get(number)
        answered = known is not None and known.state is Covered.FULL
        return not answered and any(re.search(rf"^\W*{number}\s*[:.)]", said, re.MULTILINE) for said in self.news)

    def _told(self, text: str) -> float:
        """Which part of a text's words the new words hold."""
        return max((closest(text, said)[1] for said in self.news), default=0.0)

    def _about(self, text: str) -> float:
        """The same for whatever was said or asked in this box: “no idea” says what is unknown by the question."""
        box, asked = self.job.canvas.template.box(self.job.box), self.job.talk.box(self.job.box).asked
        asks = [f"{each.text} {each.plain}" for each in box.questions] + ([asked.text] if asked else [])
        asks += [f"{each.message} {each.question}" for each in on_the_table(self.job)]
        said = [each.text for each in self.labels.turns.values()]
        return max((closest(text, each)[1] for each in (*asks, *said, *self.news)), default=0.0)

    def left_open(self, given: LeftOpen) -> Unanswered:
        speakers = {each.speaker for each in self.job.news()}
        owner = _line(given.owner, _OWNER)
        known = owner and (owner in speakers or any(find(owner, text) for text in self.news))
        due = day(given.due, self.news)
        reason = _line(given.reason, _REPLY) if self._about(given.reason) >= _ENOUGH else ""
        kind = NonAnswer(given.kind)
        return Unanswered(given.question, kind, reason=reason, owner=owner if known else "", due=due)

    def elsewhere(self, form: Listened) -> Iterator[Passage]:
        for each in form.elsewhere:
            for said in self.job.news():
                if each.box in self.job.canvas.template.boxes and (words := find(each.words, said.text)):
                    yield Passage(id="", box=each.box, text=words, turn=said.turn)
                    break

    def lead(self, form: Listened) -> Lead | None:
        """The clause before the next question, if it says nothing new and asks nothing itself."""
        text, translation = _line(form.next.lead, _LEAD), _line(form.next.translation, _CLASH)
        texts = [*(each.text for each in self.job.said.values()), *map(self.job.canvas.text, self.job.canvas.answers)]
        if "?" in text or not holds(text, texts):
            text = ""
        return Lead(text, form.next.question, translation) if text or translation else None


def day(text: str, sources: Sequence[str]) -> dt.date | None:
    """A day that a model read in somebody's words, if its year, month and day are there."""
    try:
        found = dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return found if holds(found.isoformat(), sources) else None
