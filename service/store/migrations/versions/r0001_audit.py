"""The audit, and answers that are given again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit_lines",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("target", sa.String(120)),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_lines"),
    )
    for column in ("at", "actor", "action", "target"):
        op.create_index(f"ix_audit_lines_{column}", "audit_lines", [column])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.create_table(
        "kept_answers",
        sa.Column("asker", sa.String(60), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("asker", "key", name="pk_kept_answers"),
    )
    op.create_index("ix_kept_answers_kept_at", "kept_answers", ["kept_at"])


def downgrade() -> None:
    for table in ("kept_answers", "audit_head", "audit_lines"):
        op.drop_table(table)
