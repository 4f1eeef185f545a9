"""The tables, by theme. Whoever names a table names its module; all are known when this package is imported.

audit  what was done and read, line by line
once   answers that are given again
"""

from __future__ import annotations

from service.store.tables.audit import AuditHead, AuditLine, AuditStart
from service.store.tables.once import KeptAnswer
from service.store.types import Base

__all__ = ["AuditHead", "AuditLine", "AuditStart", "Base", "KeptAnswer"]
