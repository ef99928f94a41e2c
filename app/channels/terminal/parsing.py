"""Small readers, one for each command: what was typed after its name, as a move or as something for the terminal."""

from collections.abc import Callable
from itertools import takewhile
from typing import Literal

from app.channels.terminal import overviews
from app.channels.terminal.asides import Asking, Doing, Look, Nothing, Several, Speak, Write
from app.channels.terminal.seen import Seen
from app.channels.terminal.skipping import skip
from app.errors import Invalid
from app.interview import phrases
from app.interview.moves import (
    Accept,
    Clear,
    Confirm,
    ConfirmFact,
    CorrectFact,
    Edit,
    Enough,
    Explain,
    GoTo,
    Plan,
    Redraft,
    Reopen,
    Restore,
    Retry,
    Say,
    SetPace,
    Stop,
    Suggest,
    Use,
    Vouch,
    Waive,
)
from app.interview.state import CLOSE, START, Pace

ALL = "all"


def say(seen: Seen, words: str) -> Say | Accept | Enough:
    """Words for the place where we are. “ok” accepts the draft that was read; one that was not is shown first."""
    box = seen.box() if seen.place not in (START, CLOSE) else None
    if box and box.draft and not box.confirm and phrases.MOVES.get(phrases.plain(words)) == phrases.ACCEPT:
        read = seen.read.get(box.id)
        return Accept(box.id, box.draft.number) if read and read.number == box.draft.number else Enough(box.id)
    return Say(words, box=seen.place, speaker=seen.speaker if seen.speaker != seen.me else None)


def accept(seen: Seen, text: str) -> Doing:
    box = seen.box()
    return Accept(box.id, box.draft.number if box.draft else 0)


def edit(seen: Seen, text: str) -> Doing:
    return rewritten(seen, text) if text else Write("box")


def rewritten(seen: Seen, text: str) -> Doing:
    """The box's text as somebody wrote it anew; nothing if they left it alone or wrote nothing."""
    box = seen.box()
    before = box.draft.text if box.draft else box.text
    if not text.strip() or text.strip() == before.strip():
        return Nothing("Nothing changed.")
    return Edit(box.id, text.strip(), answer=box.answer, draft=box.draft.number if box.draft else None)


def redraft(seen: Seen, text: str) -> Doing:
    return Redraft(seen.box().id, text)


def later(seen: Seen, text: str) -> Doing:
    return skip(seen, f"{text} later" if text.isdecimal() or text == "box" else f"later {text}")


def goto(seen: Seen, text: str) -> Doing:
    if not text:
        raise Invalid(
            "Go where?", advice="Give a number or a name, such as /goto 3 or /goto objectives, or /goto close."
        )
    return GoTo(seen.find(text))


def ahead(seen: Seen, text: str) -> Doing:
    return GoTo(_place(seen, seen.at.number + 1))


def back(seen: Seen, text: str) -> Doing:
    return GoTo(_place(seen, seen.at.number - 1))


def _place(seen: Seen, number: int) -> str:
    boxes = seen.canvas.boxes
    if number < 1:
        return START
    return boxes[number - 1].id if number <= len(boxes) else CLOSE


def explain(seen: Seen, text: str) -> Doing:
    head, _, reader = text.partition("for ")
    return Explain(seen.box().id, _question(head), reader=reader.strip())


def suggest(seen: Seen, text: str) -> Doing:
    return Suggest(seen.box().id, _question(text))


def use(seen: Seen, text: str) -> Doing:
    """“1”, “1 3”, “1, 3”, or nothing for all of them."""
    named = () if text.strip().casefold() in ("", ALL) else _numbers(text, "/use 1 2, or /use for all")
    return Use(seen.box().id, tuple(seen.passage(each) for each in named))


def waive(seen: Seen, text: str) -> Doing:
    head, _, reason = text.partition(" ")
    finding = seen.finding(_number(head, "/waive 1 we know this and accept it"))
    if reason.strip():
        return Waive(finding, reason.strip())
    return Asking("Why may it stay as it is?", lambda answer: Waive(finding, answer.strip()))


def yes(seen: Seen, text: str) -> Doing:
    return Confirm(seen.box().id, yes=True)


def no(seen: Seen, text: str) -> Doing:
    return Confirm(seen.box().id, yes=False)


def reopen(seen: Seen, text: str) -> Doing:
    head, _, reason = text.partition(" ")
    return Reopen(seen.finding(_number(head, "/reopen 1, as /findings all numbers them")), reason.strip())


def findings(seen: Seen, text: str) -> Doing:
    return Look("findings", ALL if text.strip().casefold() == ALL else None)


