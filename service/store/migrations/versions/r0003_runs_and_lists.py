"""Scoring runs, and lists made from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import HouseholdCode, Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "scoring_runs",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("model_version", sa.String(40), nullable=False),
        sa.Column("target", sa.String(20), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("kept_as", sa.String(60), nullable=False),
        sa.Column("asked_by", sa.String(80), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("completed_at", Moment(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(500), nullable=True),
        sa.Column("made_from", sa.JSON(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'writing', 'complete', 'failed')", name="state"),
        sa.PrimaryKeyConstraint("id", name="pk_scoring_runs"),
        sa.UniqueConstraint("model", "kept_as", name="uq_scoring_runs_model_kept_as"),
    )
    op.create_index("ix_scoring_runs_latest", "scoring_runs", ["model", "state", "as_of", "completed_at"])
    op.create_table(
        "assessment_answers",
        sa.Column("run_id", sa.String(40), nullable=False),
        sa.Column("household_id", HouseholdCode, nullable=False),
        sa.Column("score_id", sa.String(40), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["scoring_runs.id"], name="fk_assessment_answers_run_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "household_id", name="pk_assessment_answers"),
    )
    op.create_index("ix_assessment_answers_score_id", "assessment_answers", ["score_id"])
    op.create_table(
        "assessments",
        sa.Column("run_id", sa.String(40), nullable=False),
        sa.Column("household_id", HouseholdCode, nullable=False),
        sa.Column("household_type", sa.String(40), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("probability_low", sa.Double(), nullable=True),
        sa.Column("probability_high", sa.Double(), nullable=True),
        sa.Column("raw_score", sa.Double(), nullable=False),
        sa.Column("band", sa.String(10), nullable=False),
        sa.Column("main_risk_type", sa.String(40), nullable=True),
        sa.Column("risk_types", sa.JSON(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["scoring_runs.id"], name="fk_assessments_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "household_id", name="pk_assessments"),
    )
    op.create_index("ix_assessments_band", "assessments", ["run_id", "band", "rank"])
    op.create_index("ix_assessments_household", "assessments", ["household_id", "run_id"])
    op.create_index("ix_assessments_place", "assessments", ["run_id", "region_code", "rank"])
    op.create_index("ix_assessments_rank", "assessments", ["run_id", "rank"])
    op.create_index("ix_assessments_risk_type", "assessments", ["run_id", "main_risk_type", "rank"])
    op.create_table(
        "risk_lists",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("run_id", sa.String(40), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("target", sa.String(20), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("issued_by", sa.String(80), nullable=True),
        sa.Column("issued_at", Moment(), nullable=True),
        sa.Column("previous_id", sa.String(40), nullable=True),
        sa.Column("made_from", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'issued')", name="state"),
        sa.ForeignKeyConstraint(["previous_id"], ["risk_lists.id"], name="fk_risk_lists_previous_id"),
        sa.ForeignKeyConstraint(["run_id"], ["scoring_runs.id"], name="fk_risk_lists_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_risk_lists"),
    )
    op.create_index("ix_risk_lists_day", "risk_lists", ["model", "as_of", "region_code"])
    op.create_table(
        "unscored_households",
        sa.Column("run_id", sa.String(40), nullable=False),
        sa.Column("household_id", HouseholdCode, nullable=False),
        sa.Column("standing", sa.String(40), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["scoring_runs.id"], name="fk_unscored_households_run_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "household_id", name="pk_unscored_households"),
    )
    op.create_index("ix_unscored_households_place", "unscored_households", ["run_id", "region_code"])
    op.create_table(
        "list_items",
        sa.Column("list_id", sa.String(40), nullable=False),
        sa.Column("household_id", HouseholdCode, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(40), nullable=False),
        sa.Column("household_type", sa.String(40), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("probability_low", sa.Double(), nullable=True),
        sa.Column("probability_high", sa.Double(), nullable=True),
        sa.Column("raw_score", sa.Double(), nullable=False),
        sa.Column("band", sa.String(10), nullable=False),
        sa.Column("main_risk_type", sa.String(40), nullable=True),
        sa.Column("risk_types", sa.JSON(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("score_id", sa.String(40), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["risk_lists.id"], name="fk_list_items_list_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("list_id", "household_id", name="pk_list_items"),
        sa.UniqueConstraint("list_id", "number", name="uq_list_items_list_id_number"),
    )
    op.create_index("ix_list_items_household", "list_items", ["household_id", "list_id"])
    op.create_index("ix_list_items_place", "list_items", ["list_id", "region_code", "number"])


def downgrade() -> None:
    for table in (
        "list_items",
        "unscored_households",
        "risk_lists",
        "assessments",
        "assessment_answers",
        "scoring_runs",
    ):
        op.drop_table(table)
