"""What the store hands out: frozen values, decoded, with every moment in UTC."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.canvas.model import Canvas, Header
from app.critic.finding import Status
from app.interview.events import Event
from app.interview.moves import Move
from app.interview.state import Talk


@dataclass(frozen=True)
class Snapshot:
    """A canvas and the talk of its current iteration, as of one version.

    `talk` and `interview_id` are None until this iteration has an interview. Of each box, all findings
    are here except old fixed ones. `size` counts the characters of all words and answers. `people` are
    the names, by id, of everyone who said, wrote or started something here.
    """

    canvas: Canvas
    talk: Talk | None
    interview_id: str | None
    version: int
    last_event: int
    size: int
    deleted_at: dt.datetime | None
    created_at: dt.datetime
    changed_at: dt.datetime
    people: Mapping[str, str]


class TurnStatus(StrEnum):
    RUNNING = "running"
    WAITING = "waiting"  # its words join the turn that runs next in this box
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True)
class TurnRecord:
    """A stored move. `by` and `speaker` are ids of people; `number` counts per interview, given when added.

    A running turn is held by `lease_owner` until `lease_until`; after that, or without a lease, it is
    torn and anybody may claim it. `key_hash` tells a repeat from another request under the same `key`.
    """

    id: str
    interview: str
    canvas: str
    box: str
    by: str
    speaker: str
    channel: str
    move: Move
    at: dt.datetime
    text: str = ""
    status: TurnStatus = TurnStatus.RUNNING
    number: int = 0
    lease_owner: str | None = None
    lease_until: dt.datetime | None = None
    attempts: int = 0
    key: str | None = None
    key_hash: str | None = None
    ended_at: dt.datetime | None = None


@dataclass(frozen=True)
class WorkRecord:
    """A piece of work that was done for a turn: by whom, by which prompt, what it took, and how it ended.

    `outcome` is done, failed or stopped: see the facilitators' `Provenance`.
    `number` counts per turn, given when added. `cached` of the `tokens_in` came from the provider's cache;
    `cost` is in US dollars, `first_token` (0 if none came) and `milliseconds` are times.
    """

    turn: str
    canvas: str
    at: dt.datetime
    facilitator: str
    prompt: str = ""
    prompt_hash: str = ""
    calls: int = 0
    tokens_in: int = 0
    cached: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    first_token: float = 0.0
    milliseconds: float = 0.0
    outcome: str = "done"
    number: int = 0


@dataclass(frozen=True)
class UsageRecord:
    """What the works of one facilitator under one prompt took on a canvas. `first_tokens` rise, without the zeros."""

    facilitator: str
    prompt: str
    works: int
    failed: int
    stopped: int
    calls: int
    tokens_in: int
    cached: int
    tokens_out: int
    cost: float
    first_tokens: tuple[float, ...] = ()


@dataclass(frozen=True)
class EventRecord:
    number: int
    turn: str | None
    by: str | None
    at: dt.datetime
    event: Event


@dataclass(frozen=True)
class CanvasSummary:
    """A line in a list of canvases. `accepted` of `boxes` have an answer that is not empty."""

    id: str
    number: int
    product_name: str
    designed_by: str
    iteration: int
    template_id: str
    boxes: int
    accepted: int
    open_findings: int
    changed_at: dt.datetime
    created_at: dt.datetime


@dataclass(frozen=True)
class IterationRecord:
    number: int
    header: Header
    started_at: dt.datetime
    frozen_at: dt.datetime | None = None


@dataclass(frozen=True)
class FindingChange:
    """One step in the life of a finding."""

    number: int
    status: Status
    at: dt.datetime
    iteration: int
    reason: str = ""
    by: str | None = None
