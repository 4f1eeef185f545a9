"""What the page of a list shows beside the score: where the household was resettled, its people, why who came and who left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import HouseholdCode, Moment

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    with op.batch_alter_table("list_items") as table:
        table.add_column(sa.Column("settlement", sa.String(100), nullable=True))
        table.add_column(sa.Column("words", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("people", sa.Integer(), nullable=True))
        table.add_column(sa.Column("why_new", sa.JSON(none_as_null=True), nullable=True))
        table.create_index("ix_list_items_settlement", ["list_id", "settlement", "number"])
    with op.batch_alter_table("risk_lists") as table:
        table.add_column(sa.Column("compared_at", Moment(), nullable=True))
    op.create_table(
        "list_leavers",
        sa.Column("list_id", sa.String(40), nullable=False),
        sa.Column("household_id", HouseholdCode, nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.Column("number_before", sa.Integer(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["risk_lists.id"], name="fk_list_leavers_list_id_risk_lists", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("list_id", "household_id", name="pk_list_leavers"),
    )
    op.create_index("ix_list_leavers_place", "list_leavers", ["list_id", "region_code", "number_before"])


def downgrade() -> None:
    op.drop_table("list_leavers")
    with op.batch_alter_table("risk_lists") as table:
        table.drop_column("compared_at")
    with op.batch_alter_table("list_items") as table:
        table.drop_index("ix_list_items_settlement")
        for name in ("why_new", "people", "words", "settlement"):
            table.drop_column(name)
