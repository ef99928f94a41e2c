"""Effects and events in a line each, so that a table can hold what a move leads to."""

from collections.abc import Iterable

from app.interview.effects import (
    Effect,
    Emit,
    EndTurn,
    ExplainIt,
    FindFacts,
    KeepAnswer,
    KeepFacts,
    KeepFindings,
    KeepOpenQuestions,
    KeepOverview,
    Listen,
    Review,
    SuggestIt,
)
from app.interview.events import Event


def told(effects: Iterable[Effect]) -> list[str]:
    return [_event(each.event) if isinstance(each, Emit) else _effect(each) for each in effects]


def _effect(effect: Effect) -> str:  # noqa: C901 - a table of every effect
    match effect:
        case KeepAnswer(answer):
            return f"keep {answer.box}#{answer.number} {answer.kind}: {answer.text}"
        case KeepOpenQuestions(questions):
            return " ".join(["open", *(f"{each.box}.{each.question or 'all'}:{each.kind}" for each in questions)])
        case KeepOverview():
            return "keep overview"
        case KeepFindings(findings):
            return " ".join(["findings", *(f"{each.id}:{each.status}" for each in findings)])
        case EndTurn(turn, outcome):
            return f"end {turn} {outcome}"
        case Listen():
            how = " literal" if effect.literal else "" if effect.instruction is None else f" so: {effect.instruction}"
            return f"listen {effect.box} {effect.turn} to {','.join(effect.turns)}{how}"
        case Review():
            return f"review {effect.box} {effect.turn}"
        case KeepFacts():
            return "keep facts"
        case FindFacts():
            return f"find facts {effect.box} {effect.turn}"
        case ExplainIt():
            return f"explain {effect.box} {effect.turn}"
        case SuggestIt():
            return f"suggest {effect.box} {effect.turn}"
    raise AssertionError(effect)


def _event(event: Event) -> str:  # noqa: C901 - a table of every event
    match event.type:
        case "words":
            return f"words {event.box}{' waiting' if event.waiting else ''}: {event.text}"
        case "covers":
            return " ".join(["ticks", event.box, *(f"{n}:{each.state}" for n, each in sorted(event.questions.items()))])
        case "draft":
            text = "".join(each.lead + each.text for each in event.sentences).replace("\n", " / ")
            return f"draft {event.box} {event.draft}: {text}"
        case "question":
            lead = f" ({event.lead})" if event.lead else ""
            return f"ask {event.box} {event.ask.question or event.ask.finding or event.ask.text}{lead}"
        case "proposal":
            return " ".join([f"propose {event.box} {event.draft}", *event.findings])
        case "findings":
            return f"judged {event.box} open: {','.join(event.open)} fixed: {','.join(event.fixed)}"
        case "decision":
            parts = (event.box, event.answer, event.question, event.kind, event.finding, event.reason)
            return " ".join(["decided", event.move, *(str(each) for each in parts if each)])
        case "position":
            return f"at {event.box} {event.number}/{event.of}"
        case "read_back":
            return f"read back {event.column}: {','.join(event.boxes)}"
        case "screened":
            asked = " ".join(f"{each.id}:{each.value}" for each in event.facts)
            return f"screened {event.moment} [{' '.join(each.id for each in event.labels)}] {asked}".rstrip()
        case "confirm":
            return f"confirm {event.move} {event.box}?"
        case "notice":
            return f"notice {event.code}"
        case "disagreement":
            return f"disagree {event.box}: {event.text}"
        case "explanation" | "suggestions" | "failure":
            return f"{event.type} {event.box}"
        case _:
            return event.type
