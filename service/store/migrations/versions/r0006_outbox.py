"""The outbox: events, endpoints with their secrets, deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Moment

revision = "0006"
down_revision = "0005"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = (
    "kind IN ('lead.received', 'lead.moved', 'visit.recorded', 'list.issued', 'run.completed', 'assessment.changed', "
    "'model.changed')"
)


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("region_code", sa.String(12), nullable=False),
        sa.CheckConstraint(KINDS, name="kind"),
        sa.PrimaryKeyConstraint("number", name="pk_events"),
        sa.UniqueConstraint("id", name="uq_events_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_at", "events", ["at"])
    op.create_index("ix_events_region_code_number", "events", ["region_code", "number"])
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("client_id", sa.String(40)),
        sa.Column("allows_http", sa.Boolean(), nullable=False),
        sa.Column("allows_private", sa.Boolean(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_endpoints"),
        sa.UniqueConstraint("name", name="uq_webhook_endpoints_name"),
    )
    op.create_table(
        "webhook_secrets",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("endpoint_id", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_secrets"),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["webhook_endpoints.id"], name="fk_webhook_secrets_endpoint_id_webhook_endpoints"
        ),
    )
    op.create_index("ix_webhook_secrets_endpoint_id", "webhook_secrets", ["endpoint_id"])
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("event_number", NUMBER, nullable=False),
        sa.Column("endpoint_id", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("claimed_until", Moment()),
        sa.Column("fault", sa.String(20)),
        sa.Column("status", sa.Integer()),
        sa.Column("done_at", Moment()),
        sa.CheckConstraint("state IN ('pending', 'delivered', 'dead')", name="state"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_deliveries"),
        sa.ForeignKeyConstraint(["event_number"], ["events.number"], name="fk_webhook_deliveries_event_number_events"),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["webhook_endpoints.id"], name="fk_webhook_deliveries_endpoint_id_webhook_endpoints"
        ),
        sa.UniqueConstraint("endpoint_id", "event_number", name="uq_webhook_deliveries_endpoint_id_event_number"),
    )
    op.create_index("ix_webhook_deliveries_event_number", "webhook_deliveries", ["event_number"])
    op.create_index("ix_webhook_deliveries_due", "webhook_deliveries", ["endpoint_id", "state", "due_at"])
    op.create_index(
        "ix_webhook_deliveries_order", "webhook_deliveries", ["endpoint_id", "subject", "state", "event_number"]
    )


def downgrade() -> None:
    for table in ("webhook_deliveries", "webhook_secrets", "webhook_endpoints", "events"):
        op.drop_table(table)
