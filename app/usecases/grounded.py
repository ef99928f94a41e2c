"""Marks what a facilitator drafted without a source that says it, and notes what its changes count in."""

from dataclasses import replace
from typing import assert_never

from app.canvas.grounding import holds
from app.canvas.model import Sentence, Source, SourceKind
from app.canvas.names import named
from app.critic.reading import read
from app.facilitator.port import Job
from app.interview.effects import Add, Change, Drop, Heard, Replace


def grounded(heard: Heard, job: Job) -> Heard:
    """The same changes; sentences that their sources do not hold are marked as assumptions."""
    changes = tuple(_change(each, job) for each in heard.changes)
    return replace(heard, changes=changes, answer=job.canvas.number(job.box))


def _change(change: Change, job: Job) -> Change:
    match change:
        case Add(sentence):
            return replace(change, sentence=_marked(sentence, job))
        case Replace(index, sentence):
            return Replace(index, _marked(sentence, job))
        case Drop():
            return change
        case _:
            assert_never(change)


def _marked(sentence: Sentence, job: Job) -> Sentence:
    texts = _texts(sentence, job)
    if texts and not _held(sentence.text, texts) and (more := _missed(sentence, texts, job)):
        return replace(sentence, assumption=False, sources=(*sentence.sources, more))
    return replace(sentence, assumption=not texts or not _held(sentence.text, texts))


def _missed(sentence: Sentence, texts: list[str], job: Job) -> Source | None:
    """Words that hold what the named sources do not: a model that names T2 and means T1 too has invented nothing."""
    for said in job.said.values():
        if _held(sentence.text, [*texts, said.text]):
            return Source(SourceKind.TURN, said.turn)
    return None


def _held(text: str, sources: list[str]) -> bool:
    """Whether the sources hold its numbers, dates and units, and in English its names."""
    return holds(text, sources) and (not read(text).english or named(text, sources))


def _texts(sentence: Sentence, job: Job) -> list[str]:
    """The full text of each source that exists. A source that nobody knows is none."""
    known = _known(job)
    texts = []
    for source in sentence.sources:
        if source.ref in job.said:
            texts += [job.said[source.ref].text, job.said[source.ref].speaker]  # a label may name the speaker
        elif source in known:
            texts.append(source.quote)
        elif source.kind is SourceKind.ANSWER:
            box, _, number = source.ref.rpartition("#")
            if job.canvas.text(box) and number == str(job.canvas.number(box)):
                texts.append(job.canvas.text(box))
    return texts


def _known(job: Job) -> set[Source]:
    """Edits and imports behind the sentences that stand, with the words that they brought."""
    draft, answer = job.talk.box(job.box).draft, job.canvas.answers.get(job.box)
    standing = (*(draft.sentences if draft else ()), *(answer.sentences if answer else ()))
    kinds = (SourceKind.EDIT, SourceKind.IMPORT)
    return {source for each in standing for source in each.sources if source.kind in kinds}
