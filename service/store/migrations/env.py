"""Read by Alembic: on which connection it works, and where it notes the form of the database."""

from __future__ import annotations

from alembic import context

from service.store.tables import Base
from service.store.upgrading import VERSION_TABLE

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    # SQLite changes a table by writing it anew.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
