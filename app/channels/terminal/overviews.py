"""The team and the timeline as lines that people write, and back."""

import re
from dataclasses import replace

from app.canvas.model import Member, Milestone, Overview
from app.errors import Invalid

LINES = "One line each: “name; role; responsibilities” for a person, “date: what” for a milestone."
_WHEN = re.compile(r"^([^;:]{2,30}):\s+(\S.*)$")


def read(text: str) -> Overview:
    """The people and milestones in these lines; Invalid names a line that is neither."""
    found = Overview()
    for line in filter(None, (each.strip(" \t-*") for each in text.splitlines())):
        cells = [each.strip() for each in line.split(";")]
        if len(cells) > 1 and cells[0]:
            member = Member(cells[0], cells[1], "; ".join(cells[2:]))
            found = replace(found, team=(*found.team, member))
        elif match := _WHEN.match(line):
            found = replace(found, timeline=(*found.timeline, Milestone(match[1].strip(), match[2])))
        else:
            raise Invalid(f"“{line}” is neither a person nor a milestone.", advice=LINES)
    return found


def added(before: Overview, more: Overview) -> Overview:
    """What was known, with what is new; a person of the same name is replaced."""
    names = {each.name: each for each in (*before.team, *more.team)}
    dates = {(each.date, each.text): each for each in (*before.timeline, *more.timeline)}
    return Overview(team=tuple(names.values()), timeline=tuple(dates.values()))


def written(overview: Overview) -> str:
    """The overview as such lines."""
    team = ("; ".join(filter(None, (each.name, each.role or "-", each.responsibilities))) for each in overview.team)
    timeline = (f"{each.date}: {each.text}" for each in overview.timeline)
    return "\n".join((*team, *timeline))
