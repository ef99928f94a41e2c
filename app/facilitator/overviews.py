"""The close, as a model filled it in: the team, the timeline, who takes what is open. Only what was said counts."""

from collections.abc import Mapping, Sequence

from app.canvas.grounding import holds
from app.canvas.model import Member, Milestone, Overview
from app.canvas.names import named
from app.canvas.sentences import split
from app.critic.reading import read
from app.facilitator.forms import Closed
from app.facilitator.listening import day
from app.facilitator.quoting import find
from app.interview.effects import Taken

_LINE = 300  # characters


def overview_of(form: Closed, before: Overview, texts: Sequence[str]) -> Overview | None:
    """What is known with what was said now; None if nothing was."""
    team = {each.name: each for each in before.team}
    timeline = {(each.date, each.text): each for each in before.timeline}
    for given in form.members:
        name = _line(given.name)
        if name and any(find(name, text) for text in texts):
            old = team.get(name) or Member(name)
            role, tasks = _told(given.role, texts), _told(given.responsibilities, texts)
            team[name] = Member(name, role or old.role, tasks or old.responsibilities)
    for each in form.milestones:
        date = _line(each.date)
        if date and each.text.strip() and _dated(date, texts):
            if text := _told(each.text, texts) or _own_words(date, texts):
                timeline[date, text] = Milestone(date=date, text=text)
    after = Overview(team=tuple(team.values()), timeline=tuple(timeline.values()))
    return None if after == before else after


def _line(text: str) -> str:
    return " ".join(text.split())[:_LINE]


def _told(text: str, texts: Sequence[str]) -> str:
    """The text, if somebody said its numbers, dates and units, and in English its names; else nothing."""
    line = _line(text)
    english = read("\n".join(texts)).english
    return line if holds(line, texts) and (not english or named(line, texts)) else ""


def _own_words(date: str, texts: Sequence[str]) -> str:
    """The sentence in which somebody said that date; empty if no single one holds it."""
    sentences = (each.text for text in texts for each in split(text))
    return next((_line(each) for each in sentences if _dated(date, [each])), "")


def _dated(date: str, texts: Sequence[str]) -> bool:
    """Whether somebody said that date, in those words or as the same day."""
    return any(find(date, text) for text in texts) or (any(map(str.isdigit, date)) and holds(date, texts))


def taken_of(form: Closed, left: Mapping[str, str], texts: Sequence[str]) -> tuple[Taken, ...]:
    """Who takes which open question; `left` has their ids by label. A name that nobody said takes nothing."""
    return tuple(
        Taken(left[each.open.strip().upper()], owner, day(each.due, texts))
        for each in form.owners
        if each.open.strip().upper() in left
        and (owner := _line(each.owner))
        and any(find(owner, text) for text in texts)
    )
