"""What an office acts on, kept in a relational database: SQLite in a file, or PostgreSQL by its address.

Every session stands within a jurisdiction, and whatever is asked of it, rows outside are not there: the filter is
below every query and not in any of them. A change, its line in the audit and the events that tell of it are one
transaction.

sealed        which columns lie sealed, and how they are sealed anew
repositories  what is asked and changed, by theme
upgrading     the database moved to the form of this version, and back
migrations    each form of the database, after the one before
database      sessions: reading from one state, writing alone
filtering     the jurisdiction as a filter below every query
paging        pages that go on where the last ended
tables        the tables, by theme
types         columns: moments with their zone, names for the outside
"""

from __future__ import annotations

from service.store.database import Database, DatabaseError, Work

__all__ = ["Database", "DatabaseError", "Work"]
