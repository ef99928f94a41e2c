"""What nobody knows, or will not say yet: it is kept as an open question, and somebody may find it out."""

import re
from dataclasses import replace

from app.canvas.model import NonAnswer, OpenQuestion
from app.critic.finding import Finding, Status as FindingStatus
from app.interview.asking import ask, next_ask, table
from app.interview.effects import Heard, Taken, Unanswered, Unknown
from app.interview.events import Decided, Noticed
from app.interview.moves import Skip
from app.interview.route import settled
from app.interview.scratch import Scratch
from app.interview.state import CLOSE

LONGEST = 1_000  # characters of what is open about one question
NOT_KNOWN = "Nobody knows yet; it is kept as an open question."


def left_open(step: Scratch, box: str, left: Unanswered) -> OpenQuestion:
    """What is open about a question: a canvas keeps one entry for it, and nothing that was unknown before goes."""
    before = next((each for each in step.open_in(box) if each.question == left.question), None)
    reason, owner, due = left.reason, left.owner, left.due
    if before is not None and before.kind is left.kind:
        same = not reason or not before.reason or reason in before.reason or alike(reason, before.reason)
        if same:
            asked = step.box(box).asked
            only_who = asked is not None and asked.owner_of == left.question  # it asked for nothing else
            keep = before.reason and (only_who or reason in before.reason)
            reason, owner, due = before.reason if keep else reason, owner or before.owner, due or before.due
        elif owner == before.owner:
            reason, due = f"{before.reason}; {reason}", due or before.due
        else:  # who finds out the one thing need not find out the other
            told = (f"{each.reason}{takes(each)}" for each in (before, left))
            reason, owner, due = "; ".join(told), "", None
    return step.open_question(box, left.question, left.kind, reason=reason[:LONGEST], owner=owner, due=due)


def hand_on(step: Scratch, move: Skip) -> bool:
    """Whether this leaves open what is open already, and only says anew who finds out, or by when.

    Then nothing else changes: it stays open since the same round, and nobody is asked something, or moved on.
    """
    before = next((each for each in step.open_in(move.box) if each.question == move.question), None)
    owner, talk = move.owner.strip(), step.box(move.box)
    if before is None or before.kind is not move.kind or (before.owner, before.due) == (owner, move.due):
        return False
    if move.question is None and not settled(talk):
        return False  # the box comes up again in this round, and is left once more
    if talk.asked is not None and move.question in (talk.asked.question, talk.asked.owner_of):
        return False  # an answer to what is asked now
    reason = move.reason.strip() or before.reason
    step.keep_open({(move.box, move.question): replace(before, reason=reason, owner=owner, due=move.due)})
    step.set(move.box, unowned=tuple(each for each in talk.unowned if each != move.question))
    return True


def takes(entry: OpenQuestion | Unanswered) -> str:
    """Who finds it out, and by when, to stand behind it; empty if nobody is named."""
    by = ", ".join(filter(None, (entry.owner, str(entry.due or ""))))
    return f" ({by})" if by else ""


def alike(one: str, other: str) -> bool:
    """Whether two texts tell of the same unknown thing: then the later one says it better."""
    words, others = ({*re.findall(r"\w+", each.casefold())} for each in (one, other))
    return len(words & others) * 2 > min(len(words), len(others))


def say_what_stays_open(step: Scratch, box: str, before: tuple[OpenQuestion, ...]) -> None:
    """Name what nobody knows, as was just said, unless the next question does."""
    known = {(each.question, each.reason) for each in before}
    asked = next_ask(step, box)
    for each in step.open_in(box):
        told = (each.question, each.reason) in known or (asked and asked.owner_of == each.question)
        if each.kind is NonAnswer.DONT_KNOW and each.question is not None and not told:
            what = each.reason or step.template.box(box).question(each.question).plain
            step.emit(Noticed(code="left_open", text=f"It stays open: {what}", box=box))


def leave_unknown(step: Scratch, result: Heard) -> None:
    """What a finding asks and nobody knows becomes an open question, and the finding is not shown again."""
    for each in result.unknown:
        if any(found.id == each.finding for found in step.findings(result.box)):
            _rest(step, result.box, each)


def nobody_knows(step: Scratch, box: str, finding: Finding) -> None:
    """Somebody said no more than that they do not know, while a finding was the only question on the table."""
    draft = step.box(box).draft
    about = next((each.question for each in draft.sentences if finding.quote in each.text), None) if draft else None
    question = about or step.template.box(box).questions[0].number
    _rest(step, box, Unknown(finding.id, question, reason=finding.unanswered))
    step.emit(Decided(move="skip", box=box, question=question, kind=NonAnswer.DONT_KNOW, finding=finding.id))
    if not ask(step, box):  # who could find out
        table(step, box)


def _rest(step: Scratch, box: str, unknown: Unknown) -> None:
    """Keep what nobody knows as an open question, ask once who could find out, and let the finding rest."""
    left = Unanswered(unknown.question, NonAnswer.DONT_KNOW, unknown.reason, unknown.owner, unknown.due)
    step.keep_open({(box, unknown.question): left_open(step, box, left)})
    if not unknown.owner:
        talk = step.box(box)
        step.set(box, unowned=tuple(dict.fromkeys((*talk.unowned, unknown.question))))
    findings = step.talk.findings[box]
    step.keep_findings(box, tuple(_waived(step, each) if each.id == unknown.finding else each for each in findings))


def _waived(step: Scratch, finding: Finding) -> Finding:
    return replace(finding, status=FindingStatus.WAIVED, reason=NOT_KNOWN, by=step.by, at=step.now)


def give_out(step: Scratch, taken: tuple[Taken, ...]) -> None:
    """Note who will find out what is open, and say it back."""
    named = {each.open: each for each in taken}
    given = [
        replace(each, owner=named[each.id].owner, due=named[each.id].due or each.due)
        for each in step.canvas.iteration.open_questions
        if each.id in named
    ]
    step.keep_open({(each.box, each.question): each for each in given})
    for each in given:
        box = step.template.box(each.box)
        what = each.reason or (box.question(each.question).plain if each.question else box.name)
        by = f" by {each.due.isoformat()}" if each.due else ""
        step.emit(Noticed(code="taken", text=f"{each.owner} finds out{by}: {what}", box=CLOSE))
