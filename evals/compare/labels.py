"""What a judge says about a recording, and the check that each quoted text stands in its file."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from evals.compare.brief import Brief, Broken, Strict, load
from evals.compare.recording import CANVAS, TRANSCRIPT, Recording

LABELS = "labels.yaml"
Quotes = str | tuple[str, ...]  # several where what counts does not stand in one piece


class FactLabel(Strict):
    """`said` is where the team tells it, `words` where the canvas holds it, `called` what called for an asked fact."""

    told: bool
    kept: bool
    called: Literal["", "question", "printed", "nothing"] = ""
    said: Quotes = ()
    words: Quotes = ()

    @model_validator(mode="after")
    def _quoted(self) -> Self:
        if self.told != bool(self.said) or self.kept != bool(self.words):
            raise ValueError("told needs said, kept needs words, and neither stands without the other")
        if self.kept and not self.told:
            raise ValueError("kept but never told: then it is an invention that happens to be right")
        return self


class Passage(Strict):
    words: Quotes = Field(min_length=1)


class Invention(Passage):
    """A statement of the canvas that no word of the team holds. `trap` if the brief foresaw it."""

    trap: str = ""


class OpenPoint(Passage):
    """`owner` and `date` are parts of `words`, empty where the canvas names none."""

    owner: str = ""
    date: str = ""


class Surfaced(Passage):
    """The facilitator points at both sides of a contradiction; `words` are its words."""

    id: str


class Labels(Strict):
    """`labelled_by`, `played_by` and `answered_by` say truthfully who, a model by its name. Tokens where known."""

    labelled_by: str = Field(min_length=1)
    played_by: str = Field(min_length=1)
    answered_by: str = Field(min_length=1)
    calls: int | None = None
    tokens_read: int | None = None
    tokens_written: int | None = None
    facts: dict[str, FactLabel]
    inventions: tuple[Invention, ...]
    open_points: tuple[OpenPoint, ...]
    contradictions: tuple[Surfaced, ...]
    findings: tuple[Passage, ...]
    slips: tuple[Passage, ...] = ()  # where the player told something that nothing called for


def load_labels(folder: Path, brief: Brief, recording: Recording | None) -> Labels | None:
    """None if nobody has labelled it yet; Broken if a label cannot be trusted."""
    path = folder / LABELS
    if not path.exists():
        return None
    side = f"{folder.parent.name}/{folder.name}"
    if recording is None:
        raise Broken([f"{side}: {LABELS} labels a recording that is not there"])
    labels = load(path, Labels)
    if wrong := [f"{side}: {each}" for each in [*_ids(labels, brief), *_quotes(labels, recording)]]:
        raise Broken(wrong)
    return labels


def _ids(labels: Labels, brief: Brief) -> Iterator[str]:
    facts = [fact.id for fact in brief.facts]
    surfaced = [each.id for each in labels.contradictions]
    traps = [each.trap for each in labels.inventions if each.trap]
    yield from (f"fact {each} has no label" for each in facts if each not in labels.facts)
    yield from (f"label for the unknown fact {each}" for each in labels.facts if each not in facts)
    yield from (f"fact {each} was told: what called for it?" for each in _uncalled(labels, brief))
    yield from _unknown("contradiction", surfaced, (each.id for each in brief.contradictions))
    yield from _unknown("trap", traps, (each.id for each in brief.traps))
    if len(set(surfaced)) < len(surfaced):
        yield "a contradiction is labelled twice"


def _uncalled(labels: Labels, brief: Brief) -> Iterator[str]:
    for fact in brief.facts:
        label = labels.facts.get(fact.id)
        if label and fact.told == "asked" and label.told and not label.called:
            yield fact.id


def _unknown(kind: str, used: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    there = set(known)
    yield from (f"label for the unknown {kind} {each}" for each in used if each not in there)


def _quotes(labels: Labels, recording: Recording) -> Iterator[str]:
    """A complaint for every quoted text that does not stand in its file."""
    team, facilitator = recording.said_by("team"), recording.said_by("facilitator")
    for id, label in labels.facts.items():
        yield from _missing(f"fact {id}, said", label.said, team, f"what the team says in {TRANSCRIPT}")
        yield from _missing(f"fact {id}, words", label.words, [recording.canvas], CANVAS)
    for kind in ("inventions", "open_points", "findings"):
        for number, passage in enumerate(getattr(labels, kind), start=1):
            yield from _missing(f"{kind} {number}", passage.words, [recording.canvas], CANVAS)
    for point in labels.open_points:
        for part in filter(None, (point.owner, point.date)):
            yield from _missing("open point, owner or date", part, pieces(point.words), "its own words")
    for each in labels.contradictions:
        there = f"what the facilitator says in {TRANSCRIPT}"
        yield from _missing(f"contradiction {each.id}", each.words, facilitator, there)
    for slip in labels.slips:
        yield from _missing("slip", slip.words, team, f"what the team says in {TRANSCRIPT}")


def _missing(what: str, quotes: Quotes, texts: Iterable[str], where: str) -> Iterator[str]:
    flat = [_flat(text) for text in texts]
    for quote in pieces(quotes):
        if not _flat(quote) or not any(_flat(quote) in text for text in flat):
            yield f"{what}: “{quote}” does not stand in {where}"


def pieces(quotes: Quotes) -> tuple[str, ...]:
    return (quotes,) if isinstance(quotes, str) else quotes


def _flat(text: str) -> str:
    """Only line breaks and runs of blanks are forgiven: YAML and Markdown wrap their lines in different places."""
    return " ".join(text.split())
