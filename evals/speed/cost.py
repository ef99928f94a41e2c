"""What one recorded interview sends to a model, how much of it a provider's cache would know, and what it costs.

Arithmetic on recorded prompts, not a bill: tokens are characters / 4, and a cache holds every earlier call.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.speed.figures import Figure

CHARACTERS = 4  # to a token
SMALLEST, STEP = 1024, 128  # tokens: caches know a prefix from so many on, in steps
CACHED, WRITTEN = 0.1, 8.0  # prices, where a token that is read and not cached costs 1
APART = {"review", "facts"}  # looks at the canvas; every other prompt begins a turn
THIRD = 2  # the turns before it have nothing to repeat
LEGEND = """\
Cost of one recorded interview. Tokens are characters / 4. repeated: share of the input, from the third turn on, that
begins like an earlier call, counted as caches do: from 1,024 tokens on, in steps of 128. cost: input not repeated x 1,
repeated x 0.1, output x 8. naive: the same words with what changes first (new words, the box's replies, accepted
boxes, rules and template), and two calls a turn, the second of which reads the first one's answer; output counted once.
Goals: 75 % repeated, 1.1 calls a turn, a sixth of the naive cost. The schema of a form is not counted."""
HEADER = f"{'order':8}{'calls':>7}{'input':>10}{'output':>9}{'repeated':>10}{'cost':>11}"


@dataclass(frozen=True)
class Message:
    role: str
    text: str


@dataclass(frozen=True)
class Call:
    prompt: str
    messages: tuple[Message, ...]
    answer: str

    def follows(self, other: "Call") -> bool:
        """Whether it asks the other one again: the same messages, and more."""
        longer = len(self.messages) > len(other.messages)
        return longer and self.prompt == other.prompt and self.messages[: len(other.messages)] == other.messages


@dataclass(frozen=True)
class Sent:
    """A call as its provider sees it. `turn` counts from 0."""

    text: str
    answer: str
    turn: int


@dataclass(frozen=True)
class Bill:
    calls: int
    input: float
    output: float
    repeated: float  # tokens of all the input
    late: float  # share of the input from the third turn on
    cost: float

    @property
    def reading(self) -> float:
        """What the input costs."""
        return self.cost - WRITTEN * self.output

    def row(self, name: str) -> str:
        return f"{name:8}{self.calls:>7}{self.input:>10,.0f}{self.output:>9,.0f}{self.late:>10.0%}{self.cost:>11,.0f}"


def read(folder: Path) -> list[Call]:
    """The one place that knows how recordings are kept: NNN-prompt.json, one call each, in the order of NNN."""
    files = sorted(folder.glob("[0-9]*-*.json"), key=lambda path: int(path.name.partition("-")[0]))
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return [
        Call(each["prompt"], tuple(Message(m["role"], m["text"]) for m in each["messages"]), each["answer"])
        for each in kept
    ]


def repeats(calls: Sequence[Call]) -> list[bool]:
    """For each call, whether it asks an earlier one again because its answer would not do."""
    return [any(call.follows(before) for before in calls[:place]) for place, call in enumerate(calls)]


def turns(calls: Sequence[Call]) -> list[int]:
    """The turn that each call belongs to. A turn begins with a call that neither reviews nor asks again."""
    count, found = -1, []
    for call, again in zip(calls, repeats(calls), strict=True):
        count += _begins(call, again=again)
        found.append(max(count, 0))
    return found


def _begins(call: Call, *, again: bool) -> bool:
    return call.prompt not in APART and not again


def calls_per_turn(calls: Sequence[Call]) -> float:
    again = repeats(calls)
    begun = sum(_begins(call, again=each) for call, each in zip(calls, again, strict=True))
    return sum(call.prompt not in APART for call in calls) / begun if begun else 0.0


def as_sent(calls: Sequence[Call]) -> list[Sent]:
    return [Sent(_text(call.messages), call.answer, turn) for call, turn in zip(calls, turns(calls), strict=True)]


def naively(calls: Sequence[Call]) -> Iterator[Sent]:
    """The same words in the naive order, each turn in two calls."""
    for call, turn, again in zip(calls, turns(calls), repeats(calls), strict=True):
        text = backwards(call.messages)
        yield Sent(text, call.answer, turn)
        if _begins(call, again=again):
            yield Sent(f"{call.answer}\n\n{text}", "", turn)


def backwards(messages: Sequence[Message]) -> str:
    """What changes first: the paragraphs of what is not a rule from the last to the first, then the rules."""
    said = [paragraph for each in messages if each.role != "system" for paragraph in each.text.split("\n\n")]
    rules = [each.text for each in messages if each.role == "system"]
    return "\n\n".join([*reversed(said), *rules])


def _text(messages: Sequence[Message]) -> str:
    return "".join(f"{each.role}\n{each.text}\n" for each in messages)


def bill(sent: Sequence[Sent]) -> Bill:
    known = [_known(each.text, [before.text for before in sent[:place]]) for place, each in enumerate(sent)]
    sizes = [len(each.text) / CHARACTERS for each in sent]
    late = [place for place, each in enumerate(sent) if each.turn >= THIRD]
    output = sum(len(each.answer) for each in sent) / CHARACTERS
    asked, repeated = sum(sizes), sum(known)
    return Bill(
        calls=len(sent),
        input=asked,
        output=output,
        repeated=repeated,
        late=sum(known[place] for place in late) / sum(sizes[place] for place in late) if late else 0.0,
        cost=asked - repeated + CACHED * repeated + WRITTEN * output,
    )


def _known(text: str, before: Sequence[str]) -> int:
    """Tokens of the longest beginning that an earlier call has too, as caches count them."""
    tokens = max((common(text, each) for each in before), default=0) // CHARACTERS
    return tokens // STEP * STEP if tokens >= SMALLEST else 0


def common(one: str, other: str) -> int:
    """Characters that both begin with. By halves: comparing slices is quicker than characters."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def report(folder: Path | None) -> tuple[str, list[Figure]]:
    calls = read(folder) if folder is not None and folder.is_dir() else []
    if not calls:
        return "Cost: there is no recorded interview to count; name its folder with --recording.", []
    ours, naive, each = bill(as_sent(calls)), bill(list(naively(calls))), calls_per_turn(calls)
    share = ours.cost / naive.cost
    reading = ours.reading / naive.reading
    told = f"{max(turns(calls)) + 1} turns, {each:.2f} calls a turn apart from reviews; {share:.2f} of the naive cost."
    told += f"\n{reading:.2f} of it for the input alone: what is written costs the same in any order."
    figures = [Figure("repeated", ours.late), Figure("calls", each), Figure("naive", share)]
    return "\n".join([LEGEND, "", HEADER, ours.row("ours"), naive.row("naive"), "", told]), figures
