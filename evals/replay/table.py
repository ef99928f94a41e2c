"""What replayed cases show, and which promise one broke."""

from collections.abc import Iterator, Sequence

from app.canvas.model import Sentence
from evals.replay.cases import VIALS
from evals.replay.playing import Outcome

TURNS, BOXES = 45, 15  # what the design allows the sample, and how many boxes it has
FALSE_MARKS = 0.05  # of all sentences: the goal


def table(outcomes: Sequence[Outcome]) -> str:
    columns = f"{'boxes':>7}{'turns':>7}{'calls':>7}{'sentences':>11}{'sourced':>9}{'marked':>8}{'false marks':>13}"
    lines = [f"{'case':18}{columns}", *map(_line, outcomes), ""]
    for each in outcomes:
        old = sum(not answer.matches for answer in each.replayed)
        lines.append(f"{each.case.name}: answers written by {each.case.written_by}; {_age(old, len(each.replayed))}.")
        lines += [f"  marked: {sentence.text}{_judged(each, sentence.text)}" for sentence in _marked(each)]
    lines.append("")
    lines.append("sourced: sentences that name a source; marked: sentences shown as assumptions; false marks: those of")
    lines.append(f"them that a judge found in the team's words, of all sentences (goal: at most {FALSE_MARKS:.0%}).")
    return "\n".join(lines) + "\n"


def _line(outcome: Outcome) -> str:
    sentences, marked = outcome.sentences, _marked(outcome)
    sourced = sum(bool(each.sources) for each in sentences)
    wrong = sum(1 for each in marked if (mark := outcome.case.marks.get(each.text)) and not mark.invented)
    open_marks = sum(each.text not in outcome.case.marks for each in marked)
    rate = f"{wrong} ({wrong / max(len(sentences), 1):.1%})" + (f" +{open_marks}?" if open_marks else "")
    return (
        f"{outcome.case.name:18}{outcome.accepted:>7}{outcome.turns:>7}{len(outcome.replayed):>7}"
        f"{len(sentences):>11}{sourced:>9}{len(marked):>8}{rate:>13}"
    )


def _marked(outcome: Outcome) -> list[Sentence]:
    return [each for each in outcome.sentences if each.assumption]


def _judged(outcome: Outcome, words: str) -> str:
    mark = outcome.case.marks.get(words)
    return " (not judged yet)" if mark is None else "" if mark.invented else " (false: the team said so)"


def _age(old: int, all: int) -> str:
    return "to the prompts as they are" if not old else f"{old} of {all} to an older prompt"


def problems(outcome: Outcome) -> Iterator[str]:
    """Promises that the replay broke."""
    name = outcome.case.name
    for each in outcome.sentences:
        if not each.sources and not each.assumption:
            yield f"{name}: neither a source nor a mark: {each.text}"
    if name == VIALS and outcome.accepted != BOXES:
        yield f"{name}: {outcome.accepted} of {BOXES} boxes accepted"
    if name == VIALS and outcome.turns > TURNS:
        yield f"{name}: {outcome.turns} turns, {TURNS} allowed"
