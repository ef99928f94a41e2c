"""The words of the pages, beside those that all channels share."""

import datetime as dt

from app.canvas.model import NonAnswer
from app.channels.words import (
    ANSWER as ANSWER,
    COVERED as COVERED,
    FINDING as FINDING,
    LAW as LAW,
    NON_ANSWER as NON_ANSWER,
    PACE as PACE,
    SEVERITY as SEVERITY,
    STATUS as STATUS,
    STORY as STORY,
    UNSURE as UNSURE,
    brief as brief,
    count as count,
    listed as listed,
)

SKIPS = {  # how a question or a box is left open, as buttons say it
    NonAnswer.DONT_KNOW: "We don't know yet",
    NonAnswer.LATER: "Ask later",
    NonAnswer.NOT_APPLICABLE: "Does not apply",
    NonAnswer.NONE_OF_THESE: "None of these",
}


def day(at: dt.datetime | dt.date | None) -> str:
    """“22 Nov 2026”, in the time of the server."""
    if at is None:
        return ""
    local = at.astimezone() if isinstance(at, dt.datetime) else at
    return f"{local.day} {local:%b %Y}"


def moment(at: dt.datetime) -> str:
    """“22 Nov 2026, 14:05”."""
    return f"{day(at)}, {at.astimezone():%H:%M}"
