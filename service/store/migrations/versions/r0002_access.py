"""Users, their roles and sessions, programs and their keys, and what was tried in vain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.types import Moment

revision = "0002"
down_revision = "0001"

ROLES = (
    "role IN ('village', 'township', 'county_officer', 'department_liaison', 'data_staff', 'auditor', 'system_admin', "
    "'security_admin')"
)


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("password", sa.String(200)),
        sa.Column("password_is_first", sa.Boolean(), nullable=False),
        sa.Column("second_factor", sa.LargeBinary()),
        sa.Column("second_factor_since", Moment()),
        sa.Column("last_step", sa.BigInteger()),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("closed_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
    )
    op.create_table(
        "user_roles",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("prefix", sa.String(12), nullable=False),
        sa.Column("granted_at", Moment(), nullable=False),
        sa.Column("granted_by", sa.String(80), nullable=False),
        sa.Column("until", Moment()),
        sa.Column("revoked_at", Moment()),
        sa.Column("revoked_by", sa.String(80)),
        sa.PrimaryKeyConstraint("id", name="pk_user_roles"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_roles_user_id"),
        sa.CheckConstraint(ROLES, name="role"),
    )
    op.create_index("ix_user_roles_user_id", "user_roles", ["user_id"])
    op.create_table(
        "user_sessions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("both_factors", sa.Boolean(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_sessions"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_sessions_user_id"),
    )
    for column in ("user_id", "used_at"):
        op.create_index(f"ix_user_sessions_{column}", "user_sessions", [column])
    op.create_table(
        "login_links",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(40)),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_links"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_login_links_user_id"),
    )
    for column in ("user_id", "until"):
        op.create_index(f"ix_login_links_{column}", "login_links", [column])
    op.create_table(
        "attempts",
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("locked_until", Moment()),
        sa.PrimaryKeyConstraint("subject", name="pk_attempts"),
    )
    op.create_index("ix_attempts_last_at", "attempts", ["last_at"])
    op.create_table(
        "clients",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("permissions", sa.JSON(), nullable=False),
        sa.Column("prefixes", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("revoked_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
        sa.UniqueConstraint("name", name="uq_clients_name"),
    )
    op.create_table(
        "client_keys",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("client_id", sa.String(40), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("revoked_at", Moment()),
        sa.Column("used_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_client_keys"),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_client_keys_client_id"),
        sa.UniqueConstraint("hash", name="uq_client_keys_hash"),
    )
    op.create_index("ix_client_keys_client_id", "client_keys", ["client_id"])


def downgrade() -> None:
    for table in ("client_keys", "clients", "attempts", "login_links", "user_sessions", "user_roles", "users"):
        op.drop_table(table)
