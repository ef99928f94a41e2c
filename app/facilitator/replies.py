"""Reading a reply without a model: numbered answers, ways of not answering, a team and a timeline."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.canvas.model import Member, Milestone, NonAnswer, Overview
from app.interview.effects import Unanswered

_NUMBERED = re.compile(r"^\s*[Qq]?(\d{1,2})\s*(?::(?=\s|$|[^\W\d])|[.)\]](?=\s))\s*(.*)$")
# Numbers that stand alone in a line, “1: by eye 2: too late”, and words that make the next one their own: “see report
# 2: it …”, “at a ratio of 2: one”, and names, “Hall 2: nobody looks”, unless it goes on to 3.
_ALONE_IN_LINE = re.compile(r"(?:^|(?<=\s))[Qq]?(\d{1,2}):(?=\s+\S)")
_COUNTED = frozenset(
    "a about and annex are article as at box by case chapter class day figure for from grade group hall has have in is "
    "item iteration least level line model month most nr no number of on option or over page paragraph part per phase "
    "plant point quarter question report room round section sheet shift sprint stage step table target team than the "
    "tier to type under unit until version vs was week were with year zone".split()
)
_DATE = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_WHEN = re.compile(
    rf"^\s*[-*]?\s*(\d{{4}}(?:-\d{{2}}){{0,2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|Q[1-4]\s*\d{{4}}|(?i:{_MONTHS})\w*\.?\s+\d{{4}}|[Ww]eek\s+\d+)"
    r"(?:\s*[:;|]\s*|\s+[–-]\s+)(\S.*)$"
)
# “Later.”, “skip this one, please”, “unknown so far”; but not “Later models …” or “Skip connections …”.
_ALONE = r"(?=\s*(?:$|[.,;:!–-]|(?:yet|so far|to|please|for now|because|as|until|till|when|after|once|one|with)\b))"
_NON_ANSWERS = (
    (
        NonAnswer.DONT_KNOW,
        re.compile(
            r"^(?:(?:we|i)\s+)?(?:(?:don'?t|do not) know|(?:have )?no idea)\b(?! (?:of|about)\b)"
            rf"|^(?:not known|unknown)\b{_ALONE}",
            re.I,
        ),
    ),
    (
        NonAnswer.NOT_APPLICABLE,
        re.compile(rf"^(?:n/?a\b{_ALONE}|(?:not applicable|does ?n[o']t apply)\b)", re.I),
    ),
    (NonAnswer.LATER, re.compile(rf"^(?:later|not now|skip(?: (?:this|that|it))?)\b{_ALONE}", re.I)),
)
# A reply with one of these reads as a sentence; without them a short one is a fragment.
_VERBS = frozenset(
    "is are was were be been am will would shall should can could may might must has have had do does did "
    "use uses need needs get gets give gives take takes make makes go goes run runs keep keeps store stores".split()
)
_FRAGMENT_WORDS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a reply: for the question with that number, or for none in particular."""

    question: int | None
    text: str


def parts(text: str, questions: int) -> tuple[Part, ...]:
    """The reply by question, in its own order. Lines without a number belong to the number before them."""
    found: list[tuple[int | None, list[str]]] = [(None, [])]
    for line in text.splitlines():
        for piece in _pieces(line, questions):
            match = _NUMBERED.match(piece)
            if match and 1 <= int(match[1]) <= questions:
                found.append((int(match[1]), [match[2]]))
            else:
                found[-1][1].append(piece)
    return tuple(Part(number, body) for number, lines in found if (body := "\n".join(lines).strip()))


