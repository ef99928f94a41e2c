"""Work gets rows of its own: a turn may need several pieces, and what they cost has to be summed."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORDS = sa.String()
NUMBER = sa.Integer()
AMOUNT = sa.Float()
MOMENT = sa.DateTime(timezone=True)
BATCH = 500
COSTS = sa.text("cost > 0")

TURN = sa.table(
    "turn",
    sa.column("id", WORDS),
    sa.column("canvas_id", WORDS),
    sa.column("at", MOMENT),
    sa.column("ended_at", MOMENT),
    sa.column("provenance", WORDS),
)
NUMBERS = ("calls", "tokens_in", "cached", "tokens_out")
AMOUNTS = ("cost", "first_token", "milliseconds")


def upgrade() -> None:
    work = op.create_table(
        "work",
        sa.Column("turn_id", WORDS, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("canvas_id", WORDS, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("facilitator", WORDS, nullable=False),
        sa.Column("prompt", WORDS, nullable=False),
        sa.Column("prompt_hash", WORDS, nullable=False),
        *(sa.Column(name, NUMBER, nullable=False) for name in NUMBERS),
        *(sa.Column(name, AMOUNT, nullable=False) for name in AMOUNTS),
        sa.Column("outcome", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["canvas_id"], ["canvas.id"], name="fk_work_canvas_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_work_turn_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("turn_id", "number", name="pk_work"),
    )
    _copy(op.get_bind(), work)
    op.create_index("ix_work_canvas_id_cost", "work", ["canvas_id", "cost"])
    op.create_index("ix_work_at_cost", "work", ["at", "cost"], sqlite_where=COSTS, postgresql_where=COSTS)
    op.drop_column("turn", "provenance")  # in place: SQLite can since 3.35, without which nothing here runs


def _copy(connection: sa.Connection, work: sa.Table) -> None:
    """What turns said of their last piece of work; of the ones before it nothing was kept."""
    query = sa.select(TURN).where(TURN.c.provenance.is_not(None)).order_by(TURN.c.id).limit(BATCH)
    last = ""
    while rows := connection.execute(query.where(TURN.c.id > last)).all():
        connection.execute(sa.insert(work), [_row(row) for row in rows])
        last = rows[-1].id


def _row(turn: sa.Row[Any]) -> dict[str, Any]:
    made = json.loads(turn.provenance)
    return {
        "turn_id": turn.id,
        "number": 1,
        "canvas_id": turn.canvas_id,
        "at": turn.ended_at or turn.at,
        "facilitator": made.get("facilitator", ""),
        "prompt": "",
        "prompt_hash": made.get("prompt_hash", ""),
        **{name: made.get(name, 0) for name in NUMBERS},
        **{name: made.get(name, 0.0) for name in AMOUNTS},
        "outcome": "done",
    }
