"""The facilitator without a model: people's words stay as they are, numbers and rules tick what they cover."""

import re
from dataclasses import dataclass, field, replace

from app.canvas.grounding import numbers
from app.canvas.model import Coverage, Covered, Fact, NonAnswer, Sentence, Source, SourceKind
from app.canvas.sentences import split
from app.canvas.template import Box
from app.critic.clashing.claim import Claim
from app.critic.coverage import cover, fits
from app.critic.dismissing import Judgement
from app.facilitator.port import Job, Provenance, Said, Stream
from app.facilitator.replies import Part, fragment, overview, owned, parts, passed
from app.interview import phrases
from app.interview.effects import Add, Change, Disagreement, Drop, Heard, Replace, Unanswered
from app.interview.events import Explained, Suggested
from app.interview.state import CLOSE, START, Passage
from app.llm.prompts import render

_PASSAGES = 60  # of one story; a longer one is kept, but not offered sentence by sentence
_LIKE_A_MOVE = re.compile(
    r"^(?:(?P<accept>ok(?:ay)?|looks? (?:good|fine|right)|perfect|great|yes|accept)|(?P<later>skip|later|pass)"
    r"|(?P<clear>clear|delete|empty) (?:this|the|it))\b",
    re.IGNORECASE,
)


_WISH = re.compile(  # for other words, which only a model has
    r"^(?:(?:please|can you|could you|and|now)[ ,]+)*"
    r"(?:(?:make|keep|say|write|put) (?:it|this|that|the (?:text|draft|box)) (?:(?:a )?(?:bit|little|much) )?{how}"
    r"|(?:{how}|re(?:phrase|word|write)|shorten|simplify|summari[sz]e)(?: (?:it|this|that|the (?:text|draft|box)))?)"
    r"(?:[ ,]+(?:please|again|and {how}))*[ .!?]*$".format(
        how="(?:shorter|longer|simpler|clearer|kinder|more (?:formal|precise|concise|concrete)|less formal|nicer)"
    ),
    re.IGNORECASE,
)


class Builtin:
    """Works anywhere, costs nothing, and says what it cannot do."""

    name = "builtin"
    reviews = False

    def __init__(self) -> None:
        self.greeting = render("builtin/greeting").text

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        """Understand a reply by its numbers, and by the words that it shares with the questions."""
        if job.box == START:
            return self._story(job)
        if job.box == CLOSE:
            return self._close(job)
        if job.instruction is not None or _is_wish(job):
            said = render("builtin/redraft")
            heard = Heard(job.box, job.turn, draft=_draft(job), meaning="command", notice=said.text)
            return heard, Provenance(self.name, said.hash)
        return _listen(job), Provenance(self.name)

    async def review(self, job: Job, stream: Stream) -> tuple[Judgement, Provenance]:
        """Nothing beyond the rules, which look at every draft anyway."""
        return Judgement(), Provenance(self.name)

    async def explain(self, job: Job, stream: Stream) -> tuple[Explained, Provenance]:
        """The question in plain words with its example, or the box with all its questions."""
        box = job.canvas.template.box(job.box)
        if job.question is None:
            questions = "\n".join(f"{each.number}. {each.plain}" for each in box.questions)
            said = render("builtin/explain-box", prompt=box.prompt or box.name, questions=questions)
        else:
            question = box.question(job.question)
            said = (
                render("builtin/explain-with-example", plain=question.plain, example=question.example)
                if question.example
                else render("builtin/explain", plain=question.plain)
            )
        return Explained(job.box, said.text, question=job.question), Provenance(self.name, said.hash)

    async def suggest(self, job: Job, stream: Stream) -> tuple[Suggested, Provenance]:
        """No ideas; says what would give them."""
        said = render("builtin/suggest")
        return Suggested(job.box, said.text), Provenance(self.name, said.hash)

    async def claims(self, job: Job) -> tuple[tuple[Claim, ...], Provenance]:
        """None beyond those of the rules."""
        return (), Provenance(self.name)

    async def facts(self, job: Job) -> tuple[tuple[Fact, ...], Provenance]:
        """Nothing beyond what the rules read in any case."""
        return (), Provenance(self.name)

    def _story(self, job: Job) -> tuple[Heard, Provenance]:
        passages = [
            Passage(id="", box=box, text=sentence.text, turn=said.turn)
            for said in job.news()
            for sentence in split(said.text)[:_PASSAGES]
            if (box := fits(job.canvas.template, sentence.text)) is not None
        ]
        return Heard(job.box, job.turn, passages=tuple(passages)), Provenance(self.name)

    def _close(self, job: Job) -> tuple[Heard, Provenance]:
        text = "\n".join(each.text for each in job.news())
        found = overview(text, job.canvas.iteration.overview)
        if found is not None:
            return Heard(job.box, job.turn, overview=found), Provenance(self.name)
        said = render("builtin/overview")
        return Heard(job.box, job.turn, notice=said.text), Provenance(self.name, said.hash)


