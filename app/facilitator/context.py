"""What a model gets to read: a canvas and a talk as text, with people's words between tags.

Labels (T1, P1, S1, a box's id) name every source, so that an answer can point at it.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.canvas.model import Canvas, OpenQuestion, Sentence, Source, SourceKind
from app.canvas.template import Box, Template, ships
from app.critic.finding import Finding, Status, worst_first
from app.facilitator.port import Job, Said
from app.interview.asking import allowance, uncovered
from app.interview.state import START, Pace, Passage

NONE = "(none)"
STORY = 6_000  # characters of the opening words that every prompt repeats
TURNS = 8_000  # characters of replies in full; what is older is in the draft
ACCEPTED = 24_000  # characters of accepted boxes in full
SHORT = 300  # characters of a box beyond that
_TAG = re.compile(r"<(?=\s*/?\s*(?:words|draft|box|text|story)\b)", re.IGNORECASE)


def tagged(tag: str, text: str, **about: str) -> str:
    """Somebody's text between tags. A tag inside it is bent, so that nobody can end their own words early."""
    head = "".join(f' {name}="{_plain(value)}"' for name, value in about.items() if value)
    return f"<{tag}{head}>{bent(text)}</{tag}>"


def bent(text: str) -> str:
    return _TAG.sub("‹", text)


def _plain(value: str) -> str:
    return bent(" ".join(value.split())).replace('"', "”")


def wording(template: Template, words: str) -> str:
    """What a template says: as it stands if it is ours, between tags if a person wrote it."""
    return words if ships(template) else tagged("words", words)


@lru_cache(maxsize=8)
def canvas_text(template: Template) -> str:
    """The whole form: the part of a prompt that never changes. A person's own is one text between tags."""
    lines = [f"{template.name}, version {template.version}. Boxes in their order:"]
    for box in template.boxes.values():
        lines += ["", f"## {box.name} (id {box.id}, column {template.column_of(box.id).name})", box.prompt]
        lines += [f"{each.number}. {each.text} In plain words: {each.plain}" for each in box.questions]
    text = "\n".join(lines)
    return text if ships(template) else tagged("text", text)


def box_text(template: Template, id: str) -> str:
    return wording(template, f"{template.box(id).name} (id {id})")


def questions_text(template: Template, box: Box) -> str:
    marks = {True: " (essential)", False: ""}
    return "\n".join(f"{each.number}. {wording(template, each.text)}{marks[each.essential]}" for each in box.questions)


def accepted_text(canvas: Canvas, *, but: str, whole: bool = False) -> str:
    """Accepted boxes in the order in which they were accepted, so that the text grows at its end.

    When they get too long, those that the box `but` does not rest on are shortened, the oldest first.
    """
    answers = sorted((each for each in canvas.answers.values() if each.sentences), key=lambda each: (each.at, each.id))
    texts = {each.box: each.text for each in answers if each.box != but}
    too_much = 0 if whole else sum(map(len, texts.values())) - ACCEPTED
    near = {*canvas.template.informed_by(but)} if but in canvas.template.boxes else set()
    for box, text in texts.items():
        if too_much > 0 and box not in near and len(text) > SHORT:
            too_much -= len(text) - SHORT
            texts[box] = f"{text[:SHORT].rstrip()} … (shortened)"
    return "\n".join(tagged("box", text, id=box) for box, text in texts.items()) or NONE


@dataclass(frozen=True)
class Labels:
    """The sources that a prompt names, each behind its label, in the order of the prompt."""

    turns: Mapping[str, Said]
    passages: Mapping[str, Passage]
    sentences: Mapping[str, Sentence]
    story: tuple[Said, ...] = ()
    hidden: frozenset[int] = frozenset()  # places in the draft that these very words made; they are drafted anew
    approved: frozenset[str] = frozenset()
    places: Mapping[str, int] = field(default_factory=dict)  # of each labelled sentence, counted from 0

    def by_hand(self, sentence: Sentence) -> bool:
        """Whether a person accepted, wrote or vouched for it."""
        return sentence.text in self.approved or any(source.kind is SourceKind.EDIT for source in sentence.sources)


def label(job: Job) -> Labels:
    talk, answer = job.talk.box(job.box), job.canvas.answers.get(job.box)
    turns = [job.said[turn] for turn in dict.fromkeys((*talk.heard, *job.new)) if turn in job.said]
    current, hidden = job.standing, job.redone
    shown = [index for index in range(len(current)) if index not in hidden]
    return Labels(
        turns={f"T{number}": each for number, each in enumerate(turns, 1)},
        passages={f"P{number}": each for number, each in enumerate(_passages(job), 1)},
        sentences={f"S{number}": current[index] for number, index in enumerate(shown, 1)},
        places={f"S{number}": index for number, index in enumerate(shown, 1)},
        story=story(job),
        hidden=hidden,
        approved=frozenset(each.text for each in answer.sentences) if answer else frozenset(),
    )


