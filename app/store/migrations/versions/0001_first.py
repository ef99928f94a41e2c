"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORDS = sa.String()
NUMBER = sa.Integer()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _people()
    _canvases()
    _answers()
    _interviews()
    _turns()
    _events()
    _findings()


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("name", name="uq_person_name"),
    )


def _canvases() -> None:
    op.create_table(
        "template",
        sa.Column("hash", WORDS, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("version", WORDS, nullable=False),
        sa.Column("boxes", NUMBER, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_template"),
    )
    op.create_table(
        "canvas",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("template_hash", WORDS, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("iteration", NUMBER, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", WORDS, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.Column("size", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="fk_canvas_created_by"),
        sa.ForeignKeyConstraint(["template_hash"], ["template.hash"], name="fk_canvas_template_hash"),
        sa.PrimaryKeyConstraint("number", name="pk_canvas"),
        sa.UniqueConstraint("id", name="uq_canvas_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "iteration",
        sa.Column("canvas_id", WORDS, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("started_by", WORDS, nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["canvas_id"], ["canvas.id"], name="fk_iteration_canvas_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["started_by"], ["person.id"], name="fk_iteration_started_by"),
        sa.PrimaryKeyConstraint("canvas_id", "number", name="pk_iteration"),
    )


def _answers() -> None:
    op.create_table(
        "sheet",
        sa.Column("canvas_id", WORDS, nullable=False),
        sa.Column("iteration", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("body", WORDS, nullable=False),
        sa.Column("by", WORDS, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_sheet_by"),
        sa.ForeignKeyConstraint(["canvas_id"], ["canvas.id"], name="fk_sheet_canvas_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("canvas_id", "iteration", "kind", "version", name="pk_sheet"),
    )
    op.create_table(
        "answer",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("canvas_id", WORDS, nullable=False),
        sa.Column("box", WORDS, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("iteration", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("sentences", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("built_on", WORDS, nullable=False),
        sa.Column("open_findings", WORDS, nullable=False),
        sa.Column("by", WORDS, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("turn", WORDS, nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_answer_by"),
        sa.ForeignKeyConstraint(["canvas_id"], ["canvas.id"], name="fk_answer_canvas_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sa.UniqueConstraint("canvas_id", "box", "number", name="uq_answer_canvas_id_box_number"),
    )


def _interviews() -> None:
    op.create_table(
        "interview",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("canvas_id", WORDS, nullable=False),
        sa.Column("iteration", NUMBER, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["canvas_id"], ["canvas.id"], name="fk_interview_canvas_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_interview"),
        sa.UniqueConstraint("canvas_id", "iteration", name="uq_interview_canvas_id_iteration"),
    )
    op.create_table(
        "talk",
        sa.Column("interview_id", WORDS, nullable=False),
        sa.Column("box", WORDS, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("body", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name="fk_talk_interview_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("interview_id", "box", name="pk_talk"),
    )


def _turns() -> None:
    op.create_table(
        "turn",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("interview_id", WORDS, nullable=False),
        sa.Column("canvas_id", WORDS, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("box", WORDS, nullable=False),
        sa.Column("by", WORDS, nullable=False),
        sa.Column("speaker", WORDS, nullable=False),
        sa.Column("channel", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("body", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("lease_owner", WORDS, nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("attempts", NUMBER, nullable=False),
        sa.Column("key", WORDS, nullable=True),
        sa.Column("key_hash", WORDS, nullable=True),
        sa.Column("provenance", WORDS, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_turn_by"),
        sa.ForeignKeyConstraint(["canvas_id"], ["canvas.id"], name="fk_turn_canvas_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name="fk_turn_interview_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["speaker"], ["person.id"], name="fk_turn_speaker"),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
        sa.UniqueConstraint("interview_id", "key", name="uq_turn_interview_id_key"),
        sa.UniqueConstraint("interview_id", "number", name="uq_turn_interview_id_number"),
    )
    op.create_index("ix_turn_canvas_id", "turn", ["canvas_id"])
    op.create_index("ix_turn_status_lease_until", "turn", ["status", "lease_until"])


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("interview_id", WORDS, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("turn", WORDS, nullable=True),
        sa.Column("by", WORDS, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("body", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name="fk_event_interview_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("interview_id", "number", name="pk_event"),
    )
    op.create_index("ix_event_turn", "event", ["turn"])


def _findings() -> None:
    op.create_table(
        "finding",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("canvas_id", WORDS, nullable=False),
        sa.Column("box", WORDS, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("body", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["canvas_id"], ["canvas.id"], name="fk_finding_canvas_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
    )
    op.create_index("ix_finding_canvas_id_box_position", "finding", ["canvas_id", "box", "position"])
    op.create_table(
        "finding_change",
        sa.Column("finding_id", WORDS, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("by", WORDS, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("iteration", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name="fk_finding_change_finding_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("finding_id", "number", name="pk_finding_change"),
    )