def _is_wish(job: Job) -> bool:
    """Whether somebody wants no more than the draft in other words."""
    news = job.news()
    return bool(_draft(job)) and not job.literal and len(news) == 1 and _WISH.match(news[0].text.strip()) is not None


def _draft(job: Job) -> int:
    draft = job.talk.box(job.box).draft
    return draft.number if draft else 0


def _listen(job: Job) -> Heard:
    whole = "\n".join(each.text for each in job.news())
    if not job.literal and (move := _like_a_move(job, whole)):
        return Heard(job.box, job.turn, draft=_draft(job), inferred=move)
    box = job.canvas.template.box(job.box)
    pieces = [(said, part) for said in job.news() for part in parts(said.text, len(box.questions))]
    if (owned := _owned(job, pieces)) is not None:
        return Heard(job.box, job.turn, draft=_draft(job), skips=(owned,))
    if not job.literal and len(pieces) == 1 and pieces[0][1].question is None and _asks_back(whole):
        return Heard(job.box, job.turn, draft=_draft(job), meaning="question")
    reading = _Reading(job, box)
    for said, part in pieces:
        reading.take(said, part)
    if reading.changes:
        reading.changes += [Drop(place, because=job.new[0]) for place in sorted(job.redone)]
    return Heard(
        job.box,
        job.turn,
        draft=_draft(job),
        changes=tuple(reading.changes),
        coverage=reading.coverage,
        skips=tuple(reading.skips),
        disagreements=tuple(reading.disagreements),
        notice=" ".join(reading.notices),
    )


def _owned(job: Job, pieces: list[tuple[Said, Part]]) -> Unanswered | None:
    """Who will find out what nobody knows, if that was asked and this short reply says so."""
    asked = job.talk.box(job.box).asked
    if asked is None or asked.owner_of is None or len(pieces) != 1 or pieces[0][1].question is not None:
        return None
    said, part = pieces[0]
    return owned(asked.owner_of, part.text, (*job.people, said.speaker))


def _like_a_move(job: Job, text: str) -> str | None:
    """A short reply that begins like a move. It is confirmed before anything happens."""
    match = _LIKE_A_MOVE.match(text.strip())
    if match is None or len(text.split()) > 8 or numbers(text):
        return None
    if match["accept"]:
        return phrases.ACCEPT if _draft(job) else None
    if match["clear"]:
        return phrases.CLEAR if job.canvas.text(job.box) else None
    return None if _standing(job) else phrases.LATER  # what stands is a question, and it alone is put off


def _standing(job: Job) -> int | None:
    """The question that was asked last and still stands."""
    asked = job.talk.box(job.box).asked
    return asked.question if asked else None


def _asks_back(text: str) -> bool:
    return text.rstrip().endswith("?") and len(text.split()) <= 30 and "\n" not in text.strip()


