"""Facts on their way into the records: who sent them by what name, how they land, and why one is set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TABLE, UNIQUE = "records_to_land", "uq_records_to_land_sent_by_reference"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("department", sa.String(40), nullable=True))
        table.add_column(sa.Column("reference", sa.String(200), nullable=True))
        table.add_column(sa.Column("landing_as", sa.String(100), nullable=True))
        table.add_column(sa.Column("refused_as", sa.Text(), nullable=True))
        table.create_unique_constraint(UNIQUE, ["sent_by", "reference"])


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(UNIQUE, type_="unique")
        for column in ("refused_as", "landing_as", "reference", "department"):
            table.drop_column(column)
