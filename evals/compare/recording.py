"""What was said and what came out, and everything that code can count in it without a judge."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from evals.compare.brief import Broken, Strict

TRANSCRIPT, CANVAS = "transcript.jsonl", "canvas.md"
PRINTED = "position"  # the kind of line that shows a box with its guiding questions

QUESTION = re.compile(r"\?(?=[\s\"'”’»)*_|]|$)")  # not the one inside an address
SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)*_]*\s+(?=[\"'“‘(*_]*[A-ZÅÄÖÆØ0-9])")
HIDDEN = re.compile(r"<!--.*?-->", re.S)
SECTION = re.compile(r"^##", re.M)
END = "<!-- end of canvas -->"
NOT_TEXT = re.compile(r"^\s*(#|\|[\s|:-]+\|?\s*$|-{3,}\s*$|_[^_]+_\s*$|\*\*[^*]+\*\*:?\s*$|$)")
LEAD = re.compile(r"^\s*(?:[-*+]|\d+[.)]|>)\s+")
LEAST = 3  # words in a statement; less is a label


class Line(Strict):
    """One message. `kind` is what the facilitator shows: position, question, draft, explanation, notice, finding."""

    who: Literal["team", "facilitator"]
    text: str = Field(min_length=1)
    kind: str = ""


@dataclass(frozen=True)
class Recording:
    lines: tuple[Line, ...]
    canvas: str

    def said_by(self, who: Literal["team", "facilitator"]) -> list[str]:
        return [line.text for line in self.lines if line.who == who]


def load_recording(folder: Path) -> Recording | None:
    """None if the talk or its canvas is not there yet."""
    transcript, canvas = folder / TRANSCRIPT, folder / CANVAS
    if not (transcript.exists() and canvas.exists()):
        return None
    lines = tuple(_lines(transcript))
    if not lines:
        raise Broken([f"{'/'.join(transcript.parts[-3:])}: empty"])
    return Recording(lines, canvas.read_text(encoding="utf-8"))


def _lines(path: Path) -> Iterator[Line]:
    for number, text in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not text.strip():
            continue
        try:
            yield Line.model_validate_json(text)
        except ValidationError as error:
            raise Broken([f"{'/'.join(path.parts[-3:])}, line {number}: {error.errors()[0]['msg']}"]) from error


def turns(recording: Recording) -> int:
    """Replies of the team; one that presses a button or only says "ok" counts too."""
    return len(recording.said_by("team"))


def words_to_read(recording: Recording) -> int:
    return sum(_words(text) for text in recording.said_by("facilitator"))


def _words(text: str) -> int:
    """Bullets, table rules and lone signs are none."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def questions(recording: Recording) -> int:
    """Sentences that end in a question mark, in everything that was shown."""
    return sum(len(QUESTION.findall(text)) for text in recording.said_by("facilitator"))


def own_questions(recording: Recording) -> int:
    """The same without the guiding questions that are printed over each box."""
    return sum(len(QUESTION.findall(line.text)) for line in recording.lines if _speaks(line))


def asks(recording: Recording) -> int:
    """How often the team was asked: stretches between two of its replies with a question that is not printed."""
    stretches = (list(lines) for who, lines in groupby(recording.lines, lambda line: line.who) if who == "facilitator")
    return sum(any(_speaks(line) and QUESTION.search(line.text) for line in stretch) for stretch in stretches)


def _speaks(line: Line) -> bool:
    return line.who == "facilitator" and line.kind != PRINTED


def statements(canvas: str) -> int:
    """Sentences, bullets and table rows of at least three words; no headings, header table, comments or questions."""
    text = HIDDEN.sub("", canvas.split(END)[0])
    body = SECTION.search(text)
    text = text[body.start() :] if body else text
    return sum(_is_statement(sentence) for block in _blocks(text) for sentence in SENTENCE.split(block))


def _is_statement(sentence: str) -> bool:
    return _words(sentence) >= LEAST and not sentence.rstrip(" *_\"'”’)").endswith("?")


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, bullets and table rows, each with its wrapped lines joined."""
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        starts = bool(LEAD.match(line)) or line.lstrip().startswith("|")
        if block and (starts or NOT_TEXT.match(line)):
            yield " ".join(block)
            block = []
        if not NOT_TEXT.match(line):
            block.append(LEAD.sub("", line).strip())