@dataclass
class _Reading:
    """One batch of words, part by part, into changes and ticks."""

    job: Job
    box: Box
    changes: list[Change] = field(default_factory=list)
    coverage: dict[int, Coverage] = field(default_factory=dict)
    skips: list[Unanswered] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    given: list[tuple[int, str, str]] = field(default_factory=list)  # question, speaker, words
    changed: set[int] = field(default_factory=set)  # places in the draft that this batch took already

    def take(self, said: Said, part: Part) -> None:
        standing = _standing(self.job)
        question = part.question or standing
        unanswered = passed(question, part.text, self.job.people) if question is not None else None
        if unanswered is not None:
            self._pass(unanswered)
        elif part.question is not None:
            self.coverage[part.question] = Coverage(Covered.FULL, part.text)
            self._answer(said, part.question, part.text)
        else:
            self._free(said, part.text, standing)

    def _pass(self, unanswered: Unanswered) -> None:
        if unanswered.kind is NonAnswer.NOT_APPLICABLE:
            if not unanswered.reason:
                self.notices.append(render("builtin/reason", number=str(unanswered.question)).text)
                return
            self.coverage[unanswered.question] = Coverage(Covered.NOT_APPLICABLE, unanswered.reason)
        self.skips.append(unanswered)

    def _free(self, said: Said, text: str, standing: int | None) -> None:
        """Words without a number: they answer what was asked, and whatever they share words with."""
        found = cover(self.box, text, asked=standing)
        self.coverage.update({n: each for n, each in found.items() if n not in self.coverage})
        if standing is not None and fragment(text):
            self.coverage[standing] = Coverage(Covered.FULL, text)
            self._answer(said, standing, text)
            return
        for sentence in split(text):
            about = {n for n, each in found.items() if sentence.text in each.quote or each.quote in sentence.text}
            # What it shares words with is a guess: good enough for a tick, but what stands for a question gives way to
            # the next answer to it. So it stands for the one that was asked, if for any.
            question = None if about - {standing} else standing
            self.changes.append(Add(_sentence(said, sentence.text, question, lead=sentence.lead)))

    def _answer(self, said: Said, question: int, text: str) -> None:
        """An answer to one question. It takes the place of what the same person said to it before."""
        mine, others = self._standing(said, question)
        if others:
            self._compare(said, question, text, others)
            lead = f"{self._label(question) or f'Question {question}'} ({said.speaker}): "
        else:
            label = self._label(question)
            said_already = text.casefold().startswith(label.casefold())
            lead = f"{label}: " if label and not said_already and fragment(text) else ""
        self.given.append((question, said.speaker, text))
        new = [_sentence(said, each.text, question, lead=each.lead) for each in split(text)]
        new[0] = replace(new[0], text=lead + new[0].text)  # the label is not theirs: it is in no quote
        self.changed.update(mine)
        for index, sentence in zip(mine, new, strict=False):
            self.changes.append(Replace(index, sentence))
        self.changes.extend(Drop(index, because=said.turn) for index in mine[len(new) :])
        self.changes.extend(Add(sentence) for sentence in new[len(mine) :])

    def _compare(self, said: Said, question: int, text: str, others: list[tuple[str, str]]) -> None:
        """Somebody else answered this question already: the draft shows both; where numbers differ, we ask."""
        before = " ".join(words for _, words in others)
        if numbers(before) and numbers(text) and numbers(before) != numbers(text):
            told = f"{others[0][0]} said “{before}” and {said.speaker} says “{text}”. Which one holds?"
            self.disagreements.append(Disagreement(f"On question {question}, {told}", question))

    def _standing(self, said: Said, question: int) -> tuple[list[int], list[tuple[str, str]]]:
        """Positions of the speaker's own sentences on a question; who else answered it, and how."""
        redone = self.job.redone
        here = [
            (index, self._speaker(each), each)
            for index, each in enumerate(self.job.standing)
            if each.question == question and index not in redone
        ]
        before = [(speaker, next((s.quote for s in each.sources if s.quote), each.text)) for _, speaker, each in here]
        now = [(speaker, text) for number, speaker, text in self.given if number == question]
        mine = [index for index, speaker, _ in here if speaker == said.speaker and index not in self.changed]
        return mine, [each for each in (*before, *now) if each[0] != said.speaker]

    def _speaker(self, sentence: Sentence) -> str:
        turns = [each.ref for each in sentence.sources if each.ref in self.job.said]
        return self.job.said[turns[0]].speaker if turns else "the accepted answer"

    def _label(self, question: int) -> str:
        return self.box.question(question).label


def _sentence(said: Said, text: str, question: int | None, *, lead: str = "") -> Sentence:
    """A person's words as a sentence."""
    source = Source(SourceKind.TURN, said.turn, text)
    return Sentence(text, sources=(source,), question=question, lead=lead)