def fact(seen: Seen, text: str) -> Doing:
    """“1 2” or “all” confirm what was shown; “3 no because …” corrects it."""
    everything = " ".join(map(str, range(1, len(seen.facts) + 1)))
    numbers, value, reason = _answered(everything if text.strip().casefold() == ALL else text)
    if not numbers:
        raise Invalid("Which question about the system?", advice="Give its number, such as /fact 1, or /fact 3 no.")
    ids = tuple(seen.fact(number) for number in numbers)
    if value is None:
        return Several(tuple(ConfirmFact(id) for id in ids))
    return Several(tuple(CorrectFact(id, value, reason) for id in ids))


def _answered(text: str) -> tuple[tuple[int, ...], Literal["yes", "no", "unsure"] | None, str]:
    """The numbers at the beginning, then perhaps an answer and its reason."""
    words = text.replace(",", " ").split()
    heads = list(takewhile(lambda word: word.isdecimal() or word == "and", words))
    numbers, rest = tuple(int(word) for word in heads if word != "and"), words[len(heads) :]
    if not rest:
        return numbers, None, ""
    value = rest[0].casefold()
    reason = " ".join(rest[1:]).removeprefix("because ")
    match value:
        case "yes" | "no" | "unsure":
            return numbers, value, reason
    raise Invalid(f"“{rest[0]}” is no answer.", advice="Answer with yes, no or unsure, such as /fact 3 no.")


def vouch(seen: Seen, text: str) -> Doing:
    """“2”, “2 4”, “2, 4”, or “all” that are marked in the draft that was shown."""
    box = seen.box()
    if text.strip().casefold() != ALL:
        return Vouch(box.id, sentences=_numbers(text, "/vouch 2 4, or /vouch all"))
    sentences = box.draft.sentences if box.draft else ()
    marked = tuple(number for number, each in enumerate(sentences, 1) if each.assumption)
    return Vouch(box.id, sentences=marked) if marked else Nothing("No sentence here is marked as an assumption.")


def clear(seen: Seen, text: str) -> Doing:
    box = seen.box()
    move = Clear(box.id, box.answer)
    if not box.text:
        return move  # there is nothing to ask about; it is refused in better words than ours
    question = f"Empty {box.name}? Its text stays in the history. (y/n)"
    return Asking(question, sure(move, "It stays as it is."))


def sure(then: Doing, otherwise: str) -> Callable[[str], Doing]:
    """Go on only after a yes."""
    return lambda answer: then if phrases.plain(answer) in phrases.YES else Nothing(otherwise)


def restore(seen: Seen, text: str) -> Doing:
    box = seen.box()
    return Restore(box.id, _number(text, "/restore 1"), box.answer)


def pace(seen: Seen, text: str) -> Doing:
    try:
        return SetPace(Pace(text.strip().casefold()))
    except ValueError:
        raise Invalid(f"“{text}” is not a pace.", advice="Choose quick, guided or thorough.") from None


def team(seen: Seen, text: str) -> Doing:
    if text.strip().casefold() == "edit":
        return Write("overview")
    if text:
        return _plan(seen, text)
    known = overviews.written(seen.canvas.overview)
    question = f"Who is in the team, and what happens when? {overviews.LINES}"
    return Asking(f"So far:\n{known}\n\n{question}" if known else question, lambda answer: _plan(seen, answer))


def _plan(seen: Seen, text: str) -> Doing:
    if not text.strip():
        return Nothing("Nothing changed.")
    return Plan(overviews.added(seen.canvas.overview, overviews.read(text)))


def speak(seen: Seen, text: str) -> Doing:
    return Speak(text.strip()) if text.strip() else Look("speaker")


def history(seen: Seen, text: str) -> Doing:
    return Look("history", seen.find_box(text) if text else seen.box().id)


def box(seen: Seen, text: str) -> Doing:
    return Look("box", seen.find_box(text) if text else seen.place)


def stop(seen: Seen, text: str) -> Doing:
    return Stop(seen.place)


def retry(seen: Seen, text: str) -> Doing:
    """The words of this place; if there are none to try again, the opening story."""
    waiting = seen.canvas.to_retry
    return Retry(START if START in waiting and seen.place not in waiting else seen.place)


def _question(text: str) -> int | None:
    return _number(text, "/explain 2") if text.strip() else None


def _numbers(text: str, example: str) -> tuple[int, ...]:
    named = text.replace(",", " ").replace(" and ", " ").split() or [""]
    return tuple(_number(each, example) for each in named)


def _number(text: str, example: str) -> int:
    if not text.strip().isdecimal():
        raise Invalid(
            f"“{text.strip()}” is not a number." if text.strip() else "Which one?",
            advice=f"Give its number, such as {example}.",
        )
    return int(text)
