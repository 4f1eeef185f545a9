"""How many requests somebody made in a minute."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TABLE = "request_counts"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("minute", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("minute", "actor", name="pk_request_counts"),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