def _pieces(line: str, questions: int) -> tuple[str, ...]:
    """A line of several numbered answers, cut before each number; any other line whole.

    Careful, for an answer takes the place of an earlier one: the numbers count on by one from the first word of the
    line, and none of them belongs to the word before it.
    """
    found = list(_ALONE_IN_LINE.finditer(line))
    numbers = [int(each[1]) for each in found]
    if len(found) < 2 or line[: found[0].start()].strip() or not 1 <= numbers[0] <= numbers[-1] <= questions:
        return (line,)
    *pieces, last = (line[begin:end] for begin, end in pairwise([*(each.start() for each in found), len(line)]))
    counts_on = all(after == before + 1 for before, after in pairwise(numbers))
    if not counts_on or any(_belongs(each, few=len(found) < 3) for each in pieces):
        return (line,)
    return (*(each.rstrip(" \t,;") for each in pieces), last)


def _belongs(piece: str, *, few: bool) -> bool:
    """Whether the number after it is no question's: the piece is only a number, or ends in what counts."""
    words = piece.partition(":")[2].split()
    return not words or words[-1].casefold() in _COUNTED or (few and words[-1].isalpha() and not words[-1].islower())


def fragment(text: str) -> bool:
    """Whether a reply needs its question's label to be understood: short, and without a verb."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold().replace("’", "'"))
    if "\n" in text or text.rstrip().endswith((".", "!", "?")) or len(text.split()) > _FRAGMENT_WORDS:
        return False
    return not any(word in _VERBS or word.endswith(("n't", "'re", "'ve", "'ll", "ing", "ed")) for word in words)


def passed(question: int, text: str, people: Sequence[str]) -> Unanswered | None:
    """The way of not answering that a reply to a question is, or None if it is an answer."""
    plain = text.replace("’", "'").strip()
    for kind, pattern in _NON_ANSWERS:
        match = pattern.match(plain)
        if match and "\n" not in plain and len(plain.split()) <= 40:
            rest = plain[match.end() :].strip(" .,:;-–\n")
            owner = next((name for name in people if re.search(rf"\b{re.escape(name)}\b", rest)), "")
            reason = re.sub(r"^(?:because|yet)\b[\s,:;]*", "", rest)
            return Unanswered(question, kind, reason=reason, owner=owner, due=_due(rest))
    return None


_I_WILL = re.compile(r"^\s*(?:i|me|myself|i will|i'll)\b", re.I)
_WHO = re.compile(r"^\s*([^\W\d_][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)?)\b")


def owned(question: int, text: str, people: Sequence[str]) -> Unanswered | None:
    """Who will find out, and by when: a known name, “I” (the last of `people`, who speaks), or a first name."""
    if "\n" in text.strip() or len(text.split()) > 15 or passed(question, text, ()) is not None:
        return None
    owner = next((name for name in people if re.search(rf"\b{re.escape(name)}\b", text)), "")
    if not owner and _I_WILL.match(text):
        owner = people[-1]
    elif not owner and (match := _WHO.match(text)) and match[1][0].isupper():
        owner = match[1]
    return Unanswered(question, NonAnswer.DONT_KNOW, owner=owner, due=_due(text)) if owner else None


def _due(text: str) -> dt.date | None:
    match = _DATE.search(text)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def overview(text: str, before: Overview) -> Overview | None:
    """Team members (“name; role; responsibilities”) and milestones (“date: what”), added to what is known."""
    team = {each.name: each for each in before.team}
    timeline = {(each.date, each.text): each for each in before.timeline}
    found = False
    for line in text.splitlines():
        if match := _WHEN.match(line):
            milestone = Milestone(date=match[1], text=match[2].strip())
            timeline[milestone.date, milestone.text] = milestone
        elif member := _member(line):
            team[member.name] = member
        else:
            continue
        found = True
    return Overview(team=tuple(team.values()), timeline=tuple(timeline.values())) if found else None


def _member(line: str) -> Member | None:
    name, *rest = (cell.strip() for cell in re.split(r"[;|]", line.strip(" -*|")))
    if not name or not rest or not fragment(name):  # half a sentence before a semicolon is nobody's name
        return None
    return Member(name, rest[0], "; ".join(rest[1:]))
