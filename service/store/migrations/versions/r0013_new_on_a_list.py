"""Who is new on a list is unknown where none was issued before it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

WITHOUT_ONE_BEFORE = "list_id IN (SELECT id FROM risk_lists WHERE previous_id IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table("list_items") as table:
        table.alter_column("is_new", existing_type=sa.Boolean(), nullable=True)
    op.execute(f"UPDATE list_items SET is_new = NULL WHERE {WITHOUT_ONE_BEFORE}")  # noqa: S608 - of no outside text


def downgrade() -> None:
    op.execute(sa.text("UPDATE list_items SET is_new = :new WHERE is_new IS NULL").bindparams(new=True))
    with op.batch_alter_table("list_items") as table:
        table.alter_column("is_new", existing_type=sa.Boolean(), nullable=False)
