"""For which department a liaison speaks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    # Nobody knows of which department the liaisons are that are there: they speak for none until it is registered.
    op.add_column("user_roles", sa.Column("department", sa.String(40), nullable=True))


def downgrade() -> None:
    op.drop_column("user_roles", "department")
