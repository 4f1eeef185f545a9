"""The vault: identities, who looked at them and why; requests for large exports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "identities",
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("household_id", sa.String(64), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("last_named", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_identities"),
    )
    for column in ("household_id", "last_named"):
        op.create_index(f"ix_identities_{column}", "identities", [column])
    op.create_table(
        "unmaskings",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("household_id", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('visit', 'support', 'review', 'objection', 'correction', 'audit')",
            name="ck_unmaskings_purpose",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_unmaskings"),
    )
    for column in ("at", "actor", "household_id"):
        op.create_index(f"ix_unmaskings_{column}", "unmaskings", [column])
    op.create_table(
        "export_requests",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("asked_by", sa.String(80), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(80)),
        sa.Column("decided_at", Moment()),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment()),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'approved', 'refused', 'used')", name="ck_export_requests_state"),
        sa.PrimaryKeyConstraint("id", name="pk_export_requests"),
    )
    for column in ("asked_at", "asked_by"):
        op.create_index(f"ix_export_requests_{column}", "export_requests", [column])


def downgrade() -> None:
    for table in ("export_requests", "unmaskings", "identities"):
        op.drop_table(table)