def _passages(job: Job) -> tuple[Passage, ...]:
    """What was already said and fits; nothing where somebody has just chosen some of it."""
    return () if job.literal else job.talk.offered(job.box)


def story(job: Job) -> tuple[Said, ...]:
    return tuple(job.said[turn] for turn in job.talk.box(START).heard if turn in job.said)


def story_text(said: Iterable[Said]) -> str:
    text = "\n".join(each.text for each in said)
    return tagged("story", text if len(text) <= STORY else f"{text[:STORY]} …") if text else NONE


def turns_text(turns: Mapping[str, Said], *, new: Collection[str] = ()) -> str:
    """Replies with who said them. Once they get too long, half of them makes room, so that the text before rarely
    changes; the newest always stays, and so do all that are `new`.
    """
    lines = [tagged("words", each.text, id=label, by=each.speaker) for label, each in turns.items()]
    last = next((place for place, each in enumerate(turns.values()) if each.turn in new), len(lines) - 1)
    start = 0
    for end in range(1, len(lines) + 1):
        if sum(map(len, lines[start:end])) > TURNS:
            while start < min(end - 1, last) and sum(map(len, lines[start:end])) > TURNS // 2:
                start += 1
    return "\n".join(lines[start:]) or NONE


def passages_text(passages: Mapping[str, Passage]) -> str:
    """What was already said. What is too much for one prompt stays on offer."""
    lines, room = [], TURNS
    for label, each in passages.items():
        lines.append(tagged("words", each.text, id=label))
        room -= len(lines[-1])
        if room < 0 and len(lines) > 1:
            return "\n".join(lines[:-1])
    return "\n".join(lines) or NONE


def draft_text(labels: Labels) -> str:
    lines = []
    for name, each in labels.sentences.items():
        mark = "approved" if labels.by_hand(each) else ""
        lines.append(tagged("draft", each.text, id=name, state=mark))
    return "\n".join(lines) or NONE


def open_numbers(job: Job) -> list[int]:
    """The questions that the program would ask next, in its order; none once it stops asking in this box."""
    talk, box, pace = job.talk.box(job.box), job.canvas.template.box(job.box), job.talk.pace
    if talk.enough or len(talk.asks) >= allowance(pace, box, talk):
        return []
    left = uncovered(job.canvas, box, talk, every=talk.deeper or pace is Pace.THOROUGH)
    asked = {each.question for each in talk.asks}
    return [each.number for each in left if each.number not in asked]


def on_the_table(job: Job) -> list[Finding]:
    """The findings that were shown with the draft, worst first, or the one that is asked; else none."""
    talk = job.talk.box(job.box)
    found = [each for each in job.talk.findings.get(job.box, ()) if each.status is Status.OPEN and each.question]
    if talk.asked is not None:
        return [each for each in found if each.id == talk.asked.finding]
    return sorted(found, key=worst_first) if talk.looked else []


def asked_text(job: Job) -> str:
    """What the new words may answer: the question that stands, or what was found in the draft."""
    asked, shown = job.talk.box(job.box).asked, on_the_table(job)
    texts = [f"{each.message} {each.question}" for each in shown] or ([asked.text] if asked else [])
    return "\n".join(tagged("words", each) for each in texts) or NONE


def left_open_text(job: Job) -> str:
    left = [each for each in job.canvas.iteration.open_questions if each.box == job.box]
    return "; ".join(map(_open_text, left))


def _open_text(left: OpenQuestion) -> str:
    reason = tagged("words", left.reason) if left.reason else ""
    return " ".join(filter(None, (f"{left.question or 'the box'}: {left.kind.value}", _plain(left.owner), reason)))


def overview_text(canvas: Canvas) -> str:
    overview = canvas.iteration.overview
    lines = [f"{each.name}; {each.role}; {each.responsibilities}" for each in overview.team]
    lines += [f"{each.date}: {each.text}" for each in overview.timeline]
    return tagged("text", "\n".join(lines)) if lines else NONE


def numbered(names: Sequence[int]) -> str:
    return ", ".join(map(str, names)) or NONE


def turn_source(said: Said, quote: str = "") -> Source:
    return Source(SourceKind.TURN, said.turn, quote)
