"""Leads, their sources and steps, and visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "leads",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("household_id", sa.String(200), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("assigned_to", sa.String(80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_leads"),
    )
    op.create_index("ix_leads_board", "leads", ["state", "opened_on"])
    op.create_index("ix_leads_household", "leads", ["household_id", "opened_on"])
    op.create_index("ix_leads_place", "leads", ["region_code", "state", "opened_on"])
    op.create_index(
        "uq_leads_open",
        "leads",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_table(
        "lead_sources",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("lead_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reported_by", sa.String(80), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("risk_types", sa.JSON(), nullable=False),
        sa.Column("score_id", sa.String(40), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_lead_sources_lead_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lead_sources"),
        sa.UniqueConstraint("kind", "reference", name="uq_lead_sources_kind_reference"),
    )
    op.create_index("ix_lead_sources_lead", "lead_sources", ["lead_id"])
    op.create_table(
        "lead_steps",
        sa.Column("lead_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(40), nullable=False),
        sa.Column("from_state", sa.String(40), nullable=True),
        sa.Column("to_state", sa.String(40), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("by_office", sa.String(40), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_lead_steps_lead_id"),
        sa.PrimaryKeyConstraint("lead_id", "number", name="pk_lead_steps"),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("lead_id", sa.String(40), nullable=False),
        sa.Column("household_id", sa.String(200), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("risk_types", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("recorded_by", sa.String(80), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("landed_as", sa.String(100), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_visits_lead_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
    )
    op.create_index("ix_visits_lead", "visits", ["lead_id"])
    op.create_index("ix_visits_to_land", "visits", ["landed_as", "recorded_at"])


def downgrade() -> None:
    for table in (
        "visits",
        "lead_steps",
        "lead_sources",
        "leads",
    ):
        op.drop_table(table)
