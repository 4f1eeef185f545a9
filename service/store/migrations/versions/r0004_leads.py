"""Leads, their reports and steps, visits, and facts on their way into the records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import HouseholdCode, Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "leads",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("household_id", HouseholdCode, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("amber_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("dispatched_to", sa.String(12), nullable=True),
        sa.Column("assigned_to", sa.String(80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_leads"),
    )
    op.create_index("ix_leads_board", "leads", ["state", "started_on"])
    op.create_index("ix_leads_due_on", "leads", ["due_on"])
    op.create_index("ix_leads_household", "leads", ["household_id", "opened_on"])
    op.create_index("ix_leads_place", "leads", ["region_code", "state", "started_on"])
    op.create_index(
        "uq_leads_open",
        "leads",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "records_to_land",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("household_id", HouseholdCode, nullable=False),
        sa.Column("table", sa.String(40), nullable=False),
        sa.Column("record_id", sa.String(200), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=False),
        sa.Column("known_date", sa.Date(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("sent_by", sa.String(80), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("landed_as", sa.String(100), nullable=True),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_records_to_land"),
    )
    op.create_index("ix_records_to_land_household_id", "records_to_land", ["household_id"])
    op.create_index("ix_records_to_land_waiting", "records_to_land", ["landed_as", "received_at"])
    op.create_table(
        "lead_reports",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("lead_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reported_by", sa.String(80), nullable=False),
        sa.Column("risk_type", sa.String(40), nullable=True),
        sa.Column("rule", sa.String(100), nullable=True),
        sa.Column("severe", sa.Boolean(), nullable=False),
        sa.Column("score_id", sa.String(40), nullable=True),
        sa.Column("merge", sa.String(20), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_lead_reports_lead_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lead_reports"),
        sa.UniqueConstraint("source", "reported_by", "reference", name="uq_lead_reports_source_reported_by_reference"),
    )
    op.create_index("ix_lead_reports_lead", "lead_reports", ["lead_id", "number"])
    op.create_table(
        "lead_steps",
        sa.Column("lead_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(40), nullable=False),
        sa.Column("from_state", sa.String(40), nullable=False),
        sa.Column("to_state", sa.String(40), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("office", sa.String(40), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_lead_steps_lead_id"),
        sa.PrimaryKeyConstraint("lead_id", "number", name="pk_lead_steps"),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("lead_id", sa.String(40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("household_id", HouseholdCode, nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("risk_types", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("recorded_by", sa.String(80), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_visits_lead_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
    )
    op.create_index("ix_visits_day", "visits", ["visited_on", "id"])
    op.create_index("ix_visits_household_id", "visits", ["household_id"])
    op.create_index("ix_visits_lead", "visits", ["lead_id"])


def downgrade() -> None:
    for table in (
        "visits",
        "lead_steps",
        "lead_reports",
        "records_to_land",
        "leads",
    ):
        op.drop_table(table)
