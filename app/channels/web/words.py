"""The words of the pages, beside those that all channels share."""

import datetime as dt

from app.canvas.model import NonAnswer
from app.channels.words import (
    ANSWER as ANSWER,
)
from app.channels.words import (
    COVERED as COVERED,
)
from app.channels.words import (
    FINDING as FINDING,
)
from app.channels.words import (
    LAW as LAW,
)
from app.channels.words import (
    NON_ANSWER as NON_ANSWER,
)
from app.channels.words import (
    PACE as PACE,
)
from app.channels.words import (
    SEVERITY as SEVERITY,
)
from app.channels.words import (
    STATUS as STATUS,
)
from app.channels.words import STORY as STORY
from app.channels.words import UNSURE as UNSURE
from app.channels.words import brief as brief
from app.channels.words import count as count
from app.channels.words import listed as listed

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
