"""For which department a program speaks, and files that were sent to be taken in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Moment

revision = "0009"
down_revision = "0008"

STATES = "state IN ('waiting', 'landing', 'landed', 'refused')"


def upgrade() -> None:
    with op.batch_alter_table("clients") as table:
        table.add_column(sa.Column("department", sa.String(40), nullable=True))
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("suffix", sa.String(10), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("known_date", sa.Date(), nullable=False),
        sa.Column("sent_by", sa.String(80), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.CheckConstraint(STATES, name="state"),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
    )
    op.create_index("ix_uploads_state_received_at", "uploads", ["state", "received_at"])


def downgrade() -> None:
    op.drop_table("uploads")
    with op.batch_alter_table("clients") as table:
        table.drop_column("department")
