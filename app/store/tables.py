"""The rows that we keep. Everything is appended, except what says how things stand now.

Ids are made by the caller; nothing is ordered by id or clock, only by the numbers in these tables. A body
is JSON as text (see codec): the pure dataclasses define its shape, the database never looks inside. What
belongs to a canvas goes with it (`ON DELETE CASCADE`), so a purge is one statement.
"""

import datetime as dt
from typing import Any, cast

from sqlalchemy import DateTime, Dialect, Index, MetaData, Table, UniqueConstraint, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[dt.datetime]):
    """An aware datetime in and out, in UTC. SQLite keeps no zone, so a naive one could not be told apart."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value and value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=dt.UTC)
        return value and value.astimezone(dt.UTC)


WHERE = "where"  # the info of an index that leaves rows out; a keyword would import the dialects that it is for
COSTS = text("cost > 0")  # word for word, not a parameter: else neither database sees that the index will do


class Row(SQLModel):
    metadata = METADATA


def _moment() -> Any:
    return Field(sa_type=Moment)


def _maybe_moment() -> Any:
    return Field(default=None, sa_type=Moment, nullable=True)


def _owner(column: str, *, primary: bool = False) -> Any:
    return Field(foreign_key=column, ondelete="CASCADE", primary_key=primary)


def _person() -> Any:
    return Field(foreign_key="person.id")


class PersonRow(Row, table=True):
    """The only place where a name stands; everywhere else is the id."""

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    name: str = Field(unique=True)


class TemplateRow(Row, table=True):
    """A canvas keeps the text of the template that it began with. `boxes` counts them, for lists."""

    __tablename__ = "template"
    hash: str = Field(primary_key=True)
    id: str
    version: str
    boxes: int
    text: str


class CanvasRow(Row, table=True):
    """How a canvas stands. `version` goes up with each append; `size` counts the characters people wrote.

    `number` is the order of making, for paging; it is the primary key because SQLite counts up only that.
    """

    __tablename__ = "canvas"
    __table_args__ = ({"sqlite_autoincrement": True},)
    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    template_hash: str = Field(foreign_key="template.hash")
    version: int
    iteration: int
    created_at: dt.datetime = _moment()
    created_by: str = _person()
    changed_at: dt.datetime = _moment()
    deleted_at: dt.datetime | None = _maybe_moment()
    size: int


class IterationRow(Row, table=True):
    __tablename__ = "iteration"
    canvas_id: str = _owner("canvas.id", primary=True)
    number: int = Field(primary_key=True)
    started_at: dt.datetime = _moment()
    started_by: str = _person()
    frozen_at: dt.datetime | None = _maybe_moment()


class SheetRow(Row, table=True):
    """A version of an iteration's header, overview or open questions; the latest one holds."""

    __tablename__ = "sheet"
    canvas_id: str = _owner("canvas.id", primary=True)
    iteration: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    body: str
    by: str = _person()
    at: dt.datetime = _moment()


class AnswerRow(Row, table=True):
    """An accepted text of a box; numbered per canvas and box, across iterations."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("canvas_id", "box", "number"),)
    id: str = Field(primary_key=True)
    canvas_id: str = _owner("canvas.id")
    box: str
    number: int
    iteration: int
    kind: str
    sentences: str
    text: str
    built_on: str
    open_findings: str
    by: str = _person()
    at: dt.datetime = _moment()
    turn: str | None = None


class InterviewRow(Row, table=True):
    """Where an interview stands, without its boxes (`talk`) and findings. One for each iteration."""

    __tablename__ = "interview"
    __table_args__ = (UniqueConstraint("canvas_id", "iteration"),)
    id: str = Field(primary_key=True)
    canvas_id: str = _owner("canvas.id")
    iteration: int
    state: str
    version: int


class TalkRow(Row, table=True):
    __tablename__ = "talk"
    interview_id: str = _owner("interview.id", primary=True)
    box: str = Field(primary_key=True)
    version: int
    body: str


class TurnRow(Row, table=True):
    """A person's move and what became of it. `text` is what was said; `body` the whole move."""

    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("interview_id", "number"),
        UniqueConstraint("interview_id", "key"),
        Index(None, "canvas_id"),
        Index(None, "status", "lease_until"),
    )
    id: str = Field(primary_key=True)
    interview_id: str = _owner("interview.id")
    canvas_id: str = _owner("canvas.id")
    number: int
    box: str
    by: str = _person()
    speaker: str = _person()
    channel: str
    kind: str
    body: str
    text: str
    status: str
    lease_owner: str | None = None
    lease_until: dt.datetime | None = _maybe_moment()
    attempts: int
    key: str | None = None
    key_hash: str | None = None
    at: dt.datetime = _moment()
    ended_at: dt.datetime | None = _maybe_moment()


class WorkRow(Row, table=True):
    """A piece of work of a turn: who did it, and what it took; numbered per turn, never changed.

    The indexes hold `cost` too, so that the table is not read to know what was spent. The one by time leaves
    out what was free: without a model it stays empty, and so costs an append nothing.
    """

    __tablename__ = "work"
    __table_args__ = (
        Index(None, "canvas_id", "cost"),
        Index(None, "at", "cost", info={WHERE: COSTS}),
    )
    turn_id: str = _owner("turn.id", primary=True)
    number: int = Field(primary_key=True)
    canvas_id: str = _owner("canvas.id")
    at: dt.datetime = _moment()
    facilitator: str
    prompt: str
    prompt_hash: str
    calls: int
    tokens_in: int
    cached: int
    tokens_out: int
    cost: float
    first_token: float
    milliseconds: float
    outcome: str


class EventRow(Row, table=True):
    """What happened, numbered per interview without a gap."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "turn"),)
    interview_id: str = _owner("interview.id", primary=True)
    number: int = Field(primary_key=True)
    turn: str | None = None
    by: str | None = None
    at: dt.datetime = _moment()
    body: str


class FindingRow(Row, table=True):
    """A finding as it is now. `position` counts up per canvas and box, in the order of their making."""

    __tablename__ = "finding"
    __table_args__ = (Index(None, "canvas_id", "box", "position"),)
    id: str = Field(primary_key=True)
    canvas_id: str = _owner("canvas.id")
    box: str
    position: int
    status: str
    body: str


class FindingChangeRow(Row, table=True):
    """The life of a finding: how it came, was fixed, came back, was waived."""

    __tablename__ = "finding_change"
    finding_id: str = _owner("finding.id", primary=True)
    number: int = Field(primary_key=True)
    status: str
    reason: str
    by: str | None = None
    at: dt.datetime = _moment()
    iteration: int


def _table(row: type[Row]) -> Table:
    return cast(Table, row.__table__)  # type: ignore[attr-defined]  # SQLModel makes it at run time


PERSON = _table(PersonRow)
TEMPLATE = _table(TemplateRow)
CANVAS = _table(CanvasRow)
ITERATION = _table(IterationRow)
SHEET = _table(SheetRow)
ANSWER = _table(AnswerRow)
INTERVIEW = _table(InterviewRow)
TALK = _table(TalkRow)
TURN = _table(TurnRow)
WORK = _table(WorkRow)
EVENT = _table(EventRow)
FINDING = _table(FindingRow)
FINDING_CHANGE = _table(FindingChangeRow)
